import { invalid } from './operations'

type Condition = (root: unknown) => boolean
type Comparator = '=' | '!=' | '<' | '<=' | '>' | '>='

const TOKEN =
  /\s*(?:(&&|\|\||!=|<=|>=|[=<>(){}])|"((?:[^"\\]|\\.)*)"|(\$(?:\.[\w-]+|\.?\[(?:\d+|\*|'[^']*'|"[^"]*")\])*)|(%[^%]*%)|([^\s=<>!&|(){}"]+))/y

interface Token {
  readonly kind: 'sign' | 'text' | 'selector' | 'word'
  readonly text: string
}

/** A condition on events that are JSON: `{ ($.level = "ERR*" || $.status >= 500) && $.user.id NOT EXISTS }`. Anything else does not match. */
export function jsonCondition(pattern: string): (message: string) => boolean {
  const condition = new Reader(pattern).whole()
  return (message) => {
    let root: unknown
    try {
      root = JSON.parse(message)
    } catch {
      return false
    }
    return condition(root)
  }
}

/** Reads a pattern from left to right; `&&` binds more tightly than `||`. */
class Reader {
  readonly #tokens: Token[] = []
  #at = 0

  constructor(private readonly pattern: string) {
    const token = new RegExp(TOKEN)
    const text = pattern.trim()
    while (token.lastIndex < text.length) {
      const match = token.exec(text)
      if (match === null) throw this.#broken()
      const [, sign, quoted, selector, expression, word] = match
      if (expression !== undefined) throw invalid(`Not emulated by Portico yet: regular expressions in the filter pattern ${pattern}`)
      if (sign !== undefined) this.#tokens.push({ kind: 'sign', text: sign })
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
    const select = selectorOf(selector.text)
    const operator = this.#next()
    if (operator.kind === 'word') return this.#named(operator.text.toUpperCase(), select)
    if (operator.kind !== 'sign' || !/^(?:=|!=|[<>]=?)$/.test(operator.text)) throw this.#broken()
    const value = this.#next()
    if (value.kind !== 'word' && value.kind !== 'text') throw this.#broken()
    const test = comparison(operator.text as Comparator, value.text, value.kind === 'text')
    if (test === undefined) throw this.#broken()
    return (root) => select(root).some(test)
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
  if (operator === '=' || operator === '!=') {
    const same = Number.isNaN(number) ? likeText(wanted) : (value: unknown) => value === number
    return operator === '=' ? same : (value) => !same(value)
  }
  if (Number.isNaN(number)) return undefined
  const compare = ORDER[operator]
  return (value) => typeof value === 'number' && compare(value, number)
}

const ORDER = {
  '<': (a: number, b: number) => a < b,
  '<=': (a: number, b: number) => a <= b,
  '>': (a: number, b: number) => a > b,
  '>=': (a: number, b: number) => a >= b,
}

/** A text, in which `*` stands for anything. */
function likeText(wanted: string): (value: unknown) => boolean {
  const source = wanted
    .split('*')
    .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
    .join('[^]*')
  const pattern = new RegExp(`^${source}$`)
  return (value) => typeof value === 'string' && pattern.test(value)
}
