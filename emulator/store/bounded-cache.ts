import type { Remembered, Room } from './store'

interface Entry {
  readonly key: string
  value: unknown
  bytes: number
  expiresAt: number
  /** Its neighbours in the order of use. */
  older: Entry | undefined
  newer: Entry | undefined
}

/** Below this many entries, looking for dead ones is not worth it. */
const SMALLEST_SWEEP = 1024

/** Values of a known size within a capacity: what was not asked for longest makes room for what is new. */
export class BoundedCache {
  readonly #entries = new Map<string, Entry>()
  #oldest: Entry | undefined
  #newest: Entry | undefined
  #bytes = 0
  #sweepAt = SMALLEST_SWEEP

  /** How many bytes are kept, by what was said of each value. */
  get bytes(): number {
    return this.#bytes
  }

  get size(): number {
    return this.#entries.size
  }

  get(key: string, now: number): unknown {
    const entry = this.#entries.get(key)
    if (entry === undefined) return undefined
    if (entry.expiresAt <= now) {
      this.#drop(entry)
      return undefined
    }
    if (entry !== this.#newest) {
      this.#unlink(entry)
      this.#append(entry)
    }
    return entry.value
  }

  set(key: string, value: unknown, { bytes, capacity }: Room, expiresAt: number, now: number): void {
    const known = this.#entries.get(key)
    if (known !== undefined) this.#drop(known)
    if (bytes > capacity) return
    if (this.#entries.size >= this.#sweepAt) this.#sweep(now)
    const entry: Entry = { key, value, bytes, expiresAt, older: undefined, newer: undefined }
    this.#entries.set(key, entry)
    this.#bytes += bytes
    this.#append(entry)
    while (this.#bytes > capacity && this.#oldest !== undefined) this.#drop(this.#oldest)
  }

  /** What has not expired, longest unused first. */
  list(now: number): Remembered[] {
    const found: Remembered[] = []
    for (let entry = this.#oldest; entry !== undefined; entry = entry.newer) {
      const { key, value, bytes, expiresAt } = entry
      if (expiresAt > now) found.push({ key, value, bytes, expiresAt })
    }
    return found
  }

  /** Drops what has expired, whenever the number of entries has doubled: a constant cost per entry. */
  #sweep(now: number): void {
    for (const entry of this.#entries.values()) if (entry.expiresAt <= now) this.#drop(entry)
    this.#sweepAt = Math.max(SMALLEST_SWEEP, this.#entries.size * 2)
  }

  #drop(entry: Entry): void {
    this.#entries.delete(entry.key)
    this.#bytes -= entry.bytes
    this.#unlink(entry)
  }

  #append(entry: Entry): void {
    entry.older = this.#newest
    entry.newer = undefined
    if (this.#newest === undefined) this.#oldest = entry
    else this.#newest.newer = entry
    this.#newest = entry
  }

  #unlink({ older, newer }: Entry): void {
    if (older === undefined) this.#oldest = newer
    else older.newer = newer
    if (newer === undefined) this.#newest = older
    else newer.older = older
  }
}
