import { RegexSyntaxError } from '../java-regex/error'
import { JavaRegex } from '../java-regex/regex'
import { parseDecimal } from '../json/decimal'
import { JsonParseError, parseJson } from '../json/parse'
import { Cursor, unescaped } from './cursor'
import type { JsonPathError } from './error'
import type { Operand } from './operand'
import { OPERATORS, type Operator } from './operators'
import type { ReadablePath } from './token'

/** A filter, read. */
export type Expression =
  | { readonly type: 'or' | 'and'; readonly parts: readonly Expression[] }
  | { readonly type: 'not'; readonly part: Expression }
  | { readonly type: 'compare'; readonly left: Side; readonly right: Side; readonly operator: Operator }
  | { readonly type: 'exists'; readonly path: ReadablePath; readonly wanted: boolean }

/** A side of a comparison: a value, or a path to one. */
export type Side = Operand | (ReadablePath & { readonly type?: undefined })

type SidePath = ReadablePath & { readonly type?: undefined; readonly wanted: boolean }

const DEEPEST = 100
const COMPARING = '<>=~!'

/** Compiles the text of a path in a filter; throws JsonPathError. */
export type CompilePath = (text: string, origin: number) => ReadablePath

/** Reads `(...)` of a filter: values, operators, `&&`, `||`, `!` and parentheses. */
export function parseFilter(text: string, origin: number, compilePath: CompilePath): Expression {
  return new FilterParser(new Cursor(text, origin), compilePath).filter()
}

class FilterParser {
  private depth = 0

  constructor(
    private readonly source: Cursor,
    private readonly compilePath: CompilePath,
  ) {}

  filter(): Expression {
    const expression = this.chain('or', '||', () => this.chain('and', '&&', () => this.part()))
    this.source.skipBlanks()
    if (this.source.has())
      throw this.source.error(`Expected end of filter expression instead of: ${this.source.text.slice(this.source.at)}`)
    return expression
  }

  private chain(type: 'or' | 'and', sign: string, read: () => Expression): Expression {
    const first = read()
    const parts = [first]
    while (this.source.takes(sign)) parts.push(read())
    return parts.length === 1 ? first : { type, parts }
  }

  private part(): Expression {
    const { source } = this
    this.depth += 1
    if (this.depth > DEEPEST) throw source.error('the filter is nested too deep')
    const expression = this.nested() ?? this.comparison()
    this.depth -= 1
    return expression
  }

  private nested(): Expression | undefined {
    const { source } = this
    const first = source.skipBlanks().char()
    if (first === '!' && !'$@'.includes(source.nextSignificant())) {
      source.at += 1
      return { type: 'not', part: this.part() }
    }
    if (first !== '(') return undefined
    source.at += 1
    const inside = this.chain('or', '||', () => this.chain('and', '&&', () => this.part()))
    if (source.skipBlanks().char() !== ')') throw source.error('Expected character: )')
    source.at += 1
    return inside
  }

  /** A comparison; when what follows a path is none, the path alone asks whether something is there. */
  private comparison(): Expression {
    const { source } = this
    const left = this.side()
    const mark = source.at
    try {
      const operator = this.operator()
      return { type: 'compare', left, operator, right: this.side() }
    } catch (error) {
      if (!('wanted' in left)) throw error
      source.at = mark
      return { type: 'exists', path: left, wanted: left.wanted }
    }
  }

  private operator(): Operator {
    const { source } = this
    const start = source.skipBlanks().at
    const sign = COMPARING.includes(source.char())
    while (source.has() && (sign ? COMPARING.includes(source.char()) : source.char() !== ' ')) source.at += 1
    const name = source.slice(start, source.at)
    const operator = OPERATORS.get(name.toUpperCase())
    if (operator === undefined) throw source.error(`Filter operator ${name} is not supported!`, start)
    return operator
  }

