import type { Exchange } from '../exchange'
import type { RestRoute } from '../phase'
import { objectText, quoted } from './json-text'
import { eventPath, headerValues, planRequestContext, queryValues } from './request-parts'

/** The event of a TOKEN authorizer: three members, no more (facts/04, section 1). */
export function tokenEvent(methodArn: string, authorizationToken: string): string {
  return JSON.stringify({ type: 'TOKEN', methodArn, authorizationToken })
}

/** Plans the event of a REQUEST authorizer: the request without its body; maps without members are `{}` (facts/04, section 1). */
export function planRequestEvent(route: RestRoute): (exchange: Exchange, methodArn: string) => string {
  const { resource, variables } = route
  const resourceText = `,"resource":${quoted(resource.path)},"path":`
  const stageText = `,"stageVariables":${JSON.stringify(variables)},"requestContext":`
  const requestContext = planRequestContext(route)
  return (exchange, methodArn) => {
    const { method } = exchange.request
    const headers = headerValues(exchange)
    const query = queryValues(exchange)
    const asked = `{"type":"REQUEST","methodArn":${quoted(methodArn)}${resourceText}${quoted(eventPath(exchange))},"httpMethod":${quoted(method)}`
    const sent = `,"headers":${headers.single},"multiValueHeaders":${headers.multi}`
    const parameters = `,"queryStringParameters":${query?.single ?? '{}'},"multiValueQueryStringParameters":${query?.multi ?? '{}'}`
    return `${asked}${sent}${parameters},"pathParameters":${objectText(exchange.pathParameters, '{}')}${stageText}${requestContext(exchange)}}`
  }
}
