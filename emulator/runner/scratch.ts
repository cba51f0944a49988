import { lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Roots that are left when the process ends without `close`. */
const roots = new Set<string>()
let removedAtExit = false

/** The directories of a runner: each environment's `/tmp`, and the `/opt` of functions with several layers. */
export class Scratch {
  #root: string | undefined
  #made = 0
  readonly #merged = new Map<string, string>()

  /** A new empty directory. */
  make(): string {
    const directory = join(this.#rootDirectory(), `tmp-${this.#made++}`)
    mkdirSync(directory)
    return directory
  }

  /** Removes a directory that `make` made. */
  async remove(directory: string): Promise<void> {
    await rm(directory, { recursive: true, force: true }).catch(() => {})
  }

  /** What `/opt` is with these layers, each laid over those before it; undefined without layers. */
  opt(layers: readonly string[]): string | undefined {
    if (layers.length <= 1) return layers[0]
    const key = layers.join('\0')
    let merged = this.#merged.get(key)
    if (merged === undefined) {
      merged = join(this.#rootDirectory(), `opt-${this.#merged.size}`)
      this.#merged.set(key, merged)
      merge(layers, merged)
    }
    return merged
  }

  close(): void {
    if (this.#root === undefined) return
    roots.delete(this.#root)
    rmSync(this.#root, { recursive: true, force: true })
    this.#root = undefined
    this.#merged.clear()
  }

  #rootDirectory(): string {
    if (this.#root === undefined) {
      this.#root = mkdtempSync(join(tmpdir(), 'portico-run-'))
      roots.add(this.#root)
      if (!removedAtExit) process.once('exit', removeRoots)
      removedAtExit = true
    }
    return this.#root
  }
}

function removeRoots(): void {
  for (const root of roots) rmSync(root, { recursive: true, force: true })
}

/** Links each entry that only one layer has; goes into folders that several have; of a file the last layer's stays. */
function merge(layers: readonly string[], into: string): void {
  mkdirSync(into)
  const names = new Set(layers.flatMap((layer) => readdirSync(layer)))
  for (const name of names) {
    const having = layers.map((layer) => join(layer, name)).filter((path) => lstatSync(path, { throwIfNoEntry: false }) !== undefined)
    const last = having.at(-1) as string
    const folders = having.filter((path) => lstatSync(path).isDirectory())
    if (folders.length > 1 && lstatSync(last).isDirectory()) merge(folders, join(into, name))
    else symlinkSync(last, join(into, name))
  }
}
