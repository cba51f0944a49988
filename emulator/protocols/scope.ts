import { firstHeader } from '../base/headers'
import { type ControlPlaneRequest, decodePercent } from './request'

/** Whom a signature is for. */
export interface Scope {
  /** The signing name: `apigateway`, `s3`. */
  readonly service: string
  /** Undefined for SigV4a, which signs for a set of regions. */
  readonly region: string | undefined
}

const IN_HEADER = /Credential=([^,\s]+)/
const IN_QUERY = /[?&]X-Amz-Credential=([^&]+)/i

/**
 * The credential scope of a signed request: `AKID/date/region/service/aws4_request` in the Authorization header or, presigned,
 * in the query string; SigV4a has no region there. Undefined when the request is not signed by either.
 */
export function credentialScope({ target, headers }: Pick<ControlPlaneRequest, 'target' | 'headers'>): Scope | undefined {
  const authorization = firstHeader(headers, 'authorization')
  const written = authorization === undefined ? IN_QUERY.exec(target)?.[1] : IN_HEADER.exec(authorization)?.[1]
  if (written === undefined) return undefined
  const parts = decodePercent(written).split('/')
  if (parts.pop() !== 'aws4_request') return undefined
  const service = parts.pop()
  const region = parts.length > 2 ? parts.pop() : undefined
  return service === undefined || service === '' || parts.length < 2 ? undefined : { service, region }
}
