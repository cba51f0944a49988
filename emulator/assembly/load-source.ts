import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { LoadSource } from '../runner/in-process-sandbox'
import type { EntryFunction } from './entry-builds'

/** What a file cannot be loaded with, where nothing in this process reads its language. */
const NOT_LOADABLE = new Set(['ERR_UNKNOWN_FILE_EXTENSION', 'ERR_REQUIRE_ESM'])

/**
 * Loads handlers into this process: from the entry that a function is bundled from, through whatever loads TypeScript here (jest, tsx), so that
 * a test shares its modules; from the bundle where that is not to be had.
 */
export function createLoadSource(entries: () => readonly EntryFunction[], project = process.cwd()): LoadSource {
  return ({ name: functionName, handler, codeDirectory }) => {
    const dot = handler.lastIndexOf('.')
    const name = handler.slice(dot + 1)
    const entry = entries().find((each) => each.functionName === functionName)?.entry
    if (entry !== undefined) {
      try {
        return { module: require(resolve(project, entry)), name }
      } catch (error) {
        if (!(error instanceof SyntaxError) && !NOT_LOADABLE.has(String((error as { code?: unknown }).code))) throw error
      }
    }
    const bare = join(codeDirectory, handler.slice(0, dot))
    const file = ['.js', '.cjs', '.mjs'].map((extension) => bare + extension).find((path) => existsSync(path))
    return { module: require(file ?? bare), name }
  }
}
