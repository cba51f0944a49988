import { anyOf, type Cases, escapeClass, not, propertyClass, range, single } from './classes'
import { RegexSyntaxError } from './error'
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
const CODE =
  /(?:([pP])(?:\{([^}]*)\}|([A-Za-z]))|u([0-9A-Fa-f]{4})|x(?:([0-9A-Fa-f]{2})|\{([0-9A-Fa-f]{1,6})\})|0([0-3]?[0-7]{1,2})|c([\s\S]))/y
const BLANKS = /(?:\s|#[^\n]*)*/y

/** The letters of the flags that are on: `i` and `u` for cases, `s`, `d` and `m` for lines, `x` for comments, `U` for classes of Unicode. */
export type Flags = ReadonlySet<string>

/** The part of the parser that reads characters and classes of them. */
export class ClassParser {
  protected at = 0
  private depth = 0

  constructor(
    protected readonly pattern: string,
    protected flags: Flags,
  ) {}

  /** Runs one level deeper. */
  protected nested<Result>(parse: () => Result): Result {
    if (++this.depth > DEEPEST) throw this.error('Nested too deeply')
    const result = parse()
    this.depth--
    return result
  }

  protected get cases(): Cases {
    return !this.flags.has('i') ? 'exact' : this.flags.has('u') || this.flags.has('U') ? 'unicode' : 'ascii'
  }

  /** Matches a sticky expression here, and moves behind it. */
  protected take(form: RegExp): RegExpExecArray | null {
    form.lastIndex = this.at
    const found = form.exec(this.pattern)
    if (found !== null) this.at += found[0].length
    return found
  }

  /** What a backslash and the signs behind it stand for: a character, or a class of them. */
  protected escaped(): number | CharacterTest {
    const found = this.take(CODE)
    if (found !== null) {
      const [, property, name, short, unicode, hex, long, octal, control] = found
      if (property !== undefined) {
        const test = propertyClass(name ?? (short as string))
        if (test === undefined) throw this.error(`Unknown character property name {${name ?? short}}`)
        return property === 'p' ? test : not(test)
      }
      if (octal !== undefined) return Number.parseInt(octal, 8)
      if (control !== undefined) return control.charCodeAt(0) ^ 64
      const code = Number.parseInt(unicode ?? hex ?? (long as string), 16)
      if (code > 0x10ffff) throw this.error('Hexadecimal codepoint is too big')
      return code
    }
    const code = this.pattern.codePointAt(this.at)
    if (code === undefined) throw this.error('Unexpected internal error')
    const sign = String.fromCodePoint(code)
    this.at += sign.length
    const test = escapeClass(sign, this.flags.has('U'))
    if (test !== undefined) return test
    const control = CONTROLS.get(sign)
    if (control !== undefined) return control
    if (/[A-Za-z0-9]/.test(sign)) throw this.error('Illegal/unsupported escape sequence')
    return code
  }

  /** Behind `\Q`: text up to `\E`. */
  protected quotation(): string {
    const end = this.pattern.indexOf('\\E', this.at)
    const text = this.pattern.slice(this.at, end < 0 ? undefined : end)
    this.at = end < 0 ? this.pattern.length : end + 2
    return text
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
      if (this.skip('&&')) {
        if (tests.length > 0) all.push(anyOf(tests))
        tests = []
      } else tests.push(this.skip('[') ? this.nested(() => this.set()) : this.element())
    }
    if (tests.length > 0) all.push(anyOf(tests))
    const test: CharacterTest = all.length === 1 ? (all[0] as CharacterTest) : (code) => all.every((part) => part(code))
    return negated ? not(test) : test
  }

  private element(): CharacterTest {
    if (this.skip('\\Q')) return anyOf([...this.quotation()].map((sign) => single(sign.codePointAt(0) as number, this.cases)))
    const from = this.member()
    if (typeof from !== 'number') return from
    const next = this.pattern[this.at + 1]
    if (this.pattern[this.at] !== '-' || next === ']' || next === '[' || next === undefined) return single(from, this.cases)
    this.at++
    const to = this.member()
    if (typeof to !== 'number' || to < from) throw this.error('Illegal character range')
    return range(from, to, this.cases)
  }

  private member(): number | CharacterTest {
    if (this.skip('\\')) return this.escaped()
    const code = this.pattern.codePointAt(this.at) as number
    this.at += code > 0xffff ? 2 : 1
    return code
  }

  /** With the flag `x`, blanks and comments mean nothing. */
  protected blanks(): void {
    if (this.flags.has('x')) this.take(BLANKS)
  }

  protected skip(sign: string): boolean {
    if (!this.pattern.startsWith(sign, this.at)) return false
    this.at += sign.length
    return true
  }

  protected error(description: string): RegexSyntaxError {
    return new RegexSyntaxError(description, this.at)
  }
}
