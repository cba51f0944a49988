import { TemplateError } from '../errors'
import { escapeClass, not, propertyClass, range, single } from './classes'
import type { CharacterTest } from './nodes'

/** Groups within groups deeper than this are refused. */
const DEEPEST = 200
const CONTROLS: ReadonlyMap<string, number> = new Map([
  ['t', 9],
  ['n', 10],
  ['r', 13],
  ['f', 12],
  ['a', 7],
  ['e', 27],
])

/** The flags that are on. */
export interface Flags {
  readonly i: boolean
  readonly s: boolean
  readonly m: boolean
  readonly x: boolean
}

/** The part of the parser that reads characters and classes of them. */
export class ClassParser {
  protected at = 0
  private depth = 0
  protected flags: Flags = { i: false, s: false, m: false, x: false }

  constructor(protected readonly pattern: string) {}

  /** Runs one level deeper. */
  protected nested<Result>(parse: () => Result): Result {
    if (++this.depth > DEEPEST) throw this.error('Nested too deeply')
    const result = parse()
    this.depth--
    return result
  }

  /** What a backslash and the signs behind it stand for: a character, or a class of them. */
  protected escaped(): number | CharacterTest {
    const rest = this.pattern.slice(this.at, this.at + 60)
    const found =
      /^(?:([pP])(?:\{([^}]*)\}|([A-Za-z]))|u([0-9A-Fa-f]{4})|x(?:([0-9A-Fa-f]{2})|\{([0-9A-Fa-f]{1,6})\})|0([0-3]?[0-7]{1,2})|c([\s\S]))/.exec(
        rest,
      )
    if (found !== null) {
      this.at += found[0].length
      const [, property, name, short, unicode, hex, long, octal, control] = found
      if (property !== undefined) {
        const test = propertyClass(name ?? (short as string))
        return property === 'p' ? test : not(test)
      }
      if (octal !== undefined) return Number.parseInt(octal, 8)
      if (control !== undefined) return control.charCodeAt(0) ^ 64
      return Number.parseInt(unicode ?? hex ?? (long as string), 16)
    }
    const sign = [...rest][0]
    if (sign === undefined) throw this.error('Unexpected internal error')
    this.at += sign.length
    const test = escapeClass(sign)
    if (test !== undefined) return test
    const control = CONTROLS.get(sign)
    if (control !== undefined) return control
    if (/[A-Za-z0-9]/.test(sign)) throw this.error('Illegal/unsupported escape sequence')
    return sign.codePointAt(0) as number
  }

  /** `[...]` with ranges, classes within, and intersections. */
  protected set(): CharacterTest {
    const negated = this.skip('^')
    const all: CharacterTest[] = []
    let tests: CharacterTest[] = []
    for (let first = true; ; first = false) {
      this.blanks()
      if (this.at >= this.pattern.length) throw this.error('Unclosed character class')
      if (!first && this.skip(']')) break
      if (this.pattern.startsWith('&&', this.at)) {
        this.at += 2
        all.push(anyOf(tests))
        tests = []
      } else tests.push(this.skip('[') ? this.nested(() => this.set()) : this.element())
    }
    all.push(anyOf(tests))
    const test: CharacterTest = all.length === 1 ? (all[0] as CharacterTest) : (code) => all.every((part) => part(code))
    return negated ? not(test) : test
  }

  private element(): CharacterTest {
    const from = this.member()
    if (typeof from !== 'number') return from
    const next = this.pattern[this.at + 1]
    if (this.pattern[this.at] !== '-' || next === ']' || next === '[' || next === undefined) return single(from, this.flags.i)
    this.at++
    const to = this.member()
    if (typeof to !== 'number' || to < from) throw this.error('Illegal character range')
    return range(from, to, this.flags.i)
  }

  private member(): number | CharacterTest {
    if (this.skip('\\')) return this.escaped()
    const code = this.pattern.codePointAt(this.at) as number
    this.at += code > 0xffff ? 2 : 1
    return code
  }

  /** With the flag `x`, blanks and comments mean nothing. */
  protected blanks(): void {
    if (!this.flags.x) return
    this.at += /^(?:\s|#[^\n]*)*/.exec(this.pattern.slice(this.at))?.[0].length ?? 0
  }

  protected skip(sign: string): boolean {
    if (this.pattern[this.at] !== sign) return false
    this.at++
    return true
  }

  protected error(message: string): TemplateError {
    return new TemplateError('PatternSyntaxException', `${message} near index ${this.at}`)
  }
}

/** The union of classes. */
export function anyOf(tests: readonly CharacterTest[]): CharacterTest {
  return tests.length === 1 ? (tests[0] as CharacterTest) : (code) => tests.some((test) => test(code))
}
