import type { GatewayResponseType } from '@aws-sdk/client-api-gateway'
import type { Properties } from '../properties'
import { required, string } from '../property-table'
import type { ResourceContext, ResourceType } from '../resource-type'

export const gatewayResponse: ResourceType = {
  type: 'AWS::ApiGateway::GatewayResponse',
  properties: {
    'ResponseParameters.*': string,
    'ResponseTemplates.*': string,
    ResponseType: required(string),
    RestApiId: required(string),
    StatusCode: string,
  },
  attributes: ['Id'],
  replaceOn: ['ResponseType', 'RestApiId'],
  create: async (properties, context) => {
    await put(properties, context)
    // What the id looks like on AWS is uncertain; nothing else takes it.
    const physicalId = context.call.ids.long()
    const subject = `/restapis/${properties.needed('RestApiId')}/gatewayresponses/${properties.needed('ResponseType')}`
    return { physicalId, attributes: { Id: physicalId }, subject }
  },
  update: async (properties, existing, context) => {
    await put(properties, context)
    return existing
  },
  delete: async (existing, { services }) => {
    await services.apigateway.DeleteGatewayResponse({
      restApiId: existing.properties.needed('RestApiId'),
      responseType: existing.properties.needed('ResponseType') as GatewayResponseType,
    })
  },
}

async function put(properties: Properties, { services }: ResourceContext): Promise<void> {
  await services.apigateway.PutGatewayResponse({
    restApiId: properties.needed('RestApiId'),
    responseType: properties.needed('ResponseType') as GatewayResponseType,
    statusCode: properties.text('StatusCode'),
    responseParameters: properties.map('ResponseParameters'),
    responseTemplates: properties.map('ResponseTemplates'),
  })
}
