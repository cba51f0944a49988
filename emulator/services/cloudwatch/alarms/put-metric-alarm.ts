import type { PutMetricAlarmInput } from '@aws-sdk/client-cloudwatch'
import type { AlarmRecord, MetricAlarm } from '../../../model/cloudwatch'
import { statisticOf } from '../../../observe/statistics'
import { Queries } from '../math/evaluate'
import { mathNotEmulated } from '../math/values'
import { checkDimensions, checkMetricName, checkNamespace } from '../metric-names'
import { STATISTICS } from '../metric-statistics'
import { type CloudWatchOperations, constraint, invalidCombination, invalidValue, missing, oneOf } from '../operations'
import { checkPeriod } from '../read-metric'
import { unitOf } from '../units'
import { checkAlarmName, keepAlarm } from './records'

const COMPARISONS = [
  'GreaterThanOrEqualToThreshold',
  'GreaterThanThreshold',
  'LessThanThreshold',
  'LessThanOrEqualToThreshold',
  'LessThanLowerOrGreaterThanUpperThreshold',
  'LessThanLowerThreshold',
  'GreaterThanUpperThreshold',
] as const
const MISSING = ['missing', 'ignore', 'breaching', 'notBreaching'] as const
const DAY = 86_400

/** Creates an alarm, or puts another configuration in place of an alarm's; the state of one that is there stays. */
export const PutMetricAlarm: CloudWatchOperations['PutMetricAlarm'] = (input, call) => {
  const name = checkAlarmName(input.AlarmName)
  const comparison = oneOf(input.ComparisonOperator, COMPARISONS, 'comparisonOperator')
  if (input.ThresholdMetricId !== undefined || /Lower|Upper/.test(comparison)) throw mathNotEmulated('ANOMALY_DETECTION_BAND')
  if (input.EvaluationCriteria !== undefined) throw mathNotEmulated('a query of PromQL')
  const { Threshold: threshold, EvaluationPeriods: periods, DatapointsToAlarm: toAlarm } = input
  if (threshold === undefined) throw missing('Threshold')
  if (periods === undefined || periods < 1) {
    throw constraint('evaluationPeriods', periods, 'Member must have value greater than or equal to 1')
  }
  if (toAlarm !== undefined && (toAlarm < 1 || toAlarm > periods)) {
    throw invalidValue('The parameter DatapointsToAlarm must be between 1 and EvaluationPeriods.')
  }
  if (input.TreatMissingData !== undefined && !MISSING.includes(input.TreatMissingData as (typeof MISSING)[number])) {
    throw invalidValue(
      `Option ${input.TreatMissingData} is not supported. Supported options for parameter TreatMissingData are [${MISSING.join(', ')}].`,
    )
  }
  if (!['evaluate', 'ignore', undefined].includes(input.EvaluateLowSampleCountPercentile)) {
    throw invalidValue(
      `Option ${input.EvaluateLowSampleCountPercentile} is not supported. Supported options for parameter EvaluateLowSampleCountPercentile are [evaluate, ignore].`,
    )
  }
  const watched = input.Metrics === undefined || input.Metrics.length === 0 ? oneMetric(input, periods) : math(input)
  const before = call.records.alarms.get(name)
  if (before?.kind === 'composite') throw invalidValue(`A composite alarm has the name ${name} already.`)
  keepAlarm(call, input, before, (common): AlarmRecord => {
    const alarm: MetricAlarm = {
      ...common.alarm,
      ...watched,
      EvaluationPeriods: periods,
      ComparisonOperator: comparison,
      Threshold: threshold,
      ...(toAlarm === undefined ? {} : { DatapointsToAlarm: toAlarm }),
      ...(input.TreatMissingData === undefined ? {} : { TreatMissingData: input.TreatMissingData }),
      ...(input.EvaluateLowSampleCountPercentile === undefined
        ? {}
        : { EvaluateLowSampleCountPercentile: input.EvaluateLowSampleCountPercentile }),
    }
    return { kind: 'metric', alarm, tags: common.tags }
  })
  return {}
}

function oneMetric(input: PutMetricAlarmInput, periods: number) {
  const { Statistic, ExtendedStatistic } = input
  if (input.MetricName === undefined) throw missing('MetricName')
  if (input.Namespace === undefined) throw missing('Namespace')
  if ((Statistic === undefined) === (ExtendedStatistic === undefined)) {
    throw invalidCombination('Must specify either Statistic or ExtendedStatistic')
  }
  if (ExtendedStatistic !== undefined && statisticOf(ExtendedStatistic) === undefined) {
    throw invalidValue(`The value ${ExtendedStatistic} for parameter ExtendedStatistic is not supported.`)
  }
  const period = checkPeriod(input.Period) / 1000
  // Days that an alarm may look at: one, or seven where its periods are an hour or longer.
  if (period * periods > (period >= 3600 ? 7 * DAY : DAY)) {
    throw invalidCombination('Metrics cannot be checked across more than a day (EvaluationPeriods * Period must be <= 86400).')
  }
  const Unit = unitOf(input.Unit)
  return {
    Namespace: checkNamespace(input.Namespace),
    MetricName: checkMetricName(input.MetricName),
    Dimensions: checkDimensions(input.Dimensions),
    Period: period,
    ...(Statistic === undefined
      ? { ExtendedStatistic: ExtendedStatistic as string }
      : { Statistic: oneOf(Statistic, STATISTICS, 'statistic') }),
    ...(Unit === undefined ? {} : { Unit }),
  }
}

function math(input: PutMetricAlarmInput) {
  const alone = (['MetricName', 'Namespace', 'Statistic', 'ExtendedStatistic', 'Period', 'Dimensions', 'Unit'] as const).find((each) => {
    const value = input[each]
    return Array.isArray(value) ? value.length > 0 : value !== undefined
  })
  if (alone !== undefined)
    throw invalidCombination(`The parameters Metrics and ${alone} are mutually exclusive and you have specified both.`)
  const Metrics = [...(input.Metrics ?? [])]
  const returned = new Queries(Metrics).all.filter((query) => query.returned)
  if (returned.length !== 1) throw invalidValue('Exactly one element of the metrics list should return data.')
  return { Metrics, Dimensions: [] }
}
