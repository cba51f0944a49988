import {
  constants,
  createHmac,
  createPublicKey,
  createSign,
  generateKeyPairSync,
  type KeyObject,
  publicEncrypt,
  randomBytes,
  sign as signBytes,
} from 'node:crypto'
import { deflateRawSync } from 'node:zlib'

/** What a token is refused for. */
export type Reason =
  | 'malformed'
  | 'algorithm'
  | 'critical'
  | 'key'
  | 'signature'
  | 'expired'
  | 'no end'
  | 'not yet valid'
  | 'issuer'
  | 'audience'
  | 'kind'

/** An issuer whose tokens are taken, and what its good tokens say. */
export interface Issuer {
  /** Its RSA key, known as `kid` in its key set, for RS256. */
  readonly privateKey: KeyObject
  readonly kid: string
  /** Seconds since the epoch. */
  readonly now: number
  /** Claims of a token that would be let in. */
  readonly claims: Readonly<Record<string, unknown>>
}

/** A token that nobody may be let in by. */
export interface HostileToken {
  readonly what: string
  readonly token: string
  readonly reason: Reason
}

type Json = Readonly<Record<string, unknown>>
const base64 = (value: string | Buffer) => Buffer.from(value).toString('base64url')
const text = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value))

/** A signature of any algorithm over any text. */
function signature(algorithm: string, input: string, key: KeyObject | string): string {
  const hash = `sha${algorithm.slice(2)}`
  switch (algorithm.slice(0, 2)) {
    case 'HS':
      return createHmac(hash, key as string)
        .update(input)
        .digest('base64url')
    case 'RS':
      return createSign(hash)
        .update(input)
        .sign(key as KeyObject, 'base64url')
    case 'PS':
      return createSign(hash)
        .update(input)
        .sign({ key: key as KeyObject, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 }, 'base64url')
    case 'ES':
      return createSign(hash)
        .update(input)
        .sign({ key: key as KeyObject, dsaEncoding: 'ieee-p1363' }, 'base64url')
    default:
      return signBytes(null, Buffer.from(input), key as KeyObject).toString('base64url')
  }
}

/** A token of these parts, signed as `algorithm` by `key`, whatever its header says. */
function forge(header: unknown, claims: unknown, algorithm: string, key: KeyObject | string): string {
  const input = `${base64(text(header))}.${base64(text(claims))}`
  return `${input}.${signature(algorithm, input, key)}`
}

const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 })
const p256 = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' })
const edwards = generateKeyPairSync('ed25519')

