import { userError } from '../base/diagnostics'
import type { Emulator } from '../emulator'
import type { ApiKeyRecord, UsagePlanRecord } from '../model/apigateway'
import { countedUntil, dayOf, daysBetween, quotaAllowance, quotaCounter, quotaPeriodAt, usageCounter } from '../model/usage'

/** What a key has used of its plan. */
export interface KeyUsage {
  /** The name of the plan. */
  readonly plan: string
  /** Requests of the quota's period; without a quota, those of today (UTC). */
  readonly used: number
  /** Requests that the quota still allows, and when it starts anew; absent without a quota. */
  readonly remaining?: number
  readonly resetAt?: Date
}

/** What a key, by its name, id or value, has used of its plan; `plan` names one by name or id when the key is in several. */
export async function usageOf(emulator: Emulator, keyName: string, planName?: string): Promise<KeyUsage> {
  const key = findKey(emulator, keyName)
  const plan = findPlan(emulator, key, planName)
  const { clock, account, region } = emulator
  const { store } = emulator.call()
  const now = clock.now()
  const use = { account, region, planId: plan.id, keyId: key.id }
  const read = (counter: string) => store.count(counter, 0, countedUntil(now), now)
  const { quota } = plan
  if (quota?.period === undefined) return { plan: plan.name, used: await read(usageCounter(use, dayOf(now))) }
  const { startsAt, endsAt } = quotaPeriodAt(quota.period, now)
  let used = 0
  for (const day of daysBetween(startsAt, now)) used += await read(usageCounter(use, day))
  const counted = await read(quotaCounter(use, quota.period, dayOf(startsAt)))
  const remaining = Math.max(0, quotaAllowance(quota, plan.quotaSetAt, now) - counted)
  return { plan: plan.name, used, remaining, resetAt: new Date(endsAt) }
}

/** A key by its name, id or value; a `UserError` that lists the keys when there is none. */
export function findKey(emulator: Emulator, name: string): ApiKeyRecord {
  const keys = emulator.call().records.apiKeys.list()
  const found = keys.find((key) => key.name === name) ?? keys.find((key) => key.id === name || key.value === name)
  if (found !== undefined) return found
  throw userError('no-key', `There is no API key ${name}. There ${listed(keys.map((key) => key.name ?? key.id))}.`, {
    fix: 'Give the name, the id or the value of a key.',
  })
}

function findPlan(emulator: Emulator, key: ApiKeyRecord, name: string | undefined): UsagePlanRecord {
  const { usagePlans, usagePlanKeys } = emulator.call().records
  const plans = usagePlans.list().filter(({ id }) => usagePlanKeys.get(key.id, id) !== undefined)
  const found = plans.filter((plan) => name === undefined || plan.name === name || plan.id === name)
  const [only] = found
  if (only !== undefined && found.length === 1) return only
  throw userError(
    'no-plan',
    `The key ${key.name ?? key.id} is in ${found.length === 0 ? 'no such usage plan' : 'several usage plans'}: there ${listed(plans.map((plan) => plan.name))}.`,
    { fix: "Name one: gateway.usage('acme', { plan: 'partner' })." },
  )
}

function listed(names: readonly string[]): string {
  return names.length === 0 ? 'is none' : `are: ${names.join(', ')}`
}
