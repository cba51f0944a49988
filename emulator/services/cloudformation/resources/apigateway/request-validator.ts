import { changedValues } from '../patches'
import { boolean, required, string } from '../property-table'
import type { ResourceType } from '../resource-type'

export const requestValidator: ResourceType = {
  type: 'AWS::ApiGateway::RequestValidator',
  properties: { Name: string, RestApiId: required(string), ValidateRequestBody: boolean, ValidateRequestParameters: boolean },
  attributes: ['RequestValidatorId'],
  replaceOn: ['Name', 'RestApiId'],
  create: async (properties, context) => {
    const restApiId = properties.needed('RestApiId')
    const made = await context.services.apigateway.CreateRequestValidator({
      restApiId,
      name: properties.text('Name') ?? context.physicalName(128),
      validateRequestBody: properties.flag('ValidateRequestBody'),
      validateRequestParameters: properties.flag('ValidateRequestParameters'),
    })
    const id = made.id ?? ''
    return { physicalId: id, attributes: { RequestValidatorId: id }, subject: `/restapis/${restApiId}/requestvalidators/${id}` }
  },
  update: async (properties, existing, { services }) => {
    await services.apigateway.UpdateRequestValidator({
      restApiId: properties.needed('RestApiId'),
      requestValidatorId: existing.physicalId,
      patchOperations: changedValues(existing.properties, properties, {
        '/validateRequestBody': ['ValidateRequestBody', 'false'],
        '/validateRequestParameters': ['ValidateRequestParameters', 'false'],
      }),
    })
    return existing
  },
  delete: async (existing, { services }) => {
    const restApiId = existing.properties.needed('RestApiId')
    await services.apigateway.DeleteRequestValidator({ restApiId, requestValidatorId: existing.physicalId })
  },
}
