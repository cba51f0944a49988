import { ECHO } from '../../support/rest-template'
import { type Case, documented, functionUri, type Given, type Request, recorded, type Source, type Then, uncertain } from '../case'

/** AWS_PROXY with mappings and templates, which it ignores. */
const mapped = {
  integration: {
    Type: 'AWS_PROXY',
    IntegrationHttpMethod: 'POST',
    Uri: functionUri('Echo'),
    RequestParameters: {
      'integration.request.header.X-Mapped': "'mapped'",
      'integration.request.querystring.mapped': "'mapped'",
      'integration.request.path.mapped': "'mapped'",
    },
    RequestTemplates: { 'application/json': '{"from":"a template"}' },
  },
}
const KEY = 'a-key-of-more-than-20-characters'
const functions = { Echo: ECHO }
const given: Given = {
  routes: {
    'ANY /echo': { fn: 'Echo' },
    'ANY /echo/{proxy+}': { fn: 'Echo' },
    'ANY /items/{id}/parts/{part}': { fn: 'Echo' },
    'POST /mapped': mapped,
    'GET /key': { fn: 'Echo', method: { ApiKeyRequired: true } },
    'GET /named': { fn: 'Echo', method: { OperationName: 'GetNamed' } },
  },
  functions,
  resources: {
    Key: { Type: 'AWS::ApiGateway::ApiKey', Properties: { Enabled: true, Value: KEY } },
    Plan: { Type: 'AWS::ApiGateway::UsagePlan', DependsOn: 'Stage', Properties: { ApiStages: [{ ApiId: { Ref: 'Api' }, Stage: 'test' }] } },
    PlanKey: {
      Type: 'AWS::ApiGateway::UsagePlanKey',
      Properties: { KeyId: { Ref: 'Key' }, KeyType: 'API_KEY', UsagePlanId: { Ref: 'Plan' } },
    },
  },
}
const variables: Given = { routes: { 'GET /echo': { fn: 'Echo' } }, functions, stage: { Variables: { colour: 'blue' } } }

const event = (what: string, when: Request, json: unknown, source: Source, more: Then = {}, api = given): Case => ({
  id: `rest.lambda-event.${what}`,
  given: api,
  when,
  then: { status: 200, json, ...more },
  source,
})
const get = (path: string, headers: Request['headers'] = {}): Request => ({ path, headers })
const post = (body: Request['body'], headers: Request['headers'] = {}): Request => ({
  method: 'POST',
  path: '/echo',
  headers,
  body: body ?? '',
})
const type = (value: string) => ({ 'Content-Type': value })

const KEYS = recorded('facts/02, section 1')
const PATHS = recorded('facts/01, section 2')
const HEADERS = recorded('facts/01, section 6')
const GUIDE = documented('docs: set-up-lambda-proxy-integrations')
const NULLS = {
  queryStringParameters: null,
  multiValueQueryStringParameters: null,
  pathParameters: null,
  stageVariables: null,
  body: null,
  isBase64Encoded: false,
}
const NOBODY = {
  accessKey: null,
  accountId: null,
  caller: null,
  cognitoAuthenticationProvider: null,
  cognitoAuthenticationType: null,
  cognitoIdentityId: null,
  cognitoIdentityPoolId: null,
  principalOrgId: null,
  user: null,
  userArn: null,
}
const context = (requestContext: object) => ({ requestContext })

