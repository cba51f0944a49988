import { emulate, type Gateway } from '../../../emulator/testing/index'
import { mockOf, restTemplate, type TestMethod } from '../../support/rest-template'

const guarded = (method: object): TestMethod => ({ ...mockOf('"open"'), method: { MethodResponses: [{ StatusCode: '200' }], ...method } })
const ITEM = {
  $schema: 'http://json-schema.org/draft-04/schema#',
  type: 'object',
  required: ['name'],
  properties: { name: { type: 'string' }, price: { type: 'number', minimum: 0, exclusiveMinimum: true } },
}
const KEY = 'a-key-of-twenty-characters'

const template = restTemplate({
  routes: {
    'GET /open': mockOf('"open"'),
    'GET /key': guarded({ ApiKeyRequired: true }),
    'GET /iam': guarded({ AuthorizationType: 'AWS_IAM' }),
    'GET /params/{id}': guarded({
      RequestValidatorId: { Ref: 'Both' },
      RequestParameters: { 'method.request.querystring.a': true, 'method.request.header.x-b': true, 'method.request.querystring.c': false },
    }),
    'POST /body': guarded({ RequestValidatorId: { Ref: 'Both' }, RequestModels: { 'application/json': { Ref: 'Item' } } }),
    'POST /never': {
      integration: {
        Type: 'MOCK',
        PassthroughBehavior: 'NEVER',
        RequestTemplates: { 'application/json': '{"statusCode": 200}' },
        IntegrationResponses: [{ StatusCode: '200' }],
      },
      method: { MethodResponses: [{ StatusCode: '200' }] },
    },
    'GET /no-status': {
      integration: {
        Type: 'MOCK',
        RequestTemplates: { 'application/json': '{"statusCode": "200"}' },
        IntegrationResponses: [{ StatusCode: '200' }],
      },
      method: { MethodResponses: [{ StatusCode: '200' }] },
    },
    'GET /lax': {
      integration: {
        Type: 'MOCK',
        RequestTemplates: { 'application/json': '{statusCode: 200}' },
        IntegrationResponses: [{ StatusCode: '200', SelectionPattern: '2\\d{2}' }],
      },
      method: { MethodResponses: [{ StatusCode: '200' }] },
    },
    'GET /vtl': {
      integration: {
        Type: 'MOCK',
        RequestTemplates: { 'application/json': '#set($x = )' },
        IntegrationResponses: [{ StatusCode: '200' }],
      },
      method: { MethodResponses: [{ StatusCode: '200' }] },
    },
    'GET /aws': {
      integration: { Type: 'AWS', IntegrationHttpMethod: 'POST', Uri: 'arn:aws:apigateway:us-east-1:sqs:path/000000000000/queue' },
    },
  },
  resources: {
    Item: {
      Type: 'AWS::ApiGateway::Model',
      Properties: { RestApiId: { Ref: 'Api' }, Name: 'Item', ContentType: 'application/json', Schema: ITEM },
    },
    Both: {
      Type: 'AWS::ApiGateway::RequestValidator',
      Properties: { RestApiId: { Ref: 'Api' }, ValidateRequestBody: true, ValidateRequestParameters: true },
    },
    Key: { Type: 'AWS::ApiGateway::ApiKey', Properties: { Enabled: true, Value: KEY } },
    Disabled: { Type: 'AWS::ApiGateway::ApiKey', Properties: { Enabled: false, Value: `disabled-${KEY}` } },
    Loose: { Type: 'AWS::ApiGateway::ApiKey', Properties: { Enabled: true, Value: `loose-${KEY}` } },
    Plan: { Type: 'AWS::ApiGateway::UsagePlan', DependsOn: 'Stage', Properties: { ApiStages: [{ ApiId: { Ref: 'Api' }, Stage: 'test' }] } },
    PlanKey: {
      Type: 'AWS::ApiGateway::UsagePlanKey',
      Properties: { KeyId: { Ref: 'Key' }, KeyType: 'API_KEY', UsagePlanId: { Ref: 'Plan' } },
    },
    PlanDisabled: {
      Type: 'AWS::ApiGateway::UsagePlanKey',
      Properties: { KeyId: { Ref: 'Disabled' }, KeyType: 'API_KEY', UsagePlanId: { Ref: 'Plan' } },
    },
  },
})

let gateway: Gateway
beforeAll(async () => {
  gateway = await emulate(template)
})
afterAll(() => gateway.stop())

const answer = async (path: string, init?: RequestInit) => {
  const response = await gateway.fetch(path, init)
  return [response.status, await response.text(), response.headers.get('x-amzn-errortype')]
}
const post = (body: string | undefined, headers: Record<string, string> = { 'Content-Type': 'application/json' }) => ({
  method: 'POST',
  headers,
  ...(body === undefined ? {} : { body }),
})

const FORBIDDEN = [403, '{"message":"Forbidden"}', 'ForbiddenException']
const BAD_BODY = [400, '{"message":"Invalid request body"}', 'BadRequestException']
const BROKEN = [500, '{"message": "Internal server error"}', 'InternalServerErrorException']
const OPEN = [200, '"open"', null]

