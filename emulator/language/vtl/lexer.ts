import { TemplateSyntaxError } from './errors'
import { isMore, type LexState, type MatchKind, marks, RULES, stringEnd, type Token } from './token'

interface Saved {
  readonly state: LexState
  readonly opened: number
  readonly closed: number
}

/**
 * Velocity 1.7's scanner: a stack of states, the longest match, and "more" matches whose text becomes the beginning of the next token. Its
 * oddities show in what templates print (`$$x`, `a #1`, `$x.`, where blanks vanish in front of `#set`), so it works as the original's does.
 */
export class Lexer {
  private position = 0
  private state: LexState = 'DEFAULT'
  private readonly stack: Saved[] = []
  /** Brackets opened and closed in this state. */
  private opened = 0
  private closed = 0
  private inComment = false
  private inSet = false
  private backslashesEnd = 0

  /** A string's text stands at `base` of the `whole` template. */
  constructor(
    private readonly text: string,
    private readonly base = 0,
    private readonly whole = text,
  ) {}

  /** The parser knows that a directive's arguments follow. */
  enterDirective(): void {
    this.state = 'DIRECTIVE'
  }

  /** The parser has seen that no argument follows a directive's name. */
  leaveDirective(): void {
    this.pop()
  }

  leaveSet(): void {
    this.inSet = false
  }

  /** Whether the next thing that is not a blank opens a bracket. */
  bracketFollows(): boolean {
    let at = this.position
    while (' \n\r\t'.includes(this.text[at] ?? 'x')) at++
    return this.text[at] === '('
  }

  next(): Token {
    let image = ''
    let special = ''
    let offset = this.base + this.position
    for (;;) {
      if (this.position >= this.text.length) {
        if (image !== '') throw this.error('the template ends within something begun', this.base + this.text.length)
        return { kind: 'EOF', image: '', special, offset: this.base + this.position }
      }
      const start = this.position
      const kind = this.match(image !== '')
      image += this.text.slice(start, this.position)
      const lengthened = this.act(kind, image)
      if (lengthened !== undefined) image = lengthened
      if (isMore(kind)) continue
      switch (kind) {
        case 'SKIP_ANY':
          image = ''
          offset = this.base + this.position
          continue
        case 'REFERENCE_TERMINATOR':
        case 'DIRECTIVE_TERMINATOR':
          special += marks(image)
          image = ''
          offset = this.base + this.position
          continue
        default:
          return { kind, image, special, offset }
      }
    }
  }

  /** Finds the longest match at the position, and moves behind it. */
  private match(begun: boolean): MatchKind {
    const { text, position } = this
    let best: MatchKind | undefined
    let end = position
    for (const [kind, pattern] of RULES[this.state]) {
      if (text[position] === '\\' && !this.backslashMayBegin(kind)) continue
      // `$.x` is text: a reference begins with its name.
      if (begun && kind === 'DOT') continue
      pattern.lastIndex = position
      if (!pattern.test(text)) continue
      const reached = kind === 'STRING' ? stringEnd(text, position) : pattern.lastIndex
      if (reached > end) {
        end = reached
        best = kind
      }
    }
    if (best === undefined) throw this.error(`unexpected ${JSON.stringify(text[position])}`, this.base + position)
    this.position = end
    return best
  }

  /** A long run of backslashes is looked at once only. */
  private backslashMayBegin(kind: MatchKind): boolean {
    if (kind !== 'MORE_DOLLAR' && kind !== 'ESCAPE_DIRECTIVE') return true
    if (this.backslashesEnd <= this.position) {
      this.backslashesEnd = this.position
      while (this.text[this.backslashesEnd] === '\\') this.backslashesEnd++
    }
    const follows = this.text[this.backslashesEnd]
    return kind === 'MORE_DOLLAR' ? follows === '$' : follows === '#' && (this.backslashesEnd - this.position) % 2 === 1
  }

