import {
  App,
  aws_cloudwatch_actions as actions,
  Duration,
  aws_lambda as lambda,
  aws_logs as logs,
  Stack,
  aws_sns as sns,
} from 'aws-cdk-lib'
import { Match } from 'aws-cdk-lib/assertions'
import { emulate, matchers } from '../../../emulator/testing/index'
import { Auth, RestGateway, type RestGatewayProps, type RestMonitoringProps, Target } from '../../../lib'
import { OPEN, synthesize } from './synthesize'

expect.extend(matchers)

const ALARM = 'AWS::CloudWatch::Alarm'
const SHOP: RestGatewayProps = { routes: { 'GET /orders': OPEN, 'POST /orders': OPEN } }

function monitored(props: RestMonitoringProps = {}, gateway: Partial<RestGatewayProps> = {}) {
  return synthesize({ ...SHOP, ...gateway }, (shop) => void shop.monitor('prod', props))
}

/** The body of the only dashboard, its references to resources as `$`. */
function dashboard(template: ReturnType<typeof monitored>): {
  widgets: { type: string; properties: { title?: string; markdown?: string } }[]
} {
  const body = template.only('AWS::CloudWatch::Dashboard').Properties['DashboardBody'] as { 'Fn::Join': [string, unknown[]] }
  return JSON.parse(body['Fn::Join'][1].map((part) => (typeof part === 'string' ? part : '$')).join(''))
}

const dimensions = [
  { Name: 'ApiName', Value: 'Shop' },
  { Name: 'Stage', Value: { Ref: Match.stringLikeRegexp('Stagesprod') } },
]

test('four alarms with defaults: three of five minutes, nothing when nobody calls', () => {
  const { all, template } = monitored()
  expect(all(ALARM)).toHaveLength(4)
  for (const { Properties } of all(ALARM)) {
    expect(Properties).toMatchObject({
      EvaluationPeriods: 5,
      DatapointsToAlarm: 3,
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'notBreaching',
    })
    expect(Properties['AlarmName']).toBeUndefined()
  }
  template.hasResourceProperties(ALARM, {
    Threshold: 1,
    Metrics: Match.arrayWith([
      Match.objectLike({ Expression: 'IF(requests >= 10, 100 * errors / requests, 0)' }),
      Match.objectLike({ MetricStat: { Metric: { MetricName: '5XXError', Dimensions: dimensions }, Period: 60, Stat: 'Sum' } }),
    ]),
  })
  template.hasResourceProperties(ALARM, {
    MetricName: 'Latency',
    Namespace: 'AWS/ApiGateway',
    Dimensions: dimensions,
    ExtendedStatistic: 'p99',
    Period: 60,
    Threshold: 3000,
    EvaluateLowSampleCountPercentile: 'ignore',
  })
  for (const [MetricName, Threshold] of [
    ['Throttles', 10],
    ['IntegrationErrors', 5],
  ])
    template.hasResourceProperties(ALARM, { Namespace: 'Portico/Shop/prod', MetricName, Statistic: 'Sum', Period: 60, Threshold })
})

test('throttles and errors of integrations are read off the access log', () => {
  const { find, template } = monitored()
  const [accessLog] = Object.keys(find('AWS::Logs::LogGroup'))
  template.resourceCountIs('AWS::Logs::MetricFilter', 2)
  for (const [FilterPattern, MetricName] of [
    ['{ $.status = "429" }', 'Throttles'],
    ['{ $.integrationStatus = "5*" }', 'IntegrationErrors'],
  ]) {
    template.hasResourceProperties('AWS::Logs::MetricFilter', {
      LogGroupName: { Ref: accessLog },
      FilterPattern,
      MetricTransformations: [{ MetricName, MetricNamespace: 'Portico/Shop/prod', MetricValue: '1', DefaultValue: 0 }],
    })
  }
})

test('each alarm may be set otherwise, or be left out', () => {
  const { all } = monitored({
    latency: { threshold: 800, minutes: 10, breaching: 8 },
    throttles: { enabled: false },
    serverErrors: { threshold: 5 },
  })
  const found = all(ALARM).map(({ Properties }) => Properties)
  expect(found).toHaveLength(3)
  expect(found).toContainEqual(
    expect.objectContaining({ MetricName: 'Latency', Threshold: 800, EvaluationPeriods: 10, DatapointsToAlarm: 8 }),
  )
  expect(found.map(({ MetricName }) => MetricName)).not.toContain('Throttles')
})

