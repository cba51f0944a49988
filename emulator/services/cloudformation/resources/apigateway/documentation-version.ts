import { changedValues } from '../patches'
import { REASONS, reported, required, string } from '../property-table'
import type { ResourceType } from '../resource-type'

export const documentationVersion: ResourceType = {
  type: 'AWS::ApiGateway::DocumentationVersion',
  properties: {
    Description: string,
    DocumentationVersion: required(reported(string, REASONS.documentation)),
    RestApiId: required(string),
  },
  attributes: [],
  replaceOn: ['DocumentationVersion', 'RestApiId'],
  create: async (properties, { services }) => {
    const restApiId = properties.needed('RestApiId')
    const version = properties.needed('DocumentationVersion')
    await services.apigateway.CreateDocumentationVersion({
      restApiId,
      documentationVersion: version,
      description: properties.text('Description'),
    })
    return { physicalId: version, subject: `/restapis/${restApiId}/documentation/versions/${version}` }
  },
  update: async (properties, existing, { services }) => {
    await services.apigateway.UpdateDocumentationVersion({
      restApiId: properties.needed('RestApiId'),
      documentationVersion: existing.physicalId,
      patchOperations: changedValues(existing.properties, properties, { '/description': 'Description' }),
    })
    return existing
  },
  delete: async (existing, { services }) => {
    const restApiId = existing.properties.needed('RestApiId')
    await services.apigateway.DeleteDocumentationVersion({ restApiId, documentationVersion: existing.physicalId })
  },
}
