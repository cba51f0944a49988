import type { Aggregation } from './expression'
import { malformed } from './tokens'
import { compare, type Row, toNumber, toText, type Value } from './values'

type Aggregate = (rows: readonly Row[], values: (index: number) => Value[]) => Value

/** Functions of `stats`, by name in lower case. */
const OF_ROWS: Readonly<Record<string, Aggregate>> = {
  count: (rows, values) => (values(0).length > 0 || rows.length === 0 ? values(0).filter((value) => value !== undefined).length : 0),
  count_distinct: (_rows, values) => new Set(values(0).flatMap((value) => toText(value) ?? [])).size,
  sum: numbers((all) => all.reduce((sum, value) => sum + value, 0)),
  avg: numbers((all) => all.reduce((sum, value) => sum + value, 0) / all.length),
  min: (_rows, values) => present(values(0)).sort(compare)[0],
  max: (_rows, values) => present(values(0)).sort(compare).at(-1),
  median: numbers((all) => percentile(all, 50)),
  stddev: numbers((all) => {
    const mean = all.reduce((sum, value) => sum + value, 0) / all.length
    return Math.sqrt(all.reduce((sum, value) => sum + (value - mean) ** 2, 0) / all.length)
  }),
  pct: percentiles,
  percentile: percentiles,
  earliest: (rows, values) => byTime(rows, values(0))[0],
  latest: (rows, values) => byTime(rows, values(0)).at(-1),
  sortsfirst: (_rows, values) => present(values(0)).sort(compare)[0],
  sortslast: (_rows, values) => present(values(0)).sort(compare).at(-1),
}

/** Reads an aggregation, once; it is asked for each group of rows. */
export function aggregate({ name, args }: Aggregation): (rows: readonly Row[]) => Value {
  const of = OF_ROWS[name]
  if (of === undefined) throw malformed(`unknown function ${name}`)
  if (name === 'count' && args.length === 0) return (rows) => rows.length
  return (rows) => of(rows, (index) => rows.map((row) => args[index]?.evaluate(row)))
}

function numbers(of: (all: readonly number[]) => number): Aggregate {
  return (_rows, values) => {
    const all = values(0)
      .map(toNumber)
      .filter((value) => !Number.isNaN(value))
    return all.length === 0 ? undefined : of(all)
  }
}

function percentiles(_rows: readonly Row[], values: (index: number) => Value[]): Value {
  const all = values(0)
    .map(toNumber)
    .filter((value) => !Number.isNaN(value))
  return all.length === 0 ? undefined : percentile(all, toNumber(values(1)[0]))
}

/** The value at the nearest rank. Uncertain: how AWS works it out. */
function percentile(all: readonly number[], percent: number): number {
  const sorted = [...all].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length - 1e-9) - 1)] as number
}

function present(values: readonly Value[]): Value[] {
  return values.filter((value) => value !== undefined)
}

function byTime(rows: readonly Row[], values: readonly Value[]): Value[] {
  return rows
    .map((row, i) => ({ at: toNumber(row.get('@timestamp')), value: values[i] }))
    .filter(({ value }) => value !== undefined)
    .sort((a, b) => a.at - b.at)
    .map(({ value }) => value)
}
