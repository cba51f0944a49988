import { aws_apigateway as apigateway, Duration, type aws_lambda as lambda, aws_secretsmanager as secretsmanager } from 'aws-cdk-lib'
import { Auth, type CacheProps, RestGateway, type RestGatewayProps, Target } from '../../../lib'
import { inlineFunction, OPEN, synthesize } from './synthesize'

const cached = (cache: CacheProps, key = 'GET /orders/{id}', more: object = OPEN): RestGatewayProps => ({
  stages: { prod: { cacheSize: '0.5' } },
  routes: { [key]: { target: Target.mock(200), ...more, cache } as RestGatewayProps['routes'][string] },
})

test('a cached route: the stage has a cluster, the method its key, its path variables always in it', () => {
  const { only } = synthesize(cached({ ttl: Duration.minutes(1), key: ['query.page', 'header.Accept-Language'] }))
  expect(only('AWS::ApiGateway::Method').Properties).toMatchObject({
    RequestParameters: {
      'method.request.header.Accept-Language': false,
      'method.request.header.accept-language': false,
      'method.request.path.id': true,
      'method.request.querystring.page': false,
    },
    Integration: {
      CacheKeyParameters: [
        'method.request.header.Accept-Language',
        'method.request.header.accept-language',
        'method.request.path.id',
        'method.request.querystring.page',
      ],
    },
  })
  const { Properties } = only('AWS::ApiGateway::Stage')
  expect(Properties).toMatchObject({ CacheClusterEnabled: true, CacheClusterSize: '0.5' })
  expect(Properties['MethodSettings']).toEqual([
    expect.objectContaining({ ResourcePath: '/*', CachingEnabled: false }),
    expect.objectContaining({
      ResourcePath: '/~1orders~1{id}',
      HttpMethod: 'GET',
      CachingEnabled: true,
      CacheTtlInSeconds: 60,
      CacheDataEncrypted: true,
      ThrottlingRateLimit: 50,
    }),
  ])
})

test('what is not cached says so: taking a cache away turns it off', () => {
  const { only, warnings } = synthesize({ routes: { 'GET /orders': { ...OPEN, cache: {} } } })
  const { Properties } = only('AWS::ApiGateway::Stage')
  expect(Properties['CacheClusterEnabled']).toBe(false)
  for (const settings of Properties['MethodSettings']) expect(settings['CachingEnabled']).toBe(false)
  expect(warnings()).toEqual([expect.stringContaining('no stage has a cacheSize')])
})

test('that answers are shared is said in the template', () => {
  const { only } = synthesize(cached({ vary: 'shared' }, 'GET /orders', { auth: Auth.iam() }))
  expect(only('AWS::ApiGateway::Method').Metadata).toMatchObject({ 'portico:vary': 'shared' })
})

test('vary: caller adds what tells callers apart', () => {
  const authorized = (more: object) => {
    const { only } = synthesize(cached({ vary: 'caller' }, 'GET /orders', more), () => {})
    return only('AWS::ApiGateway::Method').Properties['Integration']['CacheKeyParameters']
  }
  expect(authorized({ auth: Auth.apiKeyOnly('partners') })).toEqual(['method.request.header.x-api-key'])
})

test('an authorizer’s header tells callers apart', () => {
  const { only } = synthesize({ routes: { 'GET /health': OPEN }, stages: { prod: { cacheSize: '0.5' } } }, (gateway, stack) => {
    const handler = inlineFunction(stack) as lambda.Function
    const authorizer = new apigateway.TokenAuthorizer(stack, 'Token', { handler })
    gateway.addRoute('GET /mine', { target: Target.mock(200), auth: Auth.custom(authorizer), cache: { vary: 'caller' } })
  })
  const settings = only('AWS::ApiGateway::Stage').Properties['MethodSettings'] as { ResourcePath: string; CachingEnabled: boolean }[]
  expect(settings.map(({ ResourcePath, CachingEnabled }) => [ResourcePath, CachingEnabled])).toEqual([
    ['/*', false],
    ['/~1mine', true],
  ])
})

test.each<[string, RestGatewayProps, RegExp]>([
  [
    'an authorized route that does not say whose',
    cached({}, 'GET /orders', { auth: Auth.apiKeyOnly('x') }),
    /does not say whose an answer is.*Fix: write vary/,
  ],
  ['a word that means nothing', cached({ vary: 'user' }), /Allowed: "caller", "shared"/],
  ['callers by signature', cached({ vary: 'caller' }, 'GET /orders', { auth: Auth.iam() }), /cannot tell callers apart/],
  ['a verb that changes something', cached({}, 'POST /orders'), /keeps answers of a verb that changes something\. Got: "POST"/],
  ['a key that names no parameter', cached({ key: ['id'] }), /names no parameter\. Got: "id"/],
  ['a path variable that is not there', cached({ key: ['path.name'] }), /Allowed: path\.id\. Fix: correct the name/],
  ['too long', cached({ ttl: Duration.hours(2) }), /Got: "7200 s"/],
  ['a size that is none', { ...cached({}), stages: { prod: { cacheSize: '1' } } }, /Allowed: 0\.5, 1\.6/],
])('refused: %s', (_what, props, message) => {
  expect(() => synthesize(props)).toThrow(message)
})

test('a key whose value is a secret is a reference in the template', () => {
  const { all } = synthesize({ routes: { 'GET /health': OPEN } }, (gateway, stack) => {
    const secret = secretsmanager.Secret.fromSecretNameV2(stack, 'Secret', 'acme-key')
    new RestGateway(stack, 'Second', { routes: { 'GET /x': OPEN }, usagePlans: { partner: { keys: [{ name: 'acme', secret }] } } })
    expect(gateway.api).toBeDefined()
  })
  const [key] = all('AWS::ApiGateway::ApiKey')
  expect(JSON.stringify(key?.Properties['Value'])).toContain('{{resolve:secretsmanager:')
})
