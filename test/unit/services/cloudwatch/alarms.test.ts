import type { PutMetricAlarmInput } from '@aws-sdk/client-cloudwatch'
import { createRegistry } from '../../../../emulator/model/create-registry'
import { cloudwatch } from '../../../../emulator/services/cloudwatch'
import { AlarmWatch } from '../../../../emulator/services/cloudwatch/alarms/watch'
import { bind } from '../../../../emulator/services/operations'
import { MemoryStore } from '../../../../emulator/store/memory-store'
import { testCall } from '../../../support/call'
import { failure } from '../../../support/failure'

const MINUTE = 60_000
const ERRORS: PutMetricAlarmInput = {
  AlarmName: 'errors',
  Namespace: 'Shop',
  MetricName: 'Errors',
  Statistic: 'Sum',
  Period: 60,
  EvaluationPeriods: 3,
  DatapointsToAlarm: 2,
  Threshold: 5,
  ComparisonOperator: 'GreaterThanOrEqualToThreshold',
  TreatMissingData: 'notBreaching',
}

/** An account whose alarms are watched, at a full minute. */
async function account() {
  const registry = createRegistry()
  const call = testCall({ store: new MemoryStore(), records: registry.records('123456789012', 'us-east-1') })
  const watch = new AlarmWatch(registry, call.clock, () => call)
  await call.clock.advance(MINUTE - (call.clock.now() % MINUTE))
  const operations = bind(cloudwatch.operations, call)
  const put = (MetricName: string, Value: number, more: object = {}) =>
    operations.PutMetricData({ Namespace: 'Shop', MetricData: [{ MetricName, Value, ...more }] })
  const alarm = async (name: string) => {
    const { MetricAlarms = [], CompositeAlarms = [] } = await operations.DescribeAlarms({
      AlarmNames: [name],
      AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
    })
    return MetricAlarms[0] ?? CompositeAlarms[0]
  }
  const state = async (name: string) => (await alarm(name))?.StateValue
  /** A value for each minute, none for a dash; answers the states after each. */
  const minutes = async (name: string, metric: string, values: string) => {
    const states: (string | undefined)[] = []
    for (const value of values.split(' ')) {
      if (value !== '-') await put(metric, Number(value))
      await call.clock.advance(MINUTE)
      states.push(await state(name))
    }
    return states.map((one) => one?.[0]).join(' ')
  }
  return { ...operations, call, put, alarm, state, minutes, [Symbol.dispose]: () => watch.stop() }
}

test('five errors in two of three minutes: ALARM, and back OK', async () => {
  using world = await account()
  await world.PutMetricAlarm(ERRORS)
  expect(await world.alarm('errors')).toMatchObject({ StateValue: 'INSUFFICIENT_DATA', StateReason: 'Unchecked: Initial alarm creation' })
  expect(await world.minutes('errors', 'Errors', '5 0 5 5 0 0')).toBe('O O A A A O')
  const { AlarmHistoryItems = [] } = await world.DescribeAlarmHistory({ AlarmName: 'errors', ScanBy: 'TimestampAscending' })
  expect(AlarmHistoryItems.map(({ HistorySummary }) => HistorySummary)).toEqual([
    'Alarm "errors" created',
    'Alarm updated from INSUFFICIENT_DATA to OK',
    'Alarm updated from OK to ALARM',
    'Alarm updated from ALARM to OK',
  ])
  const { newState } = JSON.parse(AlarmHistoryItems[2]?.HistoryData ?? '') as { newState: { stateReason: string; stateReasonData: object } }
  expect(newState.stateReason).toBe(
    'Threshold Crossed: 2 out of the last 3 datapoints [5.0 (02/01/26 03:07:00), 5.0 (02/01/26 03:05:00)] were greater than or equal to the threshold (5.0) (minimum 2 datapoints for OK -> ALARM transition).',
  )
  expect(newState.stateReasonData).toMatchObject({ statistic: 'Sum', period: 60, threshold: 5, recentDatapoints: [5, 0, 5] })
})

