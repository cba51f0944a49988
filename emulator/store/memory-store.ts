import { BoundedCache } from './bounded-cache'
import { BoundedStream } from './bounded-stream'
import type { Page, Remembered, Room, Store } from './store'

interface Bucket {
  /** Thousandths of a token: milliseconds times a whole rate are whole, so that nothing is lost however often it is asked. */
  tokens: number
  at: number
  /** When it has refilled: from then on it is the same as one never used, and may be forgotten. */
  fullAt: number
}
interface Counter {
  sum: number
  resetAt: number
}
interface Value {
  readonly value: unknown
  readonly expiresAt: number
}

const TOKEN = 1000
/** Rounding of broken rates must not cost a token that has just been refilled. */
const ROUNDING = 1e-6
/** Below this many entries, looking for dead ones is not worth it. */
const SMALLEST_SWEEP = 1024
/** Streams beyond this many give way, those written to longest ago first: each function environment opens one. */
const STREAMS = 2000

/** Bytes of the largest cache: those of AWS go up to 237 GB, and would not fit here. */
const LARGEST_CACHE = 2 ** 30

/** The store of one process: everything in memory, every answer at once. What has expired is dropped when met, and in a sweep now and then. */
export class MemoryStore implements Store {
  readonly #buckets = new Map<string, Bucket>()
  readonly #counters = new Map<string, Counter>()
  readonly #values = new Map<string, Value>()
  readonly #caches = new Map<string, BoundedCache>()
  readonly #streams = new Map<string, BoundedStream>()
  #now = Number.NEGATIVE_INFINITY
  #sweepAt = SMALLEST_SWEEP

  open(): void {}

  /** facts/05, section 1: `rate` is the refill a second, `burst` the size of the bucket. */
  take(name: string, limit: { readonly rate: number; readonly burst: number }, now: number): boolean {
    const { rate, burst } = limit
    let bucket = this.#buckets.get(name)
    if (bucket === undefined) {
      this.#makeRoom(now)
      bucket = { tokens: burst * TOKEN, at: now, fullAt: now }
      this.#buckets.set(name, bucket)
    }
    const elapsed = now - bucket.at
    if (elapsed > 0) {
      bucket.tokens += elapsed * rate
      bucket.at = now
    }
    const full = burst * TOKEN
    if (bucket.tokens > full) bucket.tokens = full
    if (bucket.tokens < TOKEN - ROUNDING) return false
    bucket.tokens = Math.max(0, bucket.tokens - TOKEN)
    bucket.fullAt = rate > 0 ? now + (full - bucket.tokens) / rate : Number.POSITIVE_INFINITY
    return true
  }

  count(name: string, by: number, resetAt: number, now: number): number {
    const counter = this.#counters.get(name)
    if (counter !== undefined && counter.resetAt > now) {
      counter.sum += by
      return counter.sum
    }
    if (by === 0) return 0
    this.#makeRoom(now)
    this.#counters.set(name, { sum: by, resetAt })
    return by
  }

  get(key: string, now: number): unknown {
    const entry = this.#values.get(key)
    if (entry === undefined) return undefined
    if (entry.expiresAt > now) return entry.value
    this.#values.delete(key)
    return undefined
  }

  set(key: string, value: unknown, expiresAt: number): void {
    if (!this.#values.has(key)) this.#makeRoom(this.#now)
    this.#values.set(key, { value, expiresAt })
  }

  recall(cache: string, key: string, now: number): unknown {
    return this.#caches.get(cache)?.get(key, now)
  }

  remember(cache: string, key: string, value: unknown, { bytes, capacity }: Room, expiresAt: number, now: number): void {
    let known = this.#caches.get(cache)
    if (known === undefined) {
      known = new BoundedCache()
      this.#caches.set(cache, known)
    }
    known.set(key, value, { bytes, capacity: Math.min(capacity, LARGEST_CACHE) }, expiresAt, now)
  }

  remembered(cache: string, now: number): Remembered[] {
    return this.#caches.get(cache)?.list(now) ?? []
  }

  delete(prefix: string): void {
    for (const map of [this.#values, this.#caches, this.#counters, this.#buckets, this.#streams]) {
      for (const name of map.keys()) if (name.startsWith(prefix)) map.delete(name)
    }
  }

  append(name: string, at: number, record: string): void {
    let stream = this.#streams.get(name)
    if (stream === undefined) {
      if (this.#streams.size >= STREAMS) this.#dropOldestStreams()
      stream = new BoundedStream()
      this.#streams.set(name, stream)
    }
    stream.append(at, record)
  }

  range(name: string, from: number, to: number, limit: number, after?: string): Page {
    return this.#streams.get(name)?.range(from, to, limit, after) ?? { records: [] }
  }

  streams(prefix: string): string[] {
    return [...this.#streams.keys()].filter((name) => name.startsWith(prefix))
  }

  close(): void {
    this.delete('')
  }

  /** How many entries there are, dead ones included. */
  get size(): number {
    return this.#buckets.size + this.#counters.size + this.#values.size
  }

  /** Sweeps when the number of entries has doubled since the last time: a constant cost per entry, and never more dead entries than living ones. */
  #makeRoom(now: number): void {
    if (now > this.#now) this.#now = now
    if (this.size < this.#sweepAt) return
    for (const [name, bucket] of this.#buckets) if (bucket.fullAt <= this.#now) this.#buckets.delete(name)
    for (const [name, counter] of this.#counters) if (counter.resetAt <= this.#now) this.#counters.delete(name)
    for (const [key, value] of this.#values) if (value.expiresAt <= this.#now) this.#values.delete(key)
    this.#sweepAt = Math.max(SMALLEST_SWEEP, this.size * 2)
  }

  #dropOldestStreams(): void {
    const byAge = [...this.#streams].sort(([, a], [, b]) => a.lastAt - b.lastAt)
    for (const [name] of byAge.slice(0, STREAMS / 10)) this.#streams.delete(name)
  }
}
