import { Moment, type Row, toNumber, toText, type Value } from './values'

/** A function of a query language's expression. */
export type QueryFunction = (args: readonly Value[], context: { readonly row: Row; readonly now: number }) => Value

/** Functions of `stats`; elsewhere they name what `stats` has worked out. */
export const AGGREGATES: ReadonlySet<string> = new Set([
  'count',
  'count_distinct',
  'sum',
  'avg',
  'min',
  'max',
  'median',
  'stddev',
  'pct',
  'percentile',
  'earliest',
  'latest',
  'sortsfirst',
  'sortslast',
])

/** Functions of numbers, texts and moments, by name in lower case. */
export const FUNCTIONS: Readonly<Record<string, QueryFunction>> = {
  abs: numeric(Math.abs),
  ceil: numeric(Math.ceil),
  floor: numeric(Math.floor),
  log: numeric(Math.log),
  sqrt: numeric(Math.sqrt),
  greatest: numeric((...numbers) => Math.max(...numbers)),
  least: numeric((...numbers) => Math.min(...numbers)),
  ispresent: ([value]) => value !== undefined,
  coalesce: (args) => args.find((value) => value !== undefined),
  isempty: ([value]) => value === undefined || value === '',
  isblank: ([value]) => value === undefined || (toText(value) ?? '').trim() === '',
  concat: (args) => args.map((value) => toText(value) ?? '').join(''),
  strlen: textual((text) => text.length),
  toupper: textual((text) => text.toUpperCase()),
  tolower: textual((text) => text.toLowerCase()),
  trim: trimmed(true, true),
  ltrim: trimmed(true, false),
  rtrim: trimmed(false, true),
  substr: textual((text, [start, length]) => {
    const from = toNumber(start)
    return text.slice(from, length === undefined ? undefined : from + toNumber(length))
  }),
  replace: textual((text, [wanted, by]) => text.replaceAll(toText(wanted) ?? '', toText(by) ?? '')),
  strcontains: textual((text, [wanted]) => (text.includes(toText(wanted) ?? '') ? 1 : 0)),
  bin: ([span], { row }) => floored(row.get('@timestamp'), span),
  datefloor: ([moment, span]) => floored(moment, span),
  dateceil: ([moment, span]) => {
    const [at, width] = [toNumber(moment), toNumber(span)]
    return Number.isFinite(at / width) ? new Moment(Math.ceil(at / width) * width) : undefined
  },
  frommillis: ([value]) => (Number.isNaN(toNumber(value)) ? undefined : new Moment(toNumber(value))),
  tomillis: ([value]) => (value instanceof Moment ? value.at : undefined),
  // Seconds, as AWS has it.
  now: (_args, { now }) => Math.floor(now / 1000),
}

function numeric(of: (...numbers: readonly number[]) => number): QueryFunction {
  return (args) => {
    const result = of(...args.map(toNumber))
    return Number.isFinite(result) ? result : undefined
  }
}

function textual(of: (text: string, rest: readonly Value[]) => Value): QueryFunction {
  return ([value, ...rest]) => {
    const text = toText(value)
    return text === undefined ? undefined : of(text, rest)
  }
}

/** Takes white space, or the characters that are given, from the ends of a text. */
function trimmed(left: boolean, right: boolean): QueryFunction {
  return textual((text, [characters]) => {
    const cut = new Set(toText(characters) ?? ' \t\n\r')
    let [start, end] = [0, text.length]
    while (left && start < end && cut.has(text[start] as string)) start++
    while (right && end > start && cut.has(text[end - 1] as string)) end--
    return text.slice(start, end)
  })
}

function floored(moment: Value, span: Value): Value {
  const [at, width] = [toNumber(moment), toNumber(span)]
  return Number.isFinite(at / width) ? new Moment(Math.floor(at / width) * width) : undefined
}
