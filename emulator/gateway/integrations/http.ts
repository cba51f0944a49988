import { toText } from '../../base/bytes'
import { GatewayError, internalError } from '../errors'
import type { IntegrationRequest } from '../exchange'
import { fillStageVariables } from '../mapping/variables'
import { SendTimeout } from '../phase'
import type { IntegrationKind } from './kind'

/** HTTP and HTTP_PROXY: what `map-request` prepared goes out, what comes back goes to `map-response`. */
export const http: IntegrationKind = {
  plan: ({ integration, report }, { send }) => {
    if (integration.connectionType === 'VPC_LINK') {
      report(
        'vpc-link-not-emulated',
        'The VPC link is not emulated yet: the backend is called at the URI of the integration.',
        'Make the host of the URI resolve to a local server.',
      )
    }
    const timeout = integration.timeoutInMillis
    const proxy = integration.type === 'HTTP_PROXY'
    return async (exchange) => {
      const { method, url, headers, body } = exchange.outbound as IntegrationRequest
      if (!/^https?:\/\/[^/?#\s]+/.test(url)) throw internalError('Execution failed due to configuration error: Invalid endpoint address')
      const bodyless = method === 'GET' || method === 'HEAD'
      try {
        const reply = await send({ method, url, headers, body: bodyless ? '' : body, timeout })
        exchange.reply = { ...reply, body: proxy ? reply.body : toText(reply.body) }
      } catch (error) {
        if (error instanceof SendTimeout)
          throw new GatewayError('INTEGRATION_TIMEOUT', undefined, { log: 'Execution failed due to a timeout error' })
        throw new GatewayError('INTEGRATION_FAILURE', undefined, {
          log: 'Execution failed due to a network error communicating with endpoint',
        })
      }
      return undefined
    }
  },
  describe: ({ integration, variables }) => `${integration.type} ${fillStageVariables(integration.uri ?? '', variables)}`,
}
