import { isUtf8 } from 'node:buffer'
import type { IntegrationReply, Step } from '../exchange'
import { planPayload } from '../mapping/content-handling'
import type { RestRoute } from '../phase'
import { RESPONSE_HEADER_RULES } from './remap-headers'

/** HTTP_PROXY: the backend's status, header fields (but those that the gateway renames or drops) and body. */
export function planHttpProxyResponse(route: RestRoute): Step {
  const payload = planPayload(route)
  const textOnly = (route.definition.api.binaryMediaTypes ?? []).length === 0
  return (exchange) => {
    const reply = exchange.reply as IntegrationReply
    const headers: string[] = []
    for (let i = 0; i < reply.headers.length; i += 2) {
      const name = RESPONSE_HEADER_RULES.httpProxy(reply.headers[i] as string)
      if (name !== undefined) headers.push(name, reply.headers[i + 1] as string)
    }
    if (reply.stream !== undefined) {
      exchange.response = { status: reply.status, headers, body: '', stream: reply.stream }
      return undefined
    }
    exchange.response = { status: reply.status, headers, body: textOnly && isText(reply.body) ? reply.body : payload(exchange, reply) }
    return undefined
  }
}

/** What is text already needs no conversion. */
function isText(body: string | Uint8Array): boolean {
  return typeof body === 'string' || isUtf8(body)
}
