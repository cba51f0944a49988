import { invalidValue } from '../operations'

/** A metric math expression, taken apart. */
export type Expression =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] }
  | { readonly kind: 'list'; readonly items: readonly Expression[] }
  | { readonly kind: 'negative'; readonly of: Expression }
  | { readonly kind: 'operation'; readonly operator: Operator; readonly left: Expression; readonly right: Expression }

export type Operator = '+' | '-' | '*' | '/' | '^' | '==' | '!=' | '<' | '<=' | '>' | '>=' | 'AND' | 'OR'

/** The operators that bind alike, the loosest first. */
const LEVELS: readonly (readonly Operator[])[] = [['OR'], ['AND'], ['==', '!=', '<=', '>=', '<', '>'], ['+', '-'], ['*', '/'], ['^']]
const SPELLED: Readonly<Record<string, Operator>> = { '||': 'OR', or: 'OR', '&&': 'AND', and: 'AND' }
const TOKEN = /\s*(?:(\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\.\d+)|'([^']*)'|"([^"]*)"|([A-Za-z]\w*)|(\|\||&&|[=!<>]=|[-+*/^<>()[\],]))/y
/** CloudWatch API reference, MetricDataQuery. */
const MOST_CHARACTERS = 2048
/** Parentheses inside parentheses. */
const DEEPEST = 100

interface Token {
  readonly kind: 'number' | 'text' | 'name' | 'sign'
  readonly text: string
}

/** Takes an expression apart; throws AWS's error when it is none. */
export function parseExpression(text: string): Expression {
  // Uncertain: the words.
  if (text.length > MOST_CHARACTERS) throw invalidValue(`Error in expression: it has more than ${MOST_CHARACTERS} characters.`)
  return new Parser(text).whole()
}

class Parser {
  readonly #tokens: Token[] = []
  #at = 0
  #depth = 0

  constructor(private readonly text: string) {
    const token = new RegExp(TOKEN)
    while (token.lastIndex < text.trimEnd().length) {
      const match = token.exec(text)
      if (match === null) throw this.#broken()
      const [, number, single, double, name, sign] = match
      if (number !== undefined) this.#tokens.push({ kind: 'number', text: number })
      else if (name !== undefined) {
        const operator = SPELLED[name.toLowerCase()]
        this.#tokens.push(operator === undefined ? { kind: 'name', text: name } : { kind: 'sign', text: operator })
      } else if (sign !== undefined) this.#tokens.push({ kind: 'sign', text: SPELLED[sign] ?? sign })
      else this.#tokens.push({ kind: 'text', text: single ?? double ?? '' })
    }
  }

  whole(): Expression {
    const expression = this.#level(0)
    if (this.#at < this.#tokens.length) throw this.#broken()
    return expression
  }

  #level(level: number): Expression {
    const operators = LEVELS[level]
    if (operators === undefined) return this.#unary()
    let left = this.#level(level + 1)
    for (;;) {
      const operator = operators.find((each) => this.#takes(each))
      if (operator === undefined) return left
      left = { kind: 'operation', operator, left, right: this.#level(level + 1) }
    }
  }

  #unary(): Expression {
    if (this.#takes('-')) return { kind: 'negative', of: this.#unary() }
    if (++this.#depth > DEEPEST) throw this.#broken()
    const expression = this.#primary()
    this.#depth--
    return expression
  }

  #primary(): Expression {
    if (this.#takes('(')) {
      const inner = this.#level(0)
      this.#expect(')')
      return inner
    }
    if (this.#takes('[')) return { kind: 'list', items: this.#list(']') }
    const token = this.#tokens[this.#at++]
    if (token === undefined || token.kind === 'sign') throw this.#broken()
    if (token.kind === 'number') return { kind: 'number', value: Number(token.text) }
    if (token.kind === 'text') return { kind: 'text', value: token.text }
    return this.#takes('(') ? { kind: 'call', name: token.text.toUpperCase(), args: this.#list(')') } : { kind: 'name', name: token.text }
  }

  #list(end: string): Expression[] {
    if (this.#takes(end)) return []
    const items = [this.#level(0)]
    while (this.#takes(',')) items.push(this.#level(0))
    this.#expect(end)
    return items
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
    return invalidValue(`Error in expression '${this.text}': Invalid syntax.`)
  }
}
