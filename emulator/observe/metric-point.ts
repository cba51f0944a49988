import { Distribution } from './distribution'

/** What is known of a metric in one span of time. */
export class MetricPoint {
  count = 0
  sum = 0
  min = Number.POSITIVE_INFINITY
  max = Number.NEGATIVE_INFINITY
  readonly values = new Distribution()
  /** Whether a statistic set was put: then nobody knows the values in it, and percentiles are not to be had. */
  isPartial = false

  add(value: number, count = 1): void {
    this.count += count
    this.sum += value * count
    if (value < this.min) this.min = value
    if (value > this.max) this.max = value
    this.values.add(value, count)
  }

  /** Adds what somebody else has counted. The values are known only if all are the same. */
  addSet(set: { readonly count: number; readonly sum: number; readonly min: number; readonly max: number }): void {
    this.count += set.count
    this.sum += set.sum
    this.min = Math.min(this.min, set.min)
    this.max = Math.max(this.max, set.max)
    if (set.count === 1 || set.min === set.max) this.values.add(set.min, set.count)
    else this.isPartial = true
  }

  merge(other: MetricPoint): void {
    this.count += other.count
    this.sum += other.sum
    this.min = Math.min(this.min, other.min)
    this.max = Math.max(this.max, other.max)
    this.isPartial ||= other.isPartial
    this.values.merge(other.values)
  }
}
