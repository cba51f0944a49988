import { type Case, documented, type Given, http, named, recorded, rendering, type Source, uncertain, type Wanted } from '../case'

type Line = readonly [what: string, template: string, rendered: Wanted, source: Source]

const MATRIX = documented('docs: api-gateway-mapping-template-reference')
const KEYS = recorded('facts/03, section 1')

const LINES: readonly Line[] = [
  ['account-id', '$context.accountId', '000000000000', MATRIX],
  ['api-id', '$context.apiId', '{ApiId}', MATRIX],
  ['deployment-id', '$context.deploymentId', '{Deployment}', KEYS],
  ['domain-name', '$context.domainName', '{ApiId}.execute-api.us-east-1.amazonaws.com', MATRIX],
  ['domain-prefix', '$context.domainPrefix', '{ApiId}', MATRIX],
  ['extended-request-id', '$context.extendedRequestId', '{@x-amz-apigw-id}', MATRIX],
  ['extended-request-id-form', '$context.extendedRequestId', /^[A-Za-z0-9+/_-]{15}=$/, recorded('facts/01, section 5')],
  ['http-method', '$context.httpMethod', 'GET', MATRIX],
  ['path', '$context.path', '/test/path', MATRIX],
  ['protocol', '$context.protocol', 'HTTP/1.1', MATRIX],
  ['request-id', '$context.requestId', '{@x-amzn-RequestId}', MATRIX],
  ['request-id-form', '$context.requestId', /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, MATRIX],
  ['request-time', '$context.requestTime', '02/Jan/2026:03:04:05 +0000', MATRIX],
  ['request-time-epoch', '$context.requestTimeEpoch', String(Date.UTC(2026, 0, 2, 3, 4, 5, 6)), MATRIX],
  ['resource-path', '$context.resourcePath', '/resource-path', MATRIX],
  ['resource-id', '$context.resourceId', '{Resourceresourcex2did}', MATRIX],
  ['stage', '$context.stage', 'test', MATRIX],
  ['source-ip', '$context.identity.sourceIp', '127.0.0.1', MATRIX],
  ['user-agent', '$context.identity.userAgent', 'browser/1.0', MATRIX],
  [
    'identity-of-nobody',
    '[$context.identity.caller$context.identity.user$context.identity.userArn$context.identity.accountId]',
    '[]',
    KEYS,
  ],
  ['unknown', '[$context.nothing]', '[]', KEYS],
  ['unknown-below-a-map', '[$context.identity.nothing]', '[]', KEYS],
  ['authorizer-without-an-authorizer', '[$context.authorizer.principalId]', '[]', MATRIX],
  ['by-get', "$context.get('stage') $context['stage']", 'test test', KEYS],
  ['operation-name-is-none', '[$context.operationName]', '[]', uncertain('facts/02, section 1')],
]
const KEY_SET =
  'resourceId, resourcePath, httpMethod, extendedRequestId, requestTime, path, accountId, protocol, requestOverride, stage, domainPrefix, requestTimeEpoch, requestId, identity, domainName, deploymentId, responseOverride, apiId'
const IDENTITY_KEYS =
  'cognitoIdentityPoolId, accountId, cognitoIdentityId, caller, sourceIp, principalOrgId, accessKey, cognitoAuthenticationType, cognitoAuthenticationProvider, userArn, userAgent, user'
const KEY_LINES: readonly Line[] = [
  ['key-set', '$context.keySet()', `[${KEY_SET}]`, KEYS],
  ['identity-key-set', '$context.identity.keySet()', `[${IDENTITY_KEYS}]`, KEYS],
  ['request-override-key-set', '$context.requestOverride.keySet()', '[path, header, querystring]', KEYS],
  ['response-override-key-set', '$context.responseOverride.keySet()', '[header]', KEYS],
]
const ALL = [...LINES, ...KEY_LINES]

const given: Given = {
  routes: {
    ...Object.fromEntries(ALL.map(([what, template]) => [`GET /${what}`, rendering(template)])),
    'GET /child/{id}': rendering('$context.path $context.resourcePath'),
    'ANY /verb': rendering('$context.httpMethod'),
    'GET /named': {
      ...rendering('$context.operationName'),
      method: { OperationName: 'GetNamed', MethodResponses: [{ StatusCode: '200' }] },
    },
    'GET /chosen': rendering('$context.requestId'),
    'GET /mapped': http('/', {
      RequestParameters: {
        'integration.request.header.X-Resource': 'context.resourceId',
        'integration.request.header.X-Nothing': 'context.nothing',
      },
    }),
    'GET /other': named('other'),
  },
  backend: {},
}
const CHOSEN = '0f0e0d0c-0b0a-4908-8706-050403020100'

export const CONTEXT: readonly Case[] = [
  ...ALL.map(
    ([what, , rendered, source]): Case => ({
      id: `rest.context.${what}`,
      given,
      when: { path: `/${what}`, headers: { 'User-Agent': 'browser/1.0' } },
      then: { status: 200, body: rendered },
      source,
    }),
  ),
  {
    id: 'rest.context.path-of-a-parameter',
    given,
    when: { path: '/child/a%20b?x=1' },
    then: { body: '/test/child/a%20b /child/{id}' },
    source: recorded('facts/02, section 1'),
  },
  { id: 'rest.context.method-of-any', given, when: { method: 'PUT', path: '/verb' }, then: { body: 'PUT' }, source: MATRIX },
  {
    id: 'rest.context.operation-name',
    given,
    when: { path: '/named' },
    then: { body: 'GetNamed' },
    source: uncertain('facts/02, section 1'),
  },
  {
    id: 'rest.context.request-id-of-the-client',
    given,
    when: { path: '/chosen', headers: { 'x-amzn-RequestId': CHOSEN } },
    then: { body: CHOSEN, headers: { 'x-amzn-RequestId': CHOSEN } },
    source: documented('docs: set-up-logging'),
  },
  {
    id: 'rest.context.request-id-of-the-client-that-is-none',
    given,
    when: { path: '/chosen', headers: { 'x-amzn-RequestId': 'mine' } },
    then: { body: /^[0-9a-f]{8}-/ },
    source: documented('docs: set-up-logging'),
  },
  {
    id: 'rest.context.mapped-to-a-header',
    given,
    when: { path: '/mapped' },
    then: { received: { headers: { 'X-Resource': '{Resourcemapped}' }, absent: ['X-Nothing'] } },
    source: recorded('facts/13, 322'),
  },
]
