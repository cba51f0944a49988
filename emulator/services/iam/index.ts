import type * as sdk from '@aws-sdk/client-iam'
import { type Operations, operationsIn, type Service } from '../operations'

/** AWS IAM, roles, users and policies: every operation that is served. */
const operations = {
  ...operationsIn(
    () => require('./access-keys') as typeof import('./access-keys'),
    ['CreateAccessKey', 'DeleteAccessKey', 'GetAccessKeyLastUsed', 'ListAccessKeys', 'UpdateAccessKey'],
  ),
  ...operationsIn(
    () => require('./boundaries') as typeof import('./boundaries'),
    ['DeleteRolePermissionsBoundary', 'DeleteUserPermissionsBoundary', 'PutRolePermissionsBoundary', 'PutUserPermissionsBoundary'],
  ),
  ...operationsIn(
    () => require('./policies') as typeof import('./policies'),
    [
      'CreatePolicy',
      'CreatePolicyVersion',
      'DeletePolicy',
      'DeletePolicyVersion',
      'GetPolicy',
      'GetPolicyVersion',
      'ListEntitiesForPolicy',
      'ListPolicies',
      'ListPolicyTags',
      'ListPolicyVersions',
      'SetDefaultPolicyVersion',
      'TagPolicy',
      'UntagPolicy',
    ],
  ),
  ...operationsIn(
    () => require('./role-policies') as typeof import('./role-policies'),
    [
      'AttachRolePolicy',
      'DeleteRolePolicy',
      'DetachRolePolicy',
      'GetRolePolicy',
      'ListAttachedRolePolicies',
      'ListRolePolicies',
      'PutRolePolicy',
    ],
  ),
  ...operationsIn(
    () => require('./roles') as typeof import('./roles'),
    [
      'CreateRole',
      'DeleteRole',
      'GetRole',
      'ListInstanceProfilesForRole',
      'ListRoleTags',
      'ListRoles',
      'TagRole',
      'UntagRole',
      'UpdateAssumeRolePolicy',
      'UpdateRole',
      'UpdateRoleDescription',
    ],
  ),
  ...operationsIn(
    () => require('./service-linked-roles') as typeof import('./service-linked-roles'),
    ['CreateServiceLinkedRole', 'DeleteServiceLinkedRole', 'GetServiceLinkedRoleDeletionStatus'],
  ),
  ...operationsIn(
    () => require('./user-policies') as typeof import('./user-policies'),
    [
      'AttachUserPolicy',
      'DeleteUserPolicy',
      'DetachUserPolicy',
      'GetUserPolicy',
      'ListAttachedUserPolicies',
      'ListUserPolicies',
      'PutUserPolicy',
    ],
  ),
  ...operationsIn(
    () => require('./users') as typeof import('./users'),
    ['CreateUser', 'DeleteUser', 'GetUser', 'ListGroupsForUser', 'ListUserTags', 'ListUsers', 'TagUser', 'UntagUser', 'UpdateUser'],
  ),
}

export const iam = { name: 'iam', operations } satisfies Service<Partial<Operations<typeof sdk>>>
