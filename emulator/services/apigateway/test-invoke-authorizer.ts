import { stopwatch } from '../../base/clock'
import { parseQuery } from '../../gateway/mapping/query'
import { masked } from '../../gateway/trail'
import { compileFullMatch } from '../../language/java-pattern'
import type { AuthorizerRecord } from '../../model/apigateway'
import type { Call } from '../operations'
import { authorizerOf } from './authorizers'
import { badRequest } from './errors'
import type { ApiGateway } from './service'
import { logText } from './test-invoke-log'

type Input = Parameters<ApiGateway['TestInvokeAuthorizer']>[0]

/** How AWS calls the stage and the method of a tested authorizer (facts/01, section 8). */
const STAGE = 'ESTestInvoke-stage'

/**
 * Asks a Lambda authorizer as a request would: 0 with its principal and policy, 401 when the identity is missing or refused, 500 when it
 * fails (facts/04, section 1). Uncertain: the lines of the log beyond those recorded.
 */
export const TestInvokeAuthorizer: ApiGateway['TestInvokeAuthorizer'] = async (input, call) => {
  const authorizer = authorizerOf(call, input.restApiId, input.authorizerId)
  if (authorizer.type === 'COGNITO_USER_POOLS') throw badRequest('Not emulated by Portico yet: authorizers of the type COGNITO_USER_POOLS')
  const elapsed = stopwatch()
  const requestId = call.ids.uuid()
  const lines = [`Starting authorizer: ${authorizer.id} for request: ${requestId}`]
  const answer = (clientStatus: number, last: string, more: { principalId?: string; policy?: string } = {}) => {
    lines.push(last)
    return { clientStatus, log: logText(requestId, lines, call.clock.now()), latency: Math.round(elapsed()), ...more }
  }
  const sources = identities(authorizer, input)
  lines.push(
    `Incoming identity: ${authorizer.type === 'TOKEN' ? masked(sources[0]?.value ?? '') : `{${sources.map(({ name, value }) => `${name}=${masked(value ?? '')}`).join(', ')}}`}`,
  )
  const expression = authorizer.identityValidationExpression
  const [first] = sources
  const missing = sources.some(({ value }) => value === undefined || value === '')
  if (missing || (authorizer.type === 'TOKEN' && expression !== undefined && compileFullMatch(expression)?.(first?.value ?? '') !== true)) {
    return answer(401, `Unauthorized request: ${requestId}`)
  }
  const functionArn = /:lambda:path\/2015-03-31\/functions\/(.+)\/invocations$/.exec(authorizer.authorizerUri ?? '')?.[1]
  if (functionArn === undefined) return answer(500, 'Execution failed due to configuration error: Authorizer error')
  const { account, region } = call
  const sourceArn = `arn:aws:execute-api:${region}:${account}:${input.restApiId}/authorizers/${authorizer.id}`
  const permitted = authorizer.authorizerCredentials !== undefined
  let payload: string
  let failed: boolean
  try {
    const event = JSON.stringify(eventOf(authorizer, input, call, first?.value ?? '', requestId))
    const result = await call.gateway.invoke(
      functionArn,
      event,
      permitted ? {} : { caller: { service: 'apigateway.amazonaws.com', sourceArn } },
    )
    payload = result.payload
    failed = result.functionError !== undefined
  } catch {
    return answer(500, 'Execution failed due to configuration error: Invalid permissions on Lambda function')
  }
  const said = JSON.parse(payload) as { errorMessage?: unknown; principalId?: unknown; policyDocument?: unknown } | null
  if (failed)
    return said?.errorMessage === 'Unauthorized'
      ? answer(401, 'Unauthorized')
      : answer(500, 'Execution failed due to configuration error: Authorizer error')
  if (typeof said?.principalId !== 'string' || typeof said.policyDocument !== 'object')
    return answer(500, 'Execution failed due to configuration error: Invalid JSON in response')
  lines.push(
    `Authorizer result body before parsing: ${payload}`,
    `Using valid authorizer policy for principal: ${masked(said.principalId)}`,
  )
  return answer(0, 'Successfully completed authorizer execution', {
    principalId: said.principalId,
    policy: JSON.stringify(said.policyDocument),
  })
}

/** The values of the identity sources: headers, query parameters, stage variables; `context.*` has the additional context. */
function identities({ identitySource = '' }: AuthorizerRecord, input: Input): { name: string; value: string | undefined }[] {
  const query = parseQuery(input.pathWithQueryString?.split(/\?(.*)/s, 2)[1] ?? '')
  const header = (name: string) =>
    Object.entries(headersOf(input))
      .find(([given]) => given.toLowerCase() === name.toLowerCase())?.[1]
      .at(-1)
  return identitySource
    .split(',')
    .map((source) => source.trim())
    .filter((source) => source !== '')
    .map((name) => {
      const key = name.slice(name.lastIndexOf('.') + 1)
      if (name.startsWith('method.request.header.')) return { name, value: header(key) }
      if (name.startsWith('method.request.querystring.')) return { name, value: query.get(key)?.at(-1) }
      if (name.startsWith('stageVariables.')) return { name, value: input.stageVariables?.[key] }
      return { name, value: input.additionalContext?.[key] }
    })
}

function headersOf({ headers = {}, multiValueHeaders = {} }: Input): Record<string, string[]> {
  return { ...Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]])), ...multiValueHeaders }
}

/** The event that the function gets (facts/04, section 1): three members for TOKEN, the whole request for REQUEST, empty maps as `{}`. */
function eventOf({ type }: AuthorizerRecord, input: Input, { account, region }: Call, token: string, requestId: string): unknown {
  const methodArn = `arn:aws:execute-api:${region}:${account}:${input.restApiId}/${STAGE}/GET/`
  if (type === 'TOKEN') return { type, methodArn, authorizationToken: token }
  const [path = '/', raw = ''] = (input.pathWithQueryString || '/').split(/\?(.*)/s, 2)
  const query = parseQuery(raw)
  const headers = headersOf(input)
  return {
    type,
    methodArn,
    resource: '/',
    path,
    httpMethod: 'GET',
    headers: Object.fromEntries(Object.entries(headers).map(([name, values]) => [name, values.at(-1)])),
    multiValueHeaders: headers,
    queryStringParameters: Object.fromEntries([...query].map(([name, values]) => [name, values.at(-1)])),
    multiValueQueryStringParameters: Object.fromEntries(query),
    pathParameters: {},
    stageVariables: input.stageVariables ?? {},
    requestContext: {
      accountId: account,
      apiId: input.restApiId,
      domainPrefix: 'testPrefix',
      httpMethod: 'GET',
      identity: { apiKey: 'test-invoke-api-key', sourceIp: 'test-invoke-source-ip' },
      path,
      protocol: 'HTTP/1.1',
      requestId,
      resourceId: 'test-invoke-resource-id',
      resourcePath: '/',
      stage: STAGE,
    },
  }
}
