import { isPromise } from '../base/awaitable'
import type { Store } from '../store/store'

/** One event of CloudWatch Logs. `at` in epoch milliseconds. */
export interface LogEvent {
  readonly account: string
  readonly region: string
  readonly group: string
  readonly stream: string
  readonly at: number
  readonly message: string
}

/** Where one account in one region writes its log events. */
export interface LogSink {
  write(group: string, stream: string, at: number, message: string): void
}

/**
 * The stream of the store that keeps a log stream; without `stream`, what those of a group begin with.
 * Names of groups hold slashes but no colon, so that one group is never the beginning of another.
 */
export function logStreamKey(account: string, region: string, group: string, stream = ''): string {
  return `logs/${account}/${region}/${group}:${stream}`
}

/** The log events of functions and gateways: kept in the store, and told to whoever listens (console, CLI). */
export class Logs {
  readonly #sinks = new Map<string, LogSink>()
  readonly #listeners = new Set<(event: LogEvent) => void>()
  #lost = 0

  constructor(private readonly store: Store) {}

  /** The sink of an account in a region. */
  in(account: string, region: string): LogSink {
    const key = `${account}/${region}`
    let sink = this.#sinks.get(key)
    if (sink === undefined) {
      sink = { write: (group, stream, at, message) => this.#write(account, region, group, stream, at, message) }
      this.#sinks.set(key, sink)
    }
    return sink
  }

  /** Calls back with each event as it is written, before `write` returns. The answer ends the subscription. */
  subscribe(listener: (event: LogEvent) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** How many events a store that answers later failed to keep: a log line must not fail the request that wrote it. */
  get lost(): number {
    return this.#lost
  }

  #write(account: string, region: string, group: string, stream: string, at: number, message: string): void {
    const kept = this.store.append(logStreamKey(account, region, group, stream), at, message)
    if (isPromise(kept)) {
      kept.catch(() => {
        this.#lost++
      })
    }
    if (this.#listeners.size === 0) return
    const event: LogEvent = { account, region, group, stream, at, message }
    for (const listener of this.#listeners) listener(event)
  }
}
