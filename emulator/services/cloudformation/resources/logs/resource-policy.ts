import type { Properties } from '../properties'
import { required, string } from '../property-table'
import type { Made, ResourceContext, ResourceType } from '../resource-type'

/** Lets services write to log groups: kept, since what the emulator writes needs no permission. */
export const logResourcePolicy: ResourceType = {
  type: 'AWS::Logs::ResourcePolicy',
  properties: { PolicyDocument: required(string), PolicyName: required(string) },
  attributes: [],
  replaceOn: ['PolicyName'],
  create: put,
  update: (properties, _existing, context) => put(properties, context),
  delete: async (existing, { services }) => {
    await services.logs.DeleteResourcePolicy({ policyName: existing.physicalId })
  },
}

async function put(properties: Properties, { services }: ResourceContext): Promise<Made> {
  const [policyName, policyDocument] = [properties.needed('PolicyName'), properties.needed('PolicyDocument')]
  await services.logs.PutResourcePolicy({ policyName, policyDocument })
  return { physicalId: policyName, subject: `/logpolicies/${policyName}` }
}
