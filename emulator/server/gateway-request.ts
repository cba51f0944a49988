import { firstHeader, type HeaderFields } from '../base/headers'
import type { GatewayRequest } from '../gateway/exchange'
import { describeCertificate } from '../gateway/mutual-tls'
import { sourceIpOf, vpcOf } from './access'
import { intoEdge } from './edge'
import type { IncomingRequest } from './incoming'
import type { ApiTarget } from './targets'

/** Header fields that nobody behind the gateway sees: those that API Gateway drops on arrival (facts/01, section 6), and this emulator's own. */
const DROPPED = new Set([
  'connection',
  'content-length',
  'content-md5',
  'expect',
  'max-forwards',
  'proxy-authenticate',
  'server',
  'te',
  'transfer-encoding',
  'trailer',
  'upgrade',
  'www-authenticate',
  'x-portico-country',
  'x-portico-source-ip',
  'x-portico-vpc-id',
  'x-portico-vpce-id',
])

/** A request as it reaches a stage. `X-HTTP-Method-Override` is the method (facts/01, section 2). */
export function gatewayRequest(request: IncomingRequest, target: ApiTarget, endpointIsPrivate: boolean, edgeId?: string): GatewayRequest {
  const { headers, body, tls } = request
  const { path, fullPath, queryString, domainName, domain, basePath, routingRuleId, vpcEndpoint } = target
  const fields = arriving(headers)
  if (edgeId !== undefined) intoEdge(fields, edgeId)
  const made: { -readonly [Name in keyof GatewayRequest]: GatewayRequest[Name] } = {
    method: firstHeader(headers, 'x-http-method-override')?.toUpperCase() ?? request.method,
    path,
    fullPath,
    queryString,
    headers: fields,
    body,
    sourceIp: sourceIpOf(request),
    domainName,
    wire: request,
  }
  if (basePath !== undefined) made.basePath = basePath
  if (routingRuleId !== undefined) made.routingRuleId = routingRuleId
  if (endpointIsPrivate && vpcEndpoint !== undefined) {
    made.vpceId = vpcEndpoint
    const vpcId = vpcOf(request)
    if (vpcId !== undefined) made.vpcId = vpcId
  }
  if (domain?.arn !== undefined) made.domainArn = domain.arn
  const country = firstHeader(headers, 'x-portico-country')
  if (country !== undefined) made.country = country.toUpperCase()
  if (tls !== undefined) {
    made.tls = { version: tls.version, cipherSuite: tls.cipherSuite }
    if (domain?.trust !== undefined && tls.clientCertificate !== undefined) made.clientCert = describeCertificate(tls.clientCertificate)
  }
  return made
}

/** The header fields that go on. */
export function arriving(headers: HeaderFields): HeaderFields {
  const fields: HeaderFields = []
  for (let i = 0; i < headers.length; i += 2) {
    const name = headers[i] as string
    if (!DROPPED.has(name.toLowerCase())) fields.push(name, headers[i + 1] as string)
  }
  return fields
}
