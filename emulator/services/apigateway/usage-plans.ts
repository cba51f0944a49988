import type * as sdk from '@aws-sdk/client-api-gateway'
import type { UsagePlanRecord } from '../../model/apigateway'
import type { Call } from '../operations'
import { badRequest, notFound } from './errors'
import { filled, nonEmpty, present, withMember, without } from './members'
import { pageOf } from './paging'
import { type Effect, listPaths, type PatchTarget, patcher, setText, unset } from './patch'
import { checkCount } from './quotas'
import { type ApiGateway, NOTHING } from './service'
import { checkKeysFree } from './usage-plan-stages'

/** A usage plan by id, or AWS's 404. */
export function usagePlanOf(call: Call, id: string | undefined): UsagePlanRecord {
  const plan = call.records.usagePlans.get(id ?? '')
  if (plan === undefined) throw notFound('Invalid Usage Plan ID specified')
  return plan
}

/** Checks a stage that a plan is to cover, and cleans its throttles. */
function checkApiStage(call: Call, planId: string, { apiId, stage, throttle }: sdk.ApiStage): sdk.ApiStage {
  if (nonEmpty(apiId) === undefined || nonEmpty(stage) === undefined) throw badRequest('Invalid API Stage specified')
  if (call.records.stages.get(stage as string, apiId) === undefined) {
    throw notFound(`Invalid API Stage {api: ${apiId}, stage: ${stage}} specified for usageplan ${planId}`)
  }
  checkCount('method throttles for this API Stage', Object.keys(throttle ?? {}).length)
  const throttles = Object.entries(throttle ?? {}).map(([method, settings]) => [method, present(settings)])
  return present({ apiId, stage, throttle: filled(Object.fromEntries(throttles) as Record<string, sdk.ThrottleSettings>) })
}

function completeQuota(quota: sdk.QuotaSettings | undefined): sdk.QuotaSettings | undefined {
  if (filled(present(quota ?? {})) === undefined) return undefined
  const { limit, offset, period } = quota ?? {}
  // The wordings are uncertain.
  if (limit === undefined || !(limit >= 1)) throw badRequest('Usage Plan quota limit must be greater than 0')
  if (period === undefined) throw badRequest('Usage Plan quota period must be specified')
  return { limit, offset: offset ?? 0, period }
}

/** A plan as AWS answers it. */
function describe(plan: UsagePlanRecord): Omit<UsagePlanRecord, 'quotaSetAt'> {
  return without(plan, 'quotaSetAt')
}

/** The plan with when its quota was set, which is of interest only when the quota has an offset. */
function datedQuota(plan: UsagePlanRecord, before: UsagePlanRecord | undefined, call: Call): UsagePlanRecord {
  const { quota } = plan
  const isDated = quota?.offset !== undefined && quota.offset > 0
  const isSame = quota?.offset === before?.quota?.offset && quota?.period === before?.quota?.period
  return withMember(plan, 'quotaSetAt', isDated ? ((isSame ? before?.quotaSetAt : undefined) ?? call.clock.now()) : undefined)
}

type PlanEffect = Effect<UsagePlanRecord, { readonly call: Call }>

/** `api:stage`, as patch values and paths name a stage. */
function readStage(value: string | undefined): { apiId: string; stage: string } {
  const match = /^([^:]+):([^:]+)$/.exec(value ?? '')
  if (match === null) throw badRequest('Invalid API Stage specified')
  return { apiId: match[1] as string, stage: match[2] as string }
}

function isStage(value: string): (other: sdk.ApiStage) => boolean {
  return ({ apiId, stage }) => `${apiId}:${stage}` === value
}

const addStage: PlanEffect = (plan, { value }, { call }) => {
  const added = checkApiStage(call, plan.id, readStage(value))
  checkKeysFree(call, plan.id, value as string)
  return { ...plan, apiStages: [...plan.apiStages.filter((other) => !isStage(value as string)(other)), added] }
}
const removeStage: PlanEffect = (plan, { value }) => {
  const { apiId, stage } = readStage(value)
  const left = plan.apiStages.filter((other) => !isStage(value as string)(other))
  if (left.length === plan.apiStages.length) {
    throw notFound(`Invalid API Stage {api: ${apiId}, stage: ${stage}} specified for usageplan ${plan.id}`)
  }
  return { ...plan, apiStages: left }
}

/** Changes the throttles of the stage that a path names. */
function changeThrottles(
  plan: UsagePlanRecord,
  { names }: PatchTarget,
  change: (throttles: Record<string, sdk.ThrottleSettings>) => Record<string, sdk.ThrottleSettings>,
): UsagePlanRecord {
  const named = names['apidId:stageName'] as string
  const { apiId, stage } = readStage(named)
  if (!plan.apiStages.some(isStage(named))) {
    throw notFound(`Invalid API Stage {api: ${apiId}, stage: ${stage}} specified for usageplan ${plan.id}`)
  }
  const apiStages = plan.apiStages.map((other) => {
    if (!isStage(named)(other)) return other
    const throttles = change({ ...other.throttle })
    checkCount('method throttles for this API Stage', Object.keys(throttles).length)
    return withMember(other, 'throttle', filled(throttles))
  })
  return { ...plan, apiStages }
}

/** The key of a method's throttle, `/pets/GET`: the path's slash comes escaped or not; the root's GET is `//GET`. */
function throttleKey({ names }: PatchTarget): string {
  const resource = names['resourcePath'] as string
  return `${resource.startsWith('/') ? '' : '/'}${resource}/${names['httpMethod']}`
}

