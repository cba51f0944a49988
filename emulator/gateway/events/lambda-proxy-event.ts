import { decodeUtf8 } from '../../base/bytes'
import { firstHeader, type HeaderFields } from '../../base/headers'
import { formatRequestTime } from '../context'
import type { Exchange } from '../exchange'
import { isBinary } from '../mapping/media-types'
import type { RestRoute } from '../phase'

/** Spellings that API Gateway changes in the event (facts/01, section 6). */
const RESPELLED: Readonly<Record<string, string>> = { authorization: 'Authorization', 'user-agent': 'User-Agent' }

/** Plans the event of payload format 1.0 (facts/02, section 1) for a route: the JSON text that crosses to the function. */
export function planLambdaEvent(route: RestRoute): (exchange: Exchange) => string {
  const { account, definition, resource, stage, method } = route
  const binaryMediaTypes = definition.api.binaryMediaTypes ?? []
  const stageVariables = stage.variables === undefined || Object.keys(stage.variables).length === 0 ? null : stage.variables
  const operation = method.operationName === undefined ? {} : { operationName: method.operationName }
  const canary = route.isCanary === undefined ? {} : { isCanaryRequest: route.isCanary }
  return (exchange) => {
    const { request, query } = exchange
    const headers: Record<string, string> = Object.create(null)
    const multiValueHeaders: Record<string, string[]> = Object.create(null)
    collectHeaders(exchange, headers, multiValueHeaders)
    let single: Record<string, string> | null = null
    let multi: Record<string, readonly string[]> | null = null
    if (query.size > 0) {
      single = Object.create(null) as Record<string, string>
      multi = Object.create(null) as Record<string, readonly string[]>
      for (const [name, values] of query) {
        single[name] = values[values.length - 1] as string
        multi[name] = values
      }
    }
    const { body, isBase64Encoded } = encodeBody(request.body, request.headers, binaryMediaTypes)
    return JSON.stringify({
      resource: resource.path,
      // Through a custom domain: with what was cut off.
      path: request.basePath === undefined && request.routingRuleId === undefined ? request.path : request.fullPath,
      httpMethod: request.method,
      headers,
      multiValueHeaders,
      queryStringParameters: single,
      multiValueQueryStringParameters: multi,
      pathParameters: exchange.pathParameters ?? null,
      stageVariables,
      requestContext: {
        resourceId: resource.id,
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
      },
      body,
      isBase64Encoded,
    })
  }
}

function identity({ request, key }: Exchange): Record<string, string | null | object> {
  return {
    cognitoIdentityPoolId: null,
    accountId: null,
    cognitoIdentityId: null,
    caller: null,
    sourceIp: request.sourceIp,
    principalOrgId: null,
    accessKey: null,
    cognitoAuthenticationType: null,
    cognitoAuthenticationProvider: null,
    userArn: null,
    userAgent: firstHeader(request.headers, 'user-agent') ?? null,
    user: null,
    ...(key === undefined ? {} : { apiKey: key.value, apiKeyId: key.id }),
    ...(request.clientCert === undefined ? {} : { clientCert: request.clientCert }),
    ...(request.vpcId === undefined ? {} : { vpcId: request.vpcId }),
    ...(request.vpceId === undefined ? {} : { vpceId: request.vpceId }),
  }
}

/** The client's headers, the last value winning in the single map, and those that the gateway adds. */
function collectHeaders(exchange: Exchange, single: Record<string, string>, multi: Record<string, string[]>): void {
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

  function add(name: string, value: string): void {
    single[name] = value
    const values = multi[name]
    if (values === undefined) multi[name] = [value]
    else values.push(value)
  }
}

/** Text as it is; bytes of a binary media type, or that are no UTF-8, in base64; no body is null. */
function encodeBody(
  body: Uint8Array | undefined,
  headers: HeaderFields,
  binaryMediaTypes: readonly string[],
): { body: string | null; isBase64Encoded: boolean } {
  if (body === undefined || body.byteLength === 0) return { body: null, isBase64Encoded: false }
  const text = isBinary(firstHeader(headers, 'content-type'), binaryMediaTypes) ? undefined : decodeUtf8(body)
  if (text !== undefined) return { body: text, isBase64Encoded: false }
  return { body: Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('base64'), isBase64Encoded: true }
}
