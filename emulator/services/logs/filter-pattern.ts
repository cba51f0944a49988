import { jsonCondition } from './json-pattern'
import { invalid } from './operations'

/** Whether the message of an event matches a pattern. */
export type Matches = (message: string) => boolean

interface Term {
  readonly sign: '' | '-' | '?'
  readonly text: string
}

/**
 * A filter pattern, ready to be asked: terms (`ERROR "timed out" -debug`, `?a ?b`) or a condition on JSON (`{ $.status >= 500 }`).
 * Regular expressions and patterns of space-delimited fields are refused by name.
 */
export function filterPattern(pattern: string): Matches {
  const text = pattern.trim()
  if (text === '') return () => true
  if (text.startsWith('{')) return jsonCondition(text)
  if (text.startsWith('[')) throw notEmulated('fields in brackets', pattern)
  const terms = termsOf(text)
  const parts = (sign: Term['sign']) => terms.filter((term) => term.sign === sign).map((term) => wholeTerm(term.text))
  const [required, excluded, optional] = [parts(''), parts('-'), parts('?')]
  // Where optional terms stand beside others, AWS does not look at them.
  const anyOf = required.length + excluded.length > 0 ? [] : optional
  return (message) =>
    required.every((term) => term.test(message)) &&
    !excluded.some((term) => term.test(message)) &&
    (anyOf.length === 0 || anyOf.some((term) => term.test(message)))
}

function termsOf(text: string): Term[] {
  const terms: Term[] = []
  const next = /\s*([-?]?)(?:"((?:[^"\\]|\\.)*)"|([^\s"]+))/y
  while (next.lastIndex < text.length) {
    const match = next.exec(text)
    if (match === null) throw invalid(`Invalid filter pattern: a quotation mark is not closed in ${text}`)
    const [, sign = '', quoted, plain = ''] = match
    if (quoted === undefined && /^%.*%$/.test(plain)) throw notEmulated('regular expressions', text)
    // AWS wants quotation marks around anything but letters, digits and underscores; a few more are harmless here.
    if (quoted === undefined && /[{}[\]%^*]/.test(plain)) throw invalid(`Invalid filter pattern: ${plain} needs quotation marks around it`)
    terms.push({ sign: sign as Term['sign'], text: quoted === undefined ? plain : quoted.replace(/\\(.)/g, '$1') })
  }
  return terms
}

/** Case counts, and a term is no part of a longer word: `ERROR` is not in `ERRORS` (uncertain). */
function wholeTerm(text: string): RegExp {
  const escaped = text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  const before = /^\w/.test(text) ? '(?<!\\w)' : ''
  const after = /\w$/.test(text) ? '(?!\\w)' : ''
  return new RegExp(`${before}${escaped}${after}`)
}

export function notEmulated(what: string, pattern: string): Error {
  return invalid(`Not emulated by Portico yet: ${what} in the filter pattern ${pattern}`)
}
