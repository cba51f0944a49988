import { doubleText } from '../json/number'
import { TemplateError } from './errors'
import { double, JNumber, type Value } from './values'

const INT_MAX = 2_147_483_647n
const LONG_MAX = 9_223_372_036_854_775_807n
/** Some 1,200 digits are all that a BigInteger may have; Java has no such limit. */
const LARGEST = 1n << 4_096n

/** A number as it is written in a template or in JSON: the smallest of Integer, Long and BigInteger that holds it. */
export function parseInteger(text: string): number | JNumber {
  checkNumber(text)
  if (text.length > 2_000) throw new TemplateError('Limit', 'the number has too many digits')
  return text.length < 10 ? Number(text) : integer(BigInt(text))
}

/** A number with a point or an exponent, as it is written in a template. */
export function parseFloating(text: string): JNumber {
  checkNumber(text)
  return double(Number(text))
}

/** A sign that begins something else can end up in front of a number (`#if(#1)`): that is none. */
function checkNumber(text: string): void {
  if (!/^[-.\d]/.test(text)) throw new TemplateError('NumberFormatException', `For input string: "${text.slice(0, 40)}"`)
}

/** A whole number as the smallest of Integer, Long and BigInteger that holds it. */
export function integer(value: bigint): number | JNumber {
  if (value <= INT_MAX && value >= -INT_MAX - 1n) return Number(value)
  return fitsLong(value) ? new JNumber('long', value) : big(value)
}

function big(value: bigint): JNumber {
  if (value > LARGEST || value < -LARGEST) throw new TemplateError('Limit', 'the number has too many digits')
  return new JNumber('big', value)
}

function fitsLong(value: bigint): boolean {
  return value <= LONG_MAX && value >= -LONG_MAX - 1n
}

export function isNumber(value: Value): value is number | JNumber {
  return typeof value === 'number' || value instanceof JNumber
}

function isFraction(value: number | JNumber): boolean {
  return value instanceof JNumber && (value.kind === 'double' || value.kind === 'decimal')
}

export function toBigInt(value: number | JNumber): bigint {
  if (value instanceof JNumber && typeof value.value === 'bigint') return value.value
  const number = Math.trunc(toDouble(value))
  return Number.isFinite(number) ? BigInt(number) : Number.isNaN(number) ? 0n : number > 0 ? LONG_MAX : -LONG_MAX - 1n
}

export function toDouble(value: number | JNumber): number {
  return typeof value === 'number' ? value : Number(value.value)
}

/** `intValue()`: what does not fit wraps around, or stops at the end for a Double. */
export function toInt(value: number | JNumber): number {
  if (typeof value === 'number') return value
  if (typeof value.value === 'bigint') return Number(BigInt.asIntN(32, value.value))
  const number = Math.trunc(value.value)
  return Number.isNaN(number) ? 0 : Math.max(-2_147_483_648, Math.min(2_147_483_647, number))
}

/** The result's kind is the larger of the two kinds; Long and smaller grow when the value does not fit. */
function wrap(value: bigint, left: number | JNumber, right: number | JNumber): number | JNumber {
  if (kindOf(left) === 'big' || kindOf(right) === 'big') return big(value)
  if (kindOf(left) === 'int' && kindOf(right) === 'int') return integer(value)
  return fitsLong(value) ? new JNumber('long', value) : big(value)
}

function kindOf(value: number | JNumber): string {
  return typeof value === 'number' ? 'int' : value.kind
}

/** `+ - * / %`; null where Velocity has no answer, as for a division by zero. A BigDecimal counts as a Double here: uncertain, and rare. */
export function arithmetic(
  operator: '+' | '-' | '*' | '/' | '%',
  left: number | JNumber,
  right: number | JNumber,
): number | JNumber | null {
  if ((operator === '/' || operator === '%') && toDouble(right) === 0) return null
  if (isFraction(left) || isFraction(right)) return double(onDoubles(operator, toDouble(left), toDouble(right)))
  if (typeof left === 'number' && typeof right === 'number' && operator !== '*') {
    const result = onDoubles(operator, left, right)
    const whole = operator === '/' ? Math.trunc(result) : result
    if (whole <= 2_147_483_647 && whole >= -2_147_483_648) return whole + 0
  }
  const result = onBigInts(operator, toBigInt(left), toBigInt(right))
  // BigInteger.mod: never negative.
  const lifted = operator === '%' && result < 0n && (kindOf(left) === 'big' || kindOf(right) === 'big')
  return wrap(lifted ? result + toBigInt(right) : result, left, right)
}

function onDoubles(operator: '+' | '-' | '*' | '/' | '%', left: number, right: number): number {
  switch (operator) {
    case '+':
      return left + right
    case '-':
      return left - right
    case '*':
      return left * right
    case '/':
      return left / right
    default:
      return left % right
  }
}

function onBigInts(operator: '+' | '-' | '*' | '/' | '%', left: bigint, right: bigint): bigint {
  switch (operator) {
    case '+':
      return left + right
    case '-':
      return left - right
    case '*':
      return left * right
    case '/':
      return left / right
    default:
      return left % right
  }
}

/** Compares two numbers of any kinds: negative, zero, positive. */
export function compareNumbers(left: number | JNumber, right: number | JNumber): number {
  if (typeof left === 'number' && typeof right === 'number') return left - right
  if (isFraction(left) || isFraction(right)) {
    const [a, b] = [toDouble(left), toDouble(right)]
    return a < b ? -1 : a > b ? 1 : 0
  }
  const [a, b] = [toBigInt(left), toBigInt(right)]
  return a < b ? -1 : a > b ? 1 : 0
}

/** `toString()` of a number. */
export function numberText(value: number | JNumber): string {
  if (typeof value === 'number') return String(value)
  if (value.kind === 'decimal') return value.text
  return typeof value.value === 'bigint' ? String(value.value) : doubleText(value.value)
}
