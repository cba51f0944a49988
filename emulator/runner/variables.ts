import { join } from 'node:path'
import type { RunnableFunction } from './runner'

/**
 * The environment variables of a function: its own, those that Lambda sets (facts/11, section 2), which win, and what the emulator adds.
 * Nothing of the emulator's own environment but PATH: a handler must not find there what it would not find on AWS, least of all credentials.
 */
export function environmentVariables(
  target: RunnableFunction,
  logStream: string,
  added: Readonly<Record<string, string>>,
): Record<string, string> {
  const region = target.arn.split(':')[3] ?? ''
  const major = /^nodejs(\d+)/.exec(target.runtime)?.[1] ?? ''
  // Layers are laid over each other in their order: what is found first is of the last one.
  const layers = [...target.layerDirectories].reverse()
  const modules = layers.flatMap((directory) => [
    join(directory, 'nodejs', `node${major}`, 'node_modules'),
    join(directory, 'nodejs', 'node_modules'),
  ])
  return {
    PATH: [...layers.map((directory) => join(directory, 'bin')), process.env['PATH'] ?? '/usr/local/bin:/usr/bin:/bin'].join(':'),
    LANG: 'en_US.UTF-8',
    // A worker shares the time zone of its process: the variable is there, but dates are local ones.
    TZ: ':UTC',
    PWD: target.codeDirectory,
    SHLVL: '0',
    // AWS's Node.js runtimes bring `@aws-sdk/*`: here the project does, where the code lies outside of it.
    NODE_PATH: [...modules, target.codeDirectory, join(process.cwd(), 'node_modules')].join(':'),
    AWS_XRAY_CONTEXT_MISSING: 'LOG_ERROR',
    // Loopback where Lambda has 169.254.100.1: nothing listens, and nothing leaves this machine.
    AWS_XRAY_DAEMON_ADDRESS: '127.0.0.1:2000',
    _AWS_XRAY_DAEMON_ADDRESS: '127.0.0.1',
    _AWS_XRAY_DAEMON_PORT: '2000',
    ...target.environment,
    _HANDLER: target.handler,
    // Credentials that no account knows: never the user's own.
    AWS_ACCESS_KEY_ID: 'ASIAPORTICO000000000',
    AWS_SECRET_ACCESS_KEY: 'portico',
    AWS_SESSION_TOKEN: 'portico',
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_EXECUTION_ENV: `AWS_Lambda_${target.runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: target.name,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(target.memory),
    AWS_LAMBDA_FUNCTION_VERSION: target.version,
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: target.logGroup,
    AWS_LAMBDA_LOG_STREAM_NAME: logStream,
    LAMBDA_TASK_ROOT: target.codeDirectory,
    LAMBDA_RUNTIME_DIR: '/var/runtime',
    ...added,
  }
}
