import {
  type Case,
  documented,
  functionUri,
  type Given,
  http,
  recorded,
  rendering,
  type Source,
  type TestInvoke,
  type Then,
  uncertain,
} from '../case'

const ECHO = 'exports.handler = async (event) => event'
const given: Given = {
  routes: {
    'GET /pets/{petId}': rendering('{"pet": "$input.params(\'petId\')", "q": "$input.params(\'q\')"}'),
    'ANY /pets/{petId}/{part}': rendering('ok'),
    'POST /lambda': {
      integration: { Type: 'AWS', IntegrationHttpMethod: 'POST', Uri: functionUri('Echo'), IntegrationResponses: [{ StatusCode: '200' }] },
      method: { MethodResponses: [{ StatusCode: '200' }] },
    },
    'GET /bad-endpoint': http('', { IntegrationHttpMethod: 'GET', Uri: 'http://${stageVariables.nobody}/x' }),
    'GET /variables': rendering('$stageVariables.colour'),
    'GET /stage': rendering('$context.stage $context.identity.sourceIp'),
    'POST /type': rendering("$input.params('Content-Type')"),
    'GET /key': { ...rendering('open'), method: { ApiKeyRequired: true, MethodResponses: [{ StatusCode: '200' }] } },
    'POST /proxy': { fn: 'Proxy' },
    'GET /undeployed': rendering('one'),
  },
  functions: { Echo: ECHO, Proxy: 'exports.handler = async (event) => ({ body: event.body })' },
  stage: { Variables: { colour: 'of the stage' } },
  backend: {},
}
const one = (what: string, when: TestInvoke, then: Then, source: Source): Case => ({
  id: `rest.test-invoke.${what}`,
  given,
  when,
  then,
  source,
})
const pet: TestInvoke = { testInvoke: '/pets/{petId}', pathWithQueryString: '/pets/123' }
const lambda: TestInvoke = { testInvoke: '/lambda', method: 'POST', headers: { 'X-Mine': 'as written', 'x-lower': '1' } }

const MAPS = recorded('facts/13, 230')
const BAD = recorded('facts/13, 234')
const LINES = recorded('facts/13, 235')
const END = recorded('facts/13, 236')
const EMPTY = recorded('facts/13, 237')
const LOG = recorded('facts/06, section 2')
const URI =
  /^https:\/\/lambda\.us-east-1\.amazonaws\.com\/2015-03-31\/functions\/arn:aws:lambda:us-east-1:000000000000:function:Echo\/invocations$/.source.slice(
    1,
    -1,
  )

