import { firstHeader, type HeaderFields } from '../base/headers'
import type { Domain, Domains } from '../gateway/domains'

/** Whom a request is for. */
export type Target =
  | ApiTarget
  | {
      readonly kind: 'function-url'
      readonly urlId: string
      readonly path: string
      readonly queryString: string
      readonly domainName: string
    }
  /** AWS's own health check, below every custom domain (facts/01, section 2). */
  | { readonly kind: 'health'; readonly domain: Domain }
  | { readonly kind: 'inspection'; readonly path: string }
  | { readonly kind: 'forbidden' }
  | { readonly kind: 'unserved' }

/** A stage of an API, and the way that led to it. */
export interface ApiTarget {
  readonly kind: 'api'
  readonly apiId: string
  readonly stage: string
  /** Behind stage and base path, with one slash in front. */
  readonly path: string
  /** As `$context.path` shows it. */
  readonly fullPath: string
  readonly queryString: string
  readonly domainName: string
  /**
   * What named the API: its own host, the host name `{apiId}-{vpceId}` of an associated VPC endpoint, the header `x-apigw-api-id`,
   * a custom domain, or a path form of this emulator.
   */
  readonly named: 'host' | 'alias' | 'header' | 'domain' | 'path'
  /** The VPC endpoint that the request came through, as far as it is known. */
  readonly vpcEndpoint?: string
  readonly domain?: Domain
  /** Set when a custom domain's mapping led here. */
  readonly basePath?: string
  /** Set when a custom domain's rule led here. */
  readonly routingRuleId?: string
}

/** What of a request finds its target. */
export interface Addressed {
  readonly target: string
  readonly headers: HeaderFields
  /** The host name of the TLS handshake. */
  readonly serverName?: string | undefined
}

const API_HOST = /^([a-z0-9]+)\.execute-api\./
const ALIAS_HOST = /^([a-z0-9]+)-(vpce-[a-z0-9]+)\.execute-api\./
const ENDPOINT_HOST = /^(vpce-[a-z0-9]+)(?:-[a-z0-9-]+)?\.execute-api\./
const FUNCTION_URL_HOST = /^([a-z0-9]+)\.lambda-url\./
const PATH_FORM = /^\/_aws\/execute-api\/([a-z0-9]+)(?=\/|$)/
const USER_REQUEST_FORM = /^\/restapis\/([a-z0-9]+)\/([^/]+)\/_user_request_(?=\/|$)/
const HEALTH = /^\/s?ping$/

/**
 * Finds the API behind a request: by Host (`{apiId}.execute-api.{anything}`, the names of VPC endpoints, a custom domain), by the header
 * `x-apigw-api-id`, or by the two path forms `/_aws/execute-api/{apiId}/{stage}/...` and `/restapis/{apiId}/{stage}/_user_request_/...`.
 */
export function resolveTarget(request: Addressed, domains: Domains, region: string): Target {
  const target = originForm(request.target)
  const question = target.indexOf('?')
  const path = question < 0 ? target : target.slice(0, question)
  const queryString = question < 0 ? '' : target.slice(question + 1)
  if (path.startsWith('/_portico/')) return { kind: 'inspection', path }
  const host = hostOf(request.headers)
  const vpcEndpoint = vpcEndpointOf(request, host)
  const named = API_HOST.exec(host)
  if (named !== null) return through(vpcEndpoint, stageInPath(named[1] as string, path, queryString, host, 'host'))
  const functionUrl = FUNCTION_URL_HOST.exec(host)
  if (functionUrl !== null) return { kind: 'function-url', urlId: functionUrl[1] as string, path, queryString, domainName: host }
  const domain = domains.get(host, vpcEndpoint)
  if (domain !== undefined) {
    if (HEALTH.test(path)) return { kind: 'health', domain }
    // Locally a private domain name is reached as if through the first of its endpoints, unless the request tells another one.
    const endpoint = vpcEndpoint ?? (domain.endpointType === 'PRIVATE' ? domain.vpcEndpoints[0] : undefined)
    return through(endpoint, mapped(domain, request.headers, host, path, queryString))
  }
  const alias = ALIAS_HOST.exec(host)
  if (alias !== null) return through(alias[2], stageInPath(alias[1] as string, path, queryString, host, 'alias'))
  const apiId = firstHeader(request.headers, 'x-apigw-api-id')
  if (apiId !== undefined)
    return through(vpcEndpoint, stageInPath(apiId, path, queryString, `${apiId}.execute-api.${region}.amazonaws.com`, 'header'))
  if (endpointOf(host) !== undefined) return { kind: 'forbidden' }
  return through(vpcEndpoint, byPathForm(path, queryString, region))
}

