/** What becomes of an alarm's state. `keep` is what it was. */
export type Verdict = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA' | 'keep'

export type MissingData = 'missing' | 'ignore' | 'breaching' | 'notBreaching'

/** How many points more than its evaluation periods an alarm looks back. Uncertain: two are what the documented tables show (facts/06, section 5). */
export const LOOK_BACK = 2

/** What an alarm asks of its points: `toAlarm` of `periods` have to breach. */
export interface Rule {
  readonly periods: number
  readonly toAlarm: number
  readonly missing: MissingData
}

/**
 * Judges points, oldest first: whether each breaches, undefined where there is none (facts/06, section 5). As many real ones as there are
 * periods are enough, and the latest count; else what is missing is treated as the alarm says.
 */
export function judge(points: readonly (boolean | undefined)[], { periods, toAlarm, missing }: Rule): Verdict {
  const real = points.filter((point) => point !== undefined).slice(-periods)
  const breaching = real.filter(Boolean).length
  if (breaching >= toAlarm) return 'ALARM'
  if (real.length >= periods) return 'OK'
  switch (missing) {
    case 'breaching':
      return breaching + periods - real.length >= toAlarm ? 'ALARM' : 'OK'
    case 'notBreaching':
      return 'OK'
    case 'ignore':
      return real.some((point) => !point) ? 'OK' : 'keep'
    default:
      if (real.length === 0) return 'INSUFFICIENT_DATA'
      if (real.some((point) => !point)) return 'OK'
      // All that is known breaches: enough once the oldest is so many periods old, since what is missing since then cannot take it back.
      // Uncertain: what a younger one leads to, but that it is no alarm.
      return points.length - points.indexOf(true) >= toAlarm ? 'ALARM' : 'keep'
  }
}
