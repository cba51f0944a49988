import { toText } from '../../base/bytes'
import { internalError } from '../errors'
import type { IntegrationReply } from '../exchange'
import { byStatus, type IntegrationKind } from './kind'

/** Answers by itself: the `statusCode` of the rendered request template picks the integration response (facts/02, section 5). */
export const mock: IntegrationKind = {
  outbound:
    () =>
    ({ request }, body) => ({ method: request.method, url: '', headers: [], body }),
  plan: () => {
    let lastBody: string | Uint8Array | undefined
    let lastReply: IntegrationReply | undefined
    return (exchange) => {
      const body = exchange.outbound?.body ?? ''
      if (body.length > LONGEST_KEPT) {
        exchange.reply = replyOf(body)
        return undefined
      }
      if (lastReply === undefined || body !== lastBody) {
        lastReply = replyOf(body)
        lastBody = body
      }
      exchange.reply = lastReply
      return undefined
    }
  },
  selection: byStatus,
  describe: () => 'MOCK',
}

/** Most templates give the same short body each time; a client's own, which may be 10 MB, is not held on to. */
const LONGEST_KEPT = 1_000

function replyOf(body: string | Uint8Array): IntegrationReply {
  return { status: readStatus(toText(body)), headers: [], body: '' }
}

/**
 * The integer after `statusCode` in an object whose keys may be bare or quoted either way; text before it is tolerated, a status in
 * quotes is not (facts/02, section 5). A body of no text has no status of its own: AWS then takes the default response.
 */
function readStatus(text: string): number {
  if (text.trim() === '') return 200
  const brace = text.indexOf('{')
  for (const { 0: found, 2: status, index } of brace < 0 ? [] : text.matchAll(STATUS)) {
    if (found.startsWith('{') || brace < index) return Number(status)
  }
  throw internalError(
    'Execution failed due to configuration error: Unable to parse statusCode. It should be an integer that is defined in the request template.',
  )
}

/** In a body that a client can choose: it is read once, whatever it is. */
const STATUS = /[,\s{](["']?)statusCode\1\s*:\s*(\d+)\s*[,}]/g
