import type { BinaryOperator, Expression, Reference, Step } from './ast'
import { parseFloating, parseInteger } from './numbers'
import { parseReference } from './parse-reference'
import { parseString } from './parse-string'
import type { Token, TokenKind } from './token'
import type { TokenStream } from './token-stream'

/** Operators by how strongly they bind, the weakest first; all group from the left. */
const LEVELS: readonly Partial<Record<TokenKind, BinaryOperator>>[] = [
  { OR: '||' },
  { AND: '&&' },
  { EQ: '==', NE: '!=' },
  { LT: '<', GT: '>', LE: '<=', GE: '>=' },
  { PLUS: '+', MINUS: '-' },
  { MULTIPLY: '*', DIVIDE: '/', MODULUS: '%' },
]
/** More operators in one expression than this are refused: each is a level of the closures. */
const MOST_OPERATORS = 1_000

/** What an `#if` tests and a `#set` assigns. */
export function parseExpression(tokens: TokenStream): Expression {
  return binary(tokens, 0)
}

function binary(tokens: TokenStream, level: number): Expression {
  const operators = LEVELS[level]
  if (operators === undefined) return unary(tokens)
  const start = tokens.taken.length
  let left = binary(tokens, level + 1)
  for (let count = 0; ; count++) {
    const operator = operators[tokens.peek()]
    if (operator === undefined) return left
    const { offset } = tokens.take()
    if (count > MOST_OPERATORS) throw tokens.lexer.error('too many operators', offset)
    const right = binary(tokens, level + 1)
    left = { kind: 'binary', operator, left, right, source: tokens.since(start, true).trim(), offset }
  }
}

function unary(tokens: TokenStream): Expression {
  const start = tokens.taken.length
  if (tokens.peek() !== 'NOT' && !(tokens.peek() === 'WHITESPACE' && tokens.peek(2) === 'NOT')) return primary(tokens)
  tokens.skip('WHITESPACE')
  tokens.take('NOT')
  const operand = tokens.nested(() => unary(tokens))
  return { kind: 'not', operand, source: tokens.since(start, true).trim() }
}

function primary(tokens: TokenStream): Expression {
  tokens.skip('WHITESPACE')
  let result: Expression
  if (tokens.peek() === 'LPAREN') {
    tokens.take()
    result = tokens.nested(() => parseExpression(tokens))
    tokens.take('RPAREN')
  } else result = parseOperand(tokens)
  tokens.skip('WHITESPACE')
  return result
}

/** A literal or a reference with blanks around, as between commas. */
export function parseParameter(tokens: TokenStream): Expression {
  tokens.skip('WHITESPACE')
  const result = parseOperand(tokens)
  tokens.skip('WHITESPACE')
  return result
}

/** What can be an operand, an element or an argument. */
export function parseOperand(tokens: TokenStream): Expression {
  const start = tokens.taken.length
  switch (tokens.peek()) {
    case 'STRING':
      return parseString(tokens)
    case 'INTEGER': {
      const { image } = tokens.take()
      return { kind: 'literal', value: parseInteger(image), source: image }
    }
    case 'FLOAT': {
      const { image } = tokens.take()
      return { kind: 'literal', value: parseFloating(image), source: image }
    }
    case 'TRUE':
    case 'FALSE': {
      const { kind, image } = tokens.take()
      return { kind: 'literal', value: kind === 'TRUE', source: image }
    }
    case 'IDENTIFIER':
    case 'LCURLY':
      return parseReference(tokens, referenceParsers)
    case 'LBRACKET':
      return tokens.nested(() => list(tokens, start))
    case 'LEFT_CURLEY':
      return tokens.nested(() => map(tokens, start))
    default:
      throw tokens.unexpected(tokens.peekToken())
  }
}

function list(tokens: TokenStream, start: number): Expression {
  tokens.take('LBRACKET')
  if (tokens.skip('RBRACKET')) return { kind: 'list', items: [], source: '[]' }
  const first = parseParameter(tokens)
  if (tokens.peek() === 'DOUBLEDOT' && (first.kind === 'reference' || (first.kind === 'literal' && typeof first.value !== 'string'))) {
    tokens.take()
    const to = parseParameter(tokens)
    if (!isRangeEnd(to) || !isRangeEnd(first)) throw tokens.unexpected(tokens.peekToken())
    tokens.take('RBRACKET')
    return { kind: 'range', from: first, to, source: tokens.since(start, true) }
  }
  const items = [first]
  while (tokens.skip('COMMA')) items.push(parseParameter(tokens))
  tokens.take('RBRACKET')
  return { kind: 'list', items, source: tokens.since(start, true) }
}

function isRangeEnd(end: Expression): boolean {
  return end.kind === 'reference' || (end.kind === 'literal' && /^-?\d+$/.test(end.source))
}

function map(tokens: TokenStream, start: number): Expression {
  tokens.take('LEFT_CURLEY')
  const entries: [Expression, Expression][] = []
  tokens.skip('WHITESPACE')
  if (tokens.peek() !== 'RIGHT_CURLEY' && tokens.peek() !== 'RCURLY') {
    do {
      const key = parseParameter(tokens)
      tokens.take('COLON')
      entries.push([key, parseParameter(tokens)])
    } while (tokens.skip('COMMA'))
  }
  // A reference in front of the bracket leaves the scanner in another state.
  if (!tokens.skip('RIGHT_CURLEY')) tokens.take('RCURLY')
  return { kind: 'map', entries, source: tokens.since(start, true) }
}

/** Arguments of a method, behind its opening bracket. A bare word is null (facts/14). */
function args(tokens: TokenStream): Expression[] {
  const found: Expression[] = []
  if (tokens.skip('REFMOD2_RPAREN')) return found
  do found.push(argument(tokens))
  while (tokens.skip('COMMA'))
  tokens.take('REFMOD2_RPAREN')
  return found
}

function argument(tokens: TokenStream): Expression {
  tokens.skip('WHITESPACE')
  const token: Token = tokens.peekToken()
  if (token.kind !== 'IDENTIFIER' || token.image.includes('$')) return parseParameter(tokens)
  tokens.take()
  tokens.skip('WHITESPACE')
  return { kind: 'literal', value: null, source: token.image }
}

function index(tokens: TokenStream): Step {
  tokens.take('INDEX_LBRACKET')
  const found = parseParameter(tokens)
  tokens.take('INDEX_RBRACKET')
  return { kind: 'index', index: found }
}

const referenceParsers = { args, index }

/** A reference that stands among the text. */
export function parseTextReference(tokens: TokenStream): Reference {
  return parseReference(tokens, referenceParsers)
}
