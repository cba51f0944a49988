import { existsSync, readFileSync } from 'node:fs'
import Module, { createRequire } from 'node:module'
import { basename, dirname, join, resolve, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { WorkerSettings } from './messages'
import { RuntimeFault } from './worker-errors'
import type { Imports } from './worker-imports'
import { isBelow, type Resolution } from './worker-modules'
import type { ResponseStream } from './worker-stream'

export type Handler = (event: unknown, context: unknown, callback: (error?: unknown, result?: unknown) => void) => unknown

/** A handler that writes its response to a stream. */
export type StreamingHandler = (event: unknown, stream: ResponseStream, context: unknown) => unknown

/** Set on handlers by `awslambda.streamifyResponse`; AWS's runtime uses this very symbol. */
export const STREAMING = Symbol.for('aws.lambda.runtime.handler.streaming')

/** Requires in the name of AWS's runtime, so that `Require stack` reads as on Lambda. */
const runtimeRequire = createRequire('/var/runtime/index.mjs')

/** Since Node.js 24 a handler gets no callback; the text is that of AWS's runtime client 4.0. */
const CALLBACKS =
  'ERROR: AWS Lambda has removed support for callback-based function handlers starting with Node.js 24. You need to modify this function to use a supported handler signature to use Node.js 24 or later. For more information see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html.'

/** Loads `dir/file.export` below the directory of the code; throws what Lambda's runtime throws (facts/11, section 4). */
export async function loadHandler(settings: WorkerSettings, map: Resolution['map']): Promise<Handler | StreamingHandler> {
  const { handler, runtime } = settings
  if (handler.includes('..')) {
    throw new RuntimeFault(
      'MalformedHandlerName',
      `'${handler}' is not a valid handler name. Use absolute paths when specifying root directories in handler names.`,
    )
  }
  const [, file, path] = /^([^.]*)\.(.*)$/.exec(basename(handler)) ?? []
  if (file === undefined || path === undefined) throw new RuntimeFault('MalformedHandlerName', 'Bad handler')
  const module = await loadModule(settings, map, dirname(handler), file)
  const found = path.split('.').reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], module)
  if (found === undefined) throw new RuntimeFault('HandlerNotFound', `${basename(handler)} is undefined or not exported`)
  if (typeof found !== 'function') throw new RuntimeFault('HandlerNotFound', `${basename(handler)} is not a function`)
  if (found.length >= 3 && !(STREAMING in found) && Number(/^nodejs(\d+)/.exec(runtime)?.[1]) >= 24)
    throw new RuntimeFault('CallbackHandlerDeprecated', CALLBACKS)
  return found as Handler
}

async function loadModule(settings: WorkerSettings, map: Resolution['map'], folder: string, file: string): Promise<unknown> {
  const { codeDirectory: root } = settings
  const path = resolve(root, folder, file)
  const read = readImports({ ...settings, map })
  const importFile = async (script: string): Promise<unknown> => {
    read(readFileSync(script, 'utf8'), script, true)
    const module = (await import(pathToFileURL(script).href)) as Record<string, unknown>
    // A CommonJS file that is imported has its exports as the default one.
    return module['module.exports'] ?? module
  }
  if (isModulePackage(dirname(root), '')) ignorePackagesAbove(root)
  try {
    if (existsSync(path) || existsSync(`${path}.js`)) {
      const script = existsSync(`${path}.js`) ? `${path}.js` : path
      return isModulePackage(dirname(path), root) ? await importFile(script) : runtimeRequire(script)
    }
    if (existsSync(`${path}.mjs`)) return await importFile(`${path}.mjs`)
    if (existsSync(`${path}.cjs`)) return runtimeRequire(`${path}.cjs`)
    return runtimeRequire(runtimeRequire.resolve(folder === '.' ? file : join(folder, file), { paths: [root, join(root, folder)] }))
  } catch (error) {
    if (error instanceof SyntaxError) throw new RuntimeFault('UserCodeSyntaxError', String(error), withPlace(error))
    if ((error as { code?: unknown } | null)?.code === 'MODULE_NOT_FOUND') throw new RuntimeFault('ImportModuleError', String(error), error)
    throw error
  }
}

/** Node says where a syntax error is only in the first line of its stack (`file:line`): kept as a frame. */
function withPlace(error: SyntaxError): SyntaxError {
  const [place = ''] = (error.stack ?? '').split('\n')
  if (/:\d+$/.test(place)) error.stack = `    at ${place}\n${error.stack}`
  return error
}

/** Whether `.js` means a module here: the nearest package.json says so, up to `root`. */
function isModulePackage(directory: string, root: string): boolean {
  for (let at = directory; ; at = dirname(at)) {
    const file = join(at, 'package.json')
    if (basename(at) === 'node_modules') return false
    if (existsSync(file)) {
      try {
        return (JSON.parse(readFileSync(file, 'utf8')) as { type?: unknown } | null)?.type === 'module'
      } catch {
        return false
      }
    }
    if (at === root || dirname(at) === at) return false
  }
}

interface Internals {
  readonly _extensions: Record<string, (module: Compiled, file: string) => void>
  readonly prototype: Compiled
}
interface Compiled {
  _compile(source: string, file: string, format?: string): unknown
}
const internals = Module as unknown as Internals

/** On Lambda nothing stands above the code; here a project's package.json may, and must not make modules of the bundle's `.js` files. */
function ignorePackagesAbove(root: string): void {
  const loaders = internals._extensions
  const load = loaders['.js'] as Internals['_extensions'][string]
  loaders['.js'] = (module, file) => {
    const inside = file.startsWith(root + sep) && !file.includes(`${sep}node_modules${sep}`)
    if (inside && !isModulePackage(dirname(file), root)) module._compile(readFileSync(file, 'utf8'), file)
    else load(module, file)
  }
}

/** Reads what the function's CommonJS files import, as they are loaded; answers what does so for a module. */
function readImports(resolution: Resolution): Imports['read'] {
  const { codeDirectory, layers } = resolution
  let imports: Imports | undefined
  const read: Imports['read'] = (source, file, isModule) => {
    if (!source.includes('import')) return
    if (imports === undefined) {
      // Only now: each file of the runtime is paid at each cold start.
      const { Imports } = require('./worker-imports') as typeof import('./worker-imports')
      imports = new Imports(resolution)
    }
    imports.read(source, file, isModule)
  }
  const { prototype } = internals
  const { _compile: compile } = prototype
  prototype._compile = function (source, file, format) {
    if (isBelow(file, codeDirectory) || layers.some((layer) => isBelow(file, layer))) read(source, file, format === 'module')
    return compile.call(this, source, file, format)
  }
  return read
}
