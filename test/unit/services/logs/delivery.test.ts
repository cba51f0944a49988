import { gunzipSync } from 'node:zlib'
import { ManualClock } from '../../../../emulator/base/clock'
import { Emulator } from '../../../../emulator/emulator'
import { logs } from '../../../../emulator/services/logs'
import { bind } from '../../../../emulator/services/operations'
import { emulate, type Gateway } from '../../../../emulator/testing/index'
import { startBackend } from '../../../support/backend'
import { mockOf, restTemplate } from '../../../support/rest-template'

const START = Date.UTC(2026, 0, 2, 3, 4)
const ACCESS = {
  DestinationArn: { 'Fn::Sub': 'arn:aws:logs:${AWS::Region}:${AWS::AccountId}:log-group:access' },
  Format: '{"status":$context.status,"path":"$context.resourcePath","length":$context.responseLength}',
}
const filter = (FilterPattern: string, transformation: object) => ({
  Type: 'AWS::Logs::MetricFilter',
  DependsOn: 'Group',
  Properties: {
    LogGroupName: 'access',
    FilterPattern,
    MetricTransformations: [{ MetricNamespace: 'Shop', MetricValue: '1', ...transformation }],
  },
})
const Group = { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: 'access' } }

/** Waits until something is so; functions take real time. */
async function until(what: () => boolean): Promise<void> {
  while (!what()) await new Promise((turn) => setImmediate(turn))
}

const shop = (name: string, dimensions: Record<string, string> = {}) => ({ name, wish: { namespace: 'Shop', dimensions } })

test('metric filters of a template count what the access log says', async () => {
  await using gw = await emulate(
    restTemplate({
      routes: { 'GET /ok': mockOf('12345'), 'GET /broken': mockOf('x', '502') },
      stage: { AccessLogSetting: ACCESS },
      resources: {
        Group,
        Failures: filter('{ $.status >= 500 }', { MetricName: 'Failures', DefaultValue: 0, Unit: 'Count' }),
        Requests: filter('', { MetricName: 'Requests' }),
        ByPath: filter('{ $.path = "/*" }', { MetricName: 'ByPath', Dimensions: [{ Key: 'Path', Value: '$.path' }] }),
        Sized: filter('{ $.length >= 0 }', { MetricName: 'Sized', MetricValue: '$.length' }),
      },
    }),
    { clock: new Date(START) },
  )
  for (const path of ['/ok', '/ok', '/broken', '/ok']) await gw.fetch(path)
  await gw.clock.advance({ minutes: 1 })
  for (const path of ['/ok', '/ok']) await gw.fetch(path)
  const sum = ({ name, wish }: ReturnType<typeof shop>) => gw.metrics.sum(name, wish)
  expect(sum(shop('Failures'))).toBe(1)
  // A default value, once for a minute without a match.
  expect(gw.metrics('Failures', shop('Failures').wish).map((minute) => [minute.sum, minute.count])).toEqual([
    [1, 2],
    [0, 1],
  ])
  expect(sum(shop('Requests'))).toBe(6)
  expect([sum(shop('ByPath', { Path: '/ok' })), sum(shop('ByPath', { Path: '/broken' }))]).toEqual([5, 1])
  expect(sum(shop('Sized'))).toBe(26)
})

const EMBEDDED = `
const line = (Latency) => JSON.stringify({
  _aws: { Timestamp: Date.now(), CloudWatchMetrics: [{
    Namespace: 'Shop', Dimensions: [['Table'], ['Table', 'Operation']],
    Metrics: [{ Name: 'Latency', Unit: 'Milliseconds' }, { Name: 'Missing' }],
  }] },
  Table: 'orders', Operation: 'get', Latency, requestId: 'x',
})
exports.handler = async () => {
  process.stdout.write(line(5) + '\\n')
  console.log(line([7, 9]))
  console.log('{"_aws": {"CloudWatchMetrics": 1}}', 'not "_aws"')
  console.log('{"_aws": {"CloudWatchMetrics": [null, 5, {"Namespace": "Shop", "Metrics": [null, 5, {}], "Dimensions": [null, [null]]}]}}')
  return { statusCode: 200 }
}`

test('what functions log in the embedded metric format is counted', async () => {
  await using gw = await emulate(restTemplate({ routes: { 'GET /f': { fn: 'Metered' } }, functions: { Metered: EMBEDDED } }), {
    clock: new Date(START),
  })
  await gw.fetch('/f')
  await gw.fetch('/f')
  const wishes = [{ Table: 'orders' }, { Table: 'orders', Operation: 'get' }, { Operation: 'get' }]
  expect(wishes.map((dimensions) => gw.metrics.sum('Latency', { namespace: 'Shop', dimensions }))).toEqual([42, 42, 0])
  expect(gw.metrics.count('Latency', { namespace: 'Shop', dimensions: { Table: 'orders' } })).toBe(6)
})

