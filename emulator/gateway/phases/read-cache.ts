import { type Awaitable, isPromise } from '../../base/awaitable'
import { planCacheKey } from '../cache/cache-key'
import { planCache } from '../cache/cache-plan'
import { asksToRenew, planMayRenew } from '../cache/invalidation'
import { GatewayError } from '../errors'
import { DONE, type Exchange, type GatewayResponse } from '../exchange'
import type { Phase, RestRoute } from '../phase'

/** What a caller is told whose wish to renew the cache is ignored (facts/05, section 4: uncertain, but well known). */
export const IGNORED = '199 Cache-control headers were ignored because the caller was unauthorized.'

/**
 * Looks for the answer in the stage's cache; one that is there ends the request (facts/01, step 15). Requests that miss at the same time
 * all go to the backend.
 */
export const readCache: Phase<RestRoute> = {
  name: 'read-cache',
  plan: (route, ports) => {
    const plan = planCache(route)
    if (plan === undefined) return undefined
    const { store } = ports
    const { cache, verb, settings } = plan
    const keyOf = planCacheKey(route, verb)
    const mayRenew = settings.requireAuthorizationForCacheControl === false ? () => true : planMayRenew(route, ports)
    const strategy = settings.unauthorizedCacheControlHeaderStrategy ?? 'SUCCEED_WITH_RESPONSE_HEADER'
    return (exchange) => {
      if (exchange.request.method !== verb) return undefined
      const key = keyOf(exchange)
      let warned = false
      if (asksToRenew(exchange.request)) {
        if (mayRenew(exchange)) return miss(exchange, key, false)
        // Uncertain: the reason that AWS gives.
        if (strategy === 'FAIL_WITH_403') throw new GatewayError('ACCESS_DENIED', undefined, { log: 'Caller may not invalidate the cache' })
        warned = strategy === 'SUCCEED_WITH_RESPONSE_HEADER'
      }
      const judge = (found: GatewayResponse | undefined) =>
        found === undefined ? miss(exchange, key, warned) : hit(exchange, found, warned)
      const found = store.recall(cache, key, exchange.receivedAt) as Awaitable<GatewayResponse | undefined>
      return isPromise(found) ? found.then(judge) : judge(found)
    }
  },
}

function miss(exchange: Exchange, key: string, warned: boolean): undefined {
  exchange.cache = 'miss'
  exchange.toKeep = { key, warned }
  // Uncertain: AWS's own words, here and for a hit. The key may hold a token.
  exchange.trail?.push('Cache miss')
  return undefined
}

function hit(exchange: Exchange, { status, headers, body }: GatewayResponse, warned: boolean): typeof DONE {
  exchange.cache = 'hit'
  exchange.trail?.push('Cache hit')
  exchange.response = { status, headers: warned ? [...headers, 'Warning', IGNORED] : [...headers], body }
  return DONE
}
