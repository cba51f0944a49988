import type { LogGroupRecord } from '../../model/account-services'
import type { Call } from '../operations'
import { rowOf } from './insights/rows'
import { Moment, type Row, toText } from './insights/values'
import { findGroup, identifiedGroup, invalid, type LogsOperations } from './operations'
import { readEvents, type StoredEvent, streamNames } from './stored-events'

const MINUTE = 60_000

/** An event with what a query asks it by. */
export interface Recorded {
  readonly event: StoredEvent
  readonly row: Row
}

/** The events of a group between two moments (the first included) as rows, each with a pointer by which it is found again. */
export async function readRows(call: Call, group: LogGroupRecord, from: number, to: number): Promise<Recorded[]> {
  const { logGroupName } = group
  const seen = new Map<string, number>()
  return (await readEvents(call, group, await streamNames(call, group), from, to)).map((event) => {
    const place = JSON.stringify([logGroupName, event.stream, event.at])
    const index = seen.get(place) ?? 0
    seen.set(place, index + 1)
    const pointer = Buffer.from(`${index}${place}`).toString('base64url')
    return { event, row: rowOf(event, call.account, logGroupName, pointer) }
  })
}

/** The fields that events of a group have, and of how many: of the last 15 minutes, or of 8 before and after a moment in epoch seconds. */
export const GetLogGroupFields: LogsOperations['GetLogGroupFields'] = async (input, call) => {
  const group = identifiedGroup(call, input)
  const now = call.clock.now()
  const about = input.time === undefined ? undefined : input.time * 1000
  const [from, to] = about === undefined ? [now - 15 * MINUTE, now + 1] : [about - 8 * MINUTE, about + 8 * MINUTE]
  const rows = await readRows(call, group, from, to)
  const counts = new Map<string, number>()
  for (const { row } of rows) for (const name of row.keys()) if (name !== '@ptr') counts.set(name, (counts.get(name) ?? 0) + 1)
  const logGroupFields = [...counts].map(([name, count]) => ({ name, percent: Math.round((count / rows.length) * 100) }))
  return { logGroupFields: logGroupFields.sort((a, b) => b.percent - a.percent || (a.name < b.name ? -1 : 1)) }
}

/** All fields of one event, by the `@ptr` of a query's result. Uncertain: that moments are epoch milliseconds. */
export const GetLogRecord: LogsOperations['GetLogRecord'] = async ({ logRecordPointer = '' }, call) => {
  const { group, at } = placeOf(logRecordPointer)
  const rows = await readRows(call, findGroup(call, group), at, at + 1)
  const found = rows.find(({ row }) => row.get('@ptr') === logRecordPointer)
  if (found === undefined) throw notFound()
  const fields = [...found.row].map(([name, value]) => [name, value instanceof Moment ? String(value.at) : (toText(value) ?? '')])
  return { logRecord: Object.fromEntries(fields) as Record<string, string> }
}

/** Of which group a pointer is, and of which moment. */
function placeOf(pointer: string): { readonly group: string; readonly at: number } {
  const text = Buffer.from(pointer, 'base64url').toString('utf8')
  const [, group, at] = /^\d+\["([^"\\]+)",".*",(\d+)\]$/s.exec(text) ?? []
  if (group === undefined) throw notFound()
  return { group, at: Number(at) }
}

/** Uncertain: the wording. */
function notFound(): Error {
  return invalid('The specified log record pointer is not valid.')
}
