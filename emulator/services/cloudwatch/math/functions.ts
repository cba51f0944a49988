import type { Span } from '../read-metric'
import { combine, isList, isSeries, mapSeries, mapValue, seriesOf, type TimeSeries, unsupported, type Value } from './values'

/** The span and the spacing of what is asked for. Milliseconds. */
export interface Frame extends Span {
  readonly period: number
  /** The whole span is one period, whatever the periods of metrics. */
  readonly whole?: boolean
}

/** A function of metric math, of values and words (`REPEAT`, `ASC`). */
export type MathFunction = (args: readonly (Value | { readonly word: string })[], frame: Frame) => Value

/** Functions of values only, one by one in AWS's table of functions. */
export const FUNCTIONS: Readonly<Record<string, MathFunction>> = {
  ABS: each(Math.abs),
  CEIL: each(Math.ceil),
  FLOOR: each(Math.floor),
  LOG: each(Math.log),
  LOG10: each(Math.log10),
  // Of an array, what is missing at a moment counts as 0 in averages.
  AVG: reduce('AVG', (values, of) => sum(values) / of),
  MAX: reduce('MAX', (values) => Math.max(...values)),
  MIN: reduce('MIN', (values) => Math.min(...values)),
  SUM: reduce('SUM', sum),
  STDDEV: reduce('STDDEV', deviation),
  DATAPOINT_COUNT: reduce('DATAPOINT_COUNT', (values) => values.length),
  DIFF: along('DIFF', (value, before) => value - before),
  DIFF_TIME: along('DIFF_TIME', (_value, _before, seconds) => seconds),
  RATE: along('RATE', (value, before, seconds) => (value - before) / seconds),
  RUNNING_SUM: ([value]) =>
    overSeries(value, 'RUNNING_SUM', (series) => {
      let total = 0
      return mapSeries(series, (each) => (total += each))
    }),
  FIRST: pick('FIRST', (items) => items[0]),
  LAST: pick('LAST', (items) => items.at(-1)),
  FILL: ([value, filler], frame) => overSeries(value, 'FILL', (series) => fill(series, filler, frame)),
  IF: ([condition, yes, no]) => choose(plain(condition, 'IF'), plain(yes, 'IF'), no === undefined ? undefined : plain(no, 'IF')),
  METRIC_COUNT: ([value]) => seriesOf(plain(value, 'METRIC_COUNT'), 'METRIC_COUNT').length,
  PERIOD: ([value]) => (seriesOf(plain(value, 'PERIOD'), 'PERIOD')[0]?.period ?? Number.NaN) / 1000,
  REMOVE_EMPTY: ([value]) => seriesOf(plain(value, 'REMOVE_EMPTY'), 'REMOVE_EMPTY').filter(({ values }) => values.size > 0),
  SLICE: ([value, from, to]) =>
    seriesOf(plain(value, 'SLICE'), 'SLICE').slice(whole(from, 'SLICE'), to === undefined ? undefined : whole(to, 'SLICE')),
  SORT: sort,
  TIME_SERIES: ([value], frame) => {
    const constant = plain(value, 'TIME_SERIES')
    if (typeof constant !== 'number') throw unsupported('TIME_SERIES')
    const values = new Map<number, number>()
    for (const at of starts(frame, frame.period)) values.set(at, constant)
    return { label: '', period: frame.period, values }
  },
  MINUTE: moment((date) => date.getUTCMinutes()),
  HOUR: moment((date) => date.getUTCHours()),
  // Monday is 1.
  DAY: moment((date) => date.getUTCDay() || 7),
  DATE: moment((date) => date.getUTCDate()),
  MONTH: moment((date) => date.getUTCMonth() + 1),
  YEAR: moment((date) => date.getUTCFullYear()),
  EPOCH: moment((date) => Math.floor(date.getTime() / 1000)),
}

/** When the periods of a span start. */
function* starts({ from, to, anchor = 0 }: Frame, period: number): Generator<number> {
  for (let at = anchor + Math.ceil((from - anchor) / period) * period; at < to; at += period) yield at
}

function plain(arg: Parameters<MathFunction>[0][number] | undefined, name: string): Value {
  if (arg === undefined || (typeof arg === 'object' && 'word' in arg)) throw unsupported(name)
  return arg
}

function whole(arg: Parameters<MathFunction>[0][number] | undefined, name: string): number {
  const value = plain(arg, name)
  if (typeof value !== 'number') throw unsupported(name)
  return value
}

function each(change: (value: number) => number): MathFunction {
  return ([value]) => mapValue(plain(value, 'the function'), change)
}

