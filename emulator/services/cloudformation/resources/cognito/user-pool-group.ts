import type { Properties } from '../properties'
import { number, required, string } from '../property-table'
import type { ResourceType } from '../resource-type'

export const userPoolGroup: ResourceType = {
  type: 'AWS::Cognito::UserPoolGroup',
  properties: {
    Description: string,
    GroupName: string,
    Precedence: number,
    RoleArn: string,
    UserPoolId: required(string),
  },
  attributes: [],
  replaceOn: ['GroupName', 'UserPoolId'],
  create: async (properties, context) => {
    const GroupName = properties.text('GroupName') ?? context.physicalName(128)
    await context.services.cognitoIdp.CreateGroup({ ...settings(properties), GroupName })
    return { physicalId: GroupName }
  },
  update: async (properties, existing, { services }) => {
    await services.cognitoIdp.UpdateGroup({ ...settings(properties), GroupName: existing.physicalId })
    return existing
  },
  delete: async (existing, { services }) => {
    await services.cognitoIdp.DeleteGroup({ UserPoolId: existing.properties.needed('UserPoolId'), GroupName: existing.physicalId })
  },
}

function settings(properties: Properties) {
  return {
    UserPoolId: properties.needed('UserPoolId'),
    Description: properties.text('Description'),
    Precedence: properties.number('Precedence'),
    RoleArn: properties.text('RoleArn'),
  }
}
