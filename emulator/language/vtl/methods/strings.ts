import { TextSearch } from '../../text-search'
import type { Budget } from '../budget'
import { TemplateError } from '../errors'
import { toText } from '../text'
import { JChar, JList, stringHash } from '../values'
import { asInt, type Method, methods, outOfBounds, plain, taking, takingStrings } from './arguments'
import { formatText } from './format'
import { matchesPattern, replaceByPattern, splitByPattern } from './string-patterns'

function substring(self: string, from: number, to: number): string {
  if (from < 0 || to > self.length || from > to)
    throw new TemplateError('StringIndexOutOfBoundsException', `begin ${from}, end ${to}, length ${self.length}`)
  return self.slice(from, to)
}

const sub: Method<string> = (self, args) => {
  const [from, to] = [asInt(args[0]), args.length === 2 ? asInt(args[1]) : self.length]
  return args.length < 1 || args.length > 2 || from === undefined || to === undefined ? undefined : substring(self, from, to)
}

function char(self: string, index: number): string {
  if (index < 0 || index >= self.length) throw outOfBounds('StringIndexOutOfBoundsException', index, self.length)
  return self[index] as string
}

/** A method that reads the whole of the string: that costs steps where the string is long. */
function reading(method: Method<string>): Method<string> {
  return (self, args, budget) => {
    budget.step(self.length >> 6)
    return method(self, args, budget)
  }
}

/** `indexOf` and `lastIndexOf`: of a string or a character, perhaps from an index on. */
function search(find: (self: string, wanted: TextSearch, from: number | undefined) => number): Method<string> {
  return reading((self, args, budget) => {
    const [what, start] = args
    const code = asInt(what)
    const wanted =
      typeof what === 'string' ? what : code === undefined || code < 0 || code > 0x10ffff ? undefined : String.fromCodePoint(code)
    const from = args.length === 2 ? asInt(start) : undefined
    if (wanted === undefined || args.length > 2 || (args.length === 2 && from === undefined)) return undefined
    return find(self, searchFor(wanted, budget), from)
  })
}

function searchFor(wanted: string, budget: Budget): TextSearch {
  budget.step(wanted.length >> 6)
  return new TextSearch(wanted)
}

const replace: Method<string> = reading((self, args, budget) => {
  const [from, to] = args
  const chars = from instanceof JChar && to instanceof JChar
  if (args.length !== 2 || !(chars || (typeof from === 'string' && typeof to === 'string'))) return undefined
  const [wanted, given] = chars ? [from.value, to.value] : [from as string, to as string]
  const parts = searchFor(wanted, budget).split(self)
  budget.step(parts.length >> 2)
  budget.reserve(self.length + (parts.length + 1) * given.length)
  return wanted === '' ? given + parts.map((part) => part + given).join('') : parts.join(given)
})

function compare(left: string, right: string): number {
  const shared = Math.min(left.length, right.length)
  for (let i = 0; i < shared; i++) if (left[i] !== right[i]) return left.charCodeAt(i) - right.charCodeAt(i)
  return left.length - right.length
}

const join: Method<string> = (_, args, budget) => {
  const [separator, ...given] = args
  const [first] = given
  const items = given.length === 1 && first instanceof JList ? first.items : given
  if (typeof separator !== 'string' || items.some((item) => item !== null && typeof item !== 'string')) return undefined
  budget.reserve(items.length * separator.length)
  return budget.made(items.map((item) => toText(item, budget)).join(separator))
}

const regionMatches: Method<string> = (self, given) => {
  const ignoreCase = typeof given[0] === 'boolean' && given[0]
  const args = typeof given[0] === 'boolean' ? given.slice(1) : given
  const [offset, other, from, length] = args
  if (
    args.length !== 4 ||
    typeof offset !== 'number' ||
    typeof other !== 'string' ||
    typeof from !== 'number' ||
    typeof length !== 'number'
  )
    return undefined
  if (offset < 0 || from < 0 || offset + length > self.length || from + length > other.length) return false
  const [left, right] = [self.substr(offset, length), other.substr(from, length)]
  return ignoreCase ? left.toLowerCase() === right.toLowerCase() : left === right
}

const repeat: Method<string> = (self, args, budget) => {
  const count = asInt(args[0])
  if (args.length !== 1 || count === undefined) return undefined
  if (count < 0) throw new TemplateError('IllegalArgumentException', `count is negative: ${count}`)
  budget.reserve(self.length * count)
  return self.repeat(count)
}

