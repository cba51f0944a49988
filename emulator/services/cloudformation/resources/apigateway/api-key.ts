import { changedValues } from '../patches'
import { boolean, json, string } from '../property-table'
import type { ResourceType } from '../resource-type'
import { retagApiGateway } from './arn'

export const apiKey: ResourceType = {
  type: 'AWS::ApiGateway::ApiKey',
  properties: {
    CustomerId: string,
    Description: string,
    Enabled: boolean,
    GenerateDistinctId: boolean,
    Name: string,
    'StageKeys[].RestApiId': string,
    'StageKeys[].StageName': string,
    Tags: json,
    Value: string,
  },
  attributes: ['APIKeyId'],
  // StageKeys can change in place on AWS; the operation behind that is not documented, and usage plans took their place.
  replaceOn: ['GenerateDistinctId', 'Name', 'StageKeys', 'Value'],
  create: async (properties, context) => {
    const key = await context.services.apigateway.CreateApiKey({
      name: properties.text('Name') ?? context.physicalName(128),
      description: properties.text('Description'),
      enabled: properties.flag('Enabled'),
      customerId: properties.text('CustomerId'),
      generateDistinctId: properties.flag('GenerateDistinctId'),
      value: properties.text('Value'),
      stageKeys: properties
        .entries('StageKeys')
        .map((stage) => ({ restApiId: stage.text('RestApiId'), stageName: stage.text('StageName') })),
      tags: context.tags(properties.raw['Tags']),
    })
    const id = key.id ?? ''
    return { physicalId: id, attributes: { APIKeyId: id }, subject: `/apikeys/${id}` }
  },
  update: async (properties, existing, context) => {
    const patchOperations = changedValues(existing.properties, properties, {
      '/description': 'Description',
      '/enabled': ['Enabled', 'false'],
      '/customerId': 'CustomerId',
    })
    if (patchOperations.length > 0) await context.services.apigateway.UpdateApiKey({ apiKey: existing.physicalId, patchOperations })
    await retagApiGateway(`/apikeys/${existing.physicalId}`, properties, existing, context)
    return existing
  },
  delete: async (existing, { services }) => {
    await services.apigateway.DeleteApiKey({ apiKey: existing.physicalId })
  },
}
