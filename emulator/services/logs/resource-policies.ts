import type { ResourcePolicy } from '@aws-sdk/client-cloudwatch-logs'
import { compilePolicy } from '../../language/policy/policy'
import type { LogPolicyRecord } from '../../model/account-services'
import { AwsError } from '../../model/errors'
import type { Call } from '../operations'
import { page } from '../pages'
import { constraint, findByArn, invalid, type LogsOperations } from './operations'

/** Policies of an account in a region, and characters of one (CloudWatch Logs API reference, PutResourcePolicy). */
const MOST_POLICIES = 10
const MOST_CHARACTERS = 5120

/**
 * Policies let services write log events. They are kept: nothing here asks them, since what the emulator writes it writes itself. One of a log
 * group is named by its ARN, and replaced by who knows its revision.
 */
export const PutResourcePolicy: LogsOperations['PutResourcePolicy'] = (input, call) => {
  const { policyName = '', policyDocument = '', resourceArn, expectedRevisionId } = input
  if (resourceArn === undefined && policyName === '') throw constraint('policyName', policyName, 'Member must not be null')
  if (policyDocument.length < 1 || policyDocument.length > MOST_CHARACTERS)
    throw constraint('policyDocument', policyDocument.slice(0, 100), `Member must have length between 1 and ${MOST_CHARACTERS}`)
  checkDocument(policyDocument)
  const { logPolicies } = call.records
  const id = idOf(call, input)
  const before = logPolicies.get(id)
  if (resourceArn !== undefined && before !== undefined) checkRevision(before, expectedRevisionId)
  const inAccount = logPolicies.list().filter(({ policyScope }) => policyScope === 'ACCOUNT')
  if (before === undefined && resourceArn === undefined && inAccount.length >= MOST_POLICIES)
    throw new AwsError('LimitExceededException', 'Resource limit exceeded.', 400)
  const record: LogPolicyRecord = {
    ...(policyName === '' ? {} : { policyName }),
    policyDocument,
    lastUpdatedTime: call.clock.now(),
    policyScope: resourceArn === undefined ? 'ACCOUNT' : 'RESOURCE',
    ...(resourceArn === undefined ? {} : { resourceArn, revisionId: call.ids.hex(32) }),
  }
  logPolicies.put(record, id)
  return { resourcePolicy: { ...record }, ...(record.revisionId === undefined ? {} : { revisionId: record.revisionId }) }
}

/** Those of the account, unless those of log groups are asked for. */
export const DescribeResourcePolicies: LogsOperations['DescribeResourcePolicies'] = (input, call) => {
  const { resourceArn, policyScope = resourceArn === undefined ? 'ACCOUNT' : 'RESOURCE' } = input
  const all = call.records.logPolicies
    .list()
    .filter((one) => one.policyScope === policyScope)
    .filter((one) => resourceArn === undefined || plain(one.resourceArn ?? '') === plain(resourceArn))
  const { items, next } = page(all, input.nextToken, input.limit ?? 50)
  const resourcePolicies: ResourcePolicy[] = items.map((one) => ({ ...one }))
  return { resourcePolicies, ...(next === undefined ? {} : { nextToken: next }) }
}

export const DeleteResourcePolicy: LogsOperations['DeleteResourcePolicy'] = (input, call) => {
  const id = idOf(call, input)
  const record = find(call, id)
  if (input.resourceArn !== undefined) checkRevision(record, input.expectedRevisionId)
  call.records.logPolicies.delete(id)
  return {}
}

/** A policy goes by its name; that of a group by the group's ARN, which comes with and without `:*`. */
function idOf(call: Call, { policyName, resourceArn }: Pick<ResourcePolicy, 'policyName' | 'resourceArn'>): string {
  return resourceArn === undefined ? (policyName ?? '') : plain(findByArn(call, resourceArn).arn)
}

function plain(arn: string): string {
  return arn.replace(/:\*$/, '')
}

function find(call: Call, id: string): LogPolicyRecord {
  const record = call.records.logPolicies.get(id)
  if (record === undefined) throw new AwsError('ResourceNotFoundException', `Policy with name [${id}] does not exist.`, 400)
  return record
}

/** Uncertain: the wording. */
function checkRevision({ revisionId }: LogPolicyRecord, expected: string | undefined): void {
  if (expected !== revisionId) throw new AwsError('OperationAbortedException', 'The revision id does not match that of the policy.', 400)
}

/** Uncertain: the wording beyond the first sentence. */
function checkDocument(text: string): void {
  let document: unknown
  try {
    document = JSON.parse(text)
  } catch {
    throw invalid('Policy document is malformed: it is no JSON.')
  }
  const [problem] = compilePolicy(document).problems
  if (problem !== undefined) throw invalid(`Policy document is malformed: ${problem}`)
}
