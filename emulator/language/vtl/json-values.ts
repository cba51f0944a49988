import { JsonNumber } from '../json/number'
import { JsonParseError, parseJson } from '../json/parse'
import type { Json, JsonObject } from '../json/value'
import type { StepCounter } from '../steps'
import { JList, JMap, JNumber, type MapSource, type Value } from './values'

/** Longer integers than this are kept as text: nobody calculates with them. */
const LONGEST_INTEGER = 1_000

/** A JSON value as a template's: objects are LinkedHashMaps, arrays JSONArrays, numbers of their own kind. */
export function fromJson(json: Json, budget: StepCounter): Value {
  if (json === null || typeof json === 'string' || typeof json === 'boolean') return json
  if (json instanceof JsonNumber) return numberFromJson(json)
  if (json instanceof Map) return new JMap({}, new Members(json, budget))
  const items: readonly Json[] = Array.isArray(json) ? json : [...json]
  budget.step(1 + (items.length >> 2))
  return new JList(
    items.map((item) => fromJson(item, budget)),
    Array.isArray(json) ? 'json' : 'set',
  )
}

/** The members of an object, made when a template asks for them: of a large body it mostly wants a few. */
class Members implements MapSource {
  constructor(
    private readonly object: JsonObject,
    private readonly budget: StepCounter,
  ) {}

  get names(): readonly string[] {
    this.budget.step(1 + (this.object.size >> 2))
    return [...this.object.keys()]
  }

  value(name: string): Value | undefined {
    const json = this.object.get(name)
    return json === undefined ? undefined : fromJson(json, this.budget)
  }
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
export function valueOfJsonText(text: string, budget: StepCounter): Value | undefined {
  budget.step(text.length >> 3)
  try {
    return fromJson(parseJson(text), budget)
  } catch (error) {
    if (error instanceof JsonParseError) return undefined
    throw error
  }
}
