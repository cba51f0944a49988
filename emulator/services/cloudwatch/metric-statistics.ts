import type { Datapoint, Statistic as StatisticName } from '@aws-sdk/client-cloudwatch'
import { statisticOf } from '../../observe/statistics'
import { checkDimensions, checkMetricName, checkNamespace } from './metric-names'
import { type CloudWatchOperations, constraint, invalidCombination, invalidValue } from './operations'
import { checkPeriod, roundStart } from './read-metric'
import { unitOf } from './units'

const MOST_POINTS = 1440
export const STATISTICS = ['SampleCount', 'Average', 'Sum', 'Minimum', 'Maximum'] as const satisfies readonly StatisticName[]

/** Points of one metric, a unit at a time, oldest first. Uncertain: that periods are counted from the start that was asked for. */
export const GetMetricStatistics: CloudWatchOperations['GetMetricStatistics'] = (input, call) => {
  const metric = {
    namespace: checkNamespace(input.Namespace),
    name: checkMetricName(input.MetricName),
    dimensions: checkDimensions(input.Dimensions),
  }
  const statistics = input.Statistics ?? []
  const extended = input.ExtendedStatistics ?? []
  if (statistics.length + extended.length === 0) throw invalidCombination('Must specify either Statistics or ExtendedStatistics')
  for (const name of statistics) {
    if (!STATISTICS.includes(name as (typeof STATISTICS)[number])) {
      throw constraint('statistics', `[${statistics.join(', ')}]`, `Member must satisfy enum value set: [${STATISTICS.join(', ')}]`)
    }
  }
  for (const name of extended) {
    if (STATISTICS.includes(name as (typeof STATISTICS)[number]) || statisticOf(name) === undefined) {
      throw invalidValue(`The value ${name} for parameter ExtendedStatistics is not supported.`)
    }
  }
  const unit = unitOf(input.Unit)
  const period = checkPeriod(input.Period)
  const [start, to] = [input.StartTime?.getTime() ?? 0, input.EndTime?.getTime() ?? 0]
  if (start >= to) throw invalidValue('The parameter StartTime must be less than the parameter EndTime.')
  const from = roundStart(start, call.clock.now(), period)
  const asked = Math.ceil((to - from) / period)
  if (asked > MOST_POINTS) {
    const [wanted, most] = [asked.toLocaleString('en-US'), MOST_POINTS.toLocaleString('en-US')]
    throw invalidCombination(
      `You have requested up to ${wanted} datapoints, which exceeds the limit of ${most}. You may reduce the datapoints requested by increasing Period, or decreasing the time range.`,
    )
  }
  const units = call.metrics.in(call.account, call.region).find(metric)?.units
  const Datapoints: Datapoint[] = []
  for (const series of units?.values() ?? []) {
    if (unit !== undefined && series.unit !== unit) continue
    for (const [at, point] of series.read(from, to, period, from)) {
      const values = Object.fromEntries(statistics.map((name) => [name, statisticOf(name)?.(point)]))
      const more = extended.flatMap((name) => {
        const value = statisticOf(name)?.(point)
        return value === undefined ? [] : [[name, value] as const]
      })
      Datapoints.push({
        Timestamp: new Date(at),
        ...values,
        Unit: series.unit as NonNullable<Datapoint['Unit']>,
        ...(more.length === 0 ? {} : { ExtendedStatistics: Object.fromEntries(more) }),
      })
    }
  }
  return { Label: metric.name, Datapoints }
}
