import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import type { APIGatewayRequestAuthorizerEvent } from 'aws-lambda'
import { SignJWT } from 'jose'
import { type Backend, startBackend } from '../../support/backend'
import { hostileTokens, type Reason } from '../../support/hostile-tokens'

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const next = generateKeyPairSync('rsa', { modulusLength: 2048 })
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' })
const jwk = (key: KeyObject, kid: string, alg?: string) => ({
  ...createPublicKey(key).export({ format: 'jwk' }),
  kid,
  use: 'sig',
  ...(alg === undefined ? {} : { alg }),
})

/** What the issuer answers, and how often it was asked for its keys. */
let keys: object[]
let discovery: (issuer: string) => object
let asked: number
let fails: boolean
let server: Backend
beforeAll(async () => {
  server = await startBackend(({ url }, response) => {
    if (fails) return void response.writeHead(503).end()
    if (url.endsWith('/keys')) asked++
    response.writeHead(200, { 'Content-Type': 'application/json' })
    response.end(JSON.stringify(url.endsWith('/keys') ? { keys } : discovery(server.url)))
  })
})
afterAll(() => server.stop())

let warned: jest.SpyInstance
beforeEach(() => {
  keys = [jwk(rsa.privateKey, 'one', 'RS256'), jwk(ec.privateKey, 'ec', 'ES256'), jwk(p384.privateKey, 'p384')]
  discovery = (issuer) => ({ issuer, jwks_uri: `${issuer}/keys` })
  asked = 0
  fails = false
  warned = jest.spyOn(console, 'warn').mockImplementation(() => undefined)
})
afterEach(() => {
  warned.mockRestore()
  delete process.env['JWT_SETTINGS']
})

type Answer = {
  principalId: string
  policyDocument: { Statement: { Effect: string; Resource: string }[] }
  context: Record<string, string>
}
interface Sent {
  readonly method?: string
  readonly resource?: string
  readonly headers?: Record<string, string>
}

/** A fresh environment of the function; a text is what it throws. */
function authorizer(more: object = {}) {
  process.env['JWT_SETTINGS'] = JSON.stringify({ issuer: server.url, audience: ['shop'], algorithms: ['RS256'], ...more })
  let handler: ((event: APIGatewayRequestAuthorizerEvent) => Promise<unknown>) | undefined
  jest.isolateModules(() => {
    handler = require('../../../lambda/jwt-authorizer').handler
  })
  return async (
    token: string | undefined,
    { method = 'GET', resource = '/orders/{id}', headers = {} }: Sent = {},
  ): Promise<Answer | string> => {
    const event = {
      type: 'REQUEST',
      methodArn: `arn:aws:execute-api:us-east-1:123456789012:api/prod/${method}/orders/7`,
      httpMethod: method,
      resource,
      headers: { ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }), ...headers },
    } as unknown as APIGatewayRequestAuthorizerEvent
    return (await handler?.(event).catch((error: Error) => error.message)) as Answer | string
  }
}

const now = () => Math.floor(Date.now() / 1000)
const claims = (more: object = {}) => ({ iss: server.url, sub: 'ada', aud: 'shop', iat: now(), exp: now() + 600, ...more })
const sign = (more: object = {}, header: object = {}, key = rsa.privateKey) =>
  new SignJWT(claims(more)).setProtectedHeader({ alg: 'RS256', kid: 'one', ...header }).sign(key)
const effect = (answer: Answer | string) => (typeof answer === 'string' ? answer : answer.policyDocument.Statement[0]?.Effect)

test('a good token is let in, to all methods of the stage where no scopes are asked for', async () => {
  const ask = authorizer()
  expect(await ask(await sign({ scope: 'read write', azp: 'web' }))).toEqual({
    principalId: 'ada',
    policyDocument: {
      Version: '2012-10-17',
      Statement: [{ Action: 'execute-api:Invoke', Effect: 'Allow', Resource: 'arn:aws:execute-api:us-east-1:123456789012:api/prod/*' }],
    },
    context: { sub: 'ada', iss: server.url, clientId: 'web', scope: 'read write', token: expect.stringContaining('"azp":"web"') },
  })
})

