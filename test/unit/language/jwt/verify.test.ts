import { createHmac, generateKeyPairSync } from 'node:crypto'
import { exportJWK, type JWK, SignJWT } from 'jose'
import { parseJwt } from '../../../../emulator/language/jwt/parse'
import { JwtError, verifyJwt } from '../../../../emulator/language/jwt/verify'

const NOW = Date.UTC(2026, 0, 2, 3, 4, 5)
const ISSUER = 'https://issuer.example.com'
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 })
let keys: JWK[]

beforeAll(async () => {
  keys = [{ ...(await exportJWK(rsa.publicKey)), kid: 'one', alg: 'RS256', use: 'sig' }]
})

const at = (seconds: number) => NOW / 1000 + seconds
const claims = (more: object = {}) => ({ iss: ISSUER, sub: 'ada', iat: at(0), exp: at(1), ...more })
const sign = (payload: object, header: object = {}, key = rsa.privateKey) =>
  new SignJWT({ ...payload }).setProtectedHeader({ alg: 'RS256', kid: 'one', ...header }).sign(key)
const json = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const verify = (token: string) => verifyJwt(token, { keys, algorithms: ['RS256'], now: NOW, issuer: ISSUER })
const fault = async (token: string) =>
  verify(token).then(
    () => 'none',
    (error: unknown) => (error instanceof JwtError ? error.fault : error),
  )

test('a token that holds gives its claims, to its last second', async () => {
  expect(await verify(await sign(claims()))).toEqual(claims())
})

test.each<[string, () => string | Promise<string>, string]>([
  ['it ends now', () => sign(claims({ exp: at(0) })), 'expired'],
  ['it begins in a second', () => sign(claims({ nbf: at(1) })), 'not-yet-valid'],
  ['another issuer', () => sign(claims({ iss: 'https://other.example.com' })), 'claim'],
  ['an end that is no number', () => sign(claims({ exp: 'never' })), 'claim'],
  ['a key that is not there', () => sign(claims(), { kid: 'two' }), 'key'],
  ['the key of a stranger', () => sign(claims(), {}, stranger.privateKey), 'signature'],
  [
    'other claims under a signature',
    async () => (await sign(claims())).replace(/\.[^.]+\./, `.${json(claims({ sub: 'boss' }))}.`),
    'signature',
  ],
  ['another algorithm', () => sign(claims(), { alg: 'RS512' }), 'algorithm'],
  ['no algorithm', () => `${json({ alg: 'none' })}.${json(claims())}.`, 'algorithm'],
  [
    'the public key as a secret',
    () => {
      const text = `${json({ alg: 'HS256', kid: 'one' })}.${json(claims())}`
      return `${text}.${createHmac('sha256', rsa.publicKey.export({ type: 'spki', format: 'pem' }))
        .update(text)
        .digest('base64url')}`
    },
    'algorithm',
  ],
  [
    'a critical header that nobody knows',
    () => `${json({ alg: 'RS256', kid: 'one', crit: ['x'], x: 1 })}.${json(claims())}.AA`,
    'algorithm',
  ],
  ['two parts', () => 'a.b', 'malformed'],
  ['no JSON', () => 'AAAA.AAAA.AAAA', 'malformed'],
  ['nothing', () => '', 'malformed'],
])('a token is refused for what is wrong with it: %s', async (_what, token, expected) => {
  expect(await fault(await token())).toBe(expected)
})

test.each([
  ['', undefined],
  ['a.b.c', undefined],
  [`${json([])}.${json({})}.x`, undefined],
  [`${json({ alg: 'RS256' })}.${json({ sub: 'ada' })}.`, { header: { alg: 'RS256' }, claims: { sub: 'ada' } }],
])('a token can be read without being believed: %s', (token, expected) => {
  expect(parseJwt(token)).toEqual(expected)
})
