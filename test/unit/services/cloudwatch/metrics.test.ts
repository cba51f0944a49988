import { CloudWatchClient, ListMetricsCommand, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch'
import { createControlPlane } from '../../../../emulator/protocols/control-plane'
import { SERVICES } from '../../../../emulator/protocols/services'
import { cloudwatch } from '../../../../emulator/services/cloudwatch'
import { bind } from '../../../../emulator/services/operations'
import { TEST_TIME, testCall } from '../../../support/call'
import { failure } from '../../../support/failure'
import { inProcess } from '../../protocols/in-process'

const MINUTE = 60_000
const T = Math.floor(TEST_TIME / MINUTE) * MINUTE
const at = (minutes: number) => new Date(T + minutes * MINUTE)
const api = [{ Name: 'ApiName', Value: 'Shop' }]

function account() {
  const call = testCall()
  return { ...bind(cloudwatch.operations, call), call }
}

test('values, values with counts and sets of statistics are put; points are read by unit and period', async () => {
  const { PutMetricData, GetMetricStatistics } = account()
  await PutMetricData({
    Namespace: 'Shop',
    MetricData: [
      { MetricName: 'Orders', Timestamp: at(-5), Value: 3, Unit: 'Count', Dimensions: api },
      { MetricName: 'Orders', Timestamp: at(-5), Values: [1, 7], Counts: [2, 1], Unit: 'Count', Dimensions: api },
      { MetricName: 'Orders', Timestamp: at(-4), Value: 10, Unit: 'Count', Dimensions: api },
      { MetricName: 'Orders', Timestamp: at(-4), Value: 4, Dimensions: api },
      { MetricName: 'Set', Timestamp: at(-4), StatisticValues: { SampleCount: 4, Sum: 10, Minimum: 1, Maximum: 5 } },
    ],
  })
  const read = async (more: object) =>
    (
      await GetMetricStatistics({
        Namespace: 'Shop',
        MetricName: 'Orders',
        Dimensions: api,
        StartTime: at(-10),
        EndTime: at(0),
        Period: 60,
        Statistics: ['Sum'],
        ...more,
      })
    ).Datapoints
  expect(await read({ Statistics: ['Sum', 'SampleCount', 'Minimum', 'Maximum', 'Average'] })).toEqual([
    { Timestamp: at(-5), Unit: 'Count', Sum: 12, SampleCount: 4, Minimum: 1, Maximum: 7, Average: 3 },
    { Timestamp: at(-4), Unit: 'Count', Sum: 10, SampleCount: 1, Minimum: 10, Maximum: 10, Average: 10 },
    { Timestamp: at(-4), Unit: 'None', Sum: 4, SampleCount: 1, Minimum: 4, Maximum: 4, Average: 4 },
  ])
  expect(await read({ Unit: 'None' })).toMatchObject([{ Sum: 4 }])
  expect(await read({ Unit: 'Bytes' })).toEqual([])
  expect(await read({ Dimensions: [] })).toEqual([])
  expect(await read({ Period: 300, Unit: 'Count' })).toMatchObject([{ Timestamp: at(-5), Sum: 22 }])
  expect(await read({ EndTime: at(-4), Statistics: undefined, ExtendedStatistics: ['p50', 'p100'] })).toEqual([
    { Timestamp: at(-5), Unit: 'Count', ExtendedStatistics: { p50: 1, p100: 7 } },
  ])
  expect(await read({ MetricName: 'Set', Dimensions: undefined, Statistics: ['Average', 'Maximum'] })).toMatchObject([
    { Average: 2.5, Maximum: 5 },
  ])
})

test('high resolution is kept by the second', async () => {
  const { PutMetricData, GetMetricStatistics } = account()
  const datum = (seconds: number) => ({
    MetricName: 'Hits',
    Timestamp: new Date(T - 60_000 + seconds * 1000),
    Value: 1,
    StorageResolution: 1,
  })
  await PutMetricData({ Namespace: 'Shop', MetricData: [0, 1, 1, 11].map(datum) })
  const span = { Namespace: 'Shop', MetricName: 'Hits', StartTime: at(-1), EndTime: at(0) }
  const sums = async (Period: number) =>
    (await GetMetricStatistics({ ...span, Period, Statistics: ['Sum'] })).Datapoints?.map(({ Sum }) => Sum)
  expect([await sums(1), await sums(10), await sums(60)]).toEqual([[1, 2, 1], [3, 1], [4]])
})

test('what is wrong is refused, and nothing of the call is kept', async () => {
  const { PutMetricData, GetMetricStatistics, ListMetrics } = account()
  const put = (datum: object, Namespace = 'Shop') =>
    PutMetricData({
      Namespace,
      MetricData: [
        { MetricName: 'Ok', Value: 1 },
        { MetricName: 'M', Value: 1, ...datum },
      ],
    })
  const read = (more: object) =>
    GetMetricStatistics({ Namespace: 'N', MetricName: 'M', StartTime: at(-1), EndTime: at(0), Period: 60, Statistics: ['Sum'], ...more })
  const cases: [() => unknown, RegExp][] = [
    [() => put({}, 'AWS/ApiGateway'), /InvalidParameterValueException: The value AWS\/ for parameter Namespace is invalid/],
    [() => put({ Value: Number.NaN }), /InvalidParameterValueException: The value NaN for parameter MetricData.member.2.Value is invalid/],
    [() => put({ Value: undefined }), /MissingRequiredParameterException: The parameter MetricData.member.2.Value is required/],
    [() => put({ Values: [1] }), /InvalidParameterCombinationException: .*mutually exclusive/],
    [() => put({ Value: undefined, Values: [1, 2], Counts: [1] }), /same size/],
    [() => put({ Unit: 'Eggs' }), /ValidationError: .*'Eggs' at 'MetricData.member.2.Unit' failed .*enum value set: \[Seconds/],
    [() => put({ Timestamp: at(-15 * 24 * 60) }), /within the past two weeks/],
    [() => put({ Timestamp: at(130) }), /the next two hours/],
    [() => put({ Dimensions: [{ Name: 'a', Value: '' }] }), /must not be empty/],
    [() => put({ StorageResolution: 5 }), /StorageResolution must be 1 or 60/],
    [() => put({ Value: undefined, StatisticValues: { SampleCount: 1, Sum: 1, Minimum: 2, Maximum: 1 } }), /Maximum must be greater/],
    [() => read({ Period: 61 }), /any multiple of 60/],
    [() => read({ StartTime: at(1) }), /StartTime must be less than the parameter EndTime/],
    [() => read({ Statistics: [] }), /InvalidParameterCombinationException: Must specify either/],
    [() => read({ ExtendedStatistics: ['p101'] }), /p101/],
    [
      () => read({ StartTime: at(-1441) }),
      /InvalidParameterCombinationException: You have requested up to 1,441 datapoints, which exceeds the limit of 1,440/,
    ],
  ]
  for (const [run, words] of cases) expect(await failure(run)).toMatch(words)
  expect((await ListMetrics({})).Metrics).toEqual([])
})

test('metrics are listed by what names them, for as long as they are used', async () => {
  const { PutMetricData, ListMetrics, call } = account()
  const stage = (Value: string) => [...api, { Name: 'Stage', Value }]
  const datum = (MetricName: string, Dimensions: typeof api) => ({ MetricName, Dimensions, Value: 1, Timestamp: at(0) })
  await PutMetricData({ Namespace: 'A', MetricData: [datum('x', api), datum('x', stage('dev')), datum('y', stage('prod'))] })
  await PutMetricData({ Namespace: 'B', MetricData: [datum('x', [])] })
  const names = async (input: object) =>
    (await ListMetrics(input)).Metrics?.map(
      (one) => `${one.Namespace}.${one.MetricName}.${one.Dimensions?.map(({ Value }) => Value).join('.')}`,
    )
  const cases: [object, string[]][] = [
    [{}, ['A.x.Shop', 'A.x.Shop.dev', 'A.y.Shop.prod', 'B.x.']],
    [{ Namespace: 'B' }, ['B.x.']],
    [{ MetricName: 'y' }, ['A.y.Shop.prod']],
    [{ Dimensions: [{ Name: 'Stage' }] }, ['A.x.Shop.dev', 'A.y.Shop.prod']],
    [{ Dimensions: [{ Name: 'Stage', Value: 'dev' }, { Name: 'ApiName' }] }, ['A.x.Shop.dev']],
  ]
  for (const [input, expected] of cases) expect(await names(input)).toEqual(expected)
  await call.clock.advance(4 * 60 * MINUTE)
  expect([(await names({}))?.length, (await names({ RecentlyActive: 'PT3H' }))?.length]).toEqual([4, 0])
  await call.clock.advance(14 * 24 * 60 * MINUTE)
  expect(await names({})).toEqual([])
  expect(await failure(() => ListMetrics({ RecentlyActive: 'PT1H' as 'PT3H' }))).toMatch(/enum value set: \[PT3H\]/)
})

test('the SDK compresses what is large, and is understood', async () => {
  const call = testCall()
  const encodings: string[] = []
  const handler = inProcess(createControlPlane({ services: SERVICES, callFor: () => call, account: call.account }), ({ headers }) =>
    encodings.push(headers[headers.indexOf('content-encoding') + 1] ?? ''),
  )
  const credentials = { accessKeyId: 'a', secretAccessKey: 'b' }
  const client = new CloudWatchClient({ region: 'us-east-1', credentials, requestHandler: handler as never })
  const MetricData = Array.from({ length: 900 }, (_, i) => ({ MetricName: `a-metric-with-a-name-${i}`, Value: i }))
  await client.send(new PutMetricDataCommand({ Namespace: 'Shop', MetricData }))
  const { Metrics, NextToken } = await client.send(new ListMetricsCommand({ Namespace: 'Shop' }))
  expect([Metrics?.length, NextToken === undefined, encodings[0]]).toEqual([500, false, 'gzip'])
})
