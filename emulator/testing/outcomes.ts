import type { LimitLayer } from '../gateway/errors'
import type { GatewayResponse } from '../gateway/exchange'
import type { Front } from '../server/front'

/** What of a request its response does not show. */
export interface RequestFacts {
  /** What a stage with a cache found there. */
  readonly cache: 'hit' | 'miss' | undefined
  /** AWS's reason for a refusal, e.g. `THROTTLED`. */
  readonly error: string | undefined
  /** Whose limit refused it. */
  readonly layer: LimitLayer | undefined
  /** What the execution log says of a refusal. */
  readonly log: string | undefined
}

const OF_ANSWERS = new WeakMap<GatewayResponse, RequestFacts>()
const OF_RESPONSES = new WeakMap<Response, RequestFacts>()

/** Notes what became of each request from now on. */
export function noteOutcomes(front: Front): void {
  front.watch(({ outcome: { exchange, response } }) => {
    const { cache, error } = exchange
    OF_ANSWERS.set(response, { cache, error: error?.type, layer: error?.options.layer, log: error?.options.log })
  })
}

/** Hands on what is known of an answer to the response that a test gets. */
export function carryFacts(answer: GatewayResponse, response: Response): Response {
  const facts = OF_ANSWERS.get(answer)
  if (facts !== undefined) OF_RESPONSES.set(response, facts)
  return response
}

/** What became of a request; undefined for a response that did not come from `gateway.fetch`. */
export function factsOf(response: Response): RequestFacts | undefined {
  return OF_RESPONSES.get(response)
}
