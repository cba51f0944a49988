import { firstHeader } from '../base/headers'
import { type ControlPlaneRequest, decodePercent } from './request'

/** Whom a signature is for. */
export interface Scope {
  /** The signing name: `apigateway`, `s3`. */
  readonly service: string
  /** The key that signs; undefined for SigV2. */
  readonly accessKeyId?: string
  /** Undefined for SigV4a, which signs for a set of regions, and for SigV2. */
  readonly region: string | undefined
}

const IN_HEADER = /Credential=([^,\s]+)/
const IN_QUERY = /[?&]X-Amz-Credential=([^&]+)/i
/** SigV2 is left in S3 only, where boto3 still presigns with it. */
const V2_HEADER = /^AWS [^:]+:/
const V2_QUERY = /[?&]AWSAccessKeyId=/

/**
 * The credential scope of a signed request: `AKID/date/region/service/aws4_request` in the Authorization header or, presigned,
 * in the query string; SigV4a has no region there. Undefined when the request is not signed.
 */
export function credentialScope({ target, headers }: Pick<ControlPlaneRequest, 'target' | 'headers'>): Scope | undefined {
  const authorization = firstHeader(headers, 'authorization')
  const written = authorization === undefined ? IN_QUERY.exec(target)?.[1] : IN_HEADER.exec(authorization)?.[1]
  if (written === undefined) {
    const v2 = authorization === undefined ? V2_QUERY.test(target) : V2_HEADER.test(authorization)
    return v2 ? { service: 's3', region: undefined } : undefined
  }
  const parts = decodePercent(written).split('/')
  if (parts.pop() !== 'aws4_request') return undefined
  const service = parts.pop()
  const region = parts.length > 2 ? parts.pop() : undefined
  const [accessKeyId] = parts
  if (service === undefined || service === '' || parts.length < 2) return undefined
  return accessKeyId === undefined ? { service, region } : { service, region, accessKeyId }
}
