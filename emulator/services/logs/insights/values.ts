/** A value of a field. Moments are told apart from numbers, since they are shown as such. */
export type Value = string | number | boolean | Moment | undefined

/** A moment, in epoch milliseconds. */
export class Moment {
  constructor(readonly at: number) {}
}

/** Milliseconds from the epoch to the last moment that has a date. */
const LAST_MOMENT = 8.64e15

/** One event, or one group of events: fields by name. */
export type Row = Map<string, Value>

/** The value as a number; NaN when it is none. */
export function toNumber(value: Value): number {
  if (typeof value === 'number') return value
  if (value instanceof Moment) return value.at
  if (typeof value === 'boolean') return value ? 1 : 0
  return value === undefined || value.trim() === '' ? Number.NaN : Number(value)
}

/** The value as it is shown; undefined stays so. */
export function toText(value: Value): string | undefined {
  if (value === undefined || typeof value === 'string') return value
  if (value instanceof Moment)
    return Math.abs(value.at) <= LAST_MOMENT ? new Date(value.at).toISOString().replace('T', ' ').replace('Z', '') : undefined
  if (typeof value === 'number') return Number.isInteger(value) ? String(value) : String(Number(value.toFixed(4)))
  return value ? '1' : '0'
}

export function isTrue(value: Value): boolean {
  if (typeof value === 'boolean') return value
  return value !== undefined && value !== '' && value !== 'false' && toNumber(value) !== 0
}

/** By number where both are numbers, else by text; what is missing comes first. */
export function compare(a: Value, b: Value): number {
  if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? -1 : 1
  const [x, y] = [toNumber(a), toNumber(b)]
  if (!Number.isNaN(x) && !Number.isNaN(y)) return x - y
  const [left, right] = [toText(a) ?? '', toText(b) ?? '']
  return left < right ? -1 : left > right ? 1 : 0
}
