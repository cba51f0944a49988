import type { Work } from './work'

/** The way into a sandbox in which events can wait. */
export interface WaitingRoom {
  /** Sends an event after those that are there. */
  add(work: Work): void
  /** Takes back all that waits; false when the next one has just begun. */
  takeBack(): boolean
}

/** The events of one environment that wait in its sandbox behind the one in progress. */
export class Backlog {
  #works: Work[] = []
  /** Whether the event in progress was so already when this was last looked after. */
  #seen = false

  constructor(private readonly room: WaitingRoom) {}

  get size(): number {
    return this.#works.length
  }

  add(work: Work): void {
    if (this.#works.push(work) === 1) this.#seen = false
    this.room.add(work)
  }

  /** The event that begins now. */
  next(): Work | undefined {
    this.#seen = false
    return this.#works.shift()
  }

  /** What still waits behind the same event as when this was asked before. */
  takeBack(): readonly Work[] {
    if (this.#works.length === 0) return []
    const seen = this.#seen
    this.#seen = true
    return seen && this.room.takeBack() ? this.clear() : []
  }

  /** What waits, which is no longer this one's: its sandbox is lost, or has given it back. */
  clear(): readonly Work[] {
    return this.#works.splice(0)
  }
}
