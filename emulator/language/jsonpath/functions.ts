import { JsonNumber } from '../json/number'
import type { Json } from '../json/value'
import { JsonPathError, OutOfBounds } from './error'

/** Arguments are read when a function asks for them, and not before. */
type Arguments = readonly (() => Json)[]

/** A function at the end of a path: the value that it stands on, and its arguments. */
export type PathFunction = (model: Json, given: Arguments) => Json

/** All of Jayway's functions. `length` and `size` also count what their argument, a path, holds: `evaluate.ts` asks for its elements. */
export const FUNCTIONS: ReadonlyMap<string, PathFunction> = new Map<string, PathFunction>([
  ['avg', aggregation((numbers) => sum(numbers) / numbers.length)],
  ['stddev', aggregation(deviation)],
  ['sum', aggregation(sum)],
  ['min', aggregation((numbers) => numbers.reduce((least, each) => (least > each ? each : least)))],
  ['max', aggregation((numbers) => numbers.reduce((most, each) => (most < each ? each : most)))],
  ['concat', concat],
  ['length', length],
  ['size', length],
  ['append', append],
  ['keys', (model) => (model instanceof Map ? new Set(model.keys()) : null)],
  ['first', (model) => elementOf(model, () => 0)],
  ['last', (model) => elementOf(model, () => -1)],
  ['index', (model, given) => elementOf(model, () => indexFrom(given))],
])

/** Whether the function counts the elements of what its first argument points at. */
export function countsElements(name: string): boolean {
  return name === 'length' || name === 'size'
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0)
}

function deviation(numbers: readonly number[]): number {
  const total = sum(numbers)
  const squares = numbers.reduce((all, each) => all + each * each, 0)
  return Math.sqrt(squares / numbers.length - (total * total) / numbers.length / numbers.length)
}

function aggregation(of: (numbers: readonly number[]) => number): PathFunction {
  return (model, given) => {
    const candidates = [...(Array.isArray(model) ? model : []), ...flattened(given)]
    const numbers = candidates.flatMap((each) => (each instanceof JsonNumber ? [each.value] : []))
    if (numbers.length === 0) throw new JsonPathError('runtime', 'Aggregation function attempted to calculate value using empty array')
    return JsonNumber.double(of(numbers))
  }
}

/** Arguments that are arrays stand for their elements. */
function flattened(given: Arguments): Json[] {
  return given.flatMap((each) => each())
}

/** Strings of the array, then everything in arrays of the arguments as text, and those arguments that are strings. */
function concat(model: Json, given: Arguments): Json {
  let text = ''
  if (Array.isArray(model)) for (const item of model) if (typeof item === 'string') text += item
  for (const each of given) {
    const value = each()
    if (Array.isArray(value))
      for (const item of value) text += typeof item === 'string' || item instanceof JsonNumber || typeof item === 'boolean' ? item : ''
    else if (typeof value === 'string') text += value
  }
  return text
}

function length(model: Json, given: Arguments): Json {
  const first = given[0]?.()
  if (Array.isArray(first)) return JsonNumber.int(first.length)
  if (Array.isArray(model)) return JsonNumber.int(model.length)
  return model instanceof Map ? JsonNumber.int(model.size) : null
}

/** Jayway changes the document in place; the body is read anew for each path, so that a copy shows the same. */
function append(model: Json, given: Arguments): Json {
  return Array.isArray(model) && given.length > 0 ? [...model, ...given.map((each) => each())] : model
}

function indexFrom(given: Arguments): number {
  const index = flattened(given).find((each) => each instanceof JsonNumber)
  if (!(index instanceof JsonNumber)) throw new OutOfBounds(0, 0)
  return Math.trunc(index.value) | 0
}

/** Counted from the end, the first element is out of reach: `last()` of a single element fails, as in Jayway 2.10. */
function elementOf(model: Json, indexOf: () => number): Json {
  if (!Array.isArray(model)) throw new JsonPathError('runtime', 'Aggregation function attempted to calculate value using empty array')
  const index = indexOf()
  const found = index >= 0 ? index : model.length + index
  if (index < 0 && found <= 0) throw new JsonPathError('runtime', `Target index:${index} larger than object count:${model.length}`)
  if (found >= model.length) throw new OutOfBounds(found, model.length)
  return model[found] as Json
}
