import type { Call } from '../operations'
import { checkRevision } from './configuration'
import { findLayerVersion, layerName } from './layers'
import { partition } from './names'
import { type LambdaOperations, lambdaError, required, validationError } from './operations'

/** The policy is kept: within one account nobody asks for it. */
export const AddLayerVersionPermission: LambdaOperations['AddLayerVersionPermission'] = (input, call) => {
  const { name, version, arn } = target(call, input)
  const record = call.records.layerPolicies.get(version, name)
  if (record !== undefined) checkRevision(input.RevisionId, record.revisionId)
  const Sid = required(input.StatementId, 'statementId')
  if (record?.statements.some((statement) => statement.Sid === Sid)) {
    const message = `The statement id (${Sid}) provided already exists. Please provide a new statement id, or remove the existing statement.`
    throw lambdaError(409, 'ResourceConflictException', message)
  }
  const action = required(input.Action, 'action')
  if (action !== 'lambda:GetLayerVersion') {
    throw validationError('action', action, 'Member must satisfy regular expression pattern: lambda:GetLayerVersion')
  }
  const principal = required(input.Principal, 'principal')
  const statement = {
    Sid,
    Effect: 'Allow',
    Principal:
      principal === '*' ? '*' : { AWS: /^\d{12}$/.test(principal) ? `arn:${partition(call.region)}:iam::${principal}:root` : principal },
    Action: action,
    Resource: arn,
    ...(input.OrganizationId === undefined ? {} : { Condition: { StringEquals: { 'aws:PrincipalOrgID': input.OrganizationId } } }),
  }
  const revisionId = call.ids.uuid()
  call.records.layerPolicies.put({ statements: [...(record?.statements ?? []), statement], revisionId }, version, name)
  return { Statement: JSON.stringify(statement), RevisionId: revisionId }
}

export const GetLayerVersionPolicy: LambdaOperations['GetLayerVersionPolicy'] = (input, call) => {
  const { name, version } = target(call, input)
  const record = call.records.layerPolicies.get(version, name)
  if (record === undefined) throw lambdaError(404, 'ResourceNotFoundException', 'No policy is associated with the given resource.')
  return { Policy: JSON.stringify({ Version: '2012-10-17', Id: 'default', Statement: record.statements }), RevisionId: record.revisionId }
}

export const RemoveLayerVersionPermission: LambdaOperations['RemoveLayerVersionPermission'] = (input, call) => {
  const { name, version } = target(call, input)
  const record = call.records.layerPolicies.get(version, name)
  const statements = record?.statements.filter(({ Sid }) => Sid !== input.StatementId)
  if (record === undefined || statements?.length === record.statements.length) {
    throw lambdaError(404, 'ResourceNotFoundException', `Statement ${input.StatementId} is not found in resource policy.`)
  }
  checkRevision(input.RevisionId, record.revisionId)
  if (statements === undefined || statements.length === 0) call.records.layerPolicies.delete(version, name)
  else call.records.layerPolicies.put({ statements, revisionId: call.ids.uuid() }, version, name)
  return {}
}

function target(
  call: Call,
  given: { readonly LayerName?: string | undefined; readonly VersionNumber?: number | undefined },
): { name: string; version: string; arn: string } {
  const name = layerName(required(given.LayerName, 'layerName'))
  const version = String(required(given.VersionNumber, 'versionNumber'))
  return { name, version, arn: findLayerVersion(call, name, version).configuration.LayerVersionArn }
}
