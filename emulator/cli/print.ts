import { relative } from 'node:path'
import { type Diagnostic, formatDiagnostic } from '../base/diagnostics'
import type { CompiledStage } from '../gateway/compile'
import type { Served } from '../server/incoming'

const colours = process.stdout.isTTY === true && process.env['NO_COLOR'] === undefined
const paint = (code: number, text: string) => (colours ? `\x1b[${code}m${text}\x1b[0m` : text)

/** How a stage is reached from this machine. */
export function stageUrl(base: string, { apiId, stageName }: Pick<CompiledStage, 'apiId' | 'stageName'>): string {
  const [, scheme = 'http', port = '80'] = /^(\w+):.*:(\d+)$/.exec(base) ?? []
  return `${scheme}://${apiId}.execute-api.localhost:${port}/${stageName}`
}

/** The block that start prints: one aligned line per stage, and the CA that clients are to trust. */
export function startBlock(base: string, stages: readonly CompiledStage[], authority?: string): string {
  const names = stages.map(({ apiName, stageName }) => `${apiName} ${stageName}`)
  const width = Math.max(0, ...names.map((name) => name.length))
  const lines = stages.map(
    (stage, index) => `  ${(names[index] as string).padEnd(width)}  ${stageUrl(base, stage)}  (${count(stage.routes.length, 'route')})`,
  )
  const trust = authority === undefined ? [] : [`  CA certificate: ${authority}  (NODE_EXTRA_CA_CERTS, curl --cacert)`]
  return [`Portico ready on ${base}`, ...lines, ...trust].join('\n')
}

/** One line per request: status, method and path, what took it, milliseconds. */
export function requestLine({ stage, outcome: { exchange, response } }: Served, now: number): string {
  const { request, route, error } = exchange
  const status = paint(response.status < 400 ? 32 : response.status < 500 ? 33 : 31, String(response.status))
  const reason = error === undefined ? '' : `  ${[error.type, error.options.log, error.options.why].filter(Boolean).join(': ')}`
  const taken = route.target === '' ? 'no route' : route.target
  return `${status} ${request.method} ${request.fullPath}  ${paint(2, `${stage.apiName} → ${taken}  ${now - exchange.receivedAt} ms`)}${reason}`
}

/** The diagnostics as text. A place that names a construct and a line of the user's code needs no template beside it. */
export function diagnosticsBlock(diagnostics: readonly Diagnostic[], directory = process.cwd()): string {
  return diagnostics
    .map((diagnostic) => {
      const { construct, file, line } = diagnostic.place ?? {}
      const short =
        construct === undefined || file === undefined || line === undefined
          ? diagnostic
          : { ...diagnostic, place: { construct, file: nearer(file, directory), line } }
      return paint(diagnostic.severity === 'error' ? 31 : 33, formatDiagnostic(short))
    })
    .join('\n')
}

/** A path below the directory relative to it; any other as it is. */
function nearer(file: string, directory: string): string {
  const path = relative(directory, file)
  return path.startsWith('..') ? file : path
}

/** `bin/app.ts:12`, relative to the directory when below it; undefined when the file is not known. */
export function placeOfUser(file: string | undefined, line: number | undefined, directory = process.cwd()): string | undefined {
  if (file === undefined) return undefined
  return line === undefined ? nearer(file, directory) : `${nearer(file, directory)}:${line}`
}

export function count(number: number, noun: string, nouns = `${noun}s`): string {
  return `${number} ${number === 1 ? noun : nouns}`
}
