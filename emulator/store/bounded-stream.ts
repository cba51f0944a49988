import type { Page, StreamRecord } from './store'

/** A stream in memory keeps its last records only: a laptop is no log archive. */
const MOST_RECORDS = 10_000
/** In characters, which are bytes for most logs. */
const MOST_CHARACTERS = 4 * 1024 * 1024

/** Records in the order in which they were appended; the oldest give way to new ones. */
export class BoundedStream {
  #records: StreamRecord[] = []
  /** Index of the oldest record that still counts; those before it are cut off from time to time. */
  #first = 0
  /** How many records were cut off: the place of a record in a page's `next` outlives the cut. */
  #cut = 0
  #characters = 0
  /** When it was last written to. */
  lastAt = 0

  append(at: number, record: string): void {
    this.lastAt = at
    this.#records.push({ at, record })
    this.#characters += record.length
    while (
      this.#records.length - this.#first > MOST_RECORDS ||
      (this.#characters > MOST_CHARACTERS && this.#first < this.#records.length - 1)
    ) {
      this.#characters -= this.#records[this.#first]?.record.length ?? 0
      this.#first++
    }
    if (this.#first > 1000 && this.#first * 2 > this.#records.length) {
      this.#records = this.#records.slice(this.#first)
      this.#cut += this.#first
      this.#first = 0
    }
  }

  range(from: number, to: number, limit: number, after?: string): Page {
    const records: StreamRecord[] = []
    let last = 0
    for (let i = Math.max(this.#first, after === undefined ? 0 : Number(after) - this.#cut); i < this.#records.length; i++) {
      const record = this.#records[i] as StreamRecord
      if (record.at < from || record.at >= to) continue
      if (records.length >= limit) return { records, next: String(last + this.#cut) }
      records.push(record)
      last = i + 1
    }
    return { records }
  }
}
