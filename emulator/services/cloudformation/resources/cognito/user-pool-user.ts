import type { AttributeType, DeliveryMediumType, MessageActionType } from '@aws-sdk/client-cognito-identity-provider'
import { boolean, required, string } from '../property-table'
import type { ResourceType } from '../resource-type'

/** No message is sent to a user: the temporary password is that of `AdminCreateUser`. */
export const userPoolUser: ResourceType = {
  type: 'AWS::Cognito::UserPoolUser',
  properties: {
    'ClientMetadata.*': string,
    'DesiredDeliveryMediums[]': string,
    ForceAliasCreation: boolean,
    MessageAction: string,
    'UserAttributes[].Name': string,
    'UserAttributes[].Value': string,
    UserPoolId: required(string),
    Username: string,
    'ValidationData[].Name': string,
    'ValidationData[].Value': string,
  },
  attributes: [],
  replaceOn: [
    'ClientMetadata',
    'DesiredDeliveryMediums',
    'ForceAliasCreation',
    'MessageAction',
    'UserAttributes',
    'UserPoolId',
    'Username',
    'ValidationData',
  ],
  create: async (properties, context) => {
    const Username = properties.text('Username') ?? context.physicalName(128)
    const { User } = await context.services.cognitoIdp.AdminCreateUser({
      UserPoolId: properties.needed('UserPoolId'),
      Username,
      ClientMetadata: properties.map('ClientMetadata'),
      DesiredDeliveryMediums: properties.texts('DesiredDeliveryMediums') as DeliveryMediumType[] | undefined,
      ForceAliasCreation: properties.flag('ForceAliasCreation'),
      MessageAction: properties.text('MessageAction') as MessageActionType | undefined,
      UserAttributes: properties.raw['UserAttributes'] as AttributeType[] | undefined,
      ValidationData: properties.raw['ValidationData'] as AttributeType[] | undefined,
    })
    return { physicalId: User?.Username ?? Username }
  },
  delete: async (existing, { services }) => {
    await services.cognitoIdp.AdminDeleteUser({ UserPoolId: existing.properties.needed('UserPoolId'), Username: existing.physicalId })
  },
}
