import type { Policy, PolicyVersion } from '@aws-sdk/client-iam'
import type { ManagedPolicyRecord } from '../../model/account-services'
import { AwsError } from '../../model/errors'
import type { Call } from '../operations'
import { page } from '../pages'
import { awsManagedPolicies, isAwsManaged } from './aws-managed-policies'
import {
  alreadyExists,
  checkDocument,
  checkName,
  deleteConflict,
  encodeDocument,
  findPolicy,
  type IamOperations,
  iamArn,
  lookUpPolicy,
  noSuchEntity,
  tagsWith,
  tagsWithout,
} from './operations'

const MOST_VERSIONS = 5

export const CreatePolicy: IamOperations['CreatePolicy'] = (input, call) => {
  const PolicyName = checkName(input.PolicyName, 'policyName')
  const Path = input.Path ?? '/'
  const Arn = iamArn(call, 'policy', Path, PolicyName)
  if (call.records.managedPolicies.get(Arn) !== undefined) {
    throw alreadyExists(`A policy called ${PolicyName} already exists. Duplicate names are not allowed.`)
  }
  const now = new Date(call.clock.now())
  const record: ManagedPolicyRecord = {
    policy: {
      PolicyName,
      PolicyId: `ANPA${call.ids.suffix(17)}`,
      Arn,
      Path,
      DefaultVersionId: 'v1',
      IsAttachable: true,
      CreateDate: now,
      UpdateDate: now,
      ...(input.Description === undefined ? {} : { Description: input.Description }),
      ...(input.Tags === undefined ? {} : { Tags: input.Tags }),
    },
    versions: { v1: checkDocument(input.PolicyDocument) },
  }
  call.records.managedPolicies.put(record, Arn)
  const { Description: _description, ...created } = shown(call, record)
  return { Policy: created }
}

export const GetPolicy: IamOperations['GetPolicy'] = (input, call) => ({ Policy: shown(call, found(call, input.PolicyArn)) })

export const DeletePolicy: IamOperations['DeletePolicy'] = (input, call) => {
  const { policy, versions } = own(call, input.PolicyArn)
  if (attachments(call, policy.Arn) > 0) throw deleteConflict('Cannot delete a policy attached to entities.')
  if (Object.keys(versions).length > 1) {
    throw deleteConflict(
      "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The default version is deleted with the policy.",
    )
  }
  call.records.managedPolicies.delete(policy.Arn)
  return {}
}

export const CreatePolicyVersion: IamOperations['CreatePolicyVersion'] = (input, call) => {
  const { policy, versions } = own(call, input.PolicyArn)
  const ids = Object.keys(versions)
  if (ids.length >= MOST_VERSIONS) {
    throw new AwsError(
      'LimitExceeded',
      `A managed policy can have up to ${MOST_VERSIONS} versions. Before you create a new version, you must delete an existing version.`,
      409,
    )
  }
  const id = `v${Math.max(...ids.map((each) => Number(each.slice(1)))) + 1}`
  const record: ManagedPolicyRecord = {
    policy: { ...policy, UpdateDate: new Date(call.clock.now()), ...(input.SetAsDefault ? { DefaultVersionId: id } : {}) },
    versions: { ...versions, [id]: checkDocument(input.PolicyDocument) },
  }
  call.records.managedPolicies.put(record, policy.Arn)
  const { Document: _document, ...created } = version(record, id)
  return { PolicyVersion: created }
}

export const GetPolicyVersion: IamOperations['GetPolicyVersion'] = (input, call) => ({
  PolicyVersion: version(found(call, input.PolicyArn), input.VersionId ?? ''),
})

export const ListPolicyVersions: IamOperations['ListPolicyVersions'] = (input, call) => {
  const record = found(call, input.PolicyArn)
  const { items, next } = page(Object.keys(record.versions).reverse(), input.Marker, input.MaxItems ?? 100)
  const Versions = items.map((id) => {
    const { Document: _document, ...listed } = version(record, id)
    return listed
  })
  return { Versions, IsTruncated: next !== undefined, ...(next === undefined ? {} : { Marker: next }) }
}

export const DeletePolicyVersion: IamOperations['DeletePolicyVersion'] = (input, call) => {
  const { policy, versions } = own(call, input.PolicyArn)
  const id = input.VersionId ?? ''
  if (id === policy.DefaultVersionId) throw deleteConflict('Cannot delete the default version of a policy.')
  const { [id]: dropped, ...left } = versions
  if (dropped === undefined) throw noVersion(policy.Arn, id)
  call.records.managedPolicies.put({ policy, versions: left }, policy.Arn)
  return {}
}

