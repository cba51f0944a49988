import type * as sdk from '@aws-sdk/client-api-gateway'
import type { UsagePlanRecord } from '../../model/apigateway'
import {
  countedUntil,
  dayOf,
  daysBetween,
  type KeyUse,
  quotaAllowance,
  quotaCounter,
  quotaPeriodAt,
  startOfDay,
  usageCounter,
} from '../../model/usage'
import type { Call } from '../operations'
import { badRequest, notFound } from './errors'
import { present } from './members'
import { page } from './paging'
import { listPaths, patcher } from './patch'
import type { ApiGateway } from './service'
import { usagePlanOf } from './usage-plans'

/** What `remaining` is where a plan has no quota: as for throttles, -1 stands for no limit. Uncertain. */
const NO_QUOTA = -1
/** The longest range that GetUsage answers (uncertain, facts/05, 2). */
const MOST_DAYS = 90

/** The plan's keys: the one asked for, or all of them. */
function keysOf(call: Call, planId: string, keyId: string | undefined): string[] {
  if (keyId === undefined || keyId === '') return call.records.usagePlanKeys.ids(planId)
  // The wording for a key that the plan does not have is uncertain.
  if (call.records.usagePlanKeys.get(keyId, planId) === undefined) throw notFound('Invalid API Key identifier specified')
  return [keyId]
}

/** The range of days asked for. The wordings are uncertain. */
function readRange(startDate: string | undefined, endDate: string | undefined): string[] {
  const [from, to] = [startOfDay(startDate ?? ''), startOfDay(endDate ?? '')]
  if (from === undefined || to === undefined) throw badRequest('Invalid date format specified. Dates must be of the form YYYY-MM-DD')
  if (from > to) throw badRequest('Invalid date range specified. The start date must not be after the end date')
  const days = daysBetween(from, to)
  if (days.length > MOST_DAYS) throw badRequest(`Invalid date range specified. The range may not be longer than ${MOST_DAYS} days`)
  return days
}

function counted(call: Call, counter: string, by = 0) {
  const now = call.clock.now()
  return call.store.count(counter, by, countedUntil(now), now)
}

/** What is left of a plan's quota at the end of each day, walking back from the end of the day's period. */
async function remainingByDay(call: Call, plan: UsagePlanRecord, key: KeyUse, days: readonly string[]): Promise<Map<string, number>> {
  const remaining = new Map<string, number>()
  const { quota } = plan
  if (quota?.period === undefined) return remaining
  for (const day of days) {
    if (remaining.has(day)) continue
    const time = startOfDay(day) as number
    const { startsAt, endsAt } = quotaPeriodAt(quota.period, time)
    const used = await counted(call, quotaCounter(key, quota.period, dayOf(startsAt)))
    let left = quotaAllowance(quota, plan.quotaSetAt, time) - used
    for (const earlier of daysBetween(startsAt, endsAt - 1).toReversed()) {
      remaining.set(earlier, Math.max(0, left))
      left += await counted(call, usageCounter(key, earlier))
    }
  }
  return remaining
}

/** A key's `[used, remaining]` for each day. */
async function usageOf(call: Call, plan: UsagePlanRecord, keyId: string, days: readonly string[]): Promise<number[][]> {
  const key = { account: call.account, region: call.region, planId: plan.id, keyId }
  const remaining = await remainingByDay(call, plan, key, days)
  const usage: number[][] = []
  for (const day of days) usage.push([await counted(call, usageCounter(key, day)), remaining.get(day) ?? NO_QUOTA])
  return usage
}

function readRemaining(value: string | undefined): number {
  // The wording is uncertain.
  if (!/^\d+$/.test(value ?? '')) throw badRequest('Invalid remaining quota specified')
  return Number(value)
}

const patchRemaining = patcher<{ readonly remaining?: number }>(
  { '/remaining': { replace: (_usage, { value }) => ({ remaining: readRemaining(value) }) } },
  listPaths,
)

/** Operations on the use of API keys (facts/05, 2). */
export const usage = {
  async GetUsage(input, call) {
    const plan = usagePlanOf(call, input.usagePlanId)
    const keys = page(keysOf(call, plan.id, input.keyId), input)
    const days = readRange(input.startDate, input.endDate)
    const items: Record<string, number[][]> = {}
    for (const keyId of keys.items) items[keyId] = await usageOf(call, plan, keyId, days)
    return present({ usagePlanId: plan.id, startDate: input.startDate, endDate: input.endDate, items, position: keys.position })
  },

  /** Sets what is left of the present period's quota, which may be more than the quota allows. */
  async UpdateUsage({ usagePlanId, keyId, patchOperations }, call): Promise<sdk.Usage> {
    const plan = usagePlanOf(call, usagePlanId)
    keysOf(call, plan.id, keyId)
    const { remaining } = patchRemaining({}, patchOperations, undefined)
    const now = call.clock.now()
    const today = dayOf(now)
    if (remaining !== undefined) {
      const { quota } = plan
      // The wording is uncertain.
      if (quota?.period === undefined) throw badRequest('Usage Plan does not have a quota')
      const key = { account: call.account, region: call.region, planId: plan.id, keyId: keyId as string }
      const counter = quotaCounter(key, quota.period, dayOf(quotaPeriodAt(quota.period, now).startsAt))
      const used = quotaAllowance(quota, plan.quotaSetAt, now) - remaining
      await counted(call, counter, used - (await counted(call, counter)))
    }
    const items = { [keyId as string]: await usageOf(call, plan, keyId as string, [today]) }
    return { usagePlanId: plan.id, startDate: today, endDate: today, items }
  },
} satisfies Partial<ApiGateway>
