import { compileFind } from '../../../language/java-pattern'
import { AGGREGATES, FUNCTIONS } from './functions'
import { TokenReader } from './token-reader'
import { malformed } from './tokens'
import { compare, isTrue, type Row, toNumber, toText, type Value } from './values'

/** What an expression comes to for a row. */
export type Evaluate = (row: Row) => Value

/** An expression, and how it is written: its name where it has no other. */
export interface Expression {
  readonly evaluate: Evaluate
  readonly written: string
}

/** A call of a function, as `stats` wants it: with what is between its parentheses. */
export interface Aggregation {
  readonly name: string
  readonly args: readonly Expression[]
  readonly written: string
}

const COMPARISONS: Readonly<Record<string, (order: number) => boolean>> = {
  '=': (order) => order === 0,
  '!=': (order) => order !== 0,
  '<': (order) => order < 0,
  '<=': (order) => order <= 0,
  '>': (order) => order > 0,
  '>=': (order) => order >= 0,
}
const SUMS: Readonly<Record<string, (a: number, b: number) => number>> = { '+': (a, b) => a + b, '-': (a, b) => a - b }
const PRODUCTS: Readonly<Record<string, (a: number, b: number) => number>> = {
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
}
const UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
  mo: 2_592_000_000,
  q: 7_776_000_000,
  y: 31_536_000_000,
}
const DEEPEST = 100

/** Reads the expressions of a query. */
export class Reader extends TokenReader {
  #depth = 0

  constructor(
    query: string,
    /** Epoch milliseconds. */
    private readonly now: number,
  ) {
    super(query)
  }

  expression(): Expression {
    const from = this.place
    const evaluate = this.#deeper(() => this.#or())
    const written = this.written(from)
    // Behind `stats`, what was worked out goes by how it was written: `sort bin(5m)`.
    return { evaluate: (row) => (row.has(written) ? row.get(written) : evaluate(row)), written }
  }

  #deeper(read: () => Evaluate): Evaluate {
    if (++this.#depth > DEEPEST) throw malformed('the query is nested too deeply')
    const evaluate = read()
    this.#depth--
    return evaluate
  }

  /** `count(*)`, `pct(@duration, 95)`. */
  aggregation(): Aggregation {
    const from = this.place
    const name = this.name().toLowerCase()
    this.expect('(')
    return { name, args: this.#args(), written: this.written(from) }
  }

  /** What is between parentheses, the first of them passed: nothing, `*`, or expressions. */
  #args(): Expression[] {
    if (this.takes(')')) return []
    const args = this.takes('*') ? [] : this.list(() => this.expression())
    this.expect(')')
    return args
  }

  #or(): Evaluate {
    const parts = [this.#and()]
    while (this.takes('or') || this.takes('||')) parts.push(this.#and())
    return parts.length === 1 ? (parts[0] as Evaluate) : (row) => parts.some((part) => isTrue(part(row)))
  }

  #and(): Evaluate {
    const parts = [this.#not()]
    while (this.takes('and') || this.takes('&&')) parts.push(this.#not())
    return parts.length === 1 ? (parts[0] as Evaluate) : (row) => parts.every((part) => isTrue(part(row)))
  }

  #not(): Evaluate {
    if (!this.takes('not')) return this.#comparison()
    const inner = this.#deeper(() => this.#not())
    return (row) => !isTrue(inner(row))
  }

  #comparison(): Evaluate {
    const left = this.#sum()
    const negated = this.takes('not')
    if (this.takes('like') || this.takes('=~')) {
      const test = this.#pattern()
      return (row) => {
        const text = toText(left(row))
        return (text !== undefined && test(text)) !== negated
      }
    }
    if (this.takes('in')) {
      this.expect('[')
      const items = this.list(() => this.#sum())
      this.expect(']')
      return (row) => items.some((item) => compare(left(row), item(row)) === 0) !== negated
    }
    const token = this.peek()
    const comparison = token?.kind === 'sign' ? COMPARISONS[token.text] : undefined
    if (comparison === undefined) return left
    this.next()
    const right = this.#sum()
    return (row) => {
      const [a, b] = [left(row), right(row)]
      // What is missing compares with nothing, but is not equal to anything.
      if (a === undefined || b === undefined) return token?.text === '!='
      return comparison(compare(a, b))
    }
  }

  /** A regular expression, or a part of a text. */
  #pattern(): (text: string) => boolean {
    const token = this.next()
    if (token.kind === 'text') return (text) => text.includes(token.text)
    const find = token.kind === 'regex' ? compileFind(token.text) : undefined
    if (find === undefined) throw malformed(`expected a text or a regular expression, found ${token.text}`)
    return find
  }

  #sum(): Evaluate {
    return this.#operations(SUMS, () => this.#operations(PRODUCTS, () => this.#power()))
  }

  #operations(operations: Readonly<Record<string, (a: number, b: number) => number>>, operand: () => Evaluate): Evaluate {
    const first = operand()
    const rest: { readonly operation: (a: number, b: number) => number; readonly right: Evaluate }[] = []
    for (;;) {
      const token = this.peek()
      const operation = token?.kind === 'sign' && Object.hasOwn(operations, token.text) ? operations[token.text] : undefined
      if (operation === undefined) break
      this.next()
      rest.push({ operation, right: operand() })
    }
    if (rest.length === 0) return first
    return (row) => rest.reduce((left, { operation, right }) => finite(operation(toNumber(left), toNumber(right(row)))), first(row))
  }

  #power(): Evaluate {
    const base = this.#primary()
    if (!this.takes('^')) return base
    const exponent = this.#deeper(() => this.#power())
    return (row) => finite(toNumber(base(row)) ** toNumber(exponent(row)))
  }

  #primary(): Evaluate {
    if (this.takes('-')) {
      const inner = this.#deeper(() => this.#primary())
      return (row) => finite(-toNumber(inner(row)))
    }
    if (this.takes('(')) {
      const inner = this.expression()
      this.expect(')')
      return inner.evaluate
    }
    const token = this.next()
    switch (token.kind) {
      case 'number': {
        const value = Number(token.text)
        return () => value
      }
      case 'text':
        return () => token.text
      case 'duration': {
        const milliseconds = spanOf(token.text)
        return () => milliseconds
      }
      case 'name':
        return this.takes('(') ? this.#call(token.text) : (row) => row.get(token.text)
      default:
        throw malformed(`unexpected symbol found ${token.text}`)
    }
  }

  #call(name: string): Evaluate {
    const from = this.place - 2
    const args = this.#args()
    const fn = Object.hasOwn(FUNCTIONS, name.toLowerCase()) ? FUNCTIONS[name.toLowerCase()] : undefined
    if (fn === undefined) {
      if (!AGGREGATES.has(name.toLowerCase())) throw malformed(`unknown function ${name}`)
      const written = this.written(from)
      return (row) => row.get(written)
    }
    const { now } = this
    return (row) =>
      fn(
        args.map(({ evaluate }) => evaluate(row)),
        { row, now },
      )
  }
}

function spanOf(duration: string): number {
  const [, count = '0', unit = 's'] = /^(\d+)([a-z]+)$/.exec(duration) ?? []
  return Number(count) * (UNITS[unit] ?? 1000)
}

function finite(number: number): Value {
  return Number.isFinite(number) ? number : undefined
}
