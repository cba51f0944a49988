import type * as sdk from '@aws-sdk/client-cloudwatch-logs'
import type { LogGroupRecord } from '../../model/account-services'
import { AwsError } from '../../model/errors'
import { logStreamKey } from '../../observe/logs'
import type { Call, Operations } from '../operations'
import { page } from '../pages'

export type LogsOperations = Operations<typeof sdk>

/** Days that a retention may have. */
const RETENTIONS = [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653]

export const CreateLogGroup: LogsOperations['CreateLogGroup'] = (input, call) => {
  const name = checkName(input.logGroupName)
  if (call.records.logGroups.get(name) !== undefined) {
    throw new AwsError('ResourceAlreadyExistsException', 'The specified log group already exists', 400)
  }
  create(call, name, input)
  return {}
}

export const DeleteLogGroup: LogsOperations['DeleteLogGroup'] = async (input, call) => {
  const { logGroupName } = findGroup(call, input.logGroupName)
  call.records.logGroups.delete(logGroupName)
  await call.store.delete(logStreamKey(call.account, call.region, logGroupName))
  return {}
}

export const DescribeLogGroups: LogsOperations['DescribeLogGroups'] = (input, call) => {
  if (input.logGroupNamePrefix !== undefined && input.logGroupNamePattern !== undefined) {
    throw invalid('LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.')
  }
  const pattern = input.logGroupNamePattern?.toLowerCase()
  const all = call.records.logGroups
    .list()
    .filter(
      (group) =>
        group.logGroupName.startsWith(input.logGroupNamePrefix ?? '') &&
        (pattern === undefined || group.logGroupName.toLowerCase().includes(pattern)) &&
        (input.logGroupClass === undefined || group.logGroupClass === input.logGroupClass),
    )
    .sort((a, b) => (a.logGroupName < b.logGroupName ? -1 : 1))
  const { items, next } = page(all, input.nextToken, input.limit ?? 50)
  return { logGroups: items.map(({ tags: _tags, ...group }) => group), ...(next === undefined ? {} : { nextToken: next }) }
}

export const PutRetentionPolicy: LogsOperations['PutRetentionPolicy'] = (input, call) => {
  const group = findGroup(call, input.logGroupName)
  const days = input.retentionInDays
  if (days === undefined || !RETENTIONS.includes(days)) {
    throw invalid(
      `1 validation error detected: Value '${days}' at 'retentionInDays' failed to satisfy constraint: Member must satisfy enum value set: [${RETENTIONS.join(', ')}]`,
    )
  }
  call.records.logGroups.put({ ...group, retentionInDays: days }, group.logGroupName)
  return {}
}

export const DeleteRetentionPolicy: LogsOperations['DeleteRetentionPolicy'] = (input, call) => {
  const { retentionInDays: _dropped, ...group } = findGroup(call, input.logGroupName)
  call.records.logGroups.put(group, group.logGroupName)
  return {}
}

export const TagResource: LogsOperations['TagResource'] = (input, call) => {
  const group = findByArn(call, input.resourceArn)
  call.records.logGroups.put({ ...group, tags: { ...group.tags, ...input.tags } }, group.logGroupName)
  return {}
}

export const UntagResource: LogsOperations['UntagResource'] = (input, call) => {
  const group = findByArn(call, input.resourceArn)
  const dropped = new Set(input.tagKeys)
  const tags = Object.fromEntries(Object.entries(group.tags).filter(([key]) => !dropped.has(key)))
  call.records.logGroups.put({ ...group, tags }, group.logGroupName)
  return {}
}

export const ListTagsForResource: LogsOperations['ListTagsForResource'] = (input, call) => ({
  tags: { ...findByArn(call, input.resourceArn).tags },
})

/** The group is there afterwards: services that write logs make theirs when they first need it. */
export function ensureLogGroup(call: Call, name: string): void {
  if (call.records.logGroups.get(name) === undefined) create(call, name, {})
}

function create(call: Call, name: string, given: sdk.CreateLogGroupRequest | Record<string, never>): void {
  const arn = `arn:aws:logs:${call.region}:${call.account}:log-group:${name}`
  const record: LogGroupRecord = {
    logGroupName: name,
    arn: `${arn}:*`,
    logGroupArn: arn,
    creationTime: call.clock.now(),
    metricFilterCount: 0,
    storedBytes: 0,
    logGroupClass: given.logGroupClass ?? 'STANDARD',
    ...(given.kmsKeyId === undefined ? {} : { kmsKeyId: given.kmsKeyId }),
    ...(given.deletionProtectionEnabled === undefined ? {} : { deletionProtectionEnabled: given.deletionProtectionEnabled }),
    tags: { ...given.tags },
  }
  call.records.logGroups.put(record, name)
}

function findGroup(call: Call, name: string | undefined): LogGroupRecord {
  const record = call.records.logGroups.get(checkName(name))
  if (record === undefined) throw notFound()
  return record
}

/** The ARN of a group comes with and without `:*` at its end. */
function findByArn(call: Call, arn: string | undefined): LogGroupRecord {
  const name = /^arn:[^:]+:logs:[^:]*:\d*:log-group:([^:]+)(?::\*)?$/.exec(arn ?? '')?.[1]
  if (name === undefined) throw invalid(`The ARN '${arn ?? ''}' is not that of a log group.`)
  return findGroup(call, name)
}

function notFound(): AwsError {
  return new AwsError('ResourceNotFoundException', 'The specified log group does not exist.', 400)
}

function checkName(name: string | undefined): string {
  if (name === undefined || !/^[.\-_/#A-Za-z0-9]{1,512}$/.test(name)) {
    throw invalid(
      `1 validation error detected: Value '${name ?? ''}' at 'logGroupName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\.\\-_/#A-Za-z0-9]+`,
    )
  }
  return name
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidParameterException', message, 400)
}
