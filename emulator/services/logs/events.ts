import type { InputLogEvent, RejectedLogEventsInfo } from '@aws-sdk/client-cloudwatch-logs'
import type { LogGroupRecord } from '../../model/account-services'
import { packMessages } from '../../observe/log-records'
import { logStreamKey } from '../../observe/logs'
import type { Call } from '../operations'
import { filterPattern } from './filter-pattern'
import { constraint, findGroup, identifiedGroup, invalid, type LogsOperations } from './operations'
import { place, tokenAt } from './place'
import { checkStream, readEvents, type StoredEvent, sequenceToken, streamNames } from './stored-events'

const HOUR = 3_600_000
const MOST_EVENTS = 10_000
/** Bytes of one answer or request; each event counts twenty-six more than its text. */
const MOST_BYTES = 1_048_576
const EVENT_BYTES = 26

export const PutLogEvents: LogsOperations['PutLogEvents'] = async (input, call) => {
  const group = findGroup(call, input.logGroupName)
  const stream = await checkStream(call, group, input.logStreamName)
  const events = input.logEvents ?? []
  checkBatch(events)
  const { accepted, rejected } = sift(call, group, events)
  const key = logStreamKey(call.account, call.region, group.logGroupName, stream)
  const { account, region } = call
  for (const { timestamp: at = 0, message = '' } of accepted) {
    await call.store.append(key, at, packMessages([message]))
    call.logs.tell({ account, region, group: group.logGroupName, stream, at, message })
  }
  const last = accepted.at(-1)?.timestamp ?? call.clock.now()
  return { nextSequenceToken: sequenceToken(last), ...(rejected === undefined ? {} : { rejectedLogEventsInfo: rejected }) }
}

/** The last events, or the first with `startFromHead`; then to either side by token. A token that leads nowhere is answered again. */
export const GetLogEvents: LogsOperations['GetLogEvents'] = async (input, call) => {
  const group = identifiedGroup(call, input)
  const stream = await checkStream(call, group, input.logStreamName)
  const events = await readEvents(call, group, [stream], input.startTime, input.endTime)
  const { shown, start } = part(events, input, input.startFromHead === true)
  return {
    events: shown.map(({ at: timestamp, record }) => ({ timestamp, message: record, ingestionTime: timestamp })),
    nextForwardToken: `f/${tokenAt(events, start + shown.length)}`,
    nextBackwardToken: `b/${tokenAt(events, start)}`,
  }
}

/** The events of a group, or of some of its streams, that match a pattern, in the order of time. */
export const FilterLogEvents: LogsOperations['FilterLogEvents'] = async (input, call) => {
  const group = identifiedGroup(call, input)
  const { logStreamNames: wanted, logStreamNamePrefix: prefix } = input
  if (wanted !== undefined && prefix !== undefined) {
    throw invalid('LogStream names and LogStream name prefix are mutually exclusive parameters.')
  }
  const { matches } = filterPattern(input.filterPattern ?? '')
  const names = wanted ?? (await streamNames(call, group)).filter((name) => name.startsWith(prefix ?? ''))
  for (const name of wanted ?? []) await checkStream(call, group, name)
  // The end of this operation's span is within it; that of GetLogEvents is not.
  const beyond = input.endTime === undefined ? undefined : input.endTime + 1
  const read = await readEvents(call, group, names, input.startTime, beyond)
  const events = read.filter(({ record }) => matches(record))
  const { shown, start, ahead } = part(events, input, input.startFromHead !== false)
  const listed = shown.map(({ at: timestamp, record, stream }, i) => ({
    logStreamName: stream,
    timestamp,
    message: record,
    ingestionTime: timestamp,
    eventId: `3${String(timestamp).padStart(15, '0')}${String(start + i).padStart(40, '0')}`,
  }))
  const stop = start + shown.length
  const next = ahead
    ? stop < events.length
      ? `f/${tokenAt(events, stop)}`
      : undefined
    : start > 0
      ? `b/${tokenAt(events, start)}`
      : undefined
  return { events: ahead ? listed : listed.reverse(), searchedLogStreams: [], ...(next === undefined ? {} : { nextToken: next }) }
}

