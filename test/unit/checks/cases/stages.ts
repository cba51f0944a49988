import { keyed, plans } from '../../../support/plans'
import { mockOf, restTemplate, type TestApi, type TestMethod } from '../../../support/rest-template'
import { casesOf, of } from './case'

const limit = (ResourcePath: string, HttpMethod: string, rate: number, burst: number, more: object = {}) => ({
  ResourcePath,
  HttpMethod,
  ThrottlingRateLimit: rate,
  ThrottlingBurstLimit: burst,
  ...more,
})
const setting = (more: object, HttpMethod = '*', ResourcePath = '/*') => ({ MethodSettings: [{ ResourcePath, HttpMethod, ...more }] })
const open = { 'GET /a': mockOf('a') }
const partner = { keys: ['acme'], Throttle: { RateLimit: 5, BurstLimit: 10 } }
const stage = (more: Record<string, unknown>, api: Partial<TestApi> = {}) => restTemplate({ routes: open, ...api, stage: more })
const caching = (more: object, verb?: string, path?: string) => ({
  CacheClusterEnabled: true,
  ...setting({ CachingEnabled: true, ...more }, verb, path),
})
const judge = {
  Judge: of('AWS::ApiGateway::Authorizer', {
    RestApiId: { Ref: 'Api' },
    Type: 'REQUEST',
    IdentitySource: 'method.request.header.X-Token, method.request.querystring.token',
    AuthorizerUri: 'arn:aws:apigateway:us-east-1:lambda:path/none',
  }),
}
const judged = (CacheKeyParameters: readonly string[], RequestParameters: object = {}): TestMethod => ({
  integration: { ...mockOf('a').integration, CacheKeyParameters, RequestParameters },
  method: { AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: 'Judge' } },
})
const cached = (route: TestMethod, kept: Record<string, unknown> = caching({})) =>
  restTemplate({ routes: { 'GET /a': route }, stage: kept, resources: judge })
const LEAK = [
  'warning Method0: GET /a of test-api is authorized, cached in test, and its cache key does not tell callers apart: one gets what was answered to another.',
]
const keys = (given: Parameters<typeof plans>[0], routes: TestApi['routes'] = { 'GET /k': keyed('k') }) =>
  restTemplate({ routes, resources: plans(given) })

