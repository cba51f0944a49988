import type { ResultField } from '@aws-sdk/client-cloudwatch-logs'
import type { Step, Table } from './commands'
import { compare, type Row, toText } from './values'

/** Rows that a query answers unless it has a limit. */
const USUAL_LIMIT = 10_000

/** Runs the commands of a query over events; those are shown newest first unless they were sorted. */
export function runQuery(steps: readonly Step[], rows: readonly Row[], limit = USUAL_LIMIT): ResultField[][] {
  let table: Table = { rows: [...rows].sort(newestFirst), shown: undefined, grouped: false, sorted: false }
  for (const step of steps) table = step(table)
  const shown = table.shown ?? ['@timestamp', '@message']
  const fields = table.grouped ? shown : [...shown, '@ptr']
  return table.rows.slice(0, limit).map((row) =>
    fields.flatMap((field) => {
      const value = toText(row.get(field))
      return value === undefined ? [] : [{ field, value }]
    }),
  )
}

function newestFirst(a: Row, b: Row): number {
  return compare(b.get('@timestamp'), a.get('@timestamp'))
}
