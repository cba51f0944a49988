import { type CharacterSet, LETTER_SETS, namedSet } from './pattern-set'

/** The pattern cannot be read, or uses something that is not emulated. */
export class PatternError extends Error {
  override readonly name = 'PatternError'

  constructor(
    message: string,
    readonly at: number,
  ) {
    super(message)
  }
}

/** How deep groups and classes may be nested. */
export const DEEPEST = 100
const CONTROLS = new Map(Object.entries({ t: 9, n: 10, r: 13, f: 12, a: 7, e: 27 }))

/** Reads the parts of a pattern that mean characters: escapes and classes in brackets. */
export class ClassParser {
  protected at = 0
  protected depth = 0

  constructor(protected readonly source: string) {}

  protected error(message: string, at = this.at): PatternError {
    return new PatternError(message, at)
  }

  protected peek(): string {
    return this.source[this.at] ?? ''
  }

  protected takes(text: string): boolean {
    if (!this.source.startsWith(text, this.at)) return false
    this.at += text.length
    return true
  }

  protected codePoint(): number {
    const code = this.source.codePointAt(this.at)
    if (code === undefined) throw this.error('Unexpected end of the pattern')
    this.at += code > 0xffff ? 2 : 1
    return code
  }

  protected quotation(): string {
    const end = this.source.indexOf('\\E', this.at + 2)
    const text = this.source.slice(this.at + 2, end < 0 ? undefined : end)
    this.at = end < 0 ? this.source.length : end + 2
    return text
  }

  /** The characters that a backslash and what follows on it mean. */
  protected escapedSet(): CharacterSet {
    this.at += 1
    const letter = this.peek()
    const set = LETTER_SETS.get(letter.toLowerCase())
    if (set !== undefined) {
      this.at += 1
      return letter === letter.toLowerCase() ? set : (code) => !set(code)
    }
    if (letter === 'p' || letter === 'P') return this.property(letter === 'P')
    const code = this.escapedCode()
    return (other) => other === code
  }

  private property(negated: boolean): CharacterSet {
    const form = /[pP](?:\{([^}]*)\}|(.))/y
    form.lastIndex = this.at
    const found = form.exec(this.source)
    const set = found === null ? undefined : namedSet(found[1] ?? found[2] ?? '')
    if (found === null || set === undefined) throw this.error('Unknown character property name')
    this.at += found[0].length
    return negated ? (code) => !set(code) : set
  }

  private escapedCode(): number {
    const form = /u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2})|x\{([0-9A-Fa-f]{1,6})\}|0([0-3]?[0-7]{1,2})|c(.)/y
    form.lastIndex = this.at
    const found = form.exec(this.source)
    if (found !== null) {
      this.at += found[0].length
      const [, four, two, braced, octal, control] = found
      if (octal !== undefined) return Number.parseInt(octal, 8)
      return control === undefined ? Number.parseInt((four ?? two ?? braced) as string, 16) : control.charCodeAt(0) ^ 64
    }
    const letter = this.peek()
    const code = this.codePoint()
    const control = CONTROLS.get(letter)
    if (control === undefined && /[A-Za-z]/.test(letter)) throw this.error('Illegal/unsupported escape sequence')
    return control ?? code
  }

  /** Behind `[`: ranges, nested classes, and `&&` for what is in both. */
  protected characterClass(): CharacterSet {
    this.depth += 1
    if (this.depth > DEEPEST) throw this.error('the pattern is nested too deep')
    const negated = this.takes('^')
    const operands: CharacterSet[][] = [[]]
    for (let first = true; first || this.peek() !== ']'; first = false) {
      if (this.peek() === '') throw this.error('Unclosed character class')
      if (this.takes('&&')) operands.push([])
      else (operands.at(-1) as CharacterSet[]).push(this.takes('[') ? this.characterClass() : this.range())
    }
    this.at += 1
    this.depth -= 1
    const full = operands.filter((sets) => sets.length > 0)
    return (code) => full.every((sets) => sets.some((set) => set(code))) !== negated
  }

  private range(): CharacterSet {
    const from = this.at
    if (this.source.startsWith('\\Q', this.at)) {
      const text = this.quotation()
      return (code) => text.includes(String.fromCodePoint(code))
    }
    const single = this.peek() !== '\\' || !/[dwshvpP]/i.test(this.source[this.at + 1] ?? '')
    if (!single) return this.escapedSet()
    const first = this.classCharacter()
    const next = this.source[this.at + 1]
    if (this.peek() !== '-' || next === ']' || next === '[' || next === undefined) return (code) => code === first
    this.at += 1
    const last = this.classCharacter()
    if (last < first) throw this.error('Illegal character range', from)
    return (code) => code >= first && code <= last
  }

  private classCharacter(): number {
    if (this.peek() !== '\\') return this.codePoint()
    this.at += 1
    return this.escapedCode()
  }
}