export const stages = [
  ...casesOf('no-throttle', [
    ['nothing', stage({}), ['warning Stage: test-api test: nothing but the account limits GET /a.']],
    [
      'limits of another method',
      stage({ MethodSettings: [limit('/b', 'GET', 1, 1)] }, { routes: { ...open, 'GET /b': mockOf('b') } }),
      ['warning Stage: test-api test: nothing but the account limits GET /a.'],
    ],
    [
      'limits that are lifted, or no less than the account’s',
      stage(
        { MethodSettings: [limit('/*', '*', 10_000, 5000), limit('/a', 'GET', -1, -1)] },
        { routes: { ...open, 'GET /b': mockOf('b') } },
      ),
      ['warning Stage: test-api test: nothing but the account limits GET /a, GET /b.'],
    ],
    [
      'a key, one of whose plans limits nothing',
      keys({ Partner: partner, Free: { keys: ['beta'], Quota: { Limit: 1, Period: 'DAY' } } }),
      ['warning Stage: test-api test: nothing but the account limits GET /k.'],
    ],
    ['a limit for all', stage({ MethodSettings: [limit('/*', '*', 50, 100)] }), []],
    ['one of its own', stage({ MethodSettings: [limit('/~1a', 'GET', 50, 100)] }), []],
    ['that of a plan', keys({ Partner: partner }), []],
  ]),
  ...casesOf('no-access-log', [
    ['none', stage({}), ['warning Stage: test-api test writes no access log.']],
    ['one', stage({ AccessLogSetting: { DestinationArn: 'arn:aws:logs:us-east-1:1:log-group:a', Format: '$context.requestId' } }), []],
  ]),
  ...casesOf('data-trace-on', [
    ['for all', stage(setting({ DataTraceEnabled: true })), ['warning Stage: test-api test logs whole requests and responses.']],
    [
      'for one',
      stage(setting({ DataTraceEnabled: 'true' }, 'GET', '/a')),
      ['warning Stage: GET /a of test-api test logs whole requests and responses.'],
    ],
    ['off', stage(setting({ DataTraceEnabled: false, LoggingLevel: 'INFO' })), []],
  ]),
  ...casesOf('cache-not-caller-aware', [
    ['no key', cached(judged([])), LEAK],
    ['what all callers can have', cached(judged(['method.request.querystring.page', 'method.request.path.id'])), LEAK],
    [
      'a mapping of something else',
      cached(judged(['integration.request.header.who'], { 'integration.request.header.who': 'context.httpMethod' })),
      LEAK,
    ],
    ['what the authorizer reads', cached(judged(['method.request.header.X-Token'])), []],
    ['the other thing that it reads', cached(judged(['method.request.querystring.token'])), []],
    [
      'what the authorizer told',
      cached(judged(['integration.request.header.who'], { 'integration.request.header.who': 'context.authorizer.principalId' })),
      [],
    ],
    ['answers that are shared', cached({ ...judged([]), metadata: { 'portico:vary': 'shared' } }), []],
    ['nobody is asked', cached(mockOf('a')), []],
    ['no cache', cached(judged([]), {}), []],
  ]),
  ...casesOf('cache-on-write-verb', [
    [
      'a method’s own setting',
      stage(caching({}, 'POST', '/a'), { routes: { 'POST /a': mockOf('a') } }),
      ['warning Stage: POST /a of test-api is cached in test: what is sent again is answered without the backend.'],
    ],
    ['the setting for all is for GET alone', stage(caching({}), { routes: { 'POST /a': mockOf('a') } }), []],
    ['GET', stage(caching({}, 'GET', '/a')), []],
  ]),
  ...casesOf('cache-not-encrypted', [
    ['plain', stage(caching({})), ['warning Stage: test-api test keeps cached answers unencrypted.']],
    ['encrypted', stage(caching({ CacheDataEncrypted: true })), []],
    ['no cache', stage(setting({ CachingEnabled: true })), []],
  ]),
  ...casesOf('plan-unattached', [
    [
      'no stage',
      keys({ Partner: { ...partner, ApiStages: [] } }),
      ['warning Partner: The usage plan Partner binds nothing: it names no stage.'],
    ],
    [
      'no limit',
      keys({ Partner: { keys: ['acme'] } }),
      ['warning Partner: The usage plan Partner binds nothing: it has neither a throttle nor a quota.'],
    ],
    [
      'methods without keys',
      keys({ Partner: partner }, open),
      ['warning Partner: The usage plan Partner binds nothing: no method of its stages requires a key.'],
    ],
    [
      'no key',
      keys({ Partner: { ...partner, keys: [] } }),
      ['info Partner: The usage plan Partner binds nothing: the template puts no key into it.'],
    ],
    ['all of it', keys({ Partner: partner }), []],
  ]),
  ...casesOf('key-never-required', [
    [
      'a key in no plan',
      restTemplate({ routes: open, resources: { Loose: of('AWS::ApiGateway::ApiKey', { Name: 'loose' }) } }),
      ['warning Loose: No route asks for the API key loose: it is in no usage plan.'],
    ],
    [
      'methods without keys',
      keys({ Partner: partner }, open),
      ['warning Keyacme: No route asks for the API key acme: no method of its plans’ stages requires a key.'],
    ],
    ['a method that asks', keys({ Partner: partner }), []],
  ]),
  ...casesOf('secrets-in-stage-variables', [
    [
      'by its name',
      stage({ Variables: { dbPassword: 'hunter2' } }),
      ['warning Stage: The stage variable dbPassword of test-api test looks like a secret.'],
    ],
    [
      'by its value',
      stage({ Variables: { user: 'AKIAIOSFODNN7EXAMPLE' } }),
      ['warning Stage: The stage variable user of test-api test looks like a secret.'],
    ],
    [
      'where it is kept',
      stage({ Variables: { dbPassword: 'arn:aws:secretsmanager:us-east-1:1:secret:db', tokenPath: '/shop/token' } }),
      [],
    ],
    ['what is about one', stage({ Variables: { tokenTtl: '300', apiKeyHeader: 'x-key', tokensEnabled: 'yes' } }), []],
    ['configuration', stage({ Variables: { environment: 'dev', table: 'orders' } }), []],
  ]),
]
