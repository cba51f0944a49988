import { JsonNumber } from './number'
import type { Json } from './value'

/** Deeper values are refused: only a value that a template built can be so deep, or contain itself. */
const DEEPEST = 1_000
const HEX = '0123456789ABCDEF'
const SHORT_ESCAPES = new Map([
  [8, '\\b'],
  [9, '\\t'],
  [10, '\\n'],
  [12, '\\f'],
  [13, '\\r'],
  [34, '\\"'],
  [92, '\\\\'],
])

/** How strings are escaped: `web` is json-smart's default (`/` as `\/`, U+2000 to U+20FF by number), `plain` what `$input.json` uses. */
export type Escaping = 'plain' | 'web'

/**
 * The value as JSON without blanks. `plain` is the form of `$input.json`, `web` that of a printed JSONArray
 * (facts/14, JSON and JSONPath; that `$input.json` leaves `/` alone is uncertain).
 */
export function printJson(value: Json, escaping: Escaping = 'plain'): string {
  return write(value, escaping, 0)
}

/**
 * What Java's toString gives: `{a=1, b=[{"c":5}]}`. Objects print as LinkedHashMap, arrays as JSON with everything inside as JSON
 * (facts/14, recorded), a set of keys as `[a, b]`; null is `null`.
 */
export function printJava(value: Json): string {
  return writeJava(value, 0)
}

function writeJava(value: Json, depth: number): string {
  if (value instanceof Map) {
    if (depth > DEEPEST) throw new RangeError('the value is nested too deep to be printed')
    let text = ''
    for (const [key, item] of value) text += `${text === '' ? '' : ', '}${key}=${writeJava(item, depth + 1)}`
    return `{${text}}`
  }
  if (value instanceof Set) return `[${[...value].join(', ')}]`
  return Array.isArray(value) ? write(value, 'web', depth) : String(value)
}

function write(value: Json, escaping: Escaping, depth: number): string {
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'string') return quote(value, escaping)
  if (value instanceof JsonNumber) return writeNumber(value)
  if (depth > DEEPEST) throw new RangeError('the value is nested too deep to be printed')
  let text = ''
  if (value instanceof Map) {
    for (const [key, item] of value) text += `${text === '' ? '' : ','}${quote(key, escaping)}:${write(item, escaping, depth + 1)}`
    return `{${text}}`
  }
  for (const item of value as Iterable<Json>) text += `${text === '' ? '' : ','}${write(item, escaping, depth + 1)}`
  return `[${text}]`
}

/** NaN and the infinities have no JSON: json-smart writes null. */
function writeNumber(value: JsonNumber): string {
  return Number.isFinite(value.value) || (value.kind !== 'double' && value.kind !== 'float') ? value.toString() : 'null'
}

/** The text as a JSON string, in its quotes. */
export function quote(text: string, escaping: Escaping = 'plain'): string {
  let out = ''
  let done = 0
  for (let at = 0; at < text.length; at += 1) {
    const escaped = escapeOf(text.charCodeAt(at), escaping)
    if (escaped === undefined) continue
    out += text.slice(done, at) + escaped
    done = at + 1
  }
  return `"${done === 0 ? text : out + text.slice(done)}"`
}

function escapeOf(code: number, escaping: Escaping): string | undefined {
  if (code > 92 && code < 127) return undefined
  if (code === 47) return escaping === 'web' ? '\\/' : undefined
  if (code > 34 && code < 92) return undefined
  const short = SHORT_ESCAPES.get(code)
  if (short !== undefined) return short
  const byNumber = code < 32 || (code >= 0x7f && code <= 0x9f) || (escaping === 'web' && code >= 0x2000 && code <= 0x20ff)
  if (!byNumber) return undefined
  return `\\u${HEX[code >> 12]}${HEX[(code >> 8) & 15]}${HEX[(code >> 4) & 15]}${HEX[code & 15]}`
}
