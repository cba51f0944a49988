import type {
  DomainName,
  EndpointAccessMode,
  EndpointType,
  IpAddressType,
  PatchOperation,
  RoutingMode,
  SecurityPolicy,
} from '@aws-sdk/client-api-gateway'
import { changedValues } from '../patches'
import type { Properties } from '../properties'
import { json, REASONS, reported, string } from '../property-table'
import type { Made, ResourceType } from '../resource-type'
import { retagApiGateway } from './arn'

export const domainName: ResourceType = {
  type: 'AWS::ApiGateway::DomainName',
  properties: {
    // Certificates are kept: the private keys that ACM holds are not on this machine, and the domain is told by the Host header.
    CertificateArn: string,
    DomainName: string,
    EndpointAccessMode: reported(string, REASONS.endpointAccess, 'BASIC'),
    'EndpointConfiguration.IpAddressType': reported(string, REASONS.ipAddress, 'ipv4'),
    'EndpointConfiguration.Types[]': string,
    'MutualTlsAuthentication.TruststoreUri': reported(string, REASONS.mutualTls),
    'MutualTlsAuthentication.TruststoreVersion': reported(string, REASONS.mutualTls),
    OwnershipVerificationCertificateArn: string,
    RegionalCertificateArn: string,
    RoutingMode: reported(string, REASONS.routingRules, 'BASE_PATH_MAPPING_ONLY'),
    SecurityPolicy: reported(string, REASONS.tls, 'TLS_1_2'),
    Tags: json,
  },
  attributes: ['DistributionDomainName', 'DistributionHostedZoneId', 'DomainNameArn', 'RegionalDomainName', 'RegionalHostedZoneId'],
  replaceOn: ['DomainName'],
  create: async (properties, context) => {
    const mutualTls = properties.entry('MutualTlsAuthentication')
    const made = await context.services.apigateway.CreateDomainName({
      domainName: properties.text('DomainName'),
      certificateArn: properties.text('CertificateArn'),
      regionalCertificateArn: properties.text('RegionalCertificateArn'),
      endpointConfiguration: endpointOf(properties),
      endpointAccessMode: properties.text('EndpointAccessMode') as EndpointAccessMode | undefined,
      mutualTlsAuthentication:
        mutualTls === undefined
          ? undefined
          : { truststoreUri: mutualTls.text('TruststoreUri'), truststoreVersion: mutualTls.text('TruststoreVersion') },
      ownershipVerificationCertificateArn: properties.text('OwnershipVerificationCertificateArn'),
      routingMode: properties.text('RoutingMode') as RoutingMode | undefined,
      securityPolicy: properties.text('SecurityPolicy') as SecurityPolicy | undefined,
      tags: context.tags(properties.raw['Tags']),
    })
    return describe(made)
  },
  update: async (properties, existing, context) => {
    const before = existing.properties
    const name = existing.physicalId
    const patchOperations: PatchOperation[] = [
      ...changedValues(before, properties, {
        '/certificateArn': 'CertificateArn',
        '/endpointAccessMode': 'EndpointAccessMode',
        '/ownershipVerificationCertificateArn': 'OwnershipVerificationCertificateArn',
        '/regionalCertificateArn': 'RegionalCertificateArn',
        '/routingMode': ['RoutingMode', 'BASE_PATH_MAPPING_ONLY'],
        '/securityPolicy': ['SecurityPolicy', 'TLS_1_2'],
      }),
      ...nested(before, properties, 'MutualTlsAuthentication', {
        '/mutualTlsAuthentication/truststoreUri': 'TruststoreUri',
        '/mutualTlsAuthentication/truststoreVersion': 'TruststoreVersion',
      }),
      ...nested(before, properties, 'EndpointConfiguration', { '/endpointConfiguration/ipAddressType': ['IpAddressType', 'ipv4'] }),
    ]
    const [old, type] = [endpointOf(before)?.types?.[0], endpointOf(properties)?.types?.[0]]
    if (type !== undefined && old !== type) {
      patchOperations.push({ op: 'replace', path: `/endpointConfiguration/types/${old ?? 0}`, value: type })
    }
    if (patchOperations.length > 0) await context.services.apigateway.UpdateDomainName({ domainName: name, patchOperations })
    await retagApiGateway(`/domainnames/${name}`, properties, existing, context)
    return describe(await context.services.apigateway.GetDomainName({ domainName: name }))
  },
  delete: async (existing, { services }) => {
    await services.apigateway.DeleteDomainName({ domainName: existing.physicalId })
  },
}

function endpointOf(properties: Properties): { types?: EndpointType[]; ipAddressType?: IpAddressType } | undefined {
  const endpoint = properties.entry('EndpointConfiguration')
  if (endpoint === undefined) return undefined
  const [types, ipAddressType] = [endpoint.texts('Types'), endpoint.text('IpAddressType')]
  return {
    ...(types === undefined ? {} : { types: types as EndpointType[] }),
    ...(ipAddressType === undefined ? {} : { ipAddressType: ipAddressType as IpAddressType }),
  }
}

function nested(before: Properties, after: Properties, name: string, rows: Parameters<typeof changedValues>[2]): PatchOperation[] {
  const none = { raw: {} } as Properties
  return changedValues(before.entry(name) ?? none, after.entry(name) ?? none, rows)
}

function describe(domain: Partial<DomainName>): Made {
  const name = domain.domainName ?? ''
  const attributes = {
    DistributionDomainName: domain.distributionDomainName ?? '',
    DistributionHostedZoneId: domain.distributionHostedZoneId ?? '',
    DomainNameArn: domain.domainNameArn ?? '',
    RegionalDomainName: domain.regionalDomainName ?? '',
    RegionalHostedZoneId: domain.regionalHostedZoneId ?? '',
  }
  return { physicalId: name, attributes, subject: `/domainnames/${name}` }
}
