import type { LiveTailSessionLogEvent, StartLiveTailResponseStream } from '@aws-sdk/client-cloudwatch-logs'
import type { LogEvent } from '../../observe/logs'
import type { Call } from '../operations'
import { filterPattern } from './filter-pattern'
import { constraint, findByArn, invalid, type LogsOperations } from './operations'

const MOST_GROUPS = 10
/** Events of one update; of more, some are left out and the update says so. */
const MOST_EVENTS = 500
/** Milliseconds between two updates when nothing comes, and of a whole session (CloudWatch Logs API reference, StartLiveTail). */
const UPDATE = 1000
const SESSION = 3 * 3_600_000

/** Events as they come, of some groups, from now on. Other than AWS, which sends once a second, an event is sent at once. */
export const StartLiveTail: LogsOperations['StartLiveTail'] = (input, call) => {
  const { logGroupIdentifiers = [], logStreamNames, logStreamNamePrefixes, logEventFilterPattern } = input
  if (logGroupIdentifiers.length < 1 || logGroupIdentifiers.length > MOST_GROUPS)
    throw constraint('logGroupIdentifiers', `[${logGroupIdentifiers.length}]`, `Member must have length between 1 and ${MOST_GROUPS}`)
  // Uncertain: the words of these three.
  const open = logGroupIdentifiers.find((arn) => arn.endsWith('*'))
  if (open !== undefined) throw invalid(`The log group ARN ${open} must not end with an asterisk.`)
  if (logStreamNames !== undefined && logStreamNamePrefixes !== undefined)
    throw invalid('LogStream names and LogStream name prefixes are mutually exclusive parameters.')
  if ((logStreamNames ?? logStreamNamePrefixes) !== undefined && logGroupIdentifiers.length > 1)
    throw invalid('LogStream names and prefixes can be specified only with one log group.')
  const groups = new Map(logGroupIdentifiers.map((arn) => [findByArn(call, arn).logGroupName, arn]))
  const { matches } = filterPattern(logEventFilterPattern ?? '')
  const isWanted = ({ stream, message }: LogEvent) => {
    const named = logStreamNames?.includes(stream) ?? logStreamNamePrefixes?.some((prefix) => stream.startsWith(prefix)) ?? true
    return named && matches(message)
  }
  const sessionId = call.ids.uuid()
  const start = {
    requestId: call.ids.uuid(),
    sessionId,
    logGroupIdentifiers,
    logStreamNames: logStreamNames ?? [],
    logStreamNamePrefixes: logStreamNamePrefixes ?? [],
    logEventFilterPattern: logEventFilterPattern ?? '',
  }
  return { responseStream: session(call, groups, isWanted, { sessionStart: start }) }
}

function session(
  call: Call,
  groups: ReadonlyMap<string, string>,
  isWanted: (event: LogEvent) => boolean,
  start: StartLiveTailResponseStream,
): AsyncGenerator<StartLiveTailResponseStream> {
  const { account, region, clock, logs } = call
  let waiting: LiveTailSessionLogEvent[] = []
  let sampled = false
  let wake = () => {}
  const end = logs.subscribe(
    (event) => {
      if (!isWanted(event)) return
      const { stream: logStreamName, at, message } = event
      if (waiting.length < MOST_EVENTS)
        waiting.push({ logStreamName, logGroupIdentifier: groups.get(event.group), message, timestamp: at, ingestionTime: at })
      else sampled = true
      wake()
    },
    (group) => group.account === account && group.region === region && groups.has(group.group),
  )
  return (async function* () {
    const until = clock.now() + SESSION
    try {
      yield start
      while (clock.now() < until) {
        // Now and then without an event: so it is found out that the client has gone.
        if (waiting.length === 0) {
          const ticked = new Promise<void>((resolve) => {
            wake = resolve
          })
          const cancel = clock.after(UPDATE, () => wake())
          await ticked
          cancel()
        }
        const sessionResults = waiting
        waiting = []
        yield { sessionUpdate: { sessionMetadata: { sampled }, sessionResults } }
        sampled = false
      }
      yield { SessionTimeoutException: timedOut() }
    } finally {
      end()
    }
  })()
}

/** Uncertain: the words. */
function timedOut() {
  const message = 'The session has been open for 3 hours.'
  return Object.assign(new Error(message), { name: 'SessionTimeoutException', $fault: 'client', $metadata: {}, message }) as never
}
