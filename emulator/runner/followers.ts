import { type Clock, RealClock } from '../base/clock'
import type { Environment } from './environment'
import { Pace } from './pace'
import type { Work } from './work'

/** Milliseconds after which nothing waits any more behind an event that is still in progress. */
const STUCK = 5

/**
 * Events of one function that wait behind others: where events are over quickly, one more behind them is answered sooner than by an
 * environment that has to wake up first. Nothing waits for long behind one that takes longer than others did: the two might even need each other.
 */
export class Followers {
  readonly #pace = new Pace()
  readonly #clock = new RealClock()
  #looking = false
  #closed = false

  constructor(
    private readonly environments: ReadonlySet<Environment>,
    private readonly clock: Clock,
    /** Handles an event that cannot wait where it was. */
    private readonly place: (work: Work) => void,
  ) {}

  /** Whether the event is to be handled after others; else nothing has happened. */
  take(work: Work): boolean {
    const { depth } = this.#pace
    if (depth === 0) return false
    const now = this.clock.now()
    for (const environment of this.environments) {
      if (!environment.hasRoom(depth, now)) continue
      environment.backlog.add(work)
      this.#lookLater()
      return true
    }
    return false
  }

  /** An event took so many milliseconds of its environment. */
  took(ms: number): void {
    this.#pace.add(ms)
  }

  close(): void {
    this.#closed = true
  }

  #lookLater(): void {
    if (this.#looking) return
    this.#looking = true
    this.#clock.after(STUCK, () => {
      this.#looking = false
      if (this.#closed) return
      const backlogs = [...this.environments].map(({ backlog }) => backlog)
      const stuck = backlogs.flatMap((backlog) => backlog.takeBack())
      if (stuck.length > 0) this.#pace.slow()
      for (const work of stuck) this.place(work)
      if (backlogs.some(({ size }) => size > 0)) this.#lookLater()
    })
  }
}
