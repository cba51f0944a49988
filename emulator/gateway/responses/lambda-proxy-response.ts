import { decodeBase64 } from '../../base/bytes'
import { firstHeader, type HeaderFields, isHeaderName, isHeaderValue } from '../../base/headers'
import { type GatewayError, internalError } from '../errors'
import type { Exchange, IntegrationReply, Step } from '../exchange'
import { isBinary } from '../mapping/media-types'
import type { RestRoute } from '../phase'
import { RESPONSE_HEADER_RULES } from './remap-headers'

const MEMBERS = new Set(['statusCode', 'headers', 'multiValueHeaders', 'body', 'isBase64Encoded'])
const STREAMED_MEMBERS = new Set(['statusCode', 'headers', 'multiValueHeaders', 'cookies'])

/** AWS_PROXY: what the function returned, in the proxy response format, or 502 (facts/02, section 1; facts/13, 286-297). */
export function planLambdaResponse({ definition }: RestRoute): Step {
  const binaryMediaTypes = definition.api.binaryMediaTypes ?? []
  return (exchange) => {
    const reply = exchange.reply as IntegrationReply
    const answer = parse(reply)
    exchange.response = {
      status: readStatus(answer['statusCode']),
      headers: readHeaders(answer['headers'], answer['multiValueHeaders']),
      body: readBody(answer['body'], answer['isBase64Encoded'] === true, exchange, binaryMediaTypes),
    }
    return undefined
  }
}

/** AWS_PROXY that streams: the metadata that came first, cookies among them; then the body as it comes (facts/02, section 10). */
export const streamLambdaReply: Step = (exchange) => {
  const reply = exchange.reply as IntegrationReply
  const { cookies = [], ...answer } = parse(reply, STREAMED_MEMBERS)
  if (!Array.isArray(cookies)) throw malformed()
  const headers = readHeaders(answer['headers'], answer['multiValueHeaders'])
  for (const cookie of cookies) headers.push('Set-Cookie', toHeaderValue(cookie))
  exchange.response = { status: readStatus(answer['statusCode']), headers, body: '' }
  if (reply.stream !== undefined) exchange.response.stream = reply.stream
  return undefined
}

function malformed(): GatewayError {
  return internalError('Execution failed due to configuration error: Malformed Lambda proxy response', 502)
}

function parse({ body, invocation }: IntegrationReply, members = MEMBERS): Record<string, unknown> {
  let answer: unknown
  try {
    answer = JSON.parse(body as string)
  } catch {
    throw malformed()
  }
  if (invocation?.functionError !== undefined) {
    const message = (answer as { errorMessage?: unknown } | null)?.errorMessage
    throw internalError(
      `Lambda execution failed with status 200 due to customer function error: ${typeof message === 'string' ? message : ''}. Lambda request id: ${invocation.requestId}`,
      502,
    )
  }
  if (typeof answer !== 'object' || answer === null || Array.isArray(answer)) throw malformed()
  for (const member in answer) if (!members.has(member)) throw malformed()
  return answer as Record<string, unknown>
}

/** An integer, or text that is one; 200 when the function names none. Uncertain: where exactly the range ends. */
function readStatus(value: unknown): number {
  if (value === undefined || value === null) return 200
  const status = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value
  if (typeof status !== 'number' || !Number.isInteger(status) || status < 200 || status > 599) throw malformed()
  return status
}

/** Values of both maps; a name in both has the multi values first and their spelling. Uncertain: numbers as values are accepted, names that cannot be sent are not. */
function readHeaders(single: unknown, multi: unknown): HeaderFields {
  const fields: HeaderFields = []
  const spelled = new Set<string>()
  for (const [given, values] of entries(multi)) {
    if (!Array.isArray(values)) throw malformed()
    const name = RESPONSE_HEADER_RULES.lambdaProxy(given)
    spelled.add(given.toLowerCase())
    if (name !== undefined) for (const value of values) fields.push(name, toHeaderValue(value))
    const solo = entries(single).find(([other]) => other.toLowerCase() === given.toLowerCase())
    if (name !== undefined && solo !== undefined && solo[1] !== null) fields.push(name, toHeaderValue(solo[1]))
  }
  for (const [given, value] of entries(single)) {
    if (value === null || spelled.has(given.toLowerCase())) continue
    const name = RESPONSE_HEADER_RULES.lambdaProxy(given)
    const text = toHeaderValue(value)
    if (name !== undefined) fields.push(name, text)
  }
  return fields
}

function entries(map: unknown): [string, unknown][] {
  if (map === undefined || map === null) return []
  if (typeof map !== 'object' || Array.isArray(map)) throw malformed()
  const found = Object.entries(map)
  for (const [name] of found) if (!isHeaderName(name)) throw malformed()
  return found
}

function toHeaderValue(value: unknown): string {
  if (typeof value === 'string' && isHeaderValue(value)) return value
  if (typeof value === 'boolean' || typeof value === 'number') return String(value)
  throw malformed()
}

/** Base64 is decoded only when the first media type of Accept is one of the API's binary ones (facts/13, 293). */
function readBody(
  body: unknown,
  isBase64Encoded: boolean,
  { request }: Exchange,
  binaryMediaTypes: readonly string[],
): string | Uint8Array {
  if (body === undefined || body === null) return ''
  if (typeof body !== 'string') throw malformed()
  if (!isBase64Encoded || !isBinary(firstHeader(request.headers, 'accept'), binaryMediaTypes)) return body
  const bytes = decodeBase64(body)
  if (bytes === undefined) throw internalError('Execution failed due to configuration error: Unable to base64 decode the body.')
  return bytes
}
