import type { MetricAlarm } from '../../../model/cloudwatch'
import type { Call } from '../../operations'
import { invalidValue } from '../operations'
import { ANNOTATION_COLOUR, type Annotation } from './annotations'
import { broken } from './fields'
import type { WidgetMetric } from './metrics'

const SIGNS: Readonly<Record<string, string>> = {
  GreaterThanOrEqualToThreshold: '>=',
  GreaterThanThreshold: '>',
  LessThanThreshold: '<',
  LessThanOrEqualToThreshold: '<=',
}

/** What an alarm adds to a widget: the metrics that it watches, and a line at its threshold. */
export interface AlarmAnnotation {
  readonly metrics: readonly WidgetMetric[]
  readonly lines: readonly Annotation[]
}

/** Finds the alarm by its ARN. Throws where there is none, or none of metrics. Uncertain: how AWS words and draws it. */
export function readAlarm(arn: string, call: Call): AlarmAnnotation {
  const record = call.records.alarms.list().find(({ alarm }) => alarm.AlarmArn === arn)
  if (record === undefined) throw broken('/annotations/alarms/0', `is no alarm of this account and Region: ${arn}`)
  if (record.kind === 'composite') throw invalidValue('Not emulated by Portico yet: composite alarms in a metric widget')
  const { alarm } = record
  const { Threshold: value } = alarm
  const label = labelOf(alarm)
  const line: Annotation = { edges: [{ value, label }], colour: ANNOTATION_COLOUR, fill: 'none', axis: 'left' }
  return { metrics: metricsOf(alarm), lines: [line] }
}

function metricsOf(alarm: MetricAlarm): WidgetMetric[] {
  if (alarm.Metrics !== undefined) return alarm.Metrics.map((query) => ({ query, axis: 'left' }))
  const { Namespace, MetricName, Dimensions, Period = 60, Unit } = alarm
  const Stat = alarm.ExtendedStatistic ?? alarm.Statistic ?? 'Average'
  const MetricStat = {
    Metric: { Namespace, MetricName, Dimensions: [...Dimensions] },
    Period,
    Stat,
    ...(Unit === undefined ? {} : { Unit }),
  }
  return [{ query: { Id: 'alarm', MetricStat }, axis: 'left' }]
}

/** `5XXError > 1 for 2 datapoints within 10 minutes`, as the console puts an alarm. */
function labelOf({
  MetricName,
  ComparisonOperator,
  Threshold,
  EvaluationPeriods,
  DatapointsToAlarm,
  Period,
  Metrics,
}: MetricAlarm): string {
  const points = DatapointsToAlarm ?? EvaluationPeriods
  const seconds = Period ?? Math.max(60, ...(Metrics ?? []).map((query) => query.MetricStat?.Period ?? query.Period ?? 60))
  const span = seconds * EvaluationPeriods
  const within = span % 60 === 0 ? `${span / 60} ${span === 60 ? 'minute' : 'minutes'}` : `${span} seconds`
  const watched = MetricName ?? Metrics?.find(({ ReturnData }) => ReturnData !== false)?.Label ?? 'Expression'
  const sign = SIGNS[ComparisonOperator] ?? ComparisonOperator
  return `${watched} ${sign} ${Threshold} for ${points} ${points === 1 ? 'datapoint' : 'datapoints'} within ${within}`
}
