import type * as sdk from '@aws-sdk/client-api-gateway'
import type { DomainNameRecord } from '../../model/apigateway'
import type { Call } from '../operations'
import { endpointConfiguration, endpointPatches } from './endpoint'
import { badRequest, notFound } from './errors'
import { filled, nonEmpty, present, timestamp, withMember, without } from './members'
import { pageOf } from './paging'
import { type Effect, namePath, patcher, setText, unset } from './patch'
import { expandPolicy } from './resource-policy'
import { type ApiGateway, arnOf, NOTHING, partitionOf } from './service'
import { mutualTls } from './truststore'

/** The hosted zone of every CloudFront distribution. */
const EDGE_ZONE = 'Z2FDTNDATAQYW2'
/** Hosted zones of regional domain names differ by region; this one, of us-east-1, stands for all of them. */
const REGIONAL_ZONE = 'Z1UJRXOUMOOFQ8'

/** How a request names a domain: a private one also by its id. */
interface DomainReference {
  readonly domainName: string | undefined
  readonly domainNameId?: string | undefined
}

/** The id of a domain name's record: `{name}`, or `{name}+{id}` for a private one. */
export function domainKey({ domainName, domainNameId }: DomainReference): string {
  return nonEmpty(domainNameId) === undefined ? (domainName ?? '') : `${domainName}+${domainNameId}`
}

/** A domain name with the id of its record, or AWS's 404. */
export function domainOf(call: Call, reference: DomainReference): { key: string; domain: DomainNameRecord } {
  const key = domainKey(reference)
  const domain = call.records.domainNames.get(key)
  if (domain === undefined) throw notFound('Invalid domain name identifier specified')
  return { key, domain }
}

type EndpointMembers = Pick<
  sdk.DomainName,
  'domainNameId' | 'domainNameArn' | 'regionalDomainName' | 'regionalHostedZoneId' | 'distributionDomainName' | 'distributionHostedZoneId'
>

/** What a domain name has by its endpoint type: the names that DNS is to point to, or the id of a private one. */
function endpointMembers(call: Call, domainName: string, type: sdk.EndpointType | undefined): EndpointMembers {
  const { ids, region, account } = call
  if (type === 'REGIONAL') {
    const regionalDomainName = `d-${ids.long()}.execute-api.${region}.amazonaws.com`
    return { regionalDomainName, regionalHostedZoneId: REGIONAL_ZONE, domainNameArn: arnOf(call, `/domainnames/${domainName}`) }
  }
  if (type === 'PRIVATE') {
    const domainNameId = ids.long()
    // That ARNs of private domain names name the account is uncertain.
    const arn = `arn:${partitionOf(region)}:apigateway:${region}:${account}:/domainnames/${domainName}+${domainNameId}`
    return { domainNameId, domainNameArn: arn }
  }
  const distributionDomainName = `d${ids.hex(13)}.cloudfront.net`
  return { distributionDomainName, distributionHostedZoneId: EDGE_ZONE, domainNameArn: arnOf(call, `/domainnames/${domainName}`) }
}

function newDomain(call: Call, input: sdk.CreateDomainNameRequest): DomainNameRecord {
  const domainName = input.domainName as string
  const endpoint = endpointConfiguration(input.endpointConfiguration)
  const domain = present({
    domainName,
    ...endpointMembers(call, domainName, endpoint.types?.[0]),
    certificateName: input.certificateName,
    certificateArn: input.certificateArn,
    certificateUploadDate: input.certificateArn === undefined && input.certificateBody === undefined ? undefined : timestamp(call),
    regionalCertificateName: input.regionalCertificateName,
    regionalCertificateArn: input.regionalCertificateArn,
    endpointConfiguration: endpoint,
    domainNameStatus: 'AVAILABLE' as const,
    securityPolicy: input.securityPolicy ?? ('TLS_1_2' as const),
    endpointAccessMode: input.endpointAccessMode,
    tags: filled(input.tags),
    mutualTlsAuthentication: filled(present(input.mutualTlsAuthentication ?? {})),
    ownershipVerificationCertificateArn: nonEmpty(input.ownershipVerificationCertificateArn),
    policy: nonEmpty(input.policy),
    routingMode: input.routingMode ?? ('BASE_PATH_MAPPING_ONLY' as const),
  })
  return mutualTls(call, withPolicy(domain))
}

