import { isPromise } from '../../base/awaitable'
import { GatewayError } from '../errors'
import { withoutStore } from '../lost-store'
import { methodSettings } from '../method-settings'
import type { Phase, Ports, RestRoute } from '../phase'
import { firstRefusal, shownLimit, type Throttle, throttleOf } from '../throttle'

/**
 * What the method's settings in the stage allow, then the account (facts/01, step 13). A setting for all methods is a limit for each of
 * them (AWS's console: "Each method in this stage will respect these rate and burst settings").
 */
export const throttle: Phase<RestRoute> = {
  name: 'throttle',
  plan: (route, ports) => {
    const { store } = ports
    const { definition, method, resource, stage } = route
    const throttles = routeThrottles(route, ports)
    const where = `RestApi ${definition.api.id}, Stage ${stage.stageName}, Resource ${resource.id}, HttpMethod ${method.httpMethod}`
    const judge = (refused: Throttle | undefined): undefined => {
      if (refused === undefined) return undefined
      // The method's words were seen in a log of AWS's; the account's are uncertain.
      const what = refused.layer === 'method' ? `Key throttle limit exceeded for ${where}` : 'Account throttle limit exceeded'
      throw new GatewayError('THROTTLED', undefined, { layer: refused.layer, log: `${what}. ${shownLimit(refused)}` })
    }
    return (exchange) => {
      const refused = firstRefusal(store, throttles, exchange.receivedAt)
      return isPromise(refused) ? refused.then(judge).catch((error) => withoutStore(error, exchange, ports)) : judge(refused)
    }
  },
}

/** What each request of a route takes from: the bucket of the method, where the stage sets a limit, and the account's. */
export function routeThrottles({ account, region, definition, method, resource, stage }: RestRoute, { accounts }: Ports): Throttle[] {
  const { throttlingRateLimit: rateLimit, throttlingBurstLimit: burstLimit } = methodSettings(stage, resource.path, method.httpMethod)
  const bucket = `throttle/method/${definition.api.id}/${stage.stageName}/${resource.id}/${method.httpMethod}`
  const whole = accounts.in(account, region)
  const own = throttleOf('method', bucket, { rateLimit, burstLimit }, whole)
  return own === undefined ? [whole] : [own, whole]
}
