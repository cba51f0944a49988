import { delimiter, join } from 'node:path'
import type { SandboxStart } from './sandbox'

/**
 * The environment variables of a function: its own, those that Lambda sets (facts/11, section 2), which win, and what the emulator adds.
 * Nothing of the emulator's own environment but PATH: a handler must not find there what it would not find on AWS, least of all credentials.
 */
export function environmentVariables(start: SandboxStart): Record<string, string> {
  const { target, logStream, variables, scratch, initialization } = start
  const region = target.arn.split(':')[3] ?? ''
  // Layers are laid over each other in their order: what is found first is of the last one.
  const layers = [...target.layerDirectories].reverse()
  return {
    PATH: [...layers.map((layer) => join(layer, 'bin')), process.env['PATH'] ?? '/usr/local/bin:/usr/bin:/bin'].join(delimiter),
    LANG: 'en_US.UTF-8',
    // A worker shares the time zone of its process: the variable is there, but dates are local ones.
    TZ: ':UTC',
    PWD: target.codeDirectory,
    SHLVL: '0',
    LD_LIBRARY_PATH: [target.codeDirectory, join(target.codeDirectory, 'lib'), ...layers.map((layer) => join(layer, 'lib'))].join(
      delimiter,
    ),
    // What `/tmp` is on Lambda: the environment's own.
    TMPDIR: scratch,
    ...languagePaths(target.runtime, target.codeDirectory, layers),
    AWS_XRAY_CONTEXT_MISSING: 'LOG_ERROR',
    // Loopback where Lambda has 169.254.100.1: nothing listens, and nothing leaves this machine.
    AWS_XRAY_DAEMON_ADDRESS: '127.0.0.1:2000',
    _AWS_XRAY_DAEMON_ADDRESS: '127.0.0.1',
    _AWS_XRAY_DAEMON_PORT: '2000',
    ...Object.fromEntries(Object.entries(target.environment).map(([name, value]) => [name, untilNul(value)])),
    _HANDLER: untilNul(target.handler),
    // Credentials that no account knows, where the role of the function has none: never the user's own.
    AWS_ACCESS_KEY_ID: 'ASIAPORTICO000000000',
    AWS_SECRET_ACCESS_KEY: 'portico',
    AWS_SESSION_TOKEN: 'portico',
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    // AWS's image of custom runtimes sets none.
    ...(target.runtime.startsWith('provided') ? {} : { AWS_EXECUTION_ENV: `AWS_Lambda_${target.runtime}` }),
    AWS_LAMBDA_FUNCTION_NAME: target.name,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(target.memory),
    AWS_LAMBDA_FUNCTION_VERSION: target.version,
    AWS_LAMBDA_INITIALIZATION_TYPE: initialization,
    AWS_LAMBDA_LOG_GROUP_NAME: target.logGroup,
    AWS_LAMBDA_LOG_STREAM_NAME: logStream,
    ...(target.logging === undefined ? {} : { AWS_LAMBDA_LOG_FORMAT: 'JSON', AWS_LAMBDA_LOG_LEVEL: target.logging.application }),
    // The real directories of this machine, where Lambda has /var/task: what a handler joins to them is found by every program.
    LAMBDA_TASK_ROOT: target.codeDirectory,
    LAMBDA_RUNTIME_DIR: '/var/runtime',
    ...variables,
  }
}

/** A variable ends with its first NUL: no process can be started with what follows. */
function untilNul(value: string): string {
  const end = value.indexOf('\0')
  return end < 0 ? value : value.slice(0, end)
}

/** Where each language looks for modules: the layers, then the code. */
function languagePaths(runtime: string, code: string, layers: readonly string[]): Record<string, string> {
  if (runtime.startsWith('nodejs')) {
    const major = /^nodejs(\d+)/.exec(runtime)?.[1] ?? ''
    const modules = layers.flatMap((layer) => [
      join(layer, 'nodejs', `node${major}`, 'node_modules'),
      join(layer, 'nodejs', 'node_modules'),
    ])
    return { NODE_PATH: [...modules, code].join(delimiter) }
  }
  if (runtime.startsWith('python'))
    return { LC_CTYPE: 'C.UTF-8', PYTHONPATH: [code, ...layers.flatMap((layer) => pythonFolders(layer, runtime))].join(delimiter) }
  if (runtime.startsWith('ruby')) {
    const version = `${runtime.slice('ruby'.length)}.0`
    const gems = [join(code, 'vendor/bundle/ruby', version), ...layers.map((layer) => join(layer, 'ruby/gems', version))]
    return { GEM_PATH: gems.join(delimiter), RUBYLIB: [code, ...layers.map((layer) => join(layer, 'ruby/lib'))].join(delimiter) }
  }
  return {}
}

/** `python`, and the folder of one version. */
function pythonFolders(layer: string, runtime: string): string[] {
  return [join(layer, 'python'), join(layer, 'python/lib', runtime, 'site-packages')]
}
