import { firstHeader } from '../base/headers'
import type { ApiEndpoint } from '../gateway/api-endpoints'
import type { CompiledStage } from '../gateway/compile'
import type { Domain } from '../gateway/domains'
import { isTrusted } from '../gateway/mutual-tls'
import type { IncomingRequest, TlsConnection } from './incoming'
import type { ApiTarget } from './targets'

/** Whether mutual TLS lets a client in (facts/01, step 2). Without TLS there is no certificate, and so no way in. */
export function trustsClient(domain: Domain, tls: TlsConnection | undefined, now: number): boolean {
  if (domain.trust === undefined) return true
  return tls?.clientCertificate !== undefined && isTrusted(tls.clientCertificate, domain.trust, now)
}

/** The VPC that a request comes from, as it tells itself: nothing here knows to which VPC an endpoint belongs. */
export function vpcOf({ headers }: Pick<IncomingRequest, 'headers'>): string | undefined {
  return firstHeader(headers, 'x-portico-vpc-id')
}

/** The address that a request comes from: the connection's, unless the request tells another one for a test. */
export function sourceIpOf({ headers, sourceIp }: Pick<IncomingRequest, 'headers' | 'sourceIp'>): string {
  return firstHeader(headers, 'x-portico-source-ip') ?? sourceIp
}

/** Whether a request may reach a stage on the way that it came. What may not is 403 Forbidden (facts/01, steps 2 to 5). */
export function mayEnter(
  request: IncomingRequest,
  target: ApiTarget,
  stage: Pick<CompiledStage, 'disableExecuteApiEndpoint'>,
  endpoint: ApiEndpoint,
  now: number,
): boolean {
  const { domain } = target
  if (domain === undefined) {
    if (stage.disableExecuteApiEndpoint) return false
  } else {
    if (!trustsClient(domain, request.tls, now)) return false
    // Uncertain: that the refusal of a domain name's policy is the front's own.
    const { headers } = request
    if (!domain.permits({ sourceIp: sourceIpOf(request), headers, vpceId: target.vpcEndpoint, vpcId: vpcOf(request), now })) return false
  }
  if (!isReachable(target, endpoint)) return false
  return (!endpoint.strict && domain?.strict !== true) || isStraight(target, endpoint, request.tls)
}

/**
 * Private APIs are reached through VPC endpoints and private domain names, public ones through neither; a private domain name through the
 * endpoints that it is associated with. A private API answers here under its plain host too, where AWS's is seen from its VPC only.
 */
function isReachable({ domain, named, vpcEndpoint }: ApiTarget, { type, vpcEndpoints }: ApiEndpoint): boolean {
  if (type !== 'PRIVATE') {
    // A public custom domain can be reached through a VPC endpoint; the default endpoint cannot.
    return domain === undefined ? vpcEndpoint === undefined && named !== 'header' : domain.endpointType !== 'PRIVATE'
  }
  if (domain !== undefined)
    return domain.endpointType === 'PRIVATE' && vpcEndpoint !== undefined && domain.vpcEndpoints.includes(vpcEndpoint)
  // Uncertain: on AWS the name of an endpoint that is not associated does not resolve.
  return named !== 'alias' || (vpcEndpoint !== undefined && vpcEndpoints.includes(vpcEndpoint))
}

/**
 * STRICT endpoint access: the request comes through an endpoint of the API's own type, and names the host of the TLS handshake
 * (facts/12, section 4). Requests without TLS, which AWS does not know, and the path forms of this emulator have nothing to compare.
 */
function isStraight({ domain, named, domainName }: ApiTarget, { type }: ApiEndpoint, tls: TlsConnection | undefined): boolean {
  if (named === 'path') return true
  if (named === 'alias' || named === 'header') return false
  if (domain !== undefined && domain.endpointType !== type) return false
  return tls === undefined || tls.serverName === domainName
}
