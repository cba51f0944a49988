import { firstHeader } from '../../base/headers'
import type { ClosingPhase } from '../phase'

/**
 * The headers that the gateway adds to every response (facts/01, section 5): ids, a Content-Type, and the trace id
 * when the integration was contacted and is none of MOCK and HTTP_PROXY.
 */
export const gatewayHeaders: ClosingPhase = {
  name: 'gateway-headers',
  plan: () => (exchange, response) => {
    const { headers } = response
    if (exchange.reply !== undefined && exchange.route.traced) headers.push('X-Amzn-Trace-Id', rootOf(exchange.traceId))
    if (firstHeader(headers, 'content-type') === undefined) headers.push('Content-Type', 'application/json')
    headers.push('x-amzn-RequestId', exchange.id, 'x-amz-apigw-id', exchange.extendedId)
  },
}

function rootOf(traceId: string): string {
  return /Root=[^;]+/.exec(traceId)?.[0] ?? traceId
}
