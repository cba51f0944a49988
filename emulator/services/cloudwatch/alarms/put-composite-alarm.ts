import type { AlarmRecord } from '../../../model/cloudwatch'
import { AwsError } from '../../../model/errors'
import { type CloudWatchOperations, constraint, invalidValue } from '../operations'
import { checkAlarmName, keepAlarm } from './records'
import { parseRule } from './rule'
import { AlarmStates } from './state'

const LONGEST_RULE = 10_240

/** Creates or overwrites an alarm on the states of others, and judges it at once. */
export const PutCompositeAlarm: CloudWatchOperations['PutCompositeAlarm'] = (input, call) => {
  const name = checkAlarmName(input.AlarmName)
  const rule = input.AlarmRule ?? ''
  if (rule.length > LONGEST_RULE) throw constraint('alarmRule', '...', `Member must have length less than or equal to ${LONGEST_RULE}`)
  const { alarms } = parseRule(rule)
  const exists = (alarm: string) => call.records.alarms.get(alarm.replace(/^arn:[^:]+:cloudwatch:[^:]*:\d*:alarm:/, '')) !== undefined
  const unknown = alarms.filter((alarm) => !exists(alarm))
  if (unknown.length > 0) {
    const list = unknown.join(', ')
    throw new AwsError('ValidationError', `Could not save the composite alarm as alarms [${list}] in the alarm rule do not exist`, 400)
  }
  const { ActionsSuppressor: suppressor, ActionsSuppressorWaitPeriod: wait, ActionsSuppressorExtensionPeriod: extension } = input
  if (suppressor === undefined ? wait !== undefined || extension !== undefined : wait === undefined || extension === undefined) {
    throw invalidValue('ActionsSuppressor, ActionsSuppressorWaitPeriod and ActionsSuppressorExtensionPeriod must be given together.')
  }
  if (suppressor !== undefined && !exists(suppressor)) throw invalidValue(`The actions suppressor ${suppressor} does not exist.`)
  const before = call.records.alarms.get(name)
  if (before?.kind === 'metric') throw invalidValue(`A metric alarm has the name ${name} already.`)
  keepAlarm(call, input, before, (common): AlarmRecord => {
    const suppression =
      suppressor === undefined || wait === undefined || extension === undefined
        ? {}
        : { ActionsSuppressor: suppressor, ActionsSuppressorWaitPeriod: wait, ActionsSuppressorExtensionPeriod: extension }
    return { kind: 'composite', alarm: { ...common.alarm, ...suppression, AlarmRule: rule }, tags: common.tags }
  })
  new AlarmStates(call).judge(name)
  return {}
}
