import { ManualClock, RealClock } from '../../../emulator/base/clock'
import { DiagnosticLog, formatDiagnostic, UserError, userError } from '../../../emulator/base/diagnostics'
import { toMilliseconds } from '../../../emulator/base/duration'
import { randomIds, seededIds } from '../../../emulator/base/ids'
import { AwsError } from '../../../emulator/model/errors'
import { StoreLost } from '../../../emulator/store/store'

test('a manual clock fires what falls due in order, and what that schedules within the span', async () => {
  const clock = new ManualClock(1000)
  const fired: [string, number][] = []
  const at = (name: string) => () => void fired.push([name, clock.now()])
  clock.after(300, at('c'))
  clock.after(100, () => {
    at('a')()
    clock.after(100, at('b'))
    clock.after(5000, at('never'))
  })
  clock.after(300, at('d'))
  clock.after(50, at('cancelled'))()
  await clock.advance(400)
  expect(fired).toEqual([
    ['a', 1100],
    ['b', 1200],
    ['c', 1300],
    ['d', 1300],
  ])
  expect(clock.now()).toBe(1400)
  await expect(clock.advance(-1)).rejects.toThrow(RangeError)
})

test('a timer that fails stops no other', async () => {
  const fail = () => {
    throw new Error('of a timer')
  }
  const fired: string[] = []
  const manual = new ManualClock(0)
  manual.after(1, fail)
  manual.after(2, () => fired.push('manual'))
  await expect(manual.advance(5)).rejects.toThrow('of a timer')
  const onConsole = jest.spyOn(console, 'error').mockImplementation(() => {})
  const real = new RealClock()
  real.after(0, fail)
  await new Promise<void>((resolve) => void real.after(1, resolve))
  expect([fired, manual.now(), onConsole.mock.calls]).toEqual([['manual'], 5, [[new Error('of a timer')]]])
  onConsole.mockRestore()
})

test.each<[string | number | object, number | undefined]>([
  ['PT5M', 300_000],
  ['P1DT2H3M4.5S', 93_784_500],
  ['P2W', 1_209_600_000],
  [{ hours: 1, seconds: 1 }, 3_601_000],
  [250, 250],
  [-1, undefined],
  ['P', undefined],
  ['PT', undefined],
  ['24 hours', 86_400_000],
  ['1 day', 86_400_000],
  ['90s', 90_000],
  ['1 hour 30 minutes', 5_400_000],
  ['1.5 Weeks, 5 ms', 907_200_005],
  ['5 fortnights', undefined],
  ['hours', undefined],
  ['-5 minutes', undefined],
  ['', undefined],
])('%j is %p ms', (span, ms) => {
  expect(toMilliseconds(span as string)).toBe(ms)
})

test.each([
  ['random', randomIds()],
  ['seeded', seededIds(1)],
])('%s ids have the shapes of AWS', (_name, ids) => {
  expect([ids.long(), ids.short(), ids.uuid(), ids.extendedRequestId(), ids.keyValue(), ids.suffix(13), ids.hex(32)].join(' ')).toMatch(
    /^[a-z0-9]{10} [a-z0-9]{6} [0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12} [A-Za-z0-9]{15}= [A-Za-z0-9]{40} [A-Z0-9]{13} [0-9a-f]{32}$/,
  )
  const fraction = ids.fraction()
  expect(fraction >= 0 && fraction < 1).toBe(true)
})

test('the same seed makes the same ids, another one others', () => {
  const draw = (seed: number) => Array.from({ length: 5 }, (_, i) => (i % 2 === 0 ? seededIds(seed).uuid() : seededIds(seed).long()))
  expect(draw(7)).toEqual(draw(7))
  expect(draw(7)).not.toEqual(draw(8))
})

test('a diagnostic as text, and a source that speaks again replaces what it said', () => {
  const diagnostic = {
    code: 'x-y',
    severity: 'warning',
    message: 'It is so.',
    fix: 'Do that.',
    place: { construct: 'A/B', file: 'app.ts', line: 3, template: 't.json', element: 'Resources.X' },
  } as const
  expect(formatDiagnostic(diagnostic)).toBe('warning x-y: It is so.\n  at A/B, app.ts:3, t.json Resources.X\n  fix: Do that.')
  const log = new DiagnosticLog()
  log.replace('one', [diagnostic])
  log.replace('two', [diagnostic])
  log.replace('one', [])
  expect(log.all()).toEqual([diagnostic])
})

test('an error of ours is told by its class, whichever copy of it: not by its name, and not as a class that extends it', () => {
  let other: unknown
  jest.isolateModules(() => {
    other = (require('../../../emulator/base/diagnostics') as typeof import('../../../emulator/base/diagnostics')).userError(
      'a-b',
      'Other.',
    )
  })
  class Own extends Error {
    override readonly name = 'UserError'
  }
  expect([userError('a-b', 'Mine.'), other, new Own(), undefined].map((error) => error instanceof UserError)).toEqual([
    true,
    true,
    false,
    false,
  ])
  const refused = new AwsError('Refused', 'No.', 400)
  expect([refused instanceof AwsError, refused instanceof StoreLost]).toEqual([true, false])
})
