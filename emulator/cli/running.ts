import { type Diagnostic, UserError, userError } from '../base/diagnostics'
import type { Given } from '../options'
import { ROOT_KEY } from '../services/iam/principals'

/** Where the emulator runs that a command asks: `--url`, else the host and port that start would listen on. */
export function runningUrl(given: Given, url: string | undefined): string {
  const { host = '127.0.0.1', port = '4566' } = given
  return (url ?? `http://${String(host)}:${String(port)}`).replace(/\/$/, '')
}

/** Asks a running emulator for what it tells of itself below `/_portico/`. Rejects with a `UserError` when none answers. */
export async function askPortico(given: Given, url: string | undefined, path: string): Promise<unknown> {
  const base = runningUrl(given, url)
  let response: Response
  try {
    response = await fetch(`${base}/_portico/${path}`)
  } catch {
    throw notRunning(base)
  }
  const answer = (await response.json()) as { readonly message?: string; readonly diagnostics?: readonly Diagnostic[] }
  if (!response.ok && answer.diagnostics !== undefined) throw new UserError(...answer.diagnostics)
  if (!response.ok) throw userError('refused', answer.message ?? `The emulator answered ${response.status}.`)
  return answer
}

export function notRunning(base: string): Error {
  return userError('not-running', `No emulator answers at ${base}.`, {
    fix: 'Start one: portico start. Or say where it is: --url, --port.',
  })
}

/** How an SDK client reaches a running emulator: nothing of the user's real accounts is read. */
export function clientOf(given: Given, url: string | undefined) {
  // That a later SDK will want a newer Node.js is no matter of whoever reads logs.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true'
  return {
    endpoint: runningUrl(given, url),
    region: String(given.region ?? 'us-east-1'),
    credentials: { accessKeyId: ROOT_KEY.accessKeyId, secretAccessKey: ROOT_KEY.secretAccessKey },
    maxAttempts: 1,
  }
}

/** What time it is in a running emulator. */
export async function timeOf(given: Given, url: string | undefined): Promise<number> {
  const { now } = (await askPortico(given, url, 'clock')) as { readonly now: string }
  return Date.parse(now)
}
