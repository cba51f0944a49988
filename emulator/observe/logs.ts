import { isPromise } from '../base/awaitable'
import { reportBug } from '../base/bug'
import type { Store } from '../store/store'
import { packMessages } from './log-records'

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
  /** The same for one stream, for who writes to it again and again. */
  open(group: string, stream: string): LogWriter
}

/** Writes to one stream. */
export interface LogWriter {
  write(at: number, message: string): void
  /** Writes an event for each message, the prefix before it. */
  writeAll(at: number, messages: readonly string[], prefix?: string): void
}

type Listener = (event: LogEvent) => void

/** One that fails stops neither the others nor whoever writes. */
function tellOne(listener: Listener, event: LogEvent): void {
  try {
    listener(event)
  } catch (error) {
    reportBug(error)
  }
}

/** Whether a listener wants the events of a group. */
type Wants = (group: Pick<LogEvent, 'account' | 'region' | 'group'>) => boolean

/**
 * The stream of the store that keeps a log stream; without `stream`, what those of a group begin with.
 * Names of groups hold slashes but no colon, so that one group is never the beginning of another.
 */
export function logStreamKey(account: string, region: string, group: string, stream = ''): string {
  return `logs/${account}/${region}/${group}:${stream}`
}

const EVENT_BYTES = 26

function kindOf(group: string): keyof Logs['written'] {
  return group.startsWith('/aws/lambda/') ? 'functions' : group.startsWith('API-Gateway-Execution-Logs_') ? 'execution' : 'others'
}

/** The log events of functions and gateways: kept in the store, and told to whoever listens (filters, console, CLI). */
export class Logs {
  readonly #sinks = new Map<string, LogSink>()
  readonly #listeners = new Map<Listener, Wants>()
  /** Changes when anybody may want other events than before. */
  #version = 0
  #lost = 0
  /** Characters that were written, with the 26 bytes that CloudWatch Logs counts for each event. */
  readonly written = { execution: 0, functions: 0, others: 0 }
  readonly #makers: Wants[] = []

  constructor(private readonly store: Store) {}

  /** The sink of an account in a region. */
  in(account: string, region: string): LogSink {
    const key = `${account}/${region}`
    let sink = this.#sinks.get(key)
    if (sink === undefined) {
      const open = (group: string, stream: string) => this.#open(account, region, group, stream)
      sink = { open, write: (group, stream, at, message) => open(group, stream).write(at, message) }
      this.#sinks.set(key, sink)
    }
    return sink
  }

  /** Calls back with each event of the groups that are wanted as it is written, before `write` returns. The answer ends the subscription. */
  subscribe(listener: Listener, wants: Wants = () => true): () => void {
    this.#listeners.set(listener, wants)
    this.#version++
    return () => {
      this.#listeners.delete(listener)
      this.#version++
    }
  }

  /** Says that a group is about to be written to, so that it is there; whether it was not before. */
  make(account: string, region: string, group: string): boolean {
    return this.#makers.some((makes) => makes({ account, region, group }))
  }

  /** Calls back for each group that is about to be written to; the answer is whether it was made. */
  onGroup(makes: Wants): void {
    this.#makers.push(makes)
  }

  /** Asks every listener anew which groups it wants. */
  refresh(): void {
    this.#version++
  }

  /** Tells of an event that somebody else has kept. */
  tell(event: LogEvent): void {
    this.written[kindOf(event.group)] += event.message.length + EVENT_BYTES
    for (const listener of this.#wanting(event)) tellOne(listener, event)
  }

  /** How many events a store that answers later failed to keep: a log line must not fail the request that wrote it. */
  get lost(): number {
    return this.#lost
  }

  #open(account: string, region: string, group: string, stream: string): LogWriter {
    const key = logStreamKey(account, region, group, stream)
    let listeners: readonly Listener[] = []
    let version = -1
    const kind = kindOf(group)
    const writeAll = (at: number, messages: readonly string[], prefix = ''): void => {
      let size = messages.length * (prefix.length + EVENT_BYTES)
      for (const { length } of messages) size += length
      this.written[kind] += size
      const kept = this.store.append(key, at, packMessages(messages, prefix))
      if (isPromise(kept)) {
        kept.catch(() => {
          this.#lost++
        })
      }
      if (version !== this.#version) {
        listeners = this.#wanting({ account, region, group })
        version = this.#version
      }
      if (listeners.length === 0) return
      for (const message of messages) {
        const event: LogEvent = { account, region, group, stream, at, message: prefix + message }
        for (const listener of listeners) tellOne(listener, event)
      }
    }
    return { writeAll, write: (at, message) => writeAll(at, [message]) }
  }

  #wanting(group: Parameters<Wants>[0]): Listener[] {
    return [...this.#listeners].flatMap(([listener, wants]) => (wants(group) ? [listener] : []))
  }
}
