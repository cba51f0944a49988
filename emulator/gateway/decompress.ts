import { constants, gunzipSync, inflateSync } from 'node:zlib'
import { firstHeader, type HeaderFields } from '../base/headers'
import { GatewayError } from './errors'
import type { GatewayRequest } from './exchange'

/** Bytes that a decompressed body may have (facts/10). */
const LARGEST = 10_485_760

/**
 * A request whose body came compressed, as the integration gets it: mapping and validation see what was compressed. Throws 415 for a
 * coding that is unknown, or a body that is not in it (facts/01, step 7). Only APIs with compression do this.
 */
export function decompress(request: GatewayRequest): GatewayRequest {
  const coding = firstHeader(request.headers, 'content-encoding')?.trim().toLowerCase()
  if (coding === undefined || coding === 'identity' || request.body === undefined) return request
  const decode = coding === 'gzip' ? gunzipSync : coding === 'deflate' ? inflateSync : undefined
  if (decode === undefined) throw new GatewayError('UNSUPPORTED_MEDIA_TYPE')
  let body: Uint8Array
  try {
    body = decode(request.body, { maxOutputLength: LARGEST, finishFlush: constants.Z_FINISH })
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ERR_BUFFER_TOO_LARGE') throw new GatewayError('REQUEST_TOO_LARGE')
    throw new GatewayError('UNSUPPORTED_MEDIA_TYPE')
  }
  return { ...request, body, headers: without(request.headers, 'content-encoding') }
}

function without(fields: HeaderFields, name: string): HeaderFields {
  return fields.filter((_, at) => (fields[at - (at % 2)] as string).toLowerCase() !== name)
}
