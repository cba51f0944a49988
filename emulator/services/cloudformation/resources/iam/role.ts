import type { Properties } from '../properties'
import { json, number, required, string } from '../property-table'
import type { ResourceContext, ResourceType } from '../resource-type'
import { retag, tagList } from '../tags'

export const role: ResourceType = {
  type: 'AWS::IAM::Role',
  properties: {
    AssumeRolePolicyDocument: required(json),
    Description: string,
    'ManagedPolicyArns[]': string,
    MaxSessionDuration: number,
    Path: string,
    PermissionsBoundary: string,
    'Policies[].PolicyDocument': required(json),
    'Policies[].PolicyName': required(string),
    RoleName: string,
    Tags: json,
  },
  attributes: ['Arn', 'RoleId'],
  replaceOn: ['Path', 'RoleName'],
  create: async (properties, context) => {
    const { iam } = context.services
    const RoleName = properties.text('RoleName') ?? context.physicalName(64)
    const { Role } = await iam.CreateRole({
      RoleName,
      AssumeRolePolicyDocument: properties.document('AssumeRolePolicyDocument'),
      Description: properties.text('Description'),
      MaxSessionDuration: properties.number('MaxSessionDuration'),
      Path: properties.text('Path'),
      PermissionsBoundary: properties.text('PermissionsBoundary'),
      Tags: tagList(context.tags(properties.raw['Tags'])),
    })
    try {
      await changePolicies(RoleName, undefined, properties, context)
    } catch (error) {
      await changePolicies(RoleName, properties, undefined, context).catch(() => {})
      await iam.DeleteRole({ RoleName })
      throw error
    }
    return { physicalId: RoleName, attributes: { Arn: Role?.Arn ?? '', RoleId: Role?.RoleId ?? '' }, subject: `/roles/${RoleName}` }
  },
  update: async (properties, existing, context) => {
    const { iam } = context.services
    const RoleName = existing.physicalId
    await iam.UpdateAssumeRolePolicy({ RoleName, PolicyDocument: properties.document('AssumeRolePolicyDocument') })
    await iam.UpdateRole({
      RoleName,
      Description: properties.text('Description') ?? '',
      MaxSessionDuration: properties.number('MaxSessionDuration') ?? 3600,
    })
    const boundary = properties.text('PermissionsBoundary')
    if (boundary !== existing.properties.text('PermissionsBoundary')) {
      if (boundary === undefined) await iam.DeleteRolePermissionsBoundary({ RoleName })
      else await iam.PutRolePermissionsBoundary({ RoleName, PermissionsBoundary: boundary })
    }
    await changePolicies(RoleName, existing.properties, properties, context)
    await retag(existing, properties.raw['Tags'], context, {
      set: (tags) => iam.TagRole({ RoleName, Tags: tagList(tags) }),
      unset: (TagKeys) => iam.UntagRole({ RoleName, TagKeys }),
    })
    return existing
  },
  delete: async (existing, context) => {
    await changePolicies(existing.physicalId, existing.properties, undefined, context)
    await context.services.iam.DeleteRole({ RoleName: existing.physicalId })
  },
}

/** Takes the policies of a role from what one set of properties says to what another says. */
async function changePolicies(
  RoleName: string,
  before: Properties | undefined,
  after: Properties | undefined,
  { services: { iam } }: ResourceContext,
): Promise<void> {
  const [oldArns, arns] = [before?.texts('ManagedPolicyArns') ?? [], after?.texts('ManagedPolicyArns') ?? []]
  for (const PolicyArn of oldArns) if (!arns.includes(PolicyArn)) await iam.DetachRolePolicy({ RoleName, PolicyArn })
  for (const PolicyArn of arns) if (!oldArns.includes(PolicyArn)) await iam.AttachRolePolicy({ RoleName, PolicyArn })
  const policies = after?.entries('Policies') ?? []
  for (const old of before?.entries('Policies') ?? []) {
    const PolicyName = old.needed('PolicyName')
    if (!policies.some((policy) => policy.text('PolicyName') === PolicyName)) await iam.DeleteRolePolicy({ RoleName, PolicyName })
  }
  for (const policy of policies) {
    await iam.PutRolePolicy({ RoleName, PolicyName: policy.needed('PolicyName'), PolicyDocument: policy.document('PolicyDocument') })
  }
}
