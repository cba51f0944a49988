import type { APIGatewayProxyEvent } from 'aws-lambda'
import { emulate, type Gateway } from '../../../emulator/testing/index'
import { ECHO, mockOf, restTemplate } from '../../support/rest-template'

/** Answers what the test puts into the body: `{"answer": <result>}`, or `{"throw": <message>}`. */
const OBEY = `exports.handler = async (event) => {
  const order = JSON.parse(event.body)
  if (order.throw !== undefined) throw new Error(order.throw)
  return order.answer
}`

let gateway: Gateway
beforeAll(async () => {
  gateway = await emulate(
    restTemplate({
      routes: {
        'ANY /echo': { fn: 'Echo' },
        'ANY /echo/{proxy+}': { fn: 'Echo' },
        'POST /obey': { fn: 'Obey' },
        'GET /wrong-verb': {
          integration: {
            Type: 'AWS_PROXY',
            IntegrationHttpMethod: 'GET',
            Uri: { 'Fn::Sub': 'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${Echo.Arn}/invocations' },
          },
        },
        'GET /stranger': { fn: 'Stranger' },
        'GET /mock': mockOf('{}'),
      },
      functions: { Echo: ECHO, Obey: OBEY, Stranger: ECHO },
      api: { BinaryMediaTypes: ['image/png', 'application/*', '*/test'], EndpointConfiguration: { Types: ['REGIONAL'] } },
      stage: { Variables: { colour: 'blue' } },
      resources: {
        StrangerPermission: {
          Type: 'AWS::Lambda::Permission',
          Properties: {
            Action: 'lambda:InvokeFunction',
            FunctionName: { Ref: 'Stranger' },
            Principal: 'apigateway.amazonaws.com',
            SourceArn: 'arn:aws:execute-api:us-east-1:000000000000:other/*',
          },
        },
      },
    }),
    { clock: new Date('2026-03-05T06:07:08.009Z') },
  )
})
afterAll(() => gateway.stop())

const obey = (order: unknown, headers: Record<string, string> = {}) =>
  gateway.fetch('/obey', { method: 'POST', body: JSON.stringify(order), headers: { 'Content-Type': 'text/plain', ...headers } })

test('the event, field by field', async () => {
  const response = await gateway.fetch('/echo/a%2Fb/c+d?x=1&x=2&y=a+b%2B', {
    method: 'PUT',
    body: 'text',
    headers: {
      'Content-Type': 'text/plain',
      'x-Custom': 'Kept',
      authorization: 'token',
      'X-Forwarded-For': '9.9.9.9',
      'Content-Length': '4',
      TE: 'trailers',
    },
  })
  const event = (await response.json()) as APIGatewayProxyEvent
  const { requestContext } = event
  expect(event).toEqual({
    resource: '/echo/{proxy+}',
    path: '/echo/a%2Fb/c+d',
    httpMethod: 'PUT',
    headers: {
      Host: requestContext.domainName,
      'Content-Type': 'text/plain',
      'x-Custom': 'Kept',
      Authorization: 'token',
      'X-Forwarded-For': '9.9.9.9, 127.0.0.1',
      'X-Forwarded-Port': '443',
      'X-Forwarded-Proto': 'https',
      'X-Amzn-Trace-Id': expect.stringMatching(
        new RegExp(`^Root=1-${(Date.UTC(2026, 2, 5, 6, 7, 8) / 1000).toString(16)}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0$`),
      ),
      Accept: '*/*',
      'User-Agent': 'portico',
    },
    multiValueHeaders: Object.fromEntries(Object.entries(event.headers).map(([name, value]) => [name, [value]])),
    queryStringParameters: { x: '2', y: 'a b+' },
    multiValueQueryStringParameters: { x: ['1', '2'], y: ['a b+'] },
    pathParameters: { proxy: 'a%2Fb/c+d' },
    stageVariables: { colour: 'blue' },
    requestContext: {
      resourceId: expect.stringMatching(/^[a-z0-9]{6}$/),
      resourcePath: '/echo/{proxy+}',
      httpMethod: 'PUT',
      extendedRequestId: response.headers.get('x-amz-apigw-id'),
      requestTime: '05/Mar/2026:06:07:08 +0000',
      path: '/test/echo/a%2Fb/c+d',
      accountId: '000000000000',
      protocol: 'HTTP/1.1',
      stage: 'test',
      domainPrefix: requestContext.apiId,
      requestTimeEpoch: Date.UTC(2026, 2, 5, 6, 7, 8, 9),
      requestId: response.headers.get('x-amzn-requestid'),
      identity: {
        cognitoIdentityPoolId: null,
        accountId: null,
        cognitoIdentityId: null,
        caller: null,
        sourceIp: '127.0.0.1',
        principalOrgId: null,
        accessKey: null,
        cognitoAuthenticationType: null,
        cognitoAuthenticationProvider: null,
        userArn: null,
        userAgent: 'portico',
        user: null,
      },
      domainName: `${requestContext.apiId}.execute-api.us-east-1.amazonaws.com`,
      deploymentId: expect.stringMatching(/^[a-z0-9]{6}$/),
      apiId: gateway.outputs['ApiId'],
    },
    body: 'text',
    isBase64Encoded: false,
  })
})

