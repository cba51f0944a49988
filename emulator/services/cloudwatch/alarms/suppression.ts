import type { AlarmRecord, CompositeAlarm } from '../../../model/cloudwatch'
import type { Call } from '../../operations'
import { runActions } from './actions'

type Reason = NonNullable<CompositeAlarm['ActionsSuppressedBy']>

/**
 * Runs the actions of a state, unless the alarm's suppressor keeps them back: at once when it is in ALARM, or when it comes to it within
 * the waiting period. What was kept back runs when the suppressor has left ALARM for as long as the extension period, if the state still holds.
 */
export function actUnlessSuppressed(call: Call, record: AlarmRecord, from: AlarmRecord['alarm']): void {
  if (!record.alarm.ActionsEnabled) return
  const suppressor = record.kind === 'composite' ? record.alarm.ActionsSuppressor : undefined
  if (record.kind === 'metric' || suppressor === undefined) {
    runActions(call, record, from)
    return
  }
  if (isAlarming(call, suppressor)) suppress(call, record, 'Alarm')
  else wait(call, record, from, 'WaitPeriod', record.alarm.ActionsSuppressorWaitPeriod)
}

/** An alarm has left ALARM: those that it kept back go on, each after its extension period. */
export function release(call: Call, { alarm }: AlarmRecord): void {
  for (const record of call.records.alarms.list()) {
    if (record.kind !== 'composite' || record.alarm.ActionsSuppressedBy !== 'Alarm') continue
    const suppressor = record.alarm.ActionsSuppressor
    if (suppressor !== alarm.AlarmName && suppressor !== alarm.AlarmArn) continue
    wait(call, record, record.alarm, 'ExtensionPeriod', record.alarm.ActionsSuppressorExtensionPeriod)
  }
}

function wait(call: Call, record: AlarmRecord, from: AlarmRecord['alarm'], reason: Reason, seconds = 0): void {
  const { AlarmName, StateValue, StateTransitionedTimestamp: since } = record.alarm
  const run = () => {
    const present = call.records.alarms.get(AlarmName)
    if (present?.kind !== 'composite' || present.alarm.StateValue !== StateValue) return
    const waited = present.alarm.StateTransitionedTimestamp.getTime() === since.getTime() && present.alarm.ActionsSuppressedBy === reason
    if (seconds > 0 && !waited) return
    const suppressor = present.alarm.ActionsSuppressor
    if (suppressor !== undefined && isAlarming(call, suppressor)) {
      suppress(call, present, 'Alarm')
      return
    }
    suppress(call, present, undefined)
    runActions(call, present, from)
  }
  if (seconds <= 0) {
    run()
    return
  }
  suppress(call, record, reason)
  call.clock.after(seconds * 1000, run)
}

function suppress(call: Call, record: AlarmRecord, reason: Reason | undefined): void {
  const { ActionsSuppressedBy: before, ActionsSuppressedReason: _why, ...rest } = record.alarm as CompositeAlarm
  if (before === reason) return
  const alarm =
    reason === undefined ? rest : { ...rest, ActionsSuppressedBy: reason, ActionsSuppressedReason: `Actions suppressed by ${reason}` }
  call.records.alarms.put({ ...record, alarm } as AlarmRecord, alarm.AlarmName)
}

function isAlarming(call: Call, nameOrArn: string): boolean {
  return call.records.alarms.get(nameOrArn.replace(/^arn:[^:]+:cloudwatch:[^:]*:\d*:alarm:/, ''))?.alarm.StateValue === 'ALARM'
}
