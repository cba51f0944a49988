import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Diagnostic, Place } from '../base/diagnostics'

/** Loaded with the first function. */
const lexer = (): typeof import('cjs-module-lexer') => require('cjs-module-lexer')

/** A Node.js function as it was deployed. */
export interface DeployedFunction {
  readonly name: string
  readonly handler: string
  readonly directory: string
  readonly place: Place | undefined
}

/** Finds handlers that cannot be: the file is missing, or it surely has no such export. On AWS every request would fail with 502. */
export async function checkHandlers(functions: readonly DeployedFunction[]): Promise<Diagnostic[]> {
  if (functions.length > 0) await lexer().init()
  return functions.flatMap((fn) => {
    const problem = checkHandler(fn)
    if (problem === undefined) return []
    const diagnostic: Diagnostic = { code: 'handler-not-exported', severity: 'error', ...problem }
    return [fn.place === undefined ? diagnostic : { ...diagnostic, place: fn.place }]
  })
}

function checkHandler({ name, handler, directory }: DeployedFunction): Pick<Diagnostic, 'message' | 'fix'> | undefined {
  const match = /^(.+)\.([^./]+)$/.exec(handler)
  if (match === null) return { message: `The handler of ${name} is ${handler}: expected file.export.`, fix: "Write it as 'index.handler'." }
  const [, module, name_] = match as unknown as [string, string, string]
  const file = ['.js', '.cjs', '.mjs'].map((extension) => join(directory, module + extension)).find((path) => existsSync(path))
  if (file === undefined)
    return {
      message: `The handler of ${name} is ${handler}, but there is no ${module}.js, .cjs or .mjs in ${directory}.`,
      fix: 'Correct the handler, or the code that is bundled.',
    }
  const exports = file.endsWith('.mjs') ? undefined : exportsOf(file)
  if (exports === undefined || exports.has(name_)) return undefined
  return {
    message: `The handler of ${name} is ${handler}, but ${file} exports ${list(exports)}.`,
    fix: `Export a function named ${name_}, or name one of those in the handler.`,
  }
}

/** The names that a CommonJS file exports; undefined where they cannot be told for sure. */
function exportsOf(file: string): Set<string> | undefined {
  try {
    const { exports, reexports } = lexer().parse(readFileSync(file, 'utf8'))
    return exports.length === 0 || reexports.length > 0 ? undefined : new Set(exports.filter((name) => name !== '__esModule'))
  } catch {
    return undefined
  }
}

function list(names: ReadonlySet<string>): string {
  return names.size === 0 ? 'nothing' : [...names].join(', ')
}
