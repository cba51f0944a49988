import { userError } from '../base/diagnostics'
import type { Emulator } from '../emulator'
import type { ApiKeyRecord, UsagePlanRecord } from '../model/apigateway'
import { countedUntil, dayOf, daysBetween, quotaAllowance, quotaCounter, quotaPeriodAt, usageCounter } from '../model/usage'
import { subjectNames } from '../services/cloudformation/subjects'

/** What a key has used of its plan. */
export interface KeyUsage {
  /** The plan: the id of its construct or in the template, or its name. */
  readonly plan: string
  /** Requests of the quota's period; without a quota, those of today (UTC). */
  readonly used: number
  /** Requests that the quota still allows, and when it starts anew; absent without a quota. */
  readonly remaining?: number
  readonly resetAt?: Date
}

/** What a key has used of its plan; `planName` names one when the key is in several. */
export async function usageOf(emulator: Emulator, keyName: string, planName?: string): Promise<KeyUsage> {
  const key = findKey(emulator, keyName)
  const plan = findPlan(emulator, key, planName)
  const { clock, account, region } = emulator
  const { store } = emulator.call()
  const now = clock.now()
  const use = { account, region, planId: plan.id, keyId: key.id }
  const read = (counter: string) => store.count(counter, 0, countedUntil(now), now)
  const { quota } = plan
  const called = callNames(emulator, plan)[0] as string
  if (quota?.period === undefined) return { plan: called, used: await read(usageCounter(use, dayOf(now))) }
  const { startsAt, endsAt } = quotaPeriodAt(quota.period, now)
  let used = 0
  for (const day of daysBetween(startsAt, now)) used += await read(usageCounter(use, day))
  const counted = await read(quotaCounter(use, quota.period, dayOf(startsAt)))
  const remaining = Math.max(0, quotaAllowance(quota, plan.quotaSetAt, now) - counted)
  return { plan: called, used, remaining, resetAt: new Date(endsAt) }
}

/** A key by what a person may call it; a `UserError` that lists the keys when there is none. */
export function findKey(emulator: Emulator, name: string): ApiKeyRecord {
  const keys = emulator.call().records.apiKeys.list()
  const found = keys.find((key) => callNames(emulator, key).includes(name))
  if (found !== undefined) return found
  throw userError('no-key', `There is no API key ${name}. There ${listed(keys.map((key) => callNames(emulator, key)[0] as string))}.`, {
    fix: 'Give the name of a key, its id or value, its description, the id of its construct, or its id in the template.',
  })
}

function findPlan(emulator: Emulator, key: ApiKeyRecord, name: string | undefined): UsagePlanRecord {
  const { usagePlans, usagePlanKeys } = emulator.call().records
  const plans = usagePlans.list().filter(({ id }) => usagePlanKeys.get(key.id, id) !== undefined)
  const found = plans.filter((plan) => name === undefined || callNames(emulator, plan).includes(name))
  const [only] = found
  if (only !== undefined && found.length === 1) return only
  const [own] = callNames(emulator, key)
  throw userError(
    'no-plan',
    `The key ${own} is in ${found.length === 0 ? 'no such usage plan' : 'several usage plans'}: there ${listed(plans.map((plan) => callNames(emulator, plan)[0] as string))}.`,
    { fix: "Name one: gateway.usage('acme', { plan: 'partner' })." },
  )
}

/**
 * What a person may call a key or a plan, the best first: the id of its construct, its name, id, value, description and id in the template. CloudFormation makes
 * up names where none is given.
 */
function callNames(emulator: Emulator, record: ApiKeyRecord | UsagePlanRecord): string[] {
  const subject = `/${'value' in record ? 'apikeys' : 'usageplans'}/${record.id}`
  const { construct: path, logicalId } = subjectNames(emulator.call(), subject)
  const construct = path?.slice(path.lastIndexOf('/') + 1).replace(/^Key /, '')
  const value = 'value' in record ? record.value : undefined
  return [construct, record.name, record.id, value, record.description, logicalId].filter((name) => name !== undefined)
}

function listed(names: readonly string[]): string {
  return names.length === 0 ? 'is none' : `are: ${names.join(', ')}`
}
