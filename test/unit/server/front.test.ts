import { connect } from 'node:net'
import { emulate, type Gateway } from '../../../emulator/testing/index'
import { ECHO, mockOf, restTemplate } from '../../support/rest-template'

let gateway: Gateway
let port: number
let apiId: string

const domain = (name: string, mappings: Readonly<Record<string, string>>) => ({
  [name.replace(/\W/g, '')]: {
    Type: 'AWS::ApiGateway::DomainName',
    Properties: {
      DomainName: name,
      RegionalCertificateArn: 'arn:aws:acm:us-east-1:000000000000:certificate/x',
      EndpointConfiguration: { Types: ['REGIONAL'] },
    },
  },
  ...Object.fromEntries(
    Object.entries(mappings).map(([basePath, stage]) => [
      `Mapping${name}${basePath}`.replace(/\W/g, ''),
      {
        Type: 'AWS::ApiGateway::BasePathMapping',
        DependsOn: [name.replace(/\W/g, ''), 'Stage'],
        Properties: {
          DomainName: name,
          RestApiId: { Ref: 'Api' },
          ...(basePath === '' ? {} : { BasePath: basePath }),
          ...(stage === '' ? {} : { Stage: stage }),
        },
      },
    ]),
  ),
})

beforeAll(async () => {
  gateway = await emulate(
    restTemplate({
      routes: { 'GET /who': mockOf('"me"'), 'GET /v1/who': mockOf('"inner"'), 'ANY /echo': { fn: 'Echo' } },
      functions: { Echo: ECHO },
      resources: {
        ...domain('api.example.com', { '': 'test', v1: 'test' }),
        ...domain('open.example.com', { any: '' }),
        ...domain('empty.example.com', {}),
      },
    }),
    { port: 0, clock: 'manual' },
  )
  port = Number(gateway.url?.split(':').at(-1))
  apiId = gateway.outputs['ApiId'] as string
})
afterAll(() => gateway.stop())

/** One exchange on a socket of its own, as text. */
const raw = (text: string): Promise<string> =>
  new Promise((resolve, reject) => {
    let answer = ''
    const socket = connect(port, '127.0.0.1', () => socket.write(text))
    socket.on('data', (chunk) => {
      answer += chunk.toString('latin1')
    })
    socket.on('close', () => resolve(answer))
    socket.on('error', reject)
  })

const get = (host: string, path: string) => raw(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)
const bodyOf = (answer: string) => answer.slice(answer.indexOf('\r\n\r\n') + 4)

test.each<[string, () => string, string, string]>([
  ['the host of the API', () => `${apiId}.execute-api.localhost`, '/test/who', '"me"'],
  ['any domain behind execute-api', () => `${apiId}.execute-api.eu-west-1.amazonaws.com:443`, '/test/who', '"me"'],
  ['the path form', () => '127.0.0.1', '/_aws/execute-api/API/test/who', '"me"'],
  ['the user-request form', () => '127.0.0.1', '/restapis/API/test/_user_request_/who', '"me"'],
  ['a domain, empty base path', () => 'api.example.com', '/who', '"me"'],
  ['a domain, the longest base path', () => 'API.example.com', '/v1/who', '"me"'],
  ['a base path is whole segments', () => 'api.example.com', '/v1who', '{"message":"Missing Authentication Token"}'],
  ['a mapping without stage', () => 'open.example.com', '/any/test/who', '"me"'],
  ['an unknown stage', () => `${apiId}.execute-api.localhost`, '/prod/who', '{"message":"Forbidden"}'],
  ['no stage', () => `${apiId}.execute-api.localhost`, '/', '{"message":"Forbidden"}'],
  ['an unknown API', () => 'abcdef.execute-api.localhost', '/test/who', '{"message":"Forbidden"}'],
  ['a domain without mapping', () => 'empty.example.com', '/who', '{"message":"Forbidden"}'],
])('%s', async (_what, host, path, body) => {
  expect(bodyOf(await get(host(), path.replace('API', apiId)))).toBe(body)
})

test('$context.path and event.path of a custom domain hold the base path', async () => {
  const { path, requestContext } = JSON.parse(bodyOf(await get('api.example.com', '/v1/echo')))
  expect([path, requestContext.path, requestContext.domainName]).toEqual(['/v1/echo', '/v1/echo', 'api.example.com'])
})

