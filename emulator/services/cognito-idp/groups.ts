import type * as sdk from '@aws-sdk/client-cognito-identity-provider'
import type { UserPoolGroupRecord } from '../../model/cognito'
import type { Call } from '../operations'
import { page } from '../pages'
import { type CognitoOperations, cognitoError, constraint, notFound } from './operations'
import { findPool } from './user-pools'
import { changeUser, describeUser, userOf } from './users'

const MOST = 60

export const CreateGroup: CognitoOperations['CreateGroup'] = (input, call) => {
  const { pool } = findPool(call, input.UserPoolId)
  const { GroupName = '' } = input
  if (!/^[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,128}$/u.test(GroupName)) {
    throw constraint('groupName', GroupName, 'Member must satisfy regular expression pattern: [\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+')
  }
  if (call.records.userPoolGroups.get(GroupName, pool.Id) !== undefined) {
    throw cognitoError('GroupExistsException', 'A group with the name already exists.')
  }
  const now = new Date(call.clock.now())
  const group: UserPoolGroupRecord = { UserPoolId: pool.Id, GroupName, ...settings(input), CreationDate: now, LastModifiedDate: now }
  call.records.userPoolGroups.put(group, GroupName, pool.Id)
  return { Group: group as sdk.GroupType }
}

export const GetGroup: CognitoOperations['GetGroup'] = (input, call) => ({
  Group: findGroup(call, input.UserPoolId, input.GroupName) as sdk.GroupType,
})

export const UpdateGroup: CognitoOperations['UpdateGroup'] = (input, call) => {
  const group = findGroup(call, input.UserPoolId, input.GroupName)
  const updated = { ...group, ...settings(input), LastModifiedDate: new Date(call.clock.now()) }
  call.records.userPoolGroups.put(updated, group.GroupName, group.UserPoolId)
  return { Group: updated as sdk.GroupType }
}

export const DeleteGroup: CognitoOperations['DeleteGroup'] = (input, call) => {
  const { GroupName, UserPoolId } = findGroup(call, input.UserPoolId, input.GroupName)
  for (const user of call.records.userPoolUsers.list(UserPoolId)) {
    if (user.groups.includes(GroupName)) {
      changeUser(call, UserPoolId, user, { groups: user.groups.filter((name) => name !== GroupName) })
    }
  }
  call.records.userPoolGroups.delete(GroupName, UserPoolId)
  return {}
}

export const ListGroups: CognitoOperations['ListGroups'] = (input, call) => {
  const { pool } = findPool(call, input.UserPoolId)
  const { items, next } = page(call.records.userPoolGroups.list(pool.Id), input.NextToken, input.Limit ?? MOST)
  return { Groups: items as sdk.GroupType[], ...(next === undefined ? {} : { NextToken: next }) }
}

export const AdminAddUserToGroup: CognitoOperations['AdminAddUserToGroup'] = (input, call) => {
  const poolRecord = findPool(call, input.UserPoolId)
  const user = userOf(call, poolRecord, input.Username)
  const { GroupName } = findGroup(call, input.UserPoolId, input.GroupName)
  if (!user.groups.includes(GroupName)) changeUser(call, poolRecord.pool.Id, user, { groups: [...user.groups, GroupName] })
  return {}
}

export const AdminRemoveUserFromGroup: CognitoOperations['AdminRemoveUserFromGroup'] = (input, call) => {
  const poolRecord = findPool(call, input.UserPoolId)
  const user = userOf(call, poolRecord, input.Username)
  const { GroupName } = findGroup(call, input.UserPoolId, input.GroupName)
  changeUser(call, poolRecord.pool.Id, user, { groups: user.groups.filter((name) => name !== GroupName) })
  return {}
}

export const AdminListGroupsForUser: CognitoOperations['AdminListGroupsForUser'] = (input, call) => {
  const poolRecord = findPool(call, input.UserPoolId)
  const groups = groupsOf(call, poolRecord.pool.Id, userOf(call, poolRecord, input.Username).groups)
  const { items, next } = page(groups, input.NextToken, input.Limit ?? MOST)
  return { Groups: items as sdk.GroupType[], ...(next === undefined ? {} : { NextToken: next }) }
}

export const ListUsersInGroup: CognitoOperations['ListUsersInGroup'] = (input, call) => {
  const { GroupName, UserPoolId } = findGroup(call, input.UserPoolId, input.GroupName)
  const members = call.records.userPoolUsers.list(UserPoolId).filter(({ groups }) => groups.includes(GroupName))
  const { items, next } = page(members, input.NextToken, input.Limit ?? MOST)
  return { Users: items.map(describeUser), ...(next === undefined ? {} : { NextToken: next }) }
}

/** The groups of a user, the one that goes before all others first: the lowest precedence, those without one last. */
export function groupsOf(call: Call, poolId: string, names: readonly string[]): UserPoolGroupRecord[] {
  const groups = names.flatMap((name) => call.records.userPoolGroups.get(name, poolId) ?? [])
  const rank = ({ Precedence = Number.POSITIVE_INFINITY }: UserPoolGroupRecord) => Precedence
  return groups.sort((a, b) => (rank(a) === rank(b) ? 0 : rank(a) - rank(b)))
}

function findGroup(call: Call, poolId: string | undefined, name = ''): UserPoolGroupRecord {
  const { pool } = findPool(call, poolId)
  const group = call.records.userPoolGroups.get(name, pool.Id)
  if (group === undefined) throw notFound('Group not found.')
  return group
}

function settings({ Description, RoleArn, Precedence }: Pick<sdk.CreateGroupRequest, 'Description' | 'RoleArn' | 'Precedence'>) {
  return {
    ...(Description === undefined ? {} : { Description }),
    ...(RoleArn === undefined ? {} : { RoleArn }),
    ...(Precedence === undefined ? {} : { Precedence }),
  }
}
