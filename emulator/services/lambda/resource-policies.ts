import { compilePolicy } from '../../language/policy/policy'
import type { FunctionPolicyRecord } from '../../model/lambda'
import type { Call } from '../operations'
import { checkRevision } from './configuration'
import { checkQualifier, functionArn, functionName } from './names'
import { invalidParameter, type LambdaOperations, lambdaError, required } from './operations'
import { checkSize, policyText } from './permissions'

/** Puts a whole policy in place of what AddPermission or an earlier call has put together. */
export const PutResourcePolicy: LambdaOperations['PutResourcePolicy'] = (input, call) => {
  const { name, qualifier, arn } = target(call, input.ResourceArn)
  const { Statement, ...header } = readPolicy(required(input.Policy, 'policy'))
  const statements = (Array.isArray(Statement) ? Statement : [Statement]) as FunctionPolicyRecord['statements']
  const stray = statements.find(({ Resource }) => Resource !== arn)
  // Uncertain: the wording. What invokes is only ever asked for by this ARN.
  if (stray !== undefined)
    throw invalidParameter(`The Resource of each statement has to be ${arn}: ${JSON.stringify(stray['Resource'])} is not.`)
  checkSize(statements)
  const before = call.records.functionPolicies.get(qualifier, name)
  checkRevision(input.RevisionId, before?.revisionId ?? '')
  const record = call.records.functionPolicies.put({ statements, header, revisionId: call.ids.uuid() }, qualifier, name)
  return { Policy: policyText(record), RevisionId: record.revisionId }
}

export const GetResourcePolicy: LambdaOperations['GetResourcePolicy'] = (input, call) => {
  const { record } = find(call, input.ResourceArn)
  return { Policy: policyText(record), RevisionId: record.revisionId }
}

export const DeleteResourcePolicy: LambdaOperations['DeleteResourcePolicy'] = (input, call) => {
  const { record, name, qualifier } = find(call, input.ResourceArn)
  checkRevision(input.RevisionId, record.revisionId)
  call.records.functionPolicies.delete(qualifier, name)
  return {}
}

/** A function, a version or an alias by its whole ARN. */
function target(call: Call, resource: string | undefined): { name: string; qualifier: string; arn: string } {
  const given = required(resource, 'resourceArn')
  if (!given.startsWith('arn:')) throw invalidParameter(`The resource has to be a complete ARN: ${given}`)
  const named = functionName(call, given)
  const qualifier = checkQualifier(call, named)
  return { name: named.name, qualifier, arn: functionArn(call, named.name, named.qualifier) }
}

function find(call: Call, resource: string | undefined): { record: FunctionPolicyRecord; name: string; qualifier: string } {
  const { name, qualifier } = target(call, resource)
  const record = call.records.functionPolicies.get(qualifier, name)
  if (record === undefined) throw lambdaError(404, 'ResourceNotFoundException', 'The resource you requested does not exist.')
  return { record, name, qualifier }
}

/** A policy document; what of it cannot be understood is refused. */
function readPolicy(text: string): Record<string, unknown> {
  let document: unknown
  try {
    document = JSON.parse(text)
  } catch {
    throw invalidParameter('The policy is not valid JSON.')
  }
  const { problems } = compilePolicy(document)
  if (problems.length > 0) throw invalidParameter(`The policy is not valid: ${problems.join('; ')}.`)
  return document as Record<string, unknown>
}
