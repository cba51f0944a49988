import { changedValues } from '../patches'
import { json, required, string } from '../property-table'
import type { ResourceType } from '../resource-type'

export const model: ResourceType = {
  type: 'AWS::ApiGateway::Model',
  properties: { ContentType: string, Description: string, Name: string, RestApiId: required(string), Schema: json },
  attributes: [],
  replaceOn: ['ContentType', 'Name', 'RestApiId'],
  create: async (properties, context) => {
    const restApiId = properties.needed('RestApiId')
    // The names of models are letters and digits only.
    const name = properties.text('Name') ?? context.physicalName(128, '').replace(/[^A-Za-z0-9]/g, '')
    await context.services.apigateway.CreateModel({
      restApiId,
      name,
      contentType: properties.text('ContentType') ?? 'application/json',
      description: properties.text('Description'),
      schema: properties.document('Schema'),
    })
    return { physicalId: name, subject: `/restapis/${restApiId}/models/${name}` }
  },
  update: async (properties, existing, { services }) => {
    await services.apigateway.UpdateModel({
      restApiId: properties.needed('RestApiId'),
      modelName: existing.physicalId,
      patchOperations: changedValues(existing.properties, properties, { '/description': 'Description', '/schema': 'Schema' }),
    })
    return existing
  },
  delete: async (existing, { services }) => {
    await services.apigateway.DeleteModel({ restApiId: existing.properties.needed('RestApiId'), modelName: existing.physicalId })
  },
}
