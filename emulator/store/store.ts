import type { Awaitable } from '../base/awaitable'
import { AwsError } from '../model/errors'

/** One record of a stream. `at` in epoch milliseconds. */
export interface StreamRecord {
  readonly at: number
  readonly record: string
}

/** A part of a stream, oldest first; `next` continues where it ends, and is absent at the end. */
export interface Page {
  readonly records: readonly StreamRecord[]
  readonly next?: string
}

/** What a value takes of a cache, and how much the cache holds, in bytes. */
export interface Room {
  readonly bytes: number
  readonly capacity: number
}

/** A value that a cache holds. */
export interface Remembered {
  readonly key: string
  readonly value: unknown
  readonly bytes: number
  readonly expiresAt: number
}

/** The server that keeps the store cannot be asked; nothing of what was wanted has happened, as far as is known. */
export class StoreLost extends AwsError {
  constructor(why: string) {
    super('ServiceUnavailableException', `The store cannot be reached: ${why}`, 503)
  }
}

/**
 * What outlives a request and may be shared between emulators: buckets, quotas, caches, connections, streams.
 * Methods say what the gateway wants, so that each is one atomic step in any implementation. Times are epoch milliseconds.
 */
export interface Store {
  /** Makes it ready to be asked. Rejects with a `UserError` when it cannot be reached. */
  open(): Awaitable<void>
  /** Takes a token from a bucket of `burst` tokens that refills by `rate` a second; false when there is none. */
  take(bucket: string, limit: { readonly rate: number; readonly burst: number }, now: number): Awaitable<boolean>
  /** Adds to a counter that starts anew at `resetAt`, and answers the sum. `by` 0 reads. */
  count(counter: string, by: number, resetAt: number, now: number): Awaitable<number>
  get(key: string, now: number): Awaitable<unknown>
  set(key: string, value: unknown, expiresAt: number): Awaitable<void>
  /** What a cache holds under a key. */
  recall(cache: string, key: string, now: number): Awaitable<unknown>
  /** Puts a value into a cache; what was not recalled for longest makes room. What is larger than the whole cache is not kept. */
  remember(cache: string, key: string, value: unknown, room: Room, expiresAt: number, now: number): Awaitable<void>
  /** All that a cache holds, longest unused first. */
  remembered(cache: string, now: number): Awaitable<readonly Remembered[]>
  /** Deletes every bucket, counter, value, cache and stream whose name begins with `prefix`. */
  delete(prefix: string): Awaitable<void>
  append(stream: string, at: number, record: string): Awaitable<void>
  /** Records with `from <= at < to`, at most `limit`, after the place where an earlier page ended. */
  range(stream: string, from: number, to: number, limit: number, after?: string): Awaitable<Page>
  /** The names of the streams that begin with `prefix`. */
  streams(prefix: string): Awaitable<string[]>
  close(): Awaitable<void>
}
