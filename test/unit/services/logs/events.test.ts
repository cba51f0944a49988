import { Logs } from '../../../../emulator/observe/logs'
import { logs } from '../../../../emulator/services/logs'
import { bind } from '../../../../emulator/services/operations'
import { MemoryStore } from '../../../../emulator/store/memory-store'
import { TEST_TIME, testCall } from '../../../support/call'
import { failure } from '../../../support/failure'

const logGroupName = '/g'

async function group() {
  const call = testCall({ store: new MemoryStore() })
  const operations = bind(logs.operations, call)
  await operations.CreateLogGroup({ logGroupName })
  return { ...operations, call, sink: new Logs(call.store).in(call.account, call.region) }
}
const lines = (events: readonly { message?: string | undefined }[] | undefined) => events?.map(({ message }) => message)

test('streams: created ones and those that were written to, by name or by their last event', async () => {
  const { CreateLogStream, DescribeLogStreams, DeleteLogStream, PutLogEvents, GetLogEvents, sink } = await group()
  await CreateLogStream({ logGroupName, logStreamName: 'empty' })
  sink.write(logGroupName, 'b', TEST_TIME - 1, 'b1')
  sink.write(logGroupName, 'b', TEST_TIME, 'b2')
  sink.write(logGroupName, 'bb', TEST_TIME - 2, 'bb1')
  sink.write('/g/other', 'x', TEST_TIME, 'not ours')
  const names = async (input: object) => (await DescribeLogStreams({ logGroupName, ...input })).logStreams?.map((one) => one.logStreamName)
  const cases: [object, string[]][] = [
    [{}, ['b', 'bb', 'empty']],
    [{ descending: true }, ['empty', 'bb', 'b']],
    [{ logStreamNamePrefix: 'b' }, ['b', 'bb']],
    [{ orderBy: 'LastEventTime', descending: true }, ['b', 'bb', 'empty']],
    [{ logGroupName: undefined, logGroupIdentifier: 'arn:aws:logs:us-east-1:123456789012:log-group:/g:*', limit: 1 }, ['b']],
  ]
  for (const [input, expected] of cases) expect(await names(input)).toEqual(expected)
  expect((await DescribeLogStreams({ logGroupName, logStreamNamePrefix: 'b', limit: 1 })).logStreams).toMatchObject([
    {
      arn: 'arn:aws:logs:us-east-1:123456789012:log-group:/g:log-stream:b',
      firstEventTimestamp: TEST_TIME - 1,
      lastEventTimestamp: TEST_TIME,
    },
  ])
  await DeleteLogStream({ logGroupName, logStreamName: 'b' })
  expect(await names({})).toEqual(['bb', 'empty'])
  expect(lines((await GetLogEvents({ logGroupName, logStreamName: 'bb' })).events)).toEqual(['bb1'])
  const event = { timestamp: TEST_TIME, message: 'm' }
  const failures: [() => unknown, RegExp][] = [
    [() => CreateLogStream({ logGroupName, logStreamName: 'bb' }), /^400 ResourceAlreadyExistsException: The specified log stream already/],
    [() => CreateLogStream({ logGroupName, logStreamName: 'a:b' }), /^400 InvalidParameterException: .*'logStreamName'/],
    [() => GetLogEvents({ logGroupName, logStreamName: 'b' }), /^400 ResourceNotFoundException: The specified log stream does not exist/],
    [() => PutLogEvents({ logGroupName, logStreamName: 'b', logEvents: [event] }), /^400 ResourceNotFoundException/],
    [() => DescribeLogStreams({ logGroupName: '/none' }), /^400 ResourceNotFoundException: The specified log group/],
    [() => DescribeLogStreams({ logGroupName, orderBy: 'LastEventTime', logStreamNamePrefix: 'b' }), /Cannot order by LastEventTime/],
  ]
  for (const [run, words] of failures) expect(await failure(run)).toMatch(words)
})

