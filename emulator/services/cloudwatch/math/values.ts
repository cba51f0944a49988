import { AwsError } from '../../../model/errors'
import { invalidValue } from '../operations'

/** Values by time (epoch milliseconds), oldest first. */
export interface TimeSeries {
  readonly label: string
  /** Milliseconds. */
  readonly period: number
  readonly values: ReadonlyMap<number, number>
}

/** What an expression comes to: a number, a series, several series. */
export type Value = number | TimeSeries | readonly Value[]

export function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value)
}

export function isSeries(value: Value): value is TimeSeries {
  return typeof value === 'object' && !Array.isArray(value)
}

/** The series of a list; throws AWS's error when there is anything else. */
export function seriesOf(value: Value | undefined, name: string): readonly TimeSeries[] {
  const all = value === undefined ? [] : isList(value) ? value : [value]
  if (all.every(isSeries)) return all
  throw unsupported(name)
}

/** A series whose values are worked out from its own; what is no finite number is no value. */
export function mapSeries(series: TimeSeries, change: (value: number, at: number) => number): TimeSeries {
  const values = new Map<number, number>()
  for (const [at, value] of series.values) {
    const changed = change(value, at)
    if (Number.isFinite(changed)) values.set(at, changed)
  }
  return { ...series, values }
}

/** Does the same to every number of a value. */
export function mapValue(value: Value, change: (value: number) => number): Value {
  if (typeof value === 'number') return change(value)
  return isList(value) ? value.map((item) => mapValue(item, change)) : mapSeries(value, change)
}

/** Two values, number by number. Of two series, the moments that both have count; two lists go together only when equally long. */
export function combine(left: Value, right: Value, operate: (left: number, right: number) => number, name: string): Value {
  if (isList(left)) {
    if (!isList(right)) return left.map((item) => combine(item, right, operate, name))
    if (left.length !== right.length) throw unsupported(name)
    return left.map((item, i) => combine(item, right[i] as Value, operate, name))
  }
  if (isList(right)) return right.map((item) => combine(left, item, operate, name))
  if (typeof left === 'number') {
    return typeof right === 'number' ? operate(left, right) : mapSeries(right, (value) => operate(left, value))
  }
  if (typeof right === 'number') return mapSeries(left, (value) => operate(value, right))
  const other = right.values
  return mapSeries(left, (value, at) => {
    const against = other.get(at)
    return against === undefined ? Number.NaN : operate(value, against)
  })
}

/** Uncertain: AWS's wording. */
export function unsupported(name: string): AwsError {
  return invalidValue(`Unsupported operand type(s) for ${name}.`)
}

/** Something of metric math that the emulator has not. */
export function mathNotEmulated(what: string): AwsError {
  return new AwsError('NotImplemented', `Not emulated by Portico yet: ${what} in metric math`, 501)
}