test('what missing data, percentiles, math and short periods make of an alarm', async () => {
  using world = await account()
  const one = { EvaluationPeriods: 1, DatapointsToAlarm: undefined, Threshold: 1 }
  const make = (AlarmName: string, more: object) => world.PutMetricAlarm({ ...ERRORS, ...one, AlarmName, MetricName: AlarmName, ...more })
  await make('missing', { TreatMissingData: undefined })
  expect(await world.minutes('missing', 'missing', '1 0 - - -')).toBe('A O O O I')
  await make('breaching', { TreatMissingData: 'breaching' })
  expect(await world.minutes('breaching', 'breaching', '0 - - - 0')).toBe('O O O A O')
  await make('below', { ComparisonOperator: 'LessThanThreshold', TreatMissingData: 'ignore' })
  expect(await world.minutes('below', 'below', '0 - - - 1')).toBe('A A A A O')
  await make('unit', { Unit: 'Seconds', TreatMissingData: undefined })
  expect(await world.minutes('unit', 'unit', '5')).toBe('I')

  const slow = { Statistic: undefined, ExtendedStatistic: 'p90', TreatMissingData: 'missing' }
  await make('p90', slow)
  await make('enough', { ...slow, MetricName: 'p90', EvaluateLowSampleCountPercentile: 'ignore' })
  const samples = (count: number) => world.put('p90', Number.NaN, { Value: undefined, Values: [3], Counts: [count] })
  await samples(99)
  await world.call.clock.advance(MINUTE)
  expect([await world.state('p90'), await world.state('enough')]).toEqual(['ALARM', 'INSUFFICIENT_DATA'])
  await samples(100)
  await world.call.clock.advance(MINUTE)
  expect(await world.state('enough')).toBe('ALARM')

  const metric = (Id: string) => ({
    Id,
    ReturnData: false,
    MetricStat: { Metric: { Namespace: 'Shop', MetricName: Id }, Period: 60, Stat: 'Sum' },
  })
  const { MetricName: _name, Namespace: _namespace, Statistic: _statistic, Period: _period, ...rest } = { ...ERRORS, ...one }
  const Metrics = [{ Id: 'ratio', Expression: 'bad / MAX([all, 1])' }, metric('bad'), metric('all')]
  await world.PutMetricAlarm({ ...rest, AlarmName: 'ratio', Threshold: 0.5, Metrics })
  await world.put('all', 10)
  expect(await world.minutes('ratio', 'bad', '5')).toBe('A')
  await world.put('all', 11)
  expect(await world.minutes('ratio', 'bad', '5')).toBe('O')

  await make('fast', { Period: 10 })
  await world.put('fast', 1, { StorageResolution: 1 })
  await world.call.clock.advance(10_000)
  expect(await world.state('fast')).toBe('ALARM')
})

test('an alarm of long periods looks at the last ones, whenever they began', async () => {
  using world = await account()
  await world.PutMetricAlarm({ ...ERRORS, Period: 300, EvaluationPeriods: 1, DatapointsToAlarm: 1 })
  await world.call.clock.advance(2 * MINUTE)
  expect(await world.minutes('errors', 'Errors', '3 2 0 0 0 0')).toBe('O A A A A O')
})

