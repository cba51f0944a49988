import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { ManualClock, turn } from '../../../../emulator/base/clock'
import { Emulator } from '../../../../emulator/emulator'
import { cloudwatch } from '../../../../emulator/services/cloudwatch'
import { logs } from '../../../../emulator/services/logs'
import { bind } from '../../../../emulator/services/operations'
import { fetchStage } from '../../../../emulator/testing/fetch'
import { findStage } from '../../../../emulator/testing/stages'
import { failure } from '../../../support/failure'
import { mockOf, restTemplate } from '../../../support/rest-template'

const START = Date.UTC(2026, 0, 2, 3, 4)
const TOPIC = 'arn:aws:sns:us-east-1:000000000000:pager'
const WIDGET = { type: 'metric', x: 0, y: 0, width: 12, height: 6, properties: { region: 'us-east-1', metrics: [['N', 'M', 'A', 'x']] } }

/** An API that fails, an alarm on it that calls a function and a topic, an alarm on that alarm, a dashboard. */
const TEMPLATE = restTemplate({
  routes: { 'GET /broken': mockOf('x', '500') },
  functions: { Told: 'exports.handler = async (event) => console.log(JSON.stringify(event.alarmData.state.value))' },
  resources: {
    Permission: {
      Type: 'AWS::Lambda::Permission',
      Properties: {
        Action: 'lambda:InvokeFunction',
        FunctionName: { 'Fn::GetAtt': ['Told', 'Arn'] },
        Principal: 'lambda.alarms.cloudwatch.amazonaws.com',
      },
    },
    Broken: {
      Type: 'AWS::CloudWatch::Alarm',
      Properties: {
        AlarmName: 'broken',
        Namespace: 'AWS/ApiGateway',
        MetricName: '5XXError',
        Dimensions: [{ Name: 'ApiName', Value: 'test-api' }],
        Statistic: 'Sum',
        Period: 60,
        EvaluationPeriods: 1,
        Threshold: 2,
        ComparisonOperator: 'GreaterThanOrEqualToThreshold',
        TreatMissingData: 'notBreaching',
        AlarmActions: [{ 'Fn::GetAtt': ['Told', 'Arn'] }, TOPIC],
      },
    },
    Any: { Type: 'AWS::CloudWatch::CompositeAlarm', Properties: { AlarmName: 'any', AlarmRule: { 'Fn::Sub': 'ALARM("${Broken}")' } } },
    Board: {
      Type: 'AWS::CloudWatch::Dashboard',
      Properties: { DashboardName: 'board', DashboardBody: JSON.stringify({ widgets: [WIDGET] }) },
    },
  },
})

async function world(services?: string) {
  const clock = new ManualClock(START)
  const emulator = new Emulator({ clock, ...(services === undefined ? {} : { services }) })
  await emulator.deployments.deploy({ kind: 'template', name: 'T', body: JSON.stringify(TEMPLATE), file: undefined }, { strict: false })
  const call = emulator.call()
  const operations = bind(cloudwatch.operations, call)
  const get = () => fetchStage(emulator.front, () => findStage(emulator.stages.all(), {}), '/broken')
  const states = async () => {
    const { MetricAlarms = [], CompositeAlarms = [] } = await operations.DescribeAlarms({ AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] })
    return Object.fromEntries([...MetricAlarms, ...CompositeAlarms].map((one) => [one.AlarmName, one.StateValue]))
  }
  /** The actions in the history, once there are so many. */
  const actions = async (wanted: number) => {
    for (;;) {
      const { AlarmHistoryItems = [] } = await operations.DescribeAlarmHistory({ AlarmName: 'broken', HistoryItemType: 'Action' })
      if (AlarmHistoryItems.length >= wanted) return AlarmHistoryItems.map(({ HistorySummary }) => HistorySummary).sort()
      await turn()
    }
  }
  return { ...operations, call, emulator, clock, get, states, actions, [Symbol.asyncDispose]: () => emulator.stop() }
}

test('an alarm of a template watches real traffic, calls a function, and says what nothing carries out', async () => {
  await using here = await world()
  expect(here.emulator.diagnostics().filter(({ code }) => code === 'alarm-action-not-emulated')).toMatchObject([
    {
      message: `The alarm broken calls ${TOPIC}, which nothing here carries out.`,
      place: { element: expect.stringContaining('Broken') as string },
    },
  ])
  expect(await here.states()).toEqual({ broken: 'INSUFFICIENT_DATA', any: 'OK' })
  await here.get()
  await here.get()
  await here.clock.advance(60_000)
  expect(await here.states()).toEqual({ broken: 'ALARM', any: 'ALARM' })
  const told = `arn:aws:lambda:us-east-1:000000000000:function:Told`
  expect(await here.actions(2)).toEqual([
    `Failed to execute action ${TOPIC}. Received error: "Nothing here serves SNS: --services names who does"`,
    `Successfully executed action ${told}`,
  ])
  for (;;) {
    const { events = [] } = await logs.operations.FilterLogEvents({ logGroupName: '/aws/lambda/Told', filterPattern: 'ALARM' }, here.call)
    if (events.length > 0) break
    await turn()
  }
  // Without traffic there are no points, and the last one counts for as long as the alarm looks back.
  await here.clock.advance(120_000)
  expect(await here.states()).toEqual({ broken: 'ALARM', any: 'ALARM' })
  await here.clock.advance(60_000)
  expect(await here.states()).toEqual({ broken: 'OK', any: 'OK' })
  expect((await here.GetDashboard({ DashboardName: 'board' })).DashboardBody).toContain('"widgets"')
})

