import type { Clock } from '../../base/clock'
import type { Diagnostic } from '../../base/diagnostics'
import { fromRecordText, toRecordText } from '../record-text'
import type { Page, Remembered, Room, Store, StreamRecord } from '../store'
import { Connection } from './connection'

const DAY = 86_400_000
/** The server forgets what nobody needs a day after it is dead on the emulator's clock, which may stand still. */
const GRACE = DAY
/** Longest that anything is kept. */
const MOST_KEPT = 400 * DAY
/** Names in one command. */
const BATCH = 500
/** As in memory: a stream keeps its last records only. */
const MOST_RECORDS = 10_000

/**
 * The store on a Valkey or Redis server: emulators that are given the same URL share buckets, quotas and caches. `?prefix=` in the URL keeps
 * those apart that are not to. Limits that cannot be asked, and what deletes or lists, reject with `StoreLost`; caches then miss.
 */
export class ValkeyStore implements Store {
  readonly #connection: Connection
  readonly #prefix: string

  constructor(
    url: string,
    private readonly clock: Clock,
    tell: (diagnostics: readonly Diagnostic[]) => void,
  ) {
    const [address = '', query = ''] = url.split('?', 2)
    this.#prefix = `portico:${new URLSearchParams(query).get('prefix') ?? ''}:`
    this.#connection = new Connection(address, tell)
  }

  open(): Promise<void> {
    return this.#connection.open()
  }

  async take(bucket: string, { rate, burst }: { readonly rate: number; readonly burst: number }, now: number): Promise<boolean> {
    return (await this.#connection.run<number>('take', this.#name('b', bucket), rate, burst, now, MOST_KEPT)) === 1
  }

  count(counter: string, by: number, resetAt: number, now: number): Promise<number> {
    return this.#connection.run<number>('count', this.#name('c', counter), by, resetAt, now, this.#kept(resetAt))
  }

  async get(key: string, now: number): Promise<unknown> {
    return readValue(await missing(this.#connection.call<string | null>('GET', this.#name('v', key))), now)
  }

  async set(key: string, value: unknown, expiresAt: number): Promise<void> {
    await missing(this.#connection.call('SET', this.#name('v', key), toText(value, expiresAt), 'PX', this.#kept(expiresAt)))
  }

  async recall(cache: string, key: string, now: number): Promise<unknown> {
    return readValue(await missing(this.#connection.run<string | null>('recall', ...this.#cache(cache), key, now)), now)
  }

  async remember(cache: string, key: string, value: unknown, { bytes, capacity }: Room, expiresAt: number): Promise<void> {
    const given = [key, toText(value, expiresAt), Math.ceil(bytes), Math.floor(capacity), MOST_KEPT]
    await missing(this.#connection.run('remember', ...this.#cache(cache), ...given))
  }

  async remembered(cache: string, now: number): Promise<readonly Remembered[]> {
    const [values, sizes, order] = this.#cache(cache) as [string, string, string, string]
    const keys = await this.#connection.call<string[]>('ZRANGE', order, 0, -1)
    const found: Remembered[] = []
    for (let i = 0; i < keys.length; i += BATCH) {
      const some = keys.slice(i, i + BATCH)
      const texts = await this.#connection.call<(string | null)[]>('HMGET', values, ...some)
      const bytes = await this.#connection.call<(string | null)[]>('HMGET', sizes, ...some)
      for (const [at, key] of some.entries()) {
        const expiresAt = Number.parseInt(texts[at] ?? '0', 10)
        if (expiresAt > now) found.push({ key, value: readValue(texts[at], now), bytes: Number(bytes[at]), expiresAt })
      }
    }
    return found
  }

  async delete(prefix: string): Promise<void> {
    const names = await this.#names(prefix === '' ? '' : `?:${escaped(prefix)}`)
    for (let i = 0; i < names.length; i += BATCH) await this.#connection.call('UNLINK', ...names.slice(i, i + BATCH))
  }

  async append(stream: string, at: number, record: string): Promise<void> {
    const [name, place] = [this.#name('s', stream), this.#name('p', stream)]
    await this.#connection.run('append', name, place, at, record, MOST_RECORDS, MOST_KEPT)
  }

  async range(stream: string, from: number, to: number, limit: number, after?: string): Promise<Page> {
    const [, at = '', place = ''] = /^(.+):(\d+)$/.exec(after ?? '') ?? []
    const low = Math.max(from, after === undefined ? from : Number(at))
    const records: StreamRecord[] = []
    let last = ''
    for (let offset = 0; ; offset += limit + 1) {
      const window = [String(low), `(${to}`, 'WITHSCORES', 'LIMIT', offset, limit + 1]
      const found = await this.#connection.call<string[]>('ZRANGEBYSCORE', this.#name('s', stream), ...window)
      for (let i = 0; i < found.length; i += 2) {
        const [member, score] = [found[i] as string, found[i + 1] as string]
        if (after !== undefined && Number(score) === Number(at) && member.slice(0, 16) <= place) continue
        if (records.length === limit) return { records, next: last }
        records.push({ at: Number(score), record: member.slice(17) })
        last = `${score}:${member.slice(0, 16)}`
      }
      if (found.length < 2 * (limit + 1)) return { records }
    }
  }

  async streams(prefix: string): Promise<string[]> {
    const names = await this.#names(`s:${escaped(prefix)}`)
    return names.map((name) => name.slice(this.#prefix.length + 2))
  }

  close(): void {
    this.#connection.close()
  }

  #name(kind: string, name: string): string {
    return `${this.#prefix}${kind}:${name}`
  }

  /** Values, sizes, order of use, totals. */
  #cache(cache: string): string[] {
    return ['h', 'z', 'o', 't'].map((kind) => this.#name(kind, cache))
  }

  #kept(until: number): number {
    return Math.ceil(Math.min(MOST_KEPT, Math.max(0, until - this.clock.now()) + GRACE))
  }

  async #names(pattern: string): Promise<string[]> {
    const found = new Set<string>()
    let cursor = '0'
    do {
      const match = `${escaped(this.#prefix)}${pattern}*`
      const [next, names] = await this.#connection.call<[string, string[]]>('SCAN', cursor, 'MATCH', match, 'COUNT', 1000)
      for (const name of names) found.add(name)
      cursor = next
    } while (cursor !== '0')
    return [...found]
  }
}

/** A cache that is away is a cache that misses. */
function missing<Answer>(answer: Promise<Answer>): Promise<Answer | undefined> {
  return answer.catch(() => undefined)
}

/** When a value expires, a colon, the value as JSON. */
function toText(value: unknown, expiresAt: number): string {
  return `${Math.ceil(expiresAt)}:${toRecordText(value)}`
}

function readValue(text: string | null | undefined, now: number): unknown {
  if (typeof text !== 'string') return undefined
  const colon = text.indexOf(':')
  return Number(text.slice(0, colon)) > now ? fromRecordText(text.slice(colon + 1)) : undefined
}

function escaped(text: string): string {
  return text.replace(/[*?[\]\\]/g, '\\$&')
}
