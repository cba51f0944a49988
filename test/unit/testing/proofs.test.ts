import { checkTemplate, RULES } from '../../../checks/index'
import { Emulator } from '../../../emulator/index'
import { PROVABLE, prove } from '../../../emulator/testing/proofs/index'
import { keyed, plans } from '../../support/plans'
import { ECHO, mockOf, restTemplate, type TestApi, type TestMethod } from '../../support/rest-template'

const signed = (method: TestMethod): TestMethod => ({ ...method, method: { ...method.method, AuthorizationType: 'AWS_IAM' } })
const HEADERS = ['Access-Control-Allow-Origin', 'Access-Control-Allow-Credentials']
const preflight = (values: readonly string[]): TestMethod => {
  const ResponseParameters = Object.fromEntries(values.map((value, index) => [`method.response.header.${HEADERS[index]}`, `'${value}'`]))
  const declared = Object.fromEntries(Object.keys(ResponseParameters).map((name) => [name, true]))
  return {
    integration: {
      Type: 'MOCK',
      RequestTemplates: { 'application/json': '{"statusCode":204}' },
      IntegrationResponses: [{ StatusCode: '204', ResponseParameters }],
    },
    method: { MethodResponses: [{ StatusCode: '204', ResponseParameters: declared }] },
  }
}
const http: TestMethod = { integration: { Type: 'HTTP_PROXY', IntegrationHttpMethod: 'POST', Uri: 'https://orders.internal.example' } }
const domain = {
  Name: {
    Type: 'AWS::ApiGateway::DomainName',
    Properties: {
      DomainName: 'api.example',
      RegionalCertificateArn: 'arn:aws:acm:us-east-1:000000000000:certificate/a',
      EndpointConfiguration: { Types: ['REGIONAL'] },
    },
  },
  Base: {
    Type: 'AWS::ApiGateway::BasePathMapping',
    DependsOn: 'Stage',
    Properties: { DomainName: { Ref: 'Name' }, RestApiId: { Ref: 'Api' }, Stage: 'test' },
  },
}
const caching = (HttpMethod: string) => ({
  CacheClusterEnabled: true,
  MethodSettings: [{ ResourcePath: '/a', HttpMethod, CachingEnabled: true }],
})
const partner = { keys: ['acme'], Throttle: { RateLimit: 5, BurstLimit: 10 } }
const durable = (ExecutionTimeout: number) => ({
  Type: 'AWS::Lambda::Function',
  Properties: {
    Runtime: 'nodejs22.x',
    Handler: 'index.handler',
    Role: 'arn:aws:iam::000000000000:role/r',
    Code: { ZipFile: ECHO },
    DurableConfig: { ExecutionTimeout },
  },
})
const unreachable = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*/GET/other' }],
}

