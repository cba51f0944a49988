import { type Comparator, likeText, orderOf } from './comparison'
import { invalid } from './operations'
import type { FilterPattern } from './pattern'
import { regexOf } from './pattern-regex'

type Condition = (root: unknown) => boolean

const TOKEN =
  /\s*(?:(&&|\|\||!=|<=|>=|[=<>(){}])|"((?:[^"\\]|\\.)*)"|(\$(?:\.[\w-]+|\.?\[(?:\d+|\*|'[^']*'|"[^"]*")\])*)|(%[^%]*%)|([^\s=<>!&|(){}"]+))/y

interface Token {
  readonly kind: 'sign' | 'text' | 'selector' | 'word' | 'regex'
  readonly text: string
}

/** A condition on events that are JSON: `{ ($.level = "ERR*" || $.status >= 500) && $.user.id NOT EXISTS }`. Anything else does not match. */
export function jsonPattern(pattern: string): FilterPattern {
  const reader = new Reader(pattern)
  const condition = reader.whole()
  const read = (selector: string, message: string): string | undefined => {
    const root = parsed(message)
    const [value] = root === undefined ? [] : selectorOf(selector)(root)
    return value === undefined ? undefined : typeof value === 'string' ? value : JSON.stringify(value)
  }
  return {
    matches: (message) => {
      const root = parsed(message)
      return root !== undefined && condition(root)
    },
    values: (message) =>
      Object.fromEntries(
        reader.selectors.flatMap((selector) => {
          const value = read(selector, message)
          return value === undefined ? [] : [[selector, value]]
        }),
      ),
    read,
  }
}

function parsed(message: string): unknown {
  try {
    return JSON.parse(message)
  } catch {
    return undefined
  }
}

/** Reads a pattern from left to right; `&&` binds more tightly than `||`. */
class Reader {
  /** Those that the pattern names. */
  readonly selectors: string[] = []
  readonly #tokens: Token[] = []
  #at = 0

  constructor(private readonly pattern: string) {
    const token = new RegExp(TOKEN)
    const text = pattern.trim()
    while (token.lastIndex < text.length) {
      const match = token.exec(text)
      if (match === null) throw this.#broken()
      const [, sign, quoted, selector, expression, word] = match
      if (expression !== undefined) this.#tokens.push({ kind: 'regex', text: expression.slice(1, -1) })
      else if (sign !== undefined) this.#tokens.push({ kind: 'sign', text: sign })
      else if (quoted !== undefined) this.#tokens.push({ kind: 'text', text: quoted.replace(/\\(.)/g, '$1') })
      else if (selector !== undefined) this.#tokens.push({ kind: 'selector', text: selector })
      else this.#tokens.push({ kind: 'word', text: word ?? '' })
    }
  }

  whole(): Condition {
    this.#expect('{')
    const condition = this.#either()
    this.#expect('}')
    if (this.#at < this.#tokens.length) throw this.#broken()
    return condition
  }

  #either(): Condition {
    const parts = [this.#both()]
    while (this.#takes('||')) parts.push(this.#both())
    return parts.length === 1 ? (parts[0] as Condition) : (root) => parts.some((part) => part(root))
  }

  #both(): Condition {
    const parts = [this.#one()]
    while (this.#takes('&&')) parts.push(this.#one())
    return parts.length === 1 ? (parts[0] as Condition) : (root) => parts.every((part) => part(root))
  }

  #one(): Condition {
    if (this.#takes('(')) {
      const inner = this.#either()
      this.#expect(')')
      return inner
    }
    const selector = this.#next()
    if (selector.kind !== 'selector') throw this.#broken()
    this.selectors.push(selector.text)
    const select = selectorOf(selector.text)
    const operator = this.#next()
    if (operator.kind === 'word') return this.#named(operator.text.toUpperCase(), select)
    if (operator.kind !== 'sign' || !/^(?:=|!=|[<>]=?)$/.test(operator.text)) throw this.#broken()
    const value = this.#next()
    if (value.kind === 'regex') return this.#regex(operator.text, value.text, select)
    if (value.kind !== 'word' && value.kind !== 'text') throw this.#broken()
    const test = comparison(operator.text as Comparator, value.text, value.kind === 'text')
    if (test === undefined) throw this.#broken()
    return (root) => select(root).some(test)
  }

  #regex(operator: string, source: string, select: (root: unknown) => unknown[]): Condition {
    if (operator !== '=' && operator !== '!=') throw this.#broken()
    const find = regexOf(source, this.pattern)
    const fits = (value: unknown) => (typeof value === 'string' || typeof value === 'number') && find(String(value))
    return (root) => select(root).some((value) => fits(value) === (operator === '='))
  }

  #named(operator: string, select: (root: unknown) => unknown[]): Condition {
    if (operator === 'EXISTS') return (root) => select(root).length > 0
    const what = this.#next().text.toUpperCase()
    if (operator === 'NOT' && what === 'EXISTS') return (root) => select(root).length === 0
    if (operator !== 'IS' || !Object.hasOwn(CONSTANTS, what)) throw this.#broken()
    return (root) => select(root).some((value) => value === CONSTANTS[what])
  }

  #next(): Token {
    const token = this.#tokens[this.#at++]
    if (token === undefined) throw this.#broken()
    return token
  }

  #takes(sign: string): boolean {
    const token = this.#tokens[this.#at]
    if (token?.kind !== 'sign' || token.text !== sign) return false
    this.#at++
    return true
  }

  #expect(sign: string): void {
    if (!this.#takes(sign)) throw this.#broken()
  }

  #broken(): Error {
    return invalid(`Invalid filter pattern: ${this.pattern}`)
  }
}

const CONSTANTS: Readonly<Record<string, unknown>> = { TRUE: true, FALSE: false, NULL: null }

/** The values that a selector finds; `[*]` finds every element. */
function selectorOf(text: string): (root: unknown) => unknown[] {
  const steps = [...text.matchAll(/\.([\w-]+)|\[(?:(\d+|\*)|'([^']*)'|"([^"]*)")\]/g)].map(
    ([, name, index, single, double]) => name ?? index ?? single ?? double ?? '',
  )
  return (root) =>
    steps.reduce<unknown[]>(
      (values, step) =>
        values.flatMap((value) => {
          if (typeof value !== 'object' || value === null) return []
          if (step === '*' && Array.isArray(value)) return value as unknown[]
          return Object.hasOwn(value, step) ? [(value as Record<string, unknown>)[step]] : []
        }),
      [root],
    )
}

/** How one value is compared; undefined when the comparison makes no sense. A property that is missing never compares (uncertain for `!=`). */
function comparison(operator: Comparator, wanted: string, isText: boolean): ((value: unknown) => boolean) | undefined {
  const number = isText ? Number.NaN : Number(wanted)
  const order = orderOf(operator)
  if (order !== undefined) return Number.isNaN(number) ? undefined : (value) => typeof value === 'number' && order(value, number)
  const like = likeText(wanted)
  const same = Number.isNaN(number) ? (value: unknown) => typeof value === 'string' && like(value) : (value: unknown) => value === number
  return operator === '=' ? same : (value) => !same(value)
}
