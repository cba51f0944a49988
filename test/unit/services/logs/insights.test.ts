import { logs } from '../../../../emulator/services/logs'
import { bind } from '../../../../emulator/services/operations'
import { MemoryStore } from '../../../../emulator/store/memory-store'
import { TEST_TIME, testCall } from '../../../support/call'
import { failure } from '../../../support/failure'

const MINUTE = 60_000
/** A full minute. */
const T = Math.floor(TEST_TIME / MINUTE) * MINUTE
const request = (minute: number, status: number, path: string, latency: number, more: object = {}) =>
  [T + minute * MINUTE, JSON.stringify({ status, path, latency, ...more })] as const
const EVENTS: readonly (readonly [at: number, message: string])[] = [
  request(0, 200, '/orders', 10, { user: { id: 'ada' }, tags: ['x', 'y'] }),
  request(0, 200, '/orders', 30),
  request(1, 500, '/orders', 200),
  request(1, 404, '/nothing', 5),
  request(2, 500, '/health', 1),
  [T + 3 * MINUTE, 'user=bob, took=17ms done'],
]

async function account() {
  const call = testCall({ store: new MemoryStore() })
  const operations = bind(logs.operations, call)
  const sink = call.logs.in(call.account, call.region)
  for (const name of ['g', '/aws/lambda/f']) await operations.CreateLogGroup({ logGroupName: name })
  for (const [at, message] of EVENTS) sink.write('g', 's', at, message)
  const id = '3720eedf-be0b-40f2-92cd-aebf8eca43d1'
  sink.write('/aws/lambda/f', 's', T, `START RequestId: ${id} Version: $LATEST`)
  sink.write('/aws/lambda/f', 's', T, `2026-01-02T03:04:05.006Z\t${id}\tINFO\t{"order":{"id":7}}`)
  sink.write(
    '/aws/lambda/f',
    's',
    T,
    `REPORT RequestId: ${id}\tDuration: 12.50 ms\tBilled Duration: 13 ms\tMemory Size: 128 MB\tMax Memory Used: 74 MB`,
  )
  const start = (queryString: string, more: object = {}) =>
    operations.StartQuery({ logGroupName: 'g', startTime: T / 1000, endTime: T / 1000 + 3600, queryString, ...more })
  /** Values of the shown fields, a text for each row: `a|b`. */
  const query = async (queryString: string, more: object = {}) => {
    const { queryId } = await start(queryString, more)
    const { results = [], status } = await operations.GetQueryResults({ queryId })
    expect(status).toBe('Complete')
    return results.map((row) => row.flatMap(({ field, value }) => (field === '@ptr' ? [] : [value])).join('|'))
  }
  return { ...operations, call, start, query }
}

const minute = (n: number) => new Date(T + n * MINUTE).toISOString().replace('T', ' ').replace('Z', '')

