import { constants } from 'node:crypto'
import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import { createServer as createTlsServer, type SecureContext, type TLSSocket } from 'node:tls'
import { RealClock } from '../base/clock'
import { HANDSHAKE, serverName } from './client-hello'
import type { TlsConnection } from './incoming'
import type { PemPair } from './own-certificate'

/** What a port needs to speak TLS. */
export interface TlsParts {
  /** What clients are shown that ask for no host name. */
  readonly fallback: PemPair
  /** What clients are shown that ask for this host name. */
  readonly contextFor: (host: string) => SecureContext
  /** Whether clients of this host name are asked for a certificate. */
  readonly asksClient: (host: string) => boolean
}

/** What the connections of a port agreed on, for the requests that come over them. */
export interface TlsPort {
  readonly connectionOf: (socket: Socket) => TlsConnection | undefined
  /** Ends connections that have not said anything, or are still shaking hands. */
  closeOpening(): void
}

/** Milliseconds that a handshake may take. */
const HANDSHAKE_TIMEOUT = 10_000
/** Milliseconds that a client has to say first what tells how it speaks. */
const PATIENCE = 60_000

/** Makes a port speak HTTPS besides HTTP: the first byte of a connection tells which. Clients choose, as they do with AWS's own hosts. */
export function speakTls(server: Server, { fallback, contextFor, asksClient }: TlsParts): TlsPort {
  const listeners = server.listeners('connection') as ((socket: Socket) => void)[]
  server.removeAllListeners('connection')
  const opening = new Map<string, Socket>()
  const connections = new WeakMap<Socket, TlsConnection>()
  const toHttp = (socket: Socket) => {
    opening.delete(peerOf(socket))
    for (const listener of listeners) listener.call(server, socket)
  }
  const handshaker = (requestCert: boolean) =>
    createTlsServer({
      ...fallback,
      ALPNProtocols: ['http/1.1'],
      handshakeTimeout: HANDSHAKE_TIMEOUT,
      requestCert,
      // Whom to trust is the domain's to say, and its answer is a 403.
      rejectUnauthorized: false,
      // A resumed session would not ask for the certificate again.
      ...(requestCert ? { secureOptions: constants.SSL_OP_NO_TICKET } : {}),
      SNICallback: (host, done) => done(null, contextFor(host.toLowerCase())),
    })
      .on('secureConnection', (socket) => {
        connections.set(socket, describe(socket, requestCert))
        toHttp(socket)
      })
      .on('tlsClientError', (_error, socket) => socket.destroy())
  const [open, asking] = [handshaker(false), handshaker(true)]
  server.on('connection', (socket: Socket) => {
    const peer = peerOf(socket)
    opening.set(peer, socket)
    socket.once('close', () => opening.delete(peer))
    first(socket, (host) => (host === undefined ? toHttp(socket) : (asksClient(host) ? asking : open).emit('connection', socket)))
  })
  return {
    connectionOf: (socket) => connections.get(socket),
    closeOpening: () => {
      for (const socket of opening.values()) socket.destroy()
    },
  }
}

/** The same for a connection and for what is encrypted on it. */
function peerOf({ remoteAddress, remotePort }: Socket): string {
  return `${remoteAddress} ${remotePort}`
}

/** Looks at what a client says first, puts it back, and tells the host name of its handshake; undefined when it speaks plain HTTP. */
function first(socket: Socket, then: (host: string | undefined) => void): void {
  let said: Buffer = Buffer.alloc(0)
  const leave = () => socket.destroy()
  const cancel = new RealClock().after(PATIENCE, leave)
  const look = (chunk: Buffer) => {
    said = said.length === 0 ? chunk : Buffer.concat([said, chunk])
    const host = said[0] === HANDSHAKE ? serverName(said) : undefined
    if (host === undefined && said[0] === HANDSHAKE) return
    cancel()
    // The listener for errors stays: a connection that breaks while TLS holds it is nobody else's.
    socket.off('data', look).off('end', leave).pause()
    socket.unshift(said)
    then(host)
    // TLS reads what was put back by itself.
    if (host === undefined) socket.resume()
  }
  socket.on('error', leave).on('end', leave).on('close', cancel).on('data', look)
}

function describe(socket: TLSSocket, asked: boolean): TlsConnection {
  const { servername } = socket as TLSSocket & { servername?: string | false }
  const clientCertificate = asked ? socket.getPeerX509Certificate() : undefined
  return {
    ...(typeof servername === 'string' && servername !== '' ? { serverName: servername.toLowerCase() } : {}),
    version: socket.getProtocol() ?? '',
    cipherSuite: socket.getCipher().name,
    ...(clientCertificate === undefined ? {} : { clientCertificate }),
  }
}
