import { changedValues } from '../patches'
import { required, string } from '../property-table'
import type { ResourceType } from '../resource-type'
import { apiGatewayArn, domainOfArn } from './arn'

/** A base path of a private custom domain. */
export const basePathMappingV2: ResourceType = {
  type: 'AWS::ApiGateway::BasePathMappingV2',
  properties: { BasePath: string, DomainNameArn: required(string), RestApiId: required(string), Stage: string },
  attributes: ['BasePathMappingArn'],
  replaceOn: ['BasePath', 'DomainNameArn'],
  create: async (properties, context) => {
    const domain = domainOfArn(properties.needed('DomainNameArn'))
    const made = await context.services.apigateway.CreateBasePathMapping({
      ...domain,
      basePath: properties.text('BasePath'),
      restApiId: properties.needed('RestApiId'),
      stage: properties.text('Stage'),
    })
    const name = domain.domainNameId === undefined ? domain.domainName : `${domain.domainName}+${domain.domainNameId}`
    const subject = `/domainnames/${name}/basepathmappings/${made.basePath ?? '(none)'}`
    const arn = apiGatewayArn(subject, context)
    return { physicalId: arn, attributes: { BasePathMappingArn: arn }, subject }
  },
  update: async (properties, existing, { services }) => {
    const patchOperations = changedValues(existing.properties, properties, { '/restapiId': 'RestApiId', '/stage': 'Stage' })
    await services.apigateway.UpdateBasePathMapping({
      ...domainOfArn(properties.needed('DomainNameArn')),
      basePath: basePathOf(existing.physicalId),
      patchOperations,
    })
    return existing
  },
  delete: async (existing, { services }) => {
    const domain = domainOfArn(existing.properties.needed('DomainNameArn'))
    await services.apigateway.DeleteBasePathMapping({ ...domain, basePath: basePathOf(existing.physicalId) })
  },
}

function basePathOf(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1)
}