export const TEST_INVOKE: readonly Case[] = [
  one(
    'answer',
    pet,
    { status: 200, json: { status: 200, body: '{"pet": "123", "q": ""}', headers: { 'Content-Type': 'application/json' } } },
    LOG,
  ),
  one(
    'multi-value-headers',
    pet,
    { json: { multiValueHeaders: { 'Content-Type': ['application/json'] } } },
    documented('docs: how-to-test-method'),
  ),
  one('path-parameters-print-as-a-map', pet, { log: ['Method request path: {petId=123}'] }, MAPS),
  one(
    'several-entries',
    { testInvoke: '/pets/{petId}/{part}', method: 'ANY', pathWithQueryString: '/pets/1/left' },
    { log: ['Method request path: {petId=1, part=left}'] },
    MAPS,
  ),
  one(
    'query-string-prints-as-a-map',
    { ...pet, pathWithQueryString: '/pets/1?q=2&r=3' },
    { log: ['Method request query string: {q=2, r=3}'] },
    MAPS,
  ),
  one('empty-maps', pet, { log: ['Method request query string: {}', 'Method request headers: {}'] }, MAPS),
  one(
    'order-of-the-log',
    pet,
    {
      log: [
        /^Execution log for request [0-9a-f-]{36}$/,
        /^Starting execution for request: [0-9a-f-]{36}$/,
        'HTTP Method: GET, Resource Path: /pets/123',
        'Method request path: {petId=123}',
        'Method request query string: {}',
        'Method request headers: {}',
        'Method request body before transformations: ',
        'Method response body after transformations: {"pet": "123", "q": ""}',
        'Method response headers: {Content-Type=application/json}',
        'Successfully completed execution',
        'Method completed with status: 200',
      ],
    },
    LOG,
  ),
  one('mock-has-no-endpoint-lines', pet, { notInLog: [/^Endpoint/, /^Sending request/] }, LOG),
  one('no-path-shows-the-resources', { testInvoke: '/pets/{petId}' }, { log: ['HTTP Method: GET, Resource Path: /pets/{petId}'] }, LOG),
  one('times-of-the-log', pet, { json: { log: /\nFri Jan 02 03:04:05 UTC 2026 : Starting execution/ } }, LOG),
  one(
    'bad-endpoint',
    { testInvoke: '/bad-endpoint' },
    {
      status: 200,
      json: { status: 500, body: '{"message": "Internal server error"}', headers: { 'x-amzn-ErrorType': 'InternalServerErrorException' } },
      without: ['headers.Content-Type', 'headers.x-amzn-RequestId'],
    },
    BAD,
  ),
  one(
    'bad-endpoint-log',
    { testInvoke: '/bad-endpoint' },
    {
      log: ['Execution failed due to configuration error: Invalid endpoint address', 'Method completed with status: 500'],
      notInLog: [/^Endpoint/, /^Sending request/, /^Successfully/],
    },
    BAD,
  ),
  one(
    'endpoint-of-a-function',
    lambda,
    {
      log: [
        /^Method request body before transformations: /,
        new RegExp(`^Endpoint request URI: ${URI}$`),
        /^Endpoint request headers: \{x-amzn-lambda-integration-tag=[0-9a-f-]{36}, Authorization=\*+/,
        /^Endpoint request body after transformations: /,
        new RegExp(`^Sending request to ${URI}$`),
        /^Received response\. Status: 200, Integration latency: \d+ ms$/,
        /^Endpoint response headers: \{Date=/,
        /^Endpoint response body before transformations: /,
        /^Method response body after transformations: /,
        /^Method response headers: /,
        'Successfully completed execution',
        'Method completed with status: 200',
      ],
    },
    LINES,
  ),
  one(
    'endpoint-request-headers',
    lambda,
    {
      log: [
        /^Endpoint request headers: \{x-amzn-lambda-integration-tag=.*, Authorization=\*+[^,]*, X-Amz-Date=\d{8}T\d{6}Z, x-amzn-apigateway-api-id=[a-z0-9]{10}, .*Accept=application\/json, User-Agent=AmazonAPIGateway_[a-z0-9]{10}, X-Amz-Security-Token=.* \[TRUNCATED\]$/,
      ],
    },
    LINES,
  ),
  one(
    'endpoint-response-headers',
    lambda,
    {
      log: [
        /^Endpoint response headers: \{Date=[^=]+ GMT, Content-Type=application\/json, Content-Length=\d+, Connection=keep-alive, x-amzn-RequestId=[0-9a-f-]{36}, x-amzn-Remapped-Content-Length=0, X-Amz-Executed-Version=\$LATEST, X-Amzn-Trace-Id=[^}]+\}$/,
      ],
    },
    LINES,
  ),
  one(
    'response-headers-of-a-function',
    lambda,
    { log: [/^Method response headers: \{X-Amzn-Trace-Id=Root=1-[^,}]+, Content-Type=application\/json\}$/] },
    END,
  ),
  one(
    'only-two-headers',
    lambda,
    {
      json: { headers: { 'X-Amzn-Trace-Id': /^Root=1-/, 'Content-Type': 'application/json' } },
      without: ['headers.x-amzn-RequestId', 'headers.x-amz-apigw-id', 'headers.Date', 'headers.Content-Length'],
    },
    END,
  ),
  one('no-body-is-an-empty-event', lambda, { json: { status: 200, body: '{}' } }, EMPTY),
  one('headers-as-written', lambda, { log: ['Method request headers: {X-Mine=as written, x-lower=1}'] }, EMPTY),
  one(
    'authorization-is-masked',
    { ...lambda, headers: { Authorization: 'secret-token' } },
    { log: ['Method request headers: {Authorization=******-token}'] },
    LOG,
  ),
  one(
    'body',
    { ...lambda, body: '{"a":1}' },
    { json: { body: '{"a":1}' }, log: ['Method request body before transformations: {"a":1}'] },
    LOG,
  ),
  one(
    'stage-variables-are-given',
    { testInvoke: '/variables', stageVariables: { colour: 'given' } },
    { json: { body: 'given' } },
    documented('docs: how-to-test-method'),
  ),
  one('stage-variables-of-no-stage', { testInvoke: '/variables' }, { json: { body: '' } }, uncertain('facts/01, section 8')),
  one('stage', { testInvoke: '/stage' }, { json: { body: 'test-invoke-stage test-invoke-source-ip' } }, recorded('facts/01, section 8')),
  one('needs-no-api-key', { testInvoke: '/key' }, { json: { status: 200, body: 'open' } }, documented('docs: how-to-test-method')),
  one('proxy-function', { testInvoke: '/proxy', method: 'POST', body: 'text' }, { json: { status: 200, body: 'text' } }, LOG),
  {
    id: 'rest.test-invoke.as-it-stands-not-as-deployed',
    given: { ...given },
    when: [
      {
        call: 'PATCH /restapis/{ApiId}/resources/{Resourceundeployed}/methods/GET/integration/responses/200',
        body: { patchOperations: [{ op: 'replace', path: '/responseTemplates/application~1json', value: 'two' }] },
      },
      { testInvoke: '/undeployed' },
    ],
    then: { json: { body: 'two' } },
    source: documented('docs: how-to-test-method'),
  },
]