test('who is told', () => {
  const { all, find } = synthesize(SHOP, (shop, stack) => {
    const action = new actions.SnsAction(new sns.Topic(stack, 'Topic'))
    shop.monitor('prod', { onAlarm: [action], onOk: [action] })
  })
  const [topic] = Object.keys(find('AWS::SNS::Topic'))
  for (const { Properties } of all(ALARM)) expect(Properties).toMatchObject({ AlarmActions: [{ Ref: topic }], OKActions: [{ Ref: topic }] })
  expect(monitored().all(ALARM)[0]?.Properties).not.toHaveProperty('AlarmActions')
})

test('without an access log, what only it tells is not watched, and that is said', () => {
  const { all, warnings, template } = monitored({}, { accessLog: { enabled: false } })
  expect(all(ALARM)).toHaveLength(2)
  template.resourceCountIs('AWS::Logs::MetricFilter', 0)
  expect(warnings()).toContainEqual(expect.stringContaining('nobody watches throttles'))
})

describe('the dashboard', () => {
  const titles = (gateway: Partial<RestGatewayProps>) =>
    dashboard(monitored({}, gateway)).widgets.map(({ properties }) => properties.title ?? properties.markdown)

  test('shows the API', () => {
    expect(titles({})).toEqual([
      '# Shop prod',
      'Alarm Status',
      'Requests',
      'Errors',
      '5xx in per cent',
      'Latency in ms',
      'Integration latency in ms',
    ])
  })

  test('shows each route, where the stage keeps metrics of methods', () => {
    const found = titles({ metrics: true })
    expect(found.slice(7)).toEqual([
      'GET /orders: requests and errors',
      'GET /orders: latency in ms',
      'POST /orders: requests and errors',
      'POST /orders: latency in ms',
    ])
    const text = JSON.stringify(dashboard(monitored({}, { metrics: true })))
    expect(text).toContain('["AWS/ApiGateway","Latency","ApiName","Shop","Method","GET","Resource","/orders","Stage","$"')
  })

  test('may be left out', () => {
    expect(monitored({ dashboard: false }).all('AWS::CloudWatch::Dashboard')).toEqual([])
  })

  test('is one that CloudWatch takes', async () => {
    const app = new App()
    const stack = new Stack(app, 'Test')
    new RestGateway(stack, 'Shop', { ...SHOP, metrics: true }).monitor('prod')
    await using gw = await emulate(stack, { clock: 'manual', strict: true })
    expect(gw.diagnostics).toEqual([])
  })
})

test('a stage that the gateway does not have', () => {
  expect(() => synthesize(SHOP, (shop) => void shop.monitor('dev'))).toThrow(
    /monitor\(\) names a stage that the gateway does not have.*"dev"/,
  )
})

test('metrics of gateway and route', () => {
  synthesize(SHOP, (shop, stack) => {
    const shown = (metric: { toMetricConfig(): unknown }) => stack.resolve(metric.toMetricConfig())['metricStat']
    const common = { namespace: 'AWS/ApiGateway' }
    expect(shown(shop.metricIntegrationLatency())).toMatchObject({
      ...common,
      metricName: 'IntegrationLatency',
      dimensions: [{ name: 'ApiName', value: 'Shop' }],
    })
    expect(shown(shop.metricCacheHitCount())).toMatchObject({ metricName: 'CacheHitCount', statistic: 'Sum' })
    expect(shown(shop.metricCacheMissCount())).toMatchObject({ metricName: 'CacheMissCount', statistic: 'Sum' })
    const [route, stage] = [shop.route('GET /orders'), shop.stage('prod')]
    const own = { Method: 'GET', Resource: '/orders', Stage: stack.resolve(stage.stageName), ApiName: 'Shop' }
    for (const [metric, metricName] of [
      [route.metricCount(stage), 'Count'],
      [route.metricClientError(stage), '4XXError'],
      [route.metricServerError(stage), '5XXError'],
      [route.metricLatency(stage), 'Latency'],
      [route.metricIntegrationLatency(stage), 'IntegrationLatency'],
    ] as const) {
      const found = shown(metric) as { metricName: string; dimensions: { name: string; value: string }[] }
      expect(found.metricName).toBe(metricName)
      expect(Object.fromEntries(found.dimensions.map(({ name, value }) => [name, value]))).toEqual(own)
    }
  })
})