function prefix(test: (self: string, wanted: string, at: number) => boolean): Method<string> {
  return (self, args) => {
    const [wanted, offset] = args
    const at = args.length === 2 ? asInt(offset) : 0
    return typeof wanted !== 'string' || args.length > 2 || at === undefined ? undefined : at >= 0 && test(self, wanted, at)
  }
}

/** Java trims everything up to U+0020. */
function trimmed(self: string): string {
  let [from, to] = [0, self.length]
  while (from < to && self.charCodeAt(from) <= 32) from++
  while (to > from && self.charCodeAt(to - 1) <= 32) to--
  return self.slice(from, to)
}

/** The methods of String. */
export const STRING_METHODS = methods<string>({
  length: plain((self) => self.length),
  isEmpty: plain((self) => self === ''),
  isBlank: reading(plain((self) => self.trim() === '')),
  charAt: (self, args) => {
    const index = asInt(args[0])
    return args.length !== 1 || index === undefined ? undefined : new JChar(char(self, index))
  },
  codePointAt: (self, args) => {
    const index = asInt(args[0])
    if (args.length !== 1 || index === undefined) return undefined
    char(self, index)
    return self.codePointAt(index) as number
  },
  substring: sub,
  subSequence: (self, args, budget) => (args.length === 2 ? sub(self, args, budget) : undefined),
  indexOf: search((self, wanted, from = 0) => wanted.first(self, from)),
  lastIndexOf: search((self, wanted, from = self.length) => (from < 0 ? -1 : wanted.last(self, from))),
  contains: reading(takingStrings(1, (self, [wanted], budget) => searchFor(wanted as string, budget).first(self) >= 0)),
  startsWith: prefix((self, wanted, at) => self.startsWith(wanted, at) && at <= self.length),
  endsWith: takingStrings(1, (self, [wanted]) => self.endsWith(wanted as string)),
  equals: reading(taking((self, value) => self === value)),
  contentEquals: reading(takingStrings(1, (self, [value]) => self === value)),
  equalsIgnoreCase: reading(
    taking((self, value) => {
      if (typeof value !== 'string') return value === null ? false : undefined
      return self.length === value.length && self.toUpperCase().toLowerCase() === value.toUpperCase().toLowerCase()
    }),
  ),
  compareTo: reading(takingStrings(1, (self, [other]) => compare(self, other as string))),
  compareToIgnoreCase: reading(takingStrings(1, (self, [other]) => compare(self.toLowerCase(), (other as string).toLowerCase()))),
  concat: takingStrings(1, (self, [other], budget) => budget.made(self + other)),
  replace,
  replaceAll: takingStrings(2, (self, [pattern, given], budget) =>
    replaceByPattern(self, pattern as string, given as string, true, budget),
  ),
  replaceFirst: takingStrings(2, (self, [pattern, given], budget) =>
    replaceByPattern(self, pattern as string, given as string, false, budget),
  ),
  matches: takingStrings(1, (self, [pattern], budget) => matchesPattern(self, pattern as string, budget)),
  split: (self, args, budget) => {
    const [pattern, limit] = args
    const most = args.length === 2 ? asInt(limit) : 0
    return typeof pattern !== 'string' || args.length > 2 || most === undefined ? undefined : splitByPattern(self, pattern, most, budget)
  },
  trim: reading(plain(trimmed)),
  strip: reading(plain((self) => self.trim())),
  stripLeading: reading(plain((self) => self.trimStart())),
  stripTrailing: reading(plain((self) => self.trimEnd())),
  repeat,
  toUpperCase: plain((self, budget) => budget.made(self.toUpperCase())),
  toLowerCase: plain((self, budget) => budget.made(self.toLowerCase())),
  toString: plain<string>((self) => self),
  intern: plain((self) => self),
  hashCode: reading(plain((self) => stringHash(self))),
  getBytes: plain((self, budget) => {
    budget.step(self.length)
    return new JList(
      [...Buffer.from(self, 'utf8')].map((byte) => (byte << 24) >> 24),
      'array',
    )
  }),
  toCharArray: plain((self, budget) => {
    budget.step(self.length)
    return new JList(
      Array.from({ length: self.length }, (_, i) => new JChar(self[i] as string)),
      'array',
    )
  }),
  regionMatches: reading(regionMatches),
  join,
  format: (_, args, budget) => (typeof args[0] === 'string' ? formatText(args[0], args.slice(1), budget) : undefined),
  valueOf: taking<string>((_, value, budget) => toText(value, budget)),
})