/** Of one series a number; of an array a series of what its members have at each moment. Numbers in an array stand at every moment. */
function reduce(name: string, of: (values: readonly number[], members: number) => number): MathFunction {
  return ([arg]) => {
    const value = plain(arg, name)
    if (typeof value === 'number') return of([value], 1)
    if (!isList(value)) return of([...value.values.values()], value.values.size)
    const series = value.filter(isSeries)
    const numbers = value.filter((item) => typeof item === 'number')
    if (series.length + numbers.length < value.length) throw unsupported(name)
    const [first] = series
    if (first === undefined) return of(numbers, numbers.length)
    const values = new Map<number, number>()
    for (const at of moments(series)) {
      const there = series.flatMap((one) => one.values.get(at) ?? [])
      values.set(at, of([...there, ...numbers], value.length))
    }
    return { label: name, period: first.period, values }
  }
}

function along(name: string, of: (value: number, before: number, seconds: number) => number): MathFunction {
  return ([value]) =>
    overSeries(value, name, (series) => {
      let last: readonly [at: number, value: number] | undefined
      return mapSeries(series, (each, at) => {
        const before = last
        last = [at, each]
        return before === undefined ? Number.NaN : of(each, before[1], (at - before[0]) / 1000)
      })
    })
}

function moment(of: (date: Date) => number): MathFunction {
  return ([value]) => overSeries(value, 'the function', (series) => mapSeries(series, (_each, at) => of(new Date(at))))
}

/** The first or last series of an array, or value of a series. */
function pick(name: string, of: <T>(items: readonly T[]) => T | undefined): MathFunction {
  return ([arg]) => {
    const value = plain(arg, name)
    if (isSeries(value)) return of([...value.values.values()]) ?? Number.NaN
    return of(seriesOf(value, name)) ?? []
  }
}

function overSeries(arg: Parameters<MathFunction>[0][number] | undefined, name: string, change: (series: TimeSeries) => TimeSeries): Value {
  const value = plain(arg, name)
  if (isSeries(value)) return change(value)
  return seriesOf(value, name).map(change)
}

function fill(series: TimeSeries, filler: Parameters<MathFunction>[0][number] | undefined, frame: Frame): TimeSeries {
  const { period, values } = series
  const word = typeof filler === 'object' && 'word' in filler ? filler.word : undefined
  const constant = word === undefined ? plain(filler, 'FILL') : undefined
  const known = [...values]
  const filled = new Map<number, number>()
  let next = 0
  for (const at of starts(frame, period)) {
    while (next < known.length && (known[next]?.[0] ?? 0) < at) next++
    const [before, after] = [known[next - 1], known[next]]
    const value =
      values.get(at) ??
      (typeof constant === 'number'
        ? constant
        : constant !== undefined && isSeries(constant)
          ? constant.values.get(at)
          : word === 'REPEAT'
            ? before?.[1]
            : word === 'LINEAR' && before !== undefined && after !== undefined
              ? before[1] + ((after[1] - before[1]) * (at - before[0])) / (after[0] - before[0])
              : undefined)
    if (value !== undefined) filled.set(at, value)
  }
  return { ...series, values: filled }
}

/** Where the condition is not 0 the one, else the other; without another, nothing. */
function choose(condition: Value, yes: Value, no: Value | undefined): Value {
  if (typeof condition === 'number') return condition !== 0 ? yes : (no ?? Number.NaN)
  const chosen = combine(condition, yes, (test, value) => (test !== 0 ? value : Number.NaN), 'IF')
  if (no === undefined) return chosen
  const rest = combine(condition, no, (test, value) => (test === 0 ? value : Number.NaN), 'IF')
  if (!isSeries(chosen) || !isSeries(rest)) throw unsupported('IF')
  return { ...chosen, values: new Map([...chosen.values, ...rest.values].sort(([a], [b]) => a - b)) }
}

/** By `AVG`, `MAX`, `MIN` or `SUM` of each series, ascending unless `DESC`, so many of them. */
function sort(args: Parameters<MathFunction>[0], frame: Frame): Value {
  const [value, by, order, most] = args
  const word = (arg: (typeof args)[number] | undefined) => (typeof arg === 'object' && 'word' in arg ? arg.word.toUpperCase() : '')
  const rank = FUNCTIONS[word(by)]
  if (rank === undefined || !['AVG', 'MAX', 'MIN', 'SUM'].includes(word(by))) throw unsupported('SORT')
  const ranked = seriesOf(plain(value, 'SORT'), 'SORT').map((series) => ({ series, rank: rank([series], frame) as number }))
  ranked.sort((a, b) => (word(order) === 'DESC' ? b.rank - a.rank : a.rank - b.rank))
  return ranked.slice(0, most === undefined ? undefined : whole(most, 'SORT')).map(({ series }) => series)
}

function moments(series: readonly TimeSeries[]): number[] {
  return [...new Set(series.flatMap(({ values }) => [...values.keys()]))].sort((a, b) => a - b)
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

function deviation(values: readonly number[], of: number): number {
  const mean = sum(values) / of
  const missing = (of - values.length) * mean ** 2
  return Math.sqrt((values.reduce((total, value) => total + (value - mean) ** 2, 0) + missing) / of)
}
