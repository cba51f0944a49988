import { firstHeader } from '../../base/headers'
import { authorizerContext } from '../caller'
import { formatRequestTime } from '../context'
import type { Exchange } from '../exchange'
import type { RestRoute } from '../phase'

/** Spellings that API Gateway changes in events (facts/01, section 6). */
const RESPELLED: Readonly<Record<string, string>> = { authorization: 'Authorization', 'user-agent': 'User-Agent' }

/** The names and values of a request in an event: the last value of each, and all of them. */
export interface Values<T> {
  readonly single: T
  readonly multi: Record<string, readonly string[]>
}

/** Plans `requestContext` of payload format 1.0 (facts/02, section 1). */
export function planRequestContext(route: RestRoute): (exchange: Exchange) => object {
  const { account, definition, resource, stage, method } = route
  const operation = method.operationName === undefined ? {} : { operationName: method.operationName }
  const canary = route.isCanary === undefined ? {} : { isCanaryRequest: route.isCanary }
  return (exchange) => {
    const { request, caller } = exchange
    const authorizer = authorizerContext(caller)
    return {
      resourceId: resource.id,
      ...(authorizer === undefined ? {} : { authorizer }),
      resourcePath: resource.path,
      ...operation,
      httpMethod: request.method,
      extendedRequestId: exchange.extendedId,
      requestTime: formatRequestTime(exchange.receivedAt),
      path: request.fullPath,
      accountId: account,
      protocol: 'HTTP/1.1',
      stage: stage.stageName,
      domainPrefix: request.domainName.split('.', 1)[0],
      requestTimeEpoch: exchange.receivedAt,
      requestId: exchange.id,
      identity: identity(exchange),
      domainName: request.domainName,
      deploymentId: stage.deploymentId,
      apiId: definition.api.id,
      ...canary,
    }
  }
}

/** The path of an event: through a custom domain, with what was cut off. */
export function eventPath({ request }: Exchange): string {
  return request.basePath === undefined && request.routingRuleId === undefined ? request.path : request.fullPath
}

function identity({ request, key, caller }: Exchange): Record<string, string | null | object> {
  const iam = caller?.iam
  return {
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
    ...(key === undefined ? {} : { apiKey: key.value, apiKeyId: key.id }),
    ...(request.clientCert === undefined ? {} : { clientCert: request.clientCert }),
    ...(request.vpcId === undefined ? {} : { vpcId: request.vpcId }),
    ...(request.vpceId === undefined ? {} : { vpceId: request.vpceId }),
  }
}

/** The query parameters of an event; undefined when there are none. */
export function queryValues({ query }: Exchange): Values<Record<string, string>> | undefined {
  if (query.size === 0) return undefined
  const single = Object.create(null) as Record<string, string>
  const multi = Object.create(null) as Record<string, readonly string[]>
  for (const [name, values] of query) {
    single[name] = values[values.length - 1] as string
    multi[name] = values
  }
  return { single, multi }
}

/** The client's headers, and those that the gateway adds. */
export function headerValues(exchange: Exchange): Values<Record<string, string>> {
  const single = Object.create(null) as Record<string, string>
  const multi = Object.create(null) as Record<string, string[]>
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
  return { single, multi }

  function add(name: string, value: string): void {
    single[name] = value
    const values = multi[name]
    if (values === undefined) multi[name] = [value]
    else values.push(value)
  }
}
