import { X509Certificate } from 'node:crypto'
import { request } from 'node:https'
import type { TLSSocket } from 'node:tls'
import { type CertificateContent, type Identity, issueCertificate } from '../../emulator/base/x509'

/** A request over TLS: which host the handshake and the request name, and what the client shows. */
export interface TlsRequest {
  readonly port: number
  readonly ca?: string | undefined
  /** The Host header, and the host of the handshake unless that is given. */
  readonly host: string
  /** Null for a client that asks for no host name. */
  readonly servername?: string | null
  readonly path?: string
  readonly cert?: string
  readonly key?: string
  readonly body?: Buffer
}

/** What came back, and the certificate that the server showed. */
export interface TlsAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: string
  readonly shown: X509Certificate
  /** Whether the server asked for a certificate is seen by whether ours was sent. */
  readonly protocol: string | null
}

/** Sends a request to 127.0.0.1; rejects when the certificate does not stand for the host. */
export function overTls({ port, ca, host, servername = host, path = '/', cert, key, body }: TlsRequest): Promise<TlsAnswer> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        host: '127.0.0.1',
        port,
        path,
        ca,
        method: body === undefined ? 'GET' : 'POST',
        headers: { host },
        servername: servername ?? '',
        agent: false,
        ...(cert === undefined ? {} : { cert, key }),
      },
      (incoming) => {
        const socket = incoming.socket as TLSSocket
        const shown = new X509Certificate(socket.getPeerCertificate().raw)
        let text = ''
        incoming.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk
        })
        incoming.on('end', () =>
          resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: text, shown, protocol: socket.getProtocol() }),
        )
      },
    )
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}

const DAY = 86_400_000

/** A certificate for a test; valid around `at` for as many days, and signed by `issuer` or itself. */
export function certificate(
  content: Pick<CertificateContent, 'commonName' | 'authority' | 'usage' | 'hosts'> & {
    readonly serial?: string
    readonly at?: number
    readonly days?: number
  },
  issuer?: Identity,
): Identity {
  const { at = Date.now(), days = 30, serial = '0102030405', ...rest } = content
  return issueCertificate({ ...rest, serial, from: new Date(at - days * DAY), to: new Date(at + days * DAY) }, issuer)
}

/** A private key as PEM. */
export function keyPem({ key }: Identity): string {
  return key.export({ format: 'pem', type: 'pkcs8' }).toString()
}
