import type { Properties } from '../properties'
import { boolean, reported, required, string } from '../property-table'
import type { Made, ResourceContext, ResourceType } from '../resource-type'

export const traceResourcePolicy: ResourceType = {
  type: 'AWS::XRay::ResourcePolicy',
  properties: {
    BypassPolicyLockoutCheck: boolean,
    PolicyDocument: required(reported(string, 'nobody asks the policies of X-Ray')),
    PolicyName: required(string),
  },
  attributes: [],
  replaceOn: ['PolicyName'],
  create: put,
  update: (properties, _existing, context) => put(properties, context),
  delete: async (existing, { services }) => {
    await services.xray.DeleteResourcePolicy({ PolicyName: existing.physicalId })
  },
}

async function put(properties: Properties, { services }: ResourceContext): Promise<Made> {
  const [PolicyName, PolicyDocument] = [properties.needed('PolicyName'), properties.needed('PolicyDocument')]
  const BypassPolicyLockoutCheck = properties.flag('BypassPolicyLockoutCheck')
  await services.xray.PutResourcePolicy({ PolicyName, PolicyDocument, BypassPolicyLockoutCheck })
  return { physicalId: PolicyName, subject: `/tracepolicies/${PolicyName}` }
}
