import { compareDecimals, decimalText } from '../json/decimal'
import type { Json } from '../json/value'
import type { StepCounter } from '../steps'
import { TextSearch } from '../text-search'
import { JsonPathError } from './error'
import { elementsOf, type Operand, sameOperand } from './operand'

/** What an operator may ask besides its two sides. */
export interface Comparison {
  readonly budget: StepCounter
  readonly isPath: (text: string) => boolean
}

export type Operator = (left: Operand, right: Operand, comparison: Comparison) => boolean

/** All of Jayway's operators, by their names in upper case. `exists` is also what a path without operator means. */
export const OPERATORS: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ['==', same],
  ['!=', (left, right, comparison) => !same(left, right, comparison)],
  ['===', sameTyped],
  ['!==', (left, right, comparison) => !sameTyped(left, right, comparison)],
  ['<', ordered((order) => order < 0)],
  ['<=', ordered((order) => order <= 0)],
  ['>', ordered((order) => order > 0)],
  ['>=', ordered((order) => order >= 0)],
  ['=~', matches],
  ['IN', isIn],
  ['NIN', (left, right, comparison) => !isIn(left, right, comparison)],
  ['CONTAINS', contains],
  ['ALL', all],
  ['SIZE', hasSize],
  ['EMPTY', isEmpty],
  ['SUBSETOF', lists((left, right) => left.every((each) => includes(right, each)))],
  ['ANYOF', lists((left, right) => left.some((each) => includes(right, each)))],
  ['NONEOF', lists((left, right) => !left.some((each) => includes(right, each)))],
  ['EXISTS', (left, right) => flag(left) === flag(right)],
  // These two compare with Java classes and predicates, which no path can write: they never hold.
  ['TYPE', () => false],
  ['MATCHES', () => false],
])

/** A filter that meets a value of the wrong kind does not hold, whatever else it says. */
function misfit(expected: string): JsonPathError {
  return new JsonPathError('invalid-path', `Expected ${expected} node`)
}

function same(left: Operand, right: Operand, { budget }: Comparison): boolean {
  if (left.type === 'json' && right.type === 'json') weigh(left.value, budget)
  return sameOperand(left, right)
}

/** Takes a step for each value that a comparison may visit. */
function weigh(value: Json, budget: StepCounter): void {
  budget.step()
  if (Array.isArray(value) || value instanceof Map) for (const item of value.values()) weigh(item, budget)
}

function sameTyped(left: Operand, right: Operand, comparison: Comparison): boolean {
  return left.type === right.type && same(left, right, comparison)
}

/** Numbers with numbers and strings with strings; anything else has no order. */
function ordered(holds: (order: number) => boolean): Operator {
  return (left, right) => {
    if (left.type === 'number' && right.type === 'number') return holds(compareDecimals(left.value, right.value))
    if (left.type !== 'string' || right.type !== 'string') return false
    return holds(left.value < right.value ? -1 : left.value > right.value ? 1 : 0)
  }
}

/** The pattern matches the whole text, on either side; in an array, any element. */
function matches(left: Operand, right: Operand, comparison: Comparison): boolean {
  const [pattern, value] = left.type === 'pattern' ? [left, right] : [right, left]
  if (pattern.type !== 'pattern' || value.type === 'pattern') return false
  const test = (operand: Operand): boolean => {
    comparison.budget.step(4)
    return pattern.value.matches(textOf(operand), comparison.budget)
  }
  const elements = elementsOf(value, comparison.isPath)
  return elements === undefined ? test(value) : elements.some(test)
}

function textOf(operand: Operand): string {
  if (operand.type === 'string') return operand.value
  if (operand.type === 'number') return decimalText(operand.value)
  return operand.type === 'boolean' ? String(operand.value) : ''
}

function includes(list: readonly Operand[], wanted: Operand): boolean {
  return list.some((each) => sameOperand(wanted, each))
}

function listOf(operand: Operand, { budget, isPath }: Comparison): Operand[] | undefined {
  if (operand.type !== 'json') throw misfit('value list')
  // Each element becomes an operand first, which costs more than a visit.
  if (Array.isArray(operand.value)) budget.step(operand.value.length * 4)
  return elementsOf(operand, isPath)
}

function isIn(left: Operand, right: Operand, comparison: Comparison): boolean {
  const list = listOf(right, comparison)
  return list !== undefined && includes(list, left)
}

function contains(left: Operand, right: Operand, comparison: Comparison): boolean {
  if (left.type === 'string' && right.type === 'string') return new TextSearch(right.value).first(left.value) >= 0
  return left.type === 'json' && isIn(right, left, comparison)
}

function all(left: Operand, right: Operand, comparison: Comparison): boolean {
  const wanted = listOf(right, comparison)
  if (wanted === undefined) throw misfit('value list')
  if (left.type !== 'json') return false
  const list = listOf(left, comparison)
  if (list === undefined) return true
  comparison.budget.step(list.length * wanted.length)
  return wanted.every((each) => includes(list, each))
}

function lists(holds: (left: readonly Operand[], right: readonly Operand[]) => boolean): Operator {
  return (left, right, comparison) => {
    const wanted = listOf(right, comparison)
    if (wanted === undefined) return false
    const list = listOf(left, comparison)
    if (list === undefined) return false
    comparison.budget.step(list.length * wanted.length)
    return holds(list, wanted)
  }
}

function hasSize(left: Operand, right: Operand): boolean {
  if (right.type !== 'number') return false
  const size = Math.trunc(Number(decimalText(right.value)))
  if (left.type === 'string') return left.value.length === size
  return left.type === 'json' && (Array.isArray(left.value) ? left.value.length : -1) === size
}

/** On an object Jayway fails with a ClassCastException. */
function isEmpty(left: Operand, right: Operand): boolean {
  if (left.type === 'string') return (left.value === '') === flag(right)
  if (left.type !== 'json') return false
  const wanted = flag(right)
  if (Array.isArray(left.value)) return (left.value.length === 0) === wanted
  throw new JsonPathError('runtime', 'an object cannot be cast to a collection')
}

function flag(operand: Operand): boolean {
  if (operand.type !== 'boolean') throw misfit('boolean')
  return operand.value
}