test.each<[string, object]>([
  ['Google: one audience, an authorized party, no scopes', { aud: 'shop', azp: 'shop', email: 'ada@example.com', email_verified: true }],
  [
    'Auth0: several audiences, permissions',
    { aud: ['shop', 'https://issuer.example.com/userinfo'], azp: 'web', scope: 'openid', permissions: ['read'] },
  ],
  ['Okta: a list of scopes', { scp: ['read'], cid: 'web' }],
  ['Entra: scopes in one text', { scp: 'openid read', tid: 'x' }],
  ['RFC 9068: the type of access tokens, and a client', { client_id: 'web', scope: 'read' }],
])('the tokens of %s', async (what, more) => {
  const token = await sign(more, what.startsWith('RFC') ? { typ: 'at+jwt' } : {})
  expect(effect(await authorizer()(token))).toBe('Allow')
  const scoped = authorizer({ scopes: { 'GET /orders/{id}': ['read'] } })
  expect(effect(await scoped(token))).toBe(what.startsWith('Google') ? 'Deny' : 'Allow')
})

test('scopes are of the verb and the resource, and what is kept covers no other verb', async () => {
  const ask = authorizer({ scopes: { 'GET /orders/{id}': ['read', 'admin'], 'ANY /all': ['all'] } })
  const read = await sign({ scope: 'read' })
  const answer = (await ask(read)) as Answer
  expect(answer.policyDocument.Statement[0]).toMatchObject({
    Effect: 'Allow',
    Resource: 'arn:aws:execute-api:us-east-1:123456789012:api/prod/GET/*',
  })
  expect(effect(await ask(read, { method: 'DELETE', resource: '/all' }))).toBe('Deny')
  expect(effect(await ask(await sign({ scope: 'all' }), { method: 'DELETE', resource: '/all' }))).toBe('Allow')
  expect(effect(await ask(await sign({ scope: 'reader' })))).toBe('Deny')
  expect(effect(await ask(read, { resource: '/free' }))).toBe('Allow')
})

test.each<[string, (good: string) => Sent & { token?: string }]>([
  ['no header', () => ({})],
  ['another scheme', (good) => ({ headers: { Authorization: `Basic ${good}` } })],
  ['no scheme', (good) => ({ headers: { Authorization: good } })],
  ['two tokens', (good) => ({ headers: { Authorization: `Bearer ${good},${good}` } })],
  ['a token that is too long', () => ({ token: `${'a'.repeat(5200)}.${'a'.repeat(5200)}.a` })],
])('is unauthorized: %s', async (_what, sent) => {
  const { token, ...rest } = sent(await sign())
  expect(await authorizer()(token, rest)).toBe('Unauthorized')
})

test('the header is found in any case, the scheme too', async () => {
  expect(effect(await authorizer()(undefined, { headers: { authorization: `bearer ${await sign()}` } }))).toBe('Allow')
})

test('algorithms are those that were chosen, on their own curve', async () => {
  const es256 = await new SignJWT(claims()).setProtectedHeader({ alg: 'ES256', kid: 'ec' }).sign(ec.privateKey)
  expect(await authorizer()(es256)).toBe('Unauthorized')
  const ask = authorizer({ algorithms: ['ES256', 'ES384'] })
  expect(effect(await ask(es256))).toBe('Allow')
  expect(await ask(await sign())).toBe('Unauthorized')
  const es384 = await new SignJWT(claims()).setProtectedHeader({ alg: 'ES384', kid: 'p384' }).sign(p384.privateKey)
  expect(effect(await ask(es384))).toBe('Allow')
  const crossed = await new SignJWT(claims()).setProtectedHeader({ alg: 'ES256', kid: 'p384' }).sign(ec.privateKey)
  expect(await ask(crossed)).toBe('Unauthorized')
})

test('tokens that were made for other clients are refused, where clients are named', async () => {
  const ask = authorizer({ clients: ['web'] })
  expect(effect(await ask(await sign({ azp: 'web' })))).toBe('Allow')
  expect(effect(await ask(await sign({ client_id: 'web' })))).toBe('Allow')
  expect(await ask(await sign({ azp: 'other' }))).toBe('Unauthorized')
  expect(await ask(await sign())).toBe('Unauthorized')
})

