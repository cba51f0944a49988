import { planMethodArn } from '../authorizers/method-arn'
import { BECAUSE, deniedByPolicy } from '../authorizers/refusals'
import { planResourceDecision } from '../authorizers/resource-policy'
import type { Phase, RestRoute } from '../phase'

/**
 * The API's resource policy, as far as it comes before the authorizer (facts/04, section 5): alone, it has to permit; before a Lambda
 * authorizer, a denial ends it. With signatures and user pools it is judged together with them, by `authorize`.
 */
export const resourcePolicy: Phase<RestRoute> = {
  name: 'resource-policy',
  plan: (route) => {
    const type = route.method.authorizationType
    const decision = planResourceDecision(route)
    if (decision === undefined || (type !== 'NONE' && type !== 'CUSTOM')) return undefined
    const methodArn = planMethodArn(route)
    return (exchange) => {
      const arn = methodArn(exchange)
      const said = decision(exchange, arn)
      if (said === 'deny') throw deniedByPolicy(exchange, arn, BECAUSE.resourceDenies)
      if (said === 'none' && type === 'NONE') throw deniedByPolicy(exchange, arn, BECAUSE.resourceIsSilent)
      return undefined
    }
  },
}
