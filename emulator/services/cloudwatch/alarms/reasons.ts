import type { MetricAlarm } from '../../../model/cloudwatch'
import type { Verdict } from './judgement'

/** A point that an alarm was judged by. `at` in epoch milliseconds. */
export interface JudgedPoint {
  readonly at: number
  readonly value: number
  readonly samples?: number
}

const COMPARISONS: Readonly<Record<string, string>> = {
  GreaterThanOrEqualToThreshold: 'greater than or equal to',
  GreaterThanThreshold: 'greater than',
  LessThanThreshold: 'less than',
  LessThanOrEqualToThreshold: 'less than or equal to',
}

/** Why an alarm has its state, as notifications say it. Uncertain in its details. */
export function reasonOf(alarm: MetricAlarm, to: Exclude<Verdict, 'keep'>, points: readonly JudgedPoint[], missing: number): string {
  const { EvaluationPeriods: periods, DatapointsToAlarm: toAlarm = periods, Threshold: threshold, StateValue: from } = alarm
  if (to === 'INSUFFICIENT_DATA') return `Insufficient Data: ${count(periods, 'datapoint')} ${periods === 1 ? 'was' : 'were'} unknown.`
  if (points.length === 0) {
    const treated = to === 'ALARM' ? '[Breaching]' : '[NonBreaching]'
    return `Threshold Crossed: no datapoints were received for ${count(periods, 'period')} and ${count(missing, 'missing datapoint')} ${missing === 1 ? 'was' : 'were'} treated as ${treated}.`
  }
  const breaks = (value: number) => breaches(alarm, value)
  const meant = points.filter(({ value }) => breaks(value) === (to === 'ALARM'))
  const shown = [...meant].reverse().map(({ at, value }) => `${java(value)} (${shortTime(at)})`)
  const verb = `${meant.length === 1 ? 'was' : 'were'}${to === 'ALARM' ? '' : ' not'}`
  const needed = to === 'ALARM' ? toAlarm : periods - toAlarm + 1
  return (
    `Threshold Crossed: ${meant.length} out of the last ${count(periods, 'datapoint')} [${shown.join(', ')}] ${verb} ` +
    `${COMPARISONS[alarm.ComparisonOperator] ?? ''} the threshold (${java(threshold)}) (minimum ${count(needed, 'datapoint')} for ${from} -> ${to} transition).`
  )
}

/** What a program may read of the same, as JSON text. */
export function reasonDataOf(alarm: MetricAlarm, points: readonly JudgedPoint[], now: number): string {
  const recent = [...points].reverse()
  return JSON.stringify({
    version: '1.0',
    queryDate: iso(now),
    ...(recent.length === 0 ? {} : { startDate: iso(Math.min(...points.map(({ at }) => at))) }),
    ...(alarm.Unit === undefined ? {} : { unit: alarm.Unit }),
    ...(alarm.Statistic === undefined ? {} : { statistic: alarm.Statistic }),
    ...(alarm.ExtendedStatistic === undefined ? {} : { extendedStatistic: alarm.ExtendedStatistic }),
    ...(alarm.Period === undefined ? {} : { period: alarm.Period }),
    recentDatapoints: points.map(({ value }) => value),
    threshold: alarm.Threshold,
    evaluatedDatapoints: recent.map(({ at, samples, value }) => ({
      timestamp: iso(at),
      ...(samples === undefined ? {} : { sampleCount: samples }),
      value,
    })),
  })
}

/** Whether a value is on the bad side of an alarm's threshold. */
export function breaches({ ComparisonOperator, Threshold }: MetricAlarm, value: number): boolean {
  switch (ComparisonOperator) {
    case 'GreaterThanOrEqualToThreshold':
      return value >= Threshold
    case 'GreaterThanThreshold':
      return value > Threshold
    case 'LessThanThreshold':
      return value < Threshold
    default:
      return value <= Threshold
  }
}

/** `2026-01-02T03:04:05.000+0000`. */
export function iso(at: number): string {
  return new Date(at).toISOString().replace('Z', '+0000')
}

/** `02/01/26 03:04:05`. */
function shortTime(at: number): string {
  const [date = '', time = ''] = new Date(at).toISOString().split('T')
  const [year = '', month, day] = date.split('-')
  return `${day}/${month}/${year.slice(2)} ${time.slice(0, 8)}`
}

/** A number as Java prints a double. */
function java(value: number): string {
  return Number.isInteger(value) ? `${value}.0` : String(value)
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}
