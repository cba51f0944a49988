import { jsonPattern } from './json-pattern'
import { constraint, invalid } from './operations'
import type { FilterPattern } from './pattern'
import { regexOf } from './pattern-regex'
import { spacePattern } from './space-pattern'

/** CloudWatch Logs API reference, PutMetricFilter. */
const MOST_CHARACTERS = 1024

interface Term {
  readonly sign: '' | '-' | '?'
  readonly test: (message: string) => boolean
}

/**
 * Reads a filter pattern: terms (`ERROR "timed out" -debug`, `?a ?b`, `%ERR\d+%`), fields of messages that spaces divide
 * (`[ip, user, status >= 500, ...]`) or a condition on JSON (`{ $.status >= 500 }`). Throws AWS's error when it is none.
 */
export function filterPattern(pattern: string): FilterPattern {
  if (pattern.length > MOST_CHARACTERS)
    throw constraint('filterPattern', pattern.slice(0, 100), `Member must have length less than or equal to ${MOST_CHARACTERS}`)
  const text = pattern.trim()
  if (text.startsWith('{')) return jsonPattern(text)
  if (text.startsWith('[')) return spacePattern(text)
  return { matches: termsPattern(text), values: () => ({}), read: () => undefined }
}

function termsPattern(text: string): (message: string) => boolean {
  if (text === '') return () => true
  const terms = termsOf(text)
  const parts = (sign: Term['sign']) => terms.filter((term) => term.sign === sign).map(({ test }) => test)
  const [required, excluded, optional] = [parts(''), parts('-'), parts('?')]
  // Where optional terms stand beside others, AWS does not look at them.
  const anyOf = required.length + excluded.length > 0 ? [] : optional
  return (message) =>
    required.every((test) => test(message)) &&
    !excluded.some((test) => test(message)) &&
    (anyOf.length === 0 || anyOf.some((test) => test(message)))
}

function termsOf(text: string): Term[] {
  const terms: Term[] = []
  const next = /\s*([-?]?)(?:"((?:[^"\\]|\\.)*)"|(%[^%\s][^%]*%)|([^\s"]+))/y
  while (next.lastIndex < text.length) {
    const match = next.exec(text)
    if (match === null) throw invalid(`Invalid filter pattern: a quotation mark is not closed in ${text}`)
    const [, sign = '', quoted, expression, plain = ''] = match
    // AWS wants quotation marks around anything but letters, digits and underscores; a few more are harmless here.
    if (/[{}[\]%^*]/.test(plain)) throw invalid(`Invalid filter pattern: ${plain} needs quotation marks around it`)
    const test =
      expression === undefined
        ? wholeTerm(quoted === undefined ? plain : quoted.replace(/\\(.)/g, '$1'))
        : regexOf(expression.slice(1, -1), text)
    terms.push({ sign: sign as Term['sign'], test })
  }
  return terms
}

/** Case counts, and a term is no part of a longer word: `ERROR` is not in `ERRORS` (uncertain). */
function wholeTerm(text: string): (message: string) => boolean {
  const escaped = text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  const before = /^\w/.test(text) ? '(?<!\\w)' : ''
  const after = /\w$/.test(text) ? '(?!\\w)' : ''
  const term = new RegExp(`${before}${escaped}${after}`)
  return (message) => term.test(message)
}
