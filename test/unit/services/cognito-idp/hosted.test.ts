import { createHash } from 'node:crypto'
import { type Account, makePool, makeUser, PASSWORD, startAccount } from './account'

const CALLBACK = 'https://shop.example.com/callback'
const LOGOUT = 'https://shop.example.com/bye'
const BASE = '/_aws/cognito-idp/shop'
const CODE_CLIENT = {
  AllowedOAuthFlowsUserPoolClient: true,
  AllowedOAuthFlows: ['code'],
  AllowedOAuthScopes: ['openid', 'email', 'profile', 'orders/read'],
  CallbackURLs: [CALLBACK],
  LogoutURLs: [LOGOUT],
} as const

let account: Account
let UserPoolId: string
/** Clients by what they are for. */
const clients: Record<'code' | 'secret' | 'implicit' | 'machine' | 'closed', { id: string; secret: string }> = {
  code: { id: '', secret: '' },
  secret: { id: '', secret: '' },
  implicit: { id: '', secret: '' },
  machine: { id: '', secret: '' },
  closed: { id: '', secret: '' },
}

beforeAll(async () => {
  account = await startAccount()
  UserPoolId = (await makePool(account)).UserPoolId
  await account.send('CreateUserPoolDomain', { UserPoolId, Domain: 'shop' })
  await account.send('CreateResourceServer', {
    UserPoolId,
    Identifier: 'orders',
    Name: 'Orders',
    Scopes: ['read', 'write'].map((ScopeName) => ({ ScopeName, ScopeDescription: ScopeName })),
  })
  const make = async (name: keyof typeof clients, settings: object) => {
    const { UserPoolClient } = await account.send('CreateUserPoolClient', { UserPoolId, ClientName: name, ...settings })
    clients[name] = { id: UserPoolClient?.ClientId ?? '', secret: UserPoolClient?.ClientSecret ?? '' }
  }
  await make('code', CODE_CLIENT)
  await make('secret', { ...CODE_CLIENT, GenerateSecret: true })
  await make('implicit', { ...CODE_CLIENT, AllowedOAuthFlows: ['implicit'] })
  await make('machine', {
    GenerateSecret: true,
    AllowedOAuthFlowsUserPoolClient: true,
    AllowedOAuthFlows: ['client_credentials'],
    AllowedOAuthScopes: ['orders/read', 'orders/write'],
  })
  await make('closed', { GenerateSecret: true })
  await makeUser(account, UserPoolId, 'ada', { email: 'ada@example.com', email_verified: 'true', name: 'Ada' })
})
afterAll(() => account[Symbol.asyncDispose]())

const query = (parameters: Readonly<Record<string, string>>) => new URLSearchParams(parameters).toString()
const asking = (more: Readonly<Record<string, string>> = {}) =>
  query({ response_type: 'code', client_id: clients.code.id, redirect_uri: CALLBACK, state: 'a b', ...more })
const post = (path: string, form: Readonly<Record<string, string>>, headers: Readonly<Record<string, string>> = {}) =>
  account.fetch(`${BASE}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: query(form),
  })
const basic = ({ id, secret }: { id: string; secret: string }) => ({
  authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`,
})
const locationOf = (answer: Response) => new URL(answer.headers.get('location') ?? '', 'http://nowhere')

/** Signs ada in on the page; answers where the browser is sent, and its cookie. */
async function signInOnPage(question: string): Promise<{ readonly to: URL; readonly cookie: string }> {
  const answer = await post(`/login?${question}`, { username: 'ada', password: PASSWORD })
  expect(answer.status).toBe(302)
  return { to: locationOf(answer), cookie: answer.headers.get('set-cookie')?.split(';')[0] ?? '' }
}
const codeFor = async (question = asking()) => (await signInOnPage(question)).to.searchParams.get('code') ?? ''
const exchange = (code: string, more: Readonly<Record<string, string>> = {}, headers = {}) =>
  post('/oauth2/token', { grant_type: 'authorization_code', client_id: clients.code.id, redirect_uri: CALLBACK, code, ...more }, headers)

interface TokenAnswer {
  readonly access_token: string
  readonly id_token?: string
  readonly refresh_token?: string
  readonly expires_in: number
  readonly token_type: string
}
const tokensOf = async (answer: Response) => (await answer.json()) as TokenAnswer

