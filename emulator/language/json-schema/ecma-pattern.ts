import type { StepCounter } from '../steps'

/** Loaded with the first pattern. */
const matcher = () => require('../java-regex/regex') as typeof import('../java-regex/regex')

/** Whether a text holds something that the pattern matches. */
export type FoundIn = (text: string) => boolean

/** What JavaScript means by `\s`, as the inside of a class. */
const SPACE = '\\s\\u000b\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff'
/** `\b` and `\B` of ASCII's words, whatever Java takes for a word there. */
const EDGE = '(?:(?<=\\w)(?!\\w)|(?<!\\w)(?=\\w))'
const NO_EDGE = '(?:(?<=\\w)(?=\\w)|(?<!\\w)(?!\\w))'
/** Escapes that mean the same to Java, whole. */
const SHARED = /^(?:[dDwWtnrf1-9]|x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|c[A-Za-z]|k<[A-Za-z][A-Za-z0-9]*>)/

/**
 * Compiles a pattern of a schema (ECMA 262) for the matcher that cannot hang: its syntax is written anew in Java's. Throws SyntaxError or
 * RegexSyntaxError. Uncertain, and rare: a reference to a group that took no part matches nothing in Java, and the empty text in JavaScript.
 */
export function compileEcmaPattern(source: string, steps: StepCounter): FoundIn {
  // Says whether the syntax is JavaScript's; nothing is matched with it.
  new RegExp(source)
  const regex = new (matcher().JavaRegex)(inJava(source))
  return (text) => regex.finder(text, steps)(0) !== undefined
}

function inJava(source: string): string {
  let java = ''
  for (let at = 0; at < source.length; ) {
    const sign = source[at] as string
    if (sign === '[') {
      const [text, end] = classInJava(source, at + 1)
      java += text
      at = end
    } else if (sign === '\\') {
      const [text, end] = escapeInJava(source, at + 1, false)
      java += text
      at = end
    } else {
      if (sign === '{' && !/^\{\d+(?:,\d*)?\}/.test(source.slice(at, at + 40))) java += '\\{'
      else if (sign === '}') java += /\{\d+(?:,\d*)?$/.test(source.slice(Math.max(0, at - 40), at)) ? '}' : '\\}'
      else java += PLAIN.get(sign) ?? sign
      at++
    }
  }
  return java
}

/** Signs outside of a class that Java reads otherwise. */
const PLAIN: ReadonlyMap<string, string> = new Map([
  ['$', '\\z'],
  ['.', '[^\\n\\r\\u2028\\u2029]'],
  [']', '\\]'],
])

/** Behind `[`: the class, and where the rest begins. */
function classInJava(source: string, from: number): readonly [string, number] {
  const negated = source[from] === '^'
  let at = negated ? from + 1 : from
  if (source[at] === ']') return [negated ? '[\\x{0}-\\x{10ffff}]' : '(?!)', at + 1]
  let inside = ''
  while (source[at] !== ']') {
    const sign = source[at] as string
    if (sign === '\\') {
      const [text, end] = escapeInJava(source, at + 1, true)
      inside += text
      at = end
    } else {
      inside += '[&^'.includes(sign) ? `\\${sign}` : sign
      at++
    }
  }
  return [`[${negated ? '^' : ''}${inside}]`, at + 1]
}

/** Behind a backslash: what it means, and where the rest begins. */
function escapeInJava(source: string, at: number, inClass: boolean): readonly [string, number] {
  const letter = source[at] as string
  if (letter === 's') return [inClass ? SPACE : `[${SPACE}]`, at + 1]
  if (letter === 'S') return [`[^${SPACE}]`, at + 1]
  if (letter === 'v') return ['\\x0b', at + 1]
  if (letter === '0') return ['\\x00', at + 1]
  if (letter === 'b') return [inClass ? '\\x08' : EDGE, at + 1]
  if (letter === 'B' && !inClass) return [NO_EDGE, at + 1]
  const shared = SHARED.exec(source.slice(at, at + 60))
  if (shared !== null) return [`\\${shared[0]}`, at + shared[0].length]
  // Any other letter stands for itself, any other sign as well.
  return [/[A-Za-z0-9]/.test(letter) ? letter : `\\${letter}`, at + 1]
}
