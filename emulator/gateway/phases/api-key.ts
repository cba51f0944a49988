import { firstHeader } from '../../base/headers'
import { GatewayError } from '../errors'
import type { Phase, RestRoute } from '../phase'
import { CLOSED } from './closed'

/** A method that requires an API key gets one that is enabled and in a usage plan of the stage, or 403 (facts/04, section 3). */
export const apiKey: Phase<RestRoute> = {
  name: 'api-key',
  plan: ({ account, region, definition, method, stage, report }, { keys }) => {
    if (!method.apiKeyRequired) return undefined
    if (definition.api.apiKeySource === 'AUTHORIZER') {
      report(
        'api-key-source-not-emulated',
        'API keys that come from an authorizer are not emulated yet: requests are answered closed, 500 AuthorizerConfigurationException.',
      )
      return CLOSED
    }
    const apiId = definition.api.id
    return (exchange) => {
      const value = firstHeader(exchange.request.headers, 'x-api-key')
      const key = value === undefined ? undefined : keys.find(account, region, value, apiId, stage.stageName)
      if (key === undefined) throw new GatewayError('INVALID_API_KEY')
      exchange.key = key
      return undefined
    }
  },
}
