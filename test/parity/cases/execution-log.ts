import {
  type Case,
  documented,
  functionUri,
  type Given,
  named,
  type Request,
  recorded,
  rendering,
  type Source,
  type Then,
  uncertain,
} from '../case'

const LINES = recorded('facts/06, section 2')
const LEVELS = documented('docs: set-up-logging')
const UNSURE = uncertain('facts/06, section 2')

const given = (logging: object): Given => ({
  routes: {
    'GET /echo': { fn: 'Echo' },
    'GET /mock': rendering('{"page": "$input.params(\'page\')"}'),
    'GET /fails': { fn: 'Fails' },
    'GET /odd': { fn: 'Odd' },
    'GET /private': named('secret', { AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: 'Authorizer' } }),
    'GET /slow': named('slow'),
    'POST /orders': named('made', { RequestValidatorId: { Ref: 'Validator' }, RequestModels: { 'application/json': { Ref: 'Order' } } }),
  },
  functions: {
    Echo: 'exports.handler = async () => ({ statusCode: 200, body: "hello" })',
    Fails: 'exports.handler = async () => { throw new Error("out of tea") }',
    Odd: 'exports.handler = async () => "no proxy response"',
    Denies: `exports.handler = async () => ({
      principalId: 'ada',
      policyDocument: { Version: '2012-10-17', Statement: [{ Action: '*', Effect: 'Deny', Resource: '*' }] },
    })`,
  },
  stage: {
    MethodSettings: [
      { ResourcePath: '/*', HttpMethod: '*', ...logging },
      { ResourcePath: '/slow', HttpMethod: 'GET', ...logging, ThrottlingRateLimit: 1, ThrottlingBurstLimit: 0 },
    ],
  },
  resources: {
    Validator: { Type: 'AWS::ApiGateway::RequestValidator', Properties: { RestApiId: { Ref: 'Api' }, ValidateRequestBody: true } },
    Order: {
      Type: 'AWS::ApiGateway::Model',
      Properties: {
        RestApiId: { Ref: 'Api' },
        ContentType: 'application/json',
        Name: 'Order',
        Schema: { type: 'object', required: ['a'] },
      },
    },
    Asked: {
      Type: 'AWS::Lambda::Permission',
      Properties: { Action: 'lambda:InvokeFunction', FunctionName: { Ref: 'Denies' }, Principal: 'apigateway.amazonaws.com' },
    },
    Authorizer: {
      Type: 'AWS::ApiGateway::Authorizer',
      Properties: {
        Name: 'denies',
        RestApiId: { Ref: 'Api' },
        Type: 'TOKEN',
        IdentitySource: 'method.request.header.Authorization',
        AuthorizerUri: functionUri('Denies'),
      },
    },
  },
})
const info = given({ LoggingLevel: 'INFO' })
const traced = given({ LoggingLevel: 'INFO', DataTraceEnabled: true })
const errors = given({ LoggingLevel: 'ERROR' })
const off = given({ LoggingLevel: 'OFF' })

const one = (what: string, level: Given, when: Request, executionLog: NonNullable<Then['executionLog']>, source: Source): Case => ({
  id: `rest.execution-log.${what}`,
  given: level,
  when,
  then: { executionLog },
  source,
})

const EXTENDED = 'Extended Request Id: {@x-amz-apigw-id}'
const VERIFYING = 'Verifying Usage Plan for request: {@x-amzn-requestid}. API Key:  API Stage: {ApiId}/test'
const OPEN = (method: string) =>
  `API Key  authorized because method '${method}' does not require API Key. Request will not contribute to throttle or quota limits`
const PASSED = 'Usage Plan check succeeded for API Key  and API Stage {ApiId}/test'
const STARTING = 'Starting execution for request: {@x-amzn-requestid}'
const head = (method: string) => [EXTENDED, VERIFYING, OPEN(method), PASSED, STARTING]
const invocations = (name: string) =>
  `https://lambda.us-east-1.amazonaws.com/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:${name}/invocations`
const RECEIVED = /^Received response\. Status: 200, Integration latency: \d+ ms$/
const ENDPOINT_ID = /^AWS Integration Endpoint RequestId : [0-9a-f-]{36}$/

