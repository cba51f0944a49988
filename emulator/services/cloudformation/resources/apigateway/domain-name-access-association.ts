import type { AccessAssociationSourceType } from '@aws-sdk/client-api-gateway'
import { json, required, string } from '../property-table'
import type { ResourceType } from '../resource-type'

export const domainNameAccessAssociation: ResourceType = {
  type: 'AWS::ApiGateway::DomainNameAccessAssociation',
  properties: {
    AccessAssociationSource: required(string),
    AccessAssociationSourceType: required(string),
    DomainNameArn: required(string),
    Tags: json,
  },
  attributes: ['DomainNameAccessAssociationArn'],
  replaceOn: ['AccessAssociationSource', 'AccessAssociationSourceType', 'DomainNameArn', 'Tags'],
  create: async (properties, context) => {
    const made = await context.services.apigateway.CreateDomainNameAccessAssociation({
      accessAssociationSource: properties.needed('AccessAssociationSource'),
      accessAssociationSourceType: properties.needed('AccessAssociationSourceType') as AccessAssociationSourceType,
      domainNameArn: properties.needed('DomainNameArn'),
      tags: context.tags(properties.raw['Tags']),
    })
    const arn = made.domainNameAccessAssociationArn ?? ''
    return { physicalId: arn, attributes: { DomainNameAccessAssociationArn: arn }, subject: `/domainnameaccessassociations/${arn}` }
  },
  delete: async (existing, { services }) => {
    await services.apigateway.DeleteDomainNameAccessAssociation({ domainNameAccessAssociationArn: existing.physicalId })
  },
}
