import { firstHeader } from '../../base/headers'
import { authorizerContext } from '../caller'
import { formatRequestTime } from '../context'
import type { Exchange } from '../exchange'
import type { RestRoute } from '../phase'
import { quoted } from './json-text'

// The parts of an event, as the JSON text that crosses to the function: most of it is known when the stage is compiled, and objects that are
// made only to be written cost most of what an event costs.

/** Spellings that API Gateway changes in events (facts/01, section 6). */
const RESPELLED: Readonly<Record<string, string>> = { authorization: 'Authorization', 'user-agent': 'User-Agent' }

/** Two JSON objects: the last value of each name, and all of them. */
export interface Values {
  readonly single: string
  readonly multi: string
}

/** Plans `requestContext` of payload format 1.0 (facts/02, section 1). */
export function planRequestContext(route: RestRoute): (exchange: Exchange) => string {
  const { account, definition, resource, stage, method } = route
  const operation = method.operationName === undefined ? '' : `,"operationName":${quoted(method.operationName)}`
  const canary = route.isCanary === undefined ? '' : `,"isCanaryRequest":${route.isCanary}`
  const resourceId = `{"resourceId":${quoted(resource.id)}`
  const resourcePath = `,"resourcePath":${quoted(resource.path)}${operation},"httpMethod":`
  const own = `,"accountId":${quoted(account)},"protocol":"HTTP/1.1","stage":${quoted(stage.stageName)},"domainPrefix":`
  const ids = `,"deploymentId":${quoted(stage.deploymentId)},"apiId":${quoted(definition.api.id)}${canary}}`
  return (exchange) => {
    const { request, caller, receivedAt } = exchange
    const { domainName } = request
    const authorizer = authorizerContext(caller)
    const called = `${resourceId}${authorizer === undefined ? '' : `,"authorizer":${JSON.stringify(authorizer)}`}${resourcePath}${quoted(request.method)}`
    const when = `,"extendedRequestId":${quoted(exchange.extendedId)},"requestTime":"${formatRequestTime(receivedAt)}","path":${quoted(request.fullPath)}`
    const where = `${own}${quoted(domainName.split('.', 1)[0] as string)},"requestTimeEpoch":${receivedAt},"requestId":"${exchange.id}"`
    return `${called}${when}${where},"identity":${identity(exchange)},"domainName":${quoted(domainName)}${ids}`
  }
}

/** The path of an event: through a custom domain, with what was cut off. */
export function eventPath({ request }: Exchange): string {
  return request.basePath === undefined && request.routingRuleId === undefined ? request.path : request.fullPath
}

/** The JSON of `identity`. */
function identity({ request, key, caller }: Exchange): string {
  const iam = caller?.iam
  return JSON.stringify({
    cognitoIdentityPoolId: iam?.cognitoIdentityPoolId ?? null,
    accountId: iam?.accountId ?? null,
    cognitoIdentityId: iam?.cognitoIdentityId ?? null,
    caller: iam?.caller ?? null,
    sourceIp: request.sourceIp,
    principalOrgId: iam?.principalOrgId ?? null,
    accessKey: iam?.accessKey ?? null,
    cognitoAuthenticationType: iam?.cognitoAuthenticationType ?? null,
    cognitoAuthenticationProvider: iam?.cognitoAuthenticationProvider ?? null,
    userArn: iam?.userArn ?? null,
    userAgent: firstHeader(request.headers, 'user-agent') ?? null,
    user: iam?.user ?? null,
    // Absent unless there is one.
    apiKey: key?.value,
    apiKeyId: key?.id,
    clientCert: request.clientCert,
    vpcId: request.vpcId,
    vpceId: request.vpceId,
  })
}

/** The query parameters of an event; undefined when there are none. */
export function queryValues({ query }: Exchange): Values | undefined {
  return query.size === 0 ? undefined : valuesOf(query)
}

/** The client's headers, and those that the gateway adds. */
export function headerValues(exchange: Exchange): Values {
  const found = new Map<string, string | string[]>()
  const fields = exchange.request.headers
  let forwardedFor = exchange.request.sourceIp
  for (let i = 0; i < fields.length; i += 2) {
    const given = fields[i] as string
    const value = fields[i + 1] as string
    const lower = given.toLowerCase()
    if (lower === 'x-amzn-trace-id' || lower === 'x-forwarded-port' || lower === 'x-forwarded-proto') continue
    if (lower === 'x-forwarded-for') {
      forwardedFor = `${value}, ${exchange.request.sourceIp}`
      continue
    }
    add(RESPELLED[lower] ?? given, value)
  }
  add('X-Amzn-Trace-Id', exchange.traceId)
  add('X-Forwarded-For', forwardedFor)
  add('X-Forwarded-Port', '443')
  add('X-Forwarded-Proto', 'https')
  return valuesOf(found)

  function add(name: string, value: string): void {
    const before = found.get(name)
    if (before === undefined) found.set(name, value)
    else if (typeof before === 'string') found.set(name, [before, value])
    else before.push(value)
  }
}

function valuesOf(values: ReadonlyMap<string, string | readonly string[]>): Values {
  let single = ''
  let multi = ''
  let before = '{'
  for (const [name, value] of values) {
    const begin = `${before}${quoted(name)}:`
    if (typeof value === 'string') {
      const text = quoted(value)
      single += begin + text
      multi += `${begin}[${text}]`
    } else {
      single += begin + quoted(value[value.length - 1] as string)
      multi += begin + JSON.stringify(value)
    }
    before = ','
  }
  return { single: `${single}}`, multi: `${multi}}` }
}
