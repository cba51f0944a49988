/** How often each value came. */
export type ValueCount = readonly [value: number, count: number]

/** Different values that are kept as they are; more are rounded. */
const MOST_EXACT = 64
/** Different values that are kept at all. */
const MOST = 2048
/** Neighbouring values of the finest grid differ by this factor. */
const FINEST = 1.01

/**
 * The values of a metric in a span of time, in bounded space. Up to 64 different ones are exact; beyond, each is rounded to a grid of
 * powers, off by at most 0.5 % of itself. Should one span hold more than 2,048 steps of the grid (nine orders of magnitude), it gets twice as coarse.
 */
export class Distribution {
  #counts = new Map<number, number>()
  /** 1 while values are exact. */
  #step = 1

  add(value: number, count = 1): void {
    const kept = this.#step === 1 ? value : this.#rounded(value)
    const before = this.#counts.get(kept)
    if (before !== undefined) {
      this.#counts.set(kept, before + count)
      return
    }
    this.#counts.set(kept, count)
    if (this.#counts.size > (this.#step === 1 ? MOST_EXACT : MOST)) this.#coarsen(this.#step === 1 ? FINEST : this.#step * this.#step)
  }

  merge(other: Distribution): void {
    if (other.#step > this.#step) this.#coarsen(other.#step)
    for (const [value, count] of other.#counts) this.add(value, count)
  }

  /** The values in ascending order. */
  sorted(): ValueCount[] {
    return [...this.#counts].sort(([a], [b]) => a - b)
  }

  #coarsen(step: number): void {
    const counts = this.#counts
    this.#step = step
    this.#counts = new Map()
    for (const [value, count] of counts) this.add(value, count)
  }

  /** The middle of the cell of the grid that holds the value, as seen by relative error. */
  #rounded(value: number): number {
    if (value === 0) return 0
    const step = this.#step
    const middle = (2 * step ** Math.ceil(Math.log(Math.abs(value)) / Math.log(step))) / (1 + step)
    return value < 0 ? -middle : middle
  }
}