const READER = `const { gunzipSync } = require('node:zlib')
exports.handler = async ({ awslogs }) => console.log('GOT ' + gunzipSync(Buffer.from(awslogs.data, 'base64')).toString())`
const subscription = (destination: unknown, pattern = '{ $.status = 502 }') => ({
  Type: 'AWS::Logs::SubscriptionFilter',
  DependsOn: ['Group'],
  Properties: { LogGroupName: 'access', FilterName: 'errors', FilterPattern: pattern, DestinationArn: destination },
})
const subscribed = (resources: object) =>
  restTemplate({
    routes: { 'GET /ok': mockOf('ok'), 'GET /broken': mockOf('x', '502') },
    functions: { Reader: READER },
    stage: { AccessLogSetting: ACCESS },
    resources: { Group, ...resources },
  })
const got = (gw: Gateway) => gw.logs('/aws/lambda/Reader').filter((line) => line.includes('GOT'))

test('a subscription hands what matches to a function, several at once', async () => {
  const Permission = {
    Type: 'AWS::Lambda::Permission',
    Properties: {
      Action: 'lambda:InvokeFunction',
      FunctionName: { Ref: 'Reader' },
      Principal: 'logs.amazonaws.com',
      SourceArn: { 'Fn::Sub': 'arn:aws:logs:${AWS::Region}:${AWS::AccountId}:log-group:access:*' },
    },
  }
  const template = subscribed({ Permission, Errors: subscription({ 'Fn::GetAtt': ['Reader', 'Arn'] }) })
  await using gw = await emulate(template, { clock: new Date(START) })
  for (const path of ['/broken', '/ok', '/broken']) await gw.fetch(path)
  await gw.clock.advance({ seconds: 1 })
  await until(() => got(gw).length > 0)
  const [line = ''] = got(gw)
  expect(JSON.parse(line.slice(line.indexOf('{')))).toMatchObject({
    messageType: 'DATA_MESSAGE',
    owner: '000000000000',
    logGroup: 'access',
    subscriptionFilters: ['errors'],
    logEvents: [
      { timestamp: START, message: '{"status":502,"path":"/broken","length":1}' },
      { timestamp: START, message: '{"status":502,"path":"/broken","length":1}' },
    ],
  })
  expect(gw.diagnostics.filter(({ code }) => code.startsWith('subscription-filter'))).toEqual([])
})

test('a function that CloudWatch Logs may not call is told of, and so is a stream that nothing serves', async () => {
  await using gw = await emulate(subscribed({ Errors: subscription({ 'Fn::GetAtt': ['Reader', 'Arn'] }) }), { clock: new Date(START) })
  await gw.fetch('/broken')
  await gw.clock.advance({ seconds: 1 })
  await until(() => gw.diagnostics.some(({ code }) => code === 'subscription-filter-failed'))
  await using other = await emulate(subscribed({ Errors: subscription('arn:aws:kinesis:us-east-1:000000000000:stream/s') }))
  expect(other.diagnostics.map(({ code }) => code)).toContain('subscription-filter-not-emulated')
})

test('events that are put are carried on too, to a stream at --services', async () => {
  const bodies: string[] = []
  await using backend = await startBackend(({ body }, response) => {
    bodies.push(body)
    response.end('{}')
  })
  const clock = new ManualClock(START)
  await using emulator = new Emulator({ clock, services: backend.url })
  const operations = bind(logs.operations, emulator.call())
  const group = { logGroupName: 'g' }
  await operations.CreateLogGroup(group)
  await operations.CreateLogStream({ ...group, logStreamName: 's' })
  const destinationArn = 'arn:aws:firehose:us-east-1:000000000000:deliverystream/d'
  await operations.PutSubscriptionFilter({
    ...group,
    filterName: 'all',
    filterPattern: '?one ?two',
    destinationArn,
    roleArn: 'arn:aws:iam::1:role/r',
  })
  const logEvents = ['one', 'none', 'two'].map((message) => ({ message, timestamp: START }))
  await operations.PutLogEvents({ ...group, logStreamName: 's', logEvents })
  await clock.advance(1000)
  await until(() => bodies.length > 0)
  const { DeliveryStreamName, Record } = JSON.parse(bodies[0] ?? '') as { DeliveryStreamName: string; Record: { Data: string } }
  const { logEvents: delivered } = JSON.parse(gunzipSync(Buffer.from(Record.Data, 'base64')).toString()) as {
    logEvents: { message: string }[]
  }
  expect([DeliveryStreamName, delivered.map(({ message }) => message)]).toEqual(['d', ['one', 'two']])
})
