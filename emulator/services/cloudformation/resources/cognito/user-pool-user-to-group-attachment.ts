import type { Properties } from '../properties'
import { required, string } from '../property-table'
import type { ResourceType } from '../resource-type'

export const userPoolUserToGroupAttachment: ResourceType = {
  type: 'AWS::Cognito::UserPoolUserToGroupAttachment',
  properties: {
    GroupName: required(string),
    UserPoolId: required(string),
    Username: required(string),
  },
  attributes: [],
  replaceOn: ['GroupName', 'UserPoolId', 'Username'],
  create: async (properties, context) => {
    await context.services.cognitoIdp.AdminAddUserToGroup(membership(properties))
    return { physicalId: context.physicalName(128) }
  },
  delete: async (existing, { services }) => {
    await services.cognitoIdp.AdminRemoveUserFromGroup(membership(existing.properties))
  },
}

function membership(properties: Properties) {
  return {
    UserPoolId: properties.needed('UserPoolId'),
    Username: properties.needed('Username'),
    GroupName: properties.needed('GroupName'),
  }
}
