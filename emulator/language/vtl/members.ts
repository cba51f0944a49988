import type { Budget } from './budget'
import { equal, hash } from './equality'
import { HostObject } from './host-object'
import type { Method, Methods } from './methods/arguments'
import { JIterator, listMethods } from './methods/lists'
import { MAP_METHODS, mapValues } from './methods/maps'
import { BOOLEAN_METHODS, CHARACTER_METHODS, numberMethods } from './methods/scalars'
import { STRING_METHODS } from './methods/strings'
import { toText } from './text'
import { JChar, JList, JMap, JNumber, JObject, type Value } from './values'

/** Calls a method of a value; undefined when it has none of that name for these arguments. */
export type MethodCall = (target: Value, args: readonly Value[], budget: Budget) => Value | undefined

/** `$x.name(args)`. Methods come from closed tables: nothing of JavaScript's is reachable. A place mostly meets values of one type: its table is remembered. */
export function methodCall(name: string): MethodCall {
  if (name === 'getClass') return (target, args) => (args.length === 0 ? classOf(target) : undefined)
  let table: Methods<Value> | undefined
  let method: Method<Value> | undefined
  return (target, args, budget) => {
    budget.step()
    if (target instanceof JObject) return target.call(name, args, budget) ?? anyObject(target, name, args, budget)
    const own = tableOf(target) as Methods<Value> | undefined
    if (own !== table) {
      table = own
      method = own?.get(name)
    }
    return method?.(target, args, budget)
  }
}

/** `$x.name(args)`, of a name that is known only now. */
export function callMethod(target: Value, name: string, args: readonly Value[], budget: Budget): Value | undefined {
  return methodCall(name)(target, args, budget)
}

function anyObject(target: JObject, name: string, args: readonly Value[], budget: Budget): Value | undefined {
  const [other] = args
  if (name === 'toString' && args.length === 0) return toText(target, budget)
  if (name === 'hashCode' && args.length === 0) return hash(target, budget)
  return name === 'equals' && args.length === 1 && other !== undefined ? equal(target, other, budget) : undefined
}

function tableOf(target: Exclude<Value, JObject>): unknown {
  switch (typeof target) {
    case 'string':
      return STRING_METHODS
    case 'number':
      return numberMethods(target)
    case 'boolean':
      return BOOLEAN_METHODS
    default:
      if (target instanceof JMap) return MAP_METHODS
      if (target instanceof JList) return listMethods(target)
      if (target instanceof JNumber) return numberMethods(target)
      return target instanceof JChar ? CHARACTER_METHODS : undefined
  }
}

/** `$x.name`: a map's entry, else the property of a host object, else what `getName()` or `isName()` answers. */
export function getProperty(target: Value, name: string, budget: Budget): Value | undefined {
  if (name === 'class') return classOf(target)
  if (target instanceof JMap) return target.get(name)
  if (target instanceof JObject) return target.property(name, budget)
  const capital = name.charAt(0).toUpperCase() + name.slice(1)
  return callMethod(target, `get${capital}`, [], budget) ?? callMethod(target, `is${capital}`, [], budget)
}

/** `$x[index]`: a negative index counts from the end. */
export function getIndexed(target: Value, index: Value, budget: Budget): Value | undefined {
  return callMethod(target, 'get', [fromEnd(target, index)], budget)
}

function fromEnd(target: Value, index: Value): Value {
  if (typeof index !== 'number' || index >= 0) return index
  if (target instanceof JList) return index + target.items.length
  return target instanceof JMap ? index + target.size : index
}

/** `#set($x.name = value)`: without effect when there is nothing to set. */
export function setProperty(target: Value, name: string, value: Value): void {
  if (target instanceof JMap) target.put(name, value)
  else if (target instanceof JObject) target.setProperty(name, value)
}

/** `#set($x[index] = value)`. */
export function setIndexed(target: Value, index: Value, value: Value, budget: Budget): void {
  const args = [fromEnd(target, index), value]
  if (callMethod(target, 'set', args, budget) === undefined) callMethod(target, 'put', args, budget)
}

/** What `#foreach` runs over; undefined when the value has no elements. */
export function iteratorOf(value: Value): { hasNext(): boolean; next(): Value } | undefined {
  if (value instanceof JList) return new JIterator(value)
  if (value instanceof JMap) return new JIterator(mapValues(value))
  return value instanceof JIterator ? value : undefined
}

/** `$x.class`: its name only. */
function classOf(value: Value): Value {
  const name = className(value)
  const simple = name.slice(name.lastIndexOf('.') + 1)
  const properties = { name: () => name, simpleName: () => simple }
  return new HostObject('java.lang.Class', { properties }, `class ${name}`)
}

const LIST_CLASSES = {
  list: 'java.util.ArrayList',
  json: 'net.minidev.json.JSONArray',
  array: '[Ljava.lang.Object;',
  set: 'java.util.LinkedHashMap$LinkedKeySet',
  collection: 'java.util.LinkedHashMap$LinkedValues',
}
const NUMBER_CLASSES = { long: 'java.lang.Long', big: 'java.math.BigInteger', double: 'java.lang.Double', decimal: 'java.math.BigDecimal' }

function className(value: Value): string {
  if (typeof value === 'string' || value === null) return 'java.lang.String'
  if (typeof value === 'number') return 'java.lang.Integer'
  if (typeof value === 'boolean') return 'java.lang.Boolean'
  if (value instanceof JNumber) return NUMBER_CLASSES[value.kind]
  if (value instanceof JChar) return 'java.lang.Character'
  if (value instanceof JList) return LIST_CLASSES[value.kind]
  if (value instanceof JMap) return value.hashed ? 'java.util.HashMap' : 'java.util.LinkedHashMap'
  return value.className
}
