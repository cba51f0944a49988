import type { Call } from '../operations'

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
