import type { X509Certificate } from 'node:crypto'
import type { HeaderFields } from '../base/headers'
import type { CompiledStage } from '../gateway/compile'
import type { Outcome } from '../gateway/run'

/** A request as it comes off a socket, or from a test without one. */
export interface IncomingRequest {
  readonly method: string
  /** Path and query string as the client wrote them. */
  readonly target: string
  readonly headers: HeaderFields
  readonly body: Uint8Array | undefined
  readonly sourceIp: string
  /** Absent on plain HTTP. */
  readonly tls?: TlsConnection
}

/** What a TLS handshake agreed on. */
export interface TlsConnection {
  /** The host name that the client asked for, in lower case; absent when it asked for none. */
  readonly serverName?: string
  /** `TLSv1.3` */
  readonly version: string
  /** `TLS_AES_128_GCM_SHA256` */
  readonly cipherSuite: string
  /** What the client presented: not yet looked at. */
  readonly clientCertificate?: X509Certificate
}

/** A request that a stage answered, for who watches. */
export interface Served {
  readonly stage: CompiledStage
  readonly outcome: Outcome
}
