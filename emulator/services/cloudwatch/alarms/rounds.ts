import type { Registry } from '../../../model/registry'
import type { Call } from '../../operations'
import { evaluateAlarm, periodOf } from './evaluate-alarm'
import { AlarmStates } from './state'

const MINUTE = 60_000
/** How often alarms with periods below a minute are evaluated. */
const FAST = 10_000

/** How often there is an alarm to be evaluated. Milliseconds; undefined where there is none. */
export function stepOf(registry: Registry): number | undefined {
  let step: number | undefined
  for (const { records } of registry.scopes()) {
    for (const record of records.alarms.list()) {
      if (record.kind !== 'metric') continue
      if (periodOf(record.alarm) < MINUTE) return FAST
      step = MINUTE
    }
  }
  return step
}

/** Evaluates the alarms that are due at this moment of the clock. */
export function evaluateAlarms(registry: Registry, callFor: (account: string, region: string) => Call, now: number): void {
  for (const { account, region, records } of registry.scopes()) {
    if (records.alarms.parents().length === 0) continue
    const call = callFor(account, region)
    const states = new AlarmStates(call)
    for (const record of records.alarms.list()) {
      if (record.kind !== 'metric' || (now % MINUTE !== 0 && periodOf(record.alarm) >= MINUTE)) continue
      const evaluated = evaluateAlarm(record.alarm, call, now)
      if (evaluated !== undefined) states.set(record.alarm.AlarmName, evaluated)
    }
  }
}
