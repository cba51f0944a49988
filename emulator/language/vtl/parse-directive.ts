import type { Block, Expression, Statement } from './ast'
import { parseOperand } from './parse-expression'
import type { Token, TokenKind } from './token'
import type { TokenStream } from './token-stream'

/** Directives with a body and an `#end`; all others stand alone. */
const WITH_BODY: ReadonlySet<string> = new Set(['foreach', 'define', 'macro', 'literal'])
/** Directives that the service knows; any other word behind a `#` is text. */
const KNOWN: ReadonlySet<string> = new Set([...WITH_BODY, 'break', 'stop', 'include', 'parse'])

type Argument = { readonly word: string } | Expression

type ParseBlock = (tokens: TokenStream) => Block

/** Parses `#name`, `#name(...)`, `#name(...)...#end`. */
export function parseDirective(tokens: TokenStream, parseBlock: ParseBlock): readonly Statement[] {
  const start = tokens.taken.length
  const token = tokens.take()
  const name = token.kind === 'WORD' ? token.image.slice(1) : token.image.slice(2, -1)
  tokens.lexer.enterDirective()
  if (!tokens.lexer.bracketFollows()) {
    tokens.lexer.leaveDirective()
    if (name === 'macro') throw tokens.lexer.error('#macro needs a name', token.offset)
    if (name === 'break' || name === 'stop') return [alone(name, undefined, token)]
    if (!KNOWN.has(name)) return [{ kind: 'text', text: tokens.since(start, false) }]
    return [{ kind: 'fail', type: 'VelocityException', message: `#${name} needs arguments`, offset: token.offset }]
  }
  const given = parseArguments(tokens, name, token)
  if (!WITH_BODY.has(name) && !name.startsWith('@')) {
    if (!KNOWN.has(name)) return [{ kind: 'text', text: tokens.since(start, false) }]
    return [name === 'break' || name === 'stop' ? alone(name, given[0], token) : resource(name, given, token)]
  }
  const bodyStart = tokens.taken.length
  const body = tokens.nested(() => parseBlock(tokens))
  const literal = tokens.since(bodyStart, true)
  tokens.take('END')
  switch (name) {
    case 'macro':
      // The service reads a macro and forgets it: calls of it print as text (facts/14, 2). Its name still takes backslashes.
      if (given.length === 0) throw tokens.lexer.error('#macro needs a name', token.offset)
      tokens.macros.add((given[0] as { word: string }).word)
      return []
    case 'literal':
      return [{ kind: 'text', text: literal }]
    case 'define':
      return [define(given, body, token)]
    case 'foreach':
      return [foreach(given, body, token)]
    default:
      return [{ kind: 'text', text: tokens.since(start, false) }]
  }
}

function parseArguments(tokens: TokenStream, name: string, directive: Token): Argument[] {
  tokens.skip('WHITESPACE')
  tokens.take('LPAREN')
  const given: Argument[] = []
  for (;;) {
    const blank = tokens.peek() === 'WHITESPACE' ? 1 : 0
    const next = tokens.peek(1 + blank)
    if (next === 'RPAREN') break
    tokens.skip('WHITESPACE')
    if (tokens.skip('COMMA')) tokens.skip('WHITESPACE')
    given.push(parseArgument(tokens))
    checkArgument(tokens, name, directive, given)
  }
  tokens.skip('WHITESPACE')
  tokens.take('RPAREN')
  return given
}

function parseArgument(tokens: TokenStream): Argument {
  const kind: TokenKind = tokens.peek()
  if (kind === 'WORD') return { word: tokens.take().image }
  return parseOperand(tokens)
}

/** A bare word may only be a macro's name and the `in` of `#foreach`; other words behind a `#` take what they like. */
function checkArgument(tokens: TokenStream, name: string, directive: Token, given: readonly Argument[]): void {
  const position = given.length - 1
  const isWord = 'word' in (given[position] as Argument)
  if (name === 'macro' && position === 0) {
    if (!isWord) throw tokens.lexer.error('the name of a macro must be a word', directive.offset)
  } else if (isWord && KNOWN.has(name) && !(name === 'foreach' && position === 1) && !(name === 'macro' && position === 0))
    throw tokens.lexer.error(`a wrong argument in #${name}`, directive.offset)
}

function foreach(given: readonly Argument[], body: Block, { offset }: Token): Statement {
  const [variable, , list] = given
  if (variable === undefined || list === undefined || 'word' in list)
    return { kind: 'fail', type: 'ArrayIndexOutOfBoundsException', message: '#foreach needs a variable and a list', offset }
  return { kind: 'foreach', variable: nameOf(variable), list, body, offset }
}

function define(given: readonly Argument[], body: Block, { offset }: Token): Statement {
  const [variable] = given
  if (variable === undefined || given.length > 1)
    return { kind: 'fail', type: 'VelocityException', message: '#define needs one name', offset }
  return { kind: 'define', name: nameOf(variable), body }
}

/** The name of a variable that a directive sets: the beginning of a reference. */
function nameOf(argument: Argument): string {
  if ('word' in argument) return argument.word.slice(1)
  return argument.kind === 'reference' ? argument.root : argument.source.slice(1)
}

function alone(name: string, argument: Argument | undefined, { offset }: Token): Statement {
  if (name === 'stop') return { kind: 'stop' }
  return { kind: 'break', scope: argument === undefined || 'word' in argument ? undefined : argument, offset }
}

/** The service has no other templates (facts/14, 6). */
function resource(name: string, given: readonly Argument[], { offset }: Token): Statement {
  const type = given.length === 0 ? 'VelocityException' : 'ResourceNotFoundException'
  return { kind: 'fail', type, message: `#${name} finds no resource`, offset }
}
