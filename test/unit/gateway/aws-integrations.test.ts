import { emulate, type Gateway } from '../../../emulator/testing/index'
import { type Backend, type Received, startBackend } from '../../support/backend'
import { restTemplate, type TestMethod } from '../../support/rest-template'

const responses = (...statuses: string[]) => ({
  MethodResponses: statuses.map((StatusCode) => ({ StatusCode, ResponseParameters: { 'method.response.header.X-Reason': false } })),
})
const lambdaUri = (fn: string) => ({
  'Fn::Sub': `arn:aws:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${${fn}.Arn}/invocations`,
})
const lambda = (integration: object): TestMethod => ({
  integration: {
    Type: 'AWS',
    IntegrationHttpMethod: 'POST',
    Uri: lambdaUri('Fn'),
    IntegrationResponses: [{ StatusCode: '200' }],
    ...integration,
  },
  method: responses('200', '404', '405', '502'),
})
const service = (uri: string, integration: object = {}): TestMethod => ({
  integration: {
    Type: 'AWS',
    IntegrationHttpMethod: 'POST',
    Credentials: 'arn:aws:iam::000000000000:role/caller',
    Uri: `arn:aws:apigateway:us-east-1:${uri}`,
    IntegrationResponses: [{ StatusCode: '200' }],
    ...integration,
  },
  method: { ...responses('200', '400'), RequestParameters: { 'method.request.path.key': true } },
})

const HANDLER = `exports.handler = async (event, context) => {
  if (event.fail) throw new Error(event.fail)
  return { event, context: context.clientContext ?? null }
}`

const template = restTemplate({
  functions: { Fn: HANDLER },
  routes: {
    'POST /lambda': lambda({}),
    'POST /template': lambda({
      RequestTemplates: { 'application/json': '{"name": $input.json("$.name"), "verb": "$context.httpMethod"}' },
      IntegrationResponses: [{ StatusCode: '200', ResponseTemplates: { 'application/json': "hello $input.path('$.event.name')" } }],
    }),
    'POST /selection': lambda({
      IntegrationResponses: [
        { StatusCode: '200' },
        { StatusCode: '405', SelectionPattern: '.*four hundred.*' },
        {
          StatusCode: '404',
          SelectionPattern: '.*"code":404.*',
          ResponseParameters: { 'method.response.header.X-Reason': 'integration.response.body.errorMessage.reason' },
        },
        { StatusCode: '502', SelectionPattern: '.+' },
      ],
    }),
    'POST /event': lambda({
      RequestParameters: { 'integration.request.header.X-Amz-Invocation-Type': "'Event'" },
    }),
    'POST /sqs': service('sqs:path/000000000000/queue', {
      RequestParameters: { 'integration.request.header.Content-Type': "'application/x-www-form-urlencoded'" },
      RequestTemplates: { 'application/json': 'Action=SendMessage&MessageBody=$input.body' },
      IntegrationResponses: [
        {
          StatusCode: '200',
          ResponseTemplates: { 'application/json': "$input.path('$.SendMessageResponse.SendMessageResult.MessageId')" },
        },
      ],
    }),
    'POST /dynamodb': service('dynamodb:action/PutItem', { RequestTemplates: { 'application/json': '{"TableName": "t"}' } }),
    'GET /s3/{key}': service('bucket.s3:path/{key}', {
      IntegrationHttpMethod: 'GET',
      RequestParameters: { 'integration.request.path.key': 'method.request.path.key' },
      IntegrationResponses: [{ StatusCode: '400', SelectionPattern: '4\\d{2}' }, { StatusCode: '200' }],
    }),
    'GET /ssm': service('ssm:action/GetParameter', {
      RequestParameters: { 'integration.request.querystring.Name': "'/greeting'" },
    }),
  },
  resources: {
    Greeting: { Type: 'AWS::SSM::Parameter', Properties: { Name: '/greeting', Type: 'String', Value: 'hello' } },
  },
})