test('a topic is told where --services has one', async () => {
  const received: URLSearchParams[] = []
  const sns = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      received.push(new URLSearchParams(body))
      response.end('<PublishResponse/>')
    })
  })
  await new Promise<void>((ready) => sns.listen(0, '127.0.0.1', ready))
  try {
    await using here = await world(`http://127.0.0.1:${(sns.address() as AddressInfo).port}`)
    expect(here.emulator.diagnostics().filter(({ code }) => code === 'alarm-action-not-emulated')).toEqual([])
    await here.SetAlarmState({ AlarmName: 'broken', StateValue: 'ALARM', StateReason: 'by hand' })
    expect(await here.actions(2)).toContain(`Successfully executed action ${TOPIC}`)
    const [form] = received
    expect([form?.get('Action'), form?.get('TopicArn'), form?.get('Subject')]).toEqual([
      'Publish',
      TOPIC,
      'ALARM: "broken" in US East (N. Virginia)',
    ])
    expect(JSON.parse(form?.get('Message') ?? '')).toMatchObject({
      AlarmName: 'broken',
      NewStateValue: 'ALARM',
      NewStateReason: 'by hand',
      OldStateValue: 'INSUFFICIENT_DATA',
      StateChangeTime: '2026-01-02T03:04:00.000+0000',
      Trigger: { MetricName: '5XXError', Statistic: 'SUM', Period: 60, Threshold: 2, Dimensions: [{ name: 'ApiName', value: 'test-api' }] },
    })
  } finally {
    sns.close()
  }
})

test('a suppressor keeps the actions of a composite alarm back', async () => {
  await using here = await world()
  const told = 'arn:aws:lambda:us-east-1:000000000000:function:Told'
  await here.PutMetricAlarm({
    AlarmName: 'maintenance',
    Namespace: 'N',
    MetricName: 'M',
    Statistic: 'Sum',
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: 1,
    ComparisonOperator: 'GreaterThanThreshold',
    TreatMissingData: 'ignore',
  })
  await here.PutCompositeAlarm({
    AlarmName: 'any',
    AlarmRule: 'ALARM(broken)',
    AlarmActions: [told],
    ActionsSuppressor: 'maintenance',
    ActionsSuppressorWaitPeriod: 20,
    ActionsSuppressorExtensionPeriod: 10,
  })
  const set = (AlarmName: string, StateValue: 'OK' | 'ALARM') => here.SetAlarmState({ AlarmName, StateValue, StateReason: '' })
  const acted = async () => {
    for (let i = 0; i < 20; i++) await turn()
    const { AlarmHistoryItems } = await here.DescribeAlarmHistory({ AlarmTypes: ['CompositeAlarm'], HistoryItemType: 'Action' })
    const { CompositeAlarms } = await here.DescribeAlarms({ AlarmNames: ['any'], AlarmTypes: ['CompositeAlarm'] })
    return [AlarmHistoryItems?.length, CompositeAlarms?.[0]?.ActionsSuppressedBy]
  }
  await set('maintenance', 'ALARM')
  await set('broken', 'ALARM')
  expect(await acted()).toEqual([0, 'Alarm'])
  await set('maintenance', 'OK')
  expect(await acted()).toEqual([0, 'ExtensionPeriod'])
  await here.clock.advance(10_000)
  expect(await acted()).toEqual([1, undefined])
  await set('broken', 'OK')
  await set('broken', 'ALARM')
  expect(await acted()).toEqual([1, 'WaitPeriod'])
  await here.clock.advance(20_000)
  expect(await acted()).toEqual([2, undefined])
})

test('dashboards are kept when their bodies are sound', async () => {
  await using here = await world()
  const put = (body: unknown) =>
    here.PutDashboard({ DashboardName: 'two', DashboardBody: typeof body === 'string' ? body : JSON.stringify(body) })
  const widget = (more: object) => put({ widgets: [{ ...WIDGET, ...more }] })
  const cases: [() => unknown, RegExp][] = [
    [() => put('{'), /^400 DashboardInvalidInputError/],
    [() => put([]), /DashboardInvalidInputError/],
    [() => put({}), /DashboardInvalidInputError/],
    [() => widget({ type: 'graph' }), /DashboardInvalidInputError/],
    [() => widget({ width: 25 }), /DashboardInvalidInputError/],
    [() => widget({ properties: {} }), /DashboardInvalidInputError/],
    [() => widget({ type: 'text', properties: {} }), /DashboardInvalidInputError/],
    [() => here.PutDashboard({ DashboardName: 'a b', DashboardBody: '{"widgets":[]}' }), /DashboardName is invalid/],
    [() => here.GetDashboard({ DashboardName: 'none' }), /^404 DashboardNotFoundError: Dashboard none does not exist/],
    [() => here.DeleteDashboards({ DashboardNames: ['board', 'none'] }), /^404 DashboardNotFoundError/],
  ]
  for (const [run, words] of cases) expect(await failure(run)).toMatch(words)
  expect((await widget({})).DashboardValidationMessages).toEqual([])
  const odd = { region: 'us-east-1', metrics: [['N', 'M', 'A']] }
  expect((await widget({ properties: odd })).DashboardValidationMessages).toMatchObject([{ DataPath: '/widgets/0/properties/metrics/0' }])
  const names = async () => (await here.ListDashboards({})).DashboardEntries?.map(({ DashboardName }) => DashboardName)
  expect(await names()).toEqual(['board', 'two'])
  await here.DeleteDashboards({ DashboardNames: ['two'] })
  expect(await names()).toEqual(['board'])
})
