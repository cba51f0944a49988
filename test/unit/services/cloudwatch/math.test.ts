import type { MetricDataQuery } from '@aws-sdk/client-cloudwatch'
import { cloudwatch } from '../../../../emulator/services/cloudwatch'
import { bind } from '../../../../emulator/services/operations'
import { TEST_TIME, testCall } from '../../../support/call'
import { failure } from '../../../support/failure'

const MINUTE = 60_000
const T = Math.floor(TEST_TIME / MINUTE) * MINUTE - 5 * MINUTE
const at = (minutes: number) => new Date(T + minutes * MINUTE)

/** By minute; a dash is none. */
const DATA: Readonly<Record<string, string>> = { a: '1 2 3 4', b: '10 - 0 20', c: '- - 5 -', none: '- - - -' }

async function account() {
  const call = testCall()
  const operations = bind(cloudwatch.operations, call)
  for (const [name, points] of Object.entries(DATA)) {
    for (const [i, value] of points.split(' ').entries()) {
      if (value === '-') continue
      const datum = { MetricName: name, Timestamp: at(i), Value: Number(value), Dimensions: [{ Name: 'Api', Value: `Shop-${name}` }] }
      await operations.PutMetricData({ Namespace: 'N', MetricData: [datum] })
    }
  }
  const metric = (name: string): MetricDataQuery => ({
    Id: name,
    ReturnData: false,
    MetricStat: {
      Metric: { Namespace: 'N', MetricName: name, Dimensions: [{ Name: 'Api', Value: `Shop-${name}` }] },
      Period: 60,
      Stat: 'Sum',
    },
  })
  const query = (queries: MetricDataQuery[], more: object = {}) =>
    operations.GetMetricData({ MetricDataQueries: queries, StartTime: at(0), EndTime: at(4), ScanBy: 'TimestampAscending', ...more })
  /** What an expression of a, b, c and none comes to: `1 2 - 4`, a line for each series. */
  const evaluate = async (expression: string) => {
    const { MetricDataResults = [] } = await query([...Object.keys(DATA).map(metric), { Id: 'e', Expression: expression }])
    return MetricDataResults.map(({ Timestamps = [], Values = [] }) => {
      const byTime = new Map(Timestamps.map((time, i) => [time.getTime(), Values[i]]))
      return [0, 1, 2, 3].map((i) => byTime.get(at(i).getTime()) ?? '-').join(' ')
    })
  }
  return { query, metric, evaluate }
}

test('metric math', async () => {
  const { evaluate } = await account()
  const cases: [string, ...string[]][] = [
    ['a', '1 2 3 4'],
    ['a + b', '11 - 3 24'],
    ['a - 1', '0 1 2 3'],
    ['-a * 2', '-2 -4 -6 -8'],
    ['2 + a * 2 ^ 2', '6 10 14 18'],
    ['(2 + a) * 2', '6 8 10 12'],
    ['a / b', '0.1 - - 0.2'],
    ['100 * (b / (a + b))', `${100 * (10 / 11)} - 0 ${100 * (20 / 24)}`],
    ['a > 2', '0 0 1 1'],
    ['a >= 2 AND a < 4', '0 1 1 0'],
    ['a == 1 || a == 4', '1 0 0 1'],
    ['IF(a > 2, a, 0)', '0 0 3 4'],
    ['IF(a > 2, a)', '- - 3 4'],
    ['IF(b, 1, 0)', '1 - 0 1'],
    ['FILL(b, 0)', '10 0 0 20'],
    ['FILL(b, REPEAT)', '10 10 0 20'],
    ['FILL(b, LINEAR)', '10 5 0 20'],
    ['FILL(none, 0)', '0 0 0 0'],
    ['SUM([a, b, c])', '11 2 8 24'],
    ['AVG([a, b])', '5.5 1 1.5 12'],
    ['MAX([a, b])', '10 2 3 20'],
    ['MIN([a, b, 2])', '1 2 0 2'],
    ['MAX([b, 1])', '10 - 1 20'],
    ['a / MAX([b, 1])', '0.1 - 3 0.2'],
    ['a / SUM(a)', '0.1 0.2 0.3 0.4'],
    ['a * 0 + AVG(b)', '10 10 10 10'],
    ['a * 0 + DATAPOINT_COUNT(b)', '3 3 3 3'],
    ['a * 0 + PERIOD(a)', '60 60 60 60'],
    ['a * 0 + FIRST(a) + LAST(a)', '5 5 5 5'],
    ['a * 0 + METRIC_COUNT(METRICS())', '4 4 4 4'],
    ['STDDEV([a, a])', '0 0 0 0'],
    ['ABS(a - 3)', '2 1 0 1'],
    ['CEIL(a / 2)', '1 1 2 2'],
    ['FLOOR(a / 2)', '0 1 1 2'],
    ['LOG10(a * 0 + 1000)', `${Math.log10(1000)} ${Math.log10(1000)} ${Math.log10(1000)} ${Math.log10(1000)}`],
    ['DIFF(a)', '- 1 1 1'],
    ['DIFF_TIME(b)', '- - 120 60'],
    ['RATE(b)', `- - ${-10 / 120} ${20 / 60}`],
    ['RUNNING_SUM(a)', '1 3 6 10'],
    ['TIME_SERIES(7)', '7 7 7 7'],
    ['MINUTE(a)', [0, 1, 2, 3].map((i) => at(i).getUTCMinutes()).join(' ')],
    ['YEAR(c)', '- - 2026 -'],
    ['[a, c]', '1 2 3 4', '- - 5 -'],
    ['METRICS("b")', '10 - 0 20'],
    ['METRICS() * 2', '2 4 6 8', '20 - 0 40', '- - 10 -', '- - - -'],
    ['REMOVE_EMPTY(METRICS())', '1 2 3 4', '10 - 0 20', '- - 5 -'],
    ['SORT(REMOVE_EMPTY(METRICS()), MAX, DESC)', '10 - 0 20', '- - 5 -', '1 2 3 4'],
    ['SORT(REMOVE_EMPTY(METRICS()), SUM, ASC, 1)', '- - 5 -'],
    ['SLICE(METRICS(), 1, 3)', '10 - 0 20', '- - 5 -'],
    [`SEARCH('{N,Api} MetricName="a"', 'Sum', 60)`, '1 2 3 4'],
    [`SEARCH('{N,Api} shop-b OR shop-c', 'Sum', 60)`, '10 - 0 20', '- - 5 -'],
    [`SEARCH('{N,Api} NOT MetricName=("a" OR "b")', 'Maximum', 60)`, '- - 5 -'],
    [`SEARCH('{N} a', 'Sum', 60)`],
    [`SUM(SEARCH('Namespace="N"', 'Sum', 60))`, '11 2 8 24'],
  ]
  for (const [expression, ...expected] of cases) expect([expression, ...(await evaluate(expression))]).toEqual([expression, ...expected])
})

