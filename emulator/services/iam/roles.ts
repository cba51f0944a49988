import type { Role } from '@aws-sdk/client-iam'
import type { RoleRecord } from '../../model/account-services'
import { page } from '../pages'
import { boundaryOf } from './boundaries'
import {
  alreadyExists,
  checkDocument,
  checkName,
  deleteConflict,
  encodeDocument,
  findRole,
  type IamOperations,
  iamArn,
  tagsWith,
  tagsWithout,
} from './operations'

export const CreateRole: IamOperations['CreateRole'] = (input, call) => {
  const RoleName = checkName(input.RoleName, 'roleName')
  if (call.records.roles.get(RoleName) !== undefined) throw alreadyExists(`Role with name ${RoleName} already exists.`)
  const Path = input.Path ?? '/'
  const role: RoleRecord['role'] = {
    Path,
    RoleName,
    RoleId: `AROA${call.ids.suffix(17)}`,
    Arn: iamArn(call, 'role', Path, RoleName),
    CreateDate: new Date(call.clock.now()),
    AssumeRolePolicyDocument: checkDocument(input.AssumeRolePolicyDocument),
    MaxSessionDuration: input.MaxSessionDuration ?? 3600,
    ...(input.Description === undefined ? {} : { Description: input.Description }),
    ...(input.Tags === undefined ? {} : { Tags: input.Tags }),
    ...boundaryOf(call, input.PermissionsBoundary),
  }
  call.records.roles.put({ role, inlinePolicies: {}, attachedPolicies: [] }, RoleName)
  return { Role: shown(role) }
}

export const GetRole: IamOperations['GetRole'] = (input, call) => ({
  Role: { ...shown(findRole(call, input.RoleName).role), RoleLastUsed: {} },
})

export const UpdateRole: IamOperations['UpdateRole'] = (input, call) => {
  const record = findRole(call, input.RoleName)
  const role = {
    ...record.role,
    ...(input.Description === undefined ? {} : { Description: input.Description }),
    ...(input.MaxSessionDuration === undefined ? {} : { MaxSessionDuration: input.MaxSessionDuration }),
  }
  call.records.roles.put({ ...record, role }, role.RoleName)
  return {}
}

export const UpdateAssumeRolePolicy: IamOperations['UpdateAssumeRolePolicy'] = (input, call) => {
  const record = findRole(call, input.RoleName)
  const role = { ...record.role, AssumeRolePolicyDocument: checkDocument(input.PolicyDocument) }
  call.records.roles.put({ ...record, role }, role.RoleName)
  return {}
}

export const DeleteRole: IamOperations['DeleteRole'] = (input, call) => {
  const { role, inlinePolicies, attachedPolicies } = findRole(call, input.RoleName)
  if (attachedPolicies.length > 0) throw deleteConflict('Cannot delete entity, must detach all policies first.')
  if (Object.keys(inlinePolicies).length > 0) throw deleteConflict('Cannot delete entity, must delete policies first.')
  call.records.roles.delete(role.RoleName)
  return {}
}

export const ListRoles: IamOperations['ListRoles'] = (input, call) => {
  const all = call.records.roles
    .list()
    .filter(({ role }) => role.Path.startsWith(input.PathPrefix ?? '/'))
    .sort((a, b) => (a.role.RoleName < b.role.RoleName ? -1 : 1))
  const { items, next } = page(all, input.Marker, input.MaxItems ?? 100)
  // A list leaves tags and the permissions boundary out, as on AWS.
  const Roles = items.map(({ role: { Tags: _tags, PermissionsBoundary: _boundary, ...role } }) => shown(role))
  return { Roles, IsTruncated: next !== undefined, ...(next === undefined ? {} : { Marker: next }) }
}

export const TagRole: IamOperations['TagRole'] = (input, call) => {
  const record = findRole(call, input.RoleName)
  call.records.roles.put({ ...record, role: { ...record.role, Tags: tagsWith(record.role.Tags, input.Tags ?? []) } }, record.role.RoleName)
  return {}
}

export const UntagRole: IamOperations['UntagRole'] = (input, call) => {
  const record = findRole(call, input.RoleName)
  call.records.roles.put(
    { ...record, role: { ...record.role, Tags: tagsWithout(record.role.Tags, input.TagKeys ?? []) } },
    record.role.RoleName,
  )
  return {}
}

export const ListRoleTags: IamOperations['ListRoleTags'] = (input, call) => {
  const { items, next } = page(findRole(call, input.RoleName).role.Tags ?? [], input.Marker, input.MaxItems ?? 100)
  return { Tags: items, IsTruncated: next !== undefined, ...(next === undefined ? {} : { Marker: next }) }
}

export const UpdateRoleDescription: IamOperations['UpdateRoleDescription'] = (input, call) => {
  const record = findRole(call, input.RoleName)
  const role = { ...record.role, Description: input.Description ?? '' }
  call.records.roles.put({ ...record, role }, role.RoleName)
  return { Role: shown(role) }
}

/** Nothing here runs on instances, so that no role is in a profile for them. */
export const ListInstanceProfilesForRole: IamOperations['ListInstanceProfilesForRole'] = (input, call) => {
  findRole(call, input.RoleName)
  return { InstanceProfiles: [], IsTruncated: false }
}

/** The role as it is answered: its document URL-encoded. */
export function shown(role: RoleRecord['role']): Role & RoleRecord['role'] {
  return { ...role, AssumeRolePolicyDocument: encodeDocument(role.AssumeRolePolicyDocument) }
}
