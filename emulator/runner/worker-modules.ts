import { existsSync } from 'node:fs'
import Module from 'node:module'
import { dirname, join, sep } from 'node:path'
import { pathToFileURL } from 'node:url'

/** What AWS's Node.js runtimes ship beside Node itself. */
const SHIPPED = /^@(?:aws-sdk|smithy)\//
const NAME = /^(?:@[^/]+\/)?[^/]+/

interface Internals {
  _nodeModulePaths(from: string): string[]
  _resolveFilename(request: string, parent: unknown, isMain: boolean, options?: unknown): string
  /** Node 22.15 and later. */
  registerHooks?(hooks: { resolve: Resolve }): void
}
type Next = (specifier: string, context?: Readonly<Record<string, unknown>>) => unknown
type Resolve = (specifier: string, context: Readonly<Record<string, unknown>>, next: Next) => unknown

const internals = Module as unknown as Internals

/** Where modules of a function are looked for. */
export interface Resolution {
  readonly codeDirectory: string
  /** The user's project, which has what AWS's runtimes ship. */
  readonly project: string
  /** Where Lambda's paths are on this machine. */
  readonly map: (path: string) => string
}

/**
 * Modules are found as on Lambda: in the code and the layers, not in a `node_modules` that stands above the code on this machine only.
 * What AWS's runtimes ship comes from the project.
 */
export function resolveAsLambda({ codeDirectory, project, map }: Resolution): void {
  const { _nodeModulePaths: above, _resolveFilename: resolve } = internals
  internals._nodeModulePaths = (from) => {
    const paths = above(from)
    return isBelow(from, codeDirectory) ? paths.filter((path) => isBelow(path, codeDirectory)) : paths
  }
  const fromProject = { id: project, filename: join(project, 'index.js'), paths: above(project) }
  internals._resolveFilename = function (request, parent, ...rest) {
    const asked = map(request)
    try {
      return resolve.call(this, asked, parent, ...rest)
    } catch (error) {
      if (!SHIPPED.test(request) || (error as { code?: unknown }).code !== 'MODULE_NOT_FOUND') throw error
      try {
        return resolve.call(this, request, fromProject, false)
      } catch {
        throw Object.assign(error as Error, { message: missing(request, project) + stackOf(error as Error) })
      }
    }
  }
}

/** The same for `import`, whose hooks cost a thread where Node has no synchronous ones: only when the code needs them. */
export function resolveImports(source: string, { codeDirectory, project, map }: Resolution): void {
  const wanted = [...source.matchAll(/['"](@(?:aws-sdk|smithy)\/[^'"]+|\/(?:opt|var\/task)\/[^'"]+)['"]/g)].map(
    ([, name]) => name as string,
  )
  if (wanted.every((name) => !name.startsWith('/') && isFoundAbove(name, codeDirectory))) return
  const parentURL = pathToFileURL(join(project, 'index.js')).href
  if (internals.registerHooks === undefined) {
    const renamed = Object.fromEntries(wanted.filter((name) => name.startsWith('/')).map((name) => [name, pathToFileURL(map(name)).href]))
    Module.register(`data:text/javascript,${encodeURIComponent(HOOKS)}`, { data: { parentURL, renamed } })
    return
  }
  internals.registerHooks({
    resolve: (specifier, context, next) => {
      if (specifier.startsWith('/')) return next(pathToFileURL(map(specifier)).href, context)
      try {
        return next(specifier, context)
      } catch (error) {
        if (!SHIPPED.test(specifier)) throw error
        return next(specifier, { ...context, parentURL })
      }
    },
  })
}

/** In a thread of Node's own: nothing of this file is there. */
const HOOKS = `
let parentURL, renamed
export function initialize(data) { ({ parentURL, renamed } = data) }
export async function resolve(specifier, context, next) {
  if (specifier in renamed) return next(renamed[specifier], context)
  try { return await next(specifier, context) }
  catch (error) {
    if (!/^@(?:aws-sdk|smithy)\\//.test(specifier)) throw error
    return await next(specifier, { ...context, parentURL })
  }
}`

/** What is said where neither the code nor the project has a module that AWS's runtimes ship. */
function missing(request: string, project: string): string {
  const [name] = NAME.exec(request) ?? [request]
  return `Cannot find module '${request}': AWS's Node.js runtimes ship it, here neither the function's code nor the project ${project} has it. Install it there: npm install --save-dev ${name}`
}

function stackOf({ message }: Error): string {
  const at = message.indexOf('\nRequire stack:')
  return at < 0 ? '' : message.slice(at)
}

/** Node itself finds what is imported in any `node_modules` above. */
function isFoundAbove(name: string, folder: string): boolean {
  const [bare = name] = NAME.exec(name) ?? []
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, 'node_modules', bare))) return true
    if (dirname(at) === at) return false
  }
}

function isBelow(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder + sep)
}