const methodLimit =
  (member: 'rateLimit' | 'burstLimit'): PlanEffect =>
  (plan, target) =>
    changeThrottles(plan, target, (throttles) => {
      const key = throttleKey(target)
      return { ...throttles, [key]: { ...throttles[key], [member]: readNumber(target.value) } }
    })
const removeMethodLimits: PlanEffect = (plan, target) =>
  changeThrottles(plan, target, (throttles) => without(throttles, throttleKey(target)))
const removeThrottles: PlanEffect = (plan, target) => changeThrottles(plan, target, () => ({}))
const replaceThrottles: PlanEffect = (plan, target) => changeThrottles(plan, target, () => readThrottles(target.value))

function readThrottles(value: string | undefined): Record<string, sdk.ThrottleSettings> {
  try {
    const given = JSON.parse(value ?? '{}') as Record<string, sdk.ThrottleSettings>
    return Object.fromEntries(Object.entries(given).map(([key, { rateLimit, burstLimit }]) => [key, present({ rateLimit, burstLimit })]))
  } catch {
    // The wording is uncertain.
    throw badRequest('Invalid throttle settings specified')
  }
}

function readNumber(value: string | undefined): number {
  const number = value === undefined || value.trim() === '' ? Number.NaN : Number(value)
  // The wording is uncertain.
  if (Number.isNaN(number)) throw badRequest(`Invalid number specified: ${value ?? 'null'}`)
  return number
}

const limit = (member: 'rateLimit' | 'burstLimit') => {
  const effect: PlanEffect = (plan, { value }) => ({ ...plan, throttle: { ...plan.throttle, [member]: readNumber(value) } })
  return { add: effect, replace: effect }
}
const quota = (member: 'limit' | 'offset' | 'period') => {
  const effect: PlanEffect = (plan, { value }) => {
    if (member === 'period' && !['DAY', 'WEEK', 'MONTH'].includes(value ?? '')) throw badRequest('Invalid quota period specified')
    return { ...plan, quota: { offset: 0, ...plan.quota, [member]: member === 'period' ? value : readNumber(value) } }
  }
  return { add: effect, replace: effect }
}
const METHOD_THROTTLE = '/apiStages/<apidId:stageName>/throttle/<resourcePath+>/<httpMethod>'

const patchPlan = patcher<UsagePlanRecord, { readonly call: Call }>(
  {
    '/name': { replace: (plan, { value }) => ({ ...plan, name: value ?? plan.name }) },
    '/description': { add: setText('description'), replace: setText('description') },
    '/apiStages': { add: addStage, remove: removeStage },
    '/quota': { remove: unset('quota') },
    '/quota/limit': quota('limit'),
    '/quota/offset': quota('offset'),
    '/quota/period': quota('period'),
    '/throttle': { remove: unset('throttle') },
    '/throttle/rateLimit': limit('rateLimit'),
    '/throttle/burstLimit': limit('burstLimit'),
    '/productCode': { add: setText('productCode'), replace: setText('productCode'), remove: unset('productCode') },
    [`${METHOD_THROTTLE}/rateLimit`]: { add: methodLimit('rateLimit'), replace: methodLimit('rateLimit') },
    [`${METHOD_THROTTLE}/burstLimit`]: { add: methodLimit('burstLimit'), replace: methodLimit('burstLimit') },
    [METHOD_THROTTLE]: { remove: removeMethodLimits },
    '/apiStages/<apidId:stageName>/throttle': { replace: replaceThrottles, remove: removeThrottles },
  },
  listPaths,
)

/** Operations on usage plans (facts/05, 2). */
export const usagePlans = {
  CreateUsagePlan(input, call) {
    checkCount('Usage Plans', call.records.usagePlans.ids().length + 1)
    const id = call.ids.short()
    const plan = present({
      id,
      name: input.name as string,
      description: nonEmpty(input.description),
      apiStages: (input.apiStages ?? []).map((stage) => checkApiStage(call, id, stage)),
      throttle: filled(present(input.throttle ?? {})),
      quota: completeQuota(input.quota),
      tags: filled(input.tags),
    })
    return describe(call.records.usagePlans.put(datedQuota(plan, undefined, call), id))
  },

  GetUsagePlan({ usagePlanId }, call) {
    const plan = usagePlanOf(call, usagePlanId)
    return { ...describe(plan), tags: plan.tags ?? {} }
  },

  /** With `keyId`, the plans that a key is in. */
  GetUsagePlans(input, call) {
    const { usagePlans, usagePlanKeys } = call.records
    const { keyId } = input
    const found = usagePlans.list().filter(({ id }) => keyId === undefined || usagePlanKeys.get(keyId, id) !== undefined)
    return pageOf(found, input, describe)
  },

  UpdateUsagePlan({ usagePlanId, patchOperations }, call) {
    const before = usagePlanOf(call, usagePlanId)
    const plan = patchPlan(before, patchOperations, { call })
    const complete = withMember(plan, 'quota', completeQuota(plan.quota))
    call.records.usagePlans.put(datedQuota(complete, before, call), plan.id)
    return { ...describe(complete), tags: plan.tags ?? {} }
  },

  DeleteUsagePlan({ usagePlanId }, call) {
    const { id, apiStages } = usagePlanOf(call, usagePlanId)
    const [first] = apiStages
    if (first !== undefined) {
      throw badRequest(
        `Cannot delete Usage Plan ${id} because there are API Stages associated with it, including ${first.apiId}:${first.stage}`,
      )
    }
    call.records.usagePlanKeys.deleteAll(id)
    call.records.usagePlans.delete(id)
    return NOTHING
  },
} satisfies Partial<ApiGateway>