test.each<[string, TestApi, RegExp]>([
  [
    'open-method',
    { routes: { 'GET /a/{id}': mockOf('a') } },
    /^GET \/test\/a\/any-id without credentials came to the integration of GET \/a\/\{id\}$/,
  ],
  [
    'open-method',
    { routes: { 'GET /a': mockOf('a') }, api: { Policy: unreachable } },
    /^not shown: GET \/a without credentials got 403 ACCESS_DENIED$/,
  ],
  [
    'shadowed-by-proxy',
    { routes: { 'GET /orders': signed(mockOf('a')), 'ANY /{proxy+}': mockOf('a') } },
    /^POST \/test\/orders without credentials came to the integration of ANY \/\{proxy\+\}$/,
  ],
  [
    'any-plus-verb',
    { routes: { 'GET /orders': signed(mockOf('a')), 'ANY /orders': mockOf('a') } },
    /^HEAD \/test\/orders without credentials came to the integration of ANY \/orders$/,
  ],
  [
    'key-never-required',
    { routes: { 'GET /a': mockOf('a') }, resources: plans({ Partner: partner }) },
    /^GET \/test\/a without credentials came to/,
  ],
  [
    'missing-permission',
    {
      routes: { 'GET /a': signed({ fn: 'Orders' }) },
      functions: { Orders: ECHO },
      resources: { OrdersPermission: { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Value: 'none' } } },
    },
    /^GET \/a is answered 500 \{"message": "Internal server error"\}$/,
  ],
  [
    'durable-unqualified',
    {
      routes: { 'GET /a': signed({ fn: 'Orders' }) },
      functions: { Orders: ECHO },
      resources: { Orders: durable(60) },
    },
    /^GET \/a is answered 500 \{"message": "Internal server error"\}$/,
  ],
  [
    'durable-too-long',
    {
      routes: {
        'GET /a': signed({
          integration: {
            Type: 'AWS_PROXY',
            IntegrationHttpMethod: 'POST',
            Uri: { 'Fn::Sub': 'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${Version}/invocations' },
          },
        }),
      },
      resources: {
        Orders: durable(901),
        Version: { Type: 'AWS::Lambda::Version', Properties: { FunctionName: { Ref: 'Orders' } } },
        Permission: {
          Type: 'AWS::Lambda::Permission',
          Properties: { Action: 'lambda:InvokeFunction', FunctionName: { Ref: 'Version' }, Principal: 'apigateway.amazonaws.com' },
        },
      },
    },
    /^GET \/a is answered 500 \{"message": "Internal server error"\}$/,
  ],
  [
    'missing-body-validation',
    { routes: { 'POST /a': signed(http) } },
    /^POST \/a with \{"not what was": "meant"\} came to the integration$/,
  ],
  [
    'cors-errors-uncovered',
    { routes: { 'OPTIONS /a': preflight(['*']), 'GET /a': mockOf('a') } },
    /^GET \/portico-no-such-route from https:\/\/app\.example got 403 MISSING_AUTHENTICATION_TOKEN without Access-Control-Allow-Origin$/,
  ],
  [
    'cors-star-with-credentials',
    { routes: { 'OPTIONS /a': preflight(['*', 'true']) } },
    /^OPTIONS \/a got Access-Control-Allow-Origin \* and Access-Control-Allow-Credentials true$/,
  ],
  [
    'default-endpoint-with-domain',
    { routes: { 'GET /a': mockOf('a') }, resources: domain },
    /^GET https:\/\/\w+\.execute-api\.us-east-1\.amazonaws\.com\/test\/ got 403 MISSING_AUTHENTICATION_TOKEN from the stage itself$/,
  ],
  [
    'cache-on-write-verb',
    { routes: { 'POST /a': mockOf('a') }, stage: caching('POST') },
    /^POST \/a of one caller and of another got one answer, [\w-]+$/,
  ],
  [
    'cache-not-caller-aware',
    { routes: { 'GET /a': signed(mockOf('a')) }, stage: caching('GET') },
    /^GET \/a of one caller and of another got one answer, [\w-]+$/,
  ],
  ['no-access-log', { routes: { 'GET /a': keyed('a') } }, /^nothing to try$/],
])('%s is tried by a request', async (id, api, expected) => {
  const template = restTemplate(api)
  await using emulator = new Emulator({})
  await emulator.deployments.deploy({ kind: 'template', name: 'test', body: JSON.stringify(template), file: undefined }, { strict: false })
  const [finding] = checkTemplate(
    template,
    {},
    RULES.filter((rule) => rule.id === id),
  )
  if (finding === undefined) throw new Error(`${id} found nothing`)
  const proof = await prove(emulator, finding, { stackName: 'test', account: undefined, region: undefined })
  expect(proof ?? 'nothing to try').toMatch(expected)
  expect(PROVABLE.includes(id)).toBe(proof !== undefined)
})

test('a finding that is not true is not shown', async () => {
  const aware = signed({
    ...mockOf('a'),
    integration: { ...mockOf('a').integration, CacheKeyParameters: ['method.request.header.Authorization'] },
  })
  const declared = { ...aware, method: { ...aware.method, RequestParameters: { 'method.request.header.Authorization': true } } }
  await using emulator = new Emulator({})
  const body = JSON.stringify(restTemplate({ routes: { 'GET /a': declared }, stage: caching('GET') }))
  await emulator.deployments.deploy({ kind: 'template', name: 'test', body, file: undefined }, { strict: false })
  const about = { api: 'Api', stage: 'test', verb: 'GET', path: '/a' }
  const tried = (rule: string) =>
    prove(
      emulator,
      { rule, severity: 'warning', message: '', fix: '', resource: 'Api', about },
      { stackName: 'test', account: undefined, region: undefined },
    )
  expect(await tried('cache-not-caller-aware')).toBe('not shown: GET /a of one caller and of another got two answers')
  expect(await tried('missing-permission')).toBe('not shown: GET /a is answered 200')
  expect(await tried('open-method')).toBe('not shown: GET /a without credentials got 403 MISSING_AUTHENTICATION_TOKEN')
})