test.each<[string, string, RequestInit | undefined, readonly unknown[]]>([
  ['no key', '/key', undefined, FORBIDDEN],
  ['an unknown key', '/key', { headers: { 'x-api-key': 'nobody' } }, FORBIDDEN],
  ['a disabled key', '/key', { headers: { 'x-api-key': `disabled-${KEY}` } }, FORBIDDEN],
  ['a key of no plan', '/key', { headers: { 'x-api-key': `loose-${KEY}` } }, FORBIDDEN],
  ['a good key', '/key', { headers: { 'X-API-Key': KEY } }, OPEN],
  ['no signature', '/iam', undefined, [403, '{"message":"Missing Authentication Token"}', 'MissingAuthenticationTokenException']],
  ['no parameters', '/params/1', undefined, [400, '{"message":"Missing required request parameters: [a, x-b]"}', 'BadRequestException']],
  [
    'a header in another case',
    '/params/1?a=1',
    { headers: { 'X-B': '1' } },
    [400, '{"message":"Missing required request parameters: [x-b]"}', 'BadRequestException'],
  ],
  ['all parameters', '/params/1?a=1', { headers: { 'x-b': '1' } }, OPEN],
  ['no body', '/body', post(undefined), BAD_BODY],
  ['a body that is no JSON', '/body', post('{'), BAD_BODY],
  ['a body without a required property', '/body', post('{}'), BAD_BODY],
  ['a body against draft 4', '/body', post('{"name":"x","price":0}'), BAD_BODY],
  ['a good body', '/body', post('{"name":"x","price":1}'), OPEN],
  ['a good body without content type', '/body', { method: 'POST', body: new TextEncoder().encode('{"name":"x"}') }, OPEN],
  ['a content type without a model: not validated, so the mock gets it', '/body', post('<x/>', { 'Content-Type': 'text/xml' }), BROKEN],
  [
    'a content type without a template',
    '/never',
    post('x', { 'Content-Type': 'text/plain' }),
    [415, '{"message":"Unsupported Media Type"}', 'BadRequestException'],
  ],
  ['a mock status in quotes', '/no-status', undefined, BROKEN],
  ['a mock status in lax JSON', '/lax', undefined, [200, '', null]],
  ['a template that cannot be parsed', '/vtl', undefined, BROKEN],
  [
    'a service that nothing here serves',
    '/aws',
    undefined,
    [
      501,
      '{"message":"Not emulated by Portico yet: the call of the AWS service sqs; name an endpoint that has it: --services http://127.0.0.1:8000"}',
      null,
    ],
  ],
])('%s', async (_what, path, init, expected) => {
  expect(await answer(path, init)).toEqual(expected)
})

test('what is not emulated is told with its place', () => {
  const told = gateway.diagnostics.map(({ code, place }) => [code, place?.element])
  expect(told).toEqual(
    expect.arrayContaining([
      ['template-syntax', 'Resources.Method8'],
      ['service-without-endpoint', 'Resources.Method9'],
    ]),
  )
})

test('gateway responses: a type of its own, the defaults for the others, substitution', async () => {
  const response = (name: string, properties: object) => ({
    [name]: { Type: 'AWS::ApiGateway::GatewayResponse', Properties: { RestApiId: { Ref: 'Api' }, ...properties } },
  })
  const configured = {
    ...template,
    Resources: {
      ...template.Resources,
      ...response('OwnKey', {
        ResponseType: 'INVALID_API_KEY',
        StatusCode: '401',
        ResponseTemplates: {
          'application/json':
            '{"why":$context.error.messageString,"type":"$context.error.responseType","at":"$context.path","q":"$method.request.querystring.q"}',
        },
      }),
      ...response('Default4', {
        ResponseType: 'DEFAULT_4XX',
        ResponseParameters: {
          'gatewayresponse.header.Access-Control-Allow-Origin': "'*'",
          'gatewayresponse.header.X-Path': 'method.request.path.id',
        },
      }),
      ...response('Default5', { ResponseType: 'DEFAULT_5XX', StatusCode: '599' }),
      Deployment: {
        Type: 'AWS::ApiGateway::Deployment',
        DependsOn: ['OwnKey', 'Default4', 'Default5', ...Object.keys(template.Resources).filter((id) => id.startsWith('Method'))],
        Properties: { RestApiId: { Ref: 'Api' } },
      },
    },
  }
  await using custom = await emulate(configured)
  const key = await custom.fetch('/key?q=1')
  expect([key.status, await key.json()]).toEqual([401, { why: 'Forbidden', type: 'INVALID_API_KEY', at: '/test/key', q: '1' }])
  expect(key.headers.has('access-control-allow-origin')).toBe(false)
  const params = await custom.fetch('/params/7')
  expect([params.status, params.headers.get('access-control-allow-origin'), params.headers.get('x-path')]).toEqual([400, '*', '7'])
  expect((await custom.fetch('/no-status')).status).toBe(599)
})
