import { isPromise } from '../../base/awaitable'
import type { Decision } from '../../language/policy/policy'
import { AUTHORIZERS } from '../authorizers/index'
import { planMethodArn } from '../authorizers/method-arn'
import { BECAUSE, deniedByPolicy } from '../authorizers/refusals'
import { planResourceDecision } from '../authorizers/resource-policy'
import type { Exchange } from '../exchange'
import type { Phase, RestRoute } from '../phase'

/**
 * Who calls, and whether identity and resource policy together let them (facts/04, sections 1, 2, 4 and 5): a denial of either ends it.
 * In one account either may permit, for a caller of another account both have to. A user pool's token is no policy: where there is a
 * resource policy, that alone has to permit. Uncertain: whose reason is told where neither permits.
 */
export const authorize: Phase<RestRoute> = {
  name: 'authorize',
  plan: (route, ports) => {
    const type = route.method.authorizationType
    if (type === 'NONE') return undefined
    const kind = AUTHORIZERS[type as keyof typeof AUTHORIZERS]()
    const find = kind.plan(route, ports)
    const methodArn = planMethodArn(route)
    const resource = planResourceDecision(route)
    const identityCounts = type !== 'COGNITO_USER_POOLS' || resource === undefined
    const judge = (exchange: Exchange, arn: string, identity: Decision): undefined => {
      if (identity === 'deny') throw kind.refuse(exchange, arn, true)
      const policy = resource?.(exchange, arn) ?? 'none'
      if (policy === 'deny') throw deniedByPolicy(exchange, arn, BECAUSE.resourceDenies)
      const callerAccount = exchange.caller?.iam?.accountId
      const isForeign = callerAccount !== undefined && callerAccount !== route.account
      const byIdentity = identityCounts && identity === 'allow'
      if (isForeign ? byIdentity && policy === 'allow' : byIdentity || policy === 'allow') return undefined
      throw identityCounts && !byIdentity ? kind.refuse(exchange, arn, false) : deniedByPolicy(exchange, arn, BECAUSE.resourceIsSilent)
    }
    return (exchange) => {
      const arn = methodArn(exchange)
      const identity = find(exchange, arn)
      return isPromise(identity) ? identity.then((known) => judge(exchange, arn, known)) : judge(exchange, arn, identity)
    }
  },
}
