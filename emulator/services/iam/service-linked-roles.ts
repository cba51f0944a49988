import type { RoleRecord } from '../../model/account-services'
import { AwsError } from '../../model/errors'
import { findRole, type IamOperations, iamArn, noSuchEntity } from './operations'
import { shown } from './roles'

/** Services whose roles are not named after the first part of the service's name. */
const NAMES: Readonly<Record<string, string>> = {
  'ops.apigateway.amazonaws.com': 'AWSServiceRoleForAPIGateway',
  'replicator.lambda.amazonaws.com': 'AWSServiceRoleForLambdaReplicator',
  'autoscaling.amazonaws.com': 'AWSServiceRoleForAutoScaling',
  'dynamodb.application-autoscaling.amazonaws.com': 'AWSServiceRoleForApplicationAutoScaling_DynamoDBTable',
  'lambda.application-autoscaling.amazonaws.com': 'AWSServiceRoleForApplicationAutoScaling_LambdaConcurrency',
}

export const CreateServiceLinkedRole: IamOperations['CreateServiceLinkedRole'] = (input, call) => {
  const service = input.AWSServiceName ?? ''
  const [, label = ''] = /^([\w.-]+)\.amazonaws\.com(?:\.cn)?$/.exec(service) ?? []
  if (label === '') throw new AwsError('InvalidInput', `Service role name ${service} is not valid`, 400)
  const usual = `AWSServiceRoleFor${(label.split('.').at(-1) ?? '').replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase())}`
  const RoleName = `${NAMES[service] ?? usual}${input.CustomSuffix === undefined ? '' : `_${input.CustomSuffix}`}`
  if (call.records.roles.get(RoleName) !== undefined) {
    const message = `Service role name ${RoleName} has been taken in this account, please try a different suffix.`
    throw new AwsError('InvalidInput', message, 400)
  }
  const Path = `/aws-service-role/${service}/`
  const trust = { Version: '2012-10-17', Statement: [{ Action: ['sts:AssumeRole'], Effect: 'Allow', Principal: { Service: [service] } }] }
  const role: RoleRecord['role'] = {
    Path,
    RoleName,
    RoleId: `AROA${call.ids.suffix(17)}`,
    Arn: iamArn(call, 'role', Path, RoleName),
    CreateDate: new Date(call.clock.now()),
    AssumeRolePolicyDocument: JSON.stringify(trust),
    MaxSessionDuration: 3600,
    ...(input.Description === undefined ? {} : { Description: input.Description }),
  }
  call.records.roles.put({ role, inlinePolicies: {}, attachedPolicies: [] }, RoleName)
  return { Role: shown(role) }
}

/** The role is gone at once; the task that is answered has succeeded. */
export const DeleteServiceLinkedRole: IamOperations['DeleteServiceLinkedRole'] = (input, call) => {
  const { role } = findRole(call, input.RoleName)
  if (!role.Path.startsWith('/aws-service-role/')) throw new AwsError('InvalidInput', `${role.RoleName} is not a service-linked role`, 400)
  call.records.roles.delete(role.RoleName)
  return { DeletionTaskId: `task${role.Path}${role.RoleName}/${call.ids.uuid()}` }
}

export const GetServiceLinkedRoleDeletionStatus: IamOperations['GetServiceLinkedRoleDeletionStatus'] = (input) => {
  const id = input.DeletionTaskId ?? ''
  if (!id.startsWith('task/aws-service-role/')) throw noSuchEntity(`The deletion task ${id} cannot be found.`)
  return { Status: 'SUCCEEDED' }
}
