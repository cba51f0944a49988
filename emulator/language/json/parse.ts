import { oneClass } from '../../base/one-class'
import { parseDecimal } from './decimal'
import { JsonNumber } from './number'
import type { Json, JsonArray, JsonObject } from './value'

/** The text is no JSON, not even to a permissive reader; the service answers 400 `Could not process payload` (facts/14). */
export class JsonParseError extends Error {
  override readonly name = 'JsonParseError'

  constructor(
    message: string,
    /** Where in the text, counted from 0. */
    readonly position: number,
  ) {
    super(`${message} at position ${position}`)
  }
}
oneClass(JsonParseError)

/** json-smart refuses deeper nesting since 2.4.9; uncertain whether the service's version does. */
const DEEPEST = 400
/** In characters; a payload of the service is 10 MB at most. */
const LONGEST = 10 * 1024 * 1024
/** json-smart marks the end of input with this character, and takes it for the end when it stands in the text. */
const END = 0x1a
/** Characters that end an unquoted text: the end alone, or what can follow a value or a key where it stands. */
const AT_ROOT = ''
const IN_ARRAY = ',]'
const IN_OBJECT = ',}'
const IN_KEY = ':'
const SIMPLE_ESCAPES = new Map(
  Object.entries({ t: '\t', n: '\n', r: '\r', f: '\f', b: '\b', "'": "'", '/': '/', '\\': '\\', '"': '"' }).map(([char, meant]) => [
    char.charCodeAt(0),
    meant,
  ]),
)

/**
 * Reads a body as json-smart does in its permissive mode: unquoted and single-quoted strings and keys, needless and missing commas, leading
 * zeros, NaN, and whatever follows the first value is ignored. Text that looks like nothing else is a string (`a=b` is `"a=b"`).
 */
export function parseJson(text: string): Json {
  if (text.length > LONGEST) throw new JsonParseError(`the text is longer than ${LONGEST} characters`, LONGEST)
  return new Reader(text).value(AT_ROOT, 0)
}

function isBlank(code: number): boolean {
  return code === 32 || code === 10 || code === 13 || code === 9
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57
}

class Reader {
  private at = 0

  constructor(private readonly text: string) {}

  private code(): number {
    return this.at < this.text.length ? this.text.charCodeAt(this.at) : END
  }

  private unexpected(): JsonParseError {
    const what = this.code() === END ? 'unexpected end of the text' : `unexpected character ${JSON.stringify(this.text.charAt(this.at))}`
    return new JsonParseError(what, this.at)
  }

  private skipBlanks(): void {
    while (this.at < this.text.length && isBlank(this.text.charCodeAt(this.at))) this.at += 1
  }

  value(stops: string, depth: number): Json {
    this.skipBlanks()
    const code = this.code()
    if (code === 123 || code === 91) {
      if (depth >= DEEPEST) throw new JsonParseError(`nested deeper than ${DEEPEST} levels`, this.at)
      return code === 123 ? this.object(depth + 1) : this.array(depth + 1)
    }
    if (code === 34 || code === 39) return this.string(code)
    if (code === 58 || code === 125 || code === 93) throw this.unexpected()
    if (isDigit(code) || code === 45) return this.number(stops)
    return named(this.unquoted(stops))
  }

  private array(depth: number): JsonArray {
    const items: JsonArray = []
    this.at += 1
    for (;;) {
      this.skipBlanks()
      const code = this.code()
      if (code === 44) this.at += 1
      else if (code === 93) break
      else if (code === 58 || code === 125 || code === END) throw this.unexpected()
      else items.push(this.value(IN_ARRAY, depth))
    }
    this.at += 1
    return items
  }

  private object(depth: number): JsonObject {
    const members: JsonObject = new Map()
    this.at += 1
    for (;;) {
      this.skipBlanks()
      const code = this.code()
      if (code === 44) this.at += 1
      else if (code === 125) break
      else if (code === 58 || code === 93 || code === 91 || code === 123) throw this.unexpected()
      else this.member(members, depth)
    }
    this.at += 1
    return members
  }

