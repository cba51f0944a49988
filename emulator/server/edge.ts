import type { Ids } from '../base/ids'
import type { GatewayResponse } from '../gateway/exchange'

/** Uncertain: any place that CloudFront has would do. */
const POINT_OF_PRESENCE = 'IAD89-C1'
const DISTRIBUTION = 'd111111abcdef8'

/** What CloudFront, which stands before an edge-optimized API, adds to its responses (facts/13, 247; facts/01, section 5). */
export function throughEdge({ status, headers }: GatewayResponse, ids: Ids): void {
  headers.push(
    ...['X-Cache', status < 400 ? 'Miss from cloudfront' : 'Error from cloudfront'],
    ...['Via', `1.1 ${DISTRIBUTION}.cloudfront.net (CloudFront)`],
    ...['X-Amz-Cf-Pop', POINT_OF_PRESENCE],
    ...['X-Amz-Cf-Id', `${ids.mixed(54)}==`],
  )
}
