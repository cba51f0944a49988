import { GatewayError, internalError } from '../errors'
import type { IntegrationRequest } from '../exchange'
import { fillStageVariables } from '../mapping/variables'
import { type Ports, type RestRoute, SendTimeout } from '../phase'
import { noteEndpointReply, noteEndpointRequest } from '../trail-notes'
import { byStatus, type IntegrationKind } from './kind'
import { timedOut } from './lambda-call'
import { planOutbound } from './outbound'

/** HTTP and HTTP_PROXY: what `map-request` prepared goes out, what comes back goes to `map-response`. */
export const http: IntegrationKind = {
  outbound: (route) => planOutbound(route, uriOf(route)),
  plan: (route, ports) => {
    const { integration } = route
    const { send, clock } = ports
    const link = planLink(route, ports)
    const timeout = integration.timeoutInMillis
    const streamed = integration.type === 'HTTP_PROXY' && integration.responseTransferMode === 'STREAM'
    const insecure = integration.tlsConfig?.insecureSkipVerification === true
    return async (exchange) => {
      const outbound = exchange.outbound as IntegrationRequest
      if (!/^https?:\/\/[^/?#\s]+/.test(outbound.url))
        throw internalError('Execution failed due to configuration error: Invalid endpoint address')
      const { method, url, headers, body } = link === undefined ? outbound : link(outbound)
      const bodyless = method === 'GET' || method === 'HEAD'
      if (exchange.trail !== undefined) noteEndpointRequest(exchange, outbound)
      const began = clock.now()
      try {
        const reply = await send({ method, url, headers, body: bodyless ? '' : body, timeout, insecure, streamed })
        exchange.reply = reply
        if (exchange.trail !== undefined) noteEndpointReply(exchange, reply, clock.now() - began)
      } catch (error) {
        if (error instanceof SendTimeout) throw timedOut()
        throw new GatewayError('INTEGRATION_FAILURE', undefined, {
          log: 'Execution failed due to a network error communicating with endpoint',
        })
      } finally {
        exchange.integrationLatency = clock.now() - began
      }
      return undefined
    }
  },
  selection: byStatus,
  describe: (route) => `${route.integration.type} ${uriOf(route)}`,
}

function uriOf({ integration, variables }: RestRoute): string {
  return fillStageVariables(integration.uri ?? '', variables)
}

/**
 * A VPC link: the request goes to the local server that stands for the link's balancer, the URI gives the Host header and the path
 * (facts/02, section 6). With a link of the second kind (`integrationTarget`) the path begins with the stage (facts/12, section 5).
 */
function planLink(route: RestRoute, { vpcLinks }: Ports): ((outbound: IntegrationRequest) => IntegrationRequest) | undefined {
  const { integration, stage, report, account, region, variables } = route
  if (integration.connectionType !== 'VPC_LINK') return undefined
  const target = vpcLinks.find(
    account,
    region,
    fillStageVariables(integration.connectionId ?? '', variables),
    integration.integrationTarget,
  )
  const prefix = integration.integrationTarget === undefined ? '' : `/${stage.stageName}`
  if (target === undefined) {
    report(
      'vpc-link-without-target',
      `Nothing is said to stand behind the VPC link ${integration.connectionId}: the backend is called at the URI of the integration.`,
      'Name a local server for it: --vpc-link http://127.0.0.1:8080, or --vpc-link {id, name or target ARN}=URL.',
    )
    return prefix === '' ? undefined : (outbound) => ({ ...outbound, url: inStage(outbound.url, prefix) })
  }
  return (outbound) => {
    const [, host = '', rest = ''] = /^https?:\/\/([^/?#]+)(.*)$/s.exec(outbound.url) ?? []
    const path = rest.startsWith('/') ? rest : `/${rest}`
    const named = outbound.headers.some((field, at) => at % 2 === 0 && field.toLowerCase() === 'host')
    return { ...outbound, url: target + prefix + path, headers: named ? outbound.headers : ['Host', host, ...outbound.headers] }
  }
}

function inStage(url: string, prefix: string): string {
  return url.replace(/^(https?:\/\/[^/?#]+)\/?/, (_all, origin: string) => `${origin}${prefix}/`)
}
