import type { Block } from './ast'
import type { TemplateSyntaxError } from './errors'
import { Lexer } from './lexer'
import type { Token, TokenKind } from './token'

/** Deeper nesting of directives, brackets or strings than this is refused. */
const DEEPEST = 200

/** The tokens of a template, read as far ahead as the parser asks: reading on changes the scanner's state. */
export class TokenStream {
  readonly lexer: Lexer
  private readonly ahead: Token[] = []
  /** All tokens that the parser took, for the text of what is printed as it is written. */
  readonly taken: Token[] = []
  private depth: number

  constructor(
    text: string,
    /** Names of the macros defined so far: backslashes in front of them escape. */
    readonly macros: Set<string>,
    private readonly parse: (tokens: TokenStream) => Block,
    depth = 0,
    base = 0,
    private readonly whole = text,
  ) {
    this.lexer = new Lexer(text, base, whole)
    this.depth = depth
  }

  /** Parses what stands in a string in double quotes, at `base` of the template. */
  inner(text: string, base: number): Block {
    const inner = new TokenStream(text, this.macros, this.parse, this.depth, base, this.whole)
    return inner.nested(() => this.parse(inner))
  }

  /** The kind of the token `distance` ahead, 1 being the next. */
  peek(distance = 1): TokenKind {
    while (this.ahead.length < distance) this.ahead.push(this.lexer.next())
    return (this.ahead[distance - 1] as Token).kind
  }

  peekToken(): Token {
    this.peek()
    return this.ahead[0] as Token
  }

  take(kind?: TokenKind): Token {
    const token = this.peekToken()
    if (kind !== undefined && token.kind !== kind) throw this.unexpected(token)
    this.ahead.shift()
    this.taken.push(token)
    return token
  }

  /** Takes the next token if it is of that kind. */
  skip(kind: TokenKind): boolean {
    if (this.peek() !== kind) return false
    this.take()
    return true
  }

  nested<Result>(parse: () => Result): Result {
    if (this.depth >= DEEPEST) throw this.lexer.error('the template is nested too deeply', this.peekToken().offset)
    this.depth++
    const result = parse()
    this.depth--
    return result
  }

  /** The text of the tokens taken since `from` (an earlier `taken.length`), with the marks in front of them if asked for. */
  since(from: number, marks: boolean): string {
    let text = ''
    for (let i = from; i < this.taken.length; i++) {
      const token = this.taken[i] as Token
      text += marks ? token.special + token.image : token.image
    }
    return text
  }

  unexpected(token: Token): TemplateSyntaxError {
    const what = token.kind === 'EOF' ? 'the end of the template' : JSON.stringify(token.image)
    return this.lexer.error(`unexpected ${what}`, token.offset)
  }
}
