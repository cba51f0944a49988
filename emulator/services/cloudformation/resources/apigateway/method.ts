import type { ConnectionType, ContentHandlingStrategy, IntegrationType, ResponseTransferMode } from '@aws-sdk/client-api-gateway'
import { AwsError } from '../../../../model/errors'
import { Properties } from '../properties'
import { boolean, number, required, string } from '../property-table'
import type { Made, ResourceContext, ResourceType } from '../resource-type'

export const method: ResourceType = {
  type: 'AWS::ApiGateway::Method',
  properties: {
    ApiKeyRequired: boolean,
    'AuthorizationScopes[]': string,
    AuthorizationType: string,
    AuthorizerId: string,
    HttpMethod: required(string),
    'Integration.CacheKeyParameters[]': string,
    'Integration.CacheNamespace': string,
    'Integration.ConnectionId': string,
    'Integration.ConnectionType': string,
    'Integration.ContentHandling': string,
    'Integration.Credentials': string,
    'Integration.IntegrationHttpMethod': string,
    'Integration.IntegrationResponses[].ContentHandling': string,
    'Integration.IntegrationResponses[].ResponseParameters.*': string,
    'Integration.IntegrationResponses[].ResponseTemplates.*': string,
    'Integration.IntegrationResponses[].SelectionPattern': string,
    'Integration.IntegrationResponses[].StatusCode': required(string),
    'Integration.IntegrationTarget': string,
    'Integration.PassthroughBehavior': string,
    'Integration.RequestParameters.*': string,
    'Integration.RequestTemplates.*': string,
    'Integration.ResponseTransferMode': string,
    'Integration.TimeoutInMillis': number,
    'Integration.Type': required(string),
    'Integration.Uri': string,
    'MethodResponses[].ResponseModels.*': string,
    'MethodResponses[].ResponseParameters.*': boolean,
    'MethodResponses[].StatusCode': required(string),
    OperationName: string,
    'RequestModels.*': string,
    'RequestParameters.*': boolean,
    RequestValidatorId: string,
    ResourceId: required(string),
    RestApiId: required(string),
  },
  attributes: [],
  replaceOn: ['HttpMethod', 'ResourceId', 'RestApiId'],
  create: (properties, context) => put(properties, context),
  // A method is a part of its resource and takes effect with the next deployment only, so it can be put anew.
  update: async (properties, existing, context) => {
    await remove(existing.properties, context)
    return put(properties, context)
  },
  delete: async (existing, { services }) => {
    await services.apigateway.DeleteMethod(placeOf(existing.properties))
  },
}

function placeOf(properties: Properties): { restApiId: string; resourceId: string; httpMethod: string } {
  return {
    restApiId: properties.needed('RestApiId'),
    resourceId: properties.needed('ResourceId'),
    httpMethod: properties.needed('HttpMethod'),
  }
}

async function remove(properties: Properties, { services }: ResourceContext): Promise<void> {
  try {
    await services.apigateway.DeleteMethod(placeOf(properties))
  } catch (error) {
    if (!(error instanceof AwsError) || error.status !== 404) throw error
  }
}

async function put(properties: Properties, context: ResourceContext): Promise<Made> {
  const place = placeOf(properties)
  const { apigateway } = context.services
  await apigateway.PutMethod({
    ...place,
    apiKeyRequired: properties.flag('ApiKeyRequired'),
    authorizationScopes: properties.texts('AuthorizationScopes'),
    authorizationType: properties.text('AuthorizationType') ?? 'NONE',
    authorizerId: properties.text('AuthorizerId'),
    operationName: properties.text('OperationName'),
    requestModels: properties.map('RequestModels'),
    requestParameters: properties.flags('RequestParameters'),
    requestValidatorId: properties.text('RequestValidatorId'),
  })
  try {
    for (const response of byStatusCode(properties.entries('MethodResponses'))) {
      await apigateway.PutMethodResponse({
        ...place,
        statusCode: response.needed('StatusCode'),
        responseModels: response.map('ResponseModels'),
        responseParameters: response.flags('ResponseParameters'),
      })
    }
    const integration = properties.entry('Integration')
    if (integration !== undefined) await putIntegration(integration, place, context)
  } catch (error) {
    await remove(properties, context)
    throw error
  }
  const { restApiId, resourceId, httpMethod } = place
  return {
    physicalId: `${restApiId}|${resourceId}|${httpMethod}`,
    subject: `/restapis/${restApiId}/resources/${resourceId}/methods/${httpMethod}`,
  }
}

/**
 * Templates that name a status code twice are deployed by AWS (the CDK's own StartExecution integration makes one).
 * Which of them it takes is uncertain: here the second adds to the first.
 */
function byStatusCode(responses: readonly Properties[]): Iterable<Properties> {
  const merged = new Map<string, Properties>()
  for (const response of responses) {
    const before = merged.get(response.needed('StatusCode'))?.raw
    const maps = ['ResponseModels', 'ResponseParameters', 'ResponseTemplates'].flatMap((name) =>
      before?.[name] === undefined ? [] : [[name, { ...(before[name] as object), ...(response.raw[name] as object | undefined) }]],
    )
    merged.set(response.needed('StatusCode'), new Properties({ ...before, ...response.raw, ...Object.fromEntries(maps) }))
  }
  return merged.values()
}

async function putIntegration(
  integration: Properties,
  place: ReturnType<typeof placeOf>,
  { services: { apigateway } }: ResourceContext,
): Promise<void> {
  await apigateway.PutIntegration({
    ...place,
    type: integration.needed('Type') as IntegrationType,
    cacheKeyParameters: integration.texts('CacheKeyParameters'),
    cacheNamespace: integration.text('CacheNamespace'),
    connectionId: integration.text('ConnectionId'),
    connectionType: integration.text('ConnectionType') as ConnectionType | undefined,
    contentHandling: integration.text('ContentHandling') as ContentHandlingStrategy | undefined,
    credentials: integration.text('Credentials'),
    integrationHttpMethod: integration.text('IntegrationHttpMethod'),
    integrationTarget: integration.text('IntegrationTarget'),
    passthroughBehavior: integration.text('PassthroughBehavior'),
    requestParameters: integration.map('RequestParameters'),
    requestTemplates: integration.map('RequestTemplates'),
    responseTransferMode: integration.text('ResponseTransferMode') as ResponseTransferMode | undefined,
    timeoutInMillis: integration.number('TimeoutInMillis'),
    uri: integration.text('Uri'),
  })
  for (const response of byStatusCode(integration.entries('IntegrationResponses'))) {
    await apigateway.PutIntegrationResponse({
      ...place,
      statusCode: response.needed('StatusCode'),
      contentHandling: response.text('ContentHandling') as ContentHandlingStrategy | undefined,
      responseParameters: response.map('ResponseParameters'),
      responseTemplates: response.map('ResponseTemplates'),
      selectionPattern: response.text('SelectionPattern'),
    })
  }
}