test('authorize leads to a page that works without script, and the page to the application with a code', async () => {
  const question = asking({ scope: 'openid email', nonce: 'n-1' })
  const begun = await account.fetch(`${BASE}/oauth2/authorize?${question}`)
  expect([begun.status, begun.headers.get('location')]).toEqual([302, `${BASE}/login?${question}`])
  const page = await account.fetch(begun.headers.get('location') ?? '')
  const text = await page.text()
  expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html;charset=UTF-8'])
  expect(text).toContain('<form method="post">')
  expect(text).not.toContain('<script')
  const { to } = await signInOnPage(question)
  expect([to.origin + to.pathname, to.searchParams.get('state')]).toEqual([CALLBACK, 'a b'])
  const answer = await exchange(to.searchParams.get('code') ?? '')
  const { access_token, id_token, refresh_token, expires_in, token_type } = await tokensOf(answer)
  expect([answer.status, expires_in, token_type, typeof refresh_token]).toEqual([200, 3600, 'Bearer', 'string'])
  const access = await account.verified(access_token)
  expect(access).toMatchObject({ token_use: 'access', client_id: clients.code.id, scope: 'openid email', username: 'ada', version: 2 })
  const id = await account.verified(id_token)
  expect(id).toMatchObject({ token_use: 'id', aud: clients.code.id, nonce: 'n-1', email: 'ada@example.com', email_verified: true })
  expect(id['name']).toBeUndefined()
  expect(id['at_hash']).toBe(createHash('sha256').update(access_token).digest().subarray(0, 16).toString('base64url'))
})

test('a code is taken once, for five minutes, from its client, for its redirect URI', async () => {
  const code = await codeFor()
  expect((await exchange(code)).status).toBe(200)
  const refused = async (answer: Response) => [answer.status, await answer.json()]
  const invalid = [400, { error: 'invalid_grant' }]
  expect(await refused(await exchange(code))).toEqual(invalid)
  expect(await refused(await exchange(await codeFor(), { redirect_uri: 'https://other.example.com' }))).toEqual(invalid)
  const others = await codeFor()
  expect(await refused(await exchange(others, { client_id: clients.secret.id }, basic(clients.secret)))).toEqual(invalid)
  const old = await codeFor()
  await account.gateway.clock.advance({ minutes: 5 })
  expect(await refused(await exchange(old))).toEqual(invalid)
})

test('PKCE: the verifier must fit the challenge', async () => {
  const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk'
  // RFC 7636, appendix B.
  const question = asking({ code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM', code_challenge_method: 'S256' })
  expect((await exchange(await codeFor(question), { code_verifier: verifier })).status).toBe(200)
  for (const more of [{}, { code_verifier: `${verifier}x` }] as Record<string, string>[]) {
    const answer = await exchange(await codeFor(question), more)
    expect([answer.status, await answer.json()]).toEqual([400, { error: 'invalid_grant' }])
  }
})

test('implicit: tokens in the fragment, no refresh token', async () => {
  const question = asking({ response_type: 'token', client_id: clients.implicit.id, scope: 'openid profile' })
  const { to } = await signInOnPage(question)
  const answered = new URLSearchParams(to.hash.slice(1))
  expect([...answered.keys()]).toEqual(['id_token', 'access_token', 'expires_in', 'token_type', 'state'])
  expect(await account.verified(answered.get('id_token') ?? '')).toMatchObject({ name: 'Ada', email: 'ada@example.com' })
  expect(await account.verified(answered.get('access_token') ?? '')).toMatchObject({ scope: 'openid profile' })
})

test.each<[string, () => Record<string, string>, string]>([
  ['no response type', () => ({ response_type: '' }), 'invalid_request'],
  ['a flow that the client has not', () => ({ response_type: 'token' }), 'unauthorized_client'],
  ['a scope that the client has not', () => ({ scope: 'openid orders/write' }), 'invalid_scope'],
  ['a scope about the user without openid', () => ({ scope: 'email' }), 'invalid_scope'],
  ['a challenge without method', () => ({ code_challenge: 'x' }), 'invalid_request'],
  ['a challenge that is not hashed', () => ({ code_challenge: 'x', code_challenge_method: 'plain' }), 'invalid_request'],
  ['no user, and none may be asked', () => ({ prompt: 'none' }), 'login_required'],
])('authorize tells the application: %s', async (_what, more, error) => {
  const to = locationOf(await account.fetch(`${BASE}/oauth2/authorize?${asking(more())}`))
  expect([to.origin + to.pathname, to.searchParams.get('error'), to.searchParams.get('state')]).toEqual([CALLBACK, error, 'a b'])
})

test.each<[string, Record<string, string>, string]>([
  ['a redirect URI that is not registered', { redirect_uri: 'https://evil.example.com' }, 'redirect_mismatch'],
  ['an unknown client', { client_id: 'nobody' }, 'invalid_request'],
])('authorize tells the person, never another site: %s', async (_what, more, error) => {
  const answer = await account.fetch(`${BASE}/oauth2/authorize?${asking(more)}`)
  const to = locationOf(answer)
  expect([answer.status, to.pathname, to.searchParams.get('error')]).toEqual([302, `${BASE}/error`, error])
  const page = await account.fetch(answer.headers.get('location') ?? '')
  expect([page.status, (await page.text()).includes(error)]).toEqual([400, true])
})

test('a wrong password shows the page again, with what is wrong; what is typed is escaped', async () => {
  const answer = await post(`/login?${asking()}`, { username: 'ada', password: 'Wrong-Horse-9' })
  expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining('Incorrect username or password.')])
  const error = await account.fetch(`${BASE}/error?error=%3Cb%3E`)
  expect(await error.text()).not.toContain('<b>')
})

