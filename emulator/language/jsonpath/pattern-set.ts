/** A set of characters, by code point. */
export type CharacterSet = (code: number) => boolean

/** The sets with a letter of their own, as java.util.regex has them without UNICODE_CHARACTER_CLASS: ASCII only. */
export const LETTER_SETS: ReadonlyMap<string, CharacterSet> = new Map<string, CharacterSet>([
  ['d', isDigit],
  ['w', isWord],
  ['s', (code) => code === 32 || (code >= 9 && code <= 13)],
  ['h', (code) => code === 32 || code === 9 || code === 0xa0 || code === 0x1680 || code === 0x180e || isWideBlank(code)],
  ['v', (code) => (code >= 10 && code <= 13) || code === 0x85 || code === 0x2028 || code === 0x2029],
])

const POSIX: ReadonlyMap<string, CharacterSet> = new Map<string, CharacterSet>([
  ['Lower', isLower],
  ['Upper', isUpper],
  ['ASCII', (code) => code < 128],
  ['Alpha', (code) => isLower(code) || isUpper(code)],
  ['Digit', isDigit],
  ['Alnum', (code) => isWord(code) && code !== 95],
  ['Punct', (code) => isGraph(code) && (!isWord(code) || code === 95)],
  ['Graph', isGraph],
  ['Print', (code) => isGraph(code) || code === 32],
  ['Blank', (code) => code === 32 || code === 9],
  ['Cntrl', (code) => code < 32 || code === 127],
  ['XDigit', (code) => isDigit(code) || (code >= 65 && code <= 70) || (code >= 97 && code <= 102)],
  ['Space', (code) => code === 32 || (code >= 9 && code <= 13)],
])

export function isWord(code: number): boolean {
  return isDigit(code) || isLower(code) || isUpper(code) || code === 95
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57
}

function isLower(code: number): boolean {
  return code >= 97 && code <= 122
}

function isUpper(code: number): boolean {
  return code >= 65 && code <= 90
}

function isGraph(code: number): boolean {
  return code > 32 && code < 127
}

function isWideBlank(code: number): boolean {
  return (code >= 0x2000 && code <= 0x200a) || code === 0x202f || code === 0x205f || code === 0x3000
}

/** `\p{name}`: a POSIX set, or a category, script or property of Unicode; undefined when there is none of that name. */
export function namedSet(name: string): CharacterSet | undefined {
  const posix = POSIX.get(name)
  if (posix !== undefined || !/^[A-Za-z_=]{1,40}$/.test(name)) return posix
  const bare = name.replace(/^Is/, '').replace(/^(?:gc|general_category)=/, '')
  for (const candidate of [bare, `Script=${bare}`, name]) {
    try {
      const single = new RegExp(`^\\p{${candidate}}$`, 'u')
      return (code) => single.test(String.fromCodePoint(code))
    } catch {
      // Not a name of this kind: the next.
    }
  }
  return undefined
}

/** The set with the other case of its letters; ASCII letters only, unless `unicode`. */
export function caseless(set: CharacterSet, unicode: boolean): CharacterSet {
  return (code) => {
    if (set(code)) return true
    if (code < 128) return (isLower(code) && set(code - 32)) || (isUpper(code) && set(code + 32))
    if (!unicode) return false
    const char = String.fromCodePoint(code)
    return set(char.toLowerCase().codePointAt(0) as number) || set(char.toUpperCase().codePointAt(0) as number)
  }
}

/** What `.` matches; `unixLines`: only a line feed ends a line. */
export function anyCharacter(dotAll: boolean, unixLines: boolean): CharacterSet {
  if (dotAll) return () => true
  return unixLines ? (code) => code !== 10 : (code) => !isLineEnd(code)
}

export function isLineEnd(code: number): boolean {
  return code === 10 || code === 13 || code === 0x85 || code === 0x2028 || code === 0x2029
}
