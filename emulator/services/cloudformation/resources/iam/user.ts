import { boolean, json, reported, required, string } from '../property-table'
import type { ResourceContext, ResourceType } from '../resource-type'
import { retag, tagList } from '../tags'
import { changePolicies, type PolicyHolder } from './held-policies'

const NO_CONSOLE = 'nobody signs in to a console here'

export const user: ResourceType = {
  type: 'AWS::IAM::User',
  properties: {
    'Groups[]': reported(string, 'groups of IAM are not emulated'),
    'LoginProfile.Password': reported(string, NO_CONSOLE),
    'LoginProfile.PasswordResetRequired': reported(boolean, NO_CONSOLE, false),
    'ManagedPolicyArns[]': string,
    Path: string,
    PermissionsBoundary: string,
    'Policies[].PolicyDocument': required(json),
    'Policies[].PolicyName': required(string),
    Tags: json,
    UserName: string,
  },
  attributes: ['Arn'],
  replaceOn: ['UserName'],
  create: async (properties, context) => {
    const { iam } = context.services
    const UserName = properties.text('UserName') ?? context.physicalName(64)
    const { User } = await iam.CreateUser({
      UserName,
      Path: properties.text('Path'),
      PermissionsBoundary: properties.text('PermissionsBoundary'),
      Tags: tagList(context.tags(properties.raw['Tags'])),
    })
    const holder = holderOf(UserName, context)
    try {
      await changePolicies(holder, undefined, properties)
    } catch (error) {
      await changePolicies(holder, properties, undefined).catch(() => {})
      await iam.DeleteUser({ UserName })
      throw error
    }
    return { physicalId: UserName, attributes: { Arn: User?.Arn ?? '' }, subject: `/users/${UserName}` }
  },
  update: async (properties, existing, context) => {
    const { iam } = context.services
    const UserName = existing.physicalId
    const path = properties.text('Path')
    if (path !== existing.properties.text('Path')) await iam.UpdateUser({ UserName, NewPath: path ?? '/' })
    const boundary = properties.text('PermissionsBoundary')
    if (boundary !== existing.properties.text('PermissionsBoundary')) {
      if (boundary === undefined) await iam.DeleteUserPermissionsBoundary({ UserName })
      else await iam.PutUserPermissionsBoundary({ UserName, PermissionsBoundary: boundary })
    }
    await changePolicies(holderOf(UserName, context), existing.properties, properties)
    await retag(existing, properties.raw['Tags'], context, {
      set: (tags) => iam.TagUser({ UserName, Tags: tagList(tags) }),
      unset: (TagKeys) => iam.UntagUser({ UserName, TagKeys }),
    })
    return { ...existing, attributes: { Arn: context.call.records.users.get(UserName)?.user.Arn ?? '' } }
  },
  delete: async (existing, context) => {
    await changePolicies(holderOf(existing.physicalId, context), existing.properties, undefined)
    await context.services.iam.DeleteUser({ UserName: existing.physicalId })
  },
}

function holderOf(UserName: string, { services: { iam } }: ResourceContext): PolicyHolder {
  return {
    attach: (PolicyArn) => iam.AttachUserPolicy({ UserName, PolicyArn }),
    detach: (PolicyArn) => iam.DetachUserPolicy({ UserName, PolicyArn }),
    put: (PolicyName, PolicyDocument) => iam.PutUserPolicy({ UserName, PolicyName, PolicyDocument }),
    drop: (PolicyName) => iam.DeleteUserPolicy({ UserName, PolicyName }),
  }
}
