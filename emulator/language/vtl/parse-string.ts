import type { Block, Expression } from './ast'
import type { Token } from './token'
import type { TokenStream } from './token-stream'

/** A string: taken as it is in single quotes, a template of its own in double quotes. */
export function parseString(tokens: TokenStream): Expression {
  const token = tokens.take('STRING')
  const quote = token.image[0] as string
  let text = token.image.slice(1, -1)
  if (quote === '"') text = unicodeEscapes(text, token, tokens)
  text = text.replaceAll(quote + quote, quote)
  if (quote === "'" || !/[$#]/.test(token.image)) return { kind: 'literal', value: text, source: token.image }
  // A blank is added and its print taken off again, so that a sign at the end is none; a comment would swallow it.
  const comment = text.includes('##')
  const body = tokens.inner(comment ? text : `${text} `, token.offset + 1)
  const source = token.image
  return { kind: 'interpolated', body: comment ? body : withoutLastBlank(body), source }
}

function withoutLastBlank(body: Block): Block {
  const last = body.at(-1)
  if (last?.kind !== 'text') return body
  return [...body.slice(0, -1), { kind: 'text', text: last.text.slice(0, -1) }]
}

/** `\u0041` is the one escape in double quotes. */
function unicodeEscapes(text: string, token: Token, tokens: TokenStream): string {
  if (!text.includes('\\u')) return text
  return text.replace(/\\u(.{0,4})/gs, (_, digits: string) => {
    if (!/^[0-9A-Fa-f]{4}$/.test(digits)) throw tokens.lexer.error('a wrong \\u escape', token.offset)
    return String.fromCharCode(Number.parseInt(digits, 16))
  })
}
