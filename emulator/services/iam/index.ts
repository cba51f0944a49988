import type * as sdk from '@aws-sdk/client-iam'
import type { Operations, Service } from '../operations'
import * as policies from './policies'
import * as rolePolicies from './role-policies'
import * as roles from './roles'

/** AWS IAM, roles and policies: every operation that is served. */
const operations = {
  AttachRolePolicy: rolePolicies.AttachRolePolicy,
  CreatePolicy: policies.CreatePolicy,
  CreatePolicyVersion: policies.CreatePolicyVersion,
  CreateRole: roles.CreateRole,
  DeletePolicy: policies.DeletePolicy,
  DeletePolicyVersion: policies.DeletePolicyVersion,
  DeleteRole: roles.DeleteRole,
  DeleteRolePolicy: rolePolicies.DeleteRolePolicy,
  DetachRolePolicy: rolePolicies.DetachRolePolicy,
  GetPolicy: policies.GetPolicy,
  GetPolicyVersion: policies.GetPolicyVersion,
  GetRole: roles.GetRole,
  GetRolePolicy: rolePolicies.GetRolePolicy,
  ListAttachedRolePolicies: rolePolicies.ListAttachedRolePolicies,
  ListPolicyVersions: policies.ListPolicyVersions,
  ListRolePolicies: rolePolicies.ListRolePolicies,
  ListRoles: roles.ListRoles,
  PutRolePolicy: rolePolicies.PutRolePolicy,
  TagRole: roles.TagRole,
  UntagRole: roles.UntagRole,
  UpdateAssumeRolePolicy: roles.UpdateAssumeRolePolicy,
  UpdateRole: roles.UpdateRole,
}

export const iam = { name: 'iam', operations } satisfies Service<Partial<Operations<typeof sdk>>>
