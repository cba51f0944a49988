import type { Cursor } from './cursor'
import type { Parameter, Token } from './token'

/**
 * Reads the arguments of a function, behind its opening parenthesis, and leaves off behind the closing one. An argument starts with `$` or
 * `@` (a path) or with `{`, a digit, a minus or a double quote (JSON); any other text is nothing, as in Jayway: `append('z')` appends nothing.
 */
export function readParameters(path: Cursor, name: string, tokensOf: (text: string, origin: number) => readonly Token[]): Parameter[] {
  const parameters: Parameter[] = []
  const depth = { '(': 1, '{': 0, '[': 0 }
  let type: Parameter['type'] | undefined
  let [quotes, prior, text, start] = [0, '', '', 0]
  while (path.has() && depth['('] > 0) {
    const char = path.char()
    path.at += 1
    if (type === undefined) {
      if (/\s/.test(char)) continue
      type = typeOf(char)
      start = path.at - 1
    }
    if (char === '"') quotes += prior !== '\\' && quotes > 0 ? -1 : 1
    else if (char === '(' || char === '{' || char === '[') depth[char] += 1
    else if (char === '}' || char === ']') {
      const open = char === '}' ? '{' : '['
      if (depth[open] === 0) throw path.error(`Unexpected close of ${open} at character position: ${path.at}`)
      depth[open] -= 1
    } else if (char === ')') depth['('] -= 1
    const separated = quotes === 0 && depth['{'] === 0 && depth['['] === 0
    // A call inside an argument ends it, too; only without arguments of its own does it keep its parenthesis, and is a path.
    if (char === ')' && prior === '(' && type !== undefined) text += char
    if ((char === ')' && separated && depth['('] <= 1) || (char === ',' && separated && depth['('] === 1)) {
      if (type === 'json') parameters.push({ type, text })
      else if (type === 'path') parameters.push({ type, tokens: tokensOf(text, path.origin + start) })
      type = undefined
      text = ''
    } else if (type !== undefined && !(char === ')' && prior === '(')) text += char
    prior = char
  }
  if (depth['('] > 0 || depth['{'] > 0 || depth['['] > 0) throw path.error(`Arguments to function: '${name}' are not closed properly.`)
  return parameters
}

function typeOf(char: string): Parameter['type'] | undefined {
  if (char === '$' || char === '@') return 'path'
  return /[-{"0-9]/.test(char) ? 'json' : undefined
}