/** The events that a page shows, oldest first, and where they begin; `ahead` tells the direction, which is that of the token where there is one. */
function part(
  events: readonly StoredEvent[],
  asked: { readonly nextToken?: string | undefined; readonly limit?: number | undefined },
  fromHead: boolean,
): { readonly shown: readonly StoredEvent[]; readonly start: number; readonly ahead: boolean } {
  const [, direction, at] = /^([fb])\/(.+)$/.exec(asked.nextToken ?? '') ?? []
  if (asked.nextToken !== undefined && direction === undefined) throw invalid('The specified nextToken is invalid.')
  const ahead = direction === undefined ? fromHead : direction === 'f'
  const from = at === undefined ? (ahead ? 0 : events.length) : place(events, at)
  const most = limit(asked.limit)
  if (ahead) return { shown: fitting(events.slice(from, from + most)), start: from, ahead }
  const shown = fitting(events.slice(Math.max(0, from - most), from).reverse()).reverse()
  return { shown, start: from - shown.length, ahead }
}

function limit(given: number | undefined): number {
  if (given === undefined) return MOST_EVENTS
  if (given < 1) throw constraint('limit', given, 'Member must have value greater than or equal to 1')
  if (given > MOST_EVENTS) throw constraint('limit', given, `Member must have value less than or equal to ${MOST_EVENTS}`)
  return given
}

/** As many as one answer may have bytes for, and one at least. */
function fitting(events: readonly StoredEvent[]): StoredEvent[] {
  let bytes = 0
  const beyond = events.findIndex(({ record }) => {
    bytes += Buffer.byteLength(record) + EVENT_BYTES
    return bytes > MOST_BYTES
  })
  return beyond < 0 ? [...events] : events.slice(0, Math.max(1, beyond))
}

function checkBatch(events: readonly InputLogEvent[]): void {
  if (events.length === 0) throw constraint('logEvents', '[]', 'Member must have length greater than or equal to 1')
  if (events.length > MOST_EVENTS) throw constraint('logEvents', '[...]', `Member must have length less than or equal to ${MOST_EVENTS}`)
  let bytes = 0
  for (const [i, { timestamp, message }] of events.entries()) {
    if (timestamp === undefined || timestamp < 0)
      throw constraint(`logEvents.${i + 1}.member.timestamp`, timestamp, 'Member must not be null')
    if (message === undefined || message === '') {
      throw constraint(`logEvents.${i + 1}.member.message`, message ?? '', 'Member must have length greater than or equal to 1')
    }
    if (i > 0 && timestamp < (events[i - 1]?.timestamp ?? 0)) {
      throw invalid('Log events in a single PutLogEvents request must be in chronological order.')
    }
    bytes += Buffer.byteLength(message) + EVENT_BYTES
  }
  if (bytes > MOST_BYTES) throw invalid(`Upload too large: ${bytes} bytes exceeds limit of ${MOST_BYTES}`)
  if ((events.at(-1)?.timestamp ?? 0) - (events[0]?.timestamp ?? 0) > 24 * HOUR) {
    throw invalid('The batch of log events in a single PutLogEvents request cannot span more than 24 hours.')
  }
}

/** Events from too far in the past or the future are told of and not kept. */
function sift(
  call: Call,
  group: LogGroupRecord,
  events: readonly InputLogEvent[],
): { accepted: readonly InputLogEvent[]; rejected?: RejectedLogEventsInfo } {
  const now = call.clock.now()
  const before = (moment: number) => events.filter(({ timestamp = 0 }) => timestamp < moment).length
  const tooOld = before(now - 14 * 24 * HOUR)
  const expired = group.retentionInDays === undefined ? 0 : before(now - group.retentionInDays * 24 * HOUR)
  const tooNew = before(now + 2 * HOUR + 1)
  if (tooOld === 0 && expired === 0 && tooNew === events.length) return { accepted: events }
  return {
    accepted: events.slice(Math.max(tooOld, expired), tooNew),
    rejected: {
      ...(tooOld === 0 ? {} : { tooOldLogEventEndIndex: tooOld }),
      ...(expired === 0 ? {} : { expiredLogEventEndIndex: expired }),
      ...(tooNew === events.length ? {} : { tooNewLogEventStartIndex: tooNew }),
    },
  }
}
