import { type Decimal, decimalText, decimalValue, parseDecimal, sameDecimal, withoutLeadingZeros } from './decimal'

/** Java's class of a number: Integer, Long, BigInteger, Float (only NaN), Double, BigDecimal. */
export type NumberKind = 'int' | 'long' | 'big-integer' | 'float' | 'double' | 'decimal'

/** A number of a JSON text, with the class that json-smart gives it and the text that Java prints for it. */
export class JsonNumber {
  private constructor(
    readonly kind: NumberKind,
    /** A number for int, float and double; the digits, signed, for long and big-integer, since a double would round them. */
    private readonly held: number | string | Decimal,
  ) {}

  static int(value: number): JsonNumber {
    return new JsonNumber('int', value)
  }

  static double(value: number): JsonNumber {
    return new JsonNumber('double', value)
  }

  static decimal(value: Decimal): JsonNumber {
    return new JsonNumber('decimal', value)
  }

  static readonly NaN = new JsonNumber('float', Number.NaN)

  /** An integer of the smallest class that holds it; `text` is digits behind an optional minus. */
  static integer(text: string): JsonNumber {
    const negative = text.charCodeAt(0) === 45
    const digits = negative ? text.slice(1) : text
    if (digits.length < 16) {
      const value = Number(digits)
      const signed = negative && value !== 0 ? -value : value
      return signed === (signed | 0) ? new JsonNumber('int', signed) : new JsonNumber('long', String(signed))
    }
    const plain = withoutLeadingZeros(digits)
    const signed = negative && plain !== '0' ? `-${plain}` : plain
    // json-smart looks at the length with its leading zeros first: more than 19 digits are a BigInteger (facts/14, parser is json-smart)
    if (digits.length > 19 || exceedsLong(plain, negative)) return new JsonNumber('big-integer', signed)
    return plain.length < 16 ? JsonNumber.integer(signed) : new JsonNumber('long', signed)
  }

  /** The nearest double. */
  get value(): number {
    if (typeof this.held === 'number') return this.held
    return typeof this.held === 'string' ? Number(this.held) : decimalValue(this.held)
  }

  /** The exact integer; undefined for numbers with a fraction part or an exponent. Costs time in the number of digits. */
  get integer(): bigint | undefined {
    if (this.kind === 'int' || this.kind === 'long' || this.kind === 'big-integer') return BigInt(this.held as number | string)
    return undefined
  }

  /** What `BigDecimal(number.toString())` gives; undefined for NaN and the infinities. */
  asDecimal(): Decimal | undefined {
    if (typeof this.held === 'object') return this.held
    if (this.kind !== 'int') return parseDecimal(this.toString())
    const value = this.held as number
    return { negative: value < 0, digits: String(Math.abs(value)), scale: 0 }
  }

  /** Java's equals: the same class and the same value. */
  equals(other: JsonNumber): boolean {
    if (this.kind !== other.kind) return false
    if (typeof this.held === 'object' && typeof other.held === 'object') return sameDecimal(this.held, other.held)
    return Object.is(this.held, other.held)
  }

  /** As Java prints it: `1.0E10`, `-0.0`, `9007199254740993`. */
  toString(): string {
    if (typeof this.held === 'string') return this.held
    if (typeof this.held === 'object') return decimalText(this.held)
    return this.kind === 'int' ? String(this.held) : doubleText(this.held)
  }
}

const LARGEST_LONG = '9223372036854775807'
const SMALLEST_LONG = '9223372036854775808'

function exceedsLong(digits: string, negative: boolean): boolean {
  if (digits.length !== 19) return digits.length > 19
  return digits > (negative ? SMALLEST_LONG : LARGEST_LONG)
}

/** Double.toString: shortest digits that give the number back, plain from 0.001 to 10,000,000, else `d.dE10`. */
export function doubleText(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity'
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0'
  const magnitude = Math.abs(value)
  const sign = value < 0 ? '-' : ''
  if (magnitude >= 1e-3 && magnitude < 1e7) {
    const plain = String(magnitude)
    return `${sign}${plain}${plain.includes('.') ? '' : '.0'}`
  }
  const [mantissa = '', exponent = ''] = scientific(magnitude).split('e')
  return `${sign}${mantissa}${mantissa.includes('.') ? '' : '.0'}E${Number(exponent)}`
}

/** Java prints two digits at least, and the second is the nearest one: 4.9E-324 where JavaScript prints 5e-324. */
function scientific(magnitude: number): string {
  const shortest = magnitude.toExponential()
  if (shortest.includes('.')) return shortest
  const two = magnitude.toExponential(1)
  return Number(two) === magnitude ? two : shortest
}