let gateway: Gateway
let backend: Backend
let received: Received[]
beforeAll(async () => {
  received = []
  backend = await startBackend((got, response) => {
    received.push(got)
    if (got.url.includes('/queue')) {
      response.writeHead(200, { 'Content-Type': 'text/xml' })
      response.end(
        '<?xml version="1.0"?><SendMessageResponse xmlns="x"><SendMessageResult><MessageId>m-1</MessageId></SendMessageResult></SendMessageResponse>',
      )
    } else {
      response.writeHead(200, { 'Content-Type': 'application/x-amz-json-1.0' })
      response.end('{}')
    }
  })
  gateway = await emulate(template, { services: backend.url })
})
afterAll(async () => {
  await gateway.stop()
  await backend.stop()
})

const post = async (path: string, body: string) => {
  const response = await gateway.fetch(path, { method: 'POST', body, headers: { 'Content-Type': 'application/json' } })
  return { status: response.status, text: await response.text(), headers: response.headers }
}

test('a function gets the body as its event, its result is the body of the response', async () => {
  const { status, text, headers } = await post('/lambda', '{"statusCode": 404, "body": "not interpreted"}')
  expect([status, JSON.parse(text)]).toEqual([200, { event: { statusCode: 404, body: 'not interpreted' }, context: null }])
  expect(headers.get('x-amzn-trace-id')).toMatch(/^Root=1-/)
})

test('templates on both sides of a function', async () => {
  expect((await post('/template', '{"name":"Ada"}')).text).toBe('hello Ada')
})

test.each([
  ['a success takes the default, whatever the patterns', '{}', 200, null],
  ['the first pattern that fits the message', '{"fail":"this is four hundred"}', 405, null],
  ['a header out of a message that is JSON', '{"fail":"{\\"code\\":404,\\"reason\\":\\"gone\\"}"}', 404, 'gone'],
  ['any other message', '{"fail":"oops"}', 502, null],
])('%s', async (_what, body, status, reason) => {
  const answer = await post('/selection', body)
  expect([answer.status, answer.headers.get('x-reason')]).toEqual([status, reason])
  if (status !== 200) expect(JSON.parse(answer.text)).toMatchObject({ errorType: 'Error', errorMessage: expect.any(String) })
})

test('Event invokes and does not wait', async () => {
  const { status, text } = await post('/event', '{}')
  expect([status, text]).toEqual([200, ''])
})

test('a queue by its path: a form goes out, signed; XML comes back as the JSON that the gateway asks for', async () => {
  const { status, text } = await post('/sqs', '{"a":1}')
  expect([status, text]).toEqual([200, 'm-1'])
  const got = received.at(-1) as Received
  expect([got.method, got.url, got.body]).toEqual(['POST', '/000000000000/queue', 'Action=SendMessage&MessageBody={"a":1}'])
  expect(got.headers).toMatchObject({ 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' })
  expect(got.headers['authorization']).toMatch(/^AWS4-HMAC-SHA256 Credential=[^/]+\/\d{8}\/us-east-1\/sqs\/aws4_request/)
})

test('an action of a service that speaks JSON is named in X-Amz-Target', async () => {
  const { status, text } = await post('/dynamodb', '{}')
  expect([status, text]).toEqual([200, '{}'])
  expect(received.at(-1)).toMatchObject({
    body: '{"TableName": "t"}',
    headers: { 'x-amz-target': 'DynamoDB_20120810.PutItem', 'content-type': 'application/x-amz-json-1.0' },
  })
})

test('a service that is served here answers itself: a bucket that is not there is 404, by its status', async () => {
  const response = await gateway.fetch('/s3/report.pdf')
  expect([response.status, await response.text()]).toEqual([400, expect.stringContaining('<Code>NoSuchBucket</Code>')])
})

test('Systems Manager answers an input in the query string in the form of the query protocol', async () => {
  const response = await gateway.fetch('/ssm')
  expect(await response.json()).toMatchObject({
    GetParameterResponse: { GetParameterResult: { Parameter: { Name: '/greeting', Value: 'hello', Version: 1, Selector: null } } },
  })
})
