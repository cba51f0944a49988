import type { StateValue } from '@aws-sdk/client-cloudwatch'
import type { AlarmRecord } from '../../../model/cloudwatch'
import type { Call } from '../../operations'
import { remember } from './history'
import { iso } from './reasons'
import { type AlarmRule, parseRule } from './rule'
import { actUnlessSuppressed, release } from './suppression'

/** A state that an alarm comes to, and why. */
export interface NewState {
  readonly state: StateValue
  readonly reason: string
  readonly reasonData?: string | undefined
}

/** Brings alarms to new states: their records, their history, their actions, and what composite alarms make of it. */
export class AlarmStates {
  readonly #rules = new Map<string, AlarmRule>()

  constructor(private readonly call: Call) {}

  /** Brings an alarm to a state; when it is another one than before, its actions run and composite alarms are judged anew. */
  set(name: string, { state, reason, reasonData }: NewState, seen: ReadonlySet<string> = new Set()): void {
    const { call } = this
    const before = call.records.alarms.get(name)
    if (before === undefined) return
    const now = new Date(call.clock.now())
    const changed = before.alarm.StateValue !== state
    const update = {
      StateValue: state,
      StateReason: reason,
      StateReasonData: reasonData,
      StateUpdatedTimestamp: now,
      ...(changed ? { StateTransitionedTimestamp: now } : {}),
    }
    const record = { ...before, alarm: { ...before.alarm, ...update } } as AlarmRecord
    call.records.alarms.put(record, name)
    if (!changed) return
    remember(call, record, 'StateUpdate', `Alarm updated from ${before.alarm.StateValue} to ${state}`, {
      oldState: described(before),
      newState: described(record),
    })
    actUnlessSuppressed(call, record, before.alarm)
    if (before.alarm.StateValue === 'ALARM') release(call, record)
    this.#judgeComposites(name, record, new Set([...seen, name]))
  }

  /** Judges one composite alarm. `cause` is the alarm whose change is the occasion. */
  judge(name: string, cause?: AlarmRecord, seen: ReadonlySet<string> = new Set()): void {
    const record = this.call.records.alarms.get(name)
    if (record?.kind !== 'composite') return
    const { holds } = this.#ruleOf(record.alarm.AlarmRule)
    const state = holds((alarm) => this.#find(alarm)?.alarm.StateValue) ? 'ALARM' : 'OK'
    if (state === record.alarm.StateValue) return
    const reason =
      cause === undefined
        ? `Alarm rule evaluated to ${state === 'ALARM' ? 'TRUE' : 'FALSE'}`
        : `${cause.alarm.AlarmArn} transitioned to ${cause.alarm.StateValue} at ${longTime(this.call.clock.now())}`
    const triggering = cause === undefined ? [] : [{ arn: cause.alarm.AlarmArn, state: described(cause) }]
    this.set(name, { state, reason, reasonData: JSON.stringify({ triggeringAlarms: triggering }) }, seen)
  }

  /** Every composite alarm whose rule names the alarm; none a second time, should they name one another. */
  #judgeComposites(name: string, cause: AlarmRecord, seen: ReadonlySet<string>): void {
    for (const record of this.call.records.alarms.list()) {
      if (record.kind !== 'composite' || seen.has(record.alarm.AlarmName)) continue
      const { alarms } = this.#ruleOf(record.alarm.AlarmRule)
      if (alarms.some((each) => each === name || each === cause.alarm.AlarmArn)) this.judge(record.alarm.AlarmName, cause, seen)
    }
  }

  #find(nameOrArn: string): AlarmRecord | undefined {
    return this.call.records.alarms.get(nameOrArn.replace(/^arn:[^:]+:cloudwatch:[^:]*:\d*:alarm:/, ''))
  }

  #ruleOf(text: string): AlarmRule {
    let rule = this.#rules.get(text)
    if (rule === undefined) {
      rule = parseRule(text)
      this.#rules.set(text, rule)
    }
    return rule
  }
}

/** A state as the history keeps it. */
function described({ alarm: { StateValue, StateReason, StateReasonData } }: AlarmRecord): object {
  return {
    stateValue: StateValue,
    stateReason: StateReason,
    ...(StateReasonData === undefined ? {} : { stateReasonData: parsed(StateReasonData) }),
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** `Friday 02 January, 2026 03:04:05 UTC`. */
function longTime(at: number): string {
  const name = (part: 'weekday' | 'month') => new Date(at).toLocaleString('en-US', { [part]: 'long', timeZone: 'UTC' })
  const [year, month, rest = ''] = iso(at).split('-')
  return `${name('weekday')} ${rest.slice(0, 2)} ${month === undefined ? '' : name('month')}, ${year} ${rest.slice(3, 11)} UTC`
}
