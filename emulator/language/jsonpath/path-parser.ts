import { Cursor, unescaped } from './cursor'
import { JsonPathError } from './error'
import { readParameters } from './parameters'
import type { Predicate, Token } from './token'

/** Longer paths are refused: reading some forms takes time in the square of their length. */
const LONGEST = 10_000
const MOST_TOKENS = 500
/** How deep filters may hold paths that hold filters. */
const DEEPEST = 20

/** A path, read. */
export interface ParsedPath {
  /** Whether it starts with `$`, or with neither `$` nor `@`. */
  readonly rooted: boolean
  readonly tokens: readonly Token[]
}

/** Compiles a filter, `[?(...)]`; a port, since filters hold paths and paths hold filters. */
export type CompileFilter = (text: string, origin: number, depth: number) => Predicate

/** Reads a path as Jayway 2.10 does, with its leniencies; throws JsonPathError. */
export function parsePath(text: string, compileFilter: CompileFilter, origin = 0, depth = 0): ParsedPath {
  if (text === '') throw new JsonPathError('runtime', 'path can not be null or empty')
  if (text.length > LONGEST) throw new JsonPathError('invalid-path', `the path is longer than ${LONGEST} characters`, LONGEST)
  if (depth > DEEPEST) throw new JsonPathError('invalid-path', 'filters are nested too deep', origin)
  const named = text[0] === '$' || text[0] === '@'
  return new PathParser(new Cursor(named ? text : `$.${text}`, named ? origin : origin - 2), compileFilter, depth).path()
}

class PathParser {
  private readonly tokens: Token[] = []

  constructor(
    private readonly source: Cursor,
    private readonly compileFilter: CompileFilter,
    private readonly depth: number,
  ) {}

  path(): ParsedPath {
    const path = this.source
    if (path.char(path.length - 1) === '.') throw path.error("Path must not end with a '.' or '..'", path.length - 1)
    const rooted = path.char() === '$'
    if (path.isTail()) return { rooted, tokens: this.tokens }
    path.at += 1
    if (path.char() !== '.' && path.char() !== '[') throw path.error(`Illegal character at position ${path.at} expected '.' or '['`)
    do {
      this.token()
      if (this.tokens.length > MOST_TOKENS) throw path.error(`the path has more than ${MOST_TOKENS} parts`)
    } while (!path.isTail())
    return { rooted, tokens: this.tokens }
  }

  private token(): void {
    const path = this.source
    if (path.char() === '.') this.dots()
    if (path.char() === '[') this.bracket()
    else if (path.char() === '*') {
      path.at += 1
      this.tokens.push({ type: 'wildcard' })
    } else this.word()
  }

  private dots(): void {
    const path = this.source
    if (path.char(path.at + 1) === '.') {
      this.tokens.push({ type: 'scan' })
      path.at += 2
    } else path.at += 1
    if (path.char() === '.') throw path.error(`Character '.' on position ${path.at} is not valid.`)
  }

  private word(): void {
    const path = this.source
    if (path.char() === ' ') throw path.error(`Could not parse token starting at position ${path.at}`)
    const start = path.at
    let end = start
    while (path.has(end) && !'.[( '.includes(path.char(end))) end += 1
    if (path.has(end) && path.char(end) === ' ')
      throw path.error("Use bracket notion ['my prop'] if your property contains blank characters.", end)
    const name = path.slice(start, end)
    path.at = end
    if (!path.has(end) || path.char(end) !== '(') this.tokens.push({ type: 'property', names: [name] })
    else this.tokens.push({ type: 'function', name, parameters: this.parameters(name) })
  }

  private parameters(name: string): (Token & { type: 'function' })['parameters'] {
    const path = this.source
    // Jayway counts parentheses alone here, those in strings too.
    let open = 1
    let at = path.at + 1
    for (; path.has(at) && open > 0; at += 1) open += path.char(at) === '(' ? 1 : path.char(at) === ')' ? -1 : 0
    if (open > 0) throw path.error(`Arguments to function: '${name}' are not closed properly.`)
    path.at += 1
    // A closing parenthesis right after the opening one stays unread: what follows on it is read as a property `)`.
    if (path.char() === ')') return []
    return readParameters(path, name, (text, origin) => parsePath(text, this.compileFilter, origin, this.depth + 1).tokens)
  }

