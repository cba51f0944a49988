import { type ChildProcess, spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { App, Duration, Stack } from 'aws-cdk-lib'
import { emulate, type Gateway } from '../../emulator/testing/index'
import { Auth, RestGateway, Target } from '../../lib'

const API = 'https://api.example.com'

let provider: ChildProcess
let issuer: string
let gateway: Gateway
beforeAll(async () => {
  provider = spawn(process.execPath, [join(__dirname, '../support/oidc-provider.mjs')], { stdio: ['ignore', 'pipe', 'ignore'] })
  issuer = await new Promise((found, fail) => {
    let printed = ''
    provider.stdout?.on('data', (chunk: Buffer) => {
      printed += chunk.toString()
      const line = /^issuer (\S+)$/m.exec(printed)
      if (line !== null) found(line[1] as string)
    })
    provider.on('exit', (code) => fail(new Error(`the provider ended with ${code}`)))
  })
  const app = new App()
  const jwt = Auth.jwt({ issuer, audience: [API], scopes: ['read:orders'], ttl: Duration.minutes(5) })
  const target = Target.mock(200, '$context.authorizer.sub|$context.authorizer.clientId|$context.authorizer.scope')
  new RestGateway(new Stack(app, 'Test'), 'Shop', {
    defaultAuth: jwt,
    routes: {
      'GET /orders': { target },
      'GET /orders/{id}': { target },
      'POST /orders': { target, scopes: ['write:orders'] },
      'GET /permissions': { target, auth: Auth.jwt({ issuer, audience: [`${API}/permissions`], scopes: ['write:orders'] }) },
      'GET /curve': { target, auth: Auth.jwt({ issuer, audience: [`${API}/ec`], algorithms: ['ES256'] }) },
      'GET /me': { target, auth: Auth.jwt({ issuer, audience: ['web'], clients: ['web'] }) },
    },
  })
  gateway = await emulate(app)
}, 60_000)
afterAll(async () => {
  await gateway?.stop()
  provider.removeAllListeners('exit')
  provider.kill()
})

/** A token for a machine, as the provider gives it out. */
async function machineToken(scope: string, resource = API): Promise<string> {
  const response = await fetch(`${issuer}/token`, {
    method: 'POST',
    headers: { Authorization: `Basic ${Buffer.from('machine:secret').toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope, resource }),
  })
  return ((await response.json()) as { access_token: string }).access_token
}

/** The ID token of somebody who signs in by the provider's pages: authorization code with PKCE. */
async function idTokenOf(login: string): Promise<string> {
  const cookies = new Map<string, string>()
  const visit = async (url: string, body?: Record<string, string>): Promise<Response> => {
    const response = await fetch(new URL(url, issuer), {
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(body === undefined ? {} : { method: 'POST', body: new URLSearchParams(body) }),
    })
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
      cookies.set(name, value)
    }
    return response
  }
  const verifier = randomBytes(32).toString('base64url')
  const redirect = 'http://127.0.0.1:1/callback'
  const asked = new URLSearchParams({
    client_id: 'web',
    response_type: 'code',
    scope: 'openid',
    redirect_uri: redirect,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  })
  let next = (await visit(`/auth?${asked}`)).headers.get('location') ?? ''
  for (const prompt of [{ prompt: 'login', login, password: 'any' }, { prompt: 'consent' }]) {
    const resumed = await visit(next, prompt)
    next = (await visit(resumed.headers.get('location') ?? '')).headers.get('location') ?? ''
  }
  const code = new URL(next).searchParams.get('code') ?? ''
  const response = await visit('/token', {
    grant_type: 'authorization_code',
    client_id: 'web',
    code,
    redirect_uri: redirect,
    code_verifier: verifier,
  })
  return ((await response.json()) as { id_token: string }).id_token
}

const ask = async (path: string, token?: string, method = 'GET') => {
  const response = await gateway.fetch(path, { method, ...(token === undefined ? {} : { headers: { Authorization: `Bearer ${token}` } }) })
  return [response.status, await response.text()]
}
const UNAUTHORIZED = [401, '{"message":"Unauthorized"}']

test('a token of the provider opens the routes of its scopes, and no others', async () => {
  const read = await machineToken('read:orders')
  expect(await ask('/orders', read)).toEqual([200, 'machine|machine|read:orders'])
  expect(await ask('/orders/1', read)).toEqual([200, 'machine|machine|read:orders'])
  expect(await ask('/orders/2', read)).toEqual([200, 'machine|machine|read:orders'])
  expect((await ask('/orders', read, 'POST'))[0]).toBe(403)
  expect((await ask('/orders', await machineToken('read:orders write:orders'), 'POST'))[0]).toBe(200)
  expect(await ask('/orders')).toEqual(UNAUTHORIZED)
})

test('a token for another API is refused, and one that was changed', async () => {
  expect(await ask('/orders', await machineToken('read:orders', `${API}/other`))).toEqual(UNAUTHORIZED)
  const [header, claims, signature = ''] = (await machineToken('read:orders')).split('.')
  const boss = Buffer.from(JSON.stringify({ ...JSON.parse(Buffer.from(claims ?? '', 'base64url').toString()), sub: 'boss' })).toString(
    'base64url',
  )
  expect(await ask('/orders', `${header}.${boss}.${signature}`)).toEqual(UNAUTHORIZED)
})

test('as Auth0 has it: permissions', async () => {
  expect((await ask('/permissions', await machineToken('read:orders', `${API}/permissions`)))[0]).toBe(200)
})

test('ES256, where it was chosen', async () => {
  expect((await ask('/curve', await machineToken('read:orders', `${API}/ec`)))[0]).toBe(200)
  expect(await ask('/curve', await machineToken('read:orders'))).toEqual(UNAUTHORIZED)
})

test('as Google has it: the ID token of somebody who signed in', async () => {
  const token = await idTokenOf('ada')
  expect(await ask('/me', token)).toEqual([200, expect.stringMatching(/^ada\|/)])
  expect(await ask('/orders', token)).toEqual(UNAUTHORIZED)
})
