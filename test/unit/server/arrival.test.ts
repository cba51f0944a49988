import { connect } from 'node:net'
import { emulate, type Gateway } from '../../../emulator/testing/index'
import { ECHO, mockOf, restTemplate } from '../../support/rest-template'

// How requests arrive: methods, slashes, escapes, sizes (facts/01, section 2; facts/10). Over a socket, since clients normalise.

const regional = { Types: ['REGIONAL'] }
const custom = (name: string, type: 'REGIONAL' | 'EDGE') => ({
  [name]: {
    Type: 'AWS::ApiGateway::DomainName',
    Properties: { DomainName: `${name}.example.com`, CertificateArn: 'arn:c', EndpointConfiguration: { Types: [type] } },
  },
  [`${name}Mapping`]: {
    Type: 'AWS::ApiGateway::BasePathMapping',
    DependsOn: 'Stage',
    Properties: { DomainName: { Ref: name }, RestApiId: { Ref: 'Api' }, Stage: 'stage' },
  },
})

let gateway: Gateway
let host: string
beforeAll(async () => {
  gateway = await emulate(
    restTemplate({
      routes: {
        'ANY /{proxy+}': { fn: 'Echo' },
        'GET /hardcoded': { fn: 'Echo' },
        'GET /only/get': mockOf('"got"'),
        'POST /only/get/post': mockOf('"posted"'),
      },
      functions: { Echo: ECHO },
      api: { EndpointConfiguration: regional },
      stage: { StageName: 'stage' },
      resources: { ...custom('regional', 'REGIONAL'), ...custom('edge', 'EDGE') },
    }),
    { port: 0 },
  )
  host = `${gateway.outputs['ApiId']}.execute-api.localhost`
})
afterAll(() => gateway.stop())

/** One exchange, as text. */
const raw = (requestLine: string, headers: readonly string[] = [], to = host): Promise<string> =>
  new Promise((resolve, reject) => {
    let answer = ''
    const socket = connect(Number(gateway.url?.split(':').at(-1)), '127.0.0.1', () =>
      socket.write([`${requestLine} HTTP/1.1`, `Host: ${to}`, ...headers, 'Connection: close', '', ''].join('\r\n')),
    )
    socket.on('data', (chunk) => {
      answer += chunk.toString('utf8')
    })
    socket.on('close', () => resolve(answer)).on('error', reject)
  })
const bodyOf = (answer: string) => answer.slice(answer.indexOf('\r\n\r\n') + 4)
const statusOf = (answer: string) => Number(answer.split(' ', 2)[1])

interface Event {
  readonly httpMethod: string
  readonly path: string
  readonly resource: string
  readonly pathParameters: { readonly proxy: string } | null
  readonly requestContext: { readonly path: string }
}
const eventOf = async (requestLine: string, headers?: readonly string[], to?: string) =>
  JSON.parse(bodyOf(await raw(requestLine, headers, to))) as Event

test.each([
  // target, event.path, proxy (undefined: the literal resource), requestContext.path
  ['/stage/proxy-value', '/proxy-value', 'proxy-value', '/stage/proxy-value'],
  ['/stage/proxy-value/', '/proxy-value/', 'proxy-value', '/stage/proxy-value/'],
  ['/stage/proxy-value//double-slash', '/proxy-value//double-slash', 'proxy-value//double-slash', '/stage/proxy-value//double-slash'],
  ['/stage//proxy-value', '/proxy-value', 'proxy-value', '/stage//proxy-value'],
  ['//stage/proxy-value', '/proxy-value', 'proxy-value', '/stage/proxy-value'],
  ['/stage//hardcoded', '/hardcoded', undefined, '/stage//hardcoded'],
  [
    '/stage/user/test%2Balias@gmail.com/plus/test+alias@gmail.com',
    '/user/test%2Balias@gmail.com/plus/test+alias@gmail.com',
    'user/test%2Balias@gmail.com/plus/test+alias@gmail.com',
    '/stage/user/test%2Balias@gmail.com/plus/test+alias@gmail.com',
  ],
  ['/stage/a%2Fb', '/a%2Fb', 'a%2Fb', '/stage/a%2Fb'],
  ['/stage/../x', '/../x', '../x', '/stage/../x'],
  ['/stage/Hardcoded', '/Hardcoded', 'Hardcoded', '/stage/Hardcoded'],
])('%s', async (target, path, proxy, contextPath) => {
  const event = await eventOf(`GET ${target}`)
  expect([event.path, event.pathParameters?.proxy, event.requestContext.path]).toEqual([path, proxy, contextPath])
  expect(event.resource).toBe(proxy === undefined ? '/hardcoded' : '/{proxy+}')
})