test('queries', async () => {
  const { query } = await account()
  const cases: [string, string[]][] = [
    ['fields path, status | filter status >= 500 | sort @timestamp asc', ['/orders|500', '/health|500']],
    ['filter status = 404 | fields @timestamp, path', [`${minute(1)}|/nothing`]],
    ['fields latency | sort latency desc | limit 2', ['200', '30']],
    ['fields path | filter path like /^\\/ord/ | dedup path', ['/orders']],
    ['fields path | filter path not like "ord" and ispresent(path) | sort path', ['/health', '/nothing']],
    ['fields path | filter path =~ /th$/', ['/health']],
    ['fields path | filter status in [404, 418] or user.id = "ada" | sort path', ['/nothing', '/orders']],
    ['fields path | filter status not in [200, 500] and ispresent(status)', ['/nothing']],
    ['fields user.id, tags.1 | filter ispresent(user.id)', ['ada|y']],
    ['stats count(*) as n', ['6']],
    ['stats count(status) as n, sum(latency), avg(latency), min(latency), max(latency)', ['5|246|49.2|1|200']],
    ['stats count(*) as n by path | sort n desc, path asc | limit 2', ['/orders|3', '1']],
    ['filter ispresent(status) | stats count(*) by bin(1m) | sort bin(1m) asc', [`${minute(0)}|2`, `${minute(1)}|2`, `${minute(2)}|1`]],
    ['filter ispresent(status) | stats pct(latency, 50) as p50, pct(latency, 99) as p99', ['10|200']],
    ['stats count_distinct(path) as paths, latest(path) as last, earliest(path) as first', ['3|/health|/orders']],
    ['filter status >= 500 | stats count(*) as errors by path | filter errors > 0 | stats sum(errors)', ['2']],
    ['parse @message "user=*, took=*ms *" as user, took, rest | filter ispresent(took) | fields user, took, rest', ['bob|17|done']],
    ['parse @message /took=(?<ms>\\d+)/ | filter ispresent(ms) | fields ms * 2 as twice', ['34']],
    ['filter status = 200 | fields (latency + 5) * 2 ^ 2 / 10 - 1 as x | sort x', ['5', '13']],
    ['filter status = 404 | fields toupper(path) as up, strlen(path) as n, concat(status, "-", path) as both', ['/NOTHING|8|404-/nothing']],
    ['filter status = 404 | fields replace(path, "/", "#"), substr(path, 1, 3), trim("  a "), coalesce(none, "b")', ['#nothing|not|a|b']],
    ['filter status = 404 | fields floor(2.7), ceil(2.1), abs(-3), greatest(1, 9, 4), sqrt(16), status % 100', ['2|3|3|9|4|4']],
    ['filter latency >= 5 and latency <= 10 and not (status = 404) | display path', ['/orders']],
    ['# a comment\nfields status | filter status = 404', ['404']],
    ['filter none = 1 | stats count(*)', ['0']],
    ['filter ispresent(path) | stats count(*) by path | sort count(*) desc, path | limit 1', ['/orders|3']],
  ]
  for (const [text, expected] of cases) expect([text, ...(await query(text))]).toEqual([text, ...expected])
})

test('without fields, time and message are shown, newest first; lines of Lambda have fields of their own', async () => {
  const { query, start, GetQueryResults } = await account()
  const all = await query('limit 2')
  expect(all).toEqual([`${minute(3)}|user=bob, took=17ms done`, `${minute(2)}|${EVENTS[4]?.[1]}`])
  const lambda = { logGroupName: undefined, logGroupNames: ['/aws/lambda/f'] }
  expect(await query('filter @type = "REPORT" | fields @duration, @billedDuration, @maxMemoryUsed / 1000000', lambda)).toEqual([
    '12.5|13|74',
  ])
  expect(await query('filter order.id = 7 | fields @requestId', lambda)).toEqual(['3720eedf-be0b-40f2-92cd-aebf8eca43d1'])
  const { queryId } = await start('filter status = 200', { limit: 1 })
  expect(await GetQueryResults({ queryId })).toMatchObject({
    queryLanguage: 'CWLI',
    results: [[{ field: '@timestamp' }, { field: '@message' }, { field: '@ptr' }]],
    statistics: { recordsMatched: 1, recordsScanned: 6 },
  })
  expect(await query('stats count(*)', { startTime: T / 1000 + 60, endTime: T / 1000 + 60 })).toEqual(['2'])
})

test('what is no query is refused; queries are listed', async () => {
  const { start, DescribeQueries, GetQueryResults, StopQuery } = await account()
  const refused: [string, RegExp][] = [
    ['', /^400 MalformedQueryException/],
    ['fetch x', /unknown command fetch/],
    ['fields @message | pattern @message', /Not emulated by Portico yet: the command pattern/],
    ['filter (status = 1', /expected \)/],
    ['stats nope(x)', /unknown function nope/],
    ['parse @message /(/', /MalformedQueryException/],
    ['limit x', /whole number/],
    ['fields a b', /expected \|/],
    [`filter ${'('.repeat(500)}1${')'.repeat(500)}`, /nested too deeply/],
  ]
  for (const [query, words] of refused) expect(await failure(() => start(query))).toMatch(words)
  expect(await failure(() => start('limit 1', { logGroupName: 'none' }))).toMatch(/^400 ResourceNotFoundException/)
  expect(await failure(() => start('limit 1', { startTime: 2, endTime: 1 }))).toMatch(/^400 InvalidParameterException/)
  expect(await failure(() => GetQueryResults({ queryId: 'none' }))).toMatch(/^400 ResourceNotFoundException/)
  const { queryId } = await start('limit 1')
  expect(await DescribeQueries({})).toMatchObject({ queries: [{ queryId, status: 'Complete', queryString: 'limit 1' }] })
  expect(await failure(() => StopQuery({ queryId }))).toMatch(/Query has ended/)
})
