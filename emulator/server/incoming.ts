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
}

/** A request that a stage answered, for who watches. */
export interface Served {
  readonly stage: CompiledStage
  readonly outcome: Outcome
}
