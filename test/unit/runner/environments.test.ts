import { ManualClock } from '../../../emulator/base/clock'
import { InvokeRefused } from '../../../emulator/model/invocation'
import { Bench } from './function-fixture'

// The life of environments: facts/11, sections 5 to 7.

let bench = new Bench()
afterEach(async () => {
  await bench.close()
  bench = new Bench()
})

/** Answers which environment ran, and how many events it has had. */
const COUNTING = {
  'index.js':
    'let n = 0; exports.handler = async (event) => { if (event.ms) await new Promise((r) => setTimeout(r, event.ms)); return { n: ++n, in: process.env.AWS_LAMBDA_LOG_STREAM_NAME } }',
}
interface Counted {
  readonly n: number
  readonly in: string
}
const counted = (answers: unknown[]) => {
  const each = answers as Counted[]
  return { environments: new Set(each.map((answer) => answer.in)).size, events: each.length, most: Math.max(...each.map(({ n }) => n)) }
}

test('one event at a time: 200 at once are answered by 16 environments, in order, 200 in a row by one', async () => {
  const target = bench.make(COUNTING)
  const burst = await Promise.all(Array.from({ length: 200 }, () => bench.run(target, { ms: 1 })))
  expect(counted(burst)).toMatchObject({ environments: 16, events: 200 })
  const row: unknown[] = []
  for (let i = 0; i < 200; i++) row.push(await bench.run(target))
  expect(counted(row)).toMatchObject({ environments: 1, events: 200 })
  expect(new Set(burst.map((answer) => (answer as Counted).in))).toContain((row[0] as Counted).in)
})

test('the limit is for each function; those that wait are served in order', async () => {
  bench = new Bench({ maxEnvironments: 1 })
  const [a, b] = [bench.make(COUNTING), bench.make(COUNTING)]
  const answers = await Promise.all([1, 2, 3].flatMap(() => [bench.run(a), bench.run(b)]))
  expect(counted(answers)).toEqual({ environments: 2, events: 6, most: 3 })
  expect(answers.map((answer) => (answer as Counted).n)).toEqual([1, 1, 2, 2, 3, 3])
})

test('versions have environments of their own, aliases of one version share them', async () => {
  const target = bench.make(COUNTING, { version: '1' })
  const alias = { ...target, arn: `${target.arn}:live` }
  const other = { ...target, version: '2', arn: `${target.arn}:2` }
  expect(counted([await bench.run(target), await bench.run(alias)])).toMatchObject({ environments: 1, most: 2 })
  expect((await bench.run(other)) as Counted).toMatchObject({ n: 1, in: expect.stringContaining('[2]') })
})

test('a new revision meets new code at once, an event in progress ends in the old one', async () => {
  const target = bench.make({ 'index.js': 'exports.handler = async () => { await new Promise((r) => setTimeout(r, 30)); return "old" }' })
  const changed = {
    ...bench.make({ 'index.js': 'exports.handler = async () => "new"' }),
    name: target.name,
    arn: target.arn,
    revision: 'r2',
  }
  await bench.run(target)
  const running = bench.run(target)
  expect(await bench.run(changed)).toBe('new')
  expect(await running).toBe('old')
})

test('retire lets the running event finish, then its environment ends; what waits is served', async () => {
  bench = new Bench({ maxEnvironments: 1 })
  const target = bench.make(COUNTING)
  const first = (await bench.run(target)) as Counted
  const running = bench.run(target, { ms: 20 })
  const waiting = bench.run(target)
  bench.runner.retire('another')
  bench.runner.retire(target.name)
  expect(await running).toEqual({ n: 2, in: first.in })
  expect(await waiting).toMatchObject({ n: 1 })
  expect(await bench.run(target)).toMatchObject({ n: 2, in: ((await waiting) as Counted).in })
})

test('idle environments end after five minutes, those in use stay', async () => {
  const clock = new ManualClock(0)
  bench = new Bench({ clock })
  const target = bench.make(COUNTING)
  const stream = async () => ((await bench.run(target)) as Counted).in
  const first = await stream()
  await clock.advance(4 * 60_000)
  expect(await stream()).toBe(first)
  await clock.advance(4 * 60_000)
  expect(await stream()).toBe(first)
  await clock.advance(5 * 60_000)
  expect(await stream()).not.toBe(first)
})

