import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
  StartLiveTailCommand,
  type StartLiveTailCommandInput,
  type StartLiveTailResponseStream,
} from '@aws-sdk/client-cloudwatch-logs'
import { logs } from '../../../../emulator/services/logs'
import { bind } from '../../../../emulator/services/operations'
import { emulate } from '../../../../emulator/testing/index'
import { testCall } from '../../../support/call'
import { failure } from '../../../support/failure'
import { mockOf, restTemplate } from '../../../support/rest-template'
import { ROOT } from '../../../support/sign'

const START = new Date('2026-01-01T00:00:00Z')
const arn = (name: string) => `arn:aws:logs:us-east-1:000000000000:log-group:${name}`

async function tailing(input: Omit<StartLiveTailCommandInput, 'logGroupIdentifiers'> = {}) {
  const gw = await emulate(restTemplate({ routes: { 'GET /': mockOf('x') } }), { clock: START, port: 0 })
  const host = { endpoint: gw.url ?? '', region: 'us-east-1', credentials: ROOT }
  // The operation has a host of its own, which has no address here.
  const client = new CloudWatchLogsClient({ ...host, disableHostPrefix: true })
  await client.send(new CreateLogGroupCommand({ logGroupName: 'g' }))
  for (const logStreamName of ['a', 'b']) await client.send(new CreateLogStreamCommand({ logGroupName: 'g', logStreamName }))
  const put = (logStreamName: string, ...messages: string[]) => {
    const logEvents = messages.map((message) => ({ message, timestamp: START.getTime() }))
    return client.send(new PutLogEventsCommand({ logGroupName: 'g', logStreamName, logEvents }))
  }
  const { responseStream } = await client.send(new StartLiveTailCommand({ logGroupIdentifiers: [arn('g')], ...input }))
  const events = (responseStream as AsyncIterable<StartLiveTailResponseStream>)[Symbol.asyncIterator]()
  const next = async () => (await events.next()).value as StartLiveTailResponseStream
  /** The messages of updates until there are so many. */
  const messages = async (count: number) => {
    const found: string[] = []
    while (found.length < count) found.push(...((await next()).sessionUpdate?.sessionResults ?? []).map(({ message = '' }) => message))
    return found
  }
  const stop = async () => {
    client.destroy()
    await gw.stop()
  }
  return { gw, put, next, messages, [Symbol.asyncDispose]: stop }
}

test('a session says what it is, then sends events as they come', async () => {
  await using tail = await tailing({ logEventFilterPattern: 'ERROR' })
  expect((await tail.next()).sessionStart).toMatchObject({
    logGroupIdentifiers: [arn('g')],
    logEventFilterPattern: 'ERROR',
    logStreamNames: [],
  })
  await tail.put('a', 'ERROR one', 'fine', 'ERROR two')
  const { sessionUpdate } = await tail.next()
  expect(sessionUpdate).toMatchObject({
    sessionMetadata: { sampled: false },
    sessionResults: expect.arrayContaining([
      {
        logStreamName: 'a',
        logGroupIdentifier: arn('g'),
        message: 'ERROR one',
        timestamp: START.getTime(),
        ingestionTime: START.getTime(),
      },
    ]),
  })
})

test.each<[Omit<StartLiveTailCommandInput, 'logGroupIdentifiers'>, string[]]>([
  [{ logStreamNames: ['b'] }, ['b1', 'b2']],
  [{ logStreamNamePrefixes: ['a'] }, ['a1', 'a2']],
])('of some streams: %j', async (input, expected) => {
  await using tail = await tailing(input)
  await tail.next()
  for (const turn of [1, 2]) for (const stream of ['a', 'b']) await tail.put(stream, `${stream}${turn}`)
  expect(await tail.messages(2)).toEqual(expected)
})

test('an update without events comes each second, and a session ends after three hours', async () => {
  await using tail = await tailing()
  await tail.next()
  let quiet: StartLiveTailResponseStream | undefined
  const came = tail.next().then((event) => {
    quiet = event
  })
  while (quiet === undefined) {
    await tail.gw.clock.advance('1 second')
    await Promise.race([came, new Promise((done) => setImmediate(done))])
  }
  expect((quiet as StartLiveTailResponseStream).sessionUpdate?.sessionResults).toEqual([])
  const over = (async () => {
    for (;;) {
      try {
        const event = await tail.next()
        if (event?.SessionTimeoutException !== undefined) return event.SessionTimeoutException.name
      } catch (error) {
        return (error as Error).name
      }
    }
  })()
  await tail.gw.clock.advance('3 hours')
  expect(await over).toBe('SessionTimeoutException')
})

test.each<[string, Partial<StartLiveTailCommandInput>, RegExp]>([
  ['no group', { logGroupIdentifiers: [] }, /between 1 and 10/],
  ['eleven groups', { logGroupIdentifiers: Array(11).fill(arn('g')) }, /between 1 and 10/],
  ['an ARN with a star', { logGroupIdentifiers: [`${arn('g')}:*`] }, /must not end with an asterisk/],
  ['no such group', { logGroupIdentifiers: [arn('none')] }, /ResourceNotFoundException/],
  ['names and prefixes', { logStreamNames: ['a'], logStreamNamePrefixes: ['a'] }, /mutually exclusive/],
  ['streams of two groups', { logGroupIdentifiers: [arn('g'), arn('h')], logStreamNames: ['a'] }, /only with one log group/],
  ['no pattern', { logEventFilterPattern: '{ $.a = ' }, /InvalidParameterException/],
])('%s is refused', async (_name, input, message) => {
  const operations = bind(logs.operations, testCall())
  await operations.CreateLogGroup({ logGroupName: 'g' })
  expect(await failure(() => operations.StartLiveTail({ logGroupIdentifiers: [arn('g')], ...input }))).toMatch(message)
})