export const EXECUTION_LOG: readonly Case[] = [
  one(
    'proxied-function',
    traced,
    { path: '/echo?a=1', headers: { Accept: 'application/json', Authorization: 'Bearer abcdef123456' } },
    [
      ...head('GET /echo'),
      'HTTP Method: GET, Resource Path: /echo',
      'Method request path: {}',
      'Method request query string: {a=1}',
      /^Method request headers: \{.*Accept=application\/json, Authorization=\*+123456.*\}$/,
      'Method request body before transformations: ',
      `Endpoint request URI: ${invocations('Echo')}`,
      /^Endpoint request headers: \{x-amzn-lambda-integration-tag=[0-9a-f-]{36}, Authorization=\*+, X-Amz-Date=20260102T030405Z, x-amzn-apigateway-api-id=\w{10}, X-Amz-Source-Arn=arn:aws:execute-api:us-east-1:000000000000:\w{10}\/test\/GET\/echo, Accept=application\/json, User-Agent=AmazonAPIGateway_\w{10}, X-Amz-Security-Token=\*+ \[TRUNCATED\]$/,
      /^Endpoint request body after transformations: \{"resource":"\/echo",.* \[TRUNCATED\]$/,
      `Sending request to ${invocations('Echo')}`,
      RECEIVED,
      'Endpoint response body before transformations: {"statusCode":200,"body":"hello"}',
      /^Endpoint response headers: \{Date=.*\}$/,
      'Method response body after transformations: hello',
      /^Method response headers: \{X-Amzn-Trace-Id=Root=.*, Content-Type=application\/json\}$/,
      'Successfully completed execution',
      'Method completed with status: 200',
      ENDPOINT_ID,
    ],
    LINES,
  ),
  one(
    'proxied-function-without-data',
    info,
    { path: '/echo' },
    [
      ...head('GET /echo'),
      'HTTP Method: GET, Resource Path: /echo',
      'Method request path: {}',
      'Method request query string: {}',
      `Endpoint request URI: ${invocations('Echo')}`,
      `Sending request to ${invocations('Echo')}`,
      RECEIVED,
      'Successfully completed execution',
      'Method completed with status: 200',
      ENDPOINT_ID,
    ],
    LEVELS,
  ),
  one(
    'mock-with-templates',
    traced,
    { path: '/mock?page=2' },
    [
      ...head('GET /mock'),
      'HTTP Method: GET, Resource Path: /mock',
      'Method request path: {}',
      'Method request query string: {page=2}',
      /^Method request headers: \{.*\}$/,
      'Method request body before transformations: ',
      'Method response body after transformations: {"page": "2"}',
      'Method response headers: {Content-Type=application/json}',
      'Successfully completed execution',
      'Method completed with status: 200',
    ],
    LINES,
  ),
  one(
    'authorizer-that-denies',
    info,
    { path: '/private', headers: { Authorization: 'a-token-aaaaaa' } },
    [
      EXTENDED,
      'Starting authorizer: {Authorizer} for request: {@x-amzn-requestid}',
      'Incoming identity: ********aaaaaa',
      `Endpoint request URI: ${invocations('Denies')}`,
      `Sending request to ${invocations('Denies')}`,
      RECEIVED,
      'Using valid authorizer policy for principal: ada',
      'Successfully completed authorizer execution',
      'User is not authorized to access this resource with an explicit deny in an identity-based policy',
      'Method completed with status: 403',
    ],
    UNSURE,
  ),
  one(
    'authorizer-without-a-token',
    info,
    { path: '/private' },
    [
      EXTENDED,
      'Starting authorizer: {Authorizer} for request: {@x-amzn-requestid}',
      'Incoming identity: ',
      'Unauthorized request: {@x-amzn-requestid}',
      'Method completed with status: 401',
    ],
    LINES,
  ),
  one(
    'throttled',
    info,
    { path: '/slow' },
    [
      EXTENDED,
      VERIFYING,
      /^Key throttle limit exceeded for RestApi \w{10}, Stage test, Resource \w{6}, HttpMethod GET\./,
      'Method completed with status: 429',
    ],
    UNSURE,
  ),
  one(
    'body-that-is-not-valid',
    info,
    { method: 'POST', path: '/orders', headers: { 'Content-Type': 'application/json' }, body: '{}' },
    [
      ...head('POST /orders'),
      'HTTP Method: POST, Resource Path: /orders',
      'Method request path: {}',
      'Method request query string: {}',
      'Request body does not match model schema for content type application/json: [object has missing required properties (["a"])]',
      'Method completed with status: 400',
    ],
    LINES,
  ),
  one(
    'function-that-fails',
    info,
    { path: '/fails' },
    [
      ...head('GET /fails'),
      'HTTP Method: GET, Resource Path: /fails',
      'Method request path: {}',
      'Method request query string: {}',
      `Endpoint request URI: ${invocations('Fails')}`,
      `Sending request to ${invocations('Fails')}`,
      RECEIVED,
      /^Lambda execution failed with status 200 due to customer function error: out of tea\. Lambda request id: [0-9a-f-]{36}$/,
      'Method completed with status: 502',
      ENDPOINT_ID,
    ],
    LINES,
  ),
  one(
    'malformed-answer',
    errors,
    { path: '/odd' },
    ['Execution failed due to configuration error: Malformed Lambda proxy response', 'Method completed with status: 502'],
    LINES,
  ),
  one(
    'errors-only',
    errors,
    { path: '/fails' },
    [
      /^Lambda execution failed with status 200 due to customer function error: out of tea\. Lambda request id: [0-9a-f-]{36}$/,
      'Method completed with status: 502',
    ],
    LEVELS,
  ),
  one('errors-only-and-there-is-none', errors, { path: '/mock' }, [], LEVELS),
  one('off', off, { path: '/fails' }, [], LEVELS),
]
