import type { EndpointAccessMode, EndpointType, IpAddressType, RoutingMode, SecurityPolicy } from '@aws-sdk/client-api-gateway'
import { changedValues } from '../patches'
import { json, REASONS, reported, string } from '../property-table'
import type { ResourceType } from '../resource-type'
import { retagApiGateway } from './arn'

/** A private custom domain. */
export const domainNameV2: ResourceType = {
  type: 'AWS::ApiGateway::DomainNameV2',
  properties: {
    CertificateArn: string,
    DomainName: string,
    EndpointAccessMode: string,
    'EndpointConfiguration.IpAddressType': reported(string, REASONS.ipAddress, 'ipv4'),
    'EndpointConfiguration.Types[]': string,
    Policy: json,
    RoutingMode: string,
    SecurityPolicy: reported(string, REASONS.tls, 'TLS_1_2'),
    Tags: json,
  },
  attributes: ['DomainNameArn', 'DomainNameId'],
  replaceOn: ['DomainName', 'EndpointConfiguration', 'SecurityPolicy'],
  create: async (properties, context) => {
    const endpoint = properties.entry('EndpointConfiguration')
    const made = await context.services.apigateway.CreateDomainName({
      domainName: properties.text('DomainName'),
      certificateArn: properties.text('CertificateArn'),
      endpointConfiguration: {
        types: (endpoint?.texts('Types') ?? ['PRIVATE']) as EndpointType[],
        ...(endpoint?.has('IpAddressType') ? { ipAddressType: endpoint.text('IpAddressType') as IpAddressType } : {}),
      },
      endpointAccessMode: properties.text('EndpointAccessMode') as EndpointAccessMode | undefined,
      policy: properties.document('Policy'),
      routingMode: properties.text('RoutingMode') as RoutingMode | undefined,
      securityPolicy: properties.text('SecurityPolicy') as SecurityPolicy | undefined,
      tags: context.tags(properties.raw['Tags']),
    })
    const [name, id, arn] = [made.domainName ?? '', made.domainNameId ?? '', made.domainNameArn ?? '']
    return { physicalId: arn, attributes: { DomainNameArn: arn, DomainNameId: id }, subject: `/domainnames/${name}+${id}` }
  },
  update: async (properties, existing, context) => {
    const domainNameId = String(existing.attributes['DomainNameId'])
    const patchOperations = changedValues(existing.properties, properties, {
      '/certificateArn': 'CertificateArn',
      '/endpointAccessMode': 'EndpointAccessMode',
      '/policy': 'Policy',
      '/routingMode': ['RoutingMode', 'BASE_PATH_MAPPING_ONLY'],
    })
    const name = properties.needed('DomainName')
    if (patchOperations.length > 0) await context.services.apigateway.UpdateDomainName({ domainName: name, domainNameId, patchOperations })
    await retagApiGateway(`/domainnames/${name}+${domainNameId}`, properties, existing, context)
    return existing
  },
  delete: async (existing, { services }) => {
    await services.apigateway.DeleteDomainName({
      domainName: existing.properties.needed('DomainName'),
      domainNameId: String(existing.attributes['DomainNameId']),
    })
  },
}
