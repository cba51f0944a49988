import type { Emulator } from '../emulator'
import type { CompiledStage } from '../gateway/compile'
import { MetricPoint } from '../observe/metric-point'
import type { MetricName } from '../observe/metrics'
import { statisticOf } from '../observe/statistics'

/** Which metric, and when. */
export interface MetricWish {
  /** `AWS/ApiGateway` unless given. */
  readonly namespace?: string
  /** Name to value; without a namespace, the API and stage that `fetch` means. */
  readonly dimensions?: Readonly<Record<string, string>>
  /** From the beginning unless given, until now. */
  readonly from?: Date
  readonly to?: Date
}

/** What came of a metric in one minute. */
export interface MetricMinute {
  readonly at: Date
  readonly sum: number
  readonly count: number
  readonly average: number
  readonly min: number
  readonly max: number
}

/** Metrics, in a test. What has no values is 0. */
export interface MetricReader {
  /** Minute by minute, those that have values. */
  (name: string, wish?: MetricWish): MetricMinute[]
  /** `gw.metrics.sum('5XXError')` */
  sum(name: string, wish?: MetricWish): number
  /** How many values. */
  count(name: string, wish?: MetricWish): number
  average(name: string, wish?: MetricWish): number
  max(name: string, wish?: MetricWish): number
  /** Any statistic of CloudWatch's: `gw.metrics.statistic('Latency', 'p99')`. */
  statistic(name: string, statistic: string, wish?: MetricWish): number
}

const MINUTE = 60_000

/** The metrics of a stage, and any other. */
export function metricReader(emulator: Emulator, stage: () => CompiledStage): MetricReader {
  const points = (name: string, wish: MetricWish, period: number) => {
    const { namespace = 'AWS/ApiGateway' } = wish
    const dimensions = Object.entries(wish.dimensions ?? (wish.namespace === undefined ? stageDimensions(stage()) : {}))
    const metric: MetricName = {
      namespace,
      name,
      dimensions: dimensions.map(([Name, Value]) => ({ Name, Value })).sort((a, b) => (a.Name < b.Name ? -1 : 1)),
    }
    const units = emulator.metrics.in(emulator.account, emulator.region).find(metric)?.units
    const merged = new Map<number, MetricPoint>()
    for (const series of units?.values() ?? []) {
      for (const [at, point] of series.read(wish.from?.getTime() ?? 0, wish.to?.getTime() ?? Number.MAX_SAFE_INTEGER, period)) {
        const known = merged.get(at) ?? new MetricPoint()
        known.merge(point)
        merged.set(at, known)
      }
    }
    return merged
  }
  const statistic = (name: string, stat: string, wish: MetricWish = {}): number => {
    const read = statisticOf(stat)
    if (read === undefined) throw new RangeError(`There is no statistic ${stat}: CloudWatch has Sum, Average, p99, TM(10%:90%)...`)
    const whole = new MetricPoint()
    for (const point of points(name, wish, MINUTE).values()) whole.merge(point)
    return whole.count === 0 ? 0 : (read(whole) ?? Number.NaN)
  }
  const minutes = (name: string, wish: MetricWish = {}): MetricMinute[] =>
    [...points(name, wish, MINUTE)]
      .sort(([a], [b]) => a - b)
      .map(([at, { sum, count, min, max }]) => ({ at: new Date(at), sum, count, average: sum / count, min, max }))
  return Object.assign(minutes, {
    sum: (name: string, wish?: MetricWish) => statistic(name, 'Sum', wish),
    count: (name: string, wish?: MetricWish) => statistic(name, 'SampleCount', wish),
    average: (name: string, wish?: MetricWish) => statistic(name, 'Average', wish),
    max: (name: string, wish?: MetricWish) => statistic(name, 'Maximum', wish),
    statistic,
  })
}

function stageDimensions({ apiName, stageName }: CompiledStage): Record<string, string> {
  return { ApiName: apiName, Stage: stageName }
}
