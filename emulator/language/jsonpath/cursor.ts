import { JsonPathError } from './error'

/** A place in the text of a path or a filter. Blanks are spaces only; beyond the text every character is a space, as in Jayway. */
export class Cursor {
  at = 0
  private end: number

  constructor(
    readonly text: string,
    /** Where the text begins in the whole path, for messages. */
    readonly origin = 0,
  ) {
    this.end = text.length
    this.trim()
  }

  /** Drops spaces at both ends; the last character stays. */
  trim(): void {
    this.skipBlanks()
    while (this.end - 1 > this.at && this.text[this.end - 1] === ' ') this.end -= 1
  }

  /** Leaves off the last character. */
  dropLast(): void {
    this.end -= 1
  }

  get length(): number {
    return this.end
  }

  has(at = this.at): boolean {
    return at >= 0 && at < this.end
  }

  /** The character there; a space outside. */
  char(at = this.at): string {
    return this.text[at] ?? ' '
  }

  /** Whether no more than the last character is left: Jayway stops reading there, so that one needless character at the end is ignored. */
  isTail(): boolean {
    return this.at >= this.end - 1
  }

  skipBlanks(): this {
    while (this.at < this.end - 1 && this.text[this.at] === ' ') this.at += 1
    return this
  }

  /** The next character after the place that is no space. */
  nextSignificant(from = this.at): string {
    const at = this.indexOfSignificant(from)
    return this.has(at) ? this.char(at) : ' '
  }

  /** Where the next character that is no space stands. */
  indexOfSignificant(from = this.at): number {
    let at = from + 1
    while (this.has(at) && this.char(at) === ' ') at += 1
    return at
  }

  /** Where the last character before the place stands that is no space; -1 when there is none. */
  indexOfPreviousSignificant(from = this.at): number {
    let at = from - 1
    while (at >= 0 && this.char(at) === ' ') at -= 1
    return at
  }

  /** Where the character stands next, backslashes aside; -1 when it does not. */
  indexOfUnescaped(char: string): number {
    let escaped = false
    for (let at = this.at + 1; this.has(at); at += 1) {
      if (escaped) escaped = false
      else if (this.char(at) === '\\') escaped = true
      else if (this.char(at) === char) return at
    }
    return -1
  }

  /** Where the bracket at a place is closed, with strings (and patterns, if wanted) skipped; -1 when it is not, or does not open there. */
  indexOfClosing(open: string, close: string, patterns: boolean, from = this.at): number {
    if (this.char(from) !== open) return -1
    let opened = 1
    for (let at = from + 1; this.has(at); at += 1) {
      const char = this.char(at)
      if (char === "'" || char === '"' || (patterns && char === '/')) {
        const end = this.endOfQuoted(at)
        if (end < 0) throw this.error(`Could not find matching close quote for ${char}`)
        at = end
      } else if (char === open) opened += 1
      else if (char === close) {
        opened -= 1
        if (opened === 0) return at
      }
    }
    return -1
  }

  private endOfQuoted(from: number): number {
    const before = this.at
    this.at = from
    const end = this.indexOfUnescaped(this.char(from))
    this.at = before
    return end
  }

  /** Takes the text when it comes next, spaces aside. */
  takes(text: string): boolean {
    this.skipBlanks()
    if (!this.has(this.at + text.length - 1) || !this.text.startsWith(text, this.at)) return false
    this.at += text.length
    return true
  }

  slice(from: number, to: number): string {
    return this.text.slice(from, to)
  }

  error(message: string, at = this.at): JsonPathError {
    return new JsonPathError('invalid-path', message, this.origin + at)
  }
}

/** The meaning of backslashes in a quoted name or string; an unknown escape is the character itself. */
export function unescaped(text: string): string {
  if (!text.includes('\\')) return text
  const named: Record<string, string> = { r: '\r', f: '\f', t: '\t', n: '\n', b: '\b' }
  return text.replace(/\\(?:u([0-9a-fA-F]{4})|([\s\S]))/g, (_, hex: string | undefined, char: string) =>
    hex === undefined ? (Object.hasOwn(named, char) ? (named[char] as string) : char) : String.fromCharCode(Number.parseInt(hex, 16)),
  )
}