test('expressions that are wrong, and what is not emulated, are named', async () => {
  const { evaluate } = await account()
  const cases: [string, RegExp][] = [
    ['a +', /^400 InvalidParameterValueException: Error in expression 'a \+': Invalid syntax/],
    ['x + 1', /Unknown identifier: x/],
    ['e + 1', /Circular reference: e/],
    ['NOPE(a)', /Unknown function: NOPE/],
    ['SUM(a)', /must return a time series/],
    ['ANOMALY_DETECTION_BAND(a, 2)', /^501 NotImplemented: Not emulated by Portico yet: ANOMALY_DETECTION_BAND in metric math/],
    ['SELECT AVG(x) FROM SCHEMA("N")', /^501 NotImplemented/],
    [`${'('.repeat(200)}a${')'.repeat(200)}`, /Invalid syntax/],
  ]
  for (const [expression, words] of cases) expect(await failure(() => evaluate(expression))).toMatch(words)
})

test('results have labels, an order and pages; what is not to be returned is left out', async () => {
  const { query, metric } = await account()
  const shown = { ...metric('a'), ReturnData: true }
  const labels = async (Label?: string) =>
    (await query([{ ...shown, ...(Label === undefined ? {} : { Label }) }])).MetricDataResults?.map((one) => one.Label)
  expect(await labels()).toEqual(['a'])
  expect(await labels("${PROP('Dim.Api')} max ${MAX} last ${LAST} of ${DATAPOINT_COUNT} ${LABEL} ${NOPE}")).toEqual([
    'Shop-a max 4 last 4 of 4 a ${NOPE}',
  ])
  const newest = await query([shown], { ScanBy: undefined })
  expect(newest.MetricDataResults).toMatchObject([
    { Id: 'a', Values: [4, 3, 2, 1], StatusCode: 'Complete', Timestamps: [at(3), at(2), at(1), at(0)] },
  ])
  const oldest = await query([shown])
  expect(oldest.MetricDataResults).toMatchObject([{ Values: [1, 2, 3, 4], Timestamps: [at(0), at(1), at(2), at(3)] }])
  const two = [shown, { ...metric('b'), ReturnData: true }]
  const first = await query(two, { MaxDatapoints: 4 })
  const second = await query(two, { MaxDatapoints: 4, NextToken: first.NextToken })
  expect([first, second].map((page) => page.MetricDataResults?.map(({ Id }) => Id))).toEqual([['a'], ['b']])
  expect(second.NextToken).toBeUndefined()
  const same = [shown, shown]
  for (const [queries, words] of [
    [same, /not unique/],
    [[{ Id: 'A', Expression: '1' }], /parameter MetricDataQueries.member.1.Id/],
    [[{ Id: 'a' }], /^400 InvalidParameterCombinationException: Exactly one/],
  ] as const)
    expect(await failure(() => query([...queries]))).toMatch(words)
})
