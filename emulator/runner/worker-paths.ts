import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { WorkerSettings } from './messages'

/** Functions of `fs` that take one path, or two. */
const ONE =
  'access appendFile chmod chown createReadStream createWriteStream cp exists lchown lstat lutimes mkdir mkdtemp open openAsBlob opendir readdir readFile readlink realpath rm rmdir stat statfs truncate unlink utimes watch watchFile unwatchFile writeFile'.split(
    ' ',
  )
const TWO = 'copyFile cp link rename symlink'.split(' ')

type Mapper = (path: string) => string

/** Where the directories of Lambda are on this machine: `/var/task`, `/opt` (the last layer that has the file) and `/tmp`. */
export function createPathMap({ codeDirectory, layers, scratch }: Pick<WorkerSettings, 'codeDirectory' | 'layers' | 'scratch'>): Mapper {
  const { existsSync, statSync } = fs
  const newest = [...layers].reverse()
  return (path) => {
    if (path.charCodeAt(0) !== 47) return path
    if (isBelow(path, '/var/task')) return codeDirectory + path.slice(9)
    if (newest.length > 0 && isBelow(path, '/opt')) {
      const candidates = newest.map((layer) => layer + path.slice(4))
      return candidates.find((candidate) => existsSync(candidate)) ?? (candidates[0] as string)
    }
    if (!isBelow(path, '/tmp')) return path
    const [first = ''] = path.slice(5).split('/', 1)
    if (first === '' || existsSync(join(scratch, first))) return scratch + path.slice(4)
    // Directories of this machine that a test hands to a handler are the handler's to see; files of other programs are not.
    return statSync(`/tmp/${first}`, { throwIfNoEntry: false })?.isDirectory() ? path : scratch + path.slice(4)
  }
}

/** Makes `fs` see Lambda's directories. What native code and child processes open is not mapped. */
export function mapPaths(map: Mapper): void {
  const mapped = (value: unknown): unknown => {
    if (typeof value === 'string') return map(value)
    if (value instanceof URL && value.protocol === 'file:') return pathToFileURL(map(fileURLToPath(value)))
    return value
  }
  for (const target of [fs, fs.promises] as unknown as Record<string, unknown>[]) {
    for (const name of [...new Set([...ONE, ...TWO])].flatMap((each) => [each, `${each}Sync`])) {
      const original = target[name]
      if (typeof original !== 'function') continue
      const both = TWO.some((each) => name === each || name === `${each}Sync`)
      const wrapper = function (this: unknown, ...values: unknown[]): unknown {
        values[0] = mapped(values[0])
        if (both) values[1] = mapped(values[1])
        return original.apply(this, values)
      }
      target[name] = Object.assign(wrapper, original)
    }
  }
  syncBuiltinESMExports()
}

function isBelow(path: string, folder: string): boolean {
  return path.startsWith(folder) && (path.length === folder.length || path[folder.length] === '/')
}
