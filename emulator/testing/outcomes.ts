import type { LimitLayer } from '../gateway/errors'
import type { Front } from '../server/front'
import type { IncomingRequest } from '../server/incoming'

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

/** Requests of tests that are on their way, and what becomes of each. */
const ASKED = new Map<object, RequestFacts | undefined>()
const OF_RESPONSES = new WeakMap<Response, RequestFacts>()

/** Notes what becomes of each request of a test from now on. */
export function noteOutcomes(front: Front): void {
  front.watch(({ outcome: { exchange } }) => {
    const { request, cache, error } = exchange
    if (ASKED.size === 0 || request.wire === undefined || !ASKED.has(request.wire)) return
    ASKED.set(request.wire, { cache, error: error?.type, layer: error?.options.layer, log: error?.options.log })
  })
}

/** Sends a request, and hands on what becomes of it to the response that the test gets. */
export async function withFacts(request: IncomingRequest, send: () => Promise<Response>): Promise<Response> {
  ASKED.set(request, undefined)
  try {
    const response = await send()
    const facts = ASKED.get(request)
    if (facts !== undefined) OF_RESPONSES.set(response, facts)
    return response
  } finally {
    ASKED.delete(request)
  }
}

/** What became of a request; undefined for a response that did not come from `gateway.fetch`. */
export function factsOf(response: Response): RequestFacts | undefined {
  return OF_RESPONSES.get(response)
}
