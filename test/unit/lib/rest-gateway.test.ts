import { aws_apigateway as apigateway, Duration, aws_iam as iam } from 'aws-cdk-lib'
import { Auth, defineRest, type RouteProps, Target } from '../../../lib'
import { inlineFunction, OPEN, synthesize } from './synthesize'

test('what nobody asked for is safe: regional, throttled, logged for a month, one stage, no console permissions', () => {
  const { all, only, template } = synthesize({ defaultAuth: Auth.iam(), routes: { 'GET /orders': { target: Target.mock(200) } } })
  expect(only('AWS::ApiGateway::RestApi').Properties).toEqual({ Name: 'Shop', EndpointConfiguration: { Types: ['REGIONAL'] } })
  expect(only('AWS::ApiGateway::Method').Properties).toMatchObject({ AuthorizationType: 'AWS_IAM', ApiKeyRequired: false })
  const stage = only('AWS::ApiGateway::Stage')
  expect(stage.Properties['StageName']).toBe('prod')
  expect(stage.Properties['MethodSettings']).toEqual([
    {
      HttpMethod: '*',
      ResourcePath: '/*',
      ThrottlingRateLimit: 50,
      ThrottlingBurstLimit: 100,
      CachingEnabled: false,
      MetricsEnabled: false,
      DataTraceEnabled: false,
    },
  ])
  const logs = only('AWS::Logs::LogGroup')
  expect(logs).toMatchObject({ Properties: { RetentionInDays: 30 }, DeletionPolicy: 'Delete' })
  const { DestinationArn, Format } = stage.Properties['AccessLogSetting']
  expect(JSON.stringify(DestinationArn)).toContain(`":log-group:",{"Ref":"${logs.id}"}]`)
  expect(JSON.parse(Format)).toMatchObject({ requestId: '$context.requestId', status: '$context.status' })
  expect(stage.DependsOn).toEqual([only('AWS::ApiGateway::Account').id])
  expect(all('AWS::IAM::Role').map((role) => role.DeletionPolicy)).toEqual(['Retain'])
  expect(all('AWS::ApiGateway::RequestValidator')).toEqual([])
  const [output] = Object.values(template.findOutputs('*'))
  expect(JSON.stringify(output?.['Value'])).toContain(`"/",{"Ref":"${stage.id}"},"/"`)
})

test('a method gets what its route says, and keeps the ids of the L2', () => {
  const routes: Record<string, RouteProps> = {
    'GET /orders/{id}': {
      ...OPEN,
      query: ['limit'],
      headers: ['x-tenant'],
      operationName: 'GetOrder',
      description: 'One order',
      timeout: Duration.seconds(3),
    },
    'POST /orders': { target: Target.mock(201), auth: Auth.apiKeyOnly('partners'), body: { type: 'object' } },
    'PUT /orders': { target: Target.mock(200), auth: Auth.iam(), body: { type: 'object' }, apiKey: true, query: ['force'] },
    'PATCH /orders': { target: Target.mock(200), auth: Auth.iam(), body: { type: 'object' } },
    'ANY /': OPEN,
  }
  const { all, find, stack } = synthesize({ routes })
  const ids = (type: string) => Object.keys(find(type))
  const path = ['Shop', 'Api', 'Default', 'orders', '{id}', 'GET', 'Resource']
  const method = path.reduce((node, id) => node.findChild(id).node, stack.node).scopes.at(-1) as apigateway.CfnMethod
  expect(stack.resolve(method.logicalId)).toMatch(/^ShopApiordersidGET/)
  const byVerb = Object.fromEntries(all('AWS::ApiGateway::Method').map((found) => [found.Properties['HttpMethod'], found]))
  const validators = find('AWS::ApiGateway::RequestValidator')
  const kinds = Object.fromEntries(
    Object.entries(validators).map(([id, { Properties: p }]) => [id, [p['ValidateRequestBody'], p['ValidateRequestParameters']]]),
  )
  expect(byVerb['GET']?.Properties).toMatchObject({
    OperationName: 'GetOrder',
    RequestParameters: { 'method.request.querystring.limit': true, 'method.request.header.x-tenant': true },
    Integration: { Type: 'MOCK', TimeoutInMillis: 3000 },
  })
  expect(byVerb['GET']?.Metadata).toEqual({ 'portico:description': 'One order', 'portico:openReason': 'a test' })
  expect(byVerb['POST']?.Properties).toMatchObject({ AuthorizationType: 'NONE', ApiKeyRequired: true })
  expect(byVerb['PUT']?.Properties).toMatchObject({ AuthorizationType: 'AWS_IAM', ApiKeyRequired: true })
  expect(byVerb['ANY']?.Properties['ResourceId']).toEqual({ 'Fn::GetAtt': [ids('AWS::ApiGateway::RestApi')[0], 'RootResourceId'] })
  // One validator for each kind and one model for each schema, however many routes.
  expect(Object.values(kinds).sort()).toEqual([
    [false, true],
    [true, false],
    [true, true],
  ])
  expect(['GET', 'POST', 'PUT', 'PATCH', 'ANY'].map((verb) => kinds[byVerb[verb]?.Properties['RequestValidatorId']?.Ref ?? ''])).toEqual([
    [false, true],
    [true, false],
    [true, true],
    [true, false],
    undefined,
  ])
  const [model, ...others] = all('AWS::ApiGateway::Model')
  expect(others).toEqual([])
  expect(model?.Properties['Schema']).toEqual({ $schema: 'http://json-schema.org/draft-04/schema#', type: 'object' })
  expect(byVerb['PUT']?.Properties['RequestModels']).toEqual({ 'application/json': { Ref: ids('AWS::ApiGateway::Model')[0] } })
})

