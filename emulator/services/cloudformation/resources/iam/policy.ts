import type { Properties } from '../properties'
import { json, reported, required, string } from '../property-table'
import type { ResourceContext, ResourceType } from '../resource-type'

const NO_IDENTITIES = 'users and groups of IAM are not emulated'

/** A policy inside roles. */
export const policy: ResourceType = {
  type: 'AWS::IAM::Policy',
  properties: {
    'Groups[]': reported(string, NO_IDENTITIES),
    PolicyDocument: required(json),
    PolicyName: required(string),
    'Roles[]': string,
    'Users[]': reported(string, NO_IDENTITIES),
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
    const name = properties.text('PolicyName')
    const renamed = existing.properties.text('PolicyName') !== name
    const gone = existing.properties.texts('Roles')?.filter((one) => renamed || !properties.texts('Roles')?.includes(one)) ?? []
    await remove(existing.properties.needed('PolicyName'), gone, context)
    return existing
  },
  delete: (existing, context) => remove(existing.properties.needed('PolicyName'), existing.properties.texts('Roles') ?? [], context),
}

async function put(properties: Properties, { services }: ResourceContext): Promise<void> {
  const PolicyName = properties.needed('PolicyName')
  const PolicyDocument = properties.document('PolicyDocument')
  for (const RoleName of properties.texts('Roles') ?? []) await services.iam.PutRolePolicy({ RoleName, PolicyName, PolicyDocument })
}

/** A role that is not the account's own any more takes its policies along. */
async function remove(PolicyName: string, roles: readonly string[], { call, services }: ResourceContext): Promise<void> {
  for (const RoleName of roles) {
    if (call.records.roles.get(RoleName)?.inlinePolicies[PolicyName] !== undefined)
      await services.iam.DeleteRolePolicy({ RoleName, PolicyName })
  }
}
