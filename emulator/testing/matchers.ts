import type { LimitLayer } from '../gateway/errors'
import { factsOf } from './outcomes'

declare global {
  namespace jest {
    interface Matchers<R> {
      /** 429 by a throttle; with `by`, by that of this layer. */
      toBeThrottled(by?: LimitLayer): R
      /** 429 because the key's quota is used up. */
      toBeQuotaExceeded(): R
      /** Answered by the cache of the stage. */
      toBeCacheHit(): R
    }
  }
}

interface Result {
  readonly pass: boolean
  readonly message: () => string
}

/** Says what was expected, and what became of the request. */
function result(response: Response, pass: boolean, expected: string): Result {
  const { cache, error, layer, log } = factsOf(response) ?? {}
  const reason = [error, layer === undefined ? undefined : `by the layer ${layer}`, log].filter((part) => part !== undefined).join(', ')
  const found = `${response.status}${reason === '' ? '' : ` (${reason})`}${cache === undefined ? '' : `, cache ${cache}`}`
  return { pass, message: () => `Expected ${pass ? 'no' : 'a'} response ${expected}, found ${found}.` }
}

function hasErrorType(response: Response, type: string): boolean {
  return response.headers.get('x-amzn-errortype') === type
}

/** Matchers for jest: `expect.extend(matchers)`, once in a test file or in `setupFilesAfterEnv`. */
export const matchers = {
  toBeThrottled(response: Response, by?: LimitLayer): Result {
    const throttled = hasErrorType(response, 'TooManyRequestsException')
    const pass = throttled && (by === undefined || factsOf(response)?.layer === by)
    return result(response, pass, `that is throttled${by === undefined ? '' : ` by the layer ${by}`}`)
  },

  toBeQuotaExceeded: (response: Response): Result =>
    result(response, hasErrorType(response, 'LimitExceededException'), 'that is refused by the quota'),

  toBeCacheHit(response: Response): Result {
    const facts = factsOf(response)
    if (facts === undefined) throw new TypeError('toBeCacheHit needs a response of gateway.fetch: over a socket nothing tells.')
    return result(response, facts.cache === 'hit', 'of the cache')
  },
}
