import type { IncomingMessage, ServerResponse } from 'node:http'
import { pipeline } from 'node:stream'
import { byteLength } from '../base/bytes'
import type { Clock } from '../base/clock'
import { firstHeader, type HeaderFields } from '../base/headers'
import { atEndOfTurn } from '../base/turn'
import type { GatewayResponse } from '../gateway/exchange'
import { bodyTooLarge } from './limits'
import type { TlsPort } from './tls-port'

/** What the connections of one port share. */
export interface Wire {
  readonly date: () => string
  /** The port is closing: a connection is not kept after its response. */
  stopping: boolean
  /** How a connection is encrypted; nothing where the port speaks no TLS. */
  connectionOf?: TlsPort['connectionOf']
}

/** Writes a response with the headers that every one has: Date, Content-Length, Connection; never Server or Keep-Alive. */
export function write(
  wire: Wire,
  request: IncomingMessage,
  response: ServerResponse,
  { status, headers, body, stream }: GatewayResponse,
  last = false,
): void {
  if (response.destroyed) return
  const bodyless = status === 204 || status === 304
  // An answer to HEAD tells the length of the body that it leaves out.
  const length = stream === undefined && !bodyless ? byteLength(body) : undefined
  // Only an answer to HEAD may tell a length that is not that of its own body: a client would wait for what never comes.
  const told = request.method === 'HEAD' && /^\d+$/.test(firstHeader(headers, 'content-length') ?? '')
  const measured = told ? undefined : length
  writeHead(wire, request, response, status, headers, measured, last)
  if (stream !== undefined) writeStream(stream, response)
  else if (length === undefined) response.end()
  // Node writes headers in the encoding of the text that follows them; each of their characters is one byte, whatever the text is.
  else if (typeof body !== 'string') response.end(body)
  else if (length === body.length) response.end(body, 'latin1')
  else response.end(Buffer.from(body))
}

const LENGTH = 'content-length'
const TRAILER = 'trailer'
const DISPOSITION = 'content-disposition'

function writeHead(
  wire: Wire,
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  headers: HeaderFields,
  length: number | undefined,
  last: boolean,
): void {
  const close = last || wire.stopping || request.httpVersion === '1.0' || request.headers.connection?.toLowerCase() === 'close'
  response.sendDate = false
  const all = ['Date', wire.date(), 'Connection', close ? 'close' : 'keep-alive']
  if (length !== undefined) all.push('Content-Length', String(length))
  for (let i = 0; i < headers.length; i += 2) {
    const name = headers[i] as string
    // Trailers are never sent, and Node refuses to announce them for a body whose length is known.
    if (length !== undefined && name.length === LENGTH.length && name.toLowerCase() === LENGTH) continue
    if (name.length === TRAILER.length && name.toLowerCase() === TRAILER) continue
    // Behind Content-Length, Node reads the bytes of this one as UTF-8, and throws where they are none.
    if (name.length === DISPOSITION.length && name.toLowerCase() === DISPOSITION) all.unshift(name, headers[i + 1] as string)
    else all.push(name, headers[i + 1] as string)
  }
  response.writeHead(status, all)
}

/** A body that comes in pieces. One that breaks off breaks the connection off: the status is sent already (facts/12, section 3). */
function writeStream(stream: AsyncIterable<Uint8Array>, response: ServerResponse): void {
  pipeline(failingLater(stream), response, (error) => {
    if (error) response.destroy()
  })
}

/** The same, but a failure comes when what was before it is on its way: a connection that is broken off takes along what has just been written. */
async function* failingLater(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* stream
  } catch (error) {
    await new Promise<void>(atEndOfTurn)
    throw error
  }
}

/** Bytes of a refused body that are let pass, and the milliseconds without any after which no more are waited for. */
const MOST_LET_PASS = 256 * 1024 * 1024
const IDLE = 250

/**
 * Refuses a body that is too large: at once, and the connection is not used again. It ends when the rest of the body has come, or nothing comes any
 * more: a client that is still sending would find the connection broken, and not the answer.
 */
export function refuseBody(wire: Wire, request: IncomingMessage, response: ServerResponse): void {
  const { status, headers, body } = bodyTooLarge()
  writeHead(wire, request, response, status, headers, byteLength(body), true)
  response.write(body)
  let left = MOST_LET_PASS
  let idle = true
  request.on('data', (chunk: Buffer) => {
    idle = false
    left -= chunk.length
    if (left < 0) response.end()
  })
  request.once('end', () => response.end())
  request.on('error', () => response.destroy())
  const wait = (): void => {
    AbortSignal.timeout(IDLE).onabort = () => {
      if (idle) response.end()
      else if (!response.writableEnded) wait()
      idle = true
    }
  }
  wait()
}

/** `Date` by the emulator's clock, formatted once a second. */
export function httpDate(clock: Clock): () => string {
  let second = -1
  let text = ''
  return () => {
    const now = Math.floor(clock.now() / 1000)
    if (now !== second) {
      second = now
      text = new Date(now * 1000).toUTCString()
    }
    return text
  }
}
