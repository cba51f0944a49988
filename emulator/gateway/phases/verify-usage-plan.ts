import { writesLog } from '../method-settings'
import type { Phase, RestRoute } from '../phase'
import { noteUsagePlan } from '../trail'
import { planKeyValue } from './api-key'

/** The lines of the execution log that stand before what keys and limits have to say, where the stage writes one (facts/06, section 2). */
export const verifyUsagePlan: Phase<RestRoute> = {
  name: 'verify-usage-plan',
  plan: (route) => {
    const { stage, resource, method } = route
    if (!writesLog(stage, resource.path, method.httpMethod)) return undefined
    const keyValue = planKeyValue(route)
    return (exchange) => {
      noteUsagePlan(exchange, keyValue(exchange))
      return undefined
    }
  },
}