/** The host that a request names, without port, in lower case. */
export function hostOf(headers: HeaderFields): string {
  return (firstHeader(headers, 'host') ?? '').replace(/:\d+$/, '').toLowerCase()
}

/** The absolute form is for proxies; what it asks for is the same. */
function originForm(target: string): string {
  if (target.startsWith('/')) return target
  const rest = /^https?:\/\/[^/?]*(.*)$/is.exec(target)?.[1]
  return rest === undefined ? target : rest.startsWith('/') ? rest : `/${rest}`
}

/** The VPC endpoint of a request: told by the header of this emulator, by the host, or by the host name of the TLS handshake. */
function vpcEndpointOf({ headers, serverName = '' }: Addressed, host: string): string | undefined {
  const told = firstHeader(headers, 'x-portico-vpce-id')
  if (told !== undefined) return told
  return endpointOf(host) ?? endpointOf(serverName)
}

function endpointOf(host: string): string | undefined {
  return host.startsWith('vpce-') ? ENDPOINT_HOST.exec(host)?.[1] : undefined
}

function through(vpcEndpoint: string | undefined, target: Target): Target {
  return vpcEndpoint === undefined || target.kind !== 'api' ? target : { ...target, vpcEndpoint }
}

function byPathForm(path: string, queryString: string, region: string): Target {
  const byPath = PATH_FORM.exec(path)
  if (byPath !== null) {
    const apiId = byPath[1] as string
    return stageInPath(apiId, path.slice(byPath[0].length), queryString, `${apiId}.execute-api.${region}.amazonaws.com`, 'path')
  }
  const byUserRequest = USER_REQUEST_FORM.exec(path)
  if (byUserRequest !== null) {
    const [all, apiId, stage] = byUserRequest as unknown as [string, string, string]
    return inStage(apiId, stage, path.slice(all.length), queryString, `${apiId}.execute-api.${region}.amazonaws.com`, 'path')
  }
  return { kind: 'unserved' }
}

function stageInPath(apiId: string, path: string, queryString: string, domainName: string, named: ApiTarget['named']): Target {
  const bare = path.replace(/^\/+/, '')
  const slash = bare.indexOf('/')
  const stage = slash < 0 ? bare : bare.slice(0, slash)
  if (stage === '') return { kind: 'forbidden' }
  return inStage(apiId, stage, slash < 0 ? '' : bare.slice(slash), queryString, domainName, named)
}

/** Slashes before the first segment count as one for routing; `$context.path` keeps them (facts/01, section 2). */
function inStage(
  apiId: string,
  stage: string,
  rest: string,
  queryString: string,
  domainName: string,
  named: ApiTarget['named'],
): ApiTarget {
  return { kind: 'api', apiId, stage, path: oneSlash(rest), fullPath: `/${stage}${rest}`, queryString, domainName, named }
}

function mapped(domain: Domain, headers: HeaderFields, host: string, path: string, queryString: string): Target {
  const found = domain.route({ path: oneSlash(path), headers })
  if (found === undefined) return { kind: 'forbidden' }
  const { apiId, stage, cut, basePath, routingRuleId } = found
  const rest = cut === '' ? path : oneSlash(path).slice(cut.length + 1)
  const inner =
    stage === undefined ? stageInPath(apiId, rest, queryString, host, 'domain') : inStage(apiId, stage, rest, queryString, host, 'domain')
  if (inner.kind !== 'api') return inner
  return {
    ...inner,
    fullPath: path,
    domain,
    ...(basePath === undefined ? {} : { basePath }),
    ...(routingRuleId === undefined ? {} : { routingRuleId }),
  }
}

function oneSlash(path: string): string {
  return path.startsWith('/') && !path.startsWith('//') ? path : `/${path.replace(/^\/+/, '')}`
}
