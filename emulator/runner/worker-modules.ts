import Module from 'node:module'
import { join, sep } from 'node:path'

/** What AWS's Node.js runtimes ship beside Node itself. */
export const SHIPPED = /^@(?:aws-sdk|smithy)\//
const NAME = /^(?:@[^/]+\/)?[^/]+/

interface Internals {
  _nodeModulePaths(from: string): string[]
  _resolveFilename(request: string, parent: unknown, isMain: boolean, options?: unknown): string
}

const internals = Module as unknown as Internals

/** Where modules of a function are looked for. */
export interface Resolution {
  readonly codeDirectory: string
  /** The user's project, which has what AWS's runtimes ship. */
  readonly project: string
  /** Directories of layers, in their order. */
  readonly layers: readonly string[]
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
        throw explainMissing(error as Error, request, project)
      }
    }
  }
}

/** What is said of a module that AWS's runtimes ship where neither the code nor the project has it; the name of its package follows. */
export const notInstalled = (project: string) =>
  `AWS's Node.js runtimes ship it, here neither the function's code nor the project ${project} has it. Install it there: npm install --save-dev`

/** Says so in the first line of an error. */
export function explainMissing(error: Error, request: string, project: string): Error {
  const { message, stack = '' } = error
  const explained = message.replace(/$/m, () => `: ${notInstalled(project)} ${packageOf(request)}`)
  return Object.assign(error, { message: explained, stack: stack.replace(message, () => explained) })
}

/** The package of a module's name: `@aws-sdk/client-s3` of `@aws-sdk/client-s3/deep`. */
export function packageOf(name: string): string {
  return NAME.exec(name)?.[0] ?? name
}

/** Whether a path is a folder's own, or of something in it. */
export function isBelow(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder + sep)
}
