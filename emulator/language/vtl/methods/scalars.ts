import type { Budget } from '../budget'
import { equal, hash } from '../equality'
import { TemplateError } from '../errors'
import { arithmetic, compareNumbers, isNumber, numberText, toBigInt, toDouble, toInt } from '../numbers'
import { double, JChar, JNumber, type Value } from '../values'
import { asInt, type Method, type Methods, methods, plain, taking, takingStrings } from './arguments'

type Num = number | JNumber

function parsed(text: string, radix: number, least: bigint, most: bigint): bigint {
  const digits = '0123456789abcdefghijklmnopqrstuvwxyz'.slice(0, radix)
  const bare = text.replace(/^[+-]/, '').toLowerCase()
  const wrong = (): TemplateError => new TemplateError('NumberFormatException', `For input string: "${text}"`)
  if (bare === '' || bare.length > 100 || [...bare].some((digit) => !digits.includes(digit))) throw wrong()
  const value =
    [...bare].reduce((sum, digit) => sum * BigInt(radix) + BigInt(digits.indexOf(digit)), 0n) * (text.startsWith('-') ? -1n : 1n)
  if (value < least || value > most) throw wrong()
  return value
}

function parser(bits: bigint, wrap: (value: bigint) => Value): Method<Num> {
  return (_, args) => {
    const [text, radix] = args
    const base = args.length === 2 ? asInt(radix) : 10
    if (typeof text !== 'string' || args.length > 2 || base === undefined) return undefined
    return wrap(parsed(text, base, -(1n << (bits - 1n)), (1n << (bits - 1n)) - 1n))
  }
}

function parseDouble(text: string): JNumber {
  const trimmed = text.trim()
  if (!/^[+-]?(?:NaN|Infinity|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?[dDfF]?)$/.test(trimmed))
    throw new TemplateError('NumberFormatException', `For input string: "${text}"`)
  return double(Number(trimmed.replace(/[dDfF]$/, '')))
}

/** `toString(n)` and its like: static methods with one number. */
function shown(radix: number): Method<Num> {
  return (_, args) => {
    const value = asInt(args[0])
    return args.length === 1 && value !== undefined ? (value >>> 0).toString(radix) : undefined
  }
}

function choose(pick: (order: number) => boolean): Method<Num> {
  return (_, args) => {
    const [left, right] = args
    if (args.length !== 2 || left === undefined || right === undefined || !isNumber(left) || !isNumber(right)) return undefined
    return pick(compareNumbers(left, right)) ? left : right
  }
}

const anyNumber: Record<string, Method<Num>> = {
  intValue: plain<Num>(toInt),
  longValue: plain((self) => new JNumber('long', BigInt.asIntN(64, toBigInt(self)))),
  doubleValue: plain((self) => double(toDouble(self))),
  floatValue: plain((self) => double(Math.fround(toDouble(self)))),
  shortValue: plain((self) => (toInt(self) << 16) >> 16),
  byteValue: plain((self) => (toInt(self) << 24) >> 24),
  toString: (self: Num, args: readonly Value[]) =>
    args.length === 0 ? numberText(self) : args.length === 1 && isNumber(args[0] as Value) ? numberText(args[0] as Num) : undefined,
  equals: taking((self, value, budget) => equal(self, value, budget)),
  hashCode: plain((self, budget) => hash(self, budget)),
  compareTo: taking((self, other) => (sameKind(self, other) ? Math.sign(compareNumbers(self, other as Num)) : undefined)),
  max: choose((order) => order >= 0),
  min: choose((order) => order <= 0),
}

function sameKind(left: Value, right: Value): boolean {
  return typeof left === 'number'
    ? typeof right === 'number'
    : left instanceof JNumber && right instanceof JNumber && left.kind === right.kind
}

const INTEGER = methods<Num>({
  ...anyNumber,
  parseInt: parser(32n, (value) => Number(value)),
  valueOf: (self: Num, args: readonly Value[], budget: Budget) =>
    typeof args[0] === 'number' ? args[0] : parser(32n, (value) => Number(value))(self, args, budget),
  toHexString: shown(16),
  toBinaryString: shown(2),
  toOctalString: shown(8),
})
const LONG = methods<Num>({
  ...anyNumber,
  parseLong: parser(64n, (value) => new JNumber('long', value)),
  valueOf: parser(64n, (value) => new JNumber('long', value)),
})
const DOUBLE = methods<Num>({
  ...anyNumber,
  isNaN: plain((self) => Number.isNaN(toDouble(self))),
  isInfinite: plain((self) => Math.abs(toDouble(self)) === Number.POSITIVE_INFINITY),
  parseDouble: takingStrings(1, (_, [text]) => parseDouble(text as string)),
  valueOf: takingStrings(1, (_, [text]) => parseDouble(text as string)),
})

function bigOperation(operator: '+' | '-' | '*' | '/' | '%'): Method<Num> {
  return taking((self, other) => {
    if (!(other instanceof JNumber) || other.kind !== 'big') return undefined
    const result = arithmetic(operator, self, other)
    if (result === null) throw new TemplateError('ArithmeticException', 'BigInteger divide by zero')
    return result
  })
}

const BIG = methods<Num>({
  ...anyNumber,
  add: bigOperation('+'),
  subtract: bigOperation('-'),
  multiply: bigOperation('*'),
  divide: bigOperation('/'),
  remainder: bigOperation('%'),
  signum: plain((self) => Math.sign(compareNumbers(self, 0))),
  negate: plain((self) => new JNumber('big', -toBigInt(self))),
  abs: plain((self) => (compareNumbers(self, 0) < 0 ? new JNumber('big', -toBigInt(self)) : self)),
})

/** The methods of a number, by its kind. */
export function numberMethods(value: Num): Methods<Num> {
  if (typeof value === 'number') return INTEGER
  return value.kind === 'long' ? LONG : value.kind === 'big' ? BIG : DOUBLE
}

/** The methods of Boolean. */
export const BOOLEAN_METHODS = methods<boolean>({
  toString: plain<boolean>((self) => String(self)),
  booleanValue: plain((self) => self),
  equals: taking((self, value) => self === value),
  hashCode: plain((self) => (self ? 1231 : 1237)),
  compareTo: taking((self, other) => (typeof other === 'boolean' ? Number(self) - Number(other) : undefined)),
  parseBoolean: takingStrings(1, (_, [text]) => text?.toLowerCase() === 'true'),
  valueOf: taking<boolean>((_, value) =>
    typeof value === 'string' ? value.toLowerCase() === 'true' : typeof value === 'boolean' ? value : undefined,
  ),
})

/** The methods of Character. */
export const CHARACTER_METHODS = methods<JChar>({
  toString: plain<JChar>((self) => self.value),
  charValue: plain((self) => self),
  equals: taking((self, value) => value instanceof JChar && value.value === self.value),
  hashCode: plain((self) => self.value.charCodeAt(0)),
  compareTo: taking((self, other) => (other instanceof JChar ? self.value.charCodeAt(0) - other.value.charCodeAt(0) : undefined)),
  isDigit: taking((_, value) => (value instanceof JChar ? /\p{Nd}/u.test(value.value) : undefined)),
  isLetter: taking((_, value) => (value instanceof JChar ? /\p{L}/u.test(value.value) : undefined)),
})
