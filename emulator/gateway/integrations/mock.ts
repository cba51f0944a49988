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
      if (lastReply === undefined || body !== lastBody) {
        lastReply = { status: readStatus(toText(body)), headers: [], body: '' }
        lastBody = body
      }
      exchange.reply = lastReply
      return undefined
    }
  },
  selection: byStatus,
  describe: () => 'MOCK',
}

/**
 * The integer after `statusCode` in an object whose keys may be bare or quoted either way; text before it is tolerated, a status in
 * quotes is not (facts/02, section 5). A body of no text has no status of its own: AWS then takes the default response.
 */
function readStatus(text: string): number {
  if (text.trim() === '') return 200
  const found = /\{(?:[\s\S]*?[,\s{])?(["']?)statusCode\1\s*:\s*(\d+)\s*[,}]/.exec(text)
  if (found === null) {
    throw internalError(
      'Execution failed due to configuration error: Unable to parse statusCode. It should be an integer that is defined in the request template.',
    )
  }
  return Number(found[2])
}
