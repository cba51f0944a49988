import type { ComparisonOperator, MetricDataQuery, PutMetricAlarmInput, StandardUnit, Statistic } from '@aws-sdk/client-cloudwatch'
import type { Properties } from '../properties'
import { boolean, json, number, type PropertyTable, reported, string } from '../property-table'
import type { Made, ResourceContext, ResourceType } from '../resource-type'
import { tagList } from '../tags'
import { alarmMade, deleteAlarm, retagAlarm } from './alarm-parts'

const BAND = 'bands of anomaly detection are not worked out'

/** A metric inside the queries of an alarm. */
const METRIC_ROWS: PropertyTable = {
  'Metrics[].AccountId': reported(string, 'metrics of other accounts are not read'),
  'Metrics[].Expression': string,
  'Metrics[].Id': string,
  'Metrics[].Label': string,
  'Metrics[].MetricStat.Metric.Dimensions[].Name': string,
  'Metrics[].MetricStat.Metric.Dimensions[].Value': string,
  'Metrics[].MetricStat.Metric.MetricName': string,
  'Metrics[].MetricStat.Metric.Namespace': string,
  'Metrics[].MetricStat.Period': number,
  'Metrics[].MetricStat.Stat': string,
  'Metrics[].MetricStat.Unit': string,
  'Metrics[].Period': number,
  'Metrics[].ReturnData': boolean,
}

export const alarm: ResourceType = {
  type: 'AWS::CloudWatch::Alarm',
  properties: {
    ActionsEnabled: boolean,
    'AlarmActions[]': string,
    AlarmDescription: string,
    AlarmName: string,
    ComparisonOperator: string,
    DatapointsToAlarm: number,
    'Dimensions[].Name': string,
    'Dimensions[].Value': string,
    EvaluateLowSampleCountPercentile: string,
    'EvaluationCriteria.PromQLCriteria.PendingPeriod': reported(number, 'queries of PromQL are not run'),
    'EvaluationCriteria.PromQLCriteria.Query': reported(string, 'queries of PromQL are not run'),
    'EvaluationCriteria.PromQLCriteria.RecoveryPeriod': reported(number, 'queries of PromQL are not run'),
    EvaluationInterval: reported(number, 'alarms are evaluated every minute, or every ten seconds'),
    EvaluationPeriods: number,
    'EvaluationWindow.SlidingWindow': json,
    'EvaluationWindow.WallClockWindow.Timezone': reported(string, 'alarms look at sliding windows only'),
    ExtendedStatistic: string,
    'InsufficientDataActions[]': string,
    MetricName: string,
    ...METRIC_ROWS,
    Namespace: string,
    'OKActions[]': string,
    Period: number,
    Statistic: string,
    Tags: json,
    Threshold: number,
    ThresholdMetricId: reported(string, BAND),
    TreatMissingData: string,
    Unit: string,
    'WarmUpConfiguration.OnlyStartEvaluatingAfterWarmUpPeriodEnds': reported(boolean, 'alarms are evaluated from the start', false),
    'WarmUpConfiguration.WarmUpPeriodDurationInMinutes': reported(number, 'alarms are evaluated from the start'),
  },
  attributes: ['Arn'],
  replaceOn: ['AlarmName'],
  create: (properties, context) => put(properties.text('AlarmName') ?? context.physicalName(255), properties, context),
  update: async (properties, existing, context) => {
    const made = await put(existing.physicalId, properties, context)
    await retagAlarm(properties, existing, context)
    return made
  },
  delete: deleteAlarm,
}

async function put(AlarmName: string, properties: Properties, context: ResourceContext): Promise<Made> {
  const { raw } = properties
  await context.services.cloudwatch.PutMetricAlarm({
    AlarmName,
    ActionsEnabled: properties.flag('ActionsEnabled'),
    AlarmActions: properties.texts('AlarmActions'),
    AlarmDescription: properties.text('AlarmDescription'),
    ComparisonOperator: properties.text('ComparisonOperator') as ComparisonOperator,
    DatapointsToAlarm: properties.number('DatapointsToAlarm'),
    Dimensions: raw['Dimensions'] as PutMetricAlarmInput['Dimensions'],
    EvaluateLowSampleCountPercentile: properties.text('EvaluateLowSampleCountPercentile'),
    EvaluationPeriods: properties.number('EvaluationPeriods'),
    ExtendedStatistic: properties.text('ExtendedStatistic'),
    InsufficientDataActions: properties.texts('InsufficientDataActions'),
    MetricName: properties.text('MetricName'),
    Metrics: raw['Metrics'] as MetricDataQuery[] | undefined,
    Namespace: properties.text('Namespace'),
    OKActions: properties.texts('OKActions'),
    Period: properties.number('Period'),
    Statistic: properties.text('Statistic') as Statistic | undefined,
    Tags: tagList(context.tags(raw['Tags'])),
    Threshold: properties.number('Threshold'),
    ThresholdMetricId: properties.text('ThresholdMetricId'),
    TreatMissingData: properties.text('TreatMissingData'),
    Unit: properties.text('Unit') as StandardUnit | undefined,
  })
  return alarmMade(AlarmName, context)
}
