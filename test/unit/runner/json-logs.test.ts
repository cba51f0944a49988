import { execFileSync } from 'node:child_process'
import type { RunnableFunction } from '../../../emulator/runner/runner'
import { emulate } from '../../../emulator/testing/index'
import { Bench } from './function-fixture'

// Advanced logging controls: facts/11, section 7, and AWS's developer guide ("Log-level filtering").

let bench = new Bench()
afterEach(async () => {
  await bench.close()
  bench = new Bench()
})

type Logging = NonNullable<RunnableFunction['logging']>
const logging = (application: Logging['application'] = 'INFO', system: Logging['system'] = 'INFO') => ({ logging: { application, system } })
const told = (): Record<string, unknown>[] => bench.lines.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line))
const types = () => told().flatMap(({ type }) => (type === undefined ? [] : [String(type).replace('platform.', '')]))
const messages = () =>
  told().flatMap(({ level, log_level, message }) => (level === undefined && log_level === undefined ? [] : [[level, message]]))

const TALKATIVE = `exports.handler = async () => {
  console.trace('t'); console.debug('d'); console.log('i', 1); console.warn({ a: 1 }); console.error(new RangeError('far'))
  process.stdout.write('plain\\n'); process.stdout.write('{"level":"debug","m":1}\\n')
}`

test('the console writes objects: one value as it is, several formatted, errors described', async () => {
  await bench.run(bench.make({ 'index.js': TALKATIVE }, logging()))
  const lines = told().filter(({ level }) => level !== undefined)
  expect(lines.map(({ level, message, requestId }) => [level, message, requestId])).toEqual([
    ['INFO', 'i 1', 'id-1'],
    ['WARN', { a: 1 }, 'id-1'],
    ['ERROR', { errorType: 'RangeError', errorMessage: 'far', stackTrace: expect.arrayContaining(['RangeError: far']) }, 'id-1'],
  ])
  expect(bench.lines).toContain('plain')
  for (const { timestamp } of lines) expect(timestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
})

test.each([
  ['TRACE', ['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'debug']],
  ['DEBUG', ['DEBUG', 'INFO', 'WARN', 'ERROR', 'debug']],
  ['WARN', ['WARN', 'ERROR']],
  ['ERROR', ['ERROR']],
  ['FATAL', []],
] as const)('lines of the function from %s on', async (least, levels) => {
  await bench.run(bench.make({ 'index.js': TALKATIVE }, logging(least)))
  expect(messages().map(([level]) => level)).toEqual(levels)
  expect(bench.lines.includes('plain')).toBe(levels.includes('INFO' as never))
})

test.each([
  ['DEBUG', ['initStart', 'start', 'runtimeDone', 'report']],
  ['INFO', ['initStart', 'start', 'report']],
  ['WARN', []],
] as const)('lines of Lambda from %s on', async (least, events) => {
  await bench.run(bench.make({ 'index.js': 'exports.handler = async () => 1' }, logging('INFO', least)))
  expect(types()).toEqual(events)
})

test('a report has the figures of the text form; a time-out is told at any level', async () => {
  const target = bench.make(
    { 'index.js': 'exports.handler = (event) => new Promise((r) => (event.wait ? setTimeout(r, 60000) : r()))' },
    { ...logging('INFO', 'WARN'), timeout: 200 },
  )
  await bench.run(target)
  await bench.run(target, { wait: true })
  expect(types()).toEqual(['runtimeDone', 'report'])
  const { record } = told().at(-1) as { record: { status: string; metrics: Record<string, number> } }
  expect(record.status).toBe('timeout')
  expect(record.metrics).toMatchObject({ durationMs: 200, billedDurationMs: 200, memorySizeMB: 128 })
})

test('an error that a handler throws stands alone', async () => {
  await bench.run(bench.make({ 'index.js': 'exports.handler = async () => { throw new TypeError("no") }' }, logging()))
  expect(messages()).toEqual([['ERROR', { errorType: 'TypeError', errorMessage: 'no', stackTrace: expect.any(Array) }]])
})

test('what cannot be JSON is formatted', async () => {
  await bench.run(bench.make({ 'index.js': 'exports.handler = async () => { const a = {}; a.a = a; console.log(a) }' }, logging()))
  expect(messages()).toEqual([['INFO', '<ref *1> { a: [Circular *1] }']])
})

const hasPython = (() => {
  try {
    return execFileSync('python3', ['--version']).length > 0
  } catch {
    return false
  }
})()
;(hasPython ? test : test.skip)('Python: records of logging, and errors', async () => {
  const code = `import logging
log = logging.getLogger("shop")
def handler(event, context):
    log.debug("d")
    log.warning("w %s", 1)
    raise ValueError("no")`
  await bench.run(bench.make({ 'app.py': code }, { ...logging(), runtime: 'python3.13', handler: 'app.handler', timeout: 10_000 }))
  const lines = told().filter(({ timestamp }) => timestamp !== undefined)
  expect(lines).toMatchObject([
    { level: 'WARNING', message: 'w 1', logger: 'shop', requestId: 'id-1' },
    { log_level: 'ERROR', errorType: 'ValueError', errorMessage: 'no', requestId: 'id-1' },
  ])
})

test('a function of a template says its format and levels, and sees them', async () => {
  await using gw = await emulate({
    Resources: {
      Fn: {
        Type: 'AWS::Lambda::Function',
        Properties: {
          FunctionName: 'Talk',
          Runtime: 'nodejs22.x',
          Handler: 'index.handler',
          Role: 'arn:aws:iam::000000000000:role/test',
          LoggingConfig: { LogFormat: 'JSON', ApplicationLogLevel: 'DEBUG', SystemLogLevel: 'WARN' },
          Code: {
            ZipFile: `exports.handler = async () => console.debug(process.env.AWS_LAMBDA_LOG_FORMAT, process.env.AWS_LAMBDA_LOG_LEVEL)`,
          },
        },
      },
      Url: { Type: 'AWS::Lambda::Url', Properties: { TargetFunctionArn: { Ref: 'Fn' }, AuthType: 'NONE' } },
      Open: {
        Type: 'AWS::Lambda::Permission',
        Properties: { Action: 'lambda:InvokeFunctionUrl', FunctionName: { Ref: 'Fn' }, Principal: '*', FunctionUrlAuthType: 'NONE' },
      },
    },
    Outputs: { Url: { Value: { 'Fn::GetAtt': ['Url', 'FunctionUrl'] } } },
  })
  await gw.fetch(String(gw.outputs['Url']))
  expect(gw.diagnostics.filter(({ message }) => message.includes('LoggingConfig'))).toEqual([])
  expect(gw.logs('/aws/lambda/Talk').map((line) => (JSON.parse(line) as { message: string }).message)).toEqual(['JSON DEBUG'])
})
