import { mockOf, restTemplate, type TestMethod } from '../../../support/rest-template'
import { casesOf, of, resources } from './case'

const http = (method: Record<string, unknown> = {}, metadata?: Record<string, unknown>): TestMethod => ({
  integration: { Type: 'HTTP_PROXY', IntegrationHttpMethod: 'GET', Uri: 'https://orders.internal.example' },
  method,
  ...(metadata === undefined ? {} : { metadata }),
})
const iam = { AuthorizationType: 'AWS_IAM' }
const key = { ApiKeyRequired: true }
const everybody = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: '*' }] }
const ours = { ...everybody, Statement: [{ ...everybody.Statement[0], Condition: { StringEquals: { 'aws:SourceVpce': 'vpce-1' } } }] }
const PRIVATE = { EndpointConfiguration: { Types: ['PRIVATE'] } }
const body = (paths: object, more: Record<string, unknown> = {}) =>
  resources({ Api: of('AWS::ApiGateway::RestApi', { Body: { openapi: '3.0.1', info: { title: 'Shop' }, paths, ...more } }) })
const backend = { 'x-amazon-apigateway-integration': { type: 'http_proxy', uri: 'https://orders.internal.example', httpMethod: 'GET' } }
const preflight: TestMethod = { integration: { Type: 'MOCK' } }

export const doors = [
  ...casesOf('open-method', [
    [
      'a method without authorization',
      restTemplate({ routes: { 'GET /a': http() } }),
      ['warning Method0: GET /a of test-api answers everybody: its AuthorizationType is NONE, and nothing says why.'],
    ],
    [
      'nothing behind it',
      restTemplate({ routes: { 'GET /a': mockOf('a') } }),
      ['info Method0: GET /a of test-api answers everybody: its AuthorizationType is NONE, and nothing says why.'],
    ],
    [
      'in an OpenAPI body',
      body(
        { '/a': { get: backend, 'x-amazon-apigateway-any-method': { ...backend, security: [{ signed: [] }] } } },
        {
          components: {
            securitySchemes: {
              signed: { type: 'apiKey', name: 'Authorization', in: 'header', 'x-amazon-apigateway-authtype': 'awsSigv4' },
            },
          },
        },
      ),
      ['warning Api: GET /a of Shop answers everybody: its AuthorizationType is NONE, and nothing says why.'],
    ],
    ['AWS_IAM', restTemplate({ routes: { 'GET /a': http(iam) } }), []],
    ['a reason', restTemplate({ routes: { 'GET /a': http({}, { 'portico:openReason': 'a probe' }) } }), []],
    ['a preflight', restTemplate({ routes: { 'OPTIONS /a': preflight } }), []],
    ['a policy that names who may come', restTemplate({ routes: { 'GET /a': http() }, api: { Policy: ours } }), []],
    ['a private API', restTemplate({ routes: { 'GET /a': http() }, api: { ...PRIVATE, Policy: ours } }), []],
  ]),
  ...casesOf('key-as-only-auth', [
    [
      'a key alone',
      restTemplate({ routes: { 'GET /a': http(key) } }),
      ['warning Method0: GET /a of test-api has nothing but an API key before it.'],
    ],
    ['a key and more', restTemplate({ routes: { 'GET /a': http({ ...key, ...iam }) } }), []],
    ['a reason', restTemplate({ routes: { 'GET /a': http(key, { 'portico:openReason': 'partners are known' }) } }), []],
  ]),
  ...casesOf('shadowed-by-proxy', [
    [
      'an open proxy beside what is guarded',
      restTemplate({ routes: { 'GET /orders': http(iam), 'ANY /{proxy+}': http() } }),
      ['warning Method1: POST /orders of test-api is answered by ANY /{proxy+} with NONE: the path has GET alone, with AWS_IAM.'],
    ],
    [
      'deeper, and by a key',
      restTemplate({ routes: { 'POST /v1/orders': http(iam), 'GET /v1/{rest+}': http(key) } }),
      ['warning Method1: GET /v1/orders of test-api is answered by GET /v1/{rest+} with API_KEY: the path has POST alone, with AWS_IAM.'],
    ],
    ['guarded alike', restTemplate({ routes: { 'GET /orders': http(iam), 'ANY /{proxy+}': http(iam) } }), []],
    ['every verb declared', restTemplate({ routes: { 'ANY /orders': http(iam), 'ANY /{proxy+}': http() } }), []],
    ['not beside it', restTemplate({ routes: { 'GET /orders': http(iam), 'ANY /files/{proxy+}': http() } }), []],
  ]),
  ...casesOf('any-plus-verb', [
    [
      'ANY asks for less',
      restTemplate({ routes: { 'ANY /a': http(), 'GET /a': http(iam) } }),
      ['warning Method0: ANY /a of test-api asks for NONE, where GET asks for AWS_IAM: it takes every verb that is not declared.'],
    ],
    ['ANY asks for more', restTemplate({ routes: { 'ANY /a': http(iam), 'GET /a': http() } }), []],
    ['ANY alone', restTemplate({ routes: { 'ANY /a': http(), 'GET /b': http(iam) } }), []],
  ]),
  ...casesOf('private-without-policy', [
    [
      'none',
      restTemplate({ routes: { 'GET /a': http() }, api: PRIVATE }),
      ['error Api: test-api is private and has no resource policy: it cannot be deployed.'],
    ],
    [
      'one for everybody',
      restTemplate({ routes: { 'GET /a': http() }, api: { ...PRIVATE, Policy: everybody } }),
      ['warning Api: test-api is private, and its policy lets in every VPC endpoint of every account.'],
    ],
    ['one for an endpoint', restTemplate({ routes: { 'GET /a': http() }, api: { ...PRIVATE, Policy: ours } }), []],
    ['in the body', body({ '/a': { get: backend } }, { 'x-amazon-apigateway-policy': ours }), []],
    ['a public API', restTemplate({ routes: { 'GET /a': http() } }), []],
  ]),
  ...casesOf('default-endpoint-with-domain', [
    [
      'both names',
      restTemplate({
        routes: {},
        resources: { Base: of('AWS::ApiGateway::BasePathMapping', { DomainName: 'a.example', RestApiId: { Ref: 'Api' } }) },
      }),
      ['warning Api: test-api has a custom domain, and still answers at its execute-api name.'],
    ],
    [
      'the domain alone',
      restTemplate({
        routes: {},
        api: { DisableExecuteApiEndpoint: true },
        resources: { Base: of('AWS::ApiGateway::BasePathMapping', { DomainName: 'a.example', RestApiId: { Ref: 'Api' } }) },
      }),
      [],
    ],
    ['no domain', restTemplate({ routes: {} }), []],
  ]),
  ...casesOf('weak-tls', [
    [
      'TLS 1.0',
      resources({ Name: of('AWS::ApiGateway::DomainName', { DomainName: 'a.example', SecurityPolicy: 'TLS_1_0' }) }),
      ['warning Name: a.example speaks TLS 1.0.'],
    ],
    ['TLS 1.2', resources({ Name: of('AWS::ApiGateway::DomainName', { DomainName: 'a.example', SecurityPolicy: 'TLS_1_2' }) }), []],
    ['not said', resources({ Name: of('AWS::ApiGateway::DomainName', { DomainName: 'a.example' }) }), []],
  ]),
]
