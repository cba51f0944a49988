import type { JavaRegex } from '../java-regex/regex'
import { compareDecimals, type Decimal, decimalText, parseDecimal } from '../json/decimal'
import { JsonNumber } from '../json/number'
import { JsonParseError, parseJson } from '../json/parse'
import { type Json, jsonEquals } from '../json/value'
import { JsonPathError } from './error'

/** A side of a comparison, once its path is read. */
export type Operand =
  | { readonly type: 'number'; readonly value: Decimal }
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'boolean'; readonly value: boolean }
  | { readonly type: 'null' }
  /** A path that points at nothing. */
  | { readonly type: 'undefined' }
  /** An array or object; `literal` when it was written in the filter. */
  | { readonly type: 'json'; readonly value: Json; readonly literal: boolean }
  | { readonly type: 'pattern'; readonly value: JavaRegex }
  /** A text in a list that reads like a path: equal to nothing. */
  | { readonly type: 'path' }

export const UNDEFINED: Operand = { type: 'undefined' }

/** The operand for what a path points at. */
export function operandOf(value: Json | undefined): Operand {
  if (value === undefined) return UNDEFINED
  if (value === null) return { type: 'null' }
  if (typeof value === 'string') return { type: 'string', value }
  if (typeof value === 'boolean') return { type: 'boolean', value }
  if (value instanceof JsonNumber) return { type: 'number', value: decimalOf(value) }
  if (value instanceof Set) throw new JsonPathError('runtime', 'Could not convert a set of keys to a ValueNode')
  return { type: 'json', value, literal: false }
}

function decimalOf(value: JsonNumber): Decimal {
  const decimal = value.asDecimal()
  if (decimal === undefined) throw new JsonPathError('runtime', `${value} is no decimal number`)
  return decimal
}

/** Jayway's equality of nodes: a number and a string are equal when the string reads as that number, or the number prints as that string. */
export function sameOperand(left: Operand, right: Operand): boolean {
  switch (left.type) {
    case 'number': {
      const other = right.type === 'number' ? right.value : right.type === 'string' ? parseDecimal(right.value) : undefined
      return other !== undefined && compareDecimals(left.value, other) === 0
    }
    case 'string':
      if (right.type === 'number') return left.value === decimalText(right.value)
      return right.type === 'string' && left.value === right.value
    case 'boolean':
      return right.type === 'boolean' && left.value === right.value
    case 'null':
      return right.type === 'null'
    case 'json':
      // A literal on the left is compared as text to the parsed value on the right, and so never equal to it.
      return right.type === 'json' && !left.literal && jsonEquals(left.value, right.value)
    default:
      return false
  }
}

/** The elements of an array as operands; undefined when the operand is no array. */
export function elementsOf(operand: Operand, isPath: (text: string) => boolean): Operand[] | undefined {
  if (operand.type !== 'json' || !Array.isArray(operand.value)) return undefined
  return operand.value.map((item) => elementOperand(item, isPath))
}

function elementOperand(item: Json, isPath: (text: string) => boolean): Operand {
  if (typeof item !== 'string') {
    if (item === null || typeof item === 'boolean' || item instanceof JsonNumber) return operandOf(item)
    throw new JsonPathError('runtime', 'Could not determine value type')
  }
  const trimmed = item.trim()
  if (/^[@$]/.test(trimmed) && isPath(trimmed)) return { type: 'path' }
  const value = looksLikeJson(trimmed) ? parsed(trimmed) : undefined
  return value === undefined ? { type: 'string', value: item } : { type: 'json', value, literal: true }
}

function looksLikeJson(text: string): boolean {
  return text.length > 1 && ((text[0] === '[' && text.at(-1) === ']') || (text[0] === '{' && text.at(-1) === '}'))
}

function parsed(text: string): Json | undefined {
  try {
    return parseJson(text)
  } catch (error) {
    if (error instanceof JsonParseError) return undefined
    throw error
  }
}
