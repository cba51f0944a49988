import type { Clock } from '../base/clock'
import { MetricPoint } from './metric-point'

const MINUTE = 60_000
const HOUR = 3_600_000
const DAY = 24 * HOUR

/** How fine values are kept, and for how long: CloudWatch's retention. Milliseconds. */
const LEVELS = [
  { width: 1000, keptFor: 3 * HOUR },
  { width: MINUTE, keptFor: 15 * DAY },
  { width: 5 * MINUTE, keptFor: 63 * DAY },
  { width: HOUR, keptFor: 455 * DAY },
] as const

/** The values of one metric in one unit: by minute, or by second where that was asked for; the older the coarser, and never more than so many. */
export class MetricSeries {
  /** One for each level: the start of a span to what came in it. */
  #levels: Map<number, MetricPoint>[] = LEVELS.map(() => new Map())
  #sweptAt = 0
  /** The minute that was last added to. */
  #open: MetricPoint | undefined
  #openFrom = 0
  #openTo = 0
  /** The time of the latest value. */
  lastAt = Number.NEGATIVE_INFINITY

  constructor(
    readonly unit: string,
    private readonly clock: Clock,
  ) {}

  /** Adds a value that came `count` times. On the way of every request: two comparisons and a few additions. */
  add(at: number, value: number, count = 1): void {
    const open = this.#open
    if (open !== undefined && at >= this.#openFrom && at < this.#openTo) open.add(value, count)
    else this.#openAt(at).add(value, count)
    if (at > this.lastAt) this.lastAt = at
  }

  /** The point of a moment, to add to: of its second with `fine`, else of its minute. */
  point(at: number, fine = false): MetricPoint {
    if (at > this.lastAt) this.lastAt = at
    return fine ? this.#pointOf(0, at) : this.#openAt(at)
  }

  /** What came between two moments (the first included), by period: its start to what came in it, oldest first. Periods are counted from `anchor`. Milliseconds. */
  read(from: number, to: number, period: number, anchor = 0): Map<number, MetricPoint> {
    this.#sweep(this.clock.now())
    const found = new Map<number, MetricPoint>()
    for (const level of this.#levels) {
      for (const [at, point] of level) {
        if (at < from || at >= to) continue
        const start = anchor + Math.floor((at - anchor) / period) * period
        let merged = found.get(start)
        if (merged === undefined) {
          merged = new MetricPoint()
          found.set(start, merged)
        }
        merged.merge(point)
      }
    }
    return new Map([...found].sort(([a], [b]) => a - b))
  }

  clear(): void {
    this.#levels = LEVELS.map(() => new Map())
    this.#open = undefined
    this.lastAt = Number.NEGATIVE_INFINITY
  }

  #openAt(at: number): MetricPoint {
    const point = this.#pointOf(1, at)
    this.#openFrom = Math.floor(at / MINUTE) * MINUTE
    this.#openTo = this.#openFrom + MINUTE
    this.#open = point
    return point
  }

  #pointOf(level: number, at: number): MetricPoint {
    const points = this.#levels[level] as Map<number, MetricPoint>
    const { width } = LEVELS[level] as (typeof LEVELS)[number]
    const start = Math.floor(at / width) * width
    let point = points.get(start)
    if (point === undefined) {
      this.#sweep(this.clock.now())
      point = new MetricPoint()
      points.set(start, point)
    }
    return point
  }

  /** Moves what is older than its level keeps to the next one, at most once an hour. */
  #sweep(now: number): void {
    if (now - this.#sweptAt < HOUR) return
    this.#sweptAt = now
    this.#open = undefined
    for (const [i, level] of this.#levels.entries()) {
      const { keptFor } = LEVELS[i] as (typeof LEVELS)[number]
      const next = LEVELS[i + 1]
      for (const [at, point] of level) {
        if (at >= now - keptFor) continue
        level.delete(at)
        if (next === undefined) continue
        const start = Math.floor(at / next.width) * next.width
        const coarser = this.#levels[i + 1] as Map<number, MetricPoint>
        const merged = coarser.get(start)
        if (merged === undefined) coarser.set(start, point)
        else merged.merge(point)
      }
    }
  }
}
