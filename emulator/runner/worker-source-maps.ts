import { existsSync, readFileSync } from 'node:fs'
import { SourceMap, type SourceMapPayload } from 'node:module'
import { dirname, join, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { WorkerSettings } from './messages'

/** `//# sourceMappingURL=...`, at the end of a file. */
const MARK = /\/\/[#@] sourceMappingURL=(\S+)\s*$/
const INLINE = /^data:application\/json[^,]*;base64,/

/**
 * Stack traces name the sources that the code was bundled from. Node's own `--enable-source-maps` reads every map at the start, which is paid
 * at each cold start; here a map is read when a stack is looked at.
 */
export function mapStackTraces({ codeDirectory, project }: Pick<WorkerSettings, 'codeDirectory' | 'project'>): void {
  const maps = new Map<string, SourceMap | undefined>()
  const mapOf = (file: string): SourceMap | undefined => {
    if (!maps.has(file)) maps.set(file, file.startsWith(codeDirectory + sep) ? readMap(file) : undefined)
    return maps.get(file)
  }
  Error.prepareStackTrace = (error, frames) => {
    const lines = frames.filter((frame) => !isOurs(frame.getFileName())).map((frame) => `\n    at ${show(frame, mapOf, project)}`)
    return `${title(error)}${lines.join('')}`
  }
}

/** The inside of an environment: nobody looks for a mistake there, and on AWS other frames stand in their place. */
function isOurs(file: string | null | undefined): boolean {
  return file === __filename || (typeof file === 'string' && file.startsWith(join(__dirname, 'worker-')))
}

/** As V8 begins a stack; an error may have a `toString` that throws. */
function title(error: Error): string {
  try {
    return Error.prototype.toString.call(error)
  } catch {
    return 'Error'
  }
}

function show(frame: NodeJS.CallSite, mapOf: (file: string) => SourceMap | undefined, project: string): string {
  const shown = String(frame)
  const name = frame.getFileName()
  const [line, column] = [frame.getLineNumber(), frame.getColumnNumber()]
  if (typeof name !== 'string' || line === null || column === null) return shown
  const file = name.startsWith('file:') ? fileURLToPath(name) : name
  const entry = mapOf(file)?.findEntry(line - 1, column - 1)
  if (entry === undefined || !('originalSource' in entry)) return shown
  const source = entry.originalSource
  const path = source.startsWith('file:') ? fileURLToPath(source) : source
  // A map may be relative to the project, as if the bundle stood there: it does not depend on where an assembly lies then.
  const [original = path] = [resolve(dirname(file), path), resolve(project, path)].filter((each) => existsSync(each))
  return shown.replace(`${name}:${line}:${column}`, `${original}:${entry.originalLine + 1}:${entry.originalColumn + 1}`)
}

function readMap(file: string): SourceMap | undefined {
  try {
    const text = readFileSync(file, 'utf8')
    const [, url] = MARK.exec(text.slice(-Math.max(4096, text.length - text.lastIndexOf('\n//# sourceMappingURL=')))) ?? []
    if (url === undefined) return undefined
    const json = INLINE.test(url)
      ? Buffer.from(url.replace(INLINE, ''), 'base64').toString('utf8')
      : readFileSync(resolve(dirname(file), url), 'utf8')
    return new SourceMap(JSON.parse(json) as SourceMapPayload)
  } catch {
    return undefined
  }
}
