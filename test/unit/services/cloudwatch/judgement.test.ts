import { judge, LOOK_BACK, type MissingData } from '../../../../emulator/services/cloudwatch/alarms/judgement'

const TREATMENTS: readonly MissingData[] = ['missing', 'ignore', 'breaching', 'notBreaching']
const SHORT = { O: 'OK', A: 'ALARM', I: 'INSUFFICIENT_DATA', k: 'keep' } as const

/**
 * Points from old to new (0: fine, X: breaching, -: missing), periods, points to alarm; then the state for missing, ignore, breaching,
 * notBreaching. The first eleven are AWS's own tables (facts/06, section 5); the others follow from its words there.
 */
const CASES: readonly [points: string, periods: number, toAlarm: number, states: string][] = [
  ['0 - X - X', 3, 3, 'O O O O'],
  ['0 - - - -', 3, 3, 'O O O O'],
  ['- - - - -', 3, 3, 'I k A O'],
  ['0 X X - X', 3, 3, 'A A A A'],
  ['- - X - -', 3, 3, 'A k A O'],
  ['0 - X - X', 3, 2, 'A A A A'],
  ['0 0 X 0 X', 3, 2, 'A A A A'],
  ['0 - X - -', 3, 2, 'O O A O'],
  ['- - - - 0', 3, 2, 'O O A O'],
  ['- - - X -', 3, 2, 'A k A O'],
  ['- - - - X', 3, 3, 'k k A O'],
  ['- - - X -', 3, 3, 'k k A O'],
  ['0 0 0 0 0', 3, 3, 'O O O O'],
  ['X X X X X', 3, 3, 'A A A A'],
  ['X X X 0 0', 3, 3, 'O O O O'],
  ['X X 0 X X', 3, 3, 'O O O O'],
  ['X X 0 X X', 3, 2, 'A A A A'],
  ['0 0 0 X X', 3, 2, 'A A A A'],
  ['0 0 X X 0', 3, 2, 'A A A A'],
  ['0 X X 0 0', 3, 2, 'O O O O'],
  ['X - - - -', 3, 3, 'A k A O'],
  ['X X - - -', 3, 3, 'A k A O'],
  ['X X X - -', 3, 3, 'A A A A'],
  ['X - X - -', 3, 2, 'A A A A'],
  ['- - - X X', 3, 3, 'k k A O'],
  ['- - X X -', 3, 2, 'A A A A'],
  ['- - 0 X -', 3, 2, 'O O A O'],
  ['- 0 X X -', 3, 3, 'O O O O'],
  ['0 - - X -', 3, 1, 'A A A A'],
  ['- - - - X', 3, 1, 'A A A A'],
  ['- 0', 1, 1, 'O O O O'],
  ['0 X', 1, 1, 'A A A A'],
  ['X 0', 1, 1, 'O O O O'],
  ['X -', 1, 1, 'A A A A'],
  ['- - -', 1, 1, 'I k A O'],
  ['0 - -', 1, 1, 'O O O O'],
  ['- - - X X X X', 5, 4, 'A A A A'],
  ['- - - - - X X', 5, 2, 'A A A A'],
  ['- - 0 - X - X', 5, 2, 'A A A A'],
  ['0 - 0 - X - -', 5, 2, 'O O A O'],
  ['- - - X - - -', 5, 3, 'A k A O'],
  ['- - - - X - -', 5, 4, 'k k A O'],
  ['- - - - - - 0', 5, 5, 'O O O O'],
  ['- - - - - - 0', 5, 4, 'O O A O'],
  ['0 0 0 0 X X X', 5, 3, 'A A A A'],
]

test.each(
  CASES.flatMap(([points, periods, toAlarm, states]) =>
    TREATMENTS.map((missing, i) => [points, toAlarm, periods, missing, SHORT[states.split(' ')[i] as keyof typeof SHORT]] as const),
  ),
)('%s with %i of %i, %s: %s', (points, toAlarm, periods, missing, expected) => {
  const read = points.split(' ').map((point) => (point === '-' ? undefined : point === 'X'))
  expect(judge(read, { periods, toAlarm, missing })).toBe(expected)
})

test('an alarm looks back as far as the documented tables do', () => {
  expect(3 + LOOK_BACK).toBe(5)
})