export const LAMBDA_EVENT: readonly Case[] = [
  event('what-is-not-there-is-null', get('/echo'), NULLS, KEYS),
  event('resource-and-path', get('/echo/a/b'), { resource: '/echo/{proxy+}', path: '/echo/a/b', httpMethod: 'GET' }, KEYS),
  event('method', { method: 'PATCH', path: '/echo' }, { httpMethod: 'PATCH', ...context({ httpMethod: 'PATCH' }) }, KEYS),
  event('path-parameters', get('/items/7/parts/left'), { pathParameters: { id: '7', part: 'left' } }, KEYS),
  event('greedy-path-parameter', get('/echo/a/b'), { pathParameters: { proxy: 'a/b' } }, PATHS),
  event(
    'path-is-not-decoded',
    get('/echo/user/test%2Balias@x.com/plus/test+alias@x.com'),
    {
      path: '/echo/user/test%2Balias@x.com/plus/test+alias@x.com',
      pathParameters: { proxy: 'user/test%2Balias@x.com/plus/test+alias@x.com' },
      ...context({ path: '/test/echo/user/test%2Balias@x.com/plus/test+alias@x.com' }),
    },
    PATHS,
  ),
  event('trailing-slash', get('/echo/x/'), { path: '/echo/x/', pathParameters: { proxy: 'x' } }, PATHS),
  event('doubled-slash', get('/echo/x//y'), { path: '/echo/x//y', pathParameters: { proxy: 'x//y' } }, PATHS),
  event(
    'slashes-behind-the-stage',
    get('//echo/x'),
    { path: '/echo/x', pathParameters: { proxy: 'x' }, ...context({ path: '/test//echo/x' }) },
    PATHS,
  ),
  event(
    'slashes-before-the-stage',
    { path: '', target: '//test/echo/x' },
    { path: '/echo/x', ...context({ path: '/test/echo/x' }) },
    PATHS,
  ),
  event('body-is-text', post('{"a": 1}', type('application/json')), { body: '{"a": 1}', isBase64Encoded: false }, KEYS),
  event('empty-body-is-null', post(''), { body: null }, KEYS),
  event('body-of-get', { path: '/echo', body: 'text' }, { body: 'text' }, uncertain('facts/02, section 1')),
  event('utf-8-body', post('é€', type('text/plain')), { body: 'é€', isBase64Encoded: false }, GUIDE),
  event(
    'headers',
    get('/echo', { 'X-Custom': 'kept' }),
    { headers: { 'X-Custom': 'kept' }, multiValueHeaders: { 'X-Custom': ['kept'] } },
    KEYS,
  ),
  event('header-names-keep-their-case', get('/echo', { 'x-cUsToM': '1' }), { headers: { 'x-cUsToM': '1' } }, HEADERS),
  event(
    'respelled-headers',
    get('/echo', { authorization: 'token', 'user-agent': 'browser' }),
    {
      headers: { Authorization: 'token', 'User-Agent': 'browser' },
    },
    HEADERS,
    { without: ['headers.authorization', 'headers.user-agent'] },
  ),
  event(
    'repeated-header',
    get('/echo', { 'X-Two': ['1', '2'] }),
    { headers: { 'X-Two': '2' }, multiValueHeaders: { 'X-Two': ['1', '2'] } },
    KEYS,
  ),
  event('host', get('/echo'), { headers: { Host: '{ApiId}.execute-api.us-east-1.amazonaws.com' } }, HEADERS),
  event(
    'forwarded-headers',
    get('/echo'),
    { headers: { 'X-Forwarded-For': '127.0.0.1', 'X-Forwarded-Port': '443', 'X-Forwarded-Proto': 'https' } },
    HEADERS,
  ),
  event(
    'forwarded-for-goes-on',
    get('/echo', { 'X-Forwarded-For': '9.9.9.9' }),
    { headers: { 'X-Forwarded-For': '9.9.9.9, 127.0.0.1' } },
    uncertain('facts/01, section 6'),
  ),
  event('dropped-headers', post('x', { TE: 'trailers', 'Content-MD5': 'x', 'Max-Forwards': '5' }), {}, HEADERS, {
    without: ['headers.TE', 'headers.Content-MD5', 'headers.Max-Forwards', 'headers.Content-Length', 'headers.Connection'],
  }),
  event('stage-variables', get('/echo'), { stageVariables: { colour: 'blue' } }, KEYS, {}, variables),
  event(
    'mappings-are-ignored',
    { method: 'POST', path: '/mapped', body: '{"own":1}' },
    { body: '{"own":1}', queryStringParameters: null, pathParameters: null },
    recorded('facts/13, 284'),
    {
      without: ['headers.X-Mapped'],
    },
  ),
  event(
    'context-ids',
    get('/echo'),
    context({
      accountId: '000000000000',
      apiId: '{ApiId}',
      deploymentId: '{Deployment}',
      resourceId: '{Resourceecho}',
      resourcePath: '/echo',
      stage: 'test',
      requestId: '{@x-amzn-RequestId}',
      extendedRequestId: '{@x-amz-apigw-id}',
    }),
    KEYS,
  ),
  event(
    'context-domain',
    get('/echo'),
    context({ domainName: '{ApiId}.execute-api.us-east-1.amazonaws.com', domainPrefix: '{ApiId}' }),
    KEYS,
  ),
  event(
    'context-time',
    get('/echo'),
    context({ requestTime: '02/Jan/2026:03:04:05 +0000', requestTimeEpoch: Date.UTC(2026, 0, 2, 3, 4, 5, 6) }),
    KEYS,
  ),
  event('context-path-and-protocol', get('/echo/x?q=1'), context({ path: '/test/echo/x', protocol: 'HTTP/1.1', httpMethod: 'GET' }), KEYS),
  event(
    'identity',
    get('/echo', { 'User-Agent': 'browser' }),
    context({ identity: { ...NOBODY, sourceIp: '127.0.0.1', userAgent: 'browser' } }),
    KEYS,
  ),
  event('identity-without-user-agent', get('/echo'), context({ identity: { userAgent: null } }), KEYS),
  event('no-authorizer-without-one', get('/echo'), {}, KEYS, { without: ['requestContext.authorizer', 'requestContext.identity.apiKey'] }),
  event(
    'api-key',
    get('/key', { 'x-api-key': KEY }),
    context({ identity: { apiKey: KEY, apiKeyId: '{Key}' } }),
    documented('facts/02, section 1'),
  ),
  event('operation-name', get('/named'), context({ operationName: 'GetNamed' }), uncertain('facts/02, section 1')),
  event('no-canary-without-one', get('/echo'), {}, uncertain('facts/02, section 1'), { without: ['requestContext.isCanaryRequest'] }),
  event('no-further-members', get('/echo'), {}, KEYS, {
    without: ['version', 'rawPath', 'routeKey', 'cookies'],
  }),
]