/** Tokens that try every way in that is known, made for an issuer: each is refused, for its own reason. */
export function hostileTokens({ privateKey, kid, now, claims }: Issuer): HostileToken[] {
  const publicKey = createPublicKey(privateKey)
  const head: Json = { alg: 'RS256', kid, typ: 'JWT' }
  /** Signed by the issuer itself. */
  const own = (header: Json | string = head, payload: Json | string = claims, algorithm = 'RS256') =>
    forge(header, payload, algorithm, privateKey)
  /** Signed by somebody else. */
  const foreign = (header: Json | string = head, payload: Json | string = claims) => forge(header, payload, 'RS256', stranger.privateKey)
  const saying = (more: Json) => own(head, { ...claims, ...more })
  const without = (name: string) => own(head, Object.fromEntries(Object.entries(claims).filter(([key]) => key !== name)))
  const unsigned = (alg: unknown, tail = '') => `${base64(JSON.stringify({ ...head, alg }))}.${base64(JSON.stringify(claims))}.${tail}`
  const good = own()
  const [h = '', p = '', s = ''] = good.split('.')
  const boss = base64(JSON.stringify({ ...claims, sub: 'boss' }))
  const pem = (type: 'spki' | 'pkcs1') => publicKey.export({ type, format: 'pem' }).toString()
  const jwk = publicKey.export({ format: 'jwk' })
  const strangerJwk = { ...stranger.publicKey.export({ format: 'jwk' }), kid, alg: 'RS256', use: 'sig' }
  const secret = (alg: string, key: string) => forge({ ...head, alg }, claims, alg, key)
  const iss = String(claims['iss'])

  const all: Readonly<Record<Reason, Readonly<Record<string, string>>>> = {
    malformed: {
      'three parts of nothing': '..',
      'one part': 'abc',
      'two parts': `${h}.${p}`,
      'four parts': `${good}.${s}`,
      'five parts, as if encrypted': `${h}.${p}.${s}.${s}.${s}`,
      'really encrypted': encrypted(publicKey, kid, claims),
      'no base64 in the header': `!!!.${p}.${s}`,
      'padding in the header': `${h}=.${p}.${s}`,
      'the other base64': `${Buffer.from('{"alg":"RS256","~~~":"???>>>"}').toString('base64')}.${p}.${s}`,
      'a letter with an accent': `${h}é.${p}.${s}`,
      'a blank inside': `${h}.${p.slice(0, 9)} ${p.slice(9)}.${s}`,
      'a header that is no JSON': own('{"alg":"RS256"'),
      'a header with a comment': own(`{"alg":"RS256",/* kid */"kid":"${kid}"}`),
      'a header with something behind it': own(`${JSON.stringify(head)}x`),
      'a header with a byte order mark': own(`\uFEFF${JSON.stringify(head)}`),
      'a header that is a list': own('["RS256"]'),
      'a header that is a text': own('"RS256"'),
      'a header that is nothing': own('null'),
      'claims that are no JSON': own(head, '{"sub":"ada"'),
      'claims that are a list': own(head, '[]'),
      'claims that are nothing': own(head, 'null'),
      'a token in a token': own({ ...head, cty: 'JWT' }, `"${good}"`),
      'compressed claims': `${base64(JSON.stringify({ ...head, zip: 'DEF' }))}.${base64(deflateRawSync(JSON.stringify(claims)))}.${s}`,
      'the JSON form': JSON.stringify({ protected: h, payload: p, signature: s }),
    },
    algorithm: {
      'alg none': unsigned('none', 'AA'),
      'alg None': unsigned('None', 'AA'),
      'alg nOnE': unsigned('nOnE', 'AA'),
      'alg none over a real signature': unsigned('none', s),
      'no alg': own({ kid, typ: 'JWT' }),
      'an empty alg': own({ ...head, alg: '' }),
      'alg in small letters': own({ ...head, alg: 'rs256' }),
      'alg with a blank': own({ ...head, alg: 'RS256 ' }),
      'alg none behind RS256': own(`{"alg":"RS256","kid":"${kid}","alg":"none"}`),
      'HS256 by the public key': secret('HS256', pem('spki')),
      'HS256 by the public key of PKCS 1': secret('HS256', pem('pkcs1')),
      'HS256 by the modulus': secret('HS256', String(jwk.n)),
      'HS256 by nothing': secret('HS256', ''),
      'HS384 by the public key': secret('HS384', pem('spki')),
      'HS512 by the public key': secret('HS512', pem('spki')),
      'HS256 with a kid that is a path': forge({ ...head, alg: 'HS256', kid }, claims, 'HS256', ''),
      'RS512 by the right key': own({ ...head, alg: 'RS512' }, claims, 'RS512'),
      'PS256 by the right key': own({ ...head, alg: 'PS256' }, claims, 'PS256'),
      'ES256 by a key of its own': forge({ ...head, alg: 'ES256' }, claims, 'ES256', p256.privateKey),
      'ES256 on another curve': forge({ ...head, alg: 'ES256' }, claims, 'ES256', p384.privateKey),
      'ES256 with a signature of zeros': `${base64(JSON.stringify({ ...head, alg: 'ES256' }))}.${p}.${base64(Buffer.alloc(64))}`,
      'EdDSA by a key of its own': forge({ ...head, alg: 'EdDSA' }, claims, 'EdDSA', edwards.privateKey),
      'an algorithm of encryption': own({ ...head, alg: 'RSA-OAEP' }),
    },
    critical: {
      'an extension that nobody knows': own({ ...head, crit: ['x-admin'], 'x-admin': true }),
      'claims that are not encoded': own({ ...head, b64: false, crit: ['b64'] }),
      'critical, and nothing named': own({ ...head, crit: [] }),
      'critical by a text': own({ ...head, crit: 'exp', exp: 1 }),
      'critical, and not there': own({ ...head, crit: ['x-admin'] }),
    },
    key: {
      'a key that nobody has': foreign({ ...head, kid: 'two' }),
      'a path for a key': foreign({ ...head, kid: '../../../../dev/null' }),
      'SQL for a key': foreign({ ...head, kid: `${kid}' UNION SELECT 'x` }),
      'a command for a key': foreign({ ...head, kid: `${kid}|/bin/sleep 9` }),
      'an address for a key': foreign({ ...head, kid: 'https://evil.example.com/jwks.json' }),
      'a key with a zero behind it': foreign({ ...head, kid: `${kid}\u0000` }),
      'a key by the name of a prototype': foreign({ ...head, kid: '__proto__' }),
      'a key by the name of a method': foreign({ ...head, kid: 'constructor' }),
      'no key where x5u names a certificate': foreign({ ...head, kid: 'x', x5u: 'https://evil.example.com/cert.pem' }),
    },
    signature: {
      'the key of a stranger': foreign(),
      'a key that the token brings': foreign({ ...head, jwk: strangerJwk }),
      'keys that the token points to': foreign({ ...head, jku: 'https://evil.example.com/jwks.json' }),
      'a certificate that the token brings': foreign({ ...head, x5c: [base64(randomBytes(64))], x5t: 'AAAA' }),
      'a certificate that the token points to': foreign({ ...head, x5u: 'https://evil.example.com/cert.pem' }),
      'alg none before RS256': foreign(`{"alg":"none","kid":"${kid}","alg":"RS256"}`),
      'other claims': `${h}.${boss}.${s}`,
      'another header': `${base64(JSON.stringify({ ...head, x: 1 }))}.${p}.${s}`,
      'the signature of another token': `${h}.${boss}.${saying({ sub: 'grace' }).split('.')[2]}`,
      'a bit that is turned': `${h}.${p}.${(s[0] === 'A' ? 'B' : 'A') + s.slice(1)}`,
      'a signature that is cut off': good.slice(0, -10),
      'a signature of zeros': `${h}.${p}.${base64(Buffer.alloc(256))}`,
      'a signature of one byte': `${h}.${p}.AA`,
      'a signature that is too long': `${good}AAAA`,
      'claims nested a thousand times': `${h}.${base64(`{"iss":${JSON.stringify(iss)},"a":${'['.repeat(1000)}${']'.repeat(1000)}}`)}.${s}`,
    },
    expired: {
      'over by a second': saying({ exp: now - 1 }),
      'over since now': saying({ exp: now }),
      'over for fifty years': saying({ exp: 1 }),
      'over before time began': saying({ exp: -1 }),
      'over by its second exp': own(head, `${JSON.stringify({ ...claims, exp: now + 3600 }).slice(0, -1)},"exp":${now - 1}}`),
    },
    'no end': {
      'no exp': without('exp'),
      'exp with a blank': own(head, { ...Object.fromEntries(Object.entries(claims).filter(([key]) => key !== 'exp')), 'exp ': now + 60 }),
      'exp with a letter that only looks like one': own(head, {
        ...Object.fromEntries(Object.entries(claims).filter(([key]) => key !== 'exp')),
        '\u0435xp': now + 60,
      }),
      'exp that is nothing': saying({ exp: null }),
      'exp as a text': saying({ exp: String(now + 3600) }),
      'exp without end': own(head, `${JSON.stringify(claims).slice(0, -1)},"exp":1e999}`),
    },
    'not yet valid': {
      'valid in a minute': saying({ nbf: now + 60 }),
      'valid next year': saying({ nbf: now + 31_536_000 }),
    },
    issuer: {
      'no issuer': without('iss'),
      'another issuer': saying({ iss: 'https://evil.example.com' }),
      'an issuer that begins like it': saying({ iss: `${iss}.evil.example.com` }),
      'an issuer that ends like it': saying({ iss: `https://evil.example.com/${iss}` }),
      'the issuer in capitals': saying({ iss: iss.toUpperCase() }),
      'the issuer with a blank': saying({ iss: `${iss} ` }),
      'a letter that only looks like one': saying({ iss: iss.replace('t', '\u0442') }),
    },
    audience: {
      'another audience': saying({ aud: 'someone' }),
      'no audience': without('aud'),
      'an audience that begins like it': saying({ aud: `${String([claims['aud']].flat()[0])}s` }),
      'audiences of others': saying({ aud: ['someone', 'else'] }),
    },
    kind: {},
  }
  return Object.entries(all).flatMap(([reason, tokens]) =>
    Object.entries(tokens).map(([what, token]) => ({ what, token, reason: reason as Reason })),
  )
}

/** A token in the shape of an encrypted one. */
function encrypted(publicKey: KeyObject, kid: string, claims: Json): string {
  const sealed = publicEncrypt(publicKey, randomBytes(32)).toString('base64url')
  return [
    base64(JSON.stringify({ alg: 'RSA-OAEP', enc: 'A256GCM', kid })),
    sealed,
    base64(randomBytes(12)),
    base64(JSON.stringify(claims)),
    'AA',
  ].join('.')
}
