import { compileFullMatch } from '../../../../emulator/language/java-pattern'
import { RegexSyntaxError } from '../../../../emulator/language/java-regex/error'
import { JavaRegex } from '../../../../emulator/language/java-regex/regex'
import recorded from '../../../fixtures/java-regex/cases.json'
import { cpuClock } from '../../../support/cpu-time'

class TooManySteps extends Error {}

/** Steps as a template has them. */
function counter(left = 2_000_000) {
  let rest = left
  return {
    step: (count = 1) => {
      rest -= count
      if (rest < 0) throw new TooManySteps()
    },
  }
}

function findAll(regex: JavaRegex, text: string): unknown[] {
  const find = regex.finder(text, counter())
  const found: unknown[] = []
  for (let from = 0; from <= text.length; ) {
    const match = find(from)
    if (match === undefined) break
    found.push([match.start, match.end, ...Array.from({ length: regex.groupCount }, (_, i) => match.group(i + 1) ?? null)])
    from = match.end > match.start ? match.end : match.end + 1
  }
  return found
}

interface Recorded {
  readonly pattern: string
  readonly text: string
  readonly refused?: boolean
  readonly matches?: boolean
  readonly found?: unknown
}

test.each((recorded.cases as Recorded[]).map((each) => [each.pattern, each.text, each] as const))('%j over %j', (pattern, text, each) => {
  if (each.refused === true) {
    expect(() => new JavaRegex(pattern)).toThrow(RegexSyntaxError)
    return
  }
  const regex = new JavaRegex(pattern)
  expect({ matches: regex.matches(text, counter()), found: findAll(regex, text) }).toEqual({ matches: each.matches, found: each.found })
})

test('a mistake names its place', () => {
  expect(() => new JavaRegex('ab[c')).toThrow(expect.objectContaining({ at: 4, message: 'Unclosed character class near index 4' }))
})

const A = 'a'.repeat(50_000)

describe('expressions that would backtrack for ever are answered in time', () => {
  test.each([
    ['(a+)+$', `${A}b`],
    ['(a|aa)+c', A],
    ['(a*)*b', A],
    ['(?:a|a|a)*c', A],
    ['(\\w+\\s?)*$', `${A}!`],
    ['^(([a-z])+.)+[A-Z]([a-z])+$', A],
    ['(?=(a+)+$)b|(a+)+$', `${A}b`],
    ['(.*?,){11}P', 'a,'.repeat(20_000)],
    ['(a?){1,50}a{50}b', A.slice(0, 5_000)],
  ])('%s', (pattern, text) => {
    const regex = new JavaRegex(pattern)
    const took = cpuClock()
    expect(regex.matches(text, counter())).toBe(false)
    expect(took()).toBeLessThan(2_000)
  })

  test('the time grows with the text, not with its square', () => {
    const regex = new JavaRegex('(a+)+$')
    const steps = (length: number): number => {
      let taken = 0
      const step = (count = 1): void => {
        taken += count
      }
      regex.matches(`${'a'.repeat(length)}b`, { step })
      return taken
    }
    expect(steps(40_000) / steps(10_000)).toBeLessThan(5)
  })

  test('references to groups are bounded by the steps', () => {
    const took = cpuClock()
    expect(() => new JavaRegex('(a+)\\1+b').matches(A, counter())).toThrow(TooManySteps)
    expect(compileFullMatch('(a+)\\1+b')?.(A)).toBe(false)
    expect(took()).toBeLessThan(2_000)
  })
})

describe('what is too large is refused', () => {
  test.each([
    ['nested repetitions', '((a{1,999}b){1,999}){1,999}'],
    ['depth', '('.repeat(50_000)],
    ['length', 'a'.repeat(10_001)],
  ])('%s', (_, pattern) => {
    expect(() => new JavaRegex(pattern)).toThrow(RegexSyntaxError)
  })

  test('but a long repetition of a character is not', () => {
    const regex = new JavaRegex('[a-z]{1,65535}')
    expect(regex.matches(A, counter())).toBe(true)
    expect(regex.matches(A + A, counter())).toBe(false)
  })
})
