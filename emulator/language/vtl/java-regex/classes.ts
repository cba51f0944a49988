import { TemplateError } from '../errors'
import { type CharacterTest, isWord } from './nodes'

const isDigit: CharacterTest = (code) => code >= 48 && code <= 57
const isSpace: CharacterTest = (code) => code === 32 || (code >= 9 && code <= 13)
const isHorizontal: CharacterTest = (code) =>
  [9, 32, 0xa0, 0x1680, 0x180e, 0x202f, 0x205f, 0x3000].includes(code) || (code >= 0x2000 && code <= 0x200a)
const isVertical: CharacterTest = (code) => (code >= 10 && code <= 13) || code === 0x85 || code === 0x2028 || code === 0x2029
const isLower: CharacterTest = (code) => code >= 97 && code <= 122
const isUpper: CharacterTest = (code) => code >= 65 && code <= 90
const isGraph: CharacterTest = (code) => code > 32 && code < 127

const ESCAPES: ReadonlyMap<string, CharacterTest> = new Map([
  ['d', isDigit],
  ['w', isWord],
  ['s', isSpace],
  ['h', isHorizontal],
  ['v', isVertical],
])

const PROPERTIES: ReadonlyMap<string, CharacterTest> = new Map<string, CharacterTest>([
  ['Lower', isLower],
  ['Upper', isUpper],
  ['ASCII', (code) => code < 128],
  ['Alpha', (code) => isLower(code) || isUpper(code)],
  ['Digit', isDigit],
  ['Alnum', (code) => isLower(code) || isUpper(code) || isDigit(code)],
  ['Punct', (code) => isGraph(code) && !isLower(code) && !isUpper(code) && !isDigit(code)],
  ['Graph', isGraph],
  ['Print', (code) => code >= 32 && code < 127],
  ['Blank', (code) => code === 32 || code === 9],
  ['Cntrl', (code) => code < 32 || code === 127],
  ['XDigit', (code) => isDigit(code) || (code >= 97 && code <= 102) || (code >= 65 && code <= 70)],
  ['Space', isSpace],
  ['L', unicode(/\p{L}/u)],
  ['Lu', unicode(/\p{Lu}/u)],
  ['Ll', unicode(/\p{Ll}/u)],
  ['M', unicode(/\p{M}/u)],
  ['Mn', unicode(/\p{Mn}/u)],
  ['N', unicode(/\p{N}/u)],
  ['Nd', unicode(/\p{Nd}/u)],
  ['P', unicode(/\p{P}/u)],
  ['S', unicode(/\p{S}/u)],
  ['Sc', unicode(/\p{Sc}/u)],
  ['Z', unicode(/\p{Z}/u)],
  ['Zs', unicode(/\p{Zs}/u)],
  ['C', unicode(/\p{C}/u)],
  ['IsAlphabetic', unicode(/\p{Alphabetic}/u)],
  ['IsLetter', unicode(/\p{L}/u)],
  ['IsDigit', unicode(/\p{Nd}/u)],
  ['IsUppercase', unicode(/\p{Uppercase}/u)],
  ['IsLowercase', unicode(/\p{Lowercase}/u)],
  ['IsPunctuation', unicode(/\p{P}/u)],
  ['IsWhite_Space', unicode(/\p{White_Space}/u)],
  ['IsLatin', unicode(/\p{Script=Latin}/u)],
  ['javaLowerCase', unicode(/\p{Lowercase}/u)],
  ['javaUpperCase', unicode(/\p{Uppercase}/u)],
])

function unicode(pattern: RegExp): CharacterTest {
  return (code) => pattern.test(String.fromCodePoint(code))
}

/** The class of `\d`, `\W`...; undefined for another letter. */
export function escapeClass(letter: string): CharacterTest | undefined {
  const lower = letter.toLowerCase()
  const test = ESCAPES.get(lower)
  return test === undefined || letter === lower ? test : not(test)
}

/** The class of `\p{name}`. */
export function propertyClass(name: string): CharacterTest {
  const test = PROPERTIES.get(name) ?? PROPERTIES.get(name.replace(/^Is/, ''))
  if (test === undefined) throw new TemplateError('PatternSyntaxException', `Unknown character property name {${name}}`)
  return test
}

export function not(test: CharacterTest): CharacterTest {
  return (code) => !test(code)
}

/** One character, in one case or in both. */
export function single(code: number, ignoreCase: boolean): CharacterTest {
  const other = ignoreCase ? otherCase(code) : code
  return other === code ? (given) => given === code : (given) => given === code || given === other
}

/** All characters from one to another, in one case or in both. */
export function range(from: number, to: number, ignoreCase: boolean): CharacterTest {
  const within: CharacterTest = (code) => code >= from && code <= to
  return ignoreCase ? (code) => within(code) || within(otherCase(code)) : within
}

/** Without the flag `u`, Java ignores the case of ASCII letters only. */
export function otherCase(code: number): number {
  return isLower(code) ? code - 32 : isUpper(code) ? code + 32 : code
}
