import { Recent } from '../../../base/recent'
import { RegexSyntaxError } from '../../java-regex/error'
import { JavaRegex, type Match } from '../../java-regex/regex'
import type { Budget } from '../budget'
import { TemplateError } from '../errors'
import { JList } from '../values'

/** Expressions compiled lately, up to so many characters, so that a loop does not parse the same one each time. */
const COMPILED = new Recent<JavaRegex>(100_000, (pattern) => pattern.length + 100)

function regexOf(pattern: string): JavaRegex {
  try {
    return COMPILED.get(pattern, () => new JavaRegex(pattern))
  } catch (error) {
    throw error instanceof RegexSyntaxError ? new TemplateError('PatternSyntaxException', error.message) : error
  }
}

/** String.matches. */
export function matchesPattern(text: string, pattern: string, budget: Budget): boolean {
  return regexOf(pattern).matches(text, budget)
}

/** String.replaceAll and replaceFirst. */
export function replaceByPattern(text: string, pattern: string, replacement: string, all: boolean, budget: Budget): string {
  const regex = regexOf(pattern)
  const find = regex.finder(text, budget)
  let result = ''
  let copied = 0
  for (let from = 0; from <= text.length; ) {
    const match = find(from)
    if (match === undefined) break
    const given = expand(replacement, match, regex)
    budget.reserve(given.length)
    result += text.slice(copied, match.start) + given
    copied = match.end
    from = match.end > match.start ? match.end : match.end + 1
    if (!all) break
  }
  return budget.made(result + text.slice(copied))
}

/** `$1`, `${name}` and backslashes of a replacement. */
function expand(replacement: string, match: Match, regex: JavaRegex): string {
  if (!/[\\$]/.test(replacement)) return replacement
  let result = ''
  for (let at = 0; at < replacement.length; ) {
    const sign = replacement[at] as string
    if (sign === '\\') {
      const next = replacement[at + 1]
      if (next === undefined) throw new TemplateError('IllegalArgumentException', 'character to be escaped is missing')
      result += next
      at += 2
    } else if (sign === '$') {
      const group = groupAt(replacement, at, regex)
      result += match.group(group.index) ?? ''
      at = group.end
    } else {
      result += sign
      at++
    }
  }
  return result
}

function groupAt(replacement: string, at: number, regex: JavaRegex): { index: number; end: number } {
  const found = /^\$(?:(\d)|\{([A-Za-z][A-Za-z0-9]*)\})/.exec(replacement.slice(at, at + 100))
  if (found === null) throw new TemplateError('IllegalArgumentException', 'Illegal group reference')
  if (found[2] !== undefined) {
    const index = regex.names.get(found[2])
    if (index === undefined) throw new TemplateError('IllegalArgumentException', `No group with name {${found[2]}}`)
    return { index, end: at + found[0].length }
  }
  let index = Number(found[1])
  if (index > regex.groupCount) throw new TemplateError('IndexOutOfBoundsException', `No group ${index}`)
  let end = at + 2
  // More digits belong to the number as long as there is such a group.
  for (; /\d/.test(replacement[end] ?? ''); end++) {
    const longer = index * 10 + Number(replacement[end])
    if (longer > regex.groupCount) break
    index = longer
  }
  return { index, end }
}

/** String.split: empty parts at the end go unless a limit is given; a match of nothing at the start gives no part. */
export function splitByPattern(text: string, pattern: string, limit: number, budget: Budget): JList {
  const find = regexOf(pattern).finder(text, budget)
  const parts: string[] = []
  let copied = 0
  for (let from = 0; from <= text.length && (limit <= 0 || parts.length < limit - 1); ) {
    const match = find(from)
    if (match === undefined) break
    from = match.end > match.start ? match.end : match.end + 1
    if (match.end === 0 || (match.start === text.length && match.end === match.start)) continue
    budget.step(4)
    parts.push(text.slice(copied, match.start))
    copied = match.end
  }
  if (copied === 0 && parts.length === 0) return new JList([text], 'array')
  parts.push(text.slice(copied))
  if (limit === 0) while (parts.at(-1) === '') parts.pop()
  budget.reserve(text.length)
  return new JList(parts, 'array')
}
