import { firstHeader } from '../../base/headers'
import { GatewayError } from '../errors'
import type { Exchange } from '../exchange'
import { checkIllegalHeaders } from '../integrations/illegal-headers'
import { integrationOf } from '../integrations/index'
import { convertRequest, textFor } from '../mapping/content-handling'
import { isBinary } from '../mapping/media-types'
import { compileTemplates, mediaType } from '../mapping/templates'
import type { CompiledTemplate } from '../mapping/velocity'
import type { Phase, RestRoute } from '../phase'

/**
 * Makes the integration request: template or passthrough for the body, parameter mapping for the rest (facts/02, sections 7 and 8).
 * AWS_PROXY has none of it, but illegal headers in its mappings fail all the same (facts/02, section 1).
 */
export const mapRequest: Phase<RestRoute> = {
  name: 'map-request',
  plan: (route, ports) => {
    const illegal = checkIllegalHeaders(route.integration)
    if (illegal !== undefined) {
      route.report(
        'illegal-header',
        `The mapping of ${illegal.header} is illegal: API Gateway answers every request with 500.`,
        `Remove the mapping integration.request.header.${illegal.header}.`,
      )
      return () => {
        throw illegal.error
      }
    }
    const outbound = integrationOf(route).outbound?.(route, ports)
    if (outbound === undefined) return undefined
    const body = planBody(route)
    return (exchange) => {
      exchange.outbound = outbound(exchange, body(exchange))
      return undefined
    }
  },
}

/** The body that the integration gets: template or passthrough by the table of facts/02, section 8, text or bytes by that of section 9. */
function planBody(route: RestRoute): (exchange: Exchange) => string | Uint8Array {
  const { integration, definition } = route
  const binaryMediaTypes = definition.api.binaryMediaTypes ?? []
  const { contentHandling } = integration
  const payload = ({ request }: Exchange) =>
    convertRequest(request.body, isBinary(firstHeader(request.headers, 'content-type'), binaryMediaTypes), contentHandling)
  if (integration.type === 'HTTP_PROXY') return payload
  const templates = compileTemplates(integration.requestTemplates, route, 'request template')
  const { passthroughBehavior } = integration
  const passthrough = passthroughBehavior === 'WHEN_NO_MATCH' || (passthroughBehavior === 'WHEN_NO_TEMPLATES' && templates.size === 0)
  return (exchange) => {
    const template = templates.size === 0 ? undefined : select(exchange, templates)
    if (template === undefined && !passthrough) throw new GatewayError('UNSUPPORTED_MEDIA_TYPE')
    const body = payload(exchange)
    return template === undefined ? body : template.render(exchange, textFor(body, 'request'))
  }
}

/** The template for the request's Content-Type; a request without one has application/json. */
function select({ request }: Exchange, templates: ReadonlyMap<string, CompiledTemplate>): CompiledTemplate | undefined {
  const header = firstHeader(request.headers, 'content-type')
  return templates.get(header === undefined ? 'application/json' : mediaType(header)) ?? templates.get('$default')
}
