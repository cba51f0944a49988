import type { Awaitable } from '../base/awaitable'

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

/**
 * What outlives a request and may be shared between emulators: buckets, quotas, caches, connections, streams.
 * Methods say what the gateway wants, so that each is one atomic step in any implementation. Times are epoch milliseconds.
 */
export interface Store {
  /** Takes a token from a bucket of `burst` tokens that refills by `rate` a second; false when there is none. */
  take(bucket: string, limit: { readonly rate: number; readonly burst: number }, now: number): Awaitable<boolean>
  /** Adds to a counter that starts anew at `resetAt`, and answers the sum. `by` 0 reads. */
  count(counter: string, by: number, resetAt: number, now: number): Awaitable<number>
  get(key: string, now: number): Awaitable<unknown>
  set(key: string, value: unknown, expiresAt: number): Awaitable<void>
  /** Deletes every key that begins with `prefix`. */
  delete(prefix: string): Awaitable<void>
  append(stream: string, at: number, record: string): Awaitable<void>
  /** Records with `from <= at < to`, at most `limit`, after the place where an earlier page ended. */
  range(stream: string, from: number, to: number, limit: number, after?: string): Awaitable<Page>
  /** The names of the streams that begin with `prefix`. */
  streams(prefix: string): Awaitable<string[]>
  close(): Awaitable<void>
}
