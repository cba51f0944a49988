import type { JWK, JWTPayload } from 'jose'
import { jose } from './jose'
import type { JwtRules } from './rules'
import { verifyAtOnce } from './verify-at-once'

/** What is wrong with a token. `claim`: the issuer, or a registered claim of the wrong type. */
export type JwtFault = 'malformed' | 'algorithm' | 'key' | 'signature' | 'expired' | 'not-yet-valid' | 'issuer' | 'claim'

/** A token that does not hold. */
export class JwtError extends Error {
  override readonly name = 'JwtError'

  constructor(
    readonly fault: JwtFault,
    message: string,
  ) {
    super(message)
  }
}

/** The claims of a token that ends, and whose signature, times and issuer hold. Rejects with `JwtError`. Audience and scopes are for the caller. */
export async function verifyJwt(token: string, { keys, algorithms, now, issuer }: JwtRules): Promise<JWTPayload> {
  const plain = verifyAtOnce(token, { keys, algorithms, now, ...(issuer === undefined ? {} : { issuer }) })
  if (plain !== undefined) return plain
  const { errors, jwtVerify } = jose()
  try {
    const options = {
      algorithms: [...algorithms],
      currentDate: new Date(now),
      requiredClaims: ['exp'],
      ...(issuer === undefined ? {} : { issuer }),
    }
    const { payload } = await jwtVerify(token, keySet(keys), options)
    // JSON's 1e999 is a number, and never over.
    if (!Number.isFinite(payload.exp)) throw new JwtError('claim', '"exp" claim must be a number')
    return payload
  } catch (error) {
    if (!(error instanceof errors.JOSEError)) throw error
    throw new JwtError(faultOf(error), error.message)
  }
}

type KeySet = ReturnType<typeof import('jose').createLocalJWKSet>
const PREPARED = new WeakMap<readonly JWK[], KeySet>()

function keySet(keys: readonly JWK[]): KeySet {
  let set = PREPARED.get(keys)
  if (set === undefined) {
    set = jose().createLocalJWKSet({ keys: [...keys] })
    PREPARED.set(keys, set)
  }
  return set
}

/** By the library's code of an error; what it has no code of its own for is malformed. */
const FAULTS: Readonly<Record<string, JwtFault>> = {
  ERR_JOSE_ALG_NOT_ALLOWED: 'algorithm',
  ERR_JOSE_NOT_SUPPORTED: 'algorithm',
  ERR_JWKS_NO_MATCHING_KEY: 'key',
  ERR_JWKS_MULTIPLE_MATCHING_KEYS: 'key',
  ERR_JWS_SIGNATURE_VERIFICATION_FAILED: 'signature',
  ERR_JWT_EXPIRED: 'expired',
}

function faultOf(error: { readonly code: string; readonly claim?: unknown }): JwtFault {
  if (error.code === 'ERR_JWT_CLAIM_VALIDATION_FAILED') return error.claim === 'nbf' ? 'not-yet-valid' : 'claim'
  return FAULTS[error.code] ?? 'malformed'
}
