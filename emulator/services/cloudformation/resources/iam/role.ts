import { json, number, required, string } from '../property-table'
import type { ResourceContext, ResourceType } from '../resource-type'
import { retag, tagList } from '../tags'
import { changePolicies, type PolicyHolder } from './held-policies'

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
    const holder = holderOf(RoleName, context)
    try {
      await changePolicies(holder, undefined, properties)
    } catch (error) {
      await changePolicies(holder, properties, undefined).catch(() => {})
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
    await changePolicies(holderOf(RoleName, context), existing.properties, properties)
    await retag(existing, properties.raw['Tags'], context, {
      set: (tags) => iam.TagRole({ RoleName, Tags: tagList(tags) }),
      unset: (TagKeys) => iam.UntagRole({ RoleName, TagKeys }),
    })
    return existing
  },
  delete: async (existing, context) => {
    await changePolicies(holderOf(existing.physicalId, context), existing.properties, undefined)
    await context.services.iam.DeleteRole({ RoleName: existing.physicalId })
  },
}

function holderOf(RoleName: string, { services: { iam } }: ResourceContext): PolicyHolder {
  return {
    attach: (PolicyArn) => iam.AttachRolePolicy({ RoleName, PolicyArn }),
    detach: (PolicyArn) => iam.DetachRolePolicy({ RoleName, PolicyArn }),
    put: (PolicyName, PolicyDocument) => iam.PutRolePolicy({ RoleName, PolicyName, PolicyDocument }),
    drop: (PolicyName) => iam.DeleteRolePolicy({ RoleName, PolicyName }),
  }
}
