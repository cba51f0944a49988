import { oneApi, refusal } from './api'

const BAD = '400 BadRequestException '
const MAPPING = (error: string) => `${BAD}Invalid mapping expression specified: Validation Result: warnings : [], errors : [${error}]`
const LAMBDA = 'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:111111111111:function:f/invocations'

const stageVariable = (name: string) => ['$', '{stageVariables.', name, '}'].join('')

function apiWithMethod() {
  const api = oneApi()
  const place = { restApiId: api.restApiId, resourceId: api.resource('/{id}'), httpMethod: 'GET' }
  api.gw.PutMethod({
    ...place,
    authorizationType: 'NONE',
    requestParameters: { 'method.request.path.id': true, 'method.request.header.h': false },
  })
  const put = (members: object) => api.gw.PutIntegration({ ...place, type: 'MOCK', ...members })
  return { ...api, place, put }
}

test.each<[object, object]>([
  [{ type: 'MOCK', uri: 'ignored', integrationHttpMethod: 'GET' }, { type: 'MOCK' }],
  [
    { type: 'HTTP', integrationHttpMethod: 'POST', uri: 'http://example.com' },
    { type: 'HTTP', httpMethod: 'POST', uri: 'http://example.com', connectionType: 'INTERNET' },
  ],
  [
    { type: 'AWS_PROXY', integrationHttpMethod: 'POST', uri: LAMBDA, contentHandling: 'CONVERT_TO_TEXT', timeoutInMillis: 50 },
    { type: 'AWS_PROXY', httpMethod: 'POST', uri: LAMBDA, contentHandling: 'CONVERT_TO_TEXT', timeoutInMillis: 50 },
  ],
  [
    {
      type: 'HTTP_PROXY',
      integrationHttpMethod: 'ANY',
      uri: `https://${stageVariable('host')}/{id}`,
      connectionType: 'VPC_LINK',
      connectionId: stageVariable('v'),
    },
    {
      type: 'HTTP_PROXY',
      httpMethod: 'ANY',
      uri: `https://${stageVariable('host')}/{id}`,
      connectionType: 'VPC_LINK',
      connectionId: stageVariable('v'),
    },
  ],
  [
    { requestTemplates: { 'application/json': '{statusCode: 200}' } },
    { type: 'MOCK', requestTemplates: { 'application/json': '{statusCode: 200}' } },
  ],
])('PutIntegration %j', (given, expected) => {
  const { put, place, gw } = apiWithMethod()
  const integration = {
    passthroughBehavior: 'WHEN_NO_MATCH',
    timeoutInMillis: 29000,
    cacheNamespace: place.resourceId,
    cacheKeyParameters: [],
    ...expected,
  }
  expect(put(given)).toEqual(integration)
  expect(gw.GetMethod(place).methodIntegration).toEqual(integration)
})

test.each<[string, object, string]>([
  [
    'type',
    { type: 'HTTPS_PROXY', httpMethod: 'DELETE' },
    "400 ValidationException 1 validation error detected: Value 'HTTPS_PROXY' at 'putIntegrationInput.type' failed to satisfy constraint: Member must satisfy enum value set: [HTTP, MOCK, AWS_PROXY, HTTP_PROXY, AWS]",
  ],
  ['no method', { httpMethod: 'DELETE' }, '404 NotFoundException Invalid Method identifier specified'],
  ...(['HTTP', 'HTTP_PROXY', 'AWS'] as const).map((type): [string, object, string] => [
    `${type} without method`,
    { type, uri: 'http://example.com' },
    `${BAD}Enumeration value for HttpMethod must be non-empty`,
  ]),
  ...['non-uri', 'ftp://a', 'http://', 'http://a:22/', ''].map((uri): [string, object, string] => [
    `HTTP ${uri}`,
    { type: 'HTTP', integrationHttpMethod: 'GET', uri },
    `${BAD}Invalid HTTP endpoint specified for URI`,
  ]),
  ...[
    ['AWS', 'non-arn', 'Invalid ARN specified in the request'],
    ['AWS', 'arn:aws:iam::000000000000:role/x', 'AWS ARN for integration must contain path or action'],
    ['AWS_PROXY', 'arn:aws:lambda:us-east-1:1:function:f', 'AWS ARN for integration must contain path or action'],
    ['AWS_PROXY', 'bad-arn:aws:apigateway:us-east-1:lambda:path/x', 'Invalid ARN specified in the request'],
    [
      'AWS_PROXY',
      'arn:aws:apigateway:us-east-1:lambda:test/2015-03-31/functions/f/invocations',
      'AWS ARN for integration must contain path or action',
    ],
    ...['s3:path/b/k', 'dynamodb:action/Query', 'firehose:path/x', 'lambda:path/2015-03-31/functions/f', 'lambda:path/random/value'].map(
      (target) => [
        'AWS_PROXY',
        `arn:aws:apigateway:us-east-1:${target}`,
        "Integrations of type 'AWS_PROXY' currently only supports Lambda function and Firehose stream invocations.",
      ],
    ),
  ].map(([type, uri, error]): [string, object, string] => [
    `${type} ${uri}`,
    { type, integrationHttpMethod: 'POST', uri },
    `${BAD}${error}`,
  ]),
  [
    'boolean parameter',
    { requestParameters: { 'integration.request.header.a': true } },
    '400 SerializationException class java.lang.Boolean can not be converted to an String',
  ],
  [
    'number parameter',
    { requestParameters: { 'integration.request.header.a': 1 } },
    '400 SerializationException class com.amazon.coral.value.json.numbers.TruncatingBigNumber can not be converted to an String',
  ],
  ['wrong target', { requestParameters: { 'request.header.a': "'x'" } }, MAPPING('Invalid mapping expression specified: request.header.a')],
  [
    'wrong source',
    { requestParameters: { 'integration.request.header.a': 'true' } },
    MAPPING('Invalid mapping expression specified: true'),
  ],
  [
    'undeclared source',
    { requestParameters: { 'integration.request.header.a': 'method.request.header.no' } },
    MAPPING('Invalid mapping expression parameter specified: method.request.header.no'),
  ],
  ['time-out', { timeoutInMillis: 29_001 }, `${BAD}Timeout should be between 50 ms and 29000 ms`],
])('PutIntegration refuses %s', (_name, members, error) => {
  expect(refusal(() => apiWithMethod().put(members))).toBe(error)
})

