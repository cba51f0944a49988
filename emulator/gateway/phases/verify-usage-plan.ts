import { logLevel } from '../method-settings'
import type { Phase, RestRoute } from '../phase'
import { noteUsagePlan } from '../trail-notes'
import { planKeyValue } from './api-key'

/** The lines of the execution log that stand before what keys and limits have to say, where the stage writes one (facts/06, section 2). */
export const verifyUsagePlan: Phase<RestRoute> = {
  name: 'verify-usage-plan',
  plan: (route) => {
    const { stage, resource, method } = route
    const level = logLevel(stage, resource.path, method.httpMethod)
    if (level === undefined || level === 'ERROR') return undefined
    const keyValue = planKeyValue(route)
    return (exchange) => {
      noteUsagePlan(exchange, keyValue(exchange))
      return undefined
    }
  },
}
