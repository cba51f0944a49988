import type { Exchange } from '../exchange'
import type { RestRoute } from '../phase'
import { eventPath, headerValues, planRequestContext, queryValues } from './request-parts'

/** The event of a TOKEN authorizer: three members, no more (facts/04, section 1). */
export function tokenEvent(methodArn: string, authorizationToken: string): string {
  return JSON.stringify({ type: 'TOKEN', methodArn, authorizationToken })
}

/** Plans the event of a REQUEST authorizer: the request without its body; maps without members are `{}` (facts/04, section 1). */
export function planRequestEvent(route: RestRoute): (exchange: Exchange, methodArn: string) => string {
  const { resource, variables } = route
  const requestContext = planRequestContext(route)
  return (exchange, methodArn) => {
    const headers = headerValues(exchange)
    const query = queryValues(exchange)
    return JSON.stringify({
      type: 'REQUEST',
      methodArn,
      resource: resource.path,
      path: eventPath(exchange),
      httpMethod: exchange.request.method,
      headers: headers.single,
      multiValueHeaders: headers.multi,
      queryStringParameters: query?.single ?? {},
      multiValueQueryStringParameters: query?.multi ?? {},
      pathParameters: exchange.pathParameters ?? {},
      stageVariables: variables,
      requestContext: requestContext(exchange),
    })
  }
}
