import type { Budget } from '../budget'
import { TemplateError } from '../errors'
import { JChar, JNumber, type Value } from '../values'

/** A method of a type: undefined means that it takes no such arguments, so the reference is invalid. */
export type Method<Self> = (self: Self, args: readonly Value[], budget: Budget) => Value | undefined

/** The methods of a type, by name. */
export type Methods<Self> = ReadonlyMap<string, Method<Self>>

/** A table of methods. */
export function methods<Self>(table: Readonly<Record<string, Method<Self>>>): Methods<Self> {
  return new Map(Object.entries(table))
}

/** A method without arguments. */
export function plain<Self>(run: (self: Self, budget: Budget) => Value): Method<Self> {
  return (self, args, budget) => (args.length === 0 ? run(self, budget) : undefined)
}

/** A method with one argument of any type. */
export function taking<Self>(run: (self: Self, value: Value, budget: Budget) => Value | undefined): Method<Self> {
  return (self, args, budget) => (args.length === 1 ? run(self, args[0] as Value, budget) : undefined)
}

/** A method with strings as arguments, as many as `run` names. */
export function takingStrings<Self>(
  count: number,
  run: (self: Self, strings: readonly string[], budget: Budget) => Value | undefined,
): Method<Self> {
  return (self, args, budget) =>
    args.length === count && args.every((arg) => typeof arg === 'string') ? run(self, args as readonly string[], budget) : undefined
}

/** The argument as an `int`, if it is one: also a Character. */
export function asInt(value: Value | undefined): number | undefined {
  if (typeof value === 'number') return value
  return value instanceof JChar ? value.value.charCodeAt(0) : undefined
}

/** The argument as a `long`, if it can be one. */
export function asLong(value: Value | undefined): bigint | undefined {
  if (typeof value === 'number') return BigInt(value)
  return value instanceof JNumber && value.kind === 'long' ? (value.value as bigint) : undefined
}

/** Java's complaint about an index. */
export function outOfBounds(
  type: 'StringIndexOutOfBoundsException' | 'IndexOutOfBoundsException',
  index: number,
  size: number,
): TemplateError {
  return new TemplateError(type, `Index ${index} out of bounds for length ${size}`)
}
