import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs'
import { pause } from '../base/clock'
import { userError } from '../base/diagnostics'
import { toMilliseconds } from '../base/duration'
import type { Given } from '../options'
import { clientOf, timeOf } from './running'

/** What `portico logs` takes besides where the emulator runs. */
export interface LogFlags {
  readonly url?: string
  readonly follow?: boolean
  readonly filter?: string
  readonly since?: string
}

interface Line {
  readonly group: string
  readonly id: string
  readonly at: number
  readonly message: string
}

/** Milliseconds between two looks. */
const PAUSE = 500

/** `portico logs`: the events of a running emulator's log groups, all or those whose name has a text in it; with `--follow` until interrupted. */
export async function logs(
  part: string | undefined,
  given: Given,
  { url, follow = false, filter, since = '1 hour' }: LogFlags,
): Promise<number> {
  const span = toMilliseconds(since)
  if (span === undefined)
    throw userError('bad-option', `--since is ${since}: expected a duration.`, { fix: 'E.g. --since "10 minutes", or PT10M.' })
  const now = await timeOf(given, url)
  const sdk = require('@aws-sdk/client-cloudwatch-logs') as typeof import('@aws-sdk/client-cloudwatch-logs')
  const client = new sdk.CloudWatchLogsClient(clientOf(given, url))
  const seen = new Seen()
  const look = async (from: number) => {
    const lines = await eventsSince(client, { part, filter, from })
    for (const line of lines) if (seen.add(line)) print(line, given.json === true)
    return seen.latest ?? from
  }
  try {
    let from = await look(now - span)
    if (!follow) return 0
    let interrupted = false
    const end = interrupt()
    end.then(() => {
      interrupted = true
    })
    while (!interrupted) {
      await Promise.race([end, pause(PAUSE)])
      if (!interrupted) from = await look(from)
    }
    return 0
  } finally {
    client.destroy()
  }
}

/** Which events have been printed: those of the latest moment may come again. */
class Seen {
  #ids = new Set<string>()
  latest: number | undefined

  add({ id, at }: Line): boolean {
    if (this.#ids.has(id)) return false
    if (this.latest === undefined || at > this.latest) {
      this.latest = at
      this.#ids = new Set()
    }
    this.#ids.add(id)
    return true
  }
}

async function eventsSince(
  client: CloudWatchLogsClient,
  { part, filter, from }: { readonly part: string | undefined; readonly filter: string | undefined; readonly from: number },
): Promise<Line[]> {
  const { paginateDescribeLogGroups, paginateFilterLogEvents } =
    require('@aws-sdk/client-cloudwatch-logs') as typeof import('@aws-sdk/client-cloudwatch-logs')
  const lines: Line[] = []
  for await (const { logGroups = [] } of paginateDescribeLogGroups({ client }, {})) {
    for (const { logGroupName = '' } of logGroups) {
      if (part !== undefined && !logGroupName.includes(part)) continue
      const wish = { logGroupName, startTime: from, ...(filter === undefined ? {} : { filterPattern: filter }) }
      for await (const { events = [] } of paginateFilterLogEvents({ client }, wish))
        for (const { eventId = '', timestamp = 0, message = '' } of events)
          lines.push({ group: logGroupName, id: eventId, at: timestamp, message })
    }
  }
  return lines.sort((a, b) => a.at - b.at)
}

function print({ group, at, message }: Line, json: boolean): void {
  const time = new Date(at).toISOString()
  const text = message.trimEnd()
  console.log(json ? JSON.stringify({ group, time, message: text }) : `${time}  ${group}  ${text}`)
}

function interrupt(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => resolve()).once('SIGTERM', () => resolve())
  })
}
