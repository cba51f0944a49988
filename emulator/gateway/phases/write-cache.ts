import { isPromise } from '../../base/awaitable'
import { byteLength } from '../../base/bytes'
import { planCache } from '../cache/cache-plan'
import type { GatewayResponse } from '../exchange'
import type { Phase, RestRoute } from '../phase'
import { IGNORED } from './read-cache'

/** Bytes of the largest answer that is kept (facts/05, section 4). */
const LARGEST = 1_048_576

/**
 * Keeps the answer of a request that missed, as it was mapped and before it is compressed (facts/01, step 20). What the gateway itself
 * refuses never comes here. Uncertain: that an integration's 5xx is not kept; a 429 was seen to be.
 */
export const writeCache: Phase<RestRoute> = {
  name: 'write-cache',
  plan: (route, { store, clock }) => {
    const plan = planCache(route)
    if (plan === undefined) return undefined
    const { cache, capacity, ttl } = plan
    return (exchange) => {
      const { toKeep, response } = exchange
      if (toKeep === undefined || response === undefined) return undefined
      const { status, headers, body, stream } = response
      const size = byteLength(body)
      const kept = { status, headers: [...headers], body } satisfies GatewayResponse
      if (toKeep.warned) headers.push('Warning', IGNORED)
      if (stream !== undefined || status >= 500 || size > LARGEST) return undefined
      const bytes = size + headersLength(kept.headers) + toKeep.key.length
      const now = clock.now()
      const written = store.remember(cache, toKeep.key, kept, { bytes, capacity }, now + ttl, now)
      return isPromise(written) ? written.then(() => undefined) : undefined
    }
  },
}

function headersLength(headers: readonly string[]): number {
  let length = 0
  for (const part of headers) length += part.length
  return length
}
