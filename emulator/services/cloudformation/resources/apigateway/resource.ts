import { required, string } from '../property-table'
import type { ResourceType } from '../resource-type'

/** A node of an API's tree; every change of it needs a new one. */
export const resource: ResourceType = {
  type: 'AWS::ApiGateway::Resource',
  properties: { ParentId: required(string), PathPart: required(string), RestApiId: required(string) },
  attributes: ['ResourceId'],
  replaceOn: ['ParentId', 'PathPart', 'RestApiId'],
  create: async (properties, { services }) => {
    const restApiId = properties.needed('RestApiId')
    const made = await services.apigateway.CreateResource({
      restApiId,
      parentId: properties.needed('ParentId'),
      pathPart: properties.needed('PathPart'),
    })
    const id = made.id ?? ''
    return { physicalId: id, attributes: { ResourceId: id }, subject: `/restapis/${restApiId}/resources/${id}` }
  },
  delete: async (existing, { services }) => {
    await services.apigateway.DeleteResource({ restApiId: existing.properties.needed('RestApiId'), resourceId: existing.physicalId })
  },
}
