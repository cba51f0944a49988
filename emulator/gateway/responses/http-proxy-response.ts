import type { IntegrationReply, Step } from '../exchange'
import { RESPONSE_HEADER_RULES } from './remap-headers'

/** HTTP_PROXY: the backend's status, header fields (but those that the gateway renames or drops) and body. */
export const passHttpReply: Step = (exchange) => {
  const reply = exchange.reply as IntegrationReply
  const headers: string[] = []
  for (let i = 0; i < reply.headers.length; i += 2) {
    const name = RESPONSE_HEADER_RULES.httpProxy(reply.headers[i] as string)
    if (name !== undefined) headers.push(name, reply.headers[i + 1] as string)
  }
  exchange.response = { status: reply.status, headers, body: reply.body }
  return undefined
}
