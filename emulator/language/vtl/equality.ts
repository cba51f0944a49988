import type { Budget } from './budget'
import { compareNumbers, isNumber, numberText } from './numbers'
import { toText } from './text'
import { JChar, JEntry, JList, JMap, JNumber, stringHash, type Value } from './values'

/** `equals()`: numbers of different kinds are never equal. */
export function equal(left: Value, right: Value, budget: Budget): boolean {
  if (left === right) return true
  if (left instanceof JNumber) return right instanceof JNumber && left.kind === right.kind && numberText(left) === numberText(right)
  if (left instanceof JChar) return right instanceof JChar && left.value === right.value
  if (left instanceof JList) return right instanceof JList && budget.nested(() => equalLists(left, right, budget))
  if (left instanceof JMap) return right instanceof JMap && budget.nested(() => equalMaps(left, right, budget))
  if (left instanceof JEntry) return right instanceof JEntry && equal(left.key, right.key, budget) && equal(left.value, right.value, budget)
  return false
}

function equalLists(left: JList, right: JList, budget: Budget): boolean {
  budget.step()
  if (left.items.length !== right.items.length || isList(left) !== isList(right) || left.kind === 'array') return false
  if (left.kind === 'set') return left.items.every((item) => contains(right.items, item, budget))
  return isList(left) && left.items.every((item, index) => equal(item, right.items[index] as Value, budget))
}

function isList(list: JList): boolean {
  return list.kind === 'list' || list.kind === 'json'
}

function equalMaps(left: JMap, right: JMap, budget: Budget): boolean {
  budget.step(1 + left.size)
  return (
    left.size === right.size && left.entries().every(({ key, value }) => right.has(key) && equal(value, right.get(key) as Value, budget))
  )
}

/** Where the value is in the list, from `from` on; -1 if nowhere. */
export function indexIn(items: readonly Value[], value: Value, budget: Budget): number {
  budget.step(1 + items.length)
  return items.findIndex((item) => equal(item, value, budget))
}

export function contains(items: readonly Value[], value: Value, budget: Budget): boolean {
  return indexIn(items, value, budget) >= 0
}

/** `==` of Velocity: numbers by value, values of one class by `equals`, all others by what they print. */
export function looselyEqual(left: Value, right: Value, budget: Budget): boolean {
  if (left === right) return true
  if (left === null || right === null) return false
  if (isNumber(left) && isNumber(right)) return compareNumbers(left, right) === 0
  if (sameClass(left, right)) return equal(left, right, budget)
  return toText(left, budget) === toText(right, budget)
}

function sameClass(left: Value, right: Value): boolean {
  if (typeof left === 'object' && typeof right === 'object') return left?.constructor === right?.constructor
  return typeof left === typeof right
}

/** `hashCode()`, where Java defines it by the value; 0 elsewhere. */
export function hash(value: Value, budget: Budget): number {
  budget.step()
  if (typeof value === 'string') return stringHash(value)
  if (typeof value === 'number') return value
  if (typeof value === 'boolean') return value ? 1231 : 1237
  if (value instanceof JChar) return value.value.charCodeAt(0)
  if (value instanceof JNumber) return numberHash(value)
  if (value === null) return 0
  return budget.nested(() => {
    if (value instanceof JList) {
      if (value.kind === 'set') return value.items.reduce<number>((sum, item) => (sum + hash(item, budget)) | 0, 0)
      return value.items.reduce<number>((sum, item) => (Math.imul(sum, 31) + hash(item, budget)) | 0, 1)
    }
    if (value instanceof JMap)
      return value.entries().reduce((sum, entry) => (sum + (hash(entry.key, budget) ^ hash(entry.value, budget))) | 0, 0)
    if (value instanceof JEntry) return hash(value.key, budget) ^ hash(value.value, budget)
    return 0
  })
}

function numberHash(value: JNumber): number {
  if (value.kind === 'long') {
    const bits = BigInt.asUintN(64, value.value as bigint)
    return Number(BigInt.asIntN(32, bits ^ (bits >> 32n)))
  }
  if (value.kind === 'double') {
    const view = new DataView(new ArrayBuffer(8))
    view.setFloat64(0, value.value as number)
    return view.getInt32(0) ^ view.getInt32(4)
  }
  return stringHash(numberText(value))
}
