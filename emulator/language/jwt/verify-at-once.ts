import { createPublicKey, type KeyObject, verify } from 'node:crypto'
import type { JWK } from 'jose'
import { parseJwt } from './parse'
import type { JwtRules } from './rules'

const HEADER = new Set(['alg', 'kid', 'typ'])
const SIGNATURE = /^[A-Za-z0-9_-]+$/
/** Bits that an RSA key has at least (RFC 7518, section 3.3). */
const SHORTEST = 2048

/**
 * The claims of a token that plainly holds: RS256, a header of the usual three parts, one key of that name, times as numbers. Anything else
 * is undefined, and left to the library, which also tells what is wrong. It waits for no thread, so that it takes a third of the time.
 */
export function verifyAtOnce(token: string, { keys, algorithms, now, issuer }: JwtRules): Record<string, unknown> | undefined {
  const { header, claims } = parseJwt(token) ?? {}
  if (header === undefined || claims === undefined || header['alg'] !== 'RS256' || !algorithms.includes('RS256')) return undefined
  for (const name in header) if (!HEADER.has(name)) return undefined
  const key = keyNamed(keys, header['kid'])
  const end = token.lastIndexOf('.')
  const signature = token.slice(end + 1)
  if (key === undefined || !SIGNATURE.test(signature)) return undefined
  const seconds = Math.floor(now / 1000)
  const { exp, nbf, iat, iss } = claims
  if (!isTime(exp) || exp <= seconds) return undefined
  if (nbf !== undefined && !(isTime(nbf) && nbf <= seconds)) return undefined
  if (iat !== undefined && !isTime(iat)) return undefined
  if (issuer !== undefined && iss !== issuer) return undefined
  return verify('sha256', Buffer.from(token.slice(0, end)), key, Buffer.from(signature, 'base64url')) ? claims : undefined
}

function isTime(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value)
}

const READY = new WeakMap<readonly JWK[], Map<unknown, KeyObject>>()

/** The one key of that name that RS256 may use. */
function keyNamed(keys: readonly JWK[], kid: unknown): KeyObject | undefined {
  let byName = READY.get(keys)
  if (byName === undefined) {
    const fit = keys.filter(({ kty, alg, use, key_ops }) => kty === 'RSA' && alg === 'RS256' && use === 'sig' && key_ops === undefined)
    const named = fit.filter(({ kid }) => typeof kid === 'string' && keys.filter((other) => other.kid === kid).length === 1)
    byName = new Map(named.flatMap((jwk) => entryOf(jwk)))
    READY.set(keys, byName)
  }
  return byName.get(kid)
}

function entryOf({ kid, kty = '', n = '', e = '' }: JWK): (readonly [unknown, KeyObject])[] {
  try {
    const key = createPublicKey({ key: { kty, n, e }, format: 'jwk' })
    return (key.asymmetricKeyDetails?.modulusLength ?? 0) >= SHORTEST ? [[kid, key]] : []
  } catch {
    return []
  }
}
