import type { MetricPoint } from '../../observe/metric-point'
import type { MetricName } from '../../observe/metrics'
import type { Call } from '../operations'
import { invalidValue } from './operations'

const DAY = 86_400_000

/** A span of time in epoch milliseconds; the first moment is in it. */
export interface Span {
  readonly from: number
  readonly to: number
  /** The moment that periods are counted from; midnight of 1970 unless given. */
  readonly anchor?: number
}

/** Refuses a period that CloudWatch has not: 1, 5, 10, 20, 30 seconds or whole minutes, a day at most. Answers milliseconds. */
export function checkPeriod(period: number | undefined, member = 'Period'): number {
  if (period === undefined) throw invalidValue(`The parameter ${member} is required.`)
  const known = [1, 5, 10, 20, 30].includes(period) || (period > 0 && period % 60 === 0)
  if (!known) throw invalidValue(`The parameter ${member} must be 1, 5, 10, 20, 30, or any multiple of 60.`)
  if (period * 1000 > DAY) throw invalidValue(`The parameter ${member} must be less than or equal to 86400.`)
  return period * 1000
}

/** The points of a metric by the start of their period: of one unit, or of all as one. */
export function readMetric(call: Call, metric: MetricName, unit: string | undefined, { from, to, anchor }: Span, period: number) {
  const units = call.metrics.in(call.account, call.region).find(metric)?.units
  const wanted = unit === undefined ? [...(units?.values() ?? [])] : [units?.get(unit)]
  const points = new Map<number, MetricPoint>()
  for (const series of wanted) {
    for (const [at, point] of series?.read(from, to, period, anchor) ?? []) {
      const known = points.get(at)
      if (known === undefined) points.set(at, point)
      else known.merge(point)
    }
  }
  return new Map([...points].sort(([a], [b]) => a - b))
}

export type Points = ReturnType<typeof readMetric>

/** A start as CloudWatch takes it: down to the second, the minute, five minutes or the hour, by its age. */
export function roundStart(start: number, now: number, period: number): number {
  const age = now - start
  const step = age > 63 * DAY ? 3_600_000 : age > 15 * DAY ? 300_000 : period < 60_000 ? 1000 : 60_000
  return Math.floor(start / step) * step
}
