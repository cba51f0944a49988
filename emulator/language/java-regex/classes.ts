import { type CharacterTest, isWord } from './nodes'

const isDigit: CharacterTest = (code) => code >= 48 && code <= 57
const isSpace: CharacterTest = (code) => code === 32 || (code >= 9 && code <= 13)
const isHorizontal: CharacterTest = (code) =>
  [9, 32, 0xa0, 0x1680, 0x180e, 0x202f, 0x205f, 0x3000].includes(code) || (code >= 0x2000 && code <= 0x200a)
const isVertical: CharacterTest = (code) => (code >= 10 && code <= 13) || code === 0x85 || code === 0x2028 || code === 0x2029
const isLower: CharacterTest = (code) => code >= 97 && code <= 122
const isUpper: CharacterTest = (code) => code >= 65 && code <= 90
const isLetter: CharacterTest = (code) => isLower(code) || isUpper(code)
const isGraph: CharacterTest = (code) => code > 32 && code < 127

/** ASCII only, as long as the flag `U` is off. */
const ESCAPES: ReadonlyMap<string, CharacterTest> = new Map([
  ['d', isDigit],
  ['w', isWord],
  ['s', isSpace],
  ['h', isHorizontal],
  ['v', isVertical],
])
const UNICODE_ESCAPES: ReadonlyMap<string, CharacterTest> = new Map([
  ['d', unicode(/\p{Nd}/u)],
  ['w', unicode(/[\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\p{Join_Control}]/u)],
  ['s', unicode(/\p{White_Space}/u)],
])

/** The names of Java's own; those of Unicode's properties are known to JavaScript. */
const PROPERTIES: ReadonlyMap<string, CharacterTest> = new Map<string, CharacterTest>([
  ['Lower', isLower],
  ['Upper', isUpper],
  ['ASCII', (code) => code < 128],
  ['Alpha', isLetter],
  ['Digit', isDigit],
  ['Alnum', (code) => isLetter(code) || isDigit(code)],
  ['Punct', (code) => isGraph(code) && !isLetter(code) && !isDigit(code)],
  ['Graph', isGraph],
  ['Print', (code) => code >= 32 && code < 127],
  ['Blank', (code) => code === 32 || code === 9],
  ['Cntrl', (code) => code < 32 || code === 127],
  ['XDigit', (code) => isDigit(code) || (code >= 97 && code <= 102) || (code >= 65 && code <= 70)],
  ['Space', isSpace],
  ['IsLetter', unicode(/\p{L}/u)],
  ['IsDigit', unicode(/\p{Nd}/u)],
  ['IsPunctuation', unicode(/\p{P}/u)],
  ['javaLowerCase', unicode(/\p{Lowercase}/u)],
  ['javaUpperCase', unicode(/\p{Uppercase}/u)],
])

function unicode(pattern: RegExp): CharacterTest {
  return (code) => pattern.test(String.fromCodePoint(code))
}

/** The class of `\d`, `\W`...; undefined for another letter. */
export function escapeClass(letter: string, ofUnicode: boolean): CharacterTest | undefined {
  const lower = letter.toLowerCase()
  const test = (ofUnicode ? UNICODE_ESCAPES.get(lower) : undefined) ?? ESCAPES.get(lower)
  return test === undefined || letter === lower ? test : not(test)
}

/** The class of `\p{name}`; undefined when there is none. */
export function propertyClass(name: string): CharacterTest | undefined {
  const own = PROPERTIES.get(name)
  if (own !== undefined || !/^[A-Za-z_=]{1,40}$/.test(name)) return own
  const bare = name.replace(/^Is/, '').replace(/^(?:gc|general_category)=/, '')
  for (const candidate of [bare, `Script=${bare}`, name]) {
    try {
      return unicode(new RegExp(`\\p{${candidate}}`, 'u'))
    } catch {
      // Not a name of this kind: the next.
    }
  }
  return undefined
}

export function not(test: CharacterTest): CharacterTest {
  return (code) => !test(code)
}

/** The union of classes. */
export function anyOf(tests: readonly CharacterTest[]): CharacterTest {
  return tests.length === 1 ? (tests[0] as CharacterTest) : (code) => tests.some((test) => test(code))
}

/** Which characters count as the same: only themselves, the cases of ASCII's letters (flag `i`), or of all letters (`i` and `u`). */
export type Cases = 'exact' | 'ascii' | 'unicode'

/** One character, in one case or in both. */
export function single(code: number, cases: Cases): CharacterTest {
  return cases === 'exact' || fold(code, cases) === undefined ? (given) => given === code : (given) => sameIn(cases, given, code)
}

/** All characters from one to another, in one case or in both. */
export function range(from: number, to: number, cases: Cases): CharacterTest {
  const within: CharacterTest = (code) => code >= from && code <= to
  if (cases === 'exact') return within
  return (code) => within(code) || otherCases(code, cases).some(within)
}

/** Whether two characters are the same, cases aside as far as wanted. */
export function sameIn(cases: Cases, left: number, right: number): boolean {
  return left === right || (cases !== 'exact' && (fold(left, cases) ?? left) === (fold(right, cases) ?? right))
}

/** What the cases of a letter have in common; undefined for what is no letter with cases. */
function fold(code: number, cases: Cases): number | undefined {
  if (code < 128) return isLetter(code) ? code | 32 : undefined
  if (cases !== 'unicode') return undefined
  return String.fromCodePoint(code).toUpperCase().toLowerCase().codePointAt(0)
}

function otherCases(code: number, cases: Cases): number[] {
  if (code < 128) return isLetter(code) ? [code ^ 32] : []
  if (cases !== 'unicode') return []
  const char = String.fromCodePoint(code)
  return [char.toLowerCase().codePointAt(0) as number, char.toUpperCase().codePointAt(0) as number]
}

/** A class of characters, with its answers for ASCII. */
export interface CharacterSet {
  readonly test: CharacterTest
  readonly ascii: Uint8Array
}

/** Answers a class beforehand, as far as ASCII goes. */
export function characterSet(test: CharacterTest): CharacterSet {
  return { test, ascii: Uint8Array.from({ length: 128 }, (_, code) => Number(test(code))) }
}

/** How many units the character here has if the class holds it; else 0. */
export function widthAt({ ascii, test }: CharacterSet, text: string, at: number): number {
  const unit = text.charCodeAt(at)
  if (unit < 128) return ascii[unit] as number
  // Also what stands behind the end.
  if (!(unit >= 128)) return 0
  if (unit < 0xd800 || unit > 0xdbff) return test(unit) ? 1 : 0
  const code = text.codePointAt(at) as number
  return test(code) ? (code > 0xffff ? 2 : 1) : 0
}
