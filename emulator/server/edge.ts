import type { HeaderFields } from '../base/headers'
import type { GatewayResponse } from '../gateway/exchange'

/** Uncertain: any place that CloudFront has would do. */
const POINT_OF_PRESENCE = 'IAD89-C1'
const VIA = '1.1 d111111abcdef8.cloudfront.net (CloudFront)'
/** What CloudFront tells of the viewer. Uncertain: the values, which it takes from the address and the user agent. */
const VIEWER = [
  ...['CloudFront-Forwarded-Proto', 'https'],
  ...['CloudFront-Is-Desktop-Viewer', 'true'],
  ...['CloudFront-Is-Mobile-Viewer', 'false'],
  ...['CloudFront-Is-SmartTV-Viewer', 'false'],
  ...['CloudFront-Is-Tablet-Viewer', 'false'],
  ...['CloudFront-Viewer-ASN', '16509'],
  ...['CloudFront-Viewer-Country', 'US'],
]

/** What CloudFront, which stands before an edge-optimized API, adds to a request (facts/01, section 5); `id` is its own for it. */
export function intoEdge(headers: HeaderFields, id: string): void {
  headers.push(...VIEWER, 'Via', VIA, 'X-Amz-Cf-Id', id)
}

/** What it adds to the response (facts/13, 247; facts/01, section 5). */
export function throughEdge({ status, headers }: GatewayResponse, id: string): void {
  headers.push(
    ...['X-Cache', status < 400 ? 'Miss from cloudfront' : 'Error from cloudfront'],
    ...['Via', VIA],
    ...['X-Amz-Cf-Pop', POINT_OF_PRESENCE],
    ...['X-Amz-Cf-Id', id],
  )
}
