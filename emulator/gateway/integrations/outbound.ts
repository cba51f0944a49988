import { firstHeader, type HeaderFields, removeHeader } from '../../base/headers'
import { NotEmulated } from '../errors'
import type { Exchange, IntegrationRequest } from '../exchange'
import { formatQuery } from '../mapping/query'
import { compileSource, type Source } from '../mapping/request-parameters'
import { checkHeaderName, checkHeaderValue } from '../mapping/sendable-headers'
import type { RestRoute } from '../phase'

interface Mapping {
  readonly name: string
  readonly source: Source
}

/** Header fields that an HTTP proxy integration does not pass on by itself, or never sends (facts/01, section 6). */
const NOT_FORWARDED = new Set(['host', 'content-encoding', 'via', 'expect', 'te', 'proxy-authenticate', 'x-amzn-trace-id'])
const NEVER_SENT_BY_HTTP = new Set(['expect', 'te', 'proxy-authenticate', 'via'])
const NEVER_SENT_BY_AWS = new Set(['expect', 'te', 'proxy-authenticate', 'referer'])
/** Methods whose integration requests carry no body to an AWS service (facts/02, section 2). */
const BODYLESS = new Set(['GET', 'HEAD', 'OPTIONS'])

/** Plans the integration request: from `uri`, its placeholders filled, with which method, query and header fields it goes. */
export function planOutbound(route: RestRoute, uri: string): (exchange: Exchange, body: string | Uint8Array) => IntegrationRequest {
  const { integration } = route
  const aws = integration.type === 'AWS'
  const neverSent = aws ? NEVER_SENT_BY_AWS : NEVER_SENT_BY_HTTP
  const paths = mappings(route, 'path')
  const queries = mappings(route, 'querystring')
  const headers = mappings(route, 'header')
  const proxy = integration.type === 'HTTP_PROXY'
  const { apiId, configured } = { apiId: route.definition.api.id, configured: integration.httpMethod }
  return (exchange, body) => {
    const { request } = exchange
    const method = configured === undefined || configured === 'ANY' ? request.method : configured
    const fields: HeaderFields = proxy ? forwarded(request.headers) : []
    for (const { name, source } of headers) {
      const values = source(exchange)
      if (values === undefined || neverSent.has(name.toLowerCase())) continue
      const value = values.join(',')
      checkHeaderValue(name, value)
      removeHeader(fields, name)
      fields.push(name, value)
    }
    for (const [name, value] of exchange.overrides?.at('requestOverride', 'header') ?? []) {
      checkHeaderName(name)
      checkHeaderValue(name, value)
      removeHeader(fields, name)
      if (!neverSent.has(name.toLowerCase())) fields.push(name, value)
    }
    addDefaults(fields, exchange, apiId, body)
    return { method, url: target(uri, exchange, paths, queries, proxy), headers: fields, body: aws && BODYLESS.has(method) ? '' : body }
  }
}

function mappings({ integration, variables, report }: RestRoute, place: string): Mapping[] {
  const prefix = `integration.request.${place}.`
  const found: Mapping[] = []
  for (const [key, expression] of Object.entries(integration.requestParameters ?? {})) {
    if (!key.startsWith(prefix)) continue
    const source = compileSource(expression, variables)
    if (source === undefined) {
      report(
        'mapping-not-emulated',
        `The mapping ${key} = ${expression} is not emulated yet: requests that need it are answered 501.`,
        'Map from method.request.*, context.*, stageVariables.* or a static value.',
      )
    }
    const fail: Source = () => {
      throw new NotEmulated(`the mapping ${key} = ${expression}`)
    }
    found.push({ name: key.slice(prefix.length), source: source ?? fail })
  }
  return found
}

/** The client's header fields as a proxy passes them on: several of one name joined by a comma. */
function forwarded(headers: HeaderFields): HeaderFields {
  const fields: HeaderFields = []
  for (let i = 0; i < headers.length; i += 2) {
    const name = headers[i] as string
    const lower = name.toLowerCase()
    if (NOT_FORWARDED.has(lower)) continue
    // A signature was for the gateway, not for the backend (facts/01, section 6).
    if (lower === 'authorization' && /^AWS4-/.test(headers[i + 1] as string)) continue
    const known = fields.findIndex((field, at) => at % 2 === 0 && field.toLowerCase() === lower)
    if (known < 0) fields.push(name, headers[i + 1] as string)
    else fields[known + 1] = `${fields[known + 1]},${headers[i + 1]}`
  }
  return fields
}

/** What the gateway adds where nothing else was said (facts/01, section 6). */
function addDefaults(fields: HeaderFields, exchange: Exchange, apiId: string, body: string | Uint8Array): void {
  const { request } = exchange
  if (firstHeader(fields, 'accept') === undefined) fields.push('Accept', 'application/json')
  if (firstHeader(fields, 'user-agent') === undefined) fields.push('User-Agent', `AmazonAPIGateway_${apiId}`)
  const bodyless = request.method === 'GET' || request.method === 'HEAD' || request.method === 'OPTIONS'
  if (!bodyless && body.length > 0 && firstHeader(fields, 'content-type') === undefined) {
    fields.push('Content-Type', firstHeader(request.headers, 'content-type') ?? 'application/json')
  }
  fields.push('X-Amzn-Trace-Id', exchange.traceId, 'x-amzn-apigateway-api-id', apiId)
}

/** The URL, its `{placeholders}` filled, with the query parameters that are mapped and, for a proxy, the client's. */
function target(uri: string, exchange: Exchange, paths: readonly Mapping[], queries: readonly Mapping[], proxy: boolean): string {
  let url = uri
  for (const { name, source } of paths) {
    const value = source(exchange)?.[0]
    if (value !== undefined) url = url.replace(`{${name}}`, () => encodePath(value)).replace(`{${name}+}`, () => encodePath(value))
  }
  for (const [name, value] of exchange.overrides?.at('requestOverride', 'path') ?? [])
    url = url.replace(`{${name}}`, () => encodePath(value))
  const query = new Map<string, readonly string[]>(proxy ? exchange.query : [])
  for (const { name, source } of queries) {
    const values = source(exchange)
    if (values !== undefined) query.set(name, proxy ? [...values, ...(query.get(name) ?? [])] : values)
  }
  for (const [name, value] of exchange.overrides?.at('requestOverride', 'querystring') ?? []) query.set(name, [value])
  if (query.size === 0) return url
  return `${url}${url.includes('?') ? '&' : '?'}${formatQuery(query)}`
}

/** A path parameter in a backend's path: slashes and what else may stand in a path stay as they are. Uncertain: which AWS encodes. */
function encodePath(value: string): string {
  return encodeURIComponent(value).replace(/%(?:2F|3A|40|24|26|2B|2C|3B|3D)/g, decodeURIComponent)
}
