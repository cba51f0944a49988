import type { StateValue } from '@aws-sdk/client-cloudwatch'
import { toText } from '../../../base/bytes'
import type { AlarmRecord, MetricAlarm } from '../../../model/cloudwatch'
import type { Call } from '../../operations'
import { remember } from './history'
import { iso } from './reasons'

/** Milliseconds that a topic elsewhere may take. */
const PATIENCE = 10_000

/** Runs the actions of the state that an alarm has come to; what becomes of each is in its history. */
export function runActions(call: Call, record: AlarmRecord, from: AlarmRecord['alarm']): void {
  const { alarm } = record
  const { StateValue: to } = alarm
  const actions = to === 'ALARM' ? alarm.AlarmActions : to === 'OK' ? alarm.OKActions : alarm.InsufficientDataActions
  for (const arn of actions) {
    const described = { actionState: 'Succeeded', notificationResource: arn, stateUpdateTimestamp: alarm.StateUpdatedTimestamp.getTime() }
    act(call, arn, record, from).then(
      () => remember(call, record, 'Action', `Successfully executed action ${arn}`, described),
      (error: unknown) => {
        const message = error instanceof Error ? error.message : String(error)
        const failed = { ...described, actionState: 'Failed', error: message }
        remember(call, record, 'Action', `Failed to execute action ${arn}. Received error: "${message}"`, failed)
      },
    )
  }
}

/** The actions of an alarm that nothing here carries out. */
export function deadActions(call: Call, actions: readonly string[]): string[] {
  return actions.filter((arn) => {
    const service = arn.split(':')[2]
    return service !== 'lambda' && !(service === 'sns' && call.gateway.services.serves('sns'))
  })
}

async function act(call: Call, arn: string, record: AlarmRecord, from: AlarmRecord['alarm']): Promise<void> {
  switch (arn.split(':')[2]) {
    case 'lambda': {
      const caller = { service: 'lambda.alarms.cloudwatch.amazonaws.com', sourceArn: record.alarm.AlarmArn }
      await call.gateway.invoke(arn, JSON.stringify(lambdaEvent(call, record, from)), { invocationType: 'Event', caller })
      return
    }
    case 'sns':
      return publish(call, arn, record, from.StateValue)
    default:
      throw new Error('Not emulated by Portico yet: actions but topics of SNS and functions')
  }
}

/** Sends the notification to a topic, here or at `--services`. */
async function publish(call: Call, topic: string, record: AlarmRecord, from: StateValue): Promise<void> {
  const region = topic.split(':')[3] ?? call.region
  const { AlarmName, StateValue } = record.alarm
  const form = new URLSearchParams({
    Action: 'Publish',
    Version: '2010-03-31',
    TopicArn: topic,
    Subject: `${StateValue}: "${AlarmName}" in ${regionName(call.region)}`.slice(0, 100),
    Message: JSON.stringify(notification(call, record, from)),
  })
  const { services } = call.gateway
  const reply = services.serves('sns')
    ? await services.call({
        service: 'sns',
        region,
        role: undefined,
        method: 'POST',
        url: `https://sns.${region}.amazonaws.com/`,
        headers: ['Content-Type', 'application/x-www-form-urlencoded; charset=utf-8'],
        body: form.toString(),
        timeout: PATIENCE,
      })
    : undefined
  if (reply === undefined) throw new Error('Nothing here serves SNS: --services names who does')
  if (reply.status >= 300) throw new Error(`SNS answered ${reply.status}: ${toText(reply.body).slice(0, 300)}`)
}

/** The message that subscribers of a topic get. */
function notification(call: Call, { kind, alarm }: AlarmRecord, from: StateValue): object {
  return {
    AlarmName: alarm.AlarmName,
    AlarmDescription: alarm.AlarmDescription ?? null,
    AWSAccountId: call.account,
    AlarmConfigurationUpdatedTimestamp: iso(alarm.AlarmConfigurationUpdatedTimestamp.getTime()),
    NewStateValue: alarm.StateValue,
    NewStateReason: alarm.StateReason,
    StateChangeTime: iso(alarm.StateUpdatedTimestamp.getTime()),
    Region: regionName(call.region),
    AlarmArn: alarm.AlarmArn,
    OldStateValue: from,
    OKActions: alarm.OKActions,
    AlarmActions: alarm.AlarmActions,
    InsufficientDataActions: alarm.InsufficientDataActions,
    ...(kind === 'metric' ? { Trigger: trigger(alarm) } : { AlarmRule: alarm.AlarmRule }),
  }
}

