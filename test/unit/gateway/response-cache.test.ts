import { emulate, type Gateway, matchers } from '../../../emulator/testing/index'
import { rendering } from '../../parity/case'
import { mockOf, restTemplate, type TestApi, type TestMethod } from '../../support/rest-template'

expect.extend(matchers)

const CACHED = {
  CacheClusterEnabled: true,
  CacheClusterSize: '0.5',
  MethodSettings: [{ ResourcePath: '/*', HttpMethod: '*', CachingEnabled: true, CacheTtlInSeconds: 60 }],
}
const serve = (api: TestApi, more: Parameters<typeof emulate>[1] = {}) =>
  emulate(restTemplate({ ...api, stage: { ...CACHED, ...api.stage } }), { clock: new Date('2026-01-01T00:00:00Z'), ...more })
const keyedBy = (method: TestMethod, ...CacheKeyParameters: readonly string[]): TestMethod => ({
  ...method,
  integration: { ...method.integration, CacheKeyParameters },
})
const text = async (response: Response | Promise<Response>) => (await response).text()

test('an answer is kept as it was; the list of requests, the log and the matcher tell', async () => {
  await using gw = await serve(
    {
      routes: { 'GET /id': rendering('$context.requestId') },
      stage: { MethodSettings: [{ ...CACHED.MethodSettings[0], LoggingLevel: 'INFO' }] },
    },
    { port: 0 },
  )
  const [first, second] = [await gw.fetch('/id'), await gw.fetch('/id')]
  expect([first, second].map((response) => response.headers.get('x-amzn-requestid'))).not.toContain(null)
  expect(first).not.toBeCacheHit()
  expect(second).toBeCacheHit()
  expect(await second.text()).toBe(first.headers.get('x-amzn-requestid'))
  const { requests } = (await (await fetch(`${gw.url}/_portico/requests`)).json()) as {
    requests: { cache: string; executionLog: string[] }[]
  }
  expect(requests.map(({ cache }) => cache)).toEqual(['hit', 'miss'])
  expect(requests.map(({ executionLog }) => executionLog.filter((line) => line.startsWith('Cache')))).toEqual([
    ['Cache hit'],
    ['Cache miss'],
  ])
  expect(requests[0]?.executionLog.at(-1)).toBe('Method completed with status: 200')
  await gw.clock.advance('59 s')
  expect(await gw.fetch('/id')).toBeCacheHit()
  await gw.clock.advance('1 s')
  expect(await gw.fetch('/id')).not.toBeCacheHit()
  expect(() => expect(new Response('')).toBeCacheHit()).toThrow(/gateway\.fetch/)
})

test('what a cache holds can be looked at, and flushed', async () => {
  await using gw = await serve({
    routes: { 'GET /items/{id}': keyedBy(rendering('$input.params("id")'), 'method.request.path.id'), 'ANY /any': mockOf('any') },
  })
  for (const path of ['/items/1', '/items/2', '/items/1', '/any']) await gw.fetch(path)
  const entries = await gw.cache.entries()
  expect(entries.map(({ route, status, body }) => [route, status, body])).toEqual([
    ['GET /items/{id}', 200, '2'],
    ['GET /items/{id}', 200, '1'],
    ['ANY /any', 200, 'any'],
  ])
  expect(entries.map(({ expiresAt }) => expiresAt.toISOString())).toEqual(Array(3).fill('2026-01-01T00:01:00.000Z'))
  expect(entries.every(({ bytes, body, key }) => bytes >= body.length + key.length)).toBe(true)
  await gw.cache.flush()
  expect(await gw.cache.entries()).toEqual([])
  expect(await gw.fetch('/any')).not.toBeCacheHit()
})

const AUTHORIZED = {
  functions: {
    Auth: `exports.handler = async ({ authorizationToken }) => ({
      principalId: authorizationToken,
      policyDocument: { Version: '2012-10-17', Statement: [{ Action: 'execute-api:Invoke', Effect: 'Allow', Resource: '*' }] },
    })`,
  },
  resources: {
    Authorizer: {
      Type: 'AWS::ApiGateway::Authorizer',
      Properties: {
        RestApiId: { Ref: 'Api' },
        Name: 'told',
        Type: 'TOKEN',
        IdentitySource: 'method.request.header.Authorization',
        AuthorizerUri: { 'Fn::Sub': `arn:aws:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${Auth.Arn}/invocations` },
      },
    },
    MayAsk: {
      Type: 'AWS::Lambda::Permission',
      Properties: { Action: 'lambda:InvokeFunction', FunctionName: { Ref: 'Auth' }, Principal: 'apigateway.amazonaws.com' },
    },
  },
}
const authorized = (method: TestMethod): TestMethod => ({
  ...method,
  method: { ...method.method, AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: 'Authorizer' } },
})
/** Who got whose answer: callers whose answer was made for another one. */
async function strangers(gw: Gateway, path: string): Promise<string[]> {
  const found: string[] = []
  for (let i = 0; i < 40; i++) {
    const caller = `caller${(i * 7) % 11}`
    const answer = await text(gw.fetch(`${path}?page=${i % 3}`, { headers: { Authorization: caller } }))
    if (answer !== caller) found.push(`${caller} got what was for ${answer}`)
  }
  return found
}
const WHOSE = rendering('$context.authorizer.principalId')

