import { badRequest } from './errors'
import { nonEmpty } from './members'

/** A row of an API key file. */
export interface KeyRow {
  /** From 1; the head is line 1. */
  readonly line: number
  readonly name: string
  readonly value: string
  readonly description: string | undefined
  readonly enabled: boolean
  readonly usagePlanIds: readonly string[]
}

/**
 * Reads the CSV of ImportApiKeys: columns in any order and case, `Name` and `Key` required, unknown ones ignored (facts/05, 3).
 * Rows that are no key become warnings. The wordings are uncertain.
 */
export function readKeys(text: string): { keys: KeyRow[]; warnings: string[] } {
  const [head, ...rows] = parseCsv(text)
  const columns = head?.cells.map((cell) => cell.trim().toLowerCase()) ?? []
  if (!columns.includes('name') || !columns.includes('key')) throw badRequest('Invalid API key file: columns Name and Key are required.')
  const warnings: string[] = []
  const keys: KeyRow[] = []
  for (const { line, cells } of rows) {
    if (cells.every((cell) => cell.trim() === '')) continue
    const cell = (column: string) => nonEmpty(cells[columns.indexOf(column)]?.trim())
    const [name, value] = [cell('name'), cell('key')]
    const problem = name === undefined ? 'has no name' : value === undefined ? 'has no key' : problemOf(value)
    if (name === undefined || value === undefined || problem !== undefined) {
      warnings.push(`Line ${line}: the API key ${problem}.`)
      continue
    }
    const usagePlanIds = (cell('usageplanids') ?? '').split(',').map((id) => id.trim())
    keys.push({
      line,
      name,
      value,
      description: cell('description'),
      enabled: (cell('enabled') ?? 'true').toLowerCase() === 'true',
      usagePlanIds: usagePlanIds.filter((id) => id !== ''),
    })
  }
  return { keys, warnings }
}

/** AWS's guide says 30 characters at least for files, and 20 for CreateApiKey; 20 is taken here (uncertain). */
function problemOf(value: string): string | undefined {
  return value.length < 20 || value.length > 128 ? 'is not between 20 and 128 characters long' : undefined
}

/** Splits CSV into rows; a cell in double quotes may hold commas, line ends and doubled quotes. */
function parseCsv(text: string): { line: number; cells: string[] }[] {
  const rows: { line: number; cells: string[] }[] = []
  let cells: string[] = []
  let line = 1
  let start = 1
  for (const [, quoted, plain = '', end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^,\r\n]*))(,|\r?\n|$)/g)) {
    const cell = quoted === undefined ? plain : quoted.replaceAll('""', '"')
    cells.push(cell)
    line += cell.split('\n').length - 1
    if (end === ',') continue
    rows.push({ line: start, cells })
    cells = []
    if (end === '') break
    line += 1
    start = line
  }
  return rows
}
