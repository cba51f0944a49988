import type { Agent, Dispatcher } from 'undici'
import type { Clock } from '../base/clock'
import { type OutgoingRequest, type Send, SendTimeout } from '../gateway/phase'

/** A `Send` over pooled connections. Redirects are not followed, bodies are not decoded. */
export function createSend(clock: Clock): { send: Send; close: () => Promise<void> } {
  // The time-out is the integration's and counts on the emulator's clock, so the pool's own are off.
  const agents: { checking?: Agent; trusting?: Agent } = {}
  const connect = (insecure: boolean): Agent => {
    // Loaded by the first request that leaves: a start that sends none need not wait for it.
    const undici = require('undici') as typeof import('undici')
    const common = { headersTimeout: 0, bodyTimeout: 0, keepAliveTimeout: 10_000, connections: 128 }
    return new undici.Agent(insecure ? { ...common, connect: { rejectUnauthorized: false } } : common)
  }
  const send = async ({ method, url, headers, body, timeout, insecure = false, streamed = false }: OutgoingRequest) => {
    const given = new AbortController()
    let late = false
    let lasting = false
    const cancel = clock.after(timeout, () => {
      late = true
      given.abort()
    })
    try {
      const { origin, path } = split(url)
      const kind = insecure ? 'trusting' : 'checking'
      agents[kind] ??= connect(insecure)
      const reply = await agents[kind].request({
        origin,
        path,
        method: method as Dispatcher.HttpMethod,
        headers,
        body: body.length === 0 ? null : body,
        signal: given.signal,
        responseHeaders: 'raw',
      })
      if (streamed) {
        lasting = true
        return { status: reply.statusCode, headers: rawHeaders(reply.headers), body: NOTHING, stream: whenRead(reply.body, cancel) }
      }
      const bytes = new Uint8Array(await reply.body.arrayBuffer())
      return { status: reply.statusCode, headers: rawHeaders(reply.headers), body: bytes }
    } catch (error) {
      throw late ? new SendTimeout() : error
    } finally {
      if (!lasting) cancel()
    }
  }
  return { send, close: async () => void (await Promise.all([agents.checking?.close(), agents.trusting?.close()])) }
}

const NOTHING = new Uint8Array(0)

/** The pieces of a body; its time is over with the last one, or when nobody reads on. */
async function* whenRead(body: AsyncIterable<Uint8Array>, done: () => void): AsyncGenerator<Uint8Array> {
  try {
    yield* body
  } finally {
    done()
  }
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