  private side(): Operand | SidePath {
    const { source } = this
    let first = source.skipBlanks().char()
    if (first === '$' || first === '@') return this.path()
    if (first !== '!') return this.literal()
    source.at += 1
    first = source.skipBlanks().char()
    if (first !== '$' && first !== '@') throw source.error('Unexpected character: !')
    return this.path()
  }

  private path(): SidePath {
    const { source } = this
    const start = source.at
    const before = source.indexOfPreviousSignificant()
    source.at += 1
    for (; source.has(); source.at += 1) {
      if (source.char() === '[') {
        const close = source.indexOfClosing('[', ']', false)
        if (close < 0) throw source.error('Square brackets does not match in filter')
        source.at = close + 1
      }
      const char = source.char()
      if (!source.has() || char === ' ' || COMPARING.includes(char) || (char === ')' && !this.closesCall(start))) break
    }
    const path = this.compilePath(source.slice(start, source.at), source.origin + start)
    return { rooted: path.rooted, read: path.read, wanted: before < 0 || source.char(before) !== '!' }
  }

  /** Whether the parenthesis belongs to a call without arguments, as in `@.length()`. */
  private closesCall(start: number): boolean {
    const { source } = this
    let at = source.indexOfPreviousSignificant()
    if (at < 0 || source.char(at) !== '(') return false
    for (at -= 1; at > start; at -= 1) if (source.char(at) === '.') return true
    return false
  }

  private literal(): Operand {
    const { source } = this
    const first = source.char()
    if (first === "'" || first === '"') return { type: 'string', value: unescaped(this.quoted(first).slice(1, -1)) }
    if (first === '[' || first === '{') return this.json(first)
    if (first === '/') return this.pattern()
    if (first === 't' || first === 'f' || first === 'n') return this.word()
    const start = source.at
    while (source.has() && /[-.0-9eE]/.test(source.char())) source.at += 1
    const value = parseDecimal(source.slice(start, source.at))
    if (value === undefined) throw this.fatal('Failed to parse filter: not a number', start)
    return { type: 'number', value }
  }

  private fatal(message: string, at: number): JsonPathError {
    return this.source.error(message, at)
  }

  private quoted(quote: string): string {
    const { source } = this
    const start = source.at
    const end = source.indexOfUnescaped(quote)
    if (end < 0) throw source.error(`String literal does not have matching quotes. Expected ${quote}`)
    source.at = end + 1
    return source.slice(start, end + 1)
  }

  private word(): Operand {
    const { source } = this
    for (const [text, operand] of WORDS) {
      if (source.has(source.at + text.length - 1) && source.text.startsWith(text, source.at)) {
        source.at += text.length
        return operand
      }
    }
    throw source.error('Expected boolean or null literal')
  }

  private json(open: '[' | '{'): Operand {
    const { source } = this
    const start = source.at
    const end = source.indexOfClosing(open, open === '[' ? ']' : '}', false)
    if (end < 0) throw source.error('JSON literal is not closed')
    source.at = end + 1
    try {
      return { type: 'json', value: parseJson(source.slice(start, end + 1)), literal: true }
    } catch (error) {
      throw error instanceof JsonParseError ? source.error(error.message, start) : error
    }
  }

  private pattern(): Operand {
    const { source } = this
    const start = source.at
    const end = source.indexOfUnescaped('/')
    if (end < 0) throw source.error('Pattern not closed. Expected /')
    source.at = end + 1
    while (source.has() && /[dixmsuU]/.test(source.char())) source.at += 1
    try {
      return { type: 'pattern', value: new JavaRegex(source.slice(start + 1, end), source.slice(end + 1, source.at)) }
    } catch (error) {
      if (error instanceof RegexSyntaxError) throw source.error(`${error.description} in the pattern`, start + 1 + error.at)
      throw error
    }
  }
}

const WORDS: readonly (readonly [string, Operand])[] = [
  ['true', { type: 'boolean', value: true }],
  ['false', { type: 'boolean', value: false }],
  ['null', { type: 'null' }],
]