function trigger(alarm: MetricAlarm): object {
  const common = {
    EvaluationPeriods: alarm.EvaluationPeriods,
    ...(alarm.DatapointsToAlarm === undefined ? {} : { DatapointsToAlarm: alarm.DatapointsToAlarm }),
    ComparisonOperator: alarm.ComparisonOperator,
    Threshold: alarm.Threshold,
    TreatMissingData: alarm.TreatMissingData ?? 'missing',
    EvaluateLowSampleCountPercentile: alarm.EvaluateLowSampleCountPercentile ?? '',
  }
  if (alarm.Metrics !== undefined) return { ...common, Metrics: alarm.Metrics }
  return {
    MetricName: alarm.MetricName,
    Namespace: alarm.Namespace,
    StatisticType: alarm.ExtendedStatistic === undefined ? 'Statistic' : 'ExtendedStatistic',
    ...(alarm.ExtendedStatistic === undefined
      ? { Statistic: alarm.Statistic?.replace(/([a-z])([A-Z])/g, '$1_$2').toUpperCase() }
      : { ExtendedStatistic: alarm.ExtendedStatistic }),
    Unit: alarm.Unit ?? null,
    Dimensions: alarm.Dimensions.map(({ Name: name, Value: value }) => ({ value, name })),
    Period: alarm.Period,
    ...common,
  }
}

/** The event that a function gets. */
function lambdaEvent({ account, region }: Call, { kind, alarm }: AlarmRecord, from: AlarmRecord['alarm']): object {
  const state = ({ StateValue, StateReason, StateReasonData, StateUpdatedTimestamp }: AlarmRecord['alarm']) => ({
    value: StateValue,
    reason: StateReason,
    ...(StateReasonData === undefined ? {} : { reasonData: StateReasonData }),
    timestamp: iso(StateUpdatedTimestamp.getTime()),
  })
  const description = alarm.AlarmDescription === undefined ? {} : { description: alarm.AlarmDescription }
  return {
    source: 'aws.cloudwatch',
    alarmArn: alarm.AlarmArn,
    accountId: account,
    time: iso(alarm.StateUpdatedTimestamp.getTime()),
    region,
    alarmData: {
      alarmName: alarm.AlarmName,
      state: state(alarm),
      previousState: state(from),
      configuration: {
        ...description,
        ...(kind === 'metric' ? { metrics: metricsOf(alarm) } : { alarmRule: alarm.AlarmRule }),
      },
    },
  }
}

function metricsOf(alarm: MetricAlarm): object[] {
  if (alarm.Metrics !== undefined) {
    return alarm.Metrics.map(({ Id, Expression, Label, MetricStat, ReturnData }) => ({
      id: Id,
      ...(Expression === undefined ? {} : { expression: Expression }),
      ...(Label === undefined ? {} : { label: Label }),
      ...(MetricStat === undefined ? {} : { metricStat: statOf(MetricStat.Metric, MetricStat.Period, MetricStat.Stat, MetricStat.Unit) }),
      returnData: ReturnData !== false,
    }))
  }
  const { MetricName, Namespace, Dimensions, Period, Unit } = alarm
  const stat = alarm.ExtendedStatistic ?? alarm.Statistic
  return [{ id: 'm1', metricStat: statOf({ MetricName, Namespace, Dimensions: [...Dimensions] }, Period, stat, Unit), returnData: true }]
}

function statOf(
  metric: (Partial<Pick<MetricAlarm, 'MetricName' | 'Namespace'>> & { Dimensions?: MetricAlarm['Dimensions'] | undefined }) | undefined,
  period?: number,
  stat?: string,
  unit?: string,
): object {
  const dimensions = Object.fromEntries((metric?.Dimensions ?? []).map(({ Name, Value }) => [Name, Value]))
  return {
    metric: { namespace: metric?.Namespace, name: metric?.MetricName, dimensions },
    period,
    stat,
    ...(unit === undefined ? {} : { unit }),
  }
}

const REGIONS: Readonly<Record<string, string>> = {
  'ap-northeast-1': 'Asia Pacific (Tokyo)',
  'ap-south-1': 'Asia Pacific (Mumbai)',
  'ap-southeast-1': 'Asia Pacific (Singapore)',
  'ap-southeast-2': 'Asia Pacific (Sydney)',
  'ca-central-1': 'Canada (Central)',
  'eu-central-1': 'EU (Frankfurt)',
  'eu-west-1': 'EU (Ireland)',
  'eu-west-2': 'EU (London)',
  'sa-east-1': 'South America (Sao Paulo)',
  'us-east-1': 'US East (N. Virginia)',
  'us-east-2': 'US East (Ohio)',
  'us-west-1': 'US West (N. California)',
  'us-west-2': 'US West (Oregon)',
}

function regionName(region: string): string {
  return REGIONS[region] ?? region
}
