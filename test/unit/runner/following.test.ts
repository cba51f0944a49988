import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isDeepStrictEqual as isEqual } from 'node:util'
import { ManualClock } from '../../../emulator/base/clock'
import type { RunnableFunction } from '../../../emulator/runner/runner'
import { Bench } from './function-fixture'

// Events of quick functions wait in an environment behind others, and are handled as if each had come alone.

let bench = new Bench()
const folder = mkdtempSync(join(tmpdir(), 'portico-test-'))
afterEach(async () => {
  await bench.close()
  bench = new Bench()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Counts its events, and how many of them are in progress at once; an event may wait for a file, write one, end the process, leave an error behind. */
const HANDLER = {
  'index.js': `const fs = require('fs')
let [n, running, most] = [0, 0, 0]
exports.handler = async (event) => {
  most = Math.max(most, ++running)
  n++
  if (event.exit) process.exit(3)
  if (event.reject) Promise.reject(new Error('left behind'))
  if (event.print) console.log('event ' + event.print)
  if (event.write) fs.writeFileSync(event.write, '')
  while (event.until && !fs.existsSync(event.until)) await new Promise((r) => setTimeout(r, 1))
  if (event.hang) await new Promise((r) => setTimeout(r, 600_000))
  running--
  return { n, most, in: process.env.AWS_LAMBDA_LOG_STREAM_NAME }
}`,
}
interface Seen {
  readonly n: number
  readonly most: number
  readonly in: string
}

/** So many events that the function is known to be quick; answers the environment that has had the last one. */
async function quicken(target: RunnableFunction): Promise<string> {
  let last = ''
  for (let i = 0; i < 150; i++) last = ((await bench.run(target)) as Seen).in
  return last
}
/** The answers to events that come at once, each with an id of its own. */
const together = (target: RunnableFunction, events: readonly object[]) =>
  Promise.all(
    events.map(async (event, at) => {
      const { payload, functionError } = await bench.runner.run(target, JSON.stringify(event), { requestId: `id-${at}` })
      return { ...(JSON.parse(payload) as Seen), ...(functionError === undefined ? {} : { functionError }) }
    }),
  )

test('whatever comes at once is handled one after the other, in the order in which it came to an environment', async () => {
  const target = bench.make(HANDLER)
  await quicken(target)
  const seen = await together(target, Array(100).fill({}))
  expect(Math.max(...seen.map(({ most }) => most))).toBe(1)
  const counts = new Map<string, number[]>()
  for (const each of seen) counts.set(each.in, [...(counts.get(each.in) ?? []), each.n])
  for (const numbers of counts.values()) expect(numbers).toEqual(numbers.map((_, i) => (numbers[0] as number) + i))
})

test('each has its own START, lines and REPORT, in order', async () => {
  bench = new Bench({ maxEnvironments: 1 })
  const target = bench.make(HANDLER)
  await quicken(target)
  bench.events.length = 0
  await together(
    target,
    [1, 2, 3, 4, 5].map((print) => ({ print })),
  )
  const kinds = bench.lines.map((line) => /^(START|END|REPORT)/.exec(line)?.[0] ?? line.split('\t').at(-1))
  expect(kinds).toEqual([1, 2, 3, 4, 5].flatMap((print) => ['START', `event ${print}`, 'END', 'REPORT']))
})

test('one that waits for another does not wait for ever: what is behind it goes elsewhere', async () => {
  const target = bench.make(HANDLER)
  await quicken(target)
  const file = join(folder, 'done')
  const seen = await together(target, [{}, { until: file }, {}, { write: file }, {}])
  expect(seen).toHaveLength(5)
  expect(seen[3]?.in).not.toBe(seen[1]?.in)
  expect(Math.max(...seen.map(({ most }) => most))).toBe(1)
})

test.each([
  [
    'an exit',
    { exit: true },
    expect.objectContaining({
      errorType: 'Runtime.ExitError',
      errorMessage: expect.stringContaining('id-1 Error: Runtime exited with error: exit status 3'),
    }),
  ],
  ['an error that is left behind', { reject: true }, expect.objectContaining({ in: expect.any(String) })],
])('%s is told of its own event only; those behind it are handled afterwards', async (_what, event, answer) => {
  const target = bench.make(HANDLER)
  await quicken(target)
  const seen = await together(target, [{}, event, ...Array(20).fill({})])
  expect(seen[1]).toEqual(answer)
  expect([seen[0], ...seen.slice(2)].every((each) => typeof each?.n === 'number')).toBe(true)
  expect(await bench.run(target)).toHaveProperty('n')
})

test('an event that is timed out takes none with it, and its time is its own', async () => {
  const clock = new ManualClock(Date.UTC(2026, 0, 2))
  bench = new Bench({ clock, maxEnvironments: 1 })
  const target = bench.make(HANDLER, { timeout: 1000 })
  await quicken(target)
  const [before, hanging, ...behind] = [{}, { hang: true }, {}, {}].map((event) => bench.run(target, event))
  await before
  await clock.advance(1000)
  expect(await hanging).toMatchObject({ Unhandled: { errorType: 'Sandbox.Timedout' } })
  expect(await Promise.all(behind)).toMatchObject([{ n: expect.any(Number) }, { n: expect.any(Number) }])
})

test('new code: what waits is handled by the old one or by the new one, and all that comes later by the new one', async () => {
  const target = bench.make(HANDLER)
  const old = await quicken(target)
  const running = together(target, Array(10).fill({}))
  const changed = {
    ...target,
    ...bench.make({ 'index.js': 'exports.handler = async () => "new"' }),
    name: target.name,
    arn: target.arn,
    revision: 'r2',
  }
  expect(await bench.run(changed)).toBe('new')
  expect((await running).map((each) => each.in)).toContain(old)
  expect(await bench.run(changed)).toBe('new')
})

test('what waits when the emulator stops is refused', async () => {
  const target = bench.make(HANDLER)
  await quicken(target)
  const ends = Promise.allSettled([{ hang: true }, {}, {}].map((event) => bench.run(target, event)))
  await bench.close()
  expect((await ends).filter(({ status }) => status === 'rejected').length).toBeGreaterThan(0)
})

/** What an event may do, and how many of a thousand do. */
const KINDS: Readonly<Record<string, { readonly share: number; readonly code: string }>> = {
  sleep: { share: 10, code: 'await new Promise((r) => setTimeout(r, 3))' },
  block: { share: 10, code: 'const begun = Date.now(); while (Date.now() - begun < 8);' },
  throw: { share: 10, code: 'throw new TypeError(String(event.i))' },
  leave: { share: 4, code: "Promise.reject(new Error('left behind'))" },
  exit: { share: 3, code: 'process.exit(3)' },
}
const MIXED = {
  'index.js': `let running = 0
exports.handler = async (event) => {
  if (++running > 1) throw new Error('two at once')
  try {
    ${Object.entries(KINDS)
      .map(([kind, { code }]) => `if (event.kind === '${kind}') { ${code} }`)
      .join('\n    ')}
    return event.i
  } finally {
    running--
  }
}`,
}

test('four thousand events of all kinds, forty at a time: each gets the answer of its own', async () => {
  const target = bench.make(MIXED)
  const kinds = Object.entries(KINDS).flatMap(([kind, { share }]) => Array<string>(share).fill(kind))
  const answers: Record<string, unknown> = {
    throw: { functionError: 'Unhandled', errorType: 'TypeError' },
    exit: { functionError: 'Unhandled', errorType: 'Runtime.ExitError' },
  }
  let next = 0
  const wrong: unknown[] = []
  const lane = async () => {
    while (next < 4000) {
      const i = next++
      const kind = kinds[(i * 7919) % 1000]
      const { payload, functionError } = await bench.runner.run(target, JSON.stringify({ i, kind }), { requestId: `id-${i}` })
      const value = JSON.parse(payload)
      const failed = functionError === undefined ? value : { functionError, errorType: value.errorType }
      const own = kind === 'throw' ? `${i}` : `RequestId: id-${i} `
      const isRight =
        kind !== undefined && kind in answers ? value.errorMessage?.startsWith(own) && isEqual(failed, answers[kind]) : value === i
      if (!isRight) wrong.push({ i, kind, value })
    }
  }
  await Promise.all(Array.from({ length: 40 }, lane))
  expect(wrong).toEqual([])
  const lines = (beginning: string) => bench.lines.filter((line) => line.startsWith(beginning)).length
  expect([lines('START '), lines('END '), lines('REPORT ')]).toEqual([4000, 4000, 4000])
})
