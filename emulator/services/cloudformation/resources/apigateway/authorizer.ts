import type { AuthorizerType } from '@aws-sdk/client-api-gateway'
import { changedElements, changedValues } from '../patches'
import { number, required, string } from '../property-table'
import type { ResourceType } from '../resource-type'

export const authorizer: ResourceType = {
  type: 'AWS::ApiGateway::Authorizer',
  properties: {
    AuthType: string,
    AuthorizerCredentials: string,
    AuthorizerResultTtlInSeconds: number,
    AuthorizerUri: string,
    IdentitySource: string,
    IdentityValidationExpression: string,
    Name: required(string),
    'ProviderARNs[]': string,
    RestApiId: required(string),
    Type: required(string),
  },
  attributes: ['AuthorizerId'],
  replaceOn: ['RestApiId'],
  create: async (properties, { services }) => {
    const restApiId = properties.needed('RestApiId')
    const made = await services.apigateway.CreateAuthorizer({
      restApiId,
      name: properties.needed('Name'),
      type: properties.needed('Type') as AuthorizerType,
      authType: properties.text('AuthType'),
      authorizerCredentials: properties.text('AuthorizerCredentials'),
      authorizerResultTtlInSeconds: properties.number('AuthorizerResultTtlInSeconds'),
      authorizerUri: properties.text('AuthorizerUri'),
      identitySource: properties.text('IdentitySource'),
      identityValidationExpression: properties.text('IdentityValidationExpression'),
      providerARNs: properties.texts('ProviderARNs'),
    })
    const id = made.id ?? ''
    return { physicalId: id, attributes: { AuthorizerId: id }, subject: `/restapis/${restApiId}/authorizers/${id}` }
  },
  update: async (properties, existing, { services }) => {
    const before = existing.properties
    const patchOperations = [
      ...changedValues(before, properties, {
        '/authType': 'AuthType',
        '/authorizerCredentials': 'AuthorizerCredentials',
        '/authorizerResultTtlInSeconds': ['AuthorizerResultTtlInSeconds', '300'],
        '/authorizerUri': 'AuthorizerUri',
        '/identitySource': 'IdentitySource',
        '/identityValidationExpression': 'IdentityValidationExpression',
        '/name': 'Name',
        '/type': 'Type',
      }),
      ...changedElements('/providerARNs', before.texts('ProviderARNs'), properties.texts('ProviderARNs')),
    ]
    const restApiId = properties.needed('RestApiId')
    await services.apigateway.UpdateAuthorizer({ restApiId, authorizerId: existing.physicalId, patchOperations })
    return existing
  },
  delete: async (existing, { services }) => {
    await services.apigateway.DeleteAuthorizer({ restApiId: existing.properties.needed('RestApiId'), authorizerId: existing.physicalId })
  },
}
