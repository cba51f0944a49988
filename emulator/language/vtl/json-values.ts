import { JsonNumber } from '../json/number'
import { JsonParseError, parseJson } from '../json/parse'
import type { Json } from '../json/value'
import { JList, JMap, JNumber, type Value } from './values'

/** Longer integers than this are kept as text: nobody calculates with them. */
const LONGEST_INTEGER = 1_000

/** A JSON value as a template's: objects are LinkedHashMaps, arrays JSONArrays, numbers of their own kind. */
export function fromJson(json: Json): Value {
  if (json === null || typeof json === 'string' || typeof json === 'boolean') return json
  if (json instanceof JsonNumber) return numberFromJson(json)
  if (json instanceof Map) {
    const map = new JMap()
    for (const [key, value] of json) map.put(key, fromJson(value))
    return map
  }
  if (json instanceof Set) return new JList([...json], 'set')
  return new JList((json as Json[]).map(fromJson), 'json')
}

function numberFromJson(number: JsonNumber): Value {
  const text = number.toString()
  switch (number.kind) {
    case 'int':
      return number.value
    case 'long':
      return new JNumber('long', BigInt(text))
    case 'big-integer':
      return text.length > LONGEST_INTEGER ? new JNumber('decimal', number.value, text) : new JNumber('big', BigInt(text))
    case 'decimal':
      return new JNumber('decimal', number.value, text)
    default:
      return new JNumber('double', number.value)
  }
}

/** A JSON text as a template's value; undefined when it cannot be read. */
export function valueOfJsonText(text: string): Value | undefined {
  try {
    return fromJson(parseJson(text))
  } catch (error) {
    if (error instanceof JsonParseError) return undefined
    throw error
  }
}
