import { checkLimits } from '../../../emulator/assembly/limit-checks/index'
import { formatDiagnostic } from '../../../emulator/base/diagnostics'
import { seededIds } from '../../../emulator/base/ids'
import { Emulator } from '../../../emulator/index'
import { keyed, plans } from '../../support/plans'
import { mockOf, restTemplate, type TestApi, type TestMethod } from '../../support/rest-template'

const limit = (ResourcePath: string, HttpMethod: string, rate: number, burst: number, more: object = {}) => ({
  ResourcePath,
  HttpMethod,
  ThrottlingRateLimit: rate,
  ThrottlingBurstLimit: burst,
  ...more,
})
const limited = { MethodSettings: [limit('/*', '*', 50, 100)] }
const cached = { CacheClusterEnabled: true, MethodSettings: [limit('/*', '*', 50, 100, { CachingEnabled: true })] }
const partner = { keys: ['acme'], Throttle: { RateLimit: 5, BurstLimit: 10 } }
const forTest = (Throttle: object) => [{ ApiId: { Ref: 'Api' }, Stage: 'test', Throttle }]

/** What the rules say of an API, and where: code and message. */
async function findings(api: TestApi, account?: { rate: number; burst: number }): Promise<string[]> {
  await using emulator = new Emulator({ ids: seededIds(1), ...(account === undefined ? {} : { accountThrottle: account }) })
  const body = JSON.stringify(restTemplate(api))
  await emulator.deployments.deploy({ kind: 'template', name: 'test', body, file: undefined }, { strict: false })
  const said = checkLimits(emulator.call())
  expect(said.filter(({ subject, fix }) => subject === undefined || fix === undefined)).toEqual([])
  return said.map((diagnostic) => formatDiagnostic({ ...diagnostic, fix: undefined as never }).split('\n')[0] as string)
}

const open = { 'GET /a': mockOf('a') }
test.each<[string, TestApi, readonly string[]]>([
  ['a stage that limits its routes', { routes: open, stage: limited }, []],
  [
    'routes without any limit, once a stage',
    { routes: { ...open, 'POST /a': mockOf('a'), 'GET /b': mockOf('b') }, stage: { MethodSettings: [limit('/b', 'GET', 1, 1)] } },
    ['warning route-without-limit: test-api test: nothing but the account limits GET /a, POST /a.'],
  ],
  [
    'limits that are lifted, or no less than those of the account',
    { routes: { ...open, 'GET /b': mockOf('b') }, stage: { MethodSettings: [limit('/*', '*', 10_000, 5000), limit('/a', 'GET', -1, -1)] } },
    ['warning route-without-limit: test-api test: nothing but the account limits GET /a, GET /b.'],
  ],
  ['a route whose plans limit it', { routes: { 'GET /k': keyed('k') }, resources: plans({ Partner: partner }) }, []],
  [
    'a route with a key, one of whose plans limits nothing',
    {
      routes: { 'GET /k': keyed('k') },
      resources: plans({ Partner: partner, Free: { keys: ['beta'], Quota: { Limit: 1, Period: 'DAY' } } }),
    },
    ['warning route-without-limit: test-api test: nothing but the account limits GET /k.'],
  ],
  [
    'a plan without a stage, and its key',
    { routes: open, stage: limited, resources: plans({ Partner: { ...partner, ApiStages: [] } }) },
    [
      'warning plan-binds-nothing: The usage plan Partner binds nothing: it names no stage.',
      'warning key-not-asked-for: No route asks for the API key acme: no method of its plans’ stages requires a key.',
    ],
  ],
  [
    'a plan without a key',
    { routes: { 'GET /k': keyed('k') }, stage: limited, resources: plans({ Partner: { ...partner, keys: [] } }) },
    ['warning plan-binds-nothing: The usage plan Partner binds nothing: it has no key.'],
  ],
  [
    'a plan without limits',
    { routes: { 'GET /k': keyed('k') }, stage: limited, resources: plans({ Partner: { keys: ['acme'] } }) },
    ['warning plan-binds-nothing: The usage plan Partner binds nothing: it has neither a throttle nor a quota.'],
  ],
  [
    'a plan for methods without keys',
    { routes: open, stage: limited, resources: plans({ Partner: partner }) },
    [
      'warning plan-binds-nothing: The usage plan Partner binds nothing: no method of its stages requires a key.',
      'warning key-not-asked-for: No route asks for the API key acme: no method of its plans’ stages requires a key.',
    ],
  ],
  [
    'a key in no plan',
    {
      routes: open,
      stage: limited,
      resources: { Loose: { Type: 'AWS::ApiGateway::ApiKey', Properties: { Name: 'loose', Enabled: true } } },
    },
    ['warning key-not-asked-for: No route asks for the API key loose: it is in no usage plan.'],
  ],
  [
    'bursts above the account’s, and of nothing',
    {
      routes: { ...open, 'GET /k': keyed('k'), 'GET /none': mockOf('none') },
      stage: { MethodSettings: [limit('/*', '*', 50, 6000), limit('/none', 'GET', 50, 0)] },
      resources: plans({ Partner: { keys: ['acme'], Throttle: { RateLimit: 5, BurstLimit: 7000 } } }),
    },
    [
      'warning burst-out-of-reach: The burst of GET /a of test-api test is 6000, and can never be reached: the account lets 5000 through at once.',
      'warning burst-out-of-reach: The burst of GET /k of test-api test is 6000, and can never be reached: the account lets 5000 through at once.',
      'warning burst-out-of-reach: The burst of GET /none of test-api test is 0: no request is let through.',
      'warning burst-out-of-reach: The burst of the usage plan Partner is 7000, and can never be reached: the account lets 5000 through at once.',
    ],
  ],
  [
    'bursts of methods in a plan above the plan’s, or the stage’s',
    {
      routes: { 'GET /k': keyed('k'), 'GET /l': keyed('l') },
      stage: { MethodSettings: [limit('/*', '*', 50, 8)] },
      resources: plans({
        Partner: {
          ...partner,
          ApiStages: forTest({ '/k/GET': { RateLimit: 1, BurstLimit: 11 }, '/l/GET': { RateLimit: 1, BurstLimit: 9 } }),
        },
      }),
    },
    [
      'warning burst-out-of-reach: The burst of /k/GET in the usage plan Partner is 11, and can never be reached: the plan lets 10 through at once.',
      'warning burst-out-of-reach: The burst of /l/GET in the usage plan Partner is 9, and can never be reached: the method in the stage lets 8 through at once.',
    ],
  ],
])('%s', async (_title, api, expected) => {
  expect(await findings(api)).toEqual(expected)
})

