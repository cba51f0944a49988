import type { QuotaPeriodType, QuotaSettings } from '@aws-sdk/client-api-gateway'

/**
 * How the use of API keys is counted in the store. The gateway counts every request of a key twice, both until `countedUntil`:
 *
 *   usage/{account}/{region}/{planId}/{keyId}/{YYYY-MM-DD}            requests of a day: what GetUsage answers
 *   quota/{account}/{region}/{planId}/{keyId}/{period}/{YYYY-MM-DD}   requests of the quota period that began on that day, less what
 *                                                                     UpdateUsage granted: what `quotaAllowance` is compared with
 *
 * Days and periods are UTC's; days are written `YYYY-MM-DD`, times are epoch milliseconds.
 */
export interface KeyUse {
  readonly account: string
  readonly region: string
  readonly planId: string
  readonly keyId: string
}

const DAY = 86_400_000
/** How long AWS answers for past days is uncertain; a year and a day lets every range of GetUsage be read. */
const KEPT_DAYS = 366

/** The counter of a key's requests on one day. */
export function usageCounter({ account, region, planId, keyId }: KeyUse, day: string): string {
  return `usage/${account}/${region}/${planId}/${keyId}/${day}`
}

/** The counter of a key's requests in the quota period that began on a day. */
export function quotaCounter({ account, region, planId, keyId }: KeyUse, period: QuotaPeriodType, firstDay: string): string {
  return `quota/${account}/${region}/${planId}/${keyId}/${period}/${firstDay}`
}

/** Until when a counter that is written now is kept: past days can be read for a year. */
export function countedUntil(now: number): number {
  return now + KEPT_DAYS * DAY
}

/** The day of a time. */
export function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10)
}

/** The first moment of a day, or undefined when the text is no day of the calendar. */
export function startOfDay(day: string): number | undefined {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN
  return Number.isNaN(time) || dayOf(time) !== day ? undefined : time
}

/** The days from one to another, both included. */
export function daysBetween(from: number, to: number): string[] {
  const days: string[] = []
  for (let time = from; time <= to; time += DAY) days.push(dayOf(time))
  return days
}

/**
 * The quota period that a time is in, from its first moment to that of the next one. Days begin at 00:00 UTC, months on the 1st, weeks on
 * Sunday; the last is uncertain (facts/05, 2).
 */
export function quotaPeriodAt(period: QuotaPeriodType, time: number): { readonly startsAt: number; readonly endsAt: number } {
  const today = Math.floor(time / DAY) * DAY
  if (period === 'DAY') return { startsAt: today, endsAt: today + DAY }
  const date = new Date(today)
  if (period === 'MONTH') {
    const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()]
    return { startsAt: Date.UTC(year, month, 1), endsAt: Date.UTC(year, month + 1, 1) }
  }
  const sunday = today - date.getUTCDay() * DAY
  return { startsAt: sunday, endsAt: sunday + 7 * DAY }
}

/**
 * How many requests a quota allows in the period of a time: its offset counts as used in the period in which the quota was set, and in no
 * other (that this is what "initial time period" means is uncertain).
 */
export function quotaAllowance({ limit, offset, period }: QuotaSettings, quotaSetAt: number | undefined, time: number): number {
  const { startsAt, endsAt } = quotaPeriodAt(period as QuotaPeriodType, time)
  const isFirst = quotaSetAt !== undefined && quotaSetAt >= startsAt && quotaSetAt < endsAt
  return Math.max(0, (limit ?? 0) - (isFirst ? (offset ?? 0) : 0))
}
