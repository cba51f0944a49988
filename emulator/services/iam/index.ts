import type * as sdk from '@aws-sdk/client-iam'
import type { Operations, Service } from '../operations'
import * as accessKeys from './access-keys'
import * as boundaries from './boundaries'
import * as policies from './policies'
import * as rolePolicies from './role-policies'
import * as roles from './roles'
import * as serviceLinkedRoles from './service-linked-roles'
import * as userPolicies from './user-policies'
import * as users from './users'

/** AWS IAM, roles, users and policies: every operation that is served. */
const operations = {
  AttachRolePolicy: rolePolicies.AttachRolePolicy,
  AttachUserPolicy: userPolicies.AttachUserPolicy,
  CreateAccessKey: accessKeys.CreateAccessKey,
  CreatePolicy: policies.CreatePolicy,
  CreatePolicyVersion: policies.CreatePolicyVersion,
  CreateRole: roles.CreateRole,
  CreateServiceLinkedRole: serviceLinkedRoles.CreateServiceLinkedRole,
  CreateUser: users.CreateUser,
  DeleteAccessKey: accessKeys.DeleteAccessKey,
  DeletePolicy: policies.DeletePolicy,
  DeletePolicyVersion: policies.DeletePolicyVersion,
  DeleteRole: roles.DeleteRole,
  DeleteRolePermissionsBoundary: boundaries.DeleteRolePermissionsBoundary,
  DeleteRolePolicy: rolePolicies.DeleteRolePolicy,
  DeleteServiceLinkedRole: serviceLinkedRoles.DeleteServiceLinkedRole,
  DeleteUser: users.DeleteUser,
  DeleteUserPermissionsBoundary: boundaries.DeleteUserPermissionsBoundary,
  DeleteUserPolicy: userPolicies.DeleteUserPolicy,
  DetachRolePolicy: rolePolicies.DetachRolePolicy,
  DetachUserPolicy: userPolicies.DetachUserPolicy,
  GetAccessKeyLastUsed: accessKeys.GetAccessKeyLastUsed,
  GetPolicy: policies.GetPolicy,
  GetPolicyVersion: policies.GetPolicyVersion,
  GetRole: roles.GetRole,
  GetRolePolicy: rolePolicies.GetRolePolicy,
  GetServiceLinkedRoleDeletionStatus: serviceLinkedRoles.GetServiceLinkedRoleDeletionStatus,
  GetUser: users.GetUser,
  GetUserPolicy: userPolicies.GetUserPolicy,
  ListAccessKeys: accessKeys.ListAccessKeys,
  ListAttachedRolePolicies: rolePolicies.ListAttachedRolePolicies,
  ListAttachedUserPolicies: userPolicies.ListAttachedUserPolicies,
  ListEntitiesForPolicy: policies.ListEntitiesForPolicy,
  ListGroupsForUser: users.ListGroupsForUser,
  ListInstanceProfilesForRole: roles.ListInstanceProfilesForRole,
  ListPolicies: policies.ListPolicies,
  ListPolicyTags: policies.ListPolicyTags,
  ListPolicyVersions: policies.ListPolicyVersions,
  ListRolePolicies: rolePolicies.ListRolePolicies,
  ListRoleTags: roles.ListRoleTags,
  ListRoles: roles.ListRoles,
  ListUserPolicies: userPolicies.ListUserPolicies,
  ListUserTags: users.ListUserTags,
  ListUsers: users.ListUsers,
  PutRolePermissionsBoundary: boundaries.PutRolePermissionsBoundary,
  PutRolePolicy: rolePolicies.PutRolePolicy,
  PutUserPermissionsBoundary: boundaries.PutUserPermissionsBoundary,
  PutUserPolicy: userPolicies.PutUserPolicy,
  SetDefaultPolicyVersion: policies.SetDefaultPolicyVersion,
  TagPolicy: policies.TagPolicy,
  TagRole: roles.TagRole,
  TagUser: users.TagUser,
  UntagPolicy: policies.UntagPolicy,
  UntagRole: roles.UntagRole,
  UntagUser: users.UntagUser,
  UpdateAccessKey: accessKeys.UpdateAccessKey,
  UpdateAssumeRolePolicy: roles.UpdateAssumeRolePolicy,
  UpdateRole: roles.UpdateRole,
  UpdateRoleDescription: roles.UpdateRoleDescription,
  UpdateUser: users.UpdateUser,
}

export const iam = { name: 'iam', operations } satisfies Service<Partial<Operations<typeof sdk>>>
