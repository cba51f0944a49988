import type { Expression, Reference, Step } from './ast'
import type { TokenKind } from './token'
import type { TokenStream } from './token-stream'

/** How the brackets of a reference are read. */
export interface ReferenceParsers {
  readonly args: (tokens: TokenStream) => Expression[]
  readonly index: (tokens: TokenStream) => Step
}

/** What an argument may begin with. */
const ARGUMENT_BEGINS: ReadonlySet<TokenKind> = new Set<TokenKind>([
  'WHITESPACE',
  'STRING',
  'INTEGER',
  'FLOAT',
  'TRUE',
  'FALSE',
  'LBRACKET',
  'LEFT_CURLEY',
  'IDENTIFIER',
  'LCURLY',
  'REFMOD2_RPAREN',
])

/** Parses `$x`, `${x}`, `$!x` with properties, methods and indexes. */
export function parseReference(tokens: TokenStream, parsers: ReferenceParsers): Reference {
  const start = tokens.taken.length
  const first = tokens.peekToken()
  const curly = tokens.skip('LCURLY')
  const name = tokens.take('IDENTIFIER')
  const steps: Step[] = []
  tokens.nested(() => {
    while (tokens.peek() === 'INDEX_LBRACKET') steps.push(parsers.index(tokens))
    while (tokens.peek() === 'DOT' && tokens.peek(2) === 'IDENTIFIER') {
      tokens.take()
      const { image } = tokens.take()
      if (tokens.peek() === 'LPAREN' && ARGUMENT_BEGINS.has(tokens.peek(2))) {
        tokens.take()
        steps.push({ kind: 'method', name: image, args: parsers.args(tokens) })
      } else steps.push({ kind: 'property', name: image })
      while (tokens.peek() === 'INDEX_LBRACKET') steps.push(parsers.index(tokens))
    }
  })
  if (curly) tokens.take('RCURLY')
  const source = tokens.since(start, true)
  return { kind: 'reference', offset: first.offset, steps, ...beginning(first.special, first.image, name.image, source) }
}

/** Reads what stands in front of a reference's name: backslashes, stray signs, `$`, `!`, `{`. */
function beginning(
  special: string,
  image: string,
  name: string,
  source: string,
): Pick<Reference, 'root' | 'prefix' | 'escaped' | 'text' | 'literal' | 'quiet'> {
  const rest = source.slice(special.length + image.length)
  const none = { root: '', prefix: '', escaped: false, literal: source, quiet: false }
  const slashBang = image.indexOf('\\!')
  if (slashBang >= 0) {
    // `$\!x` is no reference: one backslash of those behind the `$` goes.
    const from = image.indexOf('\\', image.indexOf('$'))
    return { ...none, text: image.slice(0, from) + image.slice(from + 1) }
  }
  const backslashes = /^\\*/.exec(image)?.[0].length ?? 0
  const unescaped = image.slice(backslashes)
  const dollar = unescaped.lastIndexOf('$')
  // Brackets behind a reference can look like a reference of their own: only their beginning is printed, as in Velocity.
  if (dollar < 0) return { ...none, text: unescaped }
  const sign = unescaped.slice(dollar)
  const escaped = backslashes % 2 === 1
  const quiet = sign.startsWith('$!')
  return {
    root: sign.endsWith('{') ? name : sign.slice(quiet ? 2 : 1),
    prefix: '\\'.repeat(backslashes >> 1) + (escaped ? '' : unescaped.slice(0, dollar)),
    escaped,
    text: undefined,
    literal: special + sign + rest,
    quiet,
  }
}
