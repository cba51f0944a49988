import type { Agent, Dispatcher } from 'undici'
import type { Clock } from '../base/clock'
import { type IncomingReply, type OutgoingRequest, type Send, SendTimeout } from '../gateway/phase'

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
  const send: Send = (request) => {
    const kind = request.insecure === true ? 'trusting' : 'checking'
    agents[kind] ??= connect(kind === 'trusting')
    return request.streamed === true ? inPieces(agents[kind], request, clock) : asWhole(agents[kind], request, clock)
  }
  return { send, close: async () => void (await Promise.all([agents.checking?.close(), agents.trusting?.close()])) }
}

/** Without the stream and the signal that undici would make for each request: they cost more than all else that it does. */
function asWhole(agent: Agent, request: OutgoingRequest, clock: Clock): Promise<IncomingReply> {
  return new Promise((resolve, reject) => {
    const pieces: Buffer[] = []
    let status = 0
    let fields: string[] = []
    let late: SendTimeout | undefined
    let controller: Dispatcher.DispatchController | undefined
    const cancel = clock.after(request.timeout, () => {
      late = new SendTimeout()
      controller?.abort(late)
      reject(late)
    })
    agent.dispatch(described(request), {
      onRequestStart: (begun) => {
        controller = begun
        if (late !== undefined) begun.abort(late)
      },
      onResponseStart: ({ rawHeaders: raw }, code) => {
        status = code
        fields = rawHeaders(raw)
      },
      onResponseData: (_, piece) => {
        pieces.push(piece)
      },
      onResponseEnd: () => {
        cancel()
        resolve({ status, headers: fields, body: Buffer.concat(pieces) })
      },
      onResponseError: (_, error) => {
        cancel()
        reject(late ?? error)
      },
    })
  })
}

async function inPieces(agent: Agent, request: OutgoingRequest, clock: Clock): Promise<IncomingReply> {
  const given = new AbortController()
  let late = false
  const cancel = clock.after(request.timeout, () => {
    late = true
    given.abort()
  })
  try {
    const reply = await agent.request({ ...described(request), signal: given.signal, responseHeaders: 'raw' })
    return { status: reply.statusCode, headers: rawHeaders(reply.headers), body: NOTHING, stream: whenRead(reply.body, cancel) }
  } catch (error) {
    cancel()
    throw late ? new SendTimeout() : error
  }
}

function described({ method, url, headers, body }: OutgoingRequest) {
  return { ...split(url), method: method as Dispatcher.HttpMethod, headers, body: body.length === 0 ? null : body }
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
