import { userError } from '../base/diagnostics'
import type { Emulator } from '../emulator'
import type { AlarmRecord } from '../model/cloudwatch'

/** An alarm, in a test: the state that it has now, and why. */
export interface AlarmView {
  readonly name: string
  readonly state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA'
  readonly reason: string
  /** When it came to the state. */
  readonly since: Date
}

/** An alarm by its name, or by the end of it where that is enough; a `UserError` that lists the alarms when there is none. */
export function findAlarm(emulator: Emulator, name: string): AlarmView {
  const alarms = emulator.call().records.alarms.list()
  const found = alarms.find(({ alarm }) => alarm.AlarmName === name) ?? only(alarms.filter(({ alarm }) => alarm.AlarmName.includes(name)))
  if (found === undefined) {
    const names = alarms.map(({ alarm }) => alarm.AlarmName).sort()
    throw userError('no-alarm', `There is no alarm ${name}. There ${names.length === 0 ? 'is none' : `are: ${names.join(', ')}`}.`, {
      fix: 'Give the name of an alarm, or a part of it that no other has.',
    })
  }
  const { AlarmName, StateValue, StateReason, StateTransitionedTimestamp } = found.alarm
  return { name: AlarmName, state: StateValue, reason: StateReason, since: StateTransitionedTimestamp }
}

function only(alarms: readonly AlarmRecord[]): AlarmRecord | undefined {
  return alarms.length === 1 ? alarms[0] : undefined
}
