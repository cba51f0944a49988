/** A decimal number of any precision, as java.math.BigDecimal holds it: digits times ten to the power of minus `scale`. */
export interface Decimal {
  readonly negative: boolean
  /** Without leading zeros; `0` for zero. */
  readonly digits: string
  readonly scale: number
}

const DECIMAL = /^([+-]?)(?:(\d+)(?:\.(\d*))?|\.(\d+))(?:[eE]([+-]?\d{1,10}))?$/
const LARGEST_SCALE = 2147483647

/** The text as a decimal; undefined where `new BigDecimal(text)` throws. */
export function parseDecimal(text: string): Decimal | undefined {
  const parts = DECIMAL.exec(text)
  if (parts === null) return undefined
  const [, sign, whole = '', fraction = '', bare = '', exponent = '0'] = parts
  const scale = fraction.length + bare.length - Number(exponent)
  if (Math.abs(scale) > LARGEST_SCALE) return undefined
  return { negative: sign === '-', digits: withoutLeadingZeros(`${whole}${fraction}${bare}`), scale: scale + 0 }
}

/** Digits as Java prints an integer. */
export function withoutLeadingZeros(digits: string): string {
  let start = 0
  while (start < digits.length - 1 && digits.charCodeAt(start) === 48) start += 1
  return start === 0 ? digits : digits.slice(start)
}

function isZero(decimal: Decimal): boolean {
  return decimal.digits === '0'
}

/** Negative, zero or positive, as BigDecimal.compareTo; never expands an exponent. */
export function compareDecimals(left: Decimal, right: Decimal): number {
  const leftSign = isZero(left) ? 0 : left.negative ? -1 : 1
  const rightSign = isZero(right) ? 0 : right.negative ? -1 : 1
  if (leftSign !== rightSign || leftSign === 0) return leftSign - rightSign
  return leftSign * compareMagnitudes(left, right)
}

function compareMagnitudes(left: Decimal, right: Decimal): number {
  const weight = left.digits.length - left.scale - (right.digits.length - right.scale)
  if (weight !== 0) return weight
  const length = Math.max(left.digits.length, right.digits.length)
  const [a, b] = [left.digits.padEnd(length, '0'), right.digits.padEnd(length, '0')]
  return a < b ? -1 : a > b ? 1 : 0
}

/** BigDecimal.equals: the same digits at the same scale (1.0 is not 1.00). */
export function sameDecimal(left: Decimal, right: Decimal): boolean {
  return left.scale === right.scale && compareDecimals(left, right) === 0
}

/** BigDecimal.toString: plain down to 1E-6, else with an exponent that carries its sign. */
export function decimalText({ negative, digits, scale }: Decimal): string {
  const sign = negative && digits !== '0' ? '-' : ''
  const exponent = digits.length - 1 - scale
  if (scale === 0) return sign + digits
  if (scale > 0 && exponent >= -6) {
    const padded = digits.padStart(scale + 1, '0')
    return `${sign}${padded.slice(0, -scale)}.${padded.slice(-scale)}`
  }
  const mantissa = digits.length > 1 ? `${digits[0]}.${digits.slice(1)}` : digits
  return exponent === 0 ? sign + mantissa : `${sign}${mantissa}E${exponent > 0 ? '+' : ''}${exponent}`
}

/** The nearest double. */
export function decimalValue(decimal: Decimal): number {
  return Number(`${decimal.negative ? '-' : ''}${decimal.digits}e${-decimal.scale}`)
}
