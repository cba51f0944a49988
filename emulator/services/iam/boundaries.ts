import type { AttachedPermissionsBoundary } from '@aws-sdk/client-iam'
import { AwsError } from '../../model/errors'
import type { Call } from '../operations'
import { isAwsManaged } from './aws-managed-policies'
import { findRole, findUser, type IamOperations, lookUpPolicy, noSuchEntity } from './operations'

/** The member that a permissions boundary is kept as; nothing when none is given. */
export function boundaryOf(call: Call, arn: string | undefined): { PermissionsBoundary?: AttachedPermissionsBoundary } {
  if (arn === undefined) return {}
  if (!/^arn:[^:]+:iam::(?:aws|\d{12}):policy\/.+/.test(arn)) throw new AwsError('InvalidInput', `ARN ${arn} is not valid.`, 400)
  const account = arn.split(':')[4]
  if (account === call.account && lookUpPolicy(call, arn) === undefined && !isAwsManaged(arn)) {
    throw noSuchEntity(`Scope ARN: ${arn} does not exist or is not attachable.`)
  }
  return { PermissionsBoundary: { PermissionsBoundaryType: 'PermissionsBoundaryPolicy', PermissionsBoundaryArn: arn } }
}

export const PutRolePermissionsBoundary: IamOperations['PutRolePermissionsBoundary'] = (input, call) => {
  const record = findRole(call, input.RoleName)
  call.records.roles.put({ ...record, role: { ...record.role, ...boundaryOf(call, input.PermissionsBoundary) } }, record.role.RoleName)
  return {}
}

export const DeleteRolePermissionsBoundary: IamOperations['DeleteRolePermissionsBoundary'] = (input, call) => {
  const record = findRole(call, input.RoleName)
  const { PermissionsBoundary: dropped, ...role } = record.role
  if (dropped === undefined) throw noBoundary(`The role with name ${role.RoleName}`)
  call.records.roles.put({ ...record, role }, role.RoleName)
  return {}
}

export const PutUserPermissionsBoundary: IamOperations['PutUserPermissionsBoundary'] = (input, call) => {
  const record = findUser(call, input.UserName)
  call.records.users.put({ ...record, user: { ...record.user, ...boundaryOf(call, input.PermissionsBoundary) } }, record.user.UserName)
  return {}
}

export const DeleteUserPermissionsBoundary: IamOperations['DeleteUserPermissionsBoundary'] = (input, call) => {
  const record = findUser(call, input.UserName)
  const { PermissionsBoundary: dropped, ...user } = record.user
  if (dropped === undefined) throw noBoundary(`The user with name ${user.UserName}`)
  call.records.users.put({ ...record, user }, user.UserName)
  return {}
}

/** The wording is uncertain. */
function noBoundary(who: string): AwsError {
  return noSuchEntity(`${who} does not have a permissions boundary.`)
}
