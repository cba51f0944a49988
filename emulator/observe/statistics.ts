import type { ValueCount } from './distribution'
import type { MetricPoint } from './metric-point'

/** Reads a statistic off a point; undefined when the point does not tell it. */
export type Statistic = (point: MetricPoint) => number | undefined

const SIMPLE: Readonly<Record<string, Statistic>> = {
  SampleCount: ({ count }) => count,
  Sum: ({ sum }) => sum,
  Average: ({ sum, count }) => sum / count,
  Minimum: ({ min }) => min,
  Maximum: ({ max }) => max,
}

/**
 * A statistic by CloudWatch's name: `Sum`, `p99.9`, `tm90`, `TM(10%:90%)`, `PR(:300)`, `IQM`...; undefined when there is none of that name.
 * Uncertain: a percentile of few values, which is one of them here (the nearest rank).
 */
export function statisticOf(name: string): Statistic | undefined {
  if (Object.hasOwn(SIMPLE, name)) return SIMPLE[name]
  if (name === 'IQM') return between(percents(25, 75), mean)
  const short = /^(p|tm|tc|ts|wm)(\d{1,3}(?:\.\d{1,10})?)$/.exec(name)
  if (short !== null) {
    const percent = Number(short[2])
    if (percent > 100) return undefined
    return short[1] === 'p' ? percentile(percent) : kindOf(short[1] as string, percents(0, percent))
  }
  const long = /^(TM|TC|TS|WM|PR)\(([^:()]*):([^:()]*)\)$/.exec(name)
  const range = long === null ? undefined : rangeOf(long[2] as string, long[3] as string)
  return range === undefined ? undefined : kindOf((long?.[1] ?? '').toLowerCase(), range)
}

/** The percentile of a name like `p99`, as a number from 0 to 100; undefined when the statistic is no percentile. */
export function percentOf(name: string): number | undefined {
  const found = /^p(\d{1,3}(?:\.\d{1,10})?)$/.exec(name)
  return found === null ? undefined : Number(found[1])
}

/** A part of the values: by their rank (fractions of all of them), or by what they are. */
interface Range {
  readonly from: number
  readonly to: number
  readonly ranks: boolean
}

function percents(from: number, to: number): Range {
  return { from: from / 100, to: to / 100, ranks: true }
}

/** `10%` and `90%`, or `100` and `500`; either may be left out. */
function rangeOf(from: string, to: string): Range | undefined {
  const ranks = from.endsWith('%') || to.endsWith('%')
  if (ranks && [from, to].some((bound) => bound !== '' && !bound.endsWith('%'))) return undefined
  const number = (text: string, otherwise: number) => (text === '' ? otherwise : Number(text.replace('%', '')) / (ranks ? 100 : 1))
  const range = { from: number(from, ranks ? 0 : -Infinity), to: number(to, ranks ? 1 : Infinity), ranks }
  const bad = Number.isNaN(range.from) || Number.isNaN(range.to) || range.from >= range.to || (ranks && (range.from < 0 || range.to > 1))
  return bad ? undefined : range
}

function kindOf(kind: string, range: Range): Statistic | undefined {
  switch (kind) {
    case 'tm':
      return between(range, mean)
    case 'ts':
      return between(range, sum)
    case 'tc':
      return between(range, count)
    case 'wm':
      return winsorized(range)
    case 'pr':
      // The share of the values that lie in the range, in per cent.
      return range.ranks ? undefined : between(range, (inside, all) => (100 * count(inside)) / all)
    default:
      return undefined
  }
}

function percentile(percent: number): Statistic {
  return (point) => {
    if (point.isPartial) return undefined
    const rank = Math.max(1, Math.ceil((percent / 100) * point.count - 1e-9))
    let seen = 0
    for (const [value, times] of point.values.sorted()) {
      seen += times
      if (seen >= rank) return clamp(point, value)
    }
    return undefined
  }
}

function between(range: Range, of: (inside: readonly ValueCount[], all: number) => number): Statistic {
  return (point) => (point.isPartial ? undefined : of(inside(point, range), point.count))
}

/** The values in a range, those at its edges with the part of their count that falls into it. Of values, the lower bound is left out. */
function inside(point: MetricPoint, { from, to, ranks }: Range): ValueCount[] {
  const values = point.values.sorted()
  if (!ranks) return values.filter(([value]) => value > from && value <= to)
  const [low, high] = [from * point.count, to * point.count]
  let seen = 0
  return values.flatMap(([value, times]) => {
    const part = Math.min(seen + times, high) - Math.max(seen, low)
    seen += times
    return part > 0 ? [[clamp(point, value), part] as const] : []
  })
}

/** Outside values count as those at the edges. */
function winsorized(range: Range): Statistic {
  return (point) => {
    const kept = point.isPartial ? [] : inside(point, range)
    const [first, last] = [kept[0], kept.at(-1)]
    if (first === undefined || last === undefined) return undefined
    const all = point.values.sorted()
    const below = range.ranks ? range.from * point.count : count(all.filter(([value]) => value <= range.from))
    const above = point.count - below - count(kept)
    return (sum(kept) + below * first[0] + above * last[0]) / point.count
  }
}

/** A rounded value may lie beside the extremes, which are known exactly. */
function clamp({ min, max }: MetricPoint, value: number): number {
  return Math.min(max, Math.max(min, value))
}

function count(values: readonly ValueCount[]): number {
  return values.reduce((all, [, times]) => all + times, 0)
}

function sum(values: readonly ValueCount[]): number {
  return values.reduce((all, [value, times]) => all + value * times, 0)
}

function mean(values: readonly ValueCount[]): number {
  return sum(values) / count(values)
}