test('composite alarms follow the alarms of their rule', async () => {
  using world = await account()
  for (const AlarmName of ['a', 'b', 'c']) await world.PutMetricAlarm({ ...ERRORS, AlarmName, MetricName: AlarmName })
  const set = (AlarmName: string, StateValue: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA') =>
    world.SetAlarmState({ AlarmName, StateValue, StateReason: 'test' })
  const cases: [rule: string, a: string, b: string, c: string, expected: string][] = [
    ['ALARM(a)', 'ALARM', 'OK', 'OK', 'ALARM'],
    ['ALARM("a") OR ALARM(b)', 'OK', 'ALARM', 'OK', 'ALARM'],
    ['ALARM(a) AND ALARM(b)', 'OK', 'ALARM', 'OK', 'OK'],
    ['ALARM(a) AND NOT ALARM(b)', 'ALARM', 'OK', 'OK', 'ALARM'],
    ['NOT (OK(a) OR OK(b))', 'ALARM', 'INSUFFICIENT_DATA', 'OK', 'ALARM'],
    ['OK(a) OR ALARM(b) AND ALARM(c)', 'OK', 'OK', 'OK', 'ALARM'],
    ['(OK(a) OR ALARM(b)) AND ALARM(c)', 'OK', 'OK', 'OK', 'OK'],
    ['INSUFFICIENT_DATA(c)', 'OK', 'OK', 'INSUFFICIENT_DATA', 'ALARM'],
    ['TRUE AND NOT FALSE', 'OK', 'OK', 'OK', 'ALARM'],
    ['FALSE', 'ALARM', 'ALARM', 'ALARM', 'OK'],
    ['ALARM(arn:aws:cloudwatch:us-east-1:123456789012:alarm:a)', 'ALARM', 'OK', 'OK', 'ALARM'],
    ['AT_LEAST(2, ALARM, (a, b, c))', 'ALARM', 'OK', 'ALARM', 'ALARM'],
    ['AT_LEAST(2, ALARM, (a, b, c))', 'ALARM', 'OK', 'OK', 'OK'],
    ['AT_LEAST(50%, NOT OK, (a, b, c))', 'ALARM', 'INSUFFICIENT_DATA', 'OK', 'ALARM'],
  ]
  for (const [AlarmRule, a, b, c, expected] of cases) {
    await world.PutCompositeAlarm({ AlarmName: 'any', AlarmRule })
    for (const [name, state] of Object.entries({ a, b, c })) await set(name, state as 'OK')
    expect([AlarmRule, a, b, c, await world.state('any')]).toEqual([AlarmRule, a, b, c, expected])
  }
  await world.PutCompositeAlarm({ AlarmName: 'any', AlarmRule: 'ALARM(a)' })
  await world.PutCompositeAlarm({ AlarmName: 'above', AlarmRule: 'ALARM(any)' })
  await set('a', 'OK')
  await set('a', 'ALARM')
  expect(await world.alarm('above')).toMatchObject({
    StateValue: 'ALARM',
    StateReason: expect.stringMatching(/:alarm:any transitioned to ALARM at Friday 02 January, 2026 03:05:00 UTC$/) as string,
  })
  const kin = async (input: object) => {
    const { MetricAlarms = [], CompositeAlarms = [] } = await world.DescribeAlarms(input)
    return [...MetricAlarms, ...CompositeAlarms].map((one) => one.AlarmName)
  }
  expect([await kin({ ChildrenOfAlarmName: 'above' }), await kin({ ParentsOfAlarmName: 'a' })]).toEqual([['any'], ['any']])
  // Alarms that name each other do not go round for ever.
  await world.PutCompositeAlarm({ AlarmName: 'any', AlarmRule: 'ALARM(a) OR ALARM(above)' })
  await set('a', 'OK')
  expect(await world.state('above')).toBe('ALARM')
})

test('alarms are found, tagged, silenced and deleted; what is wrong is refused', async () => {
  using world = await account()
  await world.PutMetricAlarm({
    ...ERRORS,
    AlarmActions: ['arn:aws:lambda:us-east-1:123456789012:function:f'],
    Tags: [{ Key: 'a', Value: 'b' }],
  })
  await world.PutMetricAlarm({ ...ERRORS, AlarmName: 'other', Statistic: 'Average' })
  const names = async (input: object) => (await world.DescribeAlarms(input)).MetricAlarms?.map(({ AlarmName }) => AlarmName)
  const found: [object, string[]][] = [
    [{}, ['errors', 'other']],
    [{ AlarmNamePrefix: 'err' }, ['errors']],
    [{ AlarmNames: ['other', 'none'] }, ['other']],
    [{ StateValue: 'ALARM' }, []],
    [{ ActionPrefix: 'arn:aws:lambda' }, ['errors']],
    [{ AlarmTypes: ['CompositeAlarm'] }, []],
    [{ MaxRecords: 1 }, ['errors']],
  ]
  for (const [input, expected] of found) expect(await names(input)).toEqual(expected)
  const { MetricAlarms } = await world.DescribeAlarmsForMetric({ Namespace: 'Shop', MetricName: 'Errors', Statistic: 'Average' })
  expect(MetricAlarms?.map(({ AlarmName }) => AlarmName)).toEqual(['other'])

  const ResourceARN = 'arn:aws:cloudwatch:us-east-1:123456789012:alarm:errors'
  await world.TagResource({ ResourceARN, Tags: [{ Key: 'c', Value: 'd' }] })
  await world.UntagResource({ ResourceARN, TagKeys: ['a'] })
  expect((await world.ListTagsForResource({ ResourceARN })).Tags).toEqual([{ Key: 'c', Value: 'd' }])
  await world.DisableAlarmActions({ AlarmNames: ['errors', 'none'] })
  expect((await world.alarm('errors'))?.ActionsEnabled).toBe(false)
  await world.SetAlarmState({ AlarmName: 'errors', StateValue: 'ALARM', StateReason: 'by hand' })
  await world.PutMetricAlarm({ ...ERRORS, Threshold: 7 })
  expect(await world.alarm('errors')).toMatchObject({ StateValue: 'ALARM', StateReason: 'by hand', Threshold: 7, ActionsEnabled: true })

  const refused: [() => unknown, RegExp][] = [
    [() => world.PutMetricAlarm({ ...ERRORS, Period: 7 }), /multiple of 60/],
    [() => world.PutMetricAlarm({ ...ERRORS, EvaluationPeriods: 1441 }), /across more than a day/],
    [() => world.PutMetricAlarm({ ...ERRORS, DatapointsToAlarm: 4 }), /between 1 and EvaluationPeriods/],
    [() => world.PutMetricAlarm({ ...ERRORS, TreatMissingData: 'no' }), /Option no is not supported/],
    [() => world.PutMetricAlarm({ ...ERRORS, ExtendedStatistic: 'p99' }), /Must specify either Statistic or ExtendedStatistic/],
    [() => world.PutMetricAlarm({ ...ERRORS, Statistic: undefined, ExtendedStatistic: 'p200' }), /p200/],
    [() => world.PutMetricAlarm({ ...ERRORS, ComparisonOperator: 'Than' as 'LessThanThreshold' }), /'Than' at 'comparisonOperator'/],
    [() => world.PutMetricAlarm({ ...ERRORS, ThresholdMetricId: 'm' }), /^501 NotImplemented/],
    [() => world.PutMetricAlarm({ ...ERRORS, Metrics: [{ Id: 'a', Expression: '1' }] }), /mutually exclusive/],
    [() => world.PutMetricAlarm({ ...ERRORS, AlarmActions: ['x'] }), /Invalid arn syntax: x/],
    [() => world.PutCompositeAlarm({ AlarmName: 'c', AlarmRule: 'ALARM(none)' }), /alarms \[none\] in the alarm rule do not exist/],
    [() => world.PutCompositeAlarm({ AlarmName: 'c', AlarmRule: 'ALARM(errors' }), /ValidationError/],
    [() => world.PutCompositeAlarm({ AlarmName: 'errors', AlarmRule: 'TRUE' }), /metric alarm has the name/],
    [() => world.SetAlarmState({ AlarmName: 'none', StateValue: 'OK', StateReason: '' }), /^404 ResourceNotFound/],
    [() => world.SetAlarmState({ AlarmName: 'errors', StateValue: 'BAD' as 'OK', StateReason: '' }), /'BAD' at 'stateValue'/],
    [() => world.DeleteAlarms({ AlarmNames: ['errors', 'none'] }), /^404 ResourceNotFound/],
  ]
  for (const [run, words] of refused) expect(await failure(run)).toMatch(words)
  await world.DeleteAlarms({ AlarmNames: ['errors', 'other'] })
  expect(await names({})).toEqual([])
  const { AlarmHistoryItems } = await world.DescribeAlarmHistory({
    AlarmName: 'errors',
    HistoryItemType: 'ConfigurationUpdate',
    MaxRecords: 1,
  })
  expect(AlarmHistoryItems?.map(({ HistorySummary }) => HistorySummary)).toEqual(['Alarm "errors" deleted'])
})
