import type { ResourceServerScopeType } from '@aws-sdk/client-cognito-identity-provider'
import type { Properties } from '../properties'
import { required, string } from '../property-table'
import type { ResourceType } from '../resource-type'

export const userPoolResourceServer: ResourceType = {
  type: 'AWS::Cognito::UserPoolResourceServer',
  properties: {
    Identifier: required(string),
    Name: required(string),
    'Scopes[].ScopeDescription': required(string),
    'Scopes[].ScopeName': required(string),
    UserPoolId: required(string),
  },
  attributes: [],
  replaceOn: ['Identifier', 'UserPoolId'],
  create: async (properties, { services }) => {
    await services.cognitoIdp.CreateResourceServer(settings(properties))
    return { physicalId: properties.needed('Identifier') }
  },
  update: async (properties, existing, { services }) => {
    await services.cognitoIdp.UpdateResourceServer(settings(properties))
    return existing
  },
  delete: async (existing, { services }) => {
    const { UserPoolId, Identifier } = settings(existing.properties)
    await services.cognitoIdp.DeleteResourceServer({ UserPoolId, Identifier })
  },
}

function settings(properties: Properties) {
  return {
    UserPoolId: properties.needed('UserPoolId'),
    Identifier: properties.needed('Identifier'),
    Name: properties.needed('Name'),
    Scopes: properties.raw['Scopes'] as ResourceServerScopeType[] | undefined,
  }
}