  /** Does what a match does to the state; answers the token's text where that changes. */
  private act(kind: MatchKind, image: string): string | undefined {
    switch (kind) {
      case 'INDEX_LBRACKET':
        this.push('REFINDEX')
        return
      case 'INDEX_RBRACKET':
      case 'RCURLY':
      case 'END':
      case 'ELSE':
        this.pop()
        return
      case 'LPAREN':
        this.opened++
        if (this.state === 'REFMODIFIER') this.state = 'REFMOD2'
        return
      case 'RPAREN':
        this.closeBracket()
        return
      case 'REFMOD2_RPAREN':
        this.state = 'REFERENCE'
        return
      case 'SET':
        this.push('DIRECTIVE')
        this.inSet = true
        this.opened++
        return
      case 'DOT':
        this.position--
        this.state = 'REFMODIFIER'
        return '.'
      case 'IF':
      case 'ELSEIF':
        this.state = 'DIRECTIVE'
        return
      case 'REFERENCE_TERMINATOR':
      case 'DIRECTIVE_TERMINATOR':
        this.position--
        this.pop()
        return
      case 'STRING':
        if (this.state === 'DIRECTIVE' && !this.inSet && this.opened === 0) this.pop()
        return
      case 'INTEGER':
      case 'FLOAT':
        return this.number(kind, image)
      case 'LINE_COMMENT_END':
      case 'BLOCK_COMMENT':
      case 'TEXTBLOCK':
        this.inComment = false
        this.pop()
        return
      default:
        if (!this.inComment) this.begin(kind)
        return
    }
  }

  private begin(kind: MatchKind): void {
    switch (kind) {
      case 'MORE_DOLLAR':
        if (this.state === 'REFERENCE') this.pop()
        this.push('REFERENCE')
        return
      case 'MORE_HASH':
        if (this.state === 'REFERENCE' || this.state === 'REFMODIFIER') this.pop()
        this.push('PRE_DIRECTIVE')
        return
      case 'LINE_COMMENT':
        if (this.state === 'REFERENCE') this.pop()
        this.comment('IN_LINE_COMMENT')
        return
      case 'MORE_TEXTBLOCK':
        this.comment('IN_TEXTBLOCK')
        return
      case 'MORE_FORMAL_COMMENT':
        this.position--
        this.comment('IN_FORMAL_COMMENT')
        return
      case 'MORE_BLOCK_COMMENT':
        this.comment('IN_BLOCK_COMMENT')
        return
      default:
    }
  }

  private comment(state: LexState): void {
    this.inComment = true
    this.push(state)
  }

  /** An integer may be the beginning of a range: then its dots belong to what follows. */
  private number(kind: 'INTEGER' | 'FLOAT', image: string): string | undefined {
    const range = kind === 'INTEGER' && image.endsWith('..')
    if (range) this.position -= 2
    const within = this.state === 'REFMOD2' || (kind === 'INTEGER' && this.state === 'REFINDEX')
    if (this.opened === 0 && !this.inSet && !within) this.pop()
    return range ? image.slice(0, -2) : undefined
  }

  /** A closing bracket ends the innermost state that has one open. */
  private closeBracket(): void {
    for (;;) {
      if (this.opened > 0) {
        if (this.opened === this.closed + 1) this.pop()
        else this.closed++
        return
      }
      if (!this.pop()) return
    }
  }

  private push(state: LexState): void {
    this.stack.push({ state: this.state, opened: this.opened, closed: this.closed })
    this.opened = 0
    this.state = state
  }

  private pop(): boolean {
    const saved = this.stack.pop()
    this.state = saved?.state ?? 'DEFAULT'
    this.opened = saved?.opened ?? 0
    if (saved !== undefined) this.closed = saved.closed
    return saved !== undefined
  }

  error(message: string, offset: number): TemplateSyntaxError {
    const before = this.whole.slice(0, offset)
    return new TemplateSyntaxError(message, before.split('\n').length, offset - before.lastIndexOf('\n'))
  }
}
