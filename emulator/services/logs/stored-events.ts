import type { LogGroupRecord, LogStreamRecord } from '../../model/account-services'
import { AwsError } from '../../model/errors'
import { unpackMessages } from '../../observe/log-records'
import { logStreamKey } from '../../observe/logs'
import type { StreamRecord } from '../../store/store'
import type { Call } from '../operations'

/** An event as it is read back, with its place among all events that were read. */
export interface StoredEvent extends StreamRecord {
  readonly stream: string
}

const PAGE = 10_000
const DAY = 86_400_000

/** The names of a group's streams: those that were created, and those that were written to. */
export async function streamNames(call: Call, { logGroupName }: LogGroupRecord): Promise<string[]> {
  const prefix = logStreamKey(call.account, call.region, logGroupName)
  const written = await call.store.streams(prefix)
  return [...new Set([...call.records.logStreams.ids(logGroupName), ...written.map((key) => key.slice(prefix.length))])].sort()
}

/** Refuses a stream that nobody has created or written to. */
export async function checkStream(call: Call, group: LogGroupRecord, name = ''): Promise<string> {
  if (call.records.logStreams.get(name, group.logGroupName) !== undefined) return name
  if ((await streamNames(call, group)).includes(name)) return name
  throw noSuchStream()
}

export function noSuchStream(): AwsError {
  return new AwsError('ResourceNotFoundException', 'The specified log stream does not exist.', 400)
}

/** The events of some streams between two moments (the first included), in the order of time; what has outlived its retention is not read. */
export async function readEvents(
  call: Call,
  group: LogGroupRecord,
  streams: readonly string[],
  from = 0,
  to = Number.MAX_SAFE_INTEGER,
): Promise<StoredEvent[]> {
  const { logGroupName, retentionInDays: days } = group
  const start = days === undefined ? from : Math.max(from, call.clock.now() - days * DAY)
  const events: StoredEvent[] = []
  for (const stream of streams) {
    const key = logStreamKey(call.account, call.region, logGroupName, stream)
    let after: string | undefined
    do {
      const page = await call.store.range(key, start, to, PAGE, after)
      for (const { at, record } of page.records) for (const message of unpackMessages(record)) events.push({ at, record: message, stream })
      after = page.next
    } while (after !== undefined)
  }
  return events.sort((a, b) => a.at - b.at)
}

/** What is known of a stream: nobody has to have created it. */
export function describedStream(
  call: Call,
  { arn, logGroupName }: LogGroupRecord,
  name: string,
  events: readonly StoredEvent[],
): LogStreamRecord {
  const created = call.records.logStreams.get(name, logGroupName)
  const [first, last] = [events[0]?.at, events.at(-1)?.at]
  return {
    logStreamName: name,
    creationTime: created?.creationTime ?? first ?? 0,
    arn: `${arn.replace(/\*$/, '')}log-stream:${name}`,
    storedBytes: 0,
    ...(first === undefined || last === undefined
      ? {}
      : { firstEventTimestamp: first, lastEventTimestamp: last, lastIngestionTime: last, uploadSequenceToken: sequenceToken(last) }),
  }
}

/** Tokens that order writers: AWS still answers them and ignores what it is given. */
export function sequenceToken(at: number): string {
  return `49${String(at).padStart(54, '0')}`
}