test('sources of request parameters', () => {
  const sources = [
    'method.request.path.id',
    'method.request.multivalueheader.h',
    'method.request.body.a[0]',
    'context.requestId',
    'stageVariables.x',
    "'static text'",
  ]
  const requestParameters = Object.fromEntries(sources.map((source, i) => [`integration.request.header.h${i}`, source]))
  expect(apiWithMethod().put({ requestParameters }).requestParameters).toEqual(requestParameters)
})

test('UpdateIntegration patches every kind of member, and keeps the responses', () => {
  const { gw, put, place } = apiWithMethod()
  put({ type: 'HTTP', integrationHttpMethod: 'GET', uri: 'http://example.com', cacheKeyParameters: ['method.request.path.id'] })
  gw.PutIntegrationResponse({ ...place, statusCode: '200' })
  const patchOperations = [
    { op: 'replace' as const, path: '/uri', value: 'https://example.com/v2' },
    { op: 'replace' as const, path: '/timeoutInMillis', value: '7000' },
    { op: 'replace' as const, path: '/passthroughBehavior', value: 'NEVER' },
    { op: 'replace' as const, path: '/contentHandling', value: 'CONVERT_TO_TEXT' },
    { op: 'replace' as const, path: '/tlsConfig/insecureSkipVerification', value: 'true' },
    { op: 'add' as const, path: '/requestParameters/integration.request.header.x', value: "'y'" },
    { op: 'add' as const, path: '/requestTemplates/application~1json', value: '{}' },
    { op: 'remove' as const, path: '/cacheKeyParameters/method.request.path.id' },
  ]
  expect(gw.UpdateIntegration({ ...place, patchOperations })).toEqual({
    type: 'HTTP',
    httpMethod: 'GET',
    uri: 'https://example.com/v2',
    connectionType: 'INTERNET',
    timeoutInMillis: 7000,
    passthroughBehavior: 'NEVER',
    contentHandling: 'CONVERT_TO_TEXT',
    tlsConfig: { insecureSkipVerification: true },
    requestParameters: { 'integration.request.header.x': "'y'" },
    requestTemplates: { 'application/json': '{}' },
    cacheKeyParameters: [],
    cacheNamespace: place.resourceId,
    integrationResponses: { '200': { statusCode: '200' } },
  })
  const update = (op: string, path: string, value?: string) =>
    refusal(() => gw.UpdateIntegration({ ...place, patchOperations: [{ op: op as never, path, value }] }))
  expect(update('replace', '/type', 'MOCK')).toBe(`${BAD}Invalid patch path /type`)
  expect(update('replace', '/uri', 'x')).toBe(`${BAD}Invalid HTTP endpoint specified for URI`)
  expect(update('remove', '/requestTemplates/text~1plain')).toBe('404 NotFoundException Content-Type specified was not found')
  gw.DeleteIntegration(place)
  expect(refusal(() => gw.GetIntegration(place))).toBe('404 NotFoundException Invalid Integration identifier specified')
})

test('a VPC link can be named by a stage variable, and another one patched in', () => {
  const { gw, put, place } = apiWithMethod()
  const uri = 'http://nlb.test'
  put({ type: 'HTTP_PROXY', integrationHttpMethod: 'GET', uri, connectionType: 'VPC_LINK', connectionId: stageVariable('one') })
  const patchOperations = [{ op: 'replace' as const, path: '/connectionId', value: stageVariable('two') }]
  const patched = gw.UpdateIntegration({ ...place, patchOperations })
  expect(patched).toMatchObject({ connectionType: 'VPC_LINK', connectionId: stageVariable('two'), uri })
  expect(gw.GetIntegration(place)).toEqual(patched)
})

