import { ManualClock } from '../../../emulator/base/clock'
import { MetricPoint } from '../../../emulator/observe/metric-point'
import { Metrics } from '../../../emulator/observe/metrics'
import { statisticOf } from '../../../emulator/observe/statistics'

const START = Date.UTC(2026, 0, 1)
const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** The same numbers in every run, spread over five orders of magnitude. */
function* latencies(count: number): Generator<number> {
  let state = 12_345
  for (let i = 0; i < count; i++) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    yield Math.exp((state / 2 ** 32) * Math.log(100_000))
  }
}

test('percentiles of a million values are within 0.5 % of the exact ones, in bounded space', () => {
  const point = new MetricPoint()
  const all = Float64Array.from(latencies(1_000_000))
  for (const value of all) point.add(value)
  all.sort()
  for (const percent of [1, 10, 25, 50, 75, 90, 95, 99, 99.9, 99.99, 100]) {
    const exact = all[Math.max(0, Math.ceil((percent / 100) * all.length) - 1)] as number
    const estimated = statisticOf(`p${percent}`)?.(point) ?? Number.NaN
    expect(Math.abs(estimated - exact) / exact).toBeLessThanOrEqual(0.005)
  }
  expect(point.values.sorted().length).toBeLessThan(2048)
  expect([point.count, point.min, point.max]).toEqual([1_000_000, all[0], all.at(-1)])
})

test('values of any magnitude and sign stay in bounded space', () => {
  const point = new MetricPoint()
  for (let i = 0; i < 20_000; i++) point.add((i % 2 === 0 ? 1 : -1) * 10 ** ((i % 600) - 300))
  expect(point.values.sorted().length).toBeLessThanOrEqual(2048)
  expect(statisticOf('p0')?.(point)).toBeLessThan(-1e290)
})

test('statistics by name, of 1 to 100', () => {
  const point = new MetricPoint()
  for (let value = 1; value <= 10; value++) point.add(value * 10, 10)
  const cases: Record<string, number> = {
    SampleCount: 100,
    Sum: 5500,
    Average: 55,
    Minimum: 10,
    Maximum: 100,
    p0: 10,
    p10: 10,
    p50: 50,
    'p99.9': 100,
    tm90: 50,
    'TM(10%:90%)': 55,
    tc90: 90,
    ts90: 4500,
    'TS(80%:)': 1900,
    'TC(:30)': 30,
    'PR(:30)': 30,
    'PR(30:50)': 20,
    IQM: 55,
    wm90: 54,
    'WM(10%:90%)': 55,
  }
  const found = Object.keys(cases).map((name) => [name, statisticOf(name)?.(point)])
  expect(Object.fromEntries(found)).toEqual(cases)
  for (const name of ['p101', 'sum', 'tm', 'PR(10%:20%)', 'TM(90%:10%)', 'TM(10:90%)', '']) expect(statisticOf(name)).toBeUndefined()
})

test('a set of values that nobody knows has no percentiles, but the rest', () => {
  const point = new MetricPoint()
  point.add(3)
  point.addSet({ count: 4, sum: 20, min: 2, max: 9 })
  expect(['SampleCount', 'Sum', 'Minimum', 'Maximum', 'p50'].map((name) => statisticOf(name)?.(point))).toEqual([5, 23, 2, 9, undefined])
})

test('a value lands in its minute, or its second; periods add them up', () => {
  const clock = new ManualClock(START)
  const scope = new Metrics(clock).in('1', 'us-east-1')
  const series = scope.series(
    'Shop',
    'Orders',
    [
      { Name: 'b', Value: '1' },
      { Name: 'a', Value: '2' },
    ],
    'Count',
  )
  expect(scope.list()).toEqual([])
  for (const seconds of [0, 59, 60, 130, 299, 300]) series.add(START + seconds * 1000, 1)
  series.point(START + 61_000, true).add(5)
  const sums = (period: number, from = 0, to = DAY) =>
    [...series.read(START + from, START + to, period)].map(([at, { sum }]) => [(at - START) / 1000, sum])
  expect(sums(MINUTE)).toEqual([
    [0, 2],
    [60, 6],
    [120, 1],
    [240, 1],
    [300, 1],
  ])
  expect(sums(5 * MINUTE)).toEqual([
    [0, 10],
    [300, 1],
  ])
  expect(sums(1000, 60_000, 62_000)).toEqual([
    [60, 1],
    [61, 5],
  ])
  expect(sums(MINUTE, MINUTE, 2 * MINUTE)).toEqual([[60, 6]])
  const name = {
    namespace: 'Shop',
    name: 'Orders',
    dimensions: [
      { Name: 'a', Value: '2' },
      { Name: 'b', Value: '1' },
    ],
  }
  expect(scope.find(name)?.units.get('Count')).toBe(series)
  expect(scope.series('Shop', 'Orders', name.dimensions, 'Count')).toBe(series)
})

test('the older, the coarser: seconds for three hours, minutes for 15 days, five minutes for 63, hours for 455', async () => {
  const clock = new ManualClock(START)
  const scope = new Metrics(clock).in('1', 'us-east-1')
  const series = scope.series('Shop', 'Orders', [], 'Count')
  for (let second = 0; second < 600; second++) series.point(START + second * 1000, true).add(1)
  const finest = () => series.read(START, START + HOUR, 1000).size
  const total = () => [...series.read(START, START + HOUR, HOUR).values()].map(({ sum }) => sum)
  const seen: [number, number[]][] = []
  for (const wait of [0, 4 * HOUR, 16 * DAY, 50 * DAY, 400 * DAY]) {
    await clock.advance(wait)
    seen.push([finest(), total()])
  }
  expect(seen).toEqual([
    [600, [600]],
    [10, [600]],
    [2, [600]],
    [1, [600]],
    [0, []],
  ])
})

test('dimensions can be anything: the metrics that were written to longest ago give way', () => {
  const clock = new ManualClock(START)
  const scope = new Metrics(clock).in('1', 'us-east-1')
  for (let i = 0; i < 20_001; i++) scope.series('N', `m${i}`, [], 'None').add(START + i, 1)
  expect(scope.list().length).toBe(18_001)
  expect(scope.find({ namespace: 'N', name: 'm0', dimensions: [] })).toBeUndefined()
})