  private bracket(): void {
    const path = this.source
    const first = path.nextSignificant()
    if (first === "'" || first === '"') this.names(first)
    else if (/[-:0-9]/.test(first)) this.array()
    else if (first === '*') this.wildcard()
    else if (first === '?') this.filter()
    else throw path.error(`Could not parse token starting at position ${path.at}. Expected ?, ', 0-9, * `)
  }

  private names(quote: string): void {
    const path = this.source
    const names: string[] = []
    let [start, end, at] = [0, 0, path.at + 1]
    let [inside, comma] = [false, false]
    for (; path.has(at); at += 1) {
      const char = path.char(at)
      if (char === '\\') at += 1
      else if (char === ']' && !inside) break
      else if (char === quote && inside) {
        const next = path.nextSignificant(at)
        if (next !== ']' && next !== ',')
          throw path.error('Property must be separated by comma or terminated by a closing square bracket', at)
        names.push(unescaped(path.slice(start, at)))
        end = at
        inside = false
      } else if (char === quote) {
        start = at + 1
        inside = true
        comma = false
      } else if (char === ',' && !inside) {
        if (comma) throw path.error(`Found empty property at index ${at}`, at)
        comma = true
      }
    }
    if (inside) throw path.error(`Property has not been closed - missing closing ${quote}`, start)
    if (comma) throw path.error(`Found empty property at index ${at}`, at)
    const close = path.indexOfSignificant(end)
    if (path.char(close) !== ']') throw path.error('Property has not been closed - missing closing ]', end)
    this.tokens.push({ type: 'property', names })
    path.at = close + 1
  }

  private array(): void {
    const path = this.source
    const close = path.text.indexOf(']', path.at)
    const expression = path.has(close) ? path.slice(path.at + 1, close).trim() : ''
    if (!/^[-:, 0-9]+$/.test(expression)) throw path.error(`Could not parse token starting at position ${path.at}. Expected ?, ', 0-9, * `)
    this.tokens.push(
      expression.includes(':')
        ? this.slice(expression)
        : { type: 'index', indexes: expression.split(',').map((each) => this.integer(each.trim())) },
    )
    path.at = close + 1
  }

  private slice(expression: string): Token {
    const [from = '', to = ''] = expression.split(':')
    if (/[, ]/.test(expression) || (from === '' && to === '')) throw this.source.error(`Failed to parse SliceOperation: ${expression}`)
    return { type: 'slice', ...(from === '' ? {} : { from: this.integer(from) }), ...(to === '' ? {} : { to: this.integer(to) }) }
  }

  /** Integer.parseInt. */
  private integer(text: string): number {
    const value = Number(text)
    if (!/^-?\d+$/.test(text) || value !== (value | 0)) throw this.source.error(`Failed to parse token in ArrayIndexOperation: ${text}`)
    return value + 0
  }

  private wildcard(): void {
    const path = this.source
    const star = path.indexOfSignificant()
    if (path.nextSignificant(star) !== ']') throw path.error(`Expected wildcard token to end with ']' on position ${star + 1}`, star + 1)
    path.at = path.indexOfSignificant(star) + 1
    this.tokens.push({ type: 'wildcard' })
  }

  private filter(): void {
    const path = this.source
    const open = path.indexOfSignificant(path.indexOfSignificant())
    const closed = path.indexOfClosing('(', ')', true, open)
    if (closed < 0 || path.nextSignificant(closed) !== ']')
      throw path.error(`Could not parse token starting at position ${path.at}. Expected ?, ', 0-9, * `)
    const end = path.indexOfSignificant(closed) + 1
    this.tokens.push({ type: 'filter', accepts: this.compileFilter(path.slice(open, closed + 1), path.origin + open, this.depth) })
    path.at = end
  }
}
