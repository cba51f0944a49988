import type { AwsError } from '../../model/errors'
import { invalidRequest } from './operations'

const TOKEN = /\s*(?:(?<text>"(?:[^"\\]|\\.)*")|(?<number>\d+(?:\.\d+)?)|(?<word>[A-Za-z_][\w.:-]*)|(?<sign>!=|<=|>=|[=<>!(){},[\]]))/y

/** A filter expression, word by word. Throws what AWS would where the expression is not what is asked for. */
export class Tokens {
  readonly #all: readonly string[]
  #at = 0

  constructor(private readonly expression: string) {
    this.#all = tokenize(expression)
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#all.length
  }

  /** The token that comes; empty at the end. */
  peek(): string {
    return this.#all[this.#at] ?? ''
  }

  take(): string {
    return this.#all[this.#at++] ?? ''
  }

  /** Takes a token, given in capitals, if it comes. */
  next(token: string): boolean {
    return this.peek().toUpperCase() === token && ++this.#at > 0
  }

  expect(token: string): void {
    if (!this.next(token)) throw this.bad()
  }

  /** Takes a text in quotation marks. */
  text(): string {
    try {
      const text = JSON.parse(this.take()) as unknown
      if (typeof text === 'string') return text
    } catch {
      // A text that is none.
    }
    throw this.bad()
  }

  bad(): AwsError {
    return invalidRequest(`Invalid filter expression: ${this.expression.slice(0, 200)}`)
  }
}

function tokenize(expression: string): string[] {
  const tokens: string[] = []
  const rest = expression.trimEnd()
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < rest.length) {
    const from = TOKEN.lastIndex
    const found = TOKEN.exec(rest)
    if (found === null) throw invalidRequest(`Invalid filter expression: ${rest.slice(from, from + 100)}`)
    tokens.push(found[0].trim())
  }
  return tokens
}
