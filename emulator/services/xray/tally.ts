import type { HistogramEntry, ServiceStatistics } from '@aws-sdk/client-xray'
import type { Segment } from '../../observe/traces'

/** What pieces of work have come to: how they ended and how long they took. Those that are not over count nothing. */
export class Tally {
  #throttled = 0
  #refused = 0
  #failed = 0
  #total = 0
  #time = 0
  readonly #responseTimes: number[] = []
  readonly #durations: number[] = []
  #first = Number.POSITIVE_INFINITY
  #last = 0

  add(segment: Segment): void {
    const { start_time: start, end_time: end, fault, error, throttle } = segment
    this.#first = Math.min(this.#first, start)
    this.#last = Math.max(this.#last, end ?? start)
    if (end === undefined) return
    this.#total++
    if (fault === true) this.#failed++
    else if (throttle === true) this.#throttled++
    else if (error === true) this.#refused++
    this.#time += end - start
    this.#responseTimes.push(end - start)
    this.#durations.push(lastEnd(segment) - start)
  }

  get statistics(): ServiceStatistics {
    const errors = this.#throttled + this.#refused
    return {
      OkCount: this.#total - errors - this.#failed,
      ErrorStatistics: { ThrottleCount: this.#throttled, OtherCount: this.#refused, TotalCount: errors },
      FaultStatistics: { OtherCount: this.#failed, TotalCount: this.#failed },
      TotalCount: this.#total,
      TotalResponseTime: milliseconds(this.#time),
    }
  }

  get responseTimes(): HistogramEntry[] {
    return histogram(this.#responseTimes)
  }

  /** Times until the last that was done, which may be after the response. */
  get durations(): HistogramEntry[] {
    return histogram(this.#durations)
  }

  get span(): { StartTime: Date; EndTime: Date } {
    return { StartTime: new Date(Math.round(this.#first * 1000)), EndTime: new Date(Math.round(this.#last * 1000)) }
  }
}

/** Each time with how often it was, to the millisecond, shortest first. */
function histogram(seconds: readonly number[]): HistogramEntry[] {
  const counts = new Map<number, number>()
  for (const value of seconds.map(milliseconds)) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts].sort(([a], [b]) => a - b).map(([Value, Count]) => ({ Value, Count }))
}

function milliseconds(seconds: number): number {
  return Math.round(seconds * 1000) / 1000
}

function lastEnd({ start_time, end_time, subsegments = [] }: Segment): number {
  return Math.max(end_time ?? start_time, ...subsegments.map(lastEnd))
}
