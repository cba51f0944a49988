import { allHeaders } from '../../base/headers'
import type { Decision } from '../../language/policy/policy'
import { decide, INVALIDATE_CACHE, policyOf, policyRequest } from '../authorizers/decision'
import { planMethodArn } from '../authorizers/method-arn'
import { planResourceDecision } from '../authorizers/resource-policy'
import type { Exchange, GatewayRequest } from '../exchange'
import type { Ports, RestRoute } from '../phase'

/** Directives of a client that wants the backend's own answer. `max-age=0` is documented, `no-cache` uncertain (facts/05, section 4). */
const RENEW = /(?:^|,)\s*(?:max-age\s*=\s*"?0+"?|no-cache)\s*(?:,|$)/i

/** Whether a request asks for its kept answer to be renewed. */
export function asksToRenew({ headers }: GatewayRequest): boolean {
  const directives = allHeaders(headers, 'cache-control')
  return directives.length > 0 && RENEW.test(directives.join(','))
}

/**
 * Plans whether a caller may renew what is kept: by the policies of who signed the request, by the policy that a Lambda authorizer
 * answered (uncertain), or by the API's resource policy. An anonymous caller has the last one only.
 */
export function planMayRenew(route: RestRoute, { principals }: Ports): (exchange: Exchange) => boolean {
  const methodArn = planMethodArn(route)
  const resource = planResourceDecision(route)
  const identity = (exchange: Exchange, arn: string): Decision => {
    const { iam, policyDocument } = exchange.caller ?? {}
    if (policyDocument !== undefined) return decide(policyOf(policyDocument), exchange, arn, INVALIDATE_CACHE)
    if (iam === undefined) return 'none'
    const principal = principals.find(iam.accessKey) ?? principals.root(route.account, iam.accessKey)
    return principal.evaluate(policyRequest(exchange, arn, INVALIDATE_CACHE))
  }
  return (exchange) => {
    const arn = methodArn(exchange)
    const said = [identity(exchange, arn), resource?.(exchange, arn, INVALIDATE_CACHE) ?? 'none']
    if (said.includes('deny')) return false
    const account = exchange.caller?.iam?.accountId
    return account === undefined || account === route.account ? said.includes('allow') : said.every((each) => each === 'allow')
  }
}