test('a raised account lets larger bursts come', async () => {
  const api = { routes: open, stage: { MethodSettings: [limit('/*', '*', 50, 6000)] } }
  expect(await findings(api, { rate: 20_000, burst: 6000 })).toEqual([])
})

const signed = (method: TestMethod, CacheKeyParameters: readonly string[], RequestParameters: object = {}): TestMethod => ({
  integration: { ...method.integration, CacheKeyParameters, RequestParameters },
  method: { ...method.method, AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: 'Authorizer' } },
})
const authorizer = (IdentitySource: string, Type = 'REQUEST') => ({
  Authorizer: {
    Type: 'AWS::ApiGateway::Authorizer',
    Properties: {
      RestApiId: { Ref: 'Api' },
      Name: 'told',
      Type,
      IdentitySource,
      AuthorizerUri: 'arn:aws:apigateway:us-east-1:lambda:path/none',
    },
  },
})
const LEAK =
  'warning cache-leaks: GET /a of test-api test is authorized and cached, and its cache key does not tell callers apart: one gets what was answered to another.'

test.each<[string, TestMethod, readonly string[]]>([
  ['no key', signed(mockOf('a'), []), [LEAK]],
  ['a key that all callers can have', signed(mockOf('a'), ['method.request.querystring.page', 'method.request.path.id']), [LEAK]],
  ['what the authorizer reads', signed(mockOf('a'), ['method.request.header.X-Token']), []],
  ['the other thing that it reads', signed(mockOf('a'), ['method.request.querystring.token']), []],
  [
    'what the authorizer told',
    signed(mockOf('a'), ['integration.request.header.who'], { 'integration.request.header.who': 'context.authorizer.principalId' }),
    [],
  ],
  [
    'a mapping of something else',
    signed(mockOf('a'), ['integration.request.header.who'], { 'integration.request.header.who': 'context.httpMethod' }),
    [LEAK],
  ],
  ['nothing, and nobody is asked', mockOf('a'), []],
])('an authorized route cached by %s', async (_title, method, expected) => {
  const resources = authorizer('method.request.header.X-Token, method.request.querystring.token')
  expect(await findings({ routes: { 'GET /a': method }, stage: cached, resources })).toEqual(expected)
  const uncached = await findings({ routes: { 'GET /a': method }, stage: limited, resources })
  expect(uncached).toEqual([])
})

test('a method that says that its answers are shared', async () => {
  const template = restTemplate({
    routes: { 'GET /a': signed(mockOf('a'), []) },
    stage: cached,
    resources: authorizer('method.request.header.X'),
  })
  const method = template.Resources['Method0'] as Record<string, unknown>
  const shared = { ...template, Resources: { ...template.Resources, Method0: { ...method, Metadata: { 'portico:vary': 'shared' } } } }
  await using emulator = new Emulator({ ids: seededIds(1) })
  await emulator.deployments.deploy({ kind: 'template', name: 'test', body: JSON.stringify(shared), file: undefined }, { strict: false })
  expect(checkLimits(emulator.call())).toEqual([])
})
