import type { LimitLayer } from '../gateway/errors'
import type { Gateway } from './emulate'
import type { MetricWish } from './metrics'
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
      /** Of a gateway: the sum of a metric is this; without it, the metric has values. */
      toHaveMetric(name: string, sum?: number, wish?: MetricWish): R
      /** Of a gateway: a line of a log group, of the stage's access log unless given, has a text or fits a pattern. */
      toHaveLogged(text: string | RegExp, group?: string): R
      /** Of a gateway, or one `at` an API or stage: whoever is nobody gets through these routes (`GET /health`), and through no other. To be awaited. */
      toBeClosedExcept(routes: readonly string[]): Promise<R>
      /** Of a gateway: the alarm is in ALARM. */
      toBeInAlarm(name: string): R
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

  toHaveMetric(gateway: Gateway, name: string, sum?: number, wish: MetricWish = {}): Result {
    const found = gateway.metrics.sum(name, wish)
    const pass = sum === undefined ? gateway.metrics.count(name, wish) > 0 : found === sum
    const wanted = sum === undefined ? 'values' : `a sum of ${sum}`
    return { pass, message: () => `Expected ${name} to have ${pass ? 'not ' : ''}${wanted}, found a sum of ${found}.` }
  },

  toHaveLogged(gateway: Gateway, text: string | RegExp, group?: string): Result {
    const lines =
      group === undefined
        ? gateway.logs.access<unknown>().map((line) => (typeof line === 'string' ? line : JSON.stringify(line)))
        : gateway.logs(group)
    const pass = lines.some((line) => (typeof text === 'string' ? line.includes(text) : text.test(line)))
    const last = lines.slice(-10).join('\n')
    return { pass, message: () => `Expected ${group ?? 'the access log'} to have ${pass ? 'no' : 'a'} line ${text}, found:\n${last}` }
  },

  async toBeClosedExcept(gateway: Pick<Gateway, 'attack'>, routes: readonly string[]): Promise<Result> {
    const { differences } = require('./attack/expectation') as typeof import('./attack/expectation')
    const found = differences(await gateway.attack(), routes)
    const list = routes.length === 0 ? 'for every route' : `except for ${routes.join(', ')}`
    const said = found.length === 0 ? `Expected the API not to be closed ${list}, and it is.` : `Expected the API to be closed ${list}.`
    return { pass: found.length === 0, message: () => [said, ...found].join('\n') }
  },

  toBeInAlarm(gateway: Gateway, name: string): Result {
    const { state, reason } = gateway.alarm(name)
    const pass = state === 'ALARM'
    return { pass, message: () => `Expected the alarm ${name} ${pass ? 'not ' : ''}to be in ALARM, found ${state}: ${reason}` }
  },
}
