import type { CreateUserPoolClientRequest } from '@aws-sdk/client-cognito-identity-provider'
import type { Properties } from '../properties'
import { boolean, number, reported, required, string } from '../property-table'
import type { Existing, ResourceType } from '../resource-type'

const NO_ANALYTICS = 'use of the pool is not counted'

export const userPoolClient: ResourceType = {
  type: 'AWS::Cognito::UserPoolClient',
  properties: {
    AccessTokenValidity: number,
    AllowedOAuthFlowsUserPoolClient: boolean,
    'AllowedOAuthFlows[]': string,
    'AllowedOAuthScopes[]': string,
    'AnalyticsConfiguration.ApplicationArn': reported(string, NO_ANALYTICS),
    'AnalyticsConfiguration.ApplicationId': reported(string, NO_ANALYTICS),
    'AnalyticsConfiguration.ExternalId': string,
    'AnalyticsConfiguration.RoleArn': string,
    'AnalyticsConfiguration.UserDataShared': boolean,
    AuthSessionValidity: number,
    'CallbackURLs[]': string,
    ClientName: string,
    DefaultRedirectURI: string,
    EnablePropagateAdditionalUserContextData: reported(boolean, 'threats are not looked for', false),
    EnableTokenRevocation: boolean,
    'ExplicitAuthFlows[]': string,
    GenerateSecret: boolean,
    IdTokenValidity: number,
    'LogoutURLs[]': string,
    PreventUserExistenceErrors: string,
    'ReadAttributes[]': string,
    'RefreshTokenRotation.Feature': string,
    'RefreshTokenRotation.RetryGracePeriodSeconds': number,
    RefreshTokenValidity: number,
    'SupportedIdentityProviders[]': reported(string, 'only users of the pool itself sign in', 'COGNITO'),
    'TokenValidityUnits.AccessToken': string,
    'TokenValidityUnits.IdToken': string,
    'TokenValidityUnits.RefreshToken': string,
    UserPoolId: required(string),
    'WriteAttributes[]': string,
  },
  attributes: ['ClientId', 'ClientSecret', 'Name'],
  replaceOn: ['GenerateSecret', 'UserPoolId'],
  create: async (properties, context) => {
    const ClientName = properties.text('ClientName') ?? context.physicalName(128)
    const given = { ...settings(properties), UserPoolId: properties.needed('UserPoolId'), ClientName }
    const { UserPoolClient: client } = await context.services.cognitoIdp.CreateUserPoolClient(given)
    const ClientId = client?.ClientId ?? ''
    return {
      physicalId: ClientId,
      attributes: { ClientId, Name: ClientName, ...(client?.ClientSecret === undefined ? {} : { ClientSecret: client.ClientSecret }) },
      subject: `/userpools/${given.UserPoolId}/clients/${ClientId}`,
    }
  },
  update: async (properties, existing, { services }) => {
    const { GenerateSecret: _made, ...given } = settings(properties)
    const ClientName = properties.text('ClientName')
    const { UserPoolClient: client } = await services.cognitoIdp.UpdateUserPoolClient({
      ...given,
      ...place(existing),
      ...(ClientName === undefined ? {} : { ClientName }),
    })
    return { ...existing, attributes: { ...existing.attributes, Name: client?.ClientName } }
  },
  delete: async (existing, { services }) => {
    await services.cognitoIdp.DeleteUserPoolClient(place(existing))
  },
}

function place({ physicalId, properties }: Existing): { UserPoolId: string; ClientId: string } {
  return { UserPoolId: properties.needed('UserPoolId'), ClientId: physicalId }
}

function settings({ raw }: Properties): Omit<CreateUserPoolClientRequest, 'UserPoolId' | 'ClientName'> {
  const { UserPoolId: _pool, ClientName: _name, ...given } = raw
  return given
}