test('a time-out on the clock ends the environment; the next event has a new one', async () => {
  const clock = new ManualClock(Date.UTC(2026, 0, 2, 3, 4, 5))
  bench = new Bench({ clock })
  const target = bench.make(COUNTING, { timeout: 1000 })
  await bench.run(target)
  const stuck = bench.run(target, { ms: 600_000 })
  const cold = bench.run(target, { ms: 600_000 })
  await clock.advance(999)
  await clock.advance(1)
  const answer = { Unhandled: { errorType: 'Sandbox.Timedout', errorMessage: 'RequestId: id-1 Error: Task timed out after 1.00 seconds' } }
  expect([await stuck, await cold]).toEqual([answer, answer])
  expect(bench.lines).toContain('2026-01-02T03:04:06.000Z id-1 Task timed out after 1.00 seconds')
  expect(bench.lines.at(-1)).toMatch(/^REPORT RequestId: id-1\tDuration: 1000\.00 ms\tBilled Duration: 1000 ms\t.*\tStatus: timeout$/)
  expect(await bench.run(target)).toMatchObject({ n: 1 })
})

test('a loop without end is timed out, too, and what it printed is kept', async () => {
  const target = bench.make({ 'index.js': 'exports.handler = () => { console.log("looping"); for (;;); }' }, { timeout: 50 })
  expect(await bench.run(target)).toMatchObject({
    Unhandled: { errorType: 'Sandbox.Timedout', errorMessage: expect.stringContaining('after 0.05 seconds') },
  })
  expect(bench.lines.some((line) => line.endsWith('\tINFO\tlooping'))).toBe(true)
})

test.each([
  ['process.exit(0)', 'Runtime exited without providing a reason'],
  ['process.exit(3)', 'Runtime exited with error: exit status 3'],
  ['process.exit(300)', 'Runtime exited with error: exit status 44'],
  ['process.kill(process.pid)', 'Runtime exited with error: signal: terminated'],
  ['process.kill(0, 9)', 'Runtime exited with error: signal: killed'],
  ['const all = []; for (;;) all.push(new Array(10000).fill(all.length))', 'Runtime exited with error: signal: killed'],
])('%s is an error of the runtime, and the next event has a new environment', async (code, reason) => {
  const target = bench.make({
    'index.js': `exports.handler = async (event) => { if (event.ok) return "ok"; console.log("last words"); ${code} }`,
  })
  await bench.run(target, { ok: true })
  expect(await bench.run(target)).toEqual({
    Unhandled: { errorType: 'Runtime.ExitError', errorMessage: `RequestId: id-1 Error: ${reason}` },
  })
  expect(bench.lines.slice(-4)).toEqual([
    expect.stringMatching(/\tINFO\tlast words$/),
    `RequestId: id-1 Error: ${reason}\nRuntime.ExitError`,
    'END RequestId: id-1',
    expect.stringMatching(/\tStatus: error\tError Type: Runtime\.ExitError$/),
  ])
  expect(await bench.run(target, { ok: true })).toBe('ok')
})

test('an environment that fails between events costs no event', async () => {
  const target = bench.make({
    'index.js': 'exports.handler = async (event) => { if (event.bad) Promise.reject(new Error("late")); return "ok" }',
  })
  const answers: unknown[] = []
  for (let i = 0; i < 20; i++) {
    const { payload } = await bench.runner.run(target, JSON.stringify({ bad: i % 2 === 0 }), {})
    answers.push(JSON.parse(payload))
  }
  expect(answers).toEqual(Array(20).fill('ok'))
  expect(bench.lines.filter((line) => line.includes('Unhandled Promise Rejection'))).toHaveLength(10)
})

