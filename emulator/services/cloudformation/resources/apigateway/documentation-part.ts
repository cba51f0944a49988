import type { DocumentationPartType } from '@aws-sdk/client-api-gateway'
import { changedValues } from '../patches'
import { REASONS, reported, required, string } from '../property-table'
import type { ResourceType } from '../resource-type'

export const documentationPart: ResourceType = {
  type: 'AWS::ApiGateway::DocumentationPart',
  properties: {
    'Location.Method': string,
    'Location.Name': string,
    'Location.Path': string,
    'Location.StatusCode': string,
    'Location.Type': string,
    Properties: required(reported(string, REASONS.documentation)),
    RestApiId: required(string),
  },
  attributes: ['DocumentationPartId'],
  replaceOn: ['Location', 'RestApiId'],
  create: async (properties, { services }) => {
    const restApiId = properties.needed('RestApiId')
    const location = properties.entry('Location')
    const made = await services.apigateway.CreateDocumentationPart({
      restApiId,
      location: {
        type: location?.text('Type') as DocumentationPartType | undefined,
        method: location?.text('Method'),
        name: location?.text('Name'),
        path: location?.text('Path'),
        statusCode: location?.text('StatusCode'),
      },
      properties: properties.needed('Properties'),
    })
    const id = made.id ?? ''
    return { physicalId: id, attributes: { DocumentationPartId: id }, subject: `/restapis/${restApiId}/documentation/parts/${id}` }
  },
  update: async (properties, existing, { services }) => {
    await services.apigateway.UpdateDocumentationPart({
      restApiId: properties.needed('RestApiId'),
      documentationPartId: existing.physicalId,
      patchOperations: changedValues(existing.properties, properties, { '/properties': 'Properties' }),
    })
    return existing
  },
  delete: async (existing, { services }) => {
    const restApiId = existing.properties.needed('RestApiId')
    await services.apigateway.DeleteDocumentationPart({ restApiId, documentationPartId: existing.physicalId })
  },
}
