import type { EndpointType } from '@aws-sdk/client-api-gateway'
import { byteLength } from '../base/bytes'
import type { HeaderFields } from '../base/headers'
import type { GatewayResponse } from '../gateway/exchange'

/** AWS's limits on a request: bytes of the body, bytes of all header values together (facts/10). */
export const MAX_BODY = 10_485_760
const MAX_HEADER_VALUES = 10_240
/** Characters of the URL, by the type of the endpoint that a request comes through (facts/10). */
const MAX_URL: Readonly<Record<EndpointType, number>> = { EDGE: 8_192, REGIONAL: 10_240, PRIVATE: 10_240 }

/** The refusals of AWS's front fleet, which no gateway response configures (facts/01, step 6). Uncertain: 414 and 431 bodies. */
export function tooLarge(
  { headers, body }: { readonly headers: HeaderFields; readonly body: Uint8Array | undefined },
  { path, queryString }: { readonly path: string; readonly queryString: string },
  endpoint: EndpointType,
): GatewayResponse | undefined {
  const length = queryString === '' ? path.length : path.length + 1 + queryString.length
  if (length > MAX_URL[endpoint]) return plain(414, 'Request URI too long')
  let size = 0
  for (let i = 1; i < headers.length; i += 2) size += (headers[i] as string).length
  if (size > MAX_HEADER_VALUES) return plain(431, 'Request Header Fields Too Large')
  return body !== undefined && byteLength(body) > MAX_BODY ? bodyTooLarge() : undefined
}

/** 413, in AWS's words. */
export function bodyTooLarge(): GatewayResponse {
  return plain(413, `HTTP content length exceeded ${MAX_BODY} bytes.`)
}

function plain(status: number, body: string): GatewayResponse {
  return { status, headers: ['Content-Type', 'text/plain'], body }
}
