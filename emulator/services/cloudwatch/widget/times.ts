import { broken, type Fields } from './fields'

const HOUR = 3_600_000
/** Absolute: a date, with or without a time and a zone. */
const ABSOLUTE = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?$/
/** So long before now: `-PT3H`, `-P1D`, `-P3M`, `-P1DT12H`. */
const RELATIVE = /^-P(?=.)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?=.)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/

/** The span that a widget shows, in epoch milliseconds: three hours until now unless it says so. */
export function readSpan(fields: Fields, now: number): { readonly from: number; readonly to: number } {
  const [from, to] = [timeOf(fields, 'start', now, now - 3 * HOUR), timeOf(fields, 'end', now, now)]
  if (!(from < to)) throw broken('/start', 'should be before /end')
  return { from, to }
}

/** The time of an annotation, which is absolute. */
export function readMoment(fields: Fields, name: string): number {
  const text = fields.text(name)
  const at = text === undefined ? Number.NaN : absolute(text)
  if (Number.isNaN(at)) throw broken(`${fields.path}/${name}`, `should be an absolute time, and is ${JSON.stringify(text)}`)
  return at
}

/** Milliseconds that the times shown are ahead of UTC: `+0130`. */
export function readTimezone(fields: Fields): number {
  const text = fields.text('timezone') ?? '+0000'
  const [, sign, hours, minutes] = /^([+-])(\d\d)([0-5]\d)$/.exec(text) ?? []
  if (sign === undefined) throw broken('/timezone', `should be + or - and four digits, and is ${JSON.stringify(text)}`)
  return (sign === '-' ? -1 : 1) * (Number(hours) * HOUR + Number(minutes) * 60_000)
}

function timeOf(fields: Fields, name: string, now: number, otherwise: number): number {
  const text = fields.text(name)
  if (text === undefined) return otherwise
  const relative = RELATIVE.exec(text)
  const at =
    relative === null
      ? absolute(text)
      : before(
          now,
          relative.slice(1).map((part) => Number(part ?? 0)),
        )
  if (Number.isNaN(at)) throw broken(`/${name}`, `should be a time, and is ${JSON.stringify(text)}`)
  return at
}

/** A time without a zone is one of UTC. */
function absolute(text: string): number {
  if (!ABSOLUTE.test(text)) return Number.NaN
  return Date.parse(/T.*(?:Z|[+-]\d\d:?\d\d)$/.test(text) || !text.includes('T') ? text : `${text}Z`)
}

/** Months and years are those of the calendar. */
function before(now: number, [years = 0, months = 0, weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0]: readonly number[]): number {
  const date = new Date(now)
  date.setUTCMonth(date.getUTCMonth() - months - 12 * years)
  return date.getTime() - ((((weeks * 7 + days) * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000
}
