import type { Page, StreamRecord } from './store'

/** A stream in memory keeps its last records only: a laptop is no log archive. */
const MOST_RECORDS = 10_000
const MOST_BYTES = 4 * 1024 * 1024
/** Bytes of a block: small at first, since most streams stay so. */
const SMALLEST_BLOCK = 2048
const LARGEST_BLOCK = 65_536
/** Records that wait to be written together, and the characters that they may have: to write costs more than what is written. */
const MOST_WAITING = 64
const MOST_CHARACTERS = 8192

/** Records one behind the other as bytes: as texts, each would have to be carried along by every garbage collection. */
interface Block {
  readonly bytes: Buffer
  used: number
  readonly times: number[]
  /** Where each record ends in `bytes`. */
  readonly ends: number[]
}

/** Records in the order in which they were appended; the oldest give way to new ones. */
export class BoundedStream {
  readonly #blocks: Block[] = []
  /** How many records of the oldest block no longer count. */
  #dropped = 0
  #count = 0
  /** What is not written yet, when it came, and its characters. */
  #waiting: string[] = []
  readonly #times: number[] = []
  #characters = 0
  #bytes = 0
  /** The block that went last, to be written anew: blocks that come and go would keep the collector busy. */
  #spare: Block | undefined
  /** How many records have gone: the place of a record in a page's `next` outlives them. */
  #gone = 0
  /** When it was last written to. */
  lastAt = 0

  append(at: number, record: string): void {
    this.lastAt = at
    this.#waiting.push(record)
    this.#times.push(at)
    this.#characters += record.length
    if (this.#characters > MOST_CHARACTERS || this.#waiting.length === MOST_WAITING) this.#write()
  }

  /** Moves what waits to a block. */
  #write(): void {
    const records = this.#waiting
    if (records.length === 0) return
    const text = records.join('')
    let block = this.#blocks.at(-1)
    // No character takes more than three bytes.
    if (block === undefined || block.bytes.length - block.used < text.length * 3)
      block = this.#reused(text) ?? this.#newBlock(text, block?.bytes.length ?? 0)
    const { bytes, used, times, ends } = block
    const isAscii = bytes.write(text, used) === text.length
    for (let i = 0; i < records.length; i++) {
      const record = records[i] as string
      block.used += isAscii ? record.length : bytes.write(record, block.used)
      times.push(this.#times[i] as number)
      ends.push(block.used)
    }
    this.#count += records.length
    this.#bytes += block.used - used
    this.#waiting = []
    this.#times.length = 0
    this.#characters = 0
    while (this.#count > MOST_RECORDS || (this.#bytes > MOST_BYTES && this.#count > 1)) this.#dropOldest()
  }

  range(from: number, to: number, limit: number, after?: string): Page {
    this.#write()
    const records: StreamRecord[] = []
    const start = Math.max(0, after === undefined ? 0 : Number(after) - this.#gone)
    let index = 0
    let last = start
    for (const [i, { bytes, times, ends }] of this.#blocks.entries()) {
      for (let n = i === 0 ? this.#dropped : 0; n < times.length; n++) {
        const at = times[n] as number
        if (index++ < start || at < from || at >= to) continue
        if (records.length >= limit) return { records, next: String(last + this.#gone) }
        records.push({ at, record: bytes.toString('utf8', n === 0 ? 0 : ends[n - 1], ends[n]) })
        last = index
      }
    }
    return { records }
  }

  #newBlock(text: string, before: number): Block {
    const fitting = Math.min(LARGEST_BLOCK, Math.max(SMALLEST_BLOCK, before * 2))
    // Halves of characters take two bytes more apart than together.
    const needed = Buffer.byteLength(text) + 2 * MOST_WAITING
    const bytes = Buffer.allocUnsafeSlow(Math.max(fitting, needed, Math.min(text.length * 3, LARGEST_BLOCK)))
    const block = { bytes, used: 0, times: [], ends: [] }
    this.#blocks.push(block)
    return block
  }

  #reused(text: string): Block | undefined {
    const block = this.#spare
    if (block === undefined || block.bytes.length < text.length * 3) return undefined
    this.#spare = undefined
    block.used = 0
    block.times.length = 0
    block.ends.length = 0
    this.#blocks.push(block)
    return block
  }

  #dropOldest(): void {
    const [oldest] = this.#blocks
    if (oldest === undefined) return
    const { ends } = oldest
    this.#bytes -= (ends[this.#dropped] ?? 0) - (ends[this.#dropped - 1] ?? 0)
    this.#dropped++
    this.#count--
    this.#gone++
    if (this.#dropped < ends.length) return
    this.#blocks.shift()
    if (oldest.bytes.length === LARGEST_BLOCK) this.#spare = oldest
    this.#dropped = 0
  }
}
