import { isPromise } from '../../base/awaitable'
import type { Decision } from '../../language/policy/policy'
import { AUTHORIZERS } from '../authorizers/index'
import { planMethodArn } from '../authorizers/method-arn'
import { deniedByPolicy, EXPLICIT } from '../authorizers/refusals'
import { planResourceDecision } from '../authorizers/resource-policy'
import type { Exchange } from '../exchange'
import type { Phase, RestRoute } from '../phase'

/**
 * Who calls, and whether identity and resource policy together let them (facts/04, sections 1, 2, 4 and 5). In one account either may
 * permit; a denial of either ends it. A user pool's token is no policy: then the resource policy alone has to permit.
 */
export const authorize: Phase<RestRoute> = {
  name: 'authorize',
  plan: (route, ports) => {
    const type = route.method.authorizationType
    if (type === 'NONE') return undefined
    const kind = AUTHORIZERS[type as keyof typeof AUTHORIZERS]
    const find = kind.plan(route, ports)
    const methodArn = planMethodArn(route)
    const resource = planResourceDecision(route)
    const identityCounts = type !== 'COGNITO_USER_POOLS'
    const judge = (exchange: Exchange, arn: string, identity: Decision): undefined => {
      if (identity === 'deny') throw kind.refuse(exchange, arn, true)
      if (resource === undefined) {
        const callerAccount = exchange.caller?.iam?.accountId
        const foreign = callerAccount !== undefined && callerAccount !== route.account
        if (identity !== 'allow' || foreign) throw kind.refuse(exchange, arn, false)
        return undefined
      }
      const policy = resource(exchange, arn)
      const callerAccount = exchange.caller?.iam?.accountId
      const foreign = callerAccount !== undefined && callerAccount !== route.account
      if (policy === 'deny') throw deniedByPolicy(exchange, arn, EXPLICIT)
      const permitted = foreign
        ? policy === 'allow' && identity === 'allow'
        : policy === 'allow' || (identityCounts && identity === 'allow')
      if (!permitted) throw deniedByPolicy(exchange, arn, '')
      return undefined
    }
    return (exchange) => {
      const arn = methodArn(exchange)
      const identity = find(exchange, arn)
      return isPromise(identity) ? identity.then((known) => judge(exchange, arn, known)) : judge(exchange, arn, identity)
    }
  },
}
