import {
  type Case,
  type ControlCall,
  documented,
  type Given,
  http,
  httpProxy,
  named,
  type Request,
  type SignedBy,
  type Source,
  type Step,
  type Then,
  uncertain,
} from '../case'

const DOCS = documented('docs: api-gateway-caching')
const FACTS = documented('facts/05, section 4')
const GUESS = uncertain('facts/05, section 4')

const settings = (ResourcePath: string, HttpMethod: string, more: object = {}) => ({
  ResourcePath,
  HttpMethod,
  CachingEnabled: true,
  ...more,
})
const all = (more: object = {}) => ({ MethodSettings: [settings('/*', '*', more)] })
const cluster = (more: object = {}) => ({ CacheClusterEnabled: true, CacheClusterSize: '0.5', ...all(), ...more })
/** A route to the backend whose answers are kept by these parameters. */
const keyedBy = (path: string, parameters: readonly string[], more: object = {}, method: object = {}) =>
  httpProxy(
    path,
    { CacheKeyParameters: parameters, ...more },
    {
      RequestParameters: Object.fromEntries(parameters.filter((name) => name.startsWith('method.')).map((name) => [name, false])),
      ...method,
    },
  )

/** Answers the path; the target echoes what else was asked. */
const api = (stage: object = cluster(), more: Partial<Given> = {}): Given => ({
  stage: stage as Record<string, unknown>,
  backend: {},
  ...more,
  routes: {
    'GET /users': keyedBy('/users', ['method.request.querystring.type']),
    'POST /users': httpProxy('/users'),
    ...more.routes,
  },
})

const users: Request = { path: '/users?type=admin' }
const kept: Then = { status: 200, received: false }
const fresh: Then = { status: 200, received: {} }
const one = (what: string, given: Given, when: readonly Step[], then: Then, source: Source): Case => ({
  id: `rest.caching.${what}`,
  given: { ...given },
  when,
  then,
  source,
})
const seconds = (count: number) => ({ advance: { seconds: count } })
const patch = (path: string, value: string): ControlCall => ({
  call: 'PATCH /restapis/{ApiId}/stages/test',
  body: { patchOperations: [{ op: 'replace', path, value }] },
})
const renew = (more: Partial<Request> = {}): Request => ({ ...users, headers: { 'Cache-Control': 'max-age=0' }, ...more })
const anybody = patch('/*/*/caching/requireAuthorizationForCacheControl', 'false')
const strategy = (value: string) => patch('/*/*/caching/unauthorizedCacheControlHeaderStrategy', value)
const WARNING = '199 Cache-control headers were ignored because the caller was unauthorized.'

const policy = (action: string) => ({
  Policy: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: '*', Action: action, Resource: 'execute-api:/*' }] },
})
const user = (name: string, ...actions: readonly string[]) => ({
  [name]: {
    Type: 'AWS::IAM::User',
    Properties: {
      UserName: name,
      Policies: [
        { PolicyName: 'p', PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] } },
      ],
    },
  },
  [`${name}Key`]: { Type: 'AWS::IAM::AccessKey', Properties: { UserName: { Ref: name } } },
})
const signedApi = api(cluster(), {
  routes: { 'GET /users': keyedBy('/users', ['method.request.querystring.type'], {}, { AuthorizationType: 'AWS_IAM' }) },
  resources: { ...user('Owner', 'execute-api:Invoke', 'execute-api:InvalidateCache'), ...user('Reader', 'execute-api:Invoke') },
})
const by = (key: string): { signed: SignedBy } => ({ signed: { key } })

const sized = (bytes: number) =>
  api(cluster(), { routes: { 'GET /users': httpProxy('/large') }, backend: { '/large': { body: 'x'.repeat(bytes) } } })
const answers = (status: number) => api(cluster(), { routes: { 'GET /users': httpProxy('/answer') }, backend: { '/answer': { status } } })
const canary = (more: object): ControlCall => ({
  call: 'POST /restapis/{ApiId}/deployments',
  body: { stageName: 'test', canarySettings: { percentTraffic: 100, ...more } },
})
const traffic = (percent: string) => patch('/canarySettings/percentTraffic', percent)

