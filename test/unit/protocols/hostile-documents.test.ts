import { strToU8, zipSync } from 'fflate'
import { toText } from '../../../emulator/base/bytes'
import { ManualClock } from '../../../emulator/base/clock'
import { Emulator } from '../../../emulator/emulator'
import { TEST_TIME } from '../../support/call'
import { authorization } from './raw-call'

// What is written inside strings of AWS calls is a client's too: what is no such document is refused, and is never a fault of the emulator.

const emulator = new Emulator({ clock: new ManualClock(TEST_TIME) })
const onConsole = jest.spyOn(console, 'error')
afterAll(async () => {
  onConsole.mockRestore()
  await emulator.stop()
})

async function call(service: string, method: string, target: string, headers: readonly string[], body?: string) {
  const given = body === undefined ? undefined : Buffer.from(body)
  const all = [...authorization(service), ...headers]
  const answer = await emulator.front.handle({ method, target, headers: all, body: given, sourceIp: '127.0.0.1' })
  const text = toText(answer.body)
  expect(onConsole).not.toHaveBeenCalled()
  return { status: answer.status, text }
}

const json = (service: string, target: string, version: string) => (input: unknown) =>
  call(service, 'POST', '/', ['X-Amz-Target', target, 'Content-Type', `application/x-amz-json-${version}`], JSON.stringify(input))
const rest = (service: string, path: string) => (input: unknown) =>
  call(service, 'POST', path, ['Content-Type', 'application/json'], typeof input === 'string' ? input : JSON.stringify(input))
const template = (TemplateBody: unknown) => {
  const form = new URLSearchParams({ Action: 'CreateStack', Version: '2010-05-15', StackName: 's', TemplateBody: String(TemplateBody) })
  return call('cloudformation', 'POST', '/', ['Content-Type', 'application/x-www-form-urlencoded'], form.toString())
}

const matches = (filterPattern: string) =>
  json('logs', 'Logs_20140328.TestMetricFilter', '1.1')({ filterPattern, logEventMessages: ['{"a": 1}'] })
const query = async (queryString: string) => {
  await json('logs', 'Logs_20140328.CreateLogGroup', '1.1')({ logGroupName: 'g' })
  await json('logs', 'Logs_20140328.CreateLogStream', '1.1')({ logGroupName: 'g', logStreamName: 's' })
  const logEvents = [{ timestamp: TEST_TIME, message: 'x' }]
  await json('logs', 'Logs_20140328.PutLogEvents', '1.1')({ logGroupName: 'g', logStreamName: 's', logEvents })
  const [startTime, endTime] = [0, TEST_TIME / 1000]
  return json('logs', 'Logs_20140328.StartQuery', '1.1')({ logGroupName: 'g', startTime, endTime, queryString })
}
const math = (Expression: string) => {
  const span = { StartTime: TEST_TIME / 1000 - 60, EndTime: TEST_TIME / 1000 }
  return json('monitoring', 'GraniteServiceVersion20100801.GetMetricData', '1.0')({ ...span, MetricDataQueries: [{ Id: 'e', Expression }] })
}
const traces = (FilterExpression: string) => rest('xray', '/TraceSummaries')({ StartTime: 0, EndTime: 60, FilterExpression })
const code = (files: Record<string, Uint8Array>, lie: (zip: Buffer) => void = () => {}) => {
  const zip = Buffer.from(zipSync(files, { level: 0 }))
  lie(zip)
  const Code = { ZipFile: zip.toString('base64') }
  const more = { Runtime: 'nodejs20.x', Handler: 'index.handler', Role: 'arn:aws:iam::000000000000:role/r' }
  return rest('lambda', '/2015-03-31/functions')({ FunctionName: 'f', ...more, Code })
}
const index = strToU8('exports.handler = async () => 1')
const UNREADABLE = 'Could not unzip uploaded file'

test.each<[string, () => Promise<{ status: number; text: string }>, number, string]>([
  ['a filter pattern of nothing but parentheses', () => matches(`{ ${'('.repeat(50_000)}`), 400, 'length less than or equal to 1024'],
  ['one of many terms', () => matches('?a '.repeat(20_000)), 400, 'length less than or equal to 1024'],
  ['a query of one long sum', () => query(`fields 1${'+1'.repeat(4_900)}`), 200, 'queryId'],
  ['a query that is too long', () => query(`fields 1${'+1'.repeat(5_000)}`), 400, 'length less than or equal to 10000'],
  ['a query of minus signs', () => query(`fields ${'-'.repeat(9_000)}1`), 400, 'nested too deeply'],
  ['a query of powers', () => query(`fields 1${'^1'.repeat(4_000)}`), 400, 'nested too deeply'],
  ['a query that negates', () => query(`fields ${'not '.repeat(2_000)}1`), 400, 'nested too deeply'],
  ['a query with a moment beyond all dates', () => query('fields fromMillis(1e300)'), 200, 'queryId'],
  ['a query with a function of every object', () => query('fields constructor(1)'), 400, 'unknown function'],
  ['metric math of one long sum', () => math(`1${'+1'.repeat(20_000)}`), 400, '2048'],
  ['metric math of minus signs', () => math('-'.repeat(20_000)), 400, '2048'],
  ['a keyword of every object in a filter of traces', () => traces('__proto__'), 400, 'Invalid filter expression: __proto__'],
  ['an alias within itself', () => template('a: &a [*a]'), 400, 'ValidationError'],
  ['a resource within itself', () => template('Resources: &r {A: *r}'), 400, 'ValidationError'],
  ['a definition that merges a text', () => rest('apigateway', '/restapis?mode=import')('swagger: "2.0"\n<<: x'), 400, 'OpenAPI'],
  ['a number of every object', () => call('s3', 'GET', '/b?list-type=2&max-keys=__proto__', []), 400, 'InvalidArgument'],
  ['a zip with a name of NUL', () => code({ 'index.js': index, '\0': index }), 400, UNREADABLE],
  ['a zip with a name too long', () => code({ 'index.js': index, ['a'.repeat(300)]: index }), 400, UNREADABLE],
  ['a zip with a file that is a folder', () => code({ 'index.js': index, 'index.js/x': index }), 400, UNREADABLE],
  [
    'a zip that says to be of gigabytes',
    () => code({ 'index.js': index }, (zip) => void zip.writeUInt32LE(0xfffffff0, zip.indexOf('PK\x01\x02') + 24)),
    400,
    'Unzipped size must be smaller than 262144000 bytes',
  ],
])('%s', async (_what, ask, status, text) => {
  const answer = await ask()
  expect([answer.status, answer.text]).toEqual([status, expect.stringContaining(text)])
})

test('tags of a template that are none are no fault of the emulator', async () => {
  const body = { Resources: { A: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'a', Tags: [null, 5] } } } }
  expect((await template(JSON.stringify(body))).status).toBeLessThan(500)
})