test.each(['logout+jwt', 'dpop+jwt', 'JWS'])('other kinds of tokens of the issuer are refused: %s', async (typ) => {
  expect(await authorizer()(await sign({}, { typ }))).toBe('Unauthorized')
})

test('keys are asked for once, and again when the issuer has a new one', async () => {
  const ask = authorizer()
  const token = await sign()
  for (let i = 0; i < 3; i++) expect(effect(await ask(token))).toBe('Allow')
  expect(asked).toBe(1)
  const rotated = await sign({}, { kid: 'next' }, next.privateKey)
  keys = [jwk(next.privateKey, 'next', 'RS256')]
  expect(effect(await ask(rotated))).toBe('Allow')
  expect(asked).toBe(2)
})

test('unknown keys do not make it ask the issuer again and again', async () => {
  const ask = authorizer()
  for (let i = 0; i < 5; i++) expect(await ask(await sign({}, { kid: `nobody-${i}` }, next.privateKey))).toBe('Unauthorized')
  expect(asked).toBe(1)
})

test('keys that are withdrawn end within the hour', async () => {
  const ask = authorizer()
  const token = await sign({ exp: now() + 100_000 })
  expect(effect(await ask(token))).toBe('Allow')
  keys = [jwk(next.privateKey, 'next', 'RS256')]
  expect(effect(await ask(token))).toBe('Allow')
  jest.useFakeTimers({
    now: Date.now() + 3_600_001,
    doNotFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'nextTick', 'queueMicrotask', 'performance'],
  })
  try {
    expect(await ask(token)).toBe('Unauthorized')
  } finally {
    jest.useRealTimers()
  }
})

test('an issuer that cannot be asked is no fault of the token: 500, and the next request asks anew', async () => {
  const ask = authorizer()
  fails = true
  expect(await ask(await sign())).toMatch(/^Failed to fetch .*status 503/)
  fails = false
  expect(effect(await ask(await sign()))).toBe('Allow')
  discovery = (issuer) => ({ issuer: `${issuer}/other`, jwks_uri: `${issuer}/keys` })
  expect(await authorizer()(await sign())).toMatch(/it is of another issuer/)
  expect(await authorizer({ issuer: 'http://issuer.example.com' })(await sign())).toMatch(/keys are taken over HTTPS only/)
  expect(await authorizer({ jwksUri: 'http://issuer.example.com/keys' })(await sign())).toMatch(/keys are taken over HTTPS only/)
})

/** What the log says of a token. */
const WHY: Readonly<Record<Reason, RegExp>> = {
  malformed: /no bearer token that could be one$|Invalid JWT\. |JWT (?:header|payload) is not an object/,
  algorithm: /JWT signature algorithm|algorithm .* is not taken/,
  critical: /critical header is not understood/,
  key: /not found in the JWKS|Not allowed to fetch JWKS yet/,
  signature: /Invalid signature/,
  expired: /Token expired at|it has ended, or has no end/,
  'no end': /it has ended, or has no end|exp claim is not a number/,
  'not yet valid': /Token can't be used before/,
  issuer: /Issuer|iss claim/,
  audience: /Audience/,
  kind: /it is no access token/,
}

test('at least sixty hostile tokens are refused, each for its reason', async () => {
  const ask = authorizer()
  const tokens = hostileTokens({ privateKey: rsa.privateKey, kid: 'one', now: now(), claims: claims() })
  expect(tokens.length).toBeGreaterThanOrEqual(60)
  expect(effect(await ask(await sign()))).toBe('Allow')
  const wrong: object[] = []
  for (const { what, token, reason } of tokens) {
    warned.mockClear()
    const answer = await ask(token)
    const [why] = (warned.mock.calls[0] ?? ['']) as [string]
    if (answer !== 'Unauthorized' || !WHY[reason].test(why)) wrong.push({ what, reason, answer, why })
  }
  expect(wrong).toEqual([])
})