test('the absolute form asks for the same', async () => {
  const { path, requestContext } = await eventOf(`GET http://somewhere.else/stage/x?y=1`)
  expect([path, requestContext.path]).toEqual(['/x', '/stage/x'])
})

test.each([
  ['GET', ['X-HTTP-Method-Override: PATCH'], 'PATCH'],
  ['POST', ['x-http-method-override: delete'], 'DELETE'],
  ['PUT', [], 'PUT'],
])('%s with %j is %s', async (method, headers, expected) => {
  expect((await eventOf(`${method} /stage/x`, headers)).httpMethod).toBe(expected)
})

test('the method that overrides is the one that is routed', async () => {
  expect(bodyOf(await raw('GET /stage/only/get/post', ['X-HTTP-Method-Override: POST']))).toBe('"posted"')
})

test('HEAD is a method of its own: ANY takes it, GET does not; the body stays away, its length does not', async () => {
  const any = await raw('HEAD /stage/x')
  expect([statusOf(any), bodyOf(any)]).toEqual([200, ''])
  expect(Number(/\r\nContent-Length: (\d+)/i.exec(any)?.[1])).toBeGreaterThan(100)
  await using other = await emulate(restTemplate({ routes: { 'GET /who': mockOf('"me"') } }))
  expect((await other.fetch('/who', { method: 'HEAD' })).status).toBe(403)
})

test.each(['/ping', '/sping'])('%s of a custom domain is the health check of the service', async (path) => {
  expect([
    statusOf(await raw(`GET ${path}`, [], 'regional.example.com')),
    bodyOf(await raw(`GET ${path}`, [], 'regional.example.com')),
  ]).toEqual([200, 'Healthy Connection'])
  expect((await eventOf(`GET /stage${path}`)).resource).toBe('/{proxy+}')
  expect((await eventOf(`GET ${path}/deeper`, [], 'regional.example.com')).pathParameters?.proxy).toBe(`${path.slice(1)}/deeper`)
})

/** A target of so many characters. */
const long = (prefix: string, length: number) => `${prefix}${'x'.repeat(length - prefix.length)}`
test.each<[string, () => string, string, number]>([
  ['a regional API', () => host, '/stage/', 10_240],
  ['a regional domain name', () => 'regional.example.com', '/', 10_240],
  ['an edge-optimized domain name', () => 'edge.example.com', '/', 8_192],
])('the URL of %s', async (_what, to, prefix, most) => {
  const path = statusOf(await raw(`GET ${long(prefix, most)}`, [], to()))
  const query = statusOf(await raw(`GET ${long(`${prefix}x?y=`, most)}`, [], to()))
  expect([path, query]).toEqual([200, 200])
  for (const target of [long(prefix, most + 1), long(`${prefix}x?y=`, most + 1)]) {
    const refused = await raw(`GET ${target}`, [], to())
    expect([statusOf(refused), bodyOf(refused)]).toEqual([414, 'Request URI too long'])
  }
})

test('the URL of an edge-optimized API', async () => {
  await using edge = await emulate(
    restTemplate({ routes: { 'GET /{proxy+}': mockOf('"me"') }, api: { EndpointConfiguration: { Types: ['EDGE'] } } }),
  )
  const status = async (length: number) => (await edge.fetch(long('/', length - '/test'.length))).status
  expect([await status(8_192), await status(8_193)]).toEqual([200, 414])
})

test('the values of all headers together have a limit, their names do not count', async () => {
  // Host and Connection come with the request.
  const left = 10_240 - host.length - 'close'.length
  const split = (size: number) => [`${'N'.repeat(500)}: ${'v'.repeat(100)}`, `X: ${'v'.repeat(size - 100)}`]
  expect(statusOf(await raw('GET /stage/x', split(left)))).toBe(200)
  expect(statusOf(await raw('GET /stage/x', split(left + 1)))).toBe(431)
})