test('the log has the lines of Lambda, those of the handler before its answer', async () => {
  const clock = new ManualClock(Date.UTC(2026, 0, 2, 3, 4, 5))
  bench = new Bench({ clock })
  const target = bench.make({
    'index.js': `console.warn('loading')
exports.handler = async (event) => {
  console.log('got %s', 'it', { a: 1 }); console.error(new Error('shown').message); console.debug('two\\nlines'); process.stdout.write('raw one\\nraw '); process.stdout.write('two')
  if (event.fail) throw Object.assign(new Error('boom'), { code: 'E1' })
}`,
  })
  const { logTail } = await bench.runner.run(target, '{}', { requestId: 'id-1' })
  const now = '2026-01-02T03:04:05.000Z'
  const lines = [
    expect.stringMatching(/^INIT_START Runtime Version: nodejs:v\d+/),
    `${now}\tundefined\tWARN\tloading`,
    'START RequestId: id-1 Version: $LATEST',
    `${now}\tid-1\tINFO\tgot it { a: 1 }`,
    `${now}\tid-1\tERROR\tshown`,
    `${now}\tid-1\tDEBUG\ttwo\nlines`,
    'raw one',
    'raw two',
    'END RequestId: id-1',
    expect.stringMatching(
      /^REPORT RequestId: id-1\tDuration: \d+\.\d\d ms\tBilled Duration: \d+ ms\tMemory Size: 128 MB\tMax Memory Used: \d+ MB\tInit Duration: \d+\.\d\d ms$/,
    ),
  ]
  expect(bench.lines).toEqual(lines)
  expect(logTail).toBe(`${bench.lines.join('\n')}\n`)
  expect(bench.events[0]).toMatchObject({
    account: '123456789012',
    region: 'eu-west-1',
    group: target.logGroup,
    stream: expect.stringMatching(/^2026\/01\/02\/\[\$LATEST\][0-9a-f]{32}$/),
    at: clock.now(),
  })

  bench.events.length = 0
  const second = await bench.runner.run(target, '{"fail":true}', { requestId: 'id-2' })
  expect(second.logTail.startsWith('START RequestId: id-2')).toBe(true)
  expect(bench.lines.find((line) => line.includes('Invoke Error'))).toMatch(
    /\tid-2\tERROR\tInvoke Error \t\{"errorType":"Error","errorMessage":"boom","code":"E1","stack":\["Error: boom",/,
  )
  expect(bench.lines.at(-1)).not.toMatch(/Init Duration|Status/)
})

test('the tail of a long log is its last 4 KB', async () => {
  const target = bench.make({ 'index.js': 'exports.handler = async () => { for (let i = 0; i < 500; i++) console.log("line " + i) }' })
  const { logTail } = await bench.runner.run(target, '{}', {})
  expect(logTail).toHaveLength(4096)
  expect(logTail).toMatch(/line 499\nEND .*\nREPORT .*\n$/)
  expect(bench.lines).toHaveLength(504)
})

test('DryRun does not run, a runtime that is not here says so', async () => {
  const target = bench.make({ 'index.js': 'exports.handler = async () => { console.log("ran") }' })
  expect(await bench.runner.run(target, '{}', { invocationType: 'DryRun' })).toMatchObject({ status: 204, payload: '' })
  expect(await bench.run({ ...target, runtime: 'cobol85' })).toEqual({
    Unhandled: {
      errorType: 'Runtime.NotEmulated',
      errorMessage: 'The function f1 cannot run here: Portico does not emulate the runtime cobol85.',
    },
  })
  expect(bench.lines).toEqual([])
})

test('close refuses what runs and what comes, and ends every thread', async () => {
  bench = new Bench({ maxEnvironments: 1 })
  const target = bench.make(COUNTING)
  const pending = [bench.run(target, { ms: 60_000 }), bench.run(target)].map((answer) => answer.catch((error: unknown) => error))
  await bench.runner.close()
  for (const error of await Promise.all(pending)) expect(error).toMatchObject({ status: 503, code: 'ServiceException' })
  await expect(bench.run(target)).rejects.toBeInstanceOf(InvokeRefused)
})

test('NODE_OPTIONS of a whole process do not keep a function from running', async () => {
  const target = bench.make(
    { 'index.js': 'exports.handler = async () => "ok"' },
    { environment: { NODE_OPTIONS: '--openssl-legacy-provider' } },
  )
  expect(await bench.run(target)).toBe('ok')
  expect(bench.lines.some((line) => line.startsWith('NODE_OPTIONS is left out'))).toBe(true)
})
