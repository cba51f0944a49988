import { toText } from '../base/bytes'
import { allHeaders, firstHeader, type HeaderFields } from '../base/headers'
import type { Exchange, GatewayResponse, IntegrationReply } from './exchange'
import { LONGEST_EVENT, masked, RESPONSE_BODY, RESPONSE_HEADERS } from './trail'

/** Header fields whose values are hidden but for their last six characters. */
const SECRET = new Set(['authorization', 'x-api-key', 'x-amz-security-token'])
/** Header fields that a client gets and the log does not show (facts/13, 236). */
const ON_THE_WIRE_ONLY = new Set(['x-amzn-requestid', 'x-amz-apigw-id'])

/** Before keys and limits are looked at; `key` is what the client sent. */
export function noteUsagePlan({ id, stage, trail }: Exchange, key = ''): void {
  trail?.push(`Verifying Usage Plan for request: ${id}. API Key: ${masked(key)} API Stage: ${stage.apiId}/${stage.stageName}`)
}

/** Keys and limits let the request pass; `open` is the method where it requires no key. */
export function notePlanPassed({ key, stage, trail }: Exchange, open: string | undefined): void {
  if (open !== undefined)
    trail?.push(
      `API Key  authorized because method '${open}' does not require API Key. Request will not contribute to throttle or quota limits`,
    )
  trail?.push(`Usage Plan check succeeded for API Key ${masked(key?.value ?? '')} and API Stage ${stage.apiId}/${stage.stageName}`)
}

/** What came in: the lines that begin the execution of a method. */
export function noteRequest(exchange: Exchange): void {
  const { id, request, pathParameters, key, trail } = exchange
  trail?.push(`Starting execution for request: ${id}`)
  trail?.push(`HTTP Method: ${request.method}, Resource Path: ${request.path}`)
  if (key !== undefined) {
    trail?.push(`API Key: ${masked(key.value)}`)
    trail?.push(`API Key ID: ${key.id}`)
  }
  trail?.push(`Method request path: ${pathParameters === undefined ? '{}' : javaMap(Object.entries(pathParameters))}`)
  trail?.push(`Method request query string: ${request.queryString === '' ? '{}' : queryMap(exchange)}`)
  trail?.trace(() => `Method request headers: ${headerMap(request.headers)}`)
  trail?.trace(() => `Method request body before transformations: ${shownBody(request.body ?? '')}`)
}

/** What goes to the endpoint. */
export function noteEndpointRequest(
  { trail }: Exchange,
  { url, headers, body }: { url: string; headers: HeaderFields | (() => HeaderFields); body: string | Uint8Array },
): void {
  trail?.push(`Endpoint request URI: ${url}`)
  trail?.trace(() => `Endpoint request headers: ${headerMap(typeof headers === 'function' ? headers() : headers)}`)
  trail?.trace(() => `Endpoint request body after transformations: ${shownBody(body)}`)
  trail?.push(`Sending request to ${url}`)
}

/** What the endpoint answered; `latency` in milliseconds. */
export function noteEndpointReply(
  { trail }: Exchange,
  { status, headers, body }: Omit<IntegrationReply, 'headers'> & { headers: HeaderFields | (() => HeaderFields) },
  latency: number,
): void {
  trail?.push(`Received response. Status: ${status}, Integration latency: ${Math.round(latency)} ms`)
  trail?.trace(() => `${RESPONSE_BODY}${shownBody(body)}`)
  trail?.trace(() => `${RESPONSE_HEADERS}${headerMap(typeof headers === 'function' ? headers() : headers)}`)
}

/** What went to the client, or why it was refused; then whom AWS's support would ask for. */
export function noteEnd(exchange: Exchange, { status, headers, body }: GatewayResponse): void {
  const { trail, error, reply } = exchange
  if (trail === undefined) return
  if (error !== undefined) {
    trail.fail(error.options.log ?? error.message)
    trail.fail(`Method completed with status: ${status}`)
  } else {
    trail.trace(() => `Method response body after transformations: ${shownBody(body)}`)
    trail.trace(() => `Method response headers: ${headerMap(shownHeaders(headers))}`)
    trail.push('Successfully completed execution')
    trail.push(`Method completed with status: ${status}`)
  }
  const requestId = reply?.invocation?.requestId
  if (requestId !== undefined) trail.push(`AWS Integration Endpoint RequestId : ${requestId}`)
  if (exchange.xrayTraceId !== undefined) trail.push(`X-ray Tracing ID : Root=${exchange.xrayTraceId}`)
}

function shownHeaders(fields: HeaderFields): HeaderFields {
  return fields.filter((_, at) => !ON_THE_WIRE_ONLY.has((fields[at - (at % 2)] as string).toLowerCase()))
}

/** A map of header fields as the log prints it: several values of one name joined by a comma, secrets hidden. */
function headerMap(fields: HeaderFields): string {
  const names = [...new Set(fields.filter((_, at) => at % 2 === 0))]
  return javaMap(
    names.map((name) => [
      name,
      SECRET.has(name.toLowerCase()) ? masked(firstHeader(fields, name) ?? '') : allHeaders(fields, name).join(', '),
    ]),
  )
}

function queryMap({ query }: Exchange): string {
  return javaMap([...query].map(([name, values]) => [name, values.at(-1) ?? '']))
}

/** As Java prints a map: `{a=1, b=2}`. */
function javaMap(entries: readonly (readonly [string, string])[]): string {
  return `{${entries.map(([name, value]) => `${name}=${value}`).join(', ')}}`
}

function shownBody(body: string | Uint8Array): string {
  return typeof body === 'string' ? body : toText(body.byteLength > LONGEST_EVENT ? body.subarray(0, LONGEST_EVENT) : body)
}