test('an authorizer of aws-apigateway guards the routes that name it', () => {
  const { only, find } = synthesize({ routes: { 'GET /health': OPEN } }, (gateway, scope) => {
    const handler = inlineFunction(scope)
    gateway.addRoute('GET /orders', {
      target: Target.mock(200),
      auth: Auth.custom(new apigateway.TokenAuthorizer(scope, 'Token', { handler })),
    })
  })
  const guarded = Object.values(find('AWS::ApiGateway::Method')).find(({ Properties }) => Properties['AuthorizationType'] === 'CUSTOM')
  expect(guarded?.Properties['AuthorizerId']).toEqual({ Ref: only('AWS::ApiGateway::Authorizer').id })
})

test('stages, plans and keys', () => {
  const { all, find, only, warnings } = synthesize(
    defineRest({
      throttle: { rate: 5, burst: 6 },
      metrics: true,
      stages: {
        dev: { variables: { table: 'a' }, accessLog: { enabled: false } },
        prod: { throttle: { rate: 7, burst: 8 }, description: 'live', tracing: true },
      },
      usagePlans: {
        partner: {
          throttle: { rate: 1, burst: 2 },
          quota: { limit: 10, per: 'WEEK', offset: 3 },
          keys: ['acme', 'umbrella'],
          stages: ['prod'],
        },
        trial: { keys: ['acme', { name: 'fixed', value: 'a-value-of-twenty-chars' }], stages: ['dev'] },
      },
      defaultAuth: 'iam',
      routes: {
        'GET /orders/{id}': { target: Target.mock(200), throttle: { rate: 0.5, burst: 1 }, apiKey: true },
        'GET /': { target: Target.mock(200), throttle: { rate: 3, burst: 4 } },
      },
    }),
  )
  const settings = Object.fromEntries(
    all('AWS::ApiGateway::Stage').map(({ Properties: p }) => [
      p['StageName'],
      p['MethodSettings'].map((s: Record<string, unknown>) => [
        s['ResourcePath'],
        s['HttpMethod'],
        s['ThrottlingRateLimit'],
        s['ThrottlingBurstLimit'],
        s['MetricsEnabled'],
      ]),
    ]),
  )
  const routes = [
    ['/~1orders~1{id}', 'GET', 0.5, 1, true],
    ['/', 'GET', 3, 4, true],
  ]
  expect(settings).toEqual({ dev: [['/*', '*', 5, 6, true], ...routes], prod: [['/*', '*', 7, 8, true], ...routes] })
  const stages = Object.fromEntries(
    Object.entries(find('AWS::ApiGateway::Stage')).map(([id, stage]) => [stage.Properties['StageName'], { id, ...stage }]),
  )
  expect(stages['dev']?.Properties).toMatchObject({ Variables: { table: 'a' } })
  expect(stages['dev']?.Properties['AccessLogSetting']).toBeUndefined()
  expect(stages['prod']?.Properties).toMatchObject({ Description: 'live', TracingEnabled: true })
  const plans = Object.fromEntries(
    Object.entries(find('AWS::ApiGateway::UsagePlan')).map(([id, plan]) => [plan.Properties['Description'], { id, ...plan }]),
  )
  expect(plans['partner']?.Properties).toMatchObject({
    ApiStages: [{ ApiId: { Ref: only('AWS::ApiGateway::RestApi').id }, Stage: { Ref: stages['prod']?.id } }],
    Throttle: { RateLimit: 1, BurstLimit: 2 },
    Quota: { Limit: 10, Period: 'WEEK', Offset: 3 },
  })
  const keys = Object.fromEntries(
    Object.entries(find('AWS::ApiGateway::ApiKey')).map(([id, key]) => [key.Properties['Description'], { id, ...key }]),
  )
  expect(Object.keys(keys)).toEqual(['acme', 'umbrella', 'fixed'])
  expect(keys['fixed']?.Properties['Value']).toBe('a-value-of-twenty-chars')
  const bound = all('AWS::ApiGateway::UsagePlanKey').map(({ Properties: p }) => [p['UsagePlanId'].Ref, p['KeyId'].Ref])
  expect(bound.sort()).toEqual(
    [
      [plans['partner']?.id, keys['acme']?.id],
      [plans['partner']?.id, keys['umbrella']?.id],
      [plans['trial']?.id, keys['acme']?.id],
      [plans['trial']?.id, keys['fixed']?.id],
    ].sort(),
  )
  expect(warnings()).toEqual([])
})