describe('execution logs', () => {
  const stage = (executionLog: NonNullable<RestGatewayProps['stages']>[string]['executionLog']) =>
    synthesize({ ...SHOP, accessLog: { enabled: false }, stages: { prod: executionLog === undefined ? {} : { executionLog } } })

  test('the group is there before the stage, under the name that API Gateway writes to, and ends', () => {
    const { only, find } = stage({ level: 'ERROR' })
    const group = only('AWS::Logs::LogGroup')
    const [api] = Object.keys(find('AWS::ApiGateway::RestApi'))
    expect(group.Properties).toEqual({
      LogGroupName: { 'Fn::Join': ['', ['API-Gateway-Execution-Logs_', { Ref: api }, '/prod']] },
      RetentionInDays: 7,
    })
    expect(only('AWS::ApiGateway::Stage').DependsOn).toEqual(expect.arrayContaining([group.id, only('AWS::ApiGateway::Account').id]))
    expect(only('AWS::ApiGateway::Stage').Properties['MethodSettings']).toEqual([
      expect.objectContaining({ LoggingLevel: 'ERROR', DataTraceEnabled: false }),
    ])
  })

  test('bodies are written where that is asked for, with INFO', () => {
    const settings = (executionLog: Parameters<typeof stage>[0]) =>
      stage(executionLog).only('AWS::ApiGateway::Stage').Properties['MethodSettings'][0]
    expect(settings({ level: 'INFO', dataTrace: true, retention: logs.RetentionDays.ONE_DAY })).toMatchObject({
      LoggingLevel: 'INFO',
      DataTraceEnabled: true,
    })
    expect(settings({ level: 'ERROR', dataTrace: true })).toMatchObject({ DataTraceEnabled: false })
    expect(settings(undefined)).not.toHaveProperty('LoggingLevel')
  })

  test('the account may write logs once, however many gateways of a stack do', () => {
    const { all } = synthesize({ ...SHOP, stages: { dev: { executionLog: { level: 'INFO' } }, prod: {} } }, (_shop, stack) => {
      new RestGateway(stack, 'Other', SHOP)
    })
    expect(all('AWS::ApiGateway::Account')).toHaveLength(1)
  })
})

test('in the emulator: errors, throttles and a slow function set the alarms off, and they come back', async () => {
  const stack = new Stack(new App(), 'Test')
  const fn = new lambda.Function(stack, 'Fn', {
    code: lambda.Code.fromInline('exports.handler = async (event) => ({ statusCode: event.path === "/fail" ? 500 : 200 })'),
    handler: 'index.handler',
    runtime: lambda.Runtime.NODEJS_20_X,
    timeout: Duration.seconds(10),
  })
  const auth = Auth.open('a test')
  const shop = new RestGateway(stack, 'Shop', {
    routes: {
      'GET /ok': { target: Target.fn(fn), auth },
      'GET /fail': { target: Target.fn(fn), auth },
      'GET /slow': { target: OPEN.target, auth, throttle: { rate: 1, burst: 1 } },
    },
    throttle: { rate: 1000, burst: 1000 },
  })
  shop.monitor('prod')
  await using gw = await emulate(stack, { clock: new Date('2026-01-01T00:00:00Z') })
  const minute = async (counts: Readonly<Record<string, number>>) => {
    for (const [path, count] of Object.entries(counts)) for (let i = 0; i < count; i++) await gw.fetch(path)
    await gw.clock.advance('1 minute')
  }
  // 2 of 12 fail: above 1 %, and above ten requests; two minutes are not yet three.
  for (let i = 0; i < 2; i++) await minute({ '/ok': 10, '/fail': 2, '/slow': 12 })
  expect(gw).not.toBeInAlarm('ServerErrors')
  await minute({ '/ok': 10, '/fail': 2, '/slow': 12 })
  await gw.clock.advance('10 seconds')
  expect(gw).toBeInAlarm('ServerErrors')
  expect(gw).toBeInAlarm('Throttles')
  expect(gw).not.toBeInAlarm('Latency')
  expect(gw).not.toBeInAlarm('IntegrationErrors')
  for (let i = 0; i < 5; i++) await minute({ '/ok': 10 })
  await gw.clock.advance('10 seconds')
  expect(gw).not.toBeInAlarm('ServerErrors')
  expect(gw).not.toBeInAlarm('Throttles')
  // Three failures of three requests are no rate.
  for (let i = 0; i < 4; i++) await minute({ '/fail': 3 })
  expect(gw).not.toBeInAlarm('ServerErrors')
})
