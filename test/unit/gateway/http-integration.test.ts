import { emulate, type Gateway } from '../../../emulator/testing/index'
import { type Backend, type Received, startBackend } from '../../support/backend'
import { restTemplate, type TestMethod } from '../../support/rest-template'

let backend: Backend
let gateway: Gateway

const proxy = (path: string, more: object = {}): TestMethod => ({
  integration: { Type: 'HTTP_PROXY', IntegrationHttpMethod: 'ANY', Uri: `http://\${stageVariables.backend}${path}`, ...more },
})
const declared = (name: string) => ({ method: { RequestParameters: { [`method.request.path.${name}`]: true } } })
const custom = (path: string, more: object = {}): TestMethod => ({
  integration: {
    Type: 'HTTP',
    IntegrationHttpMethod: 'GET',
    Uri: `${backend.url}${path}`,
    IntegrationResponses: [{ StatusCode: '200' }],
    ...more,
  },
  method: {
    MethodResponses: [
      { StatusCode: '200' },
      { StatusCode: '400', ResponseParameters: { 'method.response.header.X-Tag': false, 'method.response.header.Server': false } },
    ],
    RequestParameters: { 'method.request.path.id': true, 'method.request.querystring.q': false, 'method.request.header.X-Mine': false },
  },
})

beforeAll(async () => {
  backend = await startBackend((received, response) => {
    const status = /^\/status\/(\d+)/.exec(received.url)
    if (received.url.startsWith('/hang')) return
    if (received.url.startsWith('/reset')) return void response.destroy()
    if (received.url.startsWith('/headers')) {
      response.writeHead(200, {
        Connection: 'close',
        Date: 'then',
        Server: 'mine',
        Via: 'x',
        'x-amzn-requestid': 'theirs',
        'X-Kept': 'yes',
        'Content-Type': 'text/plain',
      })
      return void response.end('body')
    }
    response.writeHead(status === null ? 200 : Number(status[1]), { 'Content-Type': 'application/json', Etag: '"7"' })
    response.end(JSON.stringify(received))
  })
  gateway = await emulate(
    restTemplate({
      routes: {
        'ANY /proxy/{proxy+}': {
          ...proxy('/{proxy}', {
            RequestParameters: {
              'integration.request.path.proxy': 'method.request.path.proxy',
              'integration.request.header.X-Static': "'fixed'",
              'integration.request.querystring.added': 'context.stage',
            },
          }),
          ...declared('proxy'),
        },
        'POST /forced': proxy('/forced', { IntegrationHttpMethod: 'POST' }),
        'GET /headers': proxy('/headers'),
        'GET /hang': proxy('/hang', { TimeoutInMillis: 5000 }),
        'GET /reset': proxy('/reset'),
        'GET /unset': { integration: { Type: 'HTTP_PROXY', IntegrationHttpMethod: 'GET', Uri: 'http://${stageVariables.missing}/x' } },
        'GET /custom/{id}': custom('/custom/{id}', {
          RequestParameters: {
            'integration.request.path.id': 'method.request.path.id',
            'integration.request.querystring.query': 'method.request.querystring.q',
            'integration.request.header.X-Sent': 'method.request.header.X-Mine',
          },
        }),
        'GET /select': custom('/status/404', {
          IntegrationResponses: [
            { StatusCode: '200' },
            {
              StatusCode: '400',
              SelectionPattern: '4\\d{2}',
              ResponseParameters: {
                'method.response.header.X-Tag': 'integration.response.header.ETag',
                'method.response.header.Server': "'s'",
              },
            },
          ],
        }),
        'GET /passthrough': custom('/status/400'),
        'GET /no-default': custom('/status/404', { IntegrationResponses: [{ StatusCode: '200', SelectionPattern: '2\\d{2}' }] }),
        'POST /body-mapping': custom('/status/200', {
          IntegrationHttpMethod: 'POST',
          RequestParameters: {
            'integration.request.header.X-Name': 'method.request.body.$.user.name',
            'integration.request.header.X-List': 'method.request.body.list',
          },
          IntegrationResponses: [
            { StatusCode: '400', ResponseParameters: { 'method.response.header.X-Tag': 'integration.response.body.$.method' } },
          ],
        }),
        'GET /illegal': custom('/x', { RequestParameters: { 'integration.request.header.Content-Length': "'5'" } }),
      },
      api: { EndpointConfiguration: { Types: ['REGIONAL'] } },
      stage: { Variables: { backend: backend.url.replace('http://', '') } },
    }),
    { clock: 'manual' },
  )
})
afterAll(async () => {
  await gateway?.stop()
  await backend.stop()
})

const received = async (path: string, init?: RequestInit) => (await (await gateway.fetch(path, init)).json()) as Received

