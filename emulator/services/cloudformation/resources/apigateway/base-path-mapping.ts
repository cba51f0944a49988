import { changedValues } from '../patches'
import { reported, required, string } from '../property-table'
import type { ResourceType } from '../resource-type'

export const basePathMapping: ResourceType = {
  type: 'AWS::ApiGateway::BasePathMapping',
  properties: {
    BasePath: string,
    DomainName: required(string),
    Id: reported(string, 'CloudFormation makes the id up'),
    RestApiId: string,
    Stage: string,
  },
  attributes: [],
  replaceOn: ['BasePath', 'DomainName'],
  create: async (properties, { services }) => {
    const domainName = properties.needed('DomainName')
    const made = await services.apigateway.CreateBasePathMapping({
      domainName,
      basePath: properties.text('BasePath'),
      restApiId: properties.text('RestApiId'),
      stage: properties.text('Stage'),
    })
    const basePath = made.basePath ?? '(none)'
    return { physicalId: `${domainName}|${basePath}`, subject: `/domainnames/${domainName}/basepathmappings/${basePath}` }
  },
  update: async (properties, existing, { services }) => {
    const patchOperations = changedValues(existing.properties, properties, { '/restapiId': 'RestApiId', '/stage': 'Stage' })
    const basePath = existing.physicalId.slice(existing.physicalId.indexOf('|') + 1)
    await services.apigateway.UpdateBasePathMapping({ domainName: properties.needed('DomainName'), basePath, patchOperations })
    return existing
  },
  delete: async (existing, { services }) => {
    const basePath = existing.physicalId.slice(existing.physicalId.indexOf('|') + 1)
    await services.apigateway.DeleteBasePathMapping({ domainName: existing.properties.needed('DomainName'), basePath })
  },
}