test('events are put in batches that keep the rules; what is too old, expired or too new is told', async () => {
  const { CreateLogStream, PutLogEvents, GetLogEvents, PutRetentionPolicy } = await group()
  const stream = { logGroupName, logStreamName: 's' }
  await CreateLogStream(stream)
  const put = (...times: number[]) =>
    PutLogEvents({ ...stream, logEvents: times.map((hours) => ({ timestamp: TEST_TIME + hours * 3_600_000, message: `${hours}` })) })
  const day = 24
  expect((await put(-1, 0, 1)).rejectedLogEventsInfo).toBeUndefined()
  expect((await put(-14 * day - 1, -14 * day)).rejectedLogEventsInfo).toEqual({ tooOldLogEventEndIndex: 1 })
  expect((await put(2, 3)).rejectedLogEventsInfo).toEqual({ tooNewLogEventStartIndex: 1 })
  expect(lines((await GetLogEvents(stream)).events)).toEqual(['-336', '-1', '0', '1', '2'])
  await PutRetentionPolicy({ logGroupName, retentionInDays: 1 })
  expect(lines((await GetLogEvents(stream)).events)).toEqual(['-1', '0', '1', '2'])
  expect((await put(-25, -2)).rejectedLogEventsInfo).toEqual({ expiredLogEventEndIndex: 1 })
  const put2 = (...logEvents: { timestamp: number; message: string }[]) => PutLogEvents({ ...stream, logEvents })
  const failures: [() => unknown, RegExp][] = [
    [() => put(0, -1), /must be in chronological order/],
    [() => put(-25, 0), /cannot span more than 24 hours/],
    [() => put2(), /'logEvents'.*greater than or equal to 1/],
    [() => put2({ timestamp: TEST_TIME, message: '' }), /message/],
    [() => put2({ timestamp: TEST_TIME, message: 'x'.repeat(1_048_576) }), /^400 InvalidParameterException: Upload too large/],
  ]
  for (const [run, words] of failures) expect(await failure(run)).toMatch(words)
})

test('a stream is read from either end, and on from where a token stands, also when more was written', async () => {
  const { GetLogEvents, sink } = await group()
  for (let i = 0; i < 7; i++) sink.write(logGroupName, 's', TEST_TIME + (i >> 1), `${i}`)
  const read = async (more: object) => {
    const { events, nextForwardToken, nextBackwardToken } = await GetLogEvents({ logGroupName, logStreamName: 's', limit: 3, ...more })
    return { text: lines(events)?.join(''), forward: nextForwardToken, back: nextBackwardToken }
  }
  const last = await read({})
  const before = await read({ nextToken: last.back })
  const first = await read({ nextToken: before.back })
  const none = await read({ nextToken: first.back })
  expect([last.text, before.text, first.text, none.text, none.back]).toEqual(['456', '123', '0', '', first.back])
  const head = await read({ startFromHead: true })
  const next = await read({ nextToken: head.forward })
  expect([head.text, next.text, (await read({ nextToken: last.forward })).text]).toEqual(['012', '345', ''])
  sink.write(logGroupName, 's', TEST_TIME + 3, '7')
  expect((await read({ nextToken: last.forward })).text).toBe('7')
  const end = await read({ nextToken: last.forward, startFromHead: true })
  expect(await read({ nextToken: end.forward })).toMatchObject({ text: '', forward: end.forward })
  expect((await read({ startTime: TEST_TIME + 1, endTime: TEST_TIME + 2, startFromHead: true })).text).toBe('23')
  expect(await failure(() => read({ nextToken: 'x' }))).toMatch(/nextToken is invalid/)
  expect(await failure(() => read({ limit: 0 }))).toMatch(/'limit'/)
})

test('the events of a group: of several streams in the order of time, in pages', async () => {
  const { FilterLogEvents, sink } = await group()
  for (let i = 0; i < 6; i++) sink.write(logGroupName, i % 2 === 0 ? 'even' : 'odd', TEST_TIME + i, `${i} ${i < 3 ? 'low' : 'high'}`)
  const text = async (more: object) =>
    lines((await FilterLogEvents({ logGroupName, ...more })).events)
      ?.map((line) => line?.[0])
      .join('')
  const cases: [object, string][] = [
    [{}, '012345'],
    [{ logStreamNames: ['odd'] }, '135'],
    [{ logStreamNamePrefix: 'ev' }, '024'],
    [{ filterPattern: 'high' }, '345'],
    [{ startTime: TEST_TIME + 1, endTime: TEST_TIME + 3 }, '123'],
    [{ startFromHead: false, limit: 2 }, '54'],
  ]
  for (const [input, expected] of cases) expect(await text(input)).toBe(expected)
  const first = await FilterLogEvents({ logGroupName, filterPattern: 'low', limit: 2 })
  const second = await FilterLogEvents({ logGroupName, filterPattern: 'low', limit: 2, nextToken: first.nextToken })
  expect([lines(first.events), lines(second.events), second.nextToken]).toEqual([['0 low', '1 low'], ['2 low'], undefined])
  expect(new Set([...(first.events ?? []), ...(second.events ?? [])].map(({ eventId }) => eventId)).size).toBe(3)
  const latest = await FilterLogEvents({ logGroupName, startFromHead: false, limit: 4 })
  expect(lines((await FilterLogEvents({ logGroupName, nextToken: latest.nextToken })).events)).toEqual(['1 low', '0 low'])
  expect(await failure(() => FilterLogEvents({ logGroupName, logStreamNames: ['even'], logStreamNamePrefix: 'e' }))).toMatch(/exclusive/)
  expect(await failure(() => FilterLogEvents({ logGroupName, logStreamNames: ['none'] }))).toMatch(/^400 ResourceNotFoundException/)
})