test('a temporary password has to be changed on the page', async () => {
  await account.send('AdminCreateUser', { UserPoolId, Username: 'grace', TemporaryPassword: 'First-Horse-1' })
  const asked = await post(`/login?${asking()}`, { username: 'grace', password: 'First-Horse-1' })
  const page = await asked.text()
  expect([asked.status, page]).toEqual([200, expect.stringContaining('name="new_password"')])
  const session = /name="session" type="hidden" value="([^"]+)"/.exec(page)?.[1] ?? ''
  const weak = await post(`/login?${asking()}`, { username: 'grace', session, new_password: 'weak' })
  expect([weak.status, await weak.text()]).toEqual([400, expect.stringContaining('Password not long enough')])
  const done = await post(`/login?${asking()}`, { username: 'grace', session, new_password: 'Second-Horse-2' })
  expect((await exchange(locationOf(done).searchParams.get('code') ?? '')).status).toBe(200)
})

test('a browser that knows the user is not asked again, until it is an hour old or logs out', async () => {
  const { cookie } = await signInOnPage(asking())
  const again = () => account.fetch(`${BASE}/oauth2/authorize?${asking()}`, { headers: { cookie } })
  expect(locationOf(await again()).searchParams.get('code')).toMatch(/^[0-9a-f-]{36}$/)
  const forced = await account.fetch(`${BASE}/oauth2/authorize?${asking({ prompt: 'login' })}`, { headers: { cookie } })
  expect(locationOf(forced).pathname).toBe(`${BASE}/login`)
  const out = await account.fetch(`${BASE}/logout?${query({ client_id: clients.code.id, logout_uri: LOGOUT })}`, { headers: { cookie } })
  expect([out.status, out.headers.get('location')]).toEqual([302, LOGOUT])
  expect(locationOf(await again()).pathname).toBe(`${BASE}/login`)
  const second = await signInOnPage(asking())
  await account.gateway.clock.advance({ hours: 1 })
  const late = await account.fetch(`${BASE}/oauth2/authorize?${asking()}`, { headers: { cookie: second.cookie } })
  expect(locationOf(late).pathname).toBe(`${BASE}/login`)
  const elsewhere = await account.fetch(`${BASE}/logout?${query({ client_id: clients.code.id, logout_uri: 'https://evil.example.com' })}`)
  expect(locationOf(elsewhere).pathname).toBe(`${BASE}/error`)
})

