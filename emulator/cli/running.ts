import { userError } from '../base/diagnostics'
import type { Given } from '../options'

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
  const answer = (await response.json()) as { readonly message?: string }
  if (!response.ok) throw userError('refused', answer.message ?? `The emulator answered ${response.status}.`)
  return answer
}

export function notRunning(base: string): Error {
  return userError('not-running', `No emulator answers at ${base}.`, {
    fix: 'Start one: portico start. Or say where it is: --url, --port.',
  })
}
