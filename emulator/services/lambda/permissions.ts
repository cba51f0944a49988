import type { AddPermissionRequest } from '@aws-sdk/client-lambda'
import { compilePolicy, type Policy } from '../../language/policy/policy'
import type { FunctionPolicyRecord } from '../../model/lambda'
import type { Call } from '../operations'
import { checkRevision } from './configuration'
import { checkQualifier, type FunctionName, functionArn, functionName, partition } from './names'
import { invalidParameter, type LambdaOperations, lambdaError, required } from './operations'

type Statement = FunctionPolicyRecord['statements'][number]
/** A resource policy may have this many bytes (facts/11, section 8). */
const POLICY_BYTES = 20_480

export const AddPermission: LambdaOperations['AddPermission'] = (input, call) => {
  const target = functionName(call, input.FunctionName, input.Qualifier)
  const { name } = target
  const qualifier = checkQualifier(call, target)
  if (qualifier === '$LATEST' && target.qualifier !== undefined) {
    throw invalidParameter('We currently do not support adding policies for $LATEST.')
  }
  const record = call.records.functionPolicies.get(qualifier, name)
  if (record !== undefined) checkRevision(input.RevisionId, record.revisionId)
  const Sid = required(input.StatementId, 'statementId')
  if (record?.statements.some((statement) => statement.Sid === Sid)) {
    throw lambdaError(
      409,
      'ResourceConflictException',
      `The statement id (${Sid}) provided already exists. Please provide a new statement id, or remove the existing statement.`,
    )
  }
  const statement = describe(call, target, input, Sid)
  const statements = [...(record?.statements ?? []), statement]
  checkSize(statements)
  call.records.functionPolicies.put({ ...record, statements, revisionId: call.ids.uuid() }, qualifier, name)
  return { Statement: JSON.stringify(statement) }
}

export const RemovePermission: LambdaOperations['RemovePermission'] = (input, call) => {
  const { record, qualifier, name } = findPolicy(call, functionName(call, input.FunctionName, input.Qualifier))
  const statements = record.statements.filter((statement) => statement.Sid !== input.StatementId)
  if (statements.length === record.statements.length) {
    throw lambdaError(404, 'ResourceNotFoundException', `Statement ${input.StatementId} is not found in resource policy.`)
  }
  checkRevision(input.RevisionId, record.revisionId)
  if (statements.length === 0) call.records.functionPolicies.delete(qualifier, name)
  else call.records.functionPolicies.put({ ...record, statements, revisionId: call.ids.uuid() }, qualifier, name)
  return {}
}

export const GetPolicy: LambdaOperations['GetPolicy'] = (input, call) => {
  const { record } = findPolicy(call, functionName(call, input.FunctionName, input.Qualifier))
  return { Policy: policyText(record), RevisionId: record.revisionId }
}

/** The document as AWS answers it. */
export function policyText({ header = { Version: '2012-10-17', Id: 'default' }, statements }: FunctionPolicyRecord): string {
  return JSON.stringify({ ...header, Statement: statements })
}

export function checkSize(statements: FunctionPolicyRecord['statements']): void {
  const bytes = Buffer.byteLength(JSON.stringify(statements))
  if (bytes <= POLICY_BYTES) return
  throw lambdaError(400, 'PolicyLengthExceededException', `The final policy size (${bytes}) is bigger than the limit (${POLICY_BYTES}).`)
}

/** Whether a policy lets a service invoke the function for a source. */
export function mayInvoke(record: FunctionPolicyRecord | undefined, service: string, sourceArn: string): boolean {
  if (record === undefined) return false
  let policy = COMPILED.get(record)
  if (policy === undefined) {
    policy = compilePolicy({ Version: '2012-10-17', ...record.header, Statement: record.statements })
    COMPILED.set(record, policy)
  }
  // All of its statements are about the function whose policy it is.
  const resource = String(record.statements[0]?.['Resource'])
  const context = { 'aws:sourcearn': sourceArn, 'aws:sourceaccount': sourceArn.split(':')[4] }
  return policy.evaluate({ action: 'lambda:InvokeFunction', resource, principals: [service], context }) === 'allow'
}

/** By policy record: a changed policy is a new record, so that nothing has to be forgotten. */
const COMPILED = new WeakMap<FunctionPolicyRecord, Policy>()

function describe(call: Call, target: FunctionName, input: AddPermissionRequest, Sid: string): Statement {
  const condition: Record<string, Record<string, string>> = {}
  const equals: Record<string, string> = {}
  if (input.SourceAccount) equals['AWS:SourceAccount'] = input.SourceAccount
  if (input.EventSourceToken) equals['lambda:EventSourceToken'] = input.EventSourceToken
  if (input.FunctionUrlAuthType) equals['lambda:FunctionUrlAuthType'] = input.FunctionUrlAuthType
  if (input.PrincipalOrgID) equals['aws:PrincipalOrgID'] = input.PrincipalOrgID
  if (Object.keys(equals).length > 0) condition['StringEquals'] = equals
  if (input.InvokedViaFunctionUrl !== undefined) condition['Bool'] = { 'lambda:InvokedViaFunctionUrl': String(input.InvokedViaFunctionUrl) }
  if (input.SourceArn) condition['ArnLike'] = { 'AWS:SourceArn': input.SourceArn }
  const Action = required(input.Action, 'action')
  if (!/^(?:lambda:[*]|lambda:[a-zA-Z]+|[*])$/.test(Action)) {
    throw lambdaError(
      400,
      'ValidationException',
      `1 validation error detected: Value '${Action}' at 'action' failed to satisfy constraint: Member must satisfy regular expression pattern: (lambda:[*]|lambda:[a-zA-Z]+|[*])`,
    )
  }
  return {
    Sid,
    Effect: 'Allow',
    Principal: describePrincipal(call, required(input.Principal, 'principal')),
    Action,
    Resource: functionArn(call, target.name, target.qualifier),
    ...(Object.keys(condition).length === 0 ? {} : { Condition: condition }),
  }
}

function describePrincipal(call: Call, principal: string): string | Record<string, string> {
  if (principal === '*') return '*'
  if (/^\d{12}$/.test(principal)) return { AWS: `arn:${partition(call.region)}:iam::${principal}:root` }
  if (/^arn:[^:]+:(?:iam|sts):/.test(principal)) return { AWS: principal }
  if (!/^[a-z0-9.-]+\.[a-z0-9.-]+$/.test(principal)) {
    throw invalidParameter('The provided principal was invalid. Please check the principal and try again.')
  }
  return { Service: principal }
}

function findPolicy(call: Call, target: FunctionName): { record: FunctionPolicyRecord; qualifier: string; name: string } {
  const qualifier = checkQualifier(call, target)
  const record = call.records.functionPolicies.get(qualifier, target.name)
  if (record === undefined) throw lambdaError(404, 'ResourceNotFoundException', 'The resource you requested does not exist.')
  return { record, qualifier, name: target.name }
}
