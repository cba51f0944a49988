import type { Block, Branch, Statement } from './ast'
import { parseDirective } from './parse-directive'
import { parseExpression, parseTextReference } from './parse-expression'
import type { TokenKind } from './token'
import { TokenStream } from './token-stream'

/** Directives that backslashes in front escape. `#evaluate` is none of the service's (facts/14). */
const DIRECTIVES: ReadonlySet<string> = new Set('if end set else elseif stop foreach include parse macro literal break define'.split(' '))

/** Parses a whole template. */
export function parseTemplate(text: string): Block {
  return parseAll(new TokenStream(text, new Set(), parseAll))
}

function parseAll(tokens: TokenStream): Block {
  const block = parseBlock(tokens)
  tokens.take('EOF')
  return block
}

/** Statements up to the first token that begins none: the end, `#end`, `#else`, `#elseif`, or a mistake. */
function parseBlock(tokens: TokenStream): Block {
  const statements: Statement[] = []
  for (;;) {
    const more = parseStatement(tokens)
    if (more === undefined) return statements
    for (const statement of more) {
      const last = statements.at(-1)
      if (statement.kind !== 'text') statements.push(statement)
      else if (last?.kind === 'text') statements[statements.length - 1] = { kind: 'text', text: last.text + statement.text }
      else if (statement.text !== '' || last === undefined) statements.push(statement)
    }
  }
}

function parseStatement(tokens: TokenStream): readonly Statement[] | undefined {
  const kind = tokens.peek()
  switch (kind) {
    case 'IF':
      return [tokens.nested(() => parseIf(tokens))]
    case 'IDENTIFIER':
      return [parseTextReference(tokens)]
    case 'LCURLY':
      return tokens.peek(2) === 'IDENTIFIER' ? [parseTextReference(tokens)] : [text(tokens)]
    case 'LINE_COMMENT':
    case 'BLOCK_COMMENT':
      return [comment(tokens)]
    case 'TEXTBLOCK':
      return [{ kind: 'text', text: tokens.take().image.slice(3, -3) }]
    case 'SET':
      return [parseSet(tokens)]
    case 'ESCAPE_DIRECTIVE':
      return [{ kind: 'text', text: escapedDirective(tokens) }]
    case 'DOUBLE_ESCAPE':
      return [escapes(tokens)]
    case 'WORD':
    case 'BRACKETED_WORD':
      return parseDirective(tokens, parseBlock)
    case 'TEXT':
    case 'DOT':
    case 'RPAREN':
    case 'LPAREN':
    case 'INTEGER':
    case 'FLOAT':
    case 'STRING':
    case 'ESCAPE':
    case 'RCURLY':
    case 'EMPTY_INDEX':
      return [text(tokens)]
    default:
      return undefined
  }
}

function text(tokens: TokenStream): Statement {
  const { special, image } = tokens.take()
  return { kind: 'text', text: special + image }
}

/** Of a comment, the signs that stand directly in front of it are printed. */
function comment(tokens: TokenStream): Statement {
  const { kind, image } = tokens.take()
  if (kind === 'LINE_COMMENT') tokens.skip('LINE_COMMENT_END')
  const begin = /##|#\*/.exec(image)
  return { kind: 'text', text: begin === null ? '' : image.slice(0, begin.index) }
}

/** `\#if`: the backslashes in front of a directive are halved; in front of any other word they are text. */
function escapedDirective(tokens: TokenStream): string {
  const { image } = tokens.take()
  const last = image.lastIndexOf('\\')
  const directive = image.slice(last + 1)
  return isDirective(tokens, directive) ? image.slice(0, last >> 1) + directive : image
}

/** Pairs of backslashes: halved in front of a directive. */
function escapes(tokens: TokenStream): Statement {
  let count = 0
  while (tokens.skip('DOUBLE_ESCAPE')) count++
  const next = tokens.peekToken()
  const CONTROLS: readonly TokenKind[] = ['IF', 'ELSE', 'ELSEIF', 'END']
  const control = CONTROLS.includes(next.kind) || (next.kind === 'WORD' && isDirective(tokens, next.image))
  return { kind: 'text', text: (control ? '\\' : '\\\\').repeat(count) }
}

function isDirective(tokens: TokenStream, image: string): boolean {
  const name = image.replace(/^#\{?/, '').replace(/\}$/, '')
  return DIRECTIVES.has(name) || tokens.macros.has(name)
}

function parseIf(tokens: TokenStream): Statement {
  const { offset } = tokens.take('IF')
  const branches: Branch[] = [parseBranch(tokens)]
  while (tokens.skip('ELSEIF')) branches.push(parseBranch(tokens))
  const otherwise = tokens.skip('ELSE') ? parseBlock(tokens) : undefined
  tokens.take('END')
  return { kind: 'if', branches, otherwise, offset }
}

function parseBranch(tokens: TokenStream): Branch {
  tokens.skip('WHITESPACE')
  tokens.take('LPAREN')
  const condition = parseExpression(tokens)
  tokens.take('RPAREN')
  return { condition, body: parseBlock(tokens) }
}

function parseSet(tokens: TokenStream): Statement {
  const { offset } = tokens.take('SET')
  tokens.skip('WHITESPACE')
  const kind = tokens.peek()
  if (kind !== 'IDENTIFIER' && kind !== 'LCURLY') throw tokens.unexpected(tokens.peekToken())
  const target = parseTextReference(tokens)
  tokens.skip('WHITESPACE')
  tokens.take('EQUALS')
  const value = parseExpression(tokens)
  tokens.take('RPAREN')
  tokens.lexer.leaveSet()
  return { kind: 'set', target, value, offset }
}