export const SetDefaultPolicyVersion: IamOperations['SetDefaultPolicyVersion'] = (input, call) => {
  const { policy, versions } = own(call, input.PolicyArn)
  const id = input.VersionId ?? ''
  if (versions[id] === undefined) throw noVersion(policy.Arn, id)
  const changed = { ...policy, DefaultVersionId: id, UpdateDate: new Date(call.clock.now()) }
  call.records.managedPolicies.put({ policy: changed, versions }, policy.Arn)
  return {}
}

/** Those of the account, and those of AWS that are known here. */
export const ListPolicies: IamOperations['ListPolicies'] = (input, call) => {
  const { Scope: scope = 'All' } = input
  const all = [...(scope === 'AWS' ? [] : call.records.managedPolicies.list()), ...(scope === 'Local' ? [] : awsManagedPolicies())]
    .map((record) => shown(call, record))
    .filter(({ Path, AttachmentCount = 0 }) => Path?.startsWith(input.PathPrefix ?? '/') && (!input.OnlyAttached || AttachmentCount > 0))
  const { items, next } = page(all, input.Marker, input.MaxItems ?? 100)
  // A list leaves tags and the description out, as on AWS.
  const Policies = items.map(({ Tags: _tags, Description: _description, ...policy }) => policy)
  return { Policies, IsTruncated: next !== undefined, ...(next === undefined ? {} : { Marker: next }) }
}

export const ListEntitiesForPolicy: IamOperations['ListEntitiesForPolicy'] = (input, call) => {
  const { policy } = found(call, input.PolicyArn)
  const attached = ({ attachedPolicies }: { readonly attachedPolicies: readonly string[] }) => attachedPolicies.includes(policy.Arn)
  const wanted = input.EntityFilter
  const roles = wanted === undefined || wanted === 'Role' ? call.records.roles.list().filter(attached) : []
  const users = wanted === undefined || wanted === 'User' ? call.records.users.list().filter(attached) : []
  return {
    PolicyGroups: [],
    PolicyRoles: roles.map(({ role }) => ({ RoleName: role.RoleName, RoleId: role.RoleId })),
    PolicyUsers: users.map(({ user }) => ({ UserName: user.UserName, UserId: user.UserId })),
    IsTruncated: false,
  }
}

export const TagPolicy: IamOperations['TagPolicy'] = (input, call) => {
  const { policy, versions } = own(call, input.PolicyArn)
  call.records.managedPolicies.put({ policy: { ...policy, Tags: tagsWith(policy.Tags, input.Tags ?? []) }, versions }, policy.Arn)
  return {}
}

export const UntagPolicy: IamOperations['UntagPolicy'] = (input, call) => {
  const { policy, versions } = own(call, input.PolicyArn)
  call.records.managedPolicies.put({ policy: { ...policy, Tags: tagsWithout(policy.Tags, input.TagKeys ?? []) }, versions }, policy.Arn)
  return {}
}

export const ListPolicyTags: IamOperations['ListPolicyTags'] = (input, call) => {
  const { items, next } = page(found(call, input.PolicyArn).policy.Tags ?? [], input.Marker, input.MaxItems ?? 100)
  return { Tags: items, IsTruncated: next !== undefined, ...(next === undefined ? {} : { Marker: next }) }
}

/** A policy that may be changed: AWS's own may not. */
function own(call: Call, arn: string | undefined): ManagedPolicyRecord {
  const record = found(call, arn)
  if (!isAwsManaged(record.policy.Arn)) return record
  throw new AwsError('AccessDenied', `Policy ${record.policy.Arn} is a policy of AWS and cannot be changed`, 403)
}

/** Reading has another message than attaching. */
function found(call: Call, arn: string | undefined): ManagedPolicyRecord {
  if (arn !== undefined && lookUpPolicy(call, arn) === undefined) throw noSuchEntity(`Policy ${arn} was not found.`)
  return findPolicy(call, arn)
}

function version({ policy, versions }: ManagedPolicyRecord, id: string): PolicyVersion {
  const document = versions[id]
  if (document === undefined) throw noVersion(policy.Arn, id)
  return {
    Document: encodeDocument(document),
    VersionId: id,
    IsDefaultVersion: id === policy.DefaultVersionId,
    CreateDate: policy.CreateDate,
  }
}

function noVersion(arn: string, id: string): AwsError {
  return noSuchEntity(`Policy ${arn} version ${id} does not exist or is not attachable.`)
}

function shown(call: Call, { policy }: ManagedPolicyRecord): Policy {
  return { ...policy, AttachmentCount: attachments(call, policy.Arn), PermissionsBoundaryUsageCount: 0 }
}

function attachments(call: Call, arn: string): number {
  return [...call.records.roles.list(), ...call.records.users.list()].filter(({ attachedPolicies }) => attachedPolicies.includes(arn))
    .length
}