  private member(members: JsonObject, depth: number): void {
    const code = this.code()
    const key = code === 34 || code === 39 ? this.string(code) : this.unquoted(IN_KEY)
    this.skipBlanks()
    if (this.code() !== 58) throw this.unexpected()
    this.at += 1
    if (this.at >= this.text.length) throw this.unexpected()
    members.set(key, this.value(IN_OBJECT, depth))
    this.skipBlanks()
    if (this.code() === END) throw this.unexpected()
  }

  /** A text up to one of the stops, without the blanks and control characters around it. */
  private unquoted(stops: string, from = this.at): string {
    while (!this.stopsHere(stops)) this.at += 1
    let [start, end] = [from, this.at]
    while (start < end && this.text.charCodeAt(start) <= 32) start += 1
    while (end > start && this.text.charCodeAt(end - 1) <= 32) end -= 1
    return this.text.slice(start, end)
  }

  private stopsHere(stops: string): boolean {
    const code = this.code()
    return code === END || (stops.length > 0 && (code === stops.charCodeAt(0) || code === stops.charCodeAt(1)))
  }

  private string(quote: number): string {
    const start = this.at + 1
    const end = this.text.indexOf(quote === 34 ? '"' : "'", start)
    if (end < 0) throw new JsonParseError('unexpected end of the text', this.text.length)
    const plain = this.text.slice(start, end)
    this.at = end + 1
    // Without a backslash the text is taken as it stands; with one, control characters in it are dropped: json-smart has two ways to read.
    return plain.includes('\\') ? this.escapedString(quote, start) : plain
  }

  private escapedString(quote: number, start: number): string {
    let out = ''
    let done = start
    this.at = start
    for (; ; this.at += 1) {
      const code = this.code()
      if (code === END) throw this.unexpected()
      if (code === quote) break
      if (code !== 92 && code >= 32 && code !== 127) continue
      out += this.text.slice(done, this.at)
      if (code === 92) out += this.escape()
      done = this.at + 1
    }
    out += this.text.slice(done, this.at)
    this.at += 1
    return out
  }

  /** Stands on the backslash, and leaves off on the last character of the escape. An unknown escape is nothing. */
  private escape(): string {
    this.at += 1
    const code = this.code()
    if (code === 117) return this.unicode(4)
    if (code === 120) return this.unicode(2)
    if (code === END) throw this.unexpected()
    return SIMPLE_ESCAPES.get(code) ?? ''
  }

  private unicode(digits: number): string {
    const hex = this.text.slice(this.at + 1, this.at + 1 + digits)
    if (hex.length < digits || !/^[0-9A-Fa-f]+$/.test(hex)) throw new JsonParseError('unexpected unicode escape', this.at)
    this.at += digits
    return String.fromCharCode(Number.parseInt(hex, 16))
  }

  private skipDigits(): void {
    while (isDigit(this.code())) this.at += 1
  }

  /** A number, when nothing but a stop follows it; else a text that begins like one. */
  private number(stops: string): Json {
    const start = this.at
    this.at += 1
    this.skipDigits()
    let code = this.code()
    const whole = code !== 46 && code !== 69 && code !== 101
    if (code === 46) {
      this.at += 1
      this.skipDigits()
      code = this.code()
    }
    if (!whole && (code === 69 || code === 101)) {
      this.at += 1
      code = this.code()
      if (code !== 43 && code !== 45 && !isDigit(code)) return this.unquoted(stops, start)
      this.at += 1
      this.skipDigits()
    }
    const end = this.at
    this.skipBlanks()
    if (this.code() < 126 && !this.stopsHere(stops)) return this.unquoted(stops, start)
    const text = this.text.slice(start, end)
    return whole ? (text === '-' ? JsonNumber.int(0) : JsonNumber.integer(text)) : fraction(text, start)
  }
}

/** Up to 18 characters a Double, longer ones a BigDecimal that keeps every digit. */
function fraction(text: string, position: number): JsonNumber {
  const decimal = parseDecimal(text)
  if (decimal === undefined) throw new JsonParseError(`${JSON.stringify(text.slice(0, 40))} is not a number`, position)
  return text.length > 18 ? JsonNumber.decimal(decimal) : JsonNumber.double(Number(text))
}

function named(text: string): Json {
  if (text === 'null') return null
  if (text === 'true') return true
  if (text === 'false') return false
  return text === 'NaN' ? JsonNumber.NaN : text
}
