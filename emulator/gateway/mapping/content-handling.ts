import type { ContentHandlingStrategy } from '@aws-sdk/client-api-gateway'
import { decodeBase64, toText } from '../../base/bytes'
import { firstHeader } from '../../base/headers'
import { internalError } from '../errors'
import type { Exchange, IntegrationReply } from '../exchange'
import type { RestRoute } from '../phase'
import { isBinary } from './media-types'

type Handling = ContentHandlingStrategy | undefined

/**
 * The payload of a request for the integration (facts/02, section 9): text when it may enter a template, bytes when it is binary.
 * `binary`: the Content-Type is one of the API's binary media types.
 */
export function convertRequest(body: Uint8Array | undefined, binary: boolean, handling: Handling): string | Uint8Array {
  if (body === undefined || body.byteLength === 0) return ''
  if (!binary) return handling === 'CONVERT_TO_BINARY' ? fromBase64(toText(body)) : toText(body)
  return handling === 'CONVERT_TO_TEXT' ? toBase64(body) : body
}

/**
 * The payload of an endpoint's answer for the client (facts/02, section 9). `binary`: the answer's Content-Type is one of the API's
 * binary media types; `wanted`: the first media type of the client's Accept is.
 */
export function convertReply(body: string | Uint8Array, binary: boolean, wanted: boolean, handling: Handling): string | Uint8Array {
  if (body.length === 0) return ''
  if (binary) {
    const raw = handling === 'CONVERT_TO_BINARY' || (handling !== 'CONVERT_TO_TEXT' && wanted)
    return raw ? body : toBase64(typeof body === 'string' ? Buffer.from(body) : body)
  }
  const decode = handling === 'CONVERT_TO_BINARY' || (handling !== 'CONVERT_TO_TEXT' && wanted)
  return decode ? fromBase64(toText(body)) : toText(body)
}

function toBase64(body: Uint8Array): string {
  return Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('base64')
}

function fromBase64(text: string): Uint8Array {
  const bytes = decodeBase64(text)
  if (bytes === undefined) throw internalError('Execution failed due to configuration error: Unable to base64 decode the body.')
  return bytes
}

/** Plans how the payload of an answer becomes that of the response: by the answer's Content-Type and the client's Accept. */
export function planPayload({
  definition,
}: RestRoute): (exchange: Exchange, reply: IntegrationReply, handling?: Handling) => string | Uint8Array {
  const types = definition.api.binaryMediaTypes ?? []
  return ({ request }, { body, headers }, handling) =>
    convertReply(
      body,
      isBinary(firstHeader(headers, 'content-type'), types),
      isBinary(firstHeader(request.headers, 'accept'), types),
      handling,
    )
}

/** What a template sees of a payload; bytes cannot enter one (facts/02, section 9). */
export function textFor(body: string | Uint8Array, what: 'request' | 'response'): string {
  if (typeof body === 'string') return body
  throw internalError(`Execution failed due to configuration error: Unable to transform ${what}`)
}
