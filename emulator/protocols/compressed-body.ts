import { gunzipSync } from 'node:zlib'
import { firstHeader } from '../base/headers'
import type { ControlPlaneRequest } from './request'

/**
 * The request with its body unpacked, when the client has compressed it (SDKs do so with PutMetricData), up to so many bytes more than may be read.
 * What cannot be unpacked stays as it is, and is refused as malformed.
 */
export function unpacked(request: ControlPlaneRequest, largest: number): ControlPlaneRequest {
  if (request.body === undefined || firstHeader(request.headers, 'content-encoding')?.trim().toLowerCase() !== 'gzip') return request
  try {
    return { ...request, body: gunzipSync(request.body, { maxOutputLength: largest + 1 }) }
  } catch {
    return request
  }
}
