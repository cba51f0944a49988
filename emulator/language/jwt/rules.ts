import type { JWK } from 'jose'

/** What a token has to stand up to. */
export interface JwtRules {
  /** The public keys of the issuer. The same array each time is prepared once. */
  readonly keys: readonly JWK[]
  /** The only algorithms that are taken: `RS256`. */
  readonly algorithms: readonly string[]
  /** Epoch milliseconds by the emulator's clock. */
  readonly now: number
  readonly issuer?: string
}