export const CACHING: readonly Case[] = [
  one('answered-without-the-backend', api(), [users, users], kept, DOCS),
  one('same-answer', api(), [users, users], { body: /"url":"\/users\?type=admin"/, headers: { 'Content-Type': 'application/json' } }, DOCS),
  one('an-id-of-its-own', api(), [users, users], { headers: { 'x-amzn-RequestId': /^[0-9a-f-]{36}$/, 'x-amz-apigw-id': /=$/ } }, GUESS),
  one('x-cache-is-cloudfronts', api(), [users, users], { ...kept, headers: { 'X-Cache': 'Miss from cloudfront' } }, DOCS),
  one('ttl-of-300-s', api(), [users, seconds(299), users], kept, DOCS),
  one('after-300-s', api(), [users, seconds(300), users], fresh, DOCS),
  one('ttl-of-the-setting', api(cluster(all({ CacheTtlInSeconds: 60 }))), [users, seconds(60), users], fresh, DOCS),
  one('ttl-of-an-hour', api(cluster(all({ CacheTtlInSeconds: 3600 }))), [users, seconds(3599), users], kept, DOCS),
  one('ttl-0-disables', api(cluster(all({ CacheTtlInSeconds: 0 }))), [users, users], fresh, DOCS),
  one('ttl-is-not-prolonged-by-hits', api(), [users, seconds(200), users, seconds(200), users], fresh, GUESS),
  one('without-a-cluster', api(all()), [users, users], fresh, FACTS),
  one('without-a-setting', api({ CacheClusterEnabled: true }), [users, users], fresh, GUESS),
  one(
    'disabled-for-the-method',
    api(cluster({ MethodSettings: [settings('/*', '*'), settings('/users', 'GET', { CachingEnabled: false })] })),
    [users, users],
    fresh,
    DOCS,
  ),
  one('enabled-for-the-method-alone', api(cluster({ MethodSettings: [settings('/users', 'GET')] })), [users, users], kept, DOCS),
  one(
    'get-only',
    api(),
    [
      { ...users, method: 'POST' },
      { ...users, method: 'POST' },
    ],
    fresh,
    DOCS,
  ),
  one(
    'another-method-when-set',
    api(cluster({ MethodSettings: [settings('/users', 'POST')] })),
    [
      { ...users, method: 'POST' },
      { ...users, method: 'POST' },
    ],
    kept,
    DOCS,
  ),
  one(
    'methods-apart',
    api(cluster({ MethodSettings: [settings('/users', 'POST'), settings('/users', 'GET')] })),
    [users, { ...users, method: 'POST' }],
    fresh,
    FACTS,
  ),
  one('encrypted', api(cluster(all({ CacheDataEncrypted: true }))), [users, users], kept, DOCS),
  one('key-parameter-tells-apart', api(), [users, { path: '/users?type=regular' }], fresh, DOCS),
  one(
    'other-parameters-do-not',
    api(),
    [{ path: '/users?type=admin&department=A' }, { path: '/users?type=admin&department=B' }],
    { ...kept, body: /department=A/ },
    DOCS,
  ),
  one('an-empty-parameter-is-none', api(), [{ path: '/users' }, { path: '/users?type=' }], kept, GUESS),
  one(
    'several-key-parameters',
    api(cluster(), { routes: { 'GET /users': keyedBy('/users', ['method.request.querystring.a', 'method.request.querystring.b']) } }),
    [{ path: '/users?a=x&b=y' }, { path: '/users?a=xy&b=' }],
    fresh,
    DOCS,
  ),
  one(
    'header-in-the-key',
    api(cluster(), { routes: { 'GET /users': keyedBy('/users', ['method.request.header.Accept-Language']) } }),
    [
      { path: '/users', headers: { 'Accept-Language': 'de' } },
      { path: '/users', headers: { 'Accept-Language': 'en' } },
    ],
    fresh,
    DOCS,
  ),
  one(
    'header-not-in-the-key',
    api(),
    [
      { ...users, headers: { 'Accept-Language': 'de' } },
      { ...users, headers: { 'Accept-Language': 'en' } },
    ],
    kept,
    DOCS,
  ),
  one(
    'path-in-the-key',
    api(cluster(), { routes: { 'GET /users/{id}': keyedBy('/users', ['method.request.path.id']) } }),
    [{ path: '/users/1' }, { path: '/users/2' }],
    fresh,
    DOCS,
  ),
  one(
    'path-not-in-the-key',
    api(cluster(), { routes: { 'GET /users/{id}': httpProxy('/users') } }),
    [{ path: '/users/1' }, { path: '/users/2' }],
    kept,
    DOCS,
  ),
  one(
    'greedy-path-in-the-key',
    api(cluster(), { routes: { 'ANY /{proxy+}': keyedBy('/any', ['method.request.path.proxy']) } }),
    [{ path: '/a/b' }, { path: '/a/c' }],
    fresh,
    FACTS,
  ),
  one(
    'any-caches-get',
    api(cluster(), { routes: { 'ANY /{proxy+}': keyedBy('/any', ['method.request.path.proxy']) } }),
    [{ path: '/a/b' }, { path: '/a/b' }],
    kept,
    GUESS,
  ),
  one(
    'any-caches-nothing-else',
    api(cluster(), { routes: { 'ANY /{proxy+}': keyedBy('/any', ['method.request.path.proxy']) } }),
    [
      { path: '/a/b', method: 'PUT' },
      { path: '/a/b', method: 'PUT' },
    ],
    fresh,
    GUESS,
  ),
  one(
    'integration-parameter-in-the-key',
    api(cluster(), {
      routes: {
        'GET /users': keyedBy(
          '/users',
          ['integration.request.querystring.kind'],
          {
            RequestParameters: { 'integration.request.querystring.kind': 'method.request.querystring.type' },
          },
          { RequestParameters: { 'method.request.querystring.type': false } },
        ),
      },
    }),
    [users, { path: '/users?type=regular' }],
    fresh,
    DOCS,
  ),
  one(
    'namespace-shared-by-resources',
    api(cluster(), {
      routes: { 'GET /one': httpProxy('/one', { CacheNamespace: 'both' }), 'GET /two': httpProxy('/two', { CacheNamespace: 'both' }) },
    }),
    [{ path: '/one' }, { path: '/two' }],
    { ...kept, body: /"url":"\/one"/ },
    FACTS,
  ),
  one(
    'namespace-of-the-resource',
    api(cluster(), { routes: { 'GET /one': httpProxy('/one'), 'GET /two': httpProxy('/two') } }),
    [{ path: '/one' }, { path: '/two' }],
    fresh,
    FACTS,
  ),
  one('largest-answer', sized(1_048_576), [users, users], { ...kept, size: 1_048_576 }, DOCS),
  one('larger-than-the-largest', sized(1_048_577), [users, users], { ...fresh, size: 1_048_577 }, DOCS),
  one('status-of-a-client-error', answers(404), [users, users], { status: 404, received: false }, GUESS),
  one('status-of-a-server-error', answers(500), [users, users], { status: 500, received: {} }, GUESS),
  one(
    'refusals-of-the-gateway',
    api(cluster(), {
      routes: {
        'GET /users': http('/none', {
          IntegrationHttpMethod: 'GET',
          IntegrationResponses: [{ StatusCode: '200', SelectionPattern: '299' }],
        }),
      },
    }),
    [users, users],
    { status: 500, received: {} },
    GUESS,
  ),
  one(
    'streamed',
    api(cluster(), { routes: { 'GET /users': httpProxy('/users', { ResponseTransferMode: 'STREAM' }) } }),
    [users, users],
    fresh,
    FACTS,
  ),
  one(
    'lambda-proxy',
    {
      stage: cluster() as Record<string, unknown>,
      functions: {
        Count: 'let n = 0; exports.handler = async () => ({ statusCode: 200, headers: { "X-N": String(++n) }, body: "n" + n })',
      },
      routes: { 'GET /count': { fn: 'Count' } },
    },
    [{ path: '/count' }, { path: '/count' }],
    { body: 'n1', headers: { 'X-N': '1' } },
    DOCS,
  ),
  one(
    'mapped-answer',
    api(cluster(), {
      routes: {
        'GET /mapped': http('/users', {
          IntegrationHttpMethod: 'GET',
          IntegrationResponses: [{ StatusCode: '200', ResponseTemplates: { 'application/json': '$context.requestId' } }],
        }),
      },
    }),
    [{ path: '/mapped' }, { path: '/mapped' }],
    { ...kept, body: /^[0-9a-f-]{36}$/ },
    FACTS,
  ),
  one(
    'compressed-for-who-asks',
    api(cluster(), { api: { MinimumCompressionSize: 0 } }),
    [users, { ...users, headers: { 'Accept-Encoding': 'gzip' } }],
    { ...kept, headers: { 'Content-Encoding': 'gzip' } },
    GUESS,
  ),
  one(
    'validation-comes-before',
    api(cluster(), {
      routes: {
        'GET /users': keyedBy(
          '/users',
          [],
          {},
          { RequestValidatorId: { Ref: 'Validator' }, RequestParameters: { 'method.request.querystring.type': true } },
        ),
      },
      resources: {
        Validator: {
          Type: 'AWS::ApiGateway::RequestValidator',
          Properties: { RestApiId: { Ref: 'Api' }, ValidateRequestParameters: true },
        },
      },
    }),
    [users, { path: '/users' }],
    { status: 400, body: /Missing required request parameters/ },
    FACTS,
  ),
  one(
    'keys-come-before',
    api(cluster(), { routes: { 'GET /keyed': { ...named('keyed'), method: { ...named('keyed').method, ApiKeyRequired: true } } } }),
    [{ path: '/keyed' }],
    { status: 403 },
    FACTS,
  ),
  one(
    'authorization-comes-before',
    signedApi,
    [{ ...users, ...by('ReaderKey') }, users],
    { status: 403, body: /Missing Authentication Token/ },
    FACTS,
  ),
  one('flushed', api(), [users, { call: 'DELETE /restapis/{ApiId}/stages/test/cache/data' }, users], fresh, DOCS),
  one('flush-answers-202', api(), [{ call: 'DELETE /restapis/{ApiId}/stages/test/cache/data' }], { status: 202 }, FACTS),
  one('filled-again-after-a-flush', api(), [users, { call: 'DELETE /restapis/{ApiId}/stages/test/cache/data' }, users, users], kept, DOCS),
  one('resized', api(), [users, patch('/cacheClusterSize', '1.6'), users], fresh, DOCS),
  one(
    'switched-off-and-on',
    api(),
    [users, patch('/cacheClusterEnabled', 'false'), patch('/cacheClusterEnabled', 'true'), users],
    fresh,
    DOCS,
  ),
  one('another-setting-drops-nothing', api(), [users, patch('/*/*/caching/ttlInSeconds', '600'), users], kept, GUESS),
  one('redeployed', api(), [users, { call: 'POST /restapis/{ApiId}/deployments', body: { stageName: 'test' } }, users], fresh, GUESS),
  one('renewed-by-anybody', api(), [anybody, users, renew()], fresh, DOCS),
  one('renewed-for-all', api(), [anybody, users, renew({ path: '/users?type=admin&by=me' }), users], { ...kept, body: /by=me/ }, DOCS),
  one('renewed-among-directives', api(), [anybody, users, renew({ headers: { 'cache-control': 'no-store, Max-Age=0' } })], fresh, GUESS),
  one('renewed-by-no-cache', api(), [anybody, users, renew({ headers: { 'Cache-Control': 'no-cache' } })], fresh, GUESS),
  one('other-ages-renew-nothing', api(), [anybody, users, renew({ headers: { 'Cache-Control': 'max-age=10' } })], kept, GUESS),
  one(
    'renewed-by-whom-a-policy-lets',
    signedApi,
    [
      { ...users, ...by('OwnerKey') },
      { ...renew(), ...by('OwnerKey') },
    ],
    { ...fresh, absent: ['Warning'] },
    DOCS,
  ),
  one(
    'renewed-by-nobody-else',
    signedApi,
    [
      { ...users, ...by('OwnerKey') },
      { ...renew(), ...by('ReaderKey') },
    ],
    { ...kept, headers: { Warning: WARNING } },
    DOCS,
  ),
  one('renewed-under-a-resource-policy', api(cluster(), { api: policy('execute-api:*') }), [users, renew()], fresh, GUESS),
  one('a-resource-policy-that-only-invokes', api(cluster(), { api: policy('execute-api:Invoke') }), [users, renew()], kept, GUESS),
  one('unauthorized-with-a-warning', api(), [users, renew()], { ...kept, headers: { Warning: WARNING } }, DOCS),
  one('unauthorized-with-a-warning-at-a-miss', api(), [renew()], { ...fresh, headers: { Warning: WARNING } }, GUESS),
  one('the-warning-is-not-kept', api(), [renew(), users], { ...kept, absent: ['Warning'] }, GUESS),
  one(
    'unauthorized-without-a-warning',
    api(),
    [strategy('SUCCEED_WITHOUT_RESPONSE_HEADER'), users, renew()],
    { ...kept, absent: ['Warning'] },
    DOCS,
  ),
  one('unauthorized-with-403', api(), [strategy('FAIL_WITH_403'), users, renew()], { status: 403, received: false }, DOCS),
  one('directive-without-a-cache', api(all()), [strategy('FAIL_WITH_403'), renew()], { ...fresh, absent: ['Warning'] }, GUESS),
  one('canary-without-the-stage-cache', api(), [canary({}), users, users], fresh, documented('docs: canary-release')),
  one('canary-with-the-stage-cache', api(), [canary({ useStageCache: true }), users, users], kept, documented('docs: canary-release')),
  one('canary-of-another-deployment', api(), [users, canary({ useStageCache: true }), users], fresh, documented('docs: canary-release')),
  one(
    'canary-of-the-same-deployment',
    api(),
    [users, traffic('100.0'), patch('/canarySettings/useStageCache', 'true'), users],
    kept,
    documented('docs: canary-release'),
  ),
  one(
    'canary-does-not-serve-the-stage',
    api(),
    [canary({ useStageCache: true }), users, traffic('0.0'), users],
    fresh,
    documented('docs: canary-release'),
  ),
]
