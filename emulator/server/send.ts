import type { Agent, Dispatcher } from 'undici'
import type { Clock } from '../base/clock'
import { type OutgoingRequest, type Send, SendTimeout } from '../gateway/phase'

/** A `Send` over pooled connections. Redirects are not followed, bodies are not decoded. */
export function createSend(clock: Clock): { send: Send; close: () => Promise<void> } {
  // The time-out is the integration's and counts on the emulator's clock, so the pool's own are off.
  let agent: Agent | undefined
  const connect = (): Agent => {
    // Loaded by the first request that leaves: a start that sends none need not wait for it.
    const undici = require('undici') as typeof import('undici')
    return new undici.Agent({ headersTimeout: 0, bodyTimeout: 0, keepAliveTimeout: 10_000, connections: 128 })
  }
  const send = async ({ method, url, headers, body, timeout }: OutgoingRequest) => {
    const given = new AbortController()
    let late = false
    const cancel = clock.after(timeout, () => {
      late = true
      given.abort()
    })
    try {
      const { origin, path } = split(url)
      agent ??= connect()
      const reply = await agent.request({
        origin,
        path,
        method: method as Dispatcher.HttpMethod,
        headers,
        body: body.length === 0 ? null : body,
        signal: given.signal,
        responseHeaders: 'raw',
      })
      const bytes = new Uint8Array(await reply.body.arrayBuffer())
      return { status: reply.statusCode, headers: rawHeaders(reply.headers), body: bytes }
    } catch (error) {
      throw late ? new SendTimeout() : error
    } finally {
      cancel()
    }
  }
  return { send, close: async () => agent?.close() }
}

/** Origin and the rest of a URL; the rest as it is, since the gateway encoded it already. */
function split(url: string): { origin: string; path: string } {
  const match = /^(https?:\/\/[^/?#]+)([^#]*)/.exec(url)
  const path = match?.[2] ?? ''
  return { origin: match?.[1] ?? url, path: path.startsWith('/') ? path : `/${path}` }
}

/** Raw header fields as undici gives them when asked: a flat list of texts, or of buffers. */
function rawHeaders(headers: unknown): string[] {
  return (headers as (string | Buffer)[]).map((field) => (typeof field === 'string' ? field : field.toString('latin1')))
}