const CLF = '127.0.0.1 - [10/Oct/2000:13:25:15 -0700] "GET /index.html HTTP/1.0" 404 1534'

describe('filter patterns', () => {
  const { TestMetricFilter } = bind(logs.operations, testCall())
  const order = JSON.stringify({ level: 'ERROR', status: 502, ok: false, none: null, user: { id: 'u-1' }, tags: ['a', 'b'], 'a b': 1 })
  const cases: [pattern: string, message: string, matches: boolean][] = [
    ['', 'anything', true],
    ['ERROR', 'an ERROR here', true],
    ['ERROR', 'an error here', false],
    ['ERROR', 'ERRORS', false],
    ['ERROR timeout', 'timeout: ERROR', true],
    ['ERROR timeout', 'ERROR', false],
    ['"timed out"', 'Task timed out after', true],
    ['"timed out"', 'out timed', false],
    ['"say \\"hi\\""', 'they say "hi"', true],
    ['?a ?b', 'only b', true],
    ['?a ?b', 'neither', false],
    ['ERROR ?b', 'ERROR', true],
    ['ERROR -"expected failure"', 'ERROR expected failure', false],
    ['ERROR -debug', 'ERROR here', true],
    ['-debug', 'plain', true],
    ['{ $.level = "ERROR" }', order, true],
    ['{ $.level = ERROR }', order, true],
    ['{ $.level = "ERR*" && $.status >= 500 }', order, true],
    ['{ $.level != "ERROR" }', order, false],
    ['{ $.status = 502 }', order, true],
    ['{ $.status < 5e2 || $.user.id = "u-*" }', order, true],
    ['{ $.level = "X" || $.status > 500 && $.ok IS TRUE }', order, false],
    ['{ ($.level = "X" || $.status > 500) && $.ok IS FALSE }', order, true],
    ['{ $.none IS NULL }', order, true],
    ['{ $.none EXISTS && $.missing NOT EXISTS }', order, true],
    ['{ $.missing = 1 }', order, false],
    ['{ $.tags[1] = "b" }', order, true],
    ['{ $.tags[*] = "c" }', order, false],
    ["{ $.['a b'] = 1 }", order, true],
    ['{ $.status = 502 }', 'no JSON', false],
    ['{ $.level = %^ERR% && $.user.id = %\\d$% }', order, true],
    ['{ $.level != %^ERR% }', order, false],
    ['%times\\w+ out%', 'request timed out', false],
    ['%tim\\w+ out%', 'request timed out', true],
    ['%tim\\w+ out% -request', 'request timed out', false],
    ['[ip, user, stamp, request, status, bytes]', CLF, true],
    ['[ip, user, stamp, request, status]', CLF, false],
    ['[ip, user, stamp, request, status = 4*, bytes]', CLF, true],
    ['[ip, user, stamp, request, status = 404, bytes > 1000]', CLF, true],
    ['[ip, user, stamp, request, status = 404 || status = 410, bytes <= 1000]', CLF, false],
    ['[ip, ..., status != 5*, bytes]', CLF, true],
    ['[..., request = *html*, status, bytes]', CLF, true],
    ['[ip = %127\\.0\\.0\\.[123]%, ...]', CLF, true],
    ['[..., a, b, c, d, e, f, g]', CLF, false],
    ['[ip, user = "-", ...]', CLF, true],
  ]
  test.each(cases)('%s on %s: %s', async (filterPattern, message, matches) => {
    expect((await TestMetricFilter({ filterPattern, logEventMessages: [message] })).matches).toHaveLength(matches ? 1 : 0)
  })
  test.each([
    ['%(%', 'Invalid filter pattern'],
    ['{ $.a = %(% }', 'Invalid filter pattern'],
    ['{ $.a > %x% }', 'Invalid filter pattern'],
    ['[ip, ..., user, ...]', 'Invalid filter pattern'],
    ['[ip > x]', 'Invalid filter pattern'],
    ['[ip = 1 || user = 2]', 'Invalid filter pattern'],
    ['[ip', 'Invalid filter pattern'],
    ['{ $.a = }', 'Invalid filter pattern'],
    ['{ $.a > "x" }', 'Invalid filter pattern'],
    ['{ a = 1 }', 'Invalid filter pattern'],
    ['{ $.a = 1', 'Invalid filter pattern'],
    ['"open', 'Invalid filter pattern'],
  ])('%s is refused: %s', async (filterPattern, message) => {
    await expect(async () => TestMetricFilter({ filterPattern, logEventMessages: ['x'] })).rejects.toMatchObject({
      code: 'InvalidParameterException',
      message: expect.stringContaining(message),
    })
  })
})

