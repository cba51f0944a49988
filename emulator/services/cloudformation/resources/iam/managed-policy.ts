import type { Properties } from '../properties'
import { json, reported, required, string } from '../property-table'
import type { ResourceContext, ResourceType } from '../resource-type'

const NO_IDENTITIES = 'users and groups of IAM are not emulated'

export const managedPolicy: ResourceType = {
  type: 'AWS::IAM::ManagedPolicy',
  properties: {
    Description: string,
    'Groups[]': reported(string, NO_IDENTITIES),
    ManagedPolicyName: string,
    Path: string,
    PolicyDocument: required(json),
    'Roles[]': string,
    'Users[]': reported(string, NO_IDENTITIES),
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
    const roles = properties.texts('Roles') ?? []
    for (const RoleName of roles) await iam.AttachRolePolicy({ RoleName, PolicyArn })
    const date = Policy?.CreateDate?.toISOString() ?? ''
    return {
      physicalId: PolicyArn,
      attributes: {
        AttachmentCount: roles.length,
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
    const roles = properties.texts('Roles') ?? []
    await attach(PolicyArn, existing.properties, roles, context)
    return { ...existing, attributes: { ...existing.attributes, AttachmentCount: roles.length, DefaultVersionId: version } }
  },
  delete: async (existing, context) => {
    await attach(existing.physicalId, existing.properties, [], context)
    await context.services.iam.DeletePolicy({ PolicyArn: existing.physicalId })
  },
}

async function attach(
  PolicyArn: string,
  before: Properties,
  roles: readonly string[],
  { call, services: { iam } }: ResourceContext,
): Promise<void> {
  const old = before.texts('Roles') ?? []
  for (const RoleName of old) {
    const attached = call.records.roles.get(RoleName)?.attachedPolicies.includes(PolicyArn) === true
    if (attached && !roles.includes(RoleName)) await iam.DetachRolePolicy({ RoleName, PolicyArn })
  }
  for (const RoleName of roles) if (!old.includes(RoleName)) await iam.AttachRolePolicy({ RoleName, PolicyArn })
}
