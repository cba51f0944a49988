import type { PutCompositeAlarmInput, PutMetricAlarmInput } from '@aws-sdk/client-cloudwatch'
import type { AlarmRecord } from '../../../model/cloudwatch'
import { AwsError } from '../../../model/errors'
import type { Call } from '../../operations'
import { constraint } from '../operations'
import { deadActions } from './actions'
import { remember } from './history'

const MOST_ACTIONS = 5

export function checkAlarmName(name: string | undefined): string {
  if (name === undefined || name === '') throw constraint('alarmName', name, 'Member must have length greater than or equal to 1')
  if (name.length > 255) throw constraint('alarmName', name, 'Member must have length less than or equal to 255')
  return name
}

export function noSuchAlarm(): AwsError {
  return new AwsError('ResourceNotFound', '', 404)
}

/** What both kinds of alarm have, before anything of their own. */
export interface CommonAlarm {
  readonly alarm: Pick<
    AlarmRecord['alarm'],
    | 'AlarmName'
    | 'AlarmArn'
    | 'ActionsEnabled'
    | 'OKActions'
    | 'AlarmActions'
    | 'InsufficientDataActions'
    | 'StateValue'
    | 'StateReason'
    | 'StateUpdatedTimestamp'
    | 'StateTransitionedTimestamp'
    | 'AlarmConfigurationUpdatedTimestamp'
  >
  readonly tags: Readonly<Record<string, string>>
}

/** Puts an alarm, new or in place of the one before, whose state it takes over; with its item in the history and a word on actions that do nothing. */
export function keepAlarm(
  call: Call,
  input: PutMetricAlarmInput | PutCompositeAlarmInput,
  before: AlarmRecord | undefined,
  complete: (common: CommonAlarm) => AlarmRecord,
): void {
  const name = checkAlarmName(input.AlarmName)
  const now = new Date(call.clock.now())
  const actions = (member: 'OKActions' | 'AlarmActions' | 'InsufficientDataActions') => checkActions(input[member], member)
  const record = complete({
    alarm: {
      AlarmName: name,
      AlarmArn: `arn:aws:cloudwatch:${call.region}:${call.account}:alarm:${name}`,
      ...(input.AlarmDescription === undefined ? {} : { AlarmDescription: input.AlarmDescription }),
      ActionsEnabled: input.ActionsEnabled ?? true,
      OKActions: actions('OKActions'),
      AlarmActions: actions('AlarmActions'),
      InsufficientDataActions: actions('InsufficientDataActions'),
      StateValue: before?.alarm.StateValue ?? 'INSUFFICIENT_DATA',
      StateReason: before?.alarm.StateReason ?? 'Unchecked: Initial alarm creation',
      ...(before?.alarm.StateReasonData === undefined ? {} : { StateReasonData: before.alarm.StateReasonData }),
      StateUpdatedTimestamp: before?.alarm.StateUpdatedTimestamp ?? now,
      StateTransitionedTimestamp: before?.alarm.StateTransitionedTimestamp ?? now,
      AlarmConfigurationUpdatedTimestamp: now,
    },
    // Tags come with a new alarm only.
    tags: before?.tags ?? Object.fromEntries((input.Tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value])),
  })
  call.records.alarms.put(record, name)
  const data = { type: before === undefined ? 'Create' : 'Update', [before === undefined ? 'createdAlarm' : 'updatedAlarm']: record.alarm }
  remember(call, record, 'ConfigurationUpdate', `Alarm "${name}" ${before === undefined ? 'created' : 'updated'}`, data)
  const all = [...new Set([...record.alarm.OKActions, ...record.alarm.AlarmActions, ...record.alarm.InsufficientDataActions])]
  tellActions(call, name, deadActions(call, all))
}

/** Says which actions of an alarm nothing here carries out, in place of what was said before. */
export function tellActions(call: Call, name: string, dead: readonly string[]): void {
  call.diagnostics.replace(
    `actions of ${name}`,
    dead.map((arn) => ({
      code: 'alarm-action-not-emulated',
      severity: 'warning',
      message: `The alarm ${name} calls ${arn}, which nothing here carries out.`,
      ...(arn.includes(':sns:') ? { fix: 'Start with --services and the endpoint of who serves SNS.' } : {}),
      subject: `/alarms/${name}`,
    })),
  )
}

function checkActions(actions: readonly string[] = [], member: string): string[] {
  if (actions.length > MOST_ACTIONS) {
    throw constraint(member, `[${actions.join(', ')}]`, `Member must have length less than or equal to ${MOST_ACTIONS}`)
  }
  const wrong = actions.find((arn) => !/^arn:[^:]+:[^:]+:/.test(arn))
  if (wrong !== undefined) throw new AwsError('ValidationError', `Invalid arn syntax: ${wrong}`, 400)
  return [...actions]
}
