import { reportBug } from './bug'

/** The emulator's only source of time. Times are epoch milliseconds. */
export interface Clock {
  now(): number
  /** Runs something once, `ms` milliseconds from now; the answer cancels it. */
  after(ms: number, run: () => void): () => void
}

/** The machine's clock. Its timers never keep the process alive. */
export class RealClock implements Clock {
  now(): number {
    return Date.now()
  }

  after(ms: number, run: () => void): () => void {
    const timer = setTimeout(runGuarded, Math.min(ms, 2 ** 31 - 1), run)
    timer.unref()
    return () => clearTimeout(timer)
  }
}

/** A timer that fails must not end the process. */
function runGuarded(run: () => void): void {
  try {
    run()
  } catch (error) {
    reportBug(error)
  }
}

/** Waits on the machine's time, and keeps the process alive meanwhile: for commands that look again and again. */
export function pause(ms: number): Promise<void> {
  return new Promise((done) => {
    setTimeout(done, ms)
  })
}

interface Due {
  readonly at: number
  readonly order: number
  readonly run: () => void
}

/** A clock that stands still until it is advanced: a test owns it. */
export class ManualClock implements Clock {
  #now: number
  #order = 0
  #due: Due[] = []

  /** @param start epoch milliseconds; the machine's time when left out */
  constructor(start: number = Date.now()) {
    this.#now = start
  }

  now(): number {
    return this.#now
  }

  after(ms: number, run: () => void): () => void {
    const due: Due = { at: this.#now + Math.max(0, ms), order: this.#order++, run }
    this.#due.push(due)
    return () => {
      this.#due = this.#due.filter((other) => other !== due)
    }
  }

  /**
   * Moves time forward and fires what falls due, in order; resolves when all of it, and what it scheduled within the span, has run.
   * Rejects with the first error of what was fired, after all else.
   */
  async advance(ms: number): Promise<void> {
    if (!(ms >= 0)) throw new RangeError(`A clock only moves forward: advance(${ms}) needs a duration of 0 ms or more.`)
    const end = this.#now + ms
    const errors: unknown[] = []
    for (let next = this.#takeNext(end); next !== undefined; next = this.#takeNext(end)) {
      this.#now = Math.max(this.#now, next.at)
      try {
        next.run()
      } catch (error) {
        errors.push(error)
      }
      await turn()
    }
    this.#now = end
    await turn()
    if (errors.length > 0) throw errors[0]
  }

  #takeNext(end: number): Due | undefined {
    let next: Due | undefined
    for (const due of this.#due) {
      if (due.at <= end && (next === undefined || due.at < next.at || (due.at === next.at && due.order < next.order))) next = due
    }
    if (next !== undefined) this.#due = this.#due.filter((other) => other !== next)
    return next
  }
}

/** One turn of the event loop: what has been resolved gets to run. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

/** A stopwatch for measuring real work (not simulated time): milliseconds since it was made, with fractions. */
export function stopwatch(): () => number {
  const start = performance.now()
  return () => performance.now() - start
}
