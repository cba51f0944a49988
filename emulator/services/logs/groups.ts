import type * as sdk from '@aws-sdk/client-cloudwatch-logs'
import type { LogGroupRecord } from '../../model/account-services'
import { AwsError } from '../../model/errors'
import { logStreamKey } from '../../observe/logs'
import type { Call } from '../operations'
import { page } from '../pages'
import { checkName, constraint, findGroup, identifiedGroup, invalid, type LogsOperations } from './operations'

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
  const { logGroupName, deletionProtectionEnabled } = findGroup(call, input.logGroupName)
  if (deletionProtectionEnabled) {
    // The wording is uncertain.
    throw new AwsError('ValidationException', `The log group ${logGroupName} has deletion protection enabled.`, 400)
  }
  for (const table of [call.records.logStreams, call.records.subscriptionFilters, call.records.metricFilters]) table.deleteAll(logGroupName)
  call.diagnostics.replace(`subscription filters of ${logGroupName}`, [])
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
        (input.logGroupClass === undefined || group.logGroupClass === input.logGroupClass) &&
        (input.logGroupIdentifiers === undefined ||
          input.logGroupIdentifiers.some((one) => one === group.logGroupName || one === group.arn || one === group.logGroupArn)),
    )
    .sort((a, b) => (a.logGroupName < b.logGroupName ? -1 : 1))
  const { items, next } = page(all, input.nextToken, input.limit ?? 50)
  const logGroups = items.map(({ tags: _tags, ...group }) => ({
    ...group,
    metricFilterCount: call.records.metricFilters.ids(group.logGroupName).length,
  }))
  return { logGroups, ...(next === undefined ? {} : { nextToken: next }) }
}

export const ListLogGroups: LogsOperations['ListLogGroups'] = (input, call) => {
  const pattern = input.logGroupNamePattern?.toLowerCase()
  const all = call.records.logGroups
    .list()
    .filter(
      ({ logGroupName, logGroupClass }) =>
        (pattern === undefined || logGroupName.toLowerCase().includes(pattern)) &&
        (input.logGroupClass === undefined || logGroupClass === input.logGroupClass),
    )
    .sort((a, b) => (a.logGroupName < b.logGroupName ? -1 : 1))
  const { items, next } = page(all, input.nextToken, input.limit ?? 50)
  const logGroups = items.map(({ logGroupName, logGroupArn, logGroupClass }) => ({ logGroupName, logGroupArn, logGroupClass }))
  return { logGroups, ...(next === undefined ? {} : { nextToken: next }) }
}

export const PutRetentionPolicy: LogsOperations['PutRetentionPolicy'] = (input, call) => {
  const group = findGroup(call, input.logGroupName)
  const days = input.retentionInDays
  if (days === undefined || !RETENTIONS.includes(days)) {
    throw constraint('retentionInDays', days, `Member must satisfy enum value set: [${RETENTIONS.join(', ')}]`)
  }
  call.records.logGroups.put({ ...group, retentionInDays: days }, group.logGroupName)
  return {}
}

export const DeleteRetentionPolicy: LogsOperations['DeleteRetentionPolicy'] = (input, call) => {
  const { retentionInDays: _dropped, ...group } = findGroup(call, input.logGroupName)
  call.records.logGroups.put(group, group.logGroupName)
  return {}
}

export const PutLogGroupDeletionProtection: LogsOperations['PutLogGroupDeletionProtection'] = (input, call) => {
  const group = identifiedGroup(call, { logGroupIdentifier: input.logGroupIdentifier })
  const deletionProtectionEnabled = input.deletionProtectionEnabled ?? false
  call.records.logGroups.put({ ...group, deletionProtectionEnabled }, group.logGroupName)
  return {}
}

/** The key is kept; events are not encrypted here. */
export const AssociateKmsKey: LogsOperations['AssociateKmsKey'] = (input, call) => {
  const group = findGroup(call, input.logGroupName)
  if (input.kmsKeyId === undefined) throw constraint('kmsKeyId', 'null', 'Member must not be null')
  call.records.logGroups.put({ ...group, kmsKeyId: input.kmsKeyId }, group.logGroupName)
  return {}
}

export const DisassociateKmsKey: LogsOperations['DisassociateKmsKey'] = (input, call) => {
  const { kmsKeyId: _dropped, ...group } = findGroup(call, input.logGroupName)
  call.records.logGroups.put(group, group.logGroupName)
  return {}
}

/** The group is there afterwards: services that write logs make theirs when they first need it. Answers whether it was not there. */
export function ensureLogGroup(call: Call, name: string): boolean {
  if (call.records.logGroups.get(name) !== undefined) return false
  create(call, name, {})
  return true
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
