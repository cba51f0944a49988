import { changedValues } from '../patches'
import { json, required, string } from '../property-table'
import type { ResourceType } from '../resource-type'
import { retagApiGateway } from './arn'

export const vpcLink: ResourceType = {
  type: 'AWS::ApiGateway::VpcLink',
  properties: { Description: string, Name: required(string), Tags: json, 'TargetArns[]': required(string) },
  attributes: ['VpcLinkId'],
  replaceOn: ['TargetArns'],
  create: async (properties, context) => {
    const made = await context.services.apigateway.CreateVpcLink({
      name: properties.needed('Name'),
      description: properties.text('Description'),
      targetArns: properties.texts('TargetArns'),
      tags: context.tags(properties.raw['Tags']),
    })
    const id = made.id ?? ''
    return { physicalId: id, attributes: { VpcLinkId: id }, subject: `/vpclinks/${id}` }
  },
  update: async (properties, existing, context) => {
    const vpcLinkId = existing.physicalId
    const patchOperations = changedValues(existing.properties, properties, { '/description': 'Description', '/name': 'Name' })
    if (patchOperations.length > 0) await context.services.apigateway.UpdateVpcLink({ vpcLinkId, patchOperations })
    await retagApiGateway(`/vpclinks/${vpcLinkId}`, properties, existing, context)
    return existing
  },
  delete: async (existing, { services }) => {
    await services.apigateway.DeleteVpcLink({ vpcLinkId: existing.physicalId })
  },
}
