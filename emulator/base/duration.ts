/** A span of time in parts, as `{ hours: 24 }`. */
export interface DurationParts {
  readonly days?: number
  readonly hours?: number
  readonly minutes?: number
  readonly seconds?: number
  readonly milliseconds?: number
}

/** Milliseconds of a span of time: a number of milliseconds, parts, an ISO 8601 duration like `PT5M`, or words like `24 hours`; undefined when it is none. */
export function toMilliseconds(span: number | string | DurationParts): number | undefined {
  if (typeof span === 'number') return span >= 0 ? span : undefined
  if (typeof span === 'string') return parseIso(span) ?? parseWords(span)
  const { days = 0, hours = 0, minutes = 0, seconds = 0, milliseconds = 0 } = span
  return (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000 + milliseconds
}

function parseIso(text: string): number | undefined {
  const match = /^P(?=.)(?:(\d+)W)?(?:(\d+)D)?(?:T(?=.)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/.exec(text)
  if (match === null) return undefined
  const part = (index: number) => Number(match[index] ?? 0)
  return toMilliseconds({ days: part(1) * 7 + part(2), hours: part(3), minutes: part(4), seconds: part(5) })
}

/** Milliseconds of the units that words name. */
const UNITS: Readonly<Record<string, number>> = {
  millisecond: 1,
  ms: 1,
  second: 1000,
  s: 1000,
  minute: 60_000,
  min: 60_000,
  hour: 3_600_000,
  h: 3_600_000,
  day: 86_400_000,
  d: 86_400_000,
  week: 604_800_000,
}

/** `24 hours`, `1 day`, `90 s`, `1 hour 30 minutes`. */
function parseWords(text: string): number | undefined {
  if (!/^\s*(?:\d+(?:\.\d+)?\s*[a-z]+[\s,]*)+$/i.test(text)) return undefined
  let sum = 0
  for (const [, count, word = ''] of text.matchAll(/(\d+(?:\.\d+)?)\s*([a-z]+)/gi)) {
    const unit = word.toLowerCase()
    const ms = Object.hasOwn(UNITS, unit) ? UNITS[unit] : UNITS[unit.replace(/s$/, '')]
    if (ms === undefined) return undefined
    sum += Number(count) * ms
  }
  return sum
}
