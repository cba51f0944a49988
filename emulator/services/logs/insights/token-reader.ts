import { malformed, type Token, tokensOf } from './tokens'

/** The tokens of a query, from left to right. */
export class TokenReader {
  readonly #tokens: readonly Token[]
  #at = 0

  constructor(query: string) {
    this.#tokens = tokensOf(query)
  }

  /** How many tokens have been read. */
  get place(): number {
    return this.#at
  }

  get ended(): boolean {
    return this.#at >= this.#tokens.length
  }

  peek(): Token | undefined {
    return this.#tokens[this.#at]
  }

  next(): Token {
    const token = this.#tokens[this.#at++]
    if (token === undefined) throw malformed('unexpected end of the query')
    return token
  }

  /** Passes over a sign or a word, in any case; whether it was there. */
  takes(text: string): boolean {
    const token = this.peek()
    if (token === undefined || (token.kind !== 'sign' && token.kind !== 'name') || token.text.toLowerCase() !== text) return false
    this.#at++
    return true
  }

  expect(text: string): void {
    if (!this.takes(text)) throw malformed(`expected ${text}, found ${this.peek()?.text ?? 'the end of the query'}`)
  }

  name(): string {
    const token = this.next()
    if (token.kind !== 'name') throw malformed(`expected the name of a field, found ${token.text}`)
    return token.text
  }

  /** What `read` reads, as often as commas divide it. */
  list<T>(read: () => T): T[] {
    const items = [read()]
    while (this.takes(',')) items.push(read())
    return items
  }

  /** The tokens since a place, as they are written. */
  written(from: number): string {
    return this.#tokens
      .slice(from, this.#at)
      .map(({ kind, text }) =>
        kind === 'text'
          ? `"${text}"`
          : kind === 'sign' && /^[-+*/^%=<>!~]+$/.test(text) && text !== '*'
            ? ` ${text} `
            : text === ','
              ? ', '
              : text,
      )
      .join('')
  }
}
