import type { User } from '@aws-sdk/client-iam'
import type { UserRecord } from '../../model/account-services'
import { page } from '../pages'
import { boundaryOf } from './boundaries'
import { alreadyExists, checkName, deleteConflict, findUser, type IamOperations, iamArn, tagsWith, tagsWithout } from './operations'

export const CreateUser: IamOperations['CreateUser'] = (input, call) => {
  const UserName = checkName(input.UserName, 'userName')
  if (call.records.users.get(UserName) !== undefined) throw alreadyExists(`User with name ${UserName} already exists.`)
  const Path = input.Path ?? '/'
  const user: UserRecord['user'] = {
    Path,
    UserName,
    UserId: `AIDA${call.ids.suffix(17)}`,
    Arn: iamArn(call, 'user', Path, UserName),
    CreateDate: new Date(call.clock.now()),
    ...(input.Tags === undefined || input.Tags.length === 0 ? {} : { Tags: input.Tags }),
    ...boundaryOf(call, input.PermissionsBoundary),
  }
  call.records.users.put({ user, inlinePolicies: {}, attachedPolicies: [] }, UserName)
  return { User: shown(user) }
}

/** Without a name, who calls: the account itself. */
export const GetUser: IamOperations['GetUser'] = (input, call) => {
  if (input.UserName !== undefined) return { User: shown(findUser(call, input.UserName).user) }
  const root = { UserId: call.account, Arn: `arn:aws:iam::${call.account}:root`, CreateDate: new Date(0) }
  return { User: { Path: '/', UserName: 'root', ...root } }
}

export const UpdateUser: IamOperations['UpdateUser'] = (input, call) => {
  const record = findUser(call, input.UserName)
  const before = record.user.UserName
  const UserName = input.NewUserName === undefined ? before : checkName(input.NewUserName, 'userName')
  if (UserName !== before && call.records.users.get(UserName) !== undefined) {
    throw alreadyExists(`User with name ${UserName} already exists.`)
  }
  const Path = input.NewPath ?? record.user.Path
  const keys = call.records.accessKeys.list(before)
  if (UserName !== before) {
    call.records.accessKeys.deleteAll(before)
    call.records.users.delete(before)
  }
  call.records.users.put({ ...record, user: { ...record.user, UserName, Path, Arn: iamArn(call, 'user', Path, UserName) } }, UserName)
  for (const key of keys) call.records.accessKeys.put({ ...key, UserName }, key.AccessKeyId, UserName)
  return {}
}

export const DeleteUser: IamOperations['DeleteUser'] = (input, call) => {
  const { user, attachedPolicies, inlinePolicies } = findUser(call, input.UserName)
  if (attachedPolicies.length > 0) throw deleteConflict('Cannot delete entity, must detach all policies first.')
  if (Object.keys(inlinePolicies).length > 0) throw deleteConflict('Cannot delete entity, must delete policies first.')
  if (call.records.accessKeys.ids(user.UserName).length > 0) throw deleteConflict('Cannot delete entity, must delete access keys first.')
  call.records.users.delete(user.UserName)
  return {}
}

export const ListUsers: IamOperations['ListUsers'] = (input, call) => {
  const all = call.records.users
    .list()
    .filter(({ user }) => user.Path.startsWith(input.PathPrefix ?? '/'))
    .sort((a, b) => (a.user.UserName < b.user.UserName ? -1 : 1))
  const { items, next } = page(all, input.Marker, input.MaxItems ?? 100)
  // A list leaves tags and the permissions boundary out, as on AWS.
  const Users = items.map(({ user: { Tags: _tags, PermissionsBoundary: _boundary, ...user } }) => user)
  return { Users, IsTruncated: next !== undefined, ...(next === undefined ? {} : { Marker: next }) }
}

export const TagUser: IamOperations['TagUser'] = (input, call) => {
  const record = findUser(call, input.UserName)
  const user = { ...record.user, Tags: tagsWith(record.user.Tags, input.Tags ?? []) }
  call.records.users.put({ ...record, user }, user.UserName)
  return {}
}

export const UntagUser: IamOperations['UntagUser'] = (input, call) => {
  const record = findUser(call, input.UserName)
  const user = { ...record.user, Tags: tagsWithout(record.user.Tags, input.TagKeys ?? []) }
  call.records.users.put({ ...record, user }, user.UserName)
  return {}
}

export const ListUserTags: IamOperations['ListUserTags'] = (input, call) => {
  const { items, next } = page(findUser(call, input.UserName).user.Tags ?? [], input.Marker, input.MaxItems ?? 100)
  return { Tags: items, IsTruncated: next !== undefined, ...(next === undefined ? {} : { Marker: next }) }
}

/** There are no groups here. */
export const ListGroupsForUser: IamOperations['ListGroupsForUser'] = (input, call) => {
  findUser(call, input.UserName)
  return { Groups: [], IsTruncated: false }
}

function shown(user: UserRecord['user']): User & UserRecord['user'] {
  return { ...user }
}
