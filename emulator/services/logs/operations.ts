import type * as sdk from '@aws-sdk/client-cloudwatch-logs'
import type { LogGroupRecord } from '../../model/account-services'
import { AwsError } from '../../model/errors'
import type { Call, Operations } from '../operations'

/** The operations of CloudWatch Logs, typed by the SDK's command classes. */
export type LogsOperations = Operations<typeof sdk>

export function invalid(message: string): AwsError {
  return new AwsError('InvalidParameterException', message, 400)
}

/** A member that breaks a constraint of the model, in AWS's words. */
export function constraint(member: string, found: unknown, rule: string): AwsError {
  return invalid(`1 validation error detected: Value '${String(found)}' at '${member}' failed to satisfy constraint: ${rule}`)
}

export function checkName(name: string | undefined): string {
  if (name === undefined || !/^[.\-_/#A-Za-z0-9]{1,512}$/.test(name)) {
    throw constraint('logGroupName', name ?? '', 'Member must satisfy regular expression pattern: [\\.\\-_/#A-Za-z0-9]+')
  }
  return name
}

export function findGroup(call: Call, name: string | undefined): LogGroupRecord {
  const record = call.records.logGroups.get(checkName(name))
  if (record === undefined) throw new AwsError('ResourceNotFoundException', 'The specified log group does not exist.', 400)
  return record
}

/** The ARN of a group comes with and without `:*` at its end. */
export function findByArn(call: Call, arn: string | undefined): LogGroupRecord {
  const name = /^arn:[^:]+:logs:[^:]*:\d*:log-group:([^:]+)(?::\*)?$/.exec(arn ?? '')?.[1]
  if (name === undefined) throw invalid(`The ARN '${arn ?? ''}' is not that of a log group.`)
  return findGroup(call, name)
}

/** A group by its name, or by a name or ARN in `logGroupIdentifier`. */
export function identifiedGroup(
  call: Call,
  given: { readonly logGroupName?: string | undefined; readonly logGroupIdentifier?: string | undefined },
): LogGroupRecord {
  const { logGroupName: name, logGroupIdentifier: identifier } = given
  if (name !== undefined && identifier !== undefined) {
    throw invalid('LogGroup name and LogGroup identifier are mutually exclusive parameters.')
  }
  return identifier?.startsWith('arn:') ? findByArn(call, identifier) : findGroup(call, name ?? identifier)
}