/** The policy of a private domain name as it is kept. Uncertain: that the short form `execute-api:/*` stands for the domain name itself. */
function withPolicy(domain: DomainNameRecord): DomainNameRecord {
  const { policy, domainNameArn = '' } = domain
  return policy === undefined ? domain : { ...domain, policy: expandPolicy(policy, domainNameArn.replace(':apigateway:', ':execute-api:')) }
}

/** What operations answer. */
function describe(domain: DomainNameRecord): Omit<DomainNameRecord, 'truststore'> {
  return without(domain, 'truststore')
}

type DomainEffect = Effect<DomainNameRecord, Call>
/** Another type of endpoint comes with names of its own. */
const replaceType: DomainEffect = (domain, target, call) => {
  const { endpointConfiguration } = endpointPatches.replaceType(domain, target)
  const { regionalDomainName, regionalHostedZoneId, distributionDomainName, distributionHostedZoneId, ...rest } = domain
  return { ...rest, ...endpointMembers(call, domain.domainName, endpointConfiguration.types?.[0]), endpointConfiguration }
}
const replaceIpAddressType: DomainEffect = (domain, target) => ({ ...domain, ...endpointPatches.replaceIpAddressType(domain, target) })
const text = (member: keyof DomainNameRecord & string) => ({
  add: setText<DomainNameRecord>(member),
  replace: setText<DomainNameRecord>(member),
  remove: unset<DomainNameRecord>(member),
})
const mutualTlsMember = (member: keyof sdk.MutualTlsAuthentication & string) => {
  const put: DomainEffect = (domain, { value }) => {
    const changed = withMember({ ...domain.mutualTlsAuthentication }, member, nonEmpty(value) as never)
    return withMember(domain, 'mutualTlsAuthentication', filled(changed))
  }
  return { add: put, replace: put, remove: ((domain, target, call) => put(domain, { ...target, value: '' }, call)) satisfies DomainEffect }
}

const patchDomain = patcher<DomainNameRecord, Call>(
  {
    '/certificateArn': text('certificateArn'),
    '/certificateName': text('certificateName'),
    '/regionalCertificateArn': text('regionalCertificateArn'),
    '/regionalCertificateName': text('regionalCertificateName'),
    '/securityPolicy': { replace: setText('securityPolicy') },
    '/endpointAccessMode': text('endpointAccessMode'),
    '/endpointConfiguration/types/{type}': { replace: replaceType },
    '/endpointConfiguration/ipAddressType': { replace: replaceIpAddressType },
    '/mutualTlsAuthentication/truststoreUri': mutualTlsMember('truststoreUri'),
    '/mutualTlsAuthentication/truststoreVersion': mutualTlsMember('truststoreVersion'),
    '/ownershipVerificationCertificateArn': text('ownershipVerificationCertificateArn'),
    '/routingMode': { replace: setText('routingMode') },
    '/policy': text('policy'),
    '/managementPolicy': text('managementPolicy'),
  },
  namePath,
)

/** Operations on custom domain names (facts/09, 9). */
export const domainNames = {
  CreateDomainName(input, call) {
    const domain = newDomain(call, input)
    const key = domainKey(domain)
    // The wordings are uncertain.
    if (domain.domainName === '') throw badRequest('Domain name cannot be empty')
    if (call.records.domainNames.get(key) !== undefined) throw badRequest('The domain name you provided already exists.')
    return describe(call.records.domainNames.put(domain, key))
  },

  GetDomainName(input, call) {
    const { domain } = domainOf(call, input)
    return { ...describe(domain), tags: domain.tags ?? {} }
  },

  /** One account is all there is: other accounts own no domain names. */
  GetDomainNames: (input, call) => pageOf(input.resourceOwner === 'OTHER_ACCOUNTS' ? [] : call.records.domainNames.list(), input, describe),

  UpdateDomainName(input, call) {
    const { key, domain } = domainOf(call, input)
    const patched = withPolicy(patchDomain(domain, input.patchOperations, call))
    const asksForTruststore = input.patchOperations?.some(({ path }) => path?.startsWith('/mutualTlsAuthentication/')) ?? false
    const kept = call.records.domainNames.put(asksForTruststore ? mutualTls(call, patched) : patched, key)
    return { ...describe(kept), tags: kept.tags ?? {} }
  },

  /** Its base path mappings and routing rules go with it. */
  DeleteDomainName(input, call) {
    const { key } = domainOf(call, input)
    call.records.basePathMappings.deleteAll(key)
    call.records.routingRules.deleteAll(key)
    call.records.domainNames.delete(key)
    return NOTHING
  },
} satisfies Partial<ApiGateway>
