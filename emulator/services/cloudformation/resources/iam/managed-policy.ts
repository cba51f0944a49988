import type { Properties } from '../properties'
import { json, reported, required, string } from '../property-table'
import type { ResourceContext, ResourceType } from '../resource-type'

export const managedPolicy: ResourceType = {
  type: 'AWS::IAM::ManagedPolicy',
  properties: {
    Description: string,
    'Groups[]': reported(string, 'groups of IAM are not emulated'),
    ManagedPolicyName: string,
    Path: string,
    PolicyDocument: required(json),
    'Roles[]': string,
    'Users[]': string,
  },
  attributes: [
    'AttachmentCount',
    'CreateDate',
    'DefaultVersionId',
    'IsAttachable',
    'PermissionsBoundaryUsageCount',
    'PolicyArn',
    'PolicyId',
    'UpdateDate',
  ],
  replaceOn: ['Description', 'ManagedPolicyName', 'Path'],
  create: async (properties, context) => {
    const { iam } = context.services
    const { Policy } = await iam.CreatePolicy({
      PolicyName: properties.text('ManagedPolicyName') ?? context.physicalName(128),
      Description: properties.text('Description'),
      Path: properties.text('Path'),
      PolicyDocument: properties.document('PolicyDocument'),
    })
    const PolicyArn = Policy?.Arn ?? ''
    await attach(PolicyArn, undefined, properties, context)
    const date = Policy?.CreateDate?.toISOString() ?? ''
    return {
      physicalId: PolicyArn,
      attributes: {
        AttachmentCount: attachments(properties),
        CreateDate: date,
        DefaultVersionId: Policy?.DefaultVersionId ?? 'v1',
        IsAttachable: true,
        PermissionsBoundaryUsageCount: 0,
        PolicyArn,
        PolicyId: Policy?.PolicyId ?? '',
        UpdateDate: date,
      },
    }
  },
  update: async (properties, existing, context) => {
    const { iam } = context.services
    const PolicyArn = existing.physicalId
    const document = properties.document('PolicyDocument')
    let version = String(existing.attributes['DefaultVersionId'])
    if (document !== existing.properties.document('PolicyDocument')) {
      // A policy has at most five versions, so the one that goes makes room, as CloudFormation does it.
      const { PolicyVersion } = await iam.CreatePolicyVersion({ PolicyArn, PolicyDocument: document, SetAsDefault: true })
      await iam.DeletePolicyVersion({ PolicyArn, VersionId: version })
      version = PolicyVersion?.VersionId ?? version
    }
    await attach(PolicyArn, existing.properties, properties, context)
    return {
      ...existing,
      attributes: { ...existing.attributes, AttachmentCount: attachments(properties), DefaultVersionId: version },
    }
  },
  delete: async (existing, context) => {
    await attach(existing.physicalId, existing.properties, undefined, context)
    await context.services.iam.DeletePolicy({ PolicyArn: existing.physicalId })
  },
}

function attachments(properties: Properties): number {
  return (properties.texts('Roles') ?? []).length + (properties.texts('Users') ?? []).length
}

/** Takes the roles and users of a policy from what one set of properties says to what another says. */
async function attach(
  PolicyArn: string,
  before: Properties | undefined,
  after: Properties | undefined,
  { call: { records }, services: { iam } }: ResourceContext,
): Promise<void> {
  const lists = (name: 'Roles' | 'Users') => [before?.texts(name) ?? [], after?.texts(name) ?? []] as const
  const [oldRoles, roles] = lists('Roles')
  const [oldUsers, users] = lists('Users')
  for (const RoleName of oldRoles.filter((name) => !roles.includes(name)))
    if (records.roles.get(RoleName)?.attachedPolicies.includes(PolicyArn)) await iam.DetachRolePolicy({ RoleName, PolicyArn })
  for (const UserName of oldUsers.filter((name) => !users.includes(name)))
    if (records.users.get(UserName)?.attachedPolicies.includes(PolicyArn)) await iam.DetachUserPolicy({ UserName, PolicyArn })
  for (const RoleName of roles.filter((name) => !oldRoles.includes(name))) await iam.AttachRolePolicy({ RoleName, PolicyArn })
  for (const UserName of users.filter((name) => !oldUsers.includes(name))) await iam.AttachUserPolicy({ UserName, PolicyArn })
}
