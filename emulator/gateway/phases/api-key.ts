import { firstHeader } from '../../base/headers'
import { GatewayError } from '../errors'
import type { Exchange } from '../exchange'
import type { Phase, RestRoute } from '../phase'
import { masked } from '../trail'

/**
 * A method that requires an API key gets one that is enabled and in a usage plan of the stage, or 403 (facts/04, section 3): from the
 * header `x-api-key`, or from the Lambda authorizer's `usageIdentifierKey`.
 */
export const apiKey: Phase<RestRoute> = {
  name: 'api-key',
  plan: (route, { keys }) => {
    const { account, region, definition, method, resource, stage } = route
    if (!method.apiKeyRequired) return undefined
    const find = keys.of(account, region, definition.api.id, stage.stageName)
    const keyValue = planKeyValue(route)
    const why = `not authorized because method '${method.httpMethod} ${resource.path}' requires API Key and API Key is not associated with a Usage Plan for API Stage ${definition.api.id}/${stage.stageName}: No Usage Plan found for key and API Stage`
    return (exchange) => {
      const value = keyValue(exchange)
      exchange.key = value === undefined ? undefined : find(value)
      // Seen in a log of AWS's for a key without a plan; uncertain for other keys, and for none.
      if (exchange.key === undefined) throw new GatewayError('INVALID_API_KEY', undefined, { log: `API Key ${masked(value ?? '')} ${why}` })
      return undefined
    }
  },
}

/** Where a request has its API key, by the API's `apiKeySource`. */
export function planKeyValue({ definition }: RestRoute): (exchange: Exchange) => string | undefined {
  if (definition.api.apiKeySource === 'AUTHORIZER') return ({ caller }) => caller?.usageIdentifierKey
  return ({ request }) => firstHeader(request.headers, 'x-api-key')
}