test.each<[string, TestMethod]>([
  ['the header of the identity', keyedBy(WHOSE, 'method.request.header.Authorization')],
  [
    'the principal, by a mapping',
    {
      ...keyedBy(WHOSE, 'integration.request.header.caller'),
      integration: {
        ...WHOSE.integration,
        CacheKeyParameters: ['integration.request.header.caller'],
        RequestParameters: { 'integration.request.header.caller': 'context.authorizer.principalId' },
      },
    },
  ],
])('callers never share an authorized answer whose key has %s', async (_title, method) => {
  await using gw = await serve({ ...AUTHORIZED, routes: { 'GET /mine': authorized(method) } })
  expect(await strangers(gw, '/mine')).toEqual([])
  expect(await gw.fetch('/mine', { headers: { Authorization: 'caller0' } })).toBeCacheHit()
})

test('without the caller in the key they share it, as on AWS: this is what portico check warns of', async () => {
  await using gw = await serve({ ...AUTHORIZED, routes: { 'GET /mine': authorized(keyedBy(WHOSE, 'method.request.querystring.page')) } })
  expect(await strangers(gw, '/mine')).toContain('caller3 got what was for caller0')
})

test('keys are told apart whatever is in them', async () => {
  await using gw = await serve({
    routes: {
      'GET /two': keyedBy(
        rendering('$input.params("a")|$input.params("b")'),
        'method.request.querystring.a',
        'method.request.querystring.b',
      ),
    },
  })
  const queries = ['a=1&b=2', 'a=1%7C&b=2', 'a=1.2&b=', 'a=12', 'b=12', 'a=1&b=1.2', 'a=1.1%3A2', 'a=-&b=-', 'a=1-', 'a=1&b=2%00']
  const answers: string[] = []
  for (const query of queries) answers.push(await text(gw.fetch(`/two?${query}`)))
  expect(new Set(answers).size).toBe(queries.length)
  expect((await gw.cache.entries()).length).toBe(queries.length)
  for (const [at, query] of queries.entries()) expect(await text(gw.fetch(`/two?${query}`))).toBe(answers[at])
})

test('requests that miss at the same time all go to the backend', async () => {
  await using gw = await serve({
    functions: {
      Slow: 'let n = 0; exports.handler = async () => { n++; await new Promise((done) => setTimeout(done, 20)); return { statusCode: 200, body: String(n) } }',
    },
    routes: { 'GET /slow': { fn: 'Slow' } },
  })
  const answers = await Promise.all([1, 2, 3].map(() => gw.fetch('/slow')))
  expect(answers.filter((response) => response.status === 200)).toHaveLength(3)
  for (const response of answers) expect(response).not.toBeCacheHit()
  expect(await gw.fetch('/slow')).toBeCacheHit()
})

test('a kept answer is not changed by what is done to it on the way out', async () => {
  await using gw = await serve({ routes: { 'GET /text': mockOf('x'.repeat(100)) }, api: { MinimumCompressionSize: 10 } })
  await gw.fetch('/text')
  const zipped = await gw.fetch('/text', { headers: { 'Accept-Encoding': 'gzip' } })
  expect([zipped.headers.get('content-encoding'), zipped.headers.get('x-amzn-requestid')?.length]).toEqual(['gzip', 36])
  const [plain, again] = [await gw.fetch('/text'), await gw.fetch('/text')]
  expect(await plain.text()).toBe('x'.repeat(100))
  expect([...again.headers.keys()].sort()).toEqual([...plain.headers.keys()].sort())
})

test('a key parameter that names nothing is told', async () => {
  await using gw = await serve({ routes: { 'GET /x': keyedBy(mockOf('x'), 'integration.request.querystring.nothing') } })
  expect(gw.diagnostics).toContainEqual(
    expect.objectContaining({ code: 'cache-key', message: expect.stringContaining('integration.request.querystring.nothing') }),
  )
})