test("the headers on the wire: keep-alive named, nothing of the server's", async () => {
  const answers = await raw(
    `GET /test/who HTTP/1.1\r\nHost: ${apiId}.execute-api.x\r\n\r\nGET /test/who HTTP/1.1\r\nHost: ${apiId}.execute-api.x\r\nConnection: close\r\n\r\n`,
  )
  const [first, second] = answers.split('"me"') as [string, string]
  expect(first).toMatch(/\r\nConnection: keep-alive\r\n/)
  expect(second).toMatch(/\r\nConnection: close\r\n/)
  for (const head of [first, second]) {
    expect(head).toMatch(/^HTTP\/1\.1 200 OK\r\nDate: \w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT\r\n/)
    expect(head).toMatch(/\r\nContent-Length: 4\r\n/)
    expect(head).not.toMatch(/Server|Keep-Alive:|X-Powered-By/i)
  }
})

test.each<[string, () => string, RegExp]>([
  [
    'a body that says it is too large',
    () => `Content-Length: 10485761\r\n\r\n`,
    /^HTTP\/1\.1 413 [\s\S]*\r\n\r\nHTTP content length exceeded 10485760 bytes\.$/,
  ],
  [
    'a chunked body that becomes too large',
    () => `Transfer-Encoding: chunked\r\n\r\n${`100000\r\n${'x'.repeat(0x100000)}\r\n`.repeat(11)}`,
    /413 [\s\S]*10485760 bytes\.$/,
  ],
  ['headers that are too large', () => `X-Big: ${'x'.repeat(10_300)}\r\n\r\n`, /^HTTP\/1\.1 431 /],
  ['headers beyond all reason', () => `X-Big: ${'x'.repeat(200_000)}\r\n\r\n`, /^HTTP\/1\.1 431 /],
])('%s', async (_what, rest, expected) => {
  expect(await raw(`POST /test/echo HTTP/1.1\r\nHost: ${apiId}.execute-api.x\r\nConnection: close\r\n${rest()}`)).toMatch(expected)
})

test('a URL that is too long, and what is no HTTP', async () => {
  expect(await get(`${apiId}.execute-api.x`, `/test/${'x'.repeat(10_300)}`)).toMatch(/^HTTP\/1\.1 414 /)
  expect(await raw('nonsense\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /)
})

test('a body of exactly the limit goes through', async () => {
  const answer = await fetch(`${gateway.url}/_aws/execute-api/${apiId}/test/who?x`, { method: 'POST', body: new Uint8Array(10_485_760) })
  expect([answer.status, await answer.text()]).toEqual([403, '{"message":"Missing Authentication Token"}'])
})

test('/_portico tells and lets a test advance the clock', async () => {
  const at = (path: string, init?: RequestInit) => fetch(`${gateway.url}/_portico/${path}`, init)
  expect(await (await at('health')).json()).toEqual({ status: 'ready' })
  const before = (await (await at('clock')).json()) as { mode: string; now: string }
  const after = (await (await at('clock', { method: 'POST', body: '{"advance":"PT5M"}' })).json()) as { mode: string; now: string }
  expect([before.mode, Date.parse(after.now) - Date.parse(before.now)]).toEqual(['manual', 300_000])
  const refused = await at('clock', { method: 'POST', body: '{"advance":"five minutes"}' })
  expect([refused.status, await refused.json()]).toEqual([400, { message: expect.stringContaining('PT5M') }])
  await gateway.fetch('/who?seen')
  const { requests } = (await (await at('requests')).json()) as { requests: object[] }
  expect(requests[0]).toMatchObject({ method: 'GET', path: '/test/who', status: 200, route: 'GET /who', stage: 'test', apiId })
  expect(await (await at('diagnostics')).json()).toEqual({ diagnostics: expect.any(Array) })
  expect((await at('nothing')).status).toBe(404)
})

test('reset goes back to what was deployed', async () => {
  expect((await fetch(`${gateway.url}/_portico/reset`, { method: 'POST' })).status).toBe(200)
  expect(await (await gateway.fetch('/who')).json()).toBe('me')
  expect((await gateway.fetch('/echo')).status).toBe(200)
})

test('disableExecuteApiEndpoint closes the default host and leaves the domain open', async () => {
  await using closed = await emulate(
    restTemplate({
      routes: { 'GET /who': mockOf('"me"') },
      api: { DisableExecuteApiEndpoint: true },
      resources: domain('api.example.com', { '': 'test' }),
    }),
  )
  expect(await (await closed.fetch('/who')).json()).toEqual({ message: 'Forbidden' })
  expect(await (await closed.fetch('https://api.example.com/who')).json()).toBe('me')
})
