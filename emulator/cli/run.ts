import { spawn } from 'node:child_process'
import { userError } from '../base/diagnostics'
import type { Given } from '../options'
import type { HttpServer } from '../server/http-server'
import { ROOT_KEY } from '../services/iam/principals'
import { readListening } from './inputs'
import { diagnosticsBlock, startBlock } from './print'
import { serveInputs } from './serve-inputs'

/** `portico run -- CMD`: the command sees the emulator as AWS, with keys that open nothing real; its exit code is ours. */
export async function run(command: readonly string[], given: Given): Promise<number> {
  refuseProfile(command)
  await using served = await serveInputs(given, readListening(given))
  const { emulator, server } = served
  const diagnostics = emulator.diagnostics()
  if (diagnostics.length > 0) console.error(diagnosticsBlock(diagnostics))
  console.error(startBlock(server.url, emulator.stages.all(), server.authority?.file))
  return await execute(command, environment(server, emulator.region))
}

/** A profile makes the CDK CLI and others ignore the endpoint and talk to real AWS. */
function refuseProfile(command: readonly string[]): void {
  if (!command.some((word) => word === '--profile' || word.startsWith('--profile='))) return
  throw userError('profile', 'The command has --profile: it would ignore the emulator and talk to real AWS.', {
    fix: 'Leave --profile out.',
  })
}

/** The environment in which AWS's tools find the emulator and nothing of the user's real accounts. */
function environment({ url, httpUrl, authority }: HttpServer, region: string): NodeJS.ProcessEnv {
  const { AWS_PROFILE: _profile, AWS_DEFAULT_PROFILE: _default, ...rest } = process.env
  return {
    // A CA that the user's own environment names stays: Node.js takes one file.
    ...(authority === undefined ? {} : { NODE_EXTRA_CA_CERTS: authority.file }),
    ...rest,
    AWS_ENDPOINT_URL: httpUrl,
    AWS_ACCESS_KEY_ID: ROOT_KEY.accessKeyId,
    AWS_SECRET_ACCESS_KEY: ROOT_KEY.secretAccessKey,
    AWS_SESSION_TOKEN: '',
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    PORTICO_URL: url,
  }
}

function execute([file, ...rest]: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(file as string, rest, { stdio: 'inherit', env })
    const forward = (signal: NodeJS.Signals) => child.kill(signal)
    process.on('SIGINT', forward).on('SIGTERM', forward)
    child.on('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'ENOENT'
          ? userError('no-command', `There is no command ${file}.`, { fix: 'Write the command behind --, e.g. portico run -- npx jest.' })
          : error,
      ),
    )
    child.on('close', (code, signal) => {
      process.off('SIGINT', forward).off('SIGTERM', forward)
      resolve(code ?? (signal === null ? 1 : 128))
    })
  })
}
