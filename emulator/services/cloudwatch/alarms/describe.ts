import type { AlarmRecord } from '../../../model/cloudwatch'
import type { Call } from '../../operations'
import { page } from '../../pages'
import { checkDimensions } from '../metric-names'
import { type CloudWatchOperations, invalidCombination } from '../operations'
import { parseRule } from './rule'

/** Alarms by name, prefix, state, action or kinship; metric alarms only unless others are asked for. */
export const DescribeAlarms: CloudWatchOperations['DescribeAlarms'] = (input, call) => {
  const { AlarmNames: names, AlarmNamePrefix: prefix, ActionPrefix: action } = input
  if (names !== undefined && prefix !== undefined) {
    throw invalidCombination('AlarmNames and AlarmNamePrefix are mutually exclusive.')
  }
  const kin = kinOf(call, input.ChildrenOfAlarmName, input.ParentsOfAlarmName)
  // Kin are of either kind.
  const kinds = (input.AlarmTypes ?? (kin === undefined ? ['MetricAlarm'] : ['MetricAlarm', 'CompositeAlarm'])) as readonly string[]
  const found = call.records.alarms
    .list()
    .filter(
      ({ kind, alarm }) =>
        kinds.includes(kind === 'metric' ? 'MetricAlarm' : 'CompositeAlarm') &&
        (names === undefined || names.includes(alarm.AlarmName)) &&
        alarm.AlarmName.startsWith(prefix ?? '') &&
        (kin === undefined || kin.has(alarm.AlarmName)) &&
        (input.StateValue === undefined || alarm.StateValue === input.StateValue) &&
        (action === undefined ||
          [...alarm.AlarmActions, ...alarm.OKActions, ...alarm.InsufficientDataActions].some((arn) => arn.startsWith(action))),
    )
    .sort((a, b) => (a.alarm.AlarmName < b.alarm.AlarmName ? -1 : 1))
  const { items, next } = page(found, input.NextToken, input.MaxRecords ?? 50)
  return {
    MetricAlarms: items.flatMap((record) => (record.kind === 'metric' ? [shown(record)] : [])),
    CompositeAlarms: items.flatMap((record) => (record.kind === 'composite' ? [{ ...record.alarm, ...actionsOf(record) }] : [])),
    ...(next === undefined ? {} : { NextToken: next }),
  }
}

/** The alarms on one metric, of one statistic, unit and period where they are given. */
export const DescribeAlarmsForMetric: CloudWatchOperations['DescribeAlarmsForMetric'] = (input, call) => {
  const text = (dimensions: Parameters<typeof checkDimensions>[0]) => JSON.stringify(checkDimensions(dimensions))
  const wanted = text(input.Dimensions)
  const MetricAlarms = call.records.alarms.list().flatMap((record) => {
    if (record.kind !== 'metric') return []
    const { alarm } = record
    const fits =
      alarm.Namespace === input.Namespace &&
      alarm.MetricName === input.MetricName &&
      text([...alarm.Dimensions]) === wanted &&
      (input.Statistic === undefined || alarm.Statistic === input.Statistic) &&
      (input.ExtendedStatistic === undefined || alarm.ExtendedStatistic === input.ExtendedStatistic) &&
      (input.Period === undefined || alarm.Period === input.Period) &&
      (input.Unit === undefined || alarm.Unit === input.Unit)
    return fits ? [shown(record)] : []
  })
  return { MetricAlarms }
}

function shown(record: Extract<AlarmRecord, { kind: 'metric' }>) {
  return { ...record.alarm, ...actionsOf(record), Dimensions: [...record.alarm.Dimensions] }
}

function actionsOf({ alarm }: AlarmRecord) {
  return {
    AlarmActions: [...alarm.AlarmActions],
    OKActions: [...alarm.OKActions],
    InsufficientDataActions: [...alarm.InsufficientDataActions],
  }
}

/** The names of the alarms that a composite alarm's rule names, or of those whose rules name an alarm. */
function kinOf(call: Call, childrenOf: string | undefined, parentsOf: string | undefined): ReadonlySet<string> | undefined {
  if (childrenOf === undefined && parentsOf === undefined) return undefined
  const children = (record: AlarmRecord | undefined) =>
    (record?.kind === 'composite' ? parseRule(record.alarm.AlarmRule).alarms : []).map((name) => name.replace(/^arn:.*:alarm:/, ''))
  if (childrenOf !== undefined) return new Set(children(call.records.alarms.get(childrenOf)))
  const parents = call.records.alarms.list().filter((record) => children(record).includes(parentsOf ?? ''))
  return new Set(parents.map(({ alarm }) => alarm.AlarmName))
}
