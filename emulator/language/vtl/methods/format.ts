import type { Budget } from '../budget'
import { TemplateError } from '../errors'
import { isNumber, numberText, toBigInt, toDouble } from '../numbers'
import { toText } from '../text'
import { JList, JNumber, type Value } from '../values'

const SPECIFIER = /%(?:(\d+)\$)?([-#+ 0,(]*)(\d+)?(?:\.(\d+))?([a-zA-Z%])/g

/** String.format with the conversions s, S, d, x, X, o, f, e, b, c, n and %. */
export function formatText(format: string, given: readonly Value[], budget: Budget): string {
  const [first] = given
  const args = given.length === 1 && first instanceof JList ? first.items : given
  let ordinary = 0
  return budget.made(
    format.replace(SPECIFIER, (whole, position, flags, width, precision, conversion) => {
      if (conversion === 'n') return '\n'
      if (conversion === '%') return pad('%', flags, Number(width ?? 0), budget)
      const value = args[position === undefined ? ordinary++ : Number(position) - 1]
      if (value === undefined) throw new TemplateError('MissingFormatArgumentException', `Format specifier '${whole}'`)
      const text = convert(value, conversion, flags, precision === undefined ? undefined : Number(precision), budget)
      return pad(text, flags, Number(width ?? 0), budget)
    }),
  )
}

function convert(value: Value, conversion: string, flags: string, precision: number | undefined, budget: Budget): string {
  switch (conversion) {
    case 's':
    case 'S': {
      const text = toText(value, budget).slice(0, precision)
      return conversion === 'S' ? text.toUpperCase() : text
    }
    case 'b':
      return String(typeof value === 'boolean' ? value : value !== null)
    case 'c':
      return typeof value === 'number' ? String.fromCodePoint(value) : toText(value, budget)
    case 'd':
    case 'x':
    case 'X':
    case 'o': {
      if (!isNumber(value) || (value instanceof JNumber && typeof value.value === 'number')) throw mismatch(conversion)
      if (conversion === 'd') return signed(grouped(numberText(value), flags), flags)
      const bits = typeof value === 'number' ? BigInt.asUintN(32, BigInt(value)) : BigInt.asUintN(64, toBigInt(value))
      const text = bits.toString(conversion === 'o' ? 8 : 16)
      return conversion === 'X' ? text.toUpperCase() : text
    }
    case 'f':
    case 'e': {
      if (!(value instanceof JNumber) || typeof value.value !== 'number') throw mismatch(conversion)
      const digits = Math.min(precision ?? 6, 100)
      const number = toDouble(value)
      const text = conversion === 'f' ? number.toFixed(digits) : number.toExponential(digits).replace(/e([+-])(\d)$/, 'e$10$2')
      return signed(grouped(text, flags), flags)
    }
    default:
      throw new TemplateError('UnknownFormatConversionException', `Conversion = '${conversion}'`)
  }
}

function mismatch(conversion: string): TemplateError {
  return new TemplateError('IllegalFormatConversionException', `${conversion} does not take this value`)
}

function grouped(text: string, flags: string): string {
  return flags.includes(',') ? text.replace(/^-?\d+/, (whole) => whole.replace(/\B(?=(?:\d{3})+$)/g, ',')) : text
}

function signed(text: string, flags: string): string {
  return text.startsWith('-') ? text : flags.includes('+') ? `+${text}` : flags.includes(' ') ? ` ${text}` : text
}

function pad(text: string, flags: string, width: number, budget: Budget): string {
  if (width <= text.length) return text
  budget.reserve(width)
  if (flags.includes('-')) return text.padEnd(width)
  if (!flags.includes('0')) return text.padStart(width)
  const sign = /^[+-]/.exec(text)?.[0] ?? ''
  return sign + text.slice(sign.length).padStart(width - sign.length, '0')
}
