import type * as sdk from '@aws-sdk/client-api-gateway'
import type { UsagePlanKeyRecord } from '../../model/apigateway'
import type { Call } from '../operations'
import { apiKeyOf } from './api-keys'
import { badRequest, conflict, notFound } from './errors'
import { present } from './members'
import { page } from './paging'
import { checkCount } from './quotas'
import { type ApiGateway, NOTHING } from './service'
import { checkFree, stagesOf } from './usage-plan-stages'
import { usagePlanOf } from './usage-plans'

/** A plan's key as AWS answers it: name and value are the key's own, as they are now. */
function describe(call: Call, { id, type }: UsagePlanKeyRecord): sdk.UsagePlanKey & { id: string } {
  const { name, value } = apiKeyOf(call, id)
  return present({ id, type, value, name })
}

/** Operations on the keys of a usage plan. */
export const usagePlanKeys = {
  CreateUsagePlanKey({ usagePlanId, keyId, keyType }, call) {
    const plan = usagePlanOf(call, usagePlanId)
    if (keyType !== 'API_KEY') throw badRequest('Invalid key type specified. Valid options are API_KEY')
    const { id } = apiKeyOf(call, keyId)
    // The wording is uncertain.
    if (call.records.usagePlanKeys.get(id, plan.id) !== undefined) throw conflict('Usage Plan Key already exists')
    checkFree(call, plan.id, stagesOf(plan), id)
    const { usagePlans, usagePlanKeys } = call.records
    checkCount(
      'Usage Plans for this API Key',
      usagePlans.list().filter((other) => usagePlanKeys.get(id, other.id) !== undefined).length + 1,
    )
    return describe(call, call.records.usagePlanKeys.put({ id, type: keyType }, id, plan.id))
  },

  GetUsagePlanKey({ usagePlanId, keyId }, call) {
    const key = call.records.usagePlanKeys.get(keyId ?? '', usagePlanOf(call, usagePlanId).id)
    if (key === undefined) throw notFound('Invalid Usage Plan Key identifier specified')
    return describe(call, key)
  },

  GetUsagePlanKeys(input, call) {
    const { id } = usagePlanOf(call, input.usagePlanId)
    const { nameQuery } = input
    const keys = call.records.usagePlanKeys.list(id).map((key) => describe(call, key))
    return page(
      keys.filter((key) => nameQuery === undefined || key.name?.startsWith(nameQuery)),
      input,
    )
  },

  DeleteUsagePlanKey({ usagePlanId, keyId }, call) {
    const { id } = usagePlanOf(call, usagePlanId)
    if (!call.records.usagePlanKeys.delete(keyId ?? '', id)) throw notFound('Invalid Usage Plan Key identifier specified')
    return NOTHING
  },
} satisfies Partial<ApiGateway>
