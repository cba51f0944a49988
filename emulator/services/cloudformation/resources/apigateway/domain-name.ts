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
import type { Made, ResourceContext, ResourceType } from '../resource-type'
import { retagApiGateway } from './arn'

export const domainName: ResourceType = {
  type: 'AWS::ApiGateway::DomainName',
  properties: {
    // Certificates are kept: the private keys that ACM holds are not on this machine, and the domain is told by the Host header.
    CertificateArn: string,
    DomainName: string,
    EndpointAccessMode: string,
    'EndpointConfiguration.IpAddressType': reported(string, REASONS.ipAddress, 'ipv4'),
    'EndpointConfiguration.Types[]': string,
    'MutualTlsAuthentication.TruststoreUri': string,
    'MutualTlsAuthentication.TruststoreVersion': reported(string, 'the object at hand is taken, whatever its version'),
    OwnershipVerificationCertificateArn: string,
    RegionalCertificateArn: string,
    RoutingMode: string,
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
    reportTruststore(made, context)
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
    const changed = await context.services.apigateway.GetDomainName({ domainName: name })
    reportTruststore(changed, context)
    return describe(changed)
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

/** A trust store that is not on this machine trusts nobody. */
function reportTruststore({ domainName = '', mutualTlsAuthentication }: Partial<DomainName>, { call, report }: ResourceContext): void {
  const uri = mutualTlsAuthentication?.truststoreUri
  if (uri === undefined || call.records.domainNames.get(domainName)?.truststore !== undefined) return
  report({
    code: 'missing-truststore',
    severity: 'warning',
    message: `The trust store ${uri} of ${domainName} is not here: every client is refused with 403 Forbidden.`,
    fix: 'Make it an asset of the app, or upload it to this emulator and set the truststoreUri of the domain name again.',
  })
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
