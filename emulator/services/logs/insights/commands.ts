import { JavaRegex } from '../../../language/java-regex/regex'
import { Steps } from '../../../language/steps'
import { aggregate } from './aggregates'
import { type Expression, Reader } from './expression'
import { malformed } from './tokens'
import { compare, isTrue, type Row, toText, type Value } from './values'

/** Rows between two commands, and which of their fields are shown. */
export interface Table {
  readonly rows: readonly Row[]
  /** Undefined until a command says so. */
  readonly shown: readonly string[] | undefined
  /** Whether rows are groups of events, no longer events. */
  readonly grouped: boolean
  readonly sorted: boolean
}

export type Step = (table: Table) => Table

const MOST_STEPS = 500_000

/** The commands of a query; throws AWS's error when it is none. */
export function compileQuery(query: string, now: number): readonly Step[] {
  const reader = new Reader(query, now)
  const steps: Step[] = []
  while (!reader.ended) {
    const name = reader.name().toLowerCase()
    const compile = COMMANDS[name]
    if (compile === undefined)
      throw malformed(NOT_EMULATED.has(name) ? `Not emulated by Portico yet: the command ${name}` : `unknown command ${name}`)
    steps.push(compile(reader))
    if (!reader.ended) reader.expect('|')
  }
  if (steps.length === 0) throw malformed('the query is empty')
  return steps
}

const NOT_EMULATED = new Set(['pattern', 'diff', 'unmask', 'unnest', 'lookup', 'anomaly', 'filterindex', 'source', 'join', 'subqueries'])

const COMMANDS: Readonly<Record<string, (reader: Reader) => Step>> = {
  fields: (reader) => select(reader, true),
  display: (reader) => select(reader, false),
  filter: (reader) => {
    const { evaluate } = reader.expression()
    return (table) => ({ ...table, rows: table.rows.filter((row) => isTrue(evaluate(row))) })
  },
  parse,
  stats,
  sort: (reader) => {
    const keys = reader.list(() => {
      const { evaluate } = reader.expression()
      const descending = reader.takes('desc')
      if (!descending) reader.takes('asc')
      return { evaluate, sign: descending ? -1 : 1 }
    })
    const order = (a: Row, b: Row) => {
      for (const { evaluate, sign } of keys) {
        const difference = compare(evaluate(a), evaluate(b))
        if (difference !== 0) return difference * sign
      }
      return 0
    }
    return (table) => ({ ...table, rows: [...table.rows].sort(order), sorted: true })
  },
  limit: (reader) => {
    const most = Number(reader.next().text)
    if (!Number.isInteger(most) || most < 1) throw malformed('limit expects a whole number')
    return (table) => ({ ...table, rows: table.rows.slice(0, most) })
  },
  dedup: (reader) => {
    const fields = reader.list(() => reader.expression())
    return (table) => {
      const seen = new Set<string>()
      const rows = table.rows.filter((row) => {
        const values = fields.map(({ evaluate }) => evaluate(row))
        // Rows that lack a field are kept.
        if (values.some((value) => value === undefined)) return true
        const key = JSON.stringify(values.map(toText))
        return !seen.has(key) && seen.add(key)
      })
      return { ...table, rows }
    }
  },
}

interface Named extends Expression {
  readonly as: string
}

function named(reader: Reader): Named {
  const expression = reader.expression()
  return { ...expression, as: reader.takes('as') ? reader.name() : expression.written }
}

/** Adds fields and shows them, besides those of earlier `fields`; `display` shows its own alone. */
function select(reader: Reader, adds: boolean): Step {
  const fields = reader.list(() => named(reader))
  return (table) => {
    const rows = table.rows.map((row) =>
      extended(
        row,
        fields.map(({ as, evaluate }) => [as, evaluate(row)]),
      ),
    )
    const before = adds ? (table.shown ?? []) : []
    return { ...table, rows, shown: [...new Set([...before, ...fields.map(({ as }) => as)])] }
  }
}

function extended(row: Row, values: readonly (readonly [string, Value])[]): Row {
  const copy: Row = new Map(row)
  for (const [name, value] of values) copy.set(name, value)
  return copy
}

/** `parse @message "user=*, size=*" as user, size`, or named groups of a regular expression. */
function parse(reader: Reader): Step {
  const { evaluate } = reader.expression()
  const token = reader.next()
  if (token.kind !== 'text' && token.kind !== 'regex') throw malformed(`parse expects a text or a regular expression, found ${token.text}`)
  const source = token.kind === 'regex' ? token.text : globSource(token.text)
  const regex = compileRegex(source)
  const names = reader.takes('as') ? reader.list(() => reader.name()) : [...regex.names.keys()]
  const groups = token.kind === 'regex' && regex.names.size > 0 ? [...regex.names.values()] : names.map((_name, i) => i + 1)
  return (table) => ({
    ...table,
    rows: table.rows.map((row) => {
      const text = toText(evaluate(row))
      const found = text === undefined ? undefined : find(regex, text)
      return found === undefined
        ? row
        : extended(
            row,
            names.map((name, i) => [name, found(groups[i] ?? 0)]),
          )
    }),
  })
}

function globSource(glob: string): string {
  const parts = glob.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
  return parts.map((part, i) => (i === 0 ? part : i === parts.length - 1 && part === '' ? '(.*)' : `(.*?)${part}`)).join('')
}

function compileRegex(source: string): JavaRegex {
  try {
    return new JavaRegex(source)
  } catch (error) {
    throw malformed(`invalid regular expression: ${error instanceof Error ? error.message : source}`)
  }
}

function find(regex: JavaRegex, text: string): ((group: number) => string | undefined) | undefined {
  try {
    return regex.finder(text, new Steps(MOST_STEPS, () => new RangeError('too many steps')))(0)?.group
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}

/** One row for each group of rows, or for all of them. */
function stats(reader: Reader): Step {
  const columns = reader.list(() => {
    const aggregation = reader.aggregation()
    return { of: aggregate(aggregation), as: reader.takes('as') ? reader.name() : aggregation.written }
  })
  const by = reader.takes('by') ? reader.list(() => named(reader)) : []
  return ({ rows }) => {
    const groups = new Map<string, { readonly key: readonly Value[]; readonly rows: Row[] }>()
    for (const row of rows) {
      const key = by.map(({ evaluate }) => evaluate(row))
      const id = JSON.stringify(key.map((value) => toText(value) ?? null))
      const group = groups.get(id)
      if (group === undefined) groups.set(id, { key, rows: [row] })
      else group.rows.push(row)
    }
    if (by.length === 0 && groups.size === 0) groups.set('', { key: [], rows: [] })
    return {
      rows: [...groups.values()].map(({ key, rows: members }) => {
        const row: Row = new Map(by.map(({ as }, i) => [as, key[i]]))
        for (const { of, as } of columns) row.set(as, of(members))
        return row
      }),
      shown: [...by.map(({ as }) => as), ...columns.map(({ as }) => as)],
      grouped: true,
      sorted: true,
    }
  }
}