describe('client credentials', () => {
  const grant = (form: Readonly<Record<string, string>> = {}, headers: Readonly<Record<string, string>> = basic(clients.machine)) =>
    post('/oauth2/token', { grant_type: 'client_credentials', ...form }, headers)

  test('give an application a token with its scopes, or those that it asks for', async () => {
    const answer = await grant()
    const { access_token, ...others } = await tokensOf(answer)
    expect([answer.status, others]).toEqual([200, { expires_in: 3600, token_type: 'Bearer' }])
    const claims = await account.verified(access_token)
    const { id } = clients.machine
    expect(claims).toMatchObject({ sub: id, client_id: id, token_use: 'access', scope: 'orders/read orders/write', version: 2 })
    expect(claims['username']).toBeUndefined()
    const { id: client_id, secret: client_secret } = clients.machine
    const less = await tokensOf(await grant({ scope: 'orders/write', client_id, client_secret }, {}))
    expect((await account.verified(less.access_token))['scope']).toBe('orders/write')
  })

  test.each<[string, () => Promise<Response>, number, string]>([
    ['a wrong secret', () => grant({}, basic({ ...clients.machine, secret: 'x' })), 400, 'invalid_client'],
    ['no secret', () => grant({ client_id: clients.machine.id }, {}), 400, 'invalid_client'],
    ['an unknown client', () => grant({}, basic({ id: 'nobody', secret: 'x' })), 400, 'invalid_client'],
    ['a scope of others', () => grant({ scope: 'orders/delete' }), 400, 'invalid_scope'],
    ['a client without OAuth', () => grant({}, basic(clients.closed)), 400, 'invalid_grant'],
    ['a client of users', () => grant({}, basic(clients.secret)), 400, 'unauthorized_client'],
    ['another grant', () => post('/oauth2/token', { grant_type: 'password' }, basic(clients.machine)), 400, 'unsupported_grant_type'],
    ['no grant', () => post('/oauth2/token', {}, basic(clients.machine)), 400, 'invalid_request'],
  ])('refused: %s', async (_what, ask, status, error) => {
    const answer = await ask()
    expect([answer.status, await answer.json()]).toEqual([status, { error }])
  })
})

test('a refresh token gives new tokens for the same scopes, until it is revoked', async () => {
  const { refresh_token = '' } = await tokensOf(await exchange(await codeFor(asking({ scope: 'openid email' }))))
  await account.gateway.clock.advance({ hours: 2 })
  const refresh = () => post('/oauth2/token', { grant_type: 'refresh_token', client_id: clients.code.id, refresh_token })
  const renewed = await tokensOf(await refresh())
  expect(renewed.refresh_token).toBeUndefined()
  const claims = await account.verified(renewed.access_token)
  expect(claims).toMatchObject({ scope: 'openid email' })
  expect(claims['auth_time']).toBe((claims.iat ?? 0) - 7200)
  const revoke = (form: Record<string, string>) => post('/oauth2/revoke', { client_id: clients.code.id, ...form })
  expect([(await revoke({ token: renewed.access_token })).status, (await revoke({})).status]).toEqual([400, 400])
  expect((await post('/oauth2/revoke', { client_id: 'nobody', token: refresh_token })).status).toBe(401)
  expect([(await revoke({ token: refresh_token })).status, (await revoke({ token: 'nonsense' })).status]).toEqual([200, 200])
  const refused = await refresh()
  expect([refused.status, await refused.json()]).toEqual([400, { error: 'invalid_grant' }])
})

test('userInfo tells of the user what the scopes open, as texts', async () => {
  const ask = (authorization?: string) =>
    account.fetch(`${BASE}/oauth2/userInfo`, authorization === undefined ? {} : { headers: { authorization } })
  const { access_token } = await tokensOf(await exchange(await codeFor(asking({ scope: 'openid email' }))))
  expect(await (await ask(`Bearer ${access_token}`)).json()).toEqual({
    sub: expect.stringMatching(/^[0-9a-f-]{36}$/),
    email: 'ada@example.com',
    email_verified: 'true',
    username: 'ada',
  })
  const none = await ask()
  expect([none.status, none.headers.get('www-authenticate')]).toEqual([
    400,
    'error="invalid_request", error_description="Bad OAuth2 request at UserInfo Endpoint"',
  ])
  const narrow = await tokensOf(await exchange(await codeFor(asking({ scope: 'orders/read' }))))
  expect(narrow.id_token).toBeUndefined()
  await account.gateway.clock.advance({ minutes: 59 })
  expect([(await ask(`Bearer ${narrow.access_token}`)).status, (await ask(`Bearer ${access_token}`)).status]).toEqual([401, 200])
  await account.gateway.clock.advance({ minutes: 1 })
  expect((await ask(`Bearer ${access_token}`)).status).toBe(401)
})

