import type { Properties } from '../properties'
import { json, reported, required, string } from '../property-table'
import type { ResourceContext, ResourceType } from '../resource-type'

/** A policy inside roles and users. */
export const policy: ResourceType = {
  type: 'AWS::IAM::Policy',
  properties: {
    'Groups[]': reported(string, 'groups of IAM are not emulated'),
    PolicyDocument: required(json),
    PolicyName: required(string),
    'Roles[]': string,
    'Users[]': string,
  },
  attributes: ['Id'],
  replaceOn: [],
  create: async (properties, context) => {
    await put(properties, context)
    const physicalId = context.physicalName(64)
    return { physicalId, attributes: { Id: physicalId } }
  },
  update: async (properties, existing, context) => {
    await put(properties, context)
    const renamed = existing.properties.text('PolicyName') !== properties.text('PolicyName')
    const gone = (list: 'Roles' | 'Users') =>
      existing.properties.texts(list)?.filter((one) => renamed || !properties.texts(list)?.includes(one)) ?? []
    await remove(existing.properties.needed('PolicyName'), gone('Roles'), gone('Users'), context)
    return existing
  },
  delete: ({ properties }, context) =>
    remove(properties.needed('PolicyName'), properties.texts('Roles') ?? [], properties.texts('Users') ?? [], context),
}

async function put(properties: Properties, { services: { iam } }: ResourceContext): Promise<void> {
  const policy = { PolicyName: properties.needed('PolicyName'), PolicyDocument: properties.document('PolicyDocument') }
  for (const RoleName of properties.texts('Roles') ?? []) await iam.PutRolePolicy({ RoleName, ...policy })
  for (const UserName of properties.texts('Users') ?? []) await iam.PutUserPolicy({ UserName, ...policy })
}

/** A role or a user that is not the account's own any more takes its policies along. */
async function remove(
  PolicyName: string,
  roles: readonly string[],
  users: readonly string[],
  { call: { records }, services: { iam } }: ResourceContext,
): Promise<void> {
  for (const RoleName of roles)
    if (records.roles.get(RoleName)?.inlinePolicies[PolicyName] !== undefined) await iam.DeleteRolePolicy({ RoleName, PolicyName })
  for (const UserName of users)
    if (records.users.get(UserName)?.inlinePolicies[PolicyName] !== undefined) await iam.DeleteUserPolicy({ UserName, PolicyName })
}