test('what is not there is null; a binary body is base64', async () => {
  const bare = await (await gateway.fetch('/echo')).json()
  expect(bare).toMatchObject({
    queryStringParameters: null,
    multiValueQueryStringParameters: null,
    pathParameters: null,
    body: null,
    isBase64Encoded: false,
  })
  const binary = await (
    await gateway.fetch('/echo', { method: 'POST', body: new Uint8Array([255, 0]), headers: { 'Content-Type': 'image/png' } })
  ).json()
  expect(binary).toMatchObject({ body: '/wA=', isBase64Encoded: true })
})

test('slashes: doubled ones stay in the greedy value, leading ones count as one', async () => {
  const inner = await (await gateway.fetch('/echo/x//y/')).json()
  expect(inner).toMatchObject({ path: '/echo/x//y/', pathParameters: { proxy: 'x//y' }, requestContext: { path: '/test/echo/x//y/' } })
  const leading = await (await gateway.fetch('//echo/x')).json()
  expect(leading).toMatchObject({ path: '/echo/x', requestContext: { path: '/test//echo/x' } })
})

const BROKEN = '{"message": "Internal server error"}'

test.each<[string, unknown, number, string]>([
  ['nothing but an object', {}, 200, ''],
  ['a status', { statusCode: 204 }, 204, ''],
  ['a status as text', { statusCode: '201', body: 'x' }, 201, 'x'],
  ['headers null', { statusCode: 200, headers: null, body: 'x' }, 200, 'x'],
  ['an unknown member', { statusCode: 200, wrongValue: 'x' }, 502, BROKEN],
  ['a string', 'text', 502, BROKEN],
  ['a list', [1], 502, BROKEN],
  ['null', null, 502, BROKEN],
  ['a status that is no number', { statusCode: 'x' }, 502, BROKEN],
  ['multi-value headers without lists', { multiValueHeaders: { a: 'x' } }, 502, BROKEN],
  ['a header that is an object', { headers: { a: {} } }, 502, BROKEN],
  ['a header with a line break', { headers: { a: 'x\r\nb: y' } }, 502, BROKEN],
  ['a body that is an object', { body: {} }, 502, BROKEN],
])('the function answers %s', async (_what, answer, status, body) => {
  const response = await obey({ answer })
  expect([response.status, await response.text()]).toEqual([status, body])
  expect(response.headers.get('content-type')).toBe('application/json')
  expect(response.headers.get('x-amzn-errortype')).toBe(status === 502 ? 'InternalServerErrorException' : null)
})

test('headers: both maps merged, multi values first; some renamed', async () => {
  const response = await obey({
    answer: {
      multiValueHeaders: { 'X-Both': ['a', 'b'] },
      headers: {
        'x-both': 'c',
        'X-Bool': true,
        'Content-Type': 'text/html',
        Date: 'then',
        Server: 'mine',
        'WWW-Authenticate': 'Basic',
        'Transfer-Encoding': 'chunked',
      },
    },
  })
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'x-both': 'a, b, c',
    'x-bool': 'true',
    'content-type': 'text/html',
    'x-amzn-remapped-date': 'then',
    'x-amzn-remapped-server': 'mine',
    'x-amzn-remapped-www-authenticate': 'Basic',
    'x-amzn-trace-id': expect.stringMatching(/^Root=1-/),
  })
  expect(response.headers.has('transfer-encoding')).toBe(false)
})

test.each([
  ['image/png', 'hi'],
  ['application/whatever', 'hi'],
  ['image/png;q=0.8, text/html', 'hi'],
  ['text/html, image/png', 'aGk='],
  ['image/*', 'aGk='],
  ['a/test', 'aGk='],
  ['*/*', 'aGk='],
])('base64 with Accept %s is sent as %s', async (accept, expected) => {
  const response = await obey({ answer: { body: 'aGk=', isBase64Encoded: true } }, { Accept: accept })
  expect(await response.text()).toBe(expected)
})

test('failures: an error, base64 that is none, a verb that is not POST, a function that does not permit it', async () => {
  expect((await obey({ throw: 'oops' })).status).toBe(502)
  expect((await obey({ answer: { body: '!', isBase64Encoded: true } }, { Accept: 'image/png' })).status).toBe(500)
  for (const path of ['/wrong-verb', '/stranger']) {
    const response = await gateway.fetch(path)
    expect([response.status, await response.text()]).toEqual([500, BROKEN])
  }
})

test('the trace id: the client may bring it, MOCK does not answer it', async () => {
  const given = 'Root=1-5e66d96f-7491f0911112222233334444;Parent=1111222233334444;Sampled=1'
  const response = await gateway.fetch('/echo', { headers: { 'X-Amzn-Trace-Id': given } })
  expect(((await response.json()) as APIGatewayProxyEvent).headers['X-Amzn-Trace-Id']).toBe(given)
  expect(response.headers.get('x-amzn-trace-id')).toBe('Root=1-5e66d96f-7491f0911112222233334444')
  expect((await gateway.fetch('/mock')).headers.has('x-amzn-trace-id')).toBe(false)
})
