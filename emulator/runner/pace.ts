/** Milliseconds that events may take together which wait behind the one in progress: about what it costs to wake another thread and share the processor with it. */
const BACKLOG = 1
/** Events that wait in one environment at the most. */
const MOST = 32
/** Milliseconds from which on it is the same how long an event takes: one that was merely interrupted does not make the function slow. */
const SLOW = 2
/** What the last event counts for in the average. */
const WEIGHT = 0.1

/** How soon the events of a function are over. None is known at first: environments start one by one, as on AWS, until some tens of events were quick. */
export class Pace {
  #average = SLOW

  /** An event took so many milliseconds of its environment. */
  add(ms: number): void {
    this.#average += (Math.min(ms, SLOW) - this.#average) * WEIGHT
  }

  /** Something took too long: nothing waits behind it until events are quick again. */
  slow(): void {
    this.#average = SLOW
  }

  /** How many events may wait behind the one in progress of an environment. */
  get depth(): number {
    return Math.min(MOST, Math.floor(BACKLOG / this.#average))
  }
}
