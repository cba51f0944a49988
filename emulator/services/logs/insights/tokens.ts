import { AwsError } from '../../../model/errors'

/** A piece of a query. */
export interface Token {
  readonly kind: 'number' | 'text' | 'regex' | 'name' | 'sign' | 'duration'
  readonly text: string
}

const TOKEN =
  /\s*(?:#[^\n]*|(\d+(?:ms|s|m|h|d|w|mo|q|y)\b)|(\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|`([^`]*)`|(@?[A-Za-z_][\w@]*(?:\.[\w@-]+)*)|(=~|[!<>]=|\|\||&&|[-+*/^%=<>(),[\]|]))/y
const REGEX = /\s*\/((?:[^/\\\n]|\\.)+)\//y
/** Behind these, a slash begins a regular expression. */
const BEFORE_REGEX = new Set(['like', '=~', 'parse', 'replace'])

/** Takes a query apart; throws AWS's error where it cannot be read. */
export function tokensOf(query: string): Token[] {
  const tokens: Token[] = []
  let at = 0
  while (at < query.trimEnd().length) {
    const regex = mayBeRegex(tokens) ? matchAt(REGEX, query, at) : null
    if (regex !== null) {
      tokens.push({ kind: 'regex', text: regex[1] ?? '' })
      at += regex[0].length
      continue
    }
    const match = matchAt(TOKEN, query, at)
    if (match === null) throw malformed(`unexpected symbol found ${query.slice(at).trim().slice(0, 10)} at position ${at}`)
    at += match[0].length
    const token = tokenOf(match)
    if (token !== undefined) tokens.push(token)
  }
  return tokens
}

function tokenOf([, duration, number, double, single, quoted, name, sign]: RegExpExecArray): Token | undefined {
  if (duration !== undefined) return { kind: 'duration', text: duration }
  if (number !== undefined) return { kind: 'number', text: number }
  const text = double ?? single
  if (text !== undefined) return { kind: 'text', text: text.replace(/\\(["'\\])/g, '$1') }
  if (quoted !== undefined) return { kind: 'name', text: quoted }
  if (name !== undefined) return { kind: 'name', text: name }
  return sign === undefined ? undefined : { kind: 'sign', text: sign }
}

/** Behind `like`, `=~` and the field that is parsed. */
function mayBeRegex(tokens: readonly Token[]): boolean {
  const [before, last] = tokens.slice(-2)
  const words = [last ?? before, before].map((token) => token?.text.toLowerCase() ?? '')
  return BEFORE_REGEX.has(words[0] ?? '') || (tokens.length >= 2 && words[1] === 'parse')
}

function matchAt(expression: RegExp, text: string, at: number): RegExpExecArray | null {
  expression.lastIndex = at
  return expression.exec(text)
}

/** Uncertain: AWS's wording, but its name. */
export function malformed(message: string): AwsError {
  return new AwsError('MalformedQueryException', message, 400)
}
