import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join, resolve } from 'node:path'
import { userError } from '../base/diagnostics'
import type { Change, Registry, RegistrySnapshot } from '../model/registry'
import type { Tables } from '../model/tables'
import { fromRecordText, toRecordText } from './record-text'

/** Bytes of changes after which a new snapshot takes their place. */
const MOST_CHANGES = 64 * 2 ** 20

/** One change in the file of changes; no record means that it was deleted. */
interface StoredChange {
  readonly a: string
  readonly r: string
  readonly t: keyof Tables
  readonly p: string
  readonly i: string
  readonly v?: unknown
}

/**
 * Keeps a registry in a directory: `snapshot.{n}.json`, and in `changes.{n}.jsonl` a line for each change since. A change is in the
 * file before the call that made it is answered, so an emulator that is killed loses nothing that it answered; a line that was being written is ignored.
 */
export class StateDirectory {
  readonly directory: string
  #generation = 0
  #changes: number | undefined
  #written = 0
  #unsubscribe: () => void = () => {}

  /** Opens a directory, made when it is not there. One that another emulator uses is a `UserError`. */
  constructor(directory: string) {
    this.directory = resolve(directory)
    mkdirSync(this.directory, { recursive: true })
    this.#lock()
  }

  /** Puts what the directory holds into a registry, and keeps what changes in it from now on. */
  follow(registry: Registry): void {
    const known = this.#generations().at(-1)
    if (known !== undefined) {
      this.#generation = known
      registry.restore(this.#read(known))
      this.#replay(registry, known)
    }
    this.#compact(registry)
    this.#unsubscribe = registry.subscribe((change) => this.#append(registry, change))
  }

  /** Stops keeping changes; what was kept stays. */
  close(): void {
    this.#unsubscribe()
    if (this.#changes !== undefined) closeSync(this.#changes)
    this.#changes = undefined
    rmSync(this.#path('lock'), { force: true })
  }

  #append(registry: Registry, { account, region, table, parent, id, record }: Change): void {
    const change: StoredChange = { a: account, r: region, t: table, p: parent, i: id, ...(record === undefined ? {} : { v: record }) }
    this.#written += writeSync(this.#changes as number, `${toRecordText(change)}\n`)
    if (this.#written > MOST_CHANGES) this.#compact(registry)
  }

  /** Writes a snapshot under the next number, begins a new file of changes, then removes what is older: at each moment one pair is whole. */
  #compact(registry: Registry): void {
    const next = this.#generation + 1
    const part = this.#path(`snapshot.${next}.part`)
    const file = openSync(part, 'w')
    writeFileSync(file, toRecordText(registry.snapshot()))
    fsyncSync(file)
    closeSync(file)
    const before = this.#changes
    this.#changes = openSync(this.#path(`changes.${next}.jsonl`), 'w')
    this.#written = 0
    renameSync(part, this.#path(`snapshot.${next}.json`))
    if (before !== undefined) closeSync(before)
    for (let old = this.#generation; old > 0 && existsSync(this.#path(`snapshot.${old}.json`)); old--) {
      rmSync(this.#path(`snapshot.${old}.json`))
      rmSync(this.#path(`changes.${old}.jsonl`), { force: true })
    }
    this.#generation = next
  }

  #read(generation: number): RegistrySnapshot {
    const file = this.#path(`snapshot.${generation}.json`)
    try {
      return fromRecordText(readFileSync(file, 'utf8')) as RegistrySnapshot
    } catch (error) {
      throw userError('broken-state', `The state in ${file} cannot be read: ${(error as Error).message}.`, {
        fix: 'Give another --state directory, or remove this one to start empty.',
        place: { file },
      })
    }
  }

  #replay(registry: Registry, generation: number): void {
    const file = this.#path(`changes.${generation}.jsonl`)
    if (!existsSync(file)) return
    const text = readFileSync(file, 'utf8')
    // What stands behind the last line break was being written when the emulator ended.
    for (const line of text.slice(0, text.lastIndexOf('\n') + 1).split('\n')) {
      if (line === '') continue
      const { a, r, t, p, i, v } = fromRecordText(line) as StoredChange
      const table = registry.records(a, r)[t] as
        | { put(record: unknown, id: string, parent: string): unknown; delete(id: string, parent: string): boolean }
        | undefined
      if (v === undefined) table?.delete(i, p)
      else table?.put(v, i, p)
    }
  }

  #generations(): number[] {
    const numbers = readdirSync(this.directory).map((name) => Number(/^snapshot\.(\d+)\.json$/.exec(name)?.[1] ?? Number.NaN))
    return numbers.filter((number) => !Number.isNaN(number)).sort((a, b) => a - b)
  }

  /** A file with the number of the process; one that a killed process left is taken over. */
  #lock(): void {
    const file = this.#path('lock')
    const owner = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0
    if (owner > 0 && owner !== process.pid && isRunning(owner)) {
      throw userError('state-in-use', `The state directory ${this.directory} is in use by the process ${owner}.`, {
        fix: 'Stop that emulator, or give another --state directory.',
      })
    }
    writeFileSync(file, String(process.pid))
  }

  #path(name: string): string {
    return join(this.directory, name)
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** Whether there is state in a directory. */
export function hasState(directory: string): boolean {
  return (
    statSync(directory, { throwIfNoEntry: false })?.isDirectory() === true &&
    readdirSync(directory).some((name) => /^snapshot\.\d+\.json$/.test(name))
  )
}