test('HTTP_PROXY passes path, query, headers and body; mappings are merged in', async () => {
  const got = await received('/proxy/a/b%20c?x=1&x=2', {
    method: 'PUT',
    body: 'hello',
    headers: { 'Content-Type': 'text/plain', 'X-Own': 'me', Via: 'someone' },
  })
  expect(got).toMatchObject({ method: 'PUT', url: '/a/b%20c?x=1&x=2&added=test', body: 'hello' })
  expect(got.headers).toMatchObject({
    'x-own': 'me',
    'x-static': 'fixed',
    'content-type': 'text/plain',
    accept: '*/*',
    'user-agent': 'portico',
    'x-amzn-apigateway-api-id': gateway.outputs['ApiId'],
  })
  expect(got.headers['x-amzn-trace-id']).toMatch(/^Root=1-/)
  expect(got.headers['via']).toBeUndefined()
  expect(`http://${got.headers['host']}`).toBe(backend.url)
})

test('mappings from the body, of the request and of the response, by JSONPath', async () => {
  const post = (body: string) => gateway.fetch('/body-mapping', { method: 'POST', body, headers: { 'Content-Type': 'application/json' } })
  const response = await post('{"user":{"name":"ada"},"list":[1,2]}')
  const got = (await response.json()) as Received
  expect([got.headers['x-name'], got.headers['x-list'], response.headers.get('x-tag')]).toEqual(['ada', '[1,2]', 'POST'])
  const broken = await post('{"user":')
  expect([broken.status, await broken.text()]).toEqual([400, '{"message":"Invalid JSON in request body"}'])
})

test('a signature for the gateway does not reach the backend, another authorization does', async () => {
  const sent = async (Authorization: string) => (await received('/proxy/x', { headers: { Authorization } })).headers['authorization']
  expect([await sent('AWS4-HMAC-SHA256 Credential=x'), await sent('Bearer x')]).toEqual([undefined, 'Bearer x'])
})

test("an integration method other than ANY replaces the client's", async () => {
  expect((await received('/forced', { method: 'POST' })).method).toBe('POST')
})

test('HTTP_PROXY answers the status as it is, and renames or drops what the gateway owns', async () => {
  expect((await gateway.fetch('/proxy/status/418')).status).toBe(418)
  const response = await gateway.fetch('/headers')
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'x-kept': 'yes',
    'x-amzn-remapped-date': 'then',
    'x-amzn-remapped-server': 'mine',
    'x-amzn-remapped-connection': 'close',
    'x-amzn-remapped-x-amzn-requestid': 'theirs',
    'content-type': 'text/plain',
  })
  expect(response.headers.has('via')).toBe(false)
  expect(response.headers.get('x-amzn-requestid')).not.toBe('theirs')
})

test('HTTP sends nothing of the client but what is mapped', async () => {
  const got = await received('/custom/7?q=hi&other=no', { headers: { 'X-Mine': 'mapped', 'X-Other': 'no' } })
  expect(got).toMatchObject({ method: 'GET', url: '/custom/7?query=hi' })
  expect(Object.keys(got.headers).sort()).toEqual([
    'accept',
    'connection',
    'host',
    'user-agent',
    'x-amzn-apigateway-api-id',
    'x-amzn-trace-id',
    'x-sent',
  ])
  expect(got.headers).toMatchObject({
    accept: 'application/json',
    'user-agent': `AmazonAPIGateway_${gateway.outputs['ApiId']}`,
    'x-sent': 'mapped',
  })
})

test('HTTP selects the integration response by status', async () => {
  const selected = await gateway.fetch('/select')
  expect(selected.status).toBe(400)
  expect(selected.headers.get('x-tag')).toBe('"7"')
  expect(selected.headers.get('x-amzn-remapped-server')).toBe('s')
  expect(selected.headers.get('etag')).toBeNull()
  expect((await gateway.fetch('/passthrough')).status).toBe(200)
  expect((await gateway.fetch('/no-default')).status).toBe(500)
})

test.each([
  ['/reset', 504, 'Network error communicating with endpoint'],
  ['/unset', 500, 'Internal server error'],
  ['/illegal', 500, 'Internal server error'],
])('%s answers %d %s', async (path, status, message) => {
  const response = await gateway.fetch(path)
  expect([response.status, await response.text()]).toEqual([status, `{"message": "${message}"}`])
  expect(response.headers.get('x-amzn-errortype')).toBe('InternalServerErrorException')
})

test("a backend that does not answer in the integration's time: 504, on the test's clock", async () => {
  const pending = gateway.fetch('/hang')
  await gateway.clock.advance({ seconds: 4 })
  const early = await Promise.race([pending, new Promise((resolve) => setImmediate(() => resolve('still waiting')))])
  expect(early).toBe('still waiting')
  await gateway.clock.advance({ seconds: 1 })
  const response = await pending
  expect([response.status, await response.text()]).toEqual([504, '{"message": "Endpoint request timed out"}'])
})
