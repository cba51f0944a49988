import { required, string } from '../property-table'
import type { ResourceType } from '../resource-type'

export const usagePlanKey: ResourceType = {
  type: 'AWS::ApiGateway::UsagePlanKey',
  properties: { KeyId: required(string), KeyType: required(string), UsagePlanId: required(string) },
  attributes: ['Id'],
  replaceOn: ['KeyId', 'KeyType', 'UsagePlanId'],
  create: async (properties, { services }) => {
    const usagePlanId = properties.needed('UsagePlanId')
    const keyId = properties.needed('KeyId')
    await services.apigateway.CreateUsagePlanKey({ usagePlanId, keyId, keyType: properties.needed('KeyType') })
    const id = `${keyId}:${usagePlanId}`
    return { physicalId: id, attributes: { Id: id }, subject: `/usageplans/${usagePlanId}/keys/${keyId}` }
  },
  delete: async (existing, { services }) => {
    const { properties } = existing
    await services.apigateway.DeleteUsagePlanKey({ usagePlanId: properties.needed('UsagePlanId'), keyId: properties.needed('KeyId') })
  },
}
