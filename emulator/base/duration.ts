/** A span of time in parts, as `{ hours: 24 }`. */
export interface DurationParts {
  readonly days?: number
  readonly hours?: number
  readonly minutes?: number
  readonly seconds?: number
  readonly milliseconds?: number
}

/** Milliseconds of a span of time: a number of milliseconds, parts, or an ISO 8601 duration like `PT5M`; undefined when it is none. */
export function toMilliseconds(span: number | string | DurationParts): number | undefined {
  if (typeof span === 'number') return span >= 0 ? span : undefined
  if (typeof span === 'string') return parseIso(span)
  const { days = 0, hours = 0, minutes = 0, seconds = 0, milliseconds = 0 } = span
  return (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000 + milliseconds
}

function parseIso(text: string): number | undefined {
  const match = /^P(?=.)(?:(\d+)W)?(?:(\d+)D)?(?:T(?=.)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/.exec(text)
  if (match === null) return undefined
  const part = (index: number) => Number(match[index] ?? 0)
  return toMilliseconds({ days: part(1) * 7 + part(2), hours: part(3), minutes: part(4), seconds: part(5) })
}
