import type { MetricAlarm } from '../../../model/cloudwatch'
import { percentOf, statisticOf } from '../../../observe/statistics'
import type { Call } from '../../operations'
import { Queries } from '../math/evaluate'
import { isSeries, seriesOf } from '../math/values'
import { readMetric } from '../read-metric'
import { judge, LOOK_BACK, type MissingData, type Rule, type Verdict } from './judgement'
import { breaches, type JudgedPoint, reasonDataOf, reasonOf } from './reasons'

/** What evaluating an alarm came to; undefined when it stays as it is. */
export interface Evaluated {
  readonly state: Exclude<Verdict, 'keep'>
  readonly reason: string
  readonly reasonData: string
}

/** Looks at the periods that end now, at a moment of the clock. */
export function evaluateAlarm(alarm: MetricAlarm, call: Call, now: number): Evaluated | undefined {
  const { EvaluationPeriods: periods, DatapointsToAlarm: toAlarm = periods } = alarm
  const rule: Rule = { periods, toAlarm, missing: (alarm.TreatMissingData ?? 'missing') as MissingData }
  const period = periodOf(alarm)
  const from = now - (periods + LOOK_BACK) * period
  const found = pointsOf(alarm, call, { from, to: now, anchor: now }, period)
  const points: (JudgedPoint | undefined)[] = []
  for (let at = from; at < now; at += period) points.push(found.get(at))
  if (lacksSamples(alarm, points.slice(-periods))) return undefined
  const verdict = judge(
    points.map((point) => (point === undefined ? undefined : breaches(alarm, point.value))),
    rule,
  )
  if (verdict === 'keep' || verdict === alarm.StateValue) return undefined
  const real = points.filter((point) => point !== undefined).slice(-periods)
  return {
    state: verdict,
    reason: reasonOf(alarm, verdict, real, periods - real.length),
    reasonData: reasonDataOf(alarm, real, now),
  }
}

/** The length of an alarm's periods. Milliseconds. */
export function periodOf({ Period, Metrics }: MetricAlarm): number {
  return Period === undefined ? queriesOf(Metrics).period : Period * 1000
}

const QUERIES = new WeakMap<object, Queries>()

/** The queries of an alarm on metric math, taken apart once. */
function queriesOf(metrics: MetricAlarm['Metrics'] = []): Queries {
  let queries = QUERIES.get(metrics)
  if (queries === undefined) {
    queries = new Queries(metrics)
    QUERIES.set(metrics, queries)
  }
  return queries
}

function pointsOf(
  alarm: MetricAlarm,
  call: Call,
  span: { readonly from: number; readonly to: number; readonly anchor: number },
  period: number,
): Map<number, JudgedPoint> {
  const points = new Map<number, JudgedPoint>()
  if (alarm.Metrics !== undefined) {
    const queries = queriesOf(alarm.Metrics)
    const watched = queries.all.find(({ returned }) => returned)
    const value = watched === undefined ? [] : queries.evaluate(watched.id, call, span)
    const [series] = typeof value === 'number' ? [] : isSeries(value) ? [value] : seriesOf(value, 'alarm')
    for (const [at, each] of series?.values ?? []) points.set(at, { at, value: each })
    return points
  }
  const { Namespace: namespace = '', MetricName: name = '', Dimensions } = alarm
  const dimensions = Dimensions.map(({ Name = '', Value = '' }) => ({ Name, Value }))
  const statistic = statisticOf(alarm.ExtendedStatistic ?? alarm.Statistic ?? 'Average')
  for (const [at, point] of readMetric(call, { namespace, name, dimensions }, alarm.Unit, span, period)) {
    const value = statistic?.(point)
    if (value !== undefined) points.set(at, { at, value, samples: point.count })
  }
  return points
}

/**
 * With `EvaluateLowSampleCountPercentile: ignore`, a percentile of too few samples says nothing: ten beyond it are wanted, a thousand for p99.
 * Uncertain: that one period of the evaluated ones is enough to keep the state.
 */
function lacksSamples(alarm: MetricAlarm, points: readonly (JudgedPoint | undefined)[]): boolean {
  const percent = percentOf(alarm.ExtendedStatistic ?? '')
  if (percent === undefined || alarm.EvaluateLowSampleCountPercentile !== 'ignore') return false
  const beyond = Math.min(percent, 100 - percent) / 100
  const wanted = beyond === 0 ? 1 : 10 / beyond
  return points.some((point) => point?.samples !== undefined && point.samples < wanted - 1e-6)
}
