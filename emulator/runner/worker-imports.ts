import { existsSync, readFileSync } from 'node:fs'
import Module, { isBuiltin } from 'node:module'
import { dirname, extname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { explainMissing, isBelow, notInstalled, packageOf, type Resolution, SHIPPED } from './worker-modules'

interface Internals {
  /** Node 22.15 and later. */
  registerHooks?(hooks: { resolve: Resolve }): void
}
type Next = (specifier: string, context?: Readonly<Record<string, unknown>>) => unknown
type Context = Readonly<Record<string, unknown>> & { readonly conditions: readonly string[] }
type Resolve = (specifier: string, context: Context, next: Next) => unknown

const internals = Module as unknown as Internals
const NOT_FOUND = 'ERR_MODULE_NOT_FOUND'

/** `import()`, of a text or of what only running tells; with a member behind it, it is a type. */
const DYNAMIC = /\bimport\s*\(\s*(?:\/\*.*?\*\/\s*)?(?:(['"`])([^'"`$\n]+)\1\s*[,)](\s*\.\s*(?!then|catch|finally))?)?/g
const STATIC = /\b(?:from|import)\s*(['"])([^'"\n]+)\1/g
/** What stands before a type: the comment that it is in, or `typeof`. */
const TYPE = /\n[ \t]*(?:\/\/|\*(?!\/)|\/\*(?!.*\*\/)).*$|\btypeof\s+$/
/** Characters before an import that are looked at: a bundle may be one line. */
const BEFORE = 200

/** Has what the function imports found as what it requires. Each file of its own is read before it runs. */
export class Imports {
  #hooked = false
  readonly #seen = new Set<string>()

  constructor(private readonly resolution: Resolution) {}

  /**
   * Hooks cost a thread where Node has no synchronous ones: only when a file needs them, by itself or by what it imports. Code below the project
   * finds what the project has without them.
   */
  read(source: string, file: string, isModule: boolean): void {
    if (this.#hooked || !this.#needsHooks(source, file, isModule)) return
    this.#hooked = true
    if (internals.registerHooks === undefined) registerInThread(this.resolution)
    else internals.registerHooks({ resolve: hook(this.resolution) })
  }

  #needsHooks(source: string, file: string, isModule: boolean): boolean {
    this.#seen.add(file)
    return importsOf(source, isModule).some((name) => this.#needsHook(name, file))
  }

  #needsHook(name: string | undefined, file: string): boolean {
    const { codeDirectory, layers, project } = this.resolution
    const outside = !isBelow(file, project)
    if (name === undefined || name.startsWith('#')) return outside
    if (isBuiltin(name)) return false
    if (name.startsWith('/')) return /^\/(?:opt|var\/task)\//.test(name)
    if (name.startsWith('.')) {
      const other = resolve(dirname(file), name)
      if (this.#seen.has(other) || !/^\.[cm]?js$/.test(extname(other)) || !existsSync(other)) return false
      return this.#needsHooks(readFileSync(other, 'utf8'), other, true)
    }
    const found = folderAbove(packageOf(name), dirname(file))
    if (SHIPPED.test(name)) return found === undefined
    // What a package of the function's own imports in its turn is not read.
    return outside && found !== undefined && [codeDirectory, ...layers].some((folder) => isBelow(found, folder))
  }
}

/** What a file imports; undefined for what only running tells. */
function importsOf(source: string, isModule: boolean): (string | undefined)[] {
  const found: (string | undefined)[] = []
  for (const { index, 2: name, 3: member } of source.matchAll(DYNAMIC)) {
    const before = (index < BEFORE ? '\n' : '') + source.slice(Math.max(0, index - BEFORE), index)
    if (member === undefined && !TYPE.test(before)) found.push(name)
  }
  if (isModule) for (const { 2: name } of source.matchAll(STATIC)) found.push(name)
  return found
}

function folderAbove(name: string, folder: string): string | undefined {
  for (let at = folder; ; at = dirname(at)) {
    const found = join(at, 'node_modules', name)
    if (existsSync(found)) return found
    if (dirname(at) === at) return undefined
  }
}

function hook({ project, map }: Resolution): Resolve {
  const parentURL = pathToFileURL(join(project, 'index.js')).href
  return (specifier, context, next) => {
    // What is required comes by here too, and is found without.
    if (!context.conditions.includes('import')) return next(specifier, context)
    if (specifier.startsWith('/')) return next(pathToFileURL(map(specifier)).href, context)
    try {
      return next(specifier, context)
    } catch (error) {
      if (!SHIPPED.test(specifier) || (error as { code?: unknown }).code !== NOT_FOUND) throw error
      try {
        return next(specifier, { ...context, parentURL })
      } catch (other) {
        throw (other as { code?: unknown }).code === NOT_FOUND ? explainMissing(error as Error, specifier, project) : other
      }
    }
  }
}

function registerInThread({ codeDirectory, layers, project }: Resolution): void {
  const parentURL = pathToFileURL(join(project, 'index.js')).href
  const places = [
    ...[...layers].reverse().map((layer) => ['/opt/', `${pathToFileURL(layer).href}/`]),
    ['/var/task/', `${pathToFileURL(codeDirectory).href}/`],
  ]
  Module.register(`data:text/javascript,${encodeURIComponent(HOOKS)}`, { data: { parentURL, places, why: notInstalled(project) } })
}

/** The same in a thread of Node's own, where nothing of this file is. */
const HOOKS = `
let parentURL, places, why
export function initialize(data) { ({ parentURL, places, why } = data) }
export async function resolve(specifier, context, next) {
  for (const [path, url] of places) {
    if (!specifier.startsWith(path)) continue
    try { return await next(url + specifier.slice(path.length), context) } catch {}
  }
  try { return await next(specifier, context) }
  catch (error) {
    const [, name] = /^(@(?:aws-sdk|smithy)\\/[^/]+)/.exec(specifier) ?? []
    if (name === undefined || error.code !== '${NOT_FOUND}') throw error
    try { return await next(specifier, { ...context, parentURL }) }
    catch (other) {
      if (other.code !== '${NOT_FOUND}') throw other
      error.message = error.message.replace(/$/m, () => ': ' + why + ' ' + name)
      throw error
    }
  }
}`