test('templates of integration responses: null stays null, patches add, replace and remove', () => {
  const { gw, put, place } = apiWithMethod()
  const ok = { ...place, statusCode: '200' }
  put({})
  const responseTemplates = { 'application/json': null as unknown as string }
  expect(gw.PutIntegrationResponse({ ...ok, responseTemplates })).toEqual({ statusCode: '200', responseTemplates })
  const update = (op: 'add' | 'replace' | 'remove', type: string, value?: string) =>
    gw.UpdateIntegrationResponse({ ...ok, patchOperations: [{ op, path: `/responseTemplates/${type}`, value }] }).responseTemplates
  expect(update('add', 'text~1plain', 'a')).toEqual({ 'application/json': null, 'text/plain': 'a' })
  expect(update('replace', 'text~1plain', 'b')).toEqual({ 'application/json': null, 'text/plain': 'b' })
  expect(update('remove', 'application~1json')).toEqual({ 'text/plain': 'b' })
})

test('integration responses: as given, overwritten, patched, deleted', () => {
  const { gw, put, place } = apiWithMethod()
  const ok = { ...place, statusCode: '200' }
  put({})
  expect(gw.PutIntegrationResponse({ ...ok, selectionPattern: '', responseTemplates: {} })).toEqual({
    statusCode: '200',
    selectionPattern: '',
    responseTemplates: {},
  })
  gw.PutIntegrationResponse({ ...ok, selectionPattern: 'o', responseTemplates: { 'application/json': 'overwrite' } })
  const patchOperations = [
    { op: 'replace' as const, path: '/selectionPattern', value: 'p' },
    { op: 'remove' as const, path: '/responseTemplates/application~1json' },
    { op: 'replace' as const, path: '/contentHandling', value: 'CONVERT_TO_TEXT' },
  ]
  const patched = { statusCode: '200', selectionPattern: 'p', contentHandling: 'CONVERT_TO_TEXT' }
  expect(gw.UpdateIntegrationResponse({ ...ok, patchOperations })).toEqual(patched)
  expect(gw.GetMethod(place).methodIntegration?.integrationResponses).toEqual({ '200': patched })
  gw.DeleteIntegrationResponse(ok)
  expect(gw.GetIntegration(place)).not.toHaveProperty('integrationResponses')
})

test('integration responses refuse what is recorded', () => {
  const { gw, put, place } = apiWithMethod()
  const ok = { ...place, statusCode: '200' }
  const NO_INTEGRATION = '404 NotFoundException Invalid Integration identifier specified'
  const CODE =
    "400 ValidationException 1 validation error detected: Value 'wrong' at 'statusCode' failed to satisfy constraint: Member must satisfy regular expression pattern: [1-5]\\d\\d"
  expect(refusal(() => gw.GetIntegrationResponse(ok))).toBe(NO_INTEGRATION)
  expect(refusal(() => gw.DeleteIntegrationResponse({ ...ok, httpMethod: 'POST' }))).toBe(NO_INTEGRATION)
  put({})
  expect(refusal(() => gw.GetIntegrationResponse({ ...ok, httpMethod: 'POST' }))).toBe(
    '404 NotFoundException Invalid Method identifier specified',
  )
  expect(refusal(() => gw.GetIntegrationResponse({ ...ok, resourceId: 'nope' }))).toBe(
    '404 NotFoundException Invalid Resource identifier specified',
  )
  for (const run of [gw.GetIntegrationResponse, gw.DeleteIntegrationResponse]) {
    expect(refusal(() => run(ok))).toBe('404 NotFoundException Invalid Response status code specified')
  }
  expect(refusal(() => gw.PutIntegrationResponse({ ...ok, statusCode: 'wrong' }))).toBe(CODE)
  expect(refusal(() => gw.GetIntegrationResponse({ ...ok, statusCode: 'wrong' }))).toBe(CODE)
  expect(refusal(() => gw.PutIntegrationResponse({ ...ok, responseTemplates: { '123': '' } }))).toBe(
    `${BAD}Validation Result: warnings : [], errors : [Invalid content type specified: 123]`,
  )
  const header = { responseParameters: { 'method.response.header.X': "'x'" } }
  expect(refusal(() => gw.PutIntegrationResponse({ ...ok, ...header }))).toBe(
    MAPPING('Invalid mapping expression parameter specified: method.response.header.X'),
  )
  gw.PutMethodResponse({ ...ok, responseParameters: { 'method.response.header.X': false } })
  expect(gw.PutIntegrationResponse({ ...ok, ...header })).toMatchObject(header)
})
