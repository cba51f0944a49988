import { firstHeader } from '../../base/headers'
import { GatewayError } from '../errors'
import type { Phase, RestRoute } from '../phase'

/**
 * A method that requires an API key gets one that is enabled and in a usage plan of the stage, or 403 (facts/04, section 3): from the
 * header `x-api-key`, or from the Lambda authorizer's `usageIdentifierKey`.
 */
export const apiKey: Phase<RestRoute> = {
  name: 'api-key',
  plan: ({ account, region, definition, method, stage }, { keys }) => {
    if (!method.apiKeyRequired) return undefined
    const apiId = definition.api.id
    const fromAuthorizer = definition.api.apiKeySource === 'AUTHORIZER'
    return (exchange) => {
      const value = fromAuthorizer ? exchange.caller?.usageIdentifierKey : firstHeader(exchange.request.headers, 'x-api-key')
      const key = value === undefined ? undefined : keys.find(account, region, value, apiId, stage.stageName)
      if (key === undefined) throw new GatewayError('INVALID_API_KEY')
      exchange.key = key
      return undefined
    }
  },
}
