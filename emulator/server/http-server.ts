import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { isPromise } from '../base/awaitable'
import { reportBug } from '../base/bug'
import type { Clock } from '../base/clock'
import { userError } from '../base/diagnostics'
import { atEndOfTurn } from '../base/turn'
import type { GatewayResponse } from '../gateway/exchange'
import type { CertificateParts, Certificates } from './certificates'
import type { Front } from './front'
import type { IncomingRequest } from './incoming'
import type { TlsParts, TlsPort } from './tls-port'
import { httpDate, refuseBody, type Wire, write } from './wire'

/** A port that answers HTTP/1.1, and HTTPS where it was asked to. */
export interface HttpServer {
  readonly host: string
  readonly port: number
  /** `https://...` where the port speaks TLS. */
  readonly url: string
  /** Plain HTTP, which every port speaks. */
  readonly httpUrl: string
  /** Who signs the certificates that the emulator makes itself: PEM, and the file that holds it. */
  readonly authority?: { readonly pem: string; readonly file: string }
  /** Stops taking connections, lets running requests finish, then closes. */
  stop(): Promise<void>
}

/** What a port that speaks TLS is made of. */
export interface TlsOptions extends Pick<TlsParts, 'asksClient'>, Omit<CertificateParts, 'host'> {}

/** Milliseconds an idle connection is kept. */
const KEEP_ALIVE = 65_000
/** Milliseconds that running requests get when the server stops. */
const GRACE = 5_000

/** Opens a port for the front. A port in use, and certificates that cannot be used, are a `UserError`. */
export async function listen(front: Front, clock: Clock, options: { host: string; port: number; tls?: TlsOptions }): Promise<HttpServer> {
  const wire: Wire = { date: httpDate(clock), stopping: false }
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE, maxHeaderSize: 128 * 1024, insecureHTTPParser: false }, (request, response) =>
    serve(front, wire, request, response),
  )
  // Node would leave out what follows the thousandth header without a word; their size is limited.
  server.maxHeadersCount = 0
  server.on('clientError', refuseBroken)
  const secure = options.tls === undefined ? undefined : addTls(server, options.host, options.tls)
  if (secure !== undefined) wire.connectionOf = secure.port.connectionOf
  try {
    await open(server, options)
  } catch (error) {
    secure?.certificates.close()
    throw error
  }
  const { port } = server.address() as AddressInfo
  const host = options.host
  const address = `${host.includes(':') ? `[${host}]` : host}:${port}`
  const authority = secure?.certificates.authority
  return {
    host,
    port,
    url: `${secure === undefined ? 'http' : 'https'}://${address}`,
    httpUrl: `http://${address}`,
    ...(authority === undefined ? {} : { authority }),
    stop: async () => {
      wire.stopping = true
      secure?.port.closeOpening()
      await close(server)
      secure?.certificates.close()
    },
  }
}

/** TLS for a server. Loaded only when it is asked for. */
function addTls(server: Server, host: string, { asksClient, ...parts }: TlsOptions): { port: TlsPort; certificates: Certificates } {
  const [made, spoken] = [
    require('./certificates') as typeof import('./certificates'),
    require('./tls-port') as typeof import('./tls-port'),
  ]
  const certificates = new made.Certificates({ ...parts, host })
  const contextFor = (name: string) => certificates.contextFor(name)
  return { certificates, port: spoken.speakTls(server, { fallback: certificates.fallback, contextFor, asksClient }) }
}

function open(server: Server, { host, port }: { host: string; port: number }): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') {
        reject(
          userError('port-in-use', `Port ${port} on ${host} is in use by another process.`, {
            fix: `Stop that process, or choose another port with --port (--port 0 takes a free one).`,
          }),
        )
      } else if (error.code === 'EACCES' || error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND') {
        reject(
          userError('cannot-listen', `Cannot listen on ${host}:${port}: ${error.message}.`, { fix: 'Choose another --host or --port.' }),
        )
      } else reject(error)
    })
    server.listen(port, host, resolve)
  })
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const deadline = AbortSignal.timeout(GRACE)
    deadline.onabort = () => server.closeAllConnections()
    server.close(() => {
      deadline.onabort = null
      resolve()
    })
    server.closeIdleConnections()
  })
}

function serve(front: Front, wire: Wire, request: IncomingMessage, response: ServerResponse): void {
  const length = request.headers['content-length']
  if (length === undefined && request.headers['transfer-encoding'] === undefined) {
    answer(front, wire, request, response, undefined)
    return
  }
  const { method = 'GET', url: target = '/', rawHeaders: headers } = request
  let most: number
  try {
    most = front.largestBody({ method, target, headers })
  } catch (error) {
    crash(error, wire, request, response)
    return
  }
  if (Number(length) > most) {
    refuseBody(wire, request, response)
    return
  }
  const chunks: Buffer[] = []
  let size = 0
  request.on('data', (chunk: Buffer) => {
    size += chunk.length
    if (size <= most) chunks.push(chunk)
    else if (!response.headersSent) refuseBody(wire, request, response)
  })
  request.on('end', () => {
    if (size <= most) answer(front, wire, request, response, chunks.length === 1 ? chunks[0] : Buffer.concat(chunks))
  })
  request.on('error', () => response.destroy())
}

function answer(front: Front, wire: Wire, request: IncomingMessage, response: ServerResponse, body: Uint8Array | undefined): void {
  const { method = 'GET', url = '/', rawHeaders, socket } = request
  const incoming: IncomingRequest = { method, target: url, headers: rawHeaders, body, sourceIp: sourceIp(socket) }
  const tls = wire.connectionOf?.(socket)
  let outcome: ReturnType<Front['handle']>
  try {
    outcome = front.handle(tls === undefined ? incoming : { ...incoming, tls })
  } catch (error) {
    crash(error, wire, request, response)
    return
  }
  if (isPromise(outcome))
    outcome.then(
      (done) => atEndOfTurn(() => send(wire, request, response, done)),
      (error) => crash(error, wire, request, response),
    )
  else send(wire, request, response, outcome)
}

function send(wire: Wire, request: IncomingMessage, response: ServerResponse, done: GatewayResponse): void {
  try {
    write(wire, request, response, done)
  } catch (error) {
    crash(error, wire, request, response)
  }
}

/** Our own bug: the client gets 500, the console the stack. An answer that has begun breaks off: its client would wait for the rest. */
function crash(error: unknown, wire: Wire, request: IncomingMessage, response: ServerResponse): void {
  reportBug(error)
  if (response.headersSent) response.destroy()
  else
    write(
      wire,
      request,
      response,
      { status: 500, headers: ['Content-Type', 'application/json'], body: '{"message": "Internal server error"}' },
      true,
    )
}

function sourceIp({ remoteAddress = '127.0.0.1' }: Socket): string {
  return remoteAddress.startsWith('::ffff:') ? remoteAddress.slice(7) : remoteAddress
}

/** What is no HTTP, or has more headers than the parser takes. Uncertain: AWS's bodies. */
function refuseBroken(error: NodeJS.ErrnoException, socket: Socket): void {
  if (!socket.writable) return
  const [status, text] =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? ['431 Request Header Fields Too Large', 'Request Header Fields Too Large']
      : ['400 Bad Request', 'Bad Request']
  socket.end(`HTTP/1.1 ${status}\r\nContent-Type: text/plain\r\nContent-Length: ${text.length}\r\nConnection: close\r\n\r\n${text}`)
}