test('subscription and metric filters are kept, counted, told of, and go with their group', async () => {
  const operations = await group()
  const { call } = operations
  const destinationArn = 'arn:aws:lambda:us-east-1:123456789012:function:f'
  const subscription = { logGroupName, filterPattern: 'x', destinationArn }
  await operations.PutSubscriptionFilter({ ...subscription, filterName: 'b' })
  await operations.PutSubscriptionFilter({ ...subscription, filterName: 'a' })
  await operations.PutSubscriptionFilter({ ...subscription, filterName: 'a', filterPattern: 'y' })
  expect(await operations.DescribeSubscriptionFilters({ logGroupName })).toMatchObject({
    subscriptionFilters: [
      { filterName: 'a', filterPattern: 'y', distribution: 'ByLogStream', creationTime: TEST_TIME },
      { filterName: 'b' },
    ],
  })
  const metric = { metricName: 'Errors', metricNamespace: 'N', metricValue: '1' }
  await operations.PutMetricFilter({ logGroupName, filterName: 'm', filterPattern: 'ERROR', metricTransformations: [metric] })
  expect(await operations.DescribeMetricFilters({ metricName: 'Errors', metricNamespace: 'N' })).toMatchObject({
    metricFilters: [{ filterName: 'm', logGroupName, metricTransformations: [metric] }],
  })
  expect((await operations.DescribeLogGroups({})).logGroups?.[0]?.metricFilterCount).toBe(1)
  const codes = () => call.diagnostics.all().map(({ code }) => code)
  expect(codes()).toEqual([])
  await operations.DeleteSubscriptionFilter({ logGroupName, filterName: 'b' })
  await operations.DeleteMetricFilter({ logGroupName, filterName: 'm' })
  expect(codes()).toEqual([])
  await operations.PutSubscriptionFilter({ ...subscription, filterName: 'b' })
  const failures: [() => unknown, RegExp][] = [
    [() => operations.PutSubscriptionFilter({ ...subscription, filterName: 'c' }), /^400 LimitExceededException/],
    [
      () => operations.PutSubscriptionFilter({ ...subscription, filterName: 'a', destinationArn: 'arn:aws:sqs:x' }),
      /^400 InvalidParameterException/,
    ],
    [() => operations.DeleteSubscriptionFilter({ logGroupName, filterName: 'none' }), /^400 ResourceNotFoundException/],
    [() => operations.DeleteMetricFilter({ logGroupName, filterName: 'none' }), /^400 ResourceNotFoundException/],
    [
      () => operations.PutMetricFilter({ logGroupName, filterName: 'a:b', filterPattern: '', metricTransformations: [metric] }),
      /'filterName'/,
    ],
    [
      () => operations.PutMetricFilter({ logGroupName, filterName: 'm', filterPattern: '', metricTransformations: [] }),
      /'metricTransformations'/,
    ],
  ]
  for (const [run, words] of failures) expect(await failure(run)).toMatch(words)
  await operations.DeleteLogGroup({ logGroupName })
  expect([codes(), call.records.subscriptionFilters.list(logGroupName)]).toEqual([[], []])
})
