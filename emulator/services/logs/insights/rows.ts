import type { StoredEvent } from '../stored-events'
import { Moment, type Row, type Value } from './values'

/** Fields of one event that are found in JSON. */
const MOST_FIELDS = 200

/** What an event is asked by: AWS's own fields, and those that it finds in JSON and in the lines of Lambda. */
export function rowOf({ at, record: message, stream }: StoredEvent, account: string, group: string, pointer: string): Row {
  const row: Row = new Map<string, Value>([
    ['@timestamp', new Moment(at)],
    ['@message', message],
    ['@logStream', stream],
    ['@log', `${account}:${group}`],
    ['@ingestionTime', new Moment(at)],
    ['@ptr', pointer],
  ])
  const json = jsonOf(message)
  if (json !== undefined) flatten(json, '', row)
  if (group.startsWith('/aws/lambda/')) addLambda(message, row)
  return row
}

/** The object that a message is, or ends in behind what Lambda writes in front of a line. */
function jsonOf(message: string): object | undefined {
  const start = message.indexOf('{')
  if (start < 0 || !message.trimEnd().endsWith('}')) return undefined
  try {
    const value: unknown = JSON.parse(message.slice(start))
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    return undefined
  }
}

/** `a.b.0` for what is inside; own names do not stand in place of AWS's. */
function flatten(value: object, prefix: string, row: Row): void {
  for (const [name, member] of Object.entries(value) as [string, unknown][]) {
    if (row.size >= MOST_FIELDS) return
    const path = prefix === '' ? name : `${prefix}.${name}`
    if (typeof member === 'object' && member !== null) flatten(member, path, row)
    else if (member !== null && !row.has(path)) row.set(path, member as Value)
  }
}

const TYPES = /^(INIT_START|START|END|REPORT)\b/
const REPORTED: Readonly<Record<string, readonly [field: string, factor: number]>> = {
  Duration: ['@duration', 1],
  'Billed Duration': ['@billedDuration', 1],
  'Init Duration': ['@initDuration', 1],
  // Bytes, of megabytes of a million.
  'Memory Size': ['@memorySize', 1_000_000],
  'Max Memory Used': ['@maxMemoryUsed', 1_000_000],
}

function addLambda(message: string, row: Row): void {
  const type = TYPES.exec(message)?.[1]
  if (type !== undefined) row.set('@type', type)
  const requestId = /RequestId: ([0-9a-f-]{36})/.exec(message)?.[1] ?? /^\S+\t([0-9a-f-]{36})\t/.exec(message)?.[1]
  if (requestId !== undefined) row.set('@requestId', requestId)
  if (type !== 'REPORT') return
  for (const part of message.split('\t')) {
    const [, name = '', number] = /^([A-Za-z ]+): ([\d.]+) (?:ms|MB)$/.exec(part) ?? []
    const reported = REPORTED[name]
    if (reported !== undefined) row.set(reported[0], Number(number) * reported[1])
  }
}
