import type { UsagePlanRecord } from '../../model/apigateway'
import type { Call } from '../operations'
import { conflict } from './errors'

/** The stages of a plan, as `api:stage`. */
export function stagesOf({ apiStages }: UsagePlanRecord): string[] {
  return apiStages.map(({ apiId, stage }) => `${apiId}:${stage}`)
}

/** Refuses a key in a plan of some stages when another plan has the key in one of them: it may be in one only. The wording is uncertain. */
export function checkFree(call: Call, planId: string, stages: readonly string[], keyId: string): void {
  const { usagePlans, usagePlanKeys } = call.records
  for (const other of usagePlans.list()) {
    if (other.id === planId || usagePlanKeys.get(keyId, other.id) === undefined) continue
    const shared = stagesOf(other).find((stage) => stages.includes(stage))
    if (shared !== undefined) throw conflict(`API Key ${keyId} is already subscribed to API Stage ${shared} by Usage Plan ${other.id}`)
  }
}

/** Refuses keys of a plan that are in another one for the stage already. */
export function checkKeysFree(call: Call, planId: string, stage: string): void {
  for (const keyId of call.records.usagePlanKeys.ids(planId)) checkFree(call, planId, [stage], keyId)
}

/**
 * Takes an API, or one stage of it, out of the usage plans that name it: it is about to be deleted.
 * Whether AWS detaches them by itself or refuses is uncertain.
 */
export function detachFromUsagePlans(call: Call, apiId: string, stage?: string): void {
  for (const plan of call.records.usagePlans.list()) {
    const apiStages = plan.apiStages.filter((other) => other.apiId !== apiId || (stage !== undefined && other.stage !== stage))
    if (apiStages.length < plan.apiStages.length) call.records.usagePlans.put({ ...plan, apiStages }, plan.id)
  }
}
