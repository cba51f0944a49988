import type { AlarmRecord } from '../../../model/cloudwatch'
import type { Call } from '../../operations'
import { type CloudWatchOperations, constraint, invalidValue, oneOf } from '../operations'
import { remember } from './history'
import { checkAlarmName, noSuchAlarm, tellActions } from './records'
import { AlarmStates } from './state'

const STATES = ['OK', 'ALARM', 'INSUFFICIENT_DATA'] as const

/** Nothing is deleted unless all are there. */
export const DeleteAlarms: CloudWatchOperations['DeleteAlarms'] = (input, call) => {
  const records = (input.AlarmNames ?? []).map((name) => call.records.alarms.get(name))
  const composite = records.filter((record) => record?.kind === 'composite')
  if (composite.length > 1) throw invalidValue('Only one composite alarm can be deleted per operation.')
  if (records.some((record) => record === undefined)) throw noSuchAlarm()
  for (const record of records) {
    if (record === undefined) continue
    const { AlarmName } = record.alarm
    call.records.alarms.delete(AlarmName)
    tellActions(call, AlarmName, [])
    remember(call, record, 'ConfigurationUpdate', `Alarm "${AlarmName}" deleted`, { type: 'Delete', deletedAlarm: record.alarm })
  }
  return {}
}

/** The state holds until the alarm is evaluated the next time. */
export const SetAlarmState: CloudWatchOperations['SetAlarmState'] = (input, call) => {
  const name = checkAlarmName(input.AlarmName)
  const state = oneOf(input.StateValue, STATES, 'stateValue')
  const { StateReason: reason = '', StateReasonData: reasonData } = input
  if (reason.length > 1023) throw constraint('stateReason', reason, 'Member must have length less than or equal to 1023')
  if (call.records.alarms.get(name) === undefined) throw noSuchAlarm()
  if (reasonData !== undefined && !isJson(reasonData)) throw invalidFormat()
  new AlarmStates(call).set(name, { state, reason, reasonData })
  return {}
}

export const EnableAlarmActions: CloudWatchOperations['EnableAlarmActions'] = (input, call) => enable(call, input.AlarmNames, true)
export const DisableAlarmActions: CloudWatchOperations['DisableAlarmActions'] = (input, call) => enable(call, input.AlarmNames, false)

/** Names of no alarm are passed over, as on AWS. */
function enable(call: Call, names: readonly string[] | undefined, ActionsEnabled: boolean): Record<string, never> {
  for (const name of names ?? []) {
    const record = call.records.alarms.get(name)
    if (record === undefined || record.alarm.ActionsEnabled === ActionsEnabled) continue
    const changed = { ...record, alarm: { ...record.alarm, ActionsEnabled } } as AlarmRecord
    call.records.alarms.put(changed, name)
    remember(call, changed, 'ConfigurationUpdate', `Alarm "${name}" updated`, { type: 'Update', updatedAlarm: changed.alarm })
  }
  return {}
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

/** Uncertain: the wording. */
function invalidFormat(): Error {
  return invalidValue('StateReasonData is not a valid JSON string.')
}
