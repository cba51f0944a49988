import type { JsonNumber } from './number'

/**
 * A JSON value as the service holds it. Objects are `Map`s: the keys keep the order of the text (also keys that look like integers), a key
 * that comes twice keeps its first place and its last value, and `__proto__` is a key like any other. A `Set` never comes out of a parse:
 * it is what the JSONPath function `keys()` answers, and prints as Java prints a set.
 */
export type Json = null | boolean | string | JsonNumber | JsonArray | JsonObject | JsonKeySet
export type JsonArray = Json[]
export type JsonObject = Map<string, Json>
export type JsonKeySet = ReadonlySet<string>

/** Whether the value is an object. */
export function isObject(value: Json): value is JsonObject {
  return value instanceof Map
}

/** Java's equals: order counts in arrays and not in objects, numbers are equal within their class only. */
export function jsonEquals(left: Json, right: Json): boolean {
  if (left === right) return true
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false
  if (Array.isArray(left)) {
    return Array.isArray(right) && left.length === right.length && left.every((item, at) => jsonEquals(item, right[at] as Json))
  }
  if (left instanceof Map) {
    if (!(right instanceof Map) || left.size !== right.size) return false
    for (const [key, value] of left) {
      const other = right.get(key)
      if (other === undefined || !jsonEquals(value, other)) return false
    }
    return true
  }
  if (left instanceof Set) return right instanceof Set && left.size === right.size && [...left].every((key) => right.has(key))
  return !(Array.isArray(right) || right instanceof Map || right instanceof Set) && (left as JsonNumber).equals(right as JsonNumber)
}