test('a page of another origin may ask for tokens', async () => {
  const asked = await account.fetch(`${BASE}/oauth2/token`, { method: 'OPTIONS', headers: { origin: 'https://shop.example.com' } })
  const answered = await post('/oauth2/token', {})
  expect([asked.status, asked.headers.get('access-control-allow-origin'), answered.headers.get('access-control-allow-origin')]).toEqual([
    200,
    '*',
    '*',
  ])
})

describe('where a pool answers', () => {
  const document = async (url: string) => (await (await account.gateway.fetch(url)).json()) as Record<string, string>

  test('by the names of AWS everything is as on AWS', async () => {
    const found = await document(`https://cognito-idp.us-east-1.amazonaws.com/${UserPoolId}/.well-known/openid-configuration`)
    const issuer = `https://cognito-idp.us-east-1.amazonaws.com/${UserPoolId}`
    const domain = 'https://shop.auth.us-east-1.amazoncognito.com'
    expect(found).toEqual({
      authorization_endpoint: `${domain}/oauth2/authorize`,
      end_session_endpoint: `${domain}/logout`,
      id_token_signing_alg_values_supported: ['RS256'],
      issuer,
      jwks_uri: `${issuer}/.well-known/jwks.json`,
      response_types_supported: ['code', 'token'],
      revocation_endpoint: `${domain}/oauth2/revoke`,
      scopes_supported: ['openid', 'email', 'phone', 'profile'],
      subject_types_supported: ['public'],
      token_endpoint: `${domain}/oauth2/token`,
      token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
      userinfo_endpoint: `${domain}/oauth2/userInfo`,
    })
    expect(await document(found['jwks_uri'] ?? '')).toEqual({
      keys: [{ alg: 'RS256', e: 'AQAB', kid: expect.any(String), kty: 'RSA', n: expect.any(String), use: 'sig' }],
    })
    const page = await account.gateway.fetch(`${domain}/login?${asking()}`)
    expect(page.status).toBe(200)
  })

  test('by the names of this machine the places are those of this machine', async () => {
    const local = await document(`http://cognito-idp.localhost:4566/${UserPoolId}/.well-known/openid-configuration`)
    expect([local['issuer'], local['jwks_uri'], local['token_endpoint']]).toEqual([
      `https://cognito-idp.us-east-1.amazonaws.com/${UserPoolId}`,
      `http://cognito-idp.localhost:4566/${UserPoolId}/.well-known/jwks.json`,
      'http://shop.auth.localhost:4566/oauth2/token',
    ])
    const { url } = account.gateway
    const byPath = await document(`${url}/_aws/cognito-idp/${UserPoolId}/.well-known/openid-configuration`)
    expect([byPath['jwks_uri'], byPath['authorization_endpoint']]).toEqual([
      `${url}/_aws/cognito-idp/${UserPoolId}/.well-known/jwks.json`,
      `${url}/_aws/cognito-idp/shop/oauth2/authorize`,
    ])
    const begun = await account.gateway.fetch(`http://shop.auth.localhost:4566/oauth2/authorize?${asking()}`)
    expect(begun.headers.get('location')).toBe(`/login?${asking()}`)
  })

  test('by a domain of its own', async () => {
    await account.send('CreateUserPoolDomain', {
      UserPoolId,
      Domain: 'auth.example.com',
      CustomDomainConfig: { CertificateArn: 'arn:aws:acm:us-east-1:000000000000:certificate/x' },
    })
    expect((await account.gateway.fetch(`https://auth.example.com/login?${asking()}`)).status).toBe(200)
  })

  test.each([
    ['/_aws/cognito-idp/us-east-1_nothing/.well-known/jwks.json', 404],
    ['/_aws/cognito-idp/nobody/oauth2/token', 404],
    [`${BASE}/nothing`, 404],
    [`${BASE}/signup?client_id=x`, 501],
  ])('%s is %i', async (path, status) => {
    expect((await account.fetch(path)).status).toBe(status)
  })
})
