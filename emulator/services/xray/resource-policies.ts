import { byteLength } from '../../base/bytes'
import { compilePolicy, type Policy } from '../../language/policy/policy'
import { AwsError } from '../../model/errors'
import type { Call } from '../operations'
import { page } from '../pages'
import { invalidRequest, type XRayOperations } from './operations'

/** Policies of an account in a region, and bytes of one (X-Ray API reference, PutResourcePolicy). */
const MOST_POLICIES = 5
const LARGEST_POLICY = 5 * 1024
const PAGE = 100

/** Policies are kept: nobody here asks them. */
export const PutResourcePolicy: XRayOperations['PutResourcePolicy'] = (input, call) => {
  const { PolicyName = '', PolicyDocument = '', PolicyRevisionId, BypassPolicyLockoutCheck = false } = input
  const { tracePolicies } = call.records
  if (!/^[\w+=,.@-]{1,128}$/.test(PolicyName)) throw invalidRequest(`Invalid PolicyName: ${PolicyName}`)
  if (byteLength(PolicyDocument) > LARGEST_POLICY)
    throw new AwsError('PolicySizeLimitExceededException', `A policy has at most ${LARGEST_POLICY} bytes.`, 400)
  const policy = readPolicy(PolicyDocument)
  if (!BypassPolicyLockoutCheck && locksOut(policy, call))
    throw new AwsError('LockoutPreventionException', 'The policy would not let its author put another one.', 400)
  const before = tracePolicies.get(PolicyName)
  checkRevision(PolicyRevisionId, before?.PolicyRevisionId ?? '0')
  if (before === undefined && tracePolicies.list().length >= MOST_POLICIES)
    throw new AwsError('PolicyCountLimitExceededException', `An account has at most ${MOST_POLICIES} policies.`, 400)
  const record = {
    PolicyName,
    PolicyDocument,
    PolicyRevisionId: String(Number(before?.PolicyRevisionId ?? 0) + 1),
    LastUpdatedTime: new Date(call.clock.now()),
  }
  tracePolicies.put(record, PolicyName)
  return { ResourcePolicy: record }
}

export const ListResourcePolicies: XRayOperations['ListResourcePolicies'] = (input, call) => {
  const { items, next } = page(call.records.tracePolicies.list(), input.NextToken, PAGE)
  return { ResourcePolicies: items, ...(next === undefined ? {} : { NextToken: next }) }
}

export const DeleteResourcePolicy: XRayOperations['DeleteResourcePolicy'] = ({ PolicyName = '', PolicyRevisionId }, call) => {
  const { tracePolicies } = call.records
  const record = tracePolicies.get(PolicyName)
  if (record === undefined) throw invalidRequest(`There is no policy named ${PolicyName}.`)
  checkRevision(PolicyRevisionId, record.PolicyRevisionId)
  tracePolicies.delete(PolicyName)
  return {}
}

/** Revision 0 is that of a policy that is not there. Uncertain: that the first one is 1. */
function checkRevision(given: string | undefined, latest: string): void {
  if (given !== undefined && given !== latest)
    throw new AwsError('InvalidPolicyRevisionIdException', 'The policy revision id does not match the latest one.', 400)
}

function readPolicy(text: string): Policy {
  let document: unknown
  try {
    document = JSON.parse(text)
  } catch {
    throw malformed('it is no JSON')
  }
  const policy = compilePolicy(document)
  const [problem] = policy.problems
  if (problem !== undefined) throw malformed(problem)
  return policy
}

function malformed(reason: string): AwsError {
  return new AwsError('MalformedPolicyDocumentException', `Invalid policy document: ${reason}`, 400)
}

function locksOut(policy: Policy, { account }: Call): boolean {
  const principals = [account, `arn:aws:iam::${account}:root`]
  return policy.evaluate({ action: 'xray:PutResourcePolicy', resource: '*', principals, context: {} }) === 'deny'
}