test('the id of a key depends on its name alone', () => {
  const ids = (keys: string[], plan: string) =>
    Object.keys(
      synthesize({ routes: { 'GET /': OPEN }, usagePlans: { [plan]: { keys: keys.map((name) => ({ name })) } } }).find(
        'AWS::ApiGateway::ApiKey',
      ),
    )
  expect(ids(['b', 'a'], 'other').sort()).toEqual(ids(['a', 'b'], 'first').sort())
})

test('what cannot work as declared is said: keys that nobody has, a limit that AWS does not keep', () => {
  const { warnings } = synthesize({
    stages: { dev: {}, prod: {} },
    usagePlans: { partner: { keys: [{ name: 'acme' }], stages: ['prod'] } },
    routes: { 'POST /orders': { ...OPEN, apiKey: true, timeout: Duration.seconds(60) } },
  })
  expect(warnings().sort()).toEqual([
    expect.stringContaining('"POST /orders" may take 60000 ms'),
    expect.stringContaining('"POST /orders" requires an API key, but no usage plan gives a key for stage dev'),
  ])
})

test('the doors to what was made: route, stage, plan, key, grants, metrics', () => {
  const { find } = synthesize(
    { routes: { 'GET /orders': { target: Target.mock(200), auth: Auth.iam() } }, usagePlans: { basic: { keys: [{ name: 'acme' }] } } },
    (gateway, stack) => {
      const user = new iam.User(stack, 'User')
      gateway.route('GET /orders').grantInvoke(user)
      expect(gateway.node.defaultChild).toBe(gateway.api)
      expect(gateway.route('GET /orders').method.httpMethod).toBe('GET')
      expect(stack.resolve(gateway.url('prod', '/orders'))).toEqual(stack.resolve(gateway.stage('prod').urlForPath('/orders')))
      expect(gateway.usagePlan('basic')).toBeInstanceOf(apigateway.UsagePlan)
      expect(gateway.apiKey('acme')).toBeInstanceOf(apigateway.ApiKey)
      expect(
        [gateway.metricCount(), gateway.metricLatency(), gateway.metricClientError(), gateway.metricServerError()].map(
          (metric) => metric.metricName,
        ),
      ).toEqual(['Count', 'Latency', '4XXError', '5XXError'])
      expect(gateway.route('GET /orders').metric('Count', gateway.stage('prod')).dimensions).toMatchObject({
        Method: 'GET',
        Resource: '/orders',
      })
      for (const [ask, message] of [
        [() => gateway.route('GET /nothing'), 'no such route. Got: "GET /nothing". Allowed: GET /orders'],
        [() => gateway.stage('dev'), 'names a stage that the gateway does not have. Got: "dev". Allowed: prod'],
        [() => gateway.usagePlan('gold'), 'no usage plan of that name. Got: "gold". Allowed: basic'],
        [() => gateway.apiKey('umbrella'), 'no API key of that name. Got: "umbrella". Allowed: acme'],
      ] as const) {
        expect(ask).toThrow(message)
      }
    },
  )
  expect(JSON.stringify(Object.values(find('AWS::IAM::Policy')))).toContain('/*/GET/orders')
})
