import { stopwatch } from '../../base/clock'
import { allHeaders, type HeaderFields } from '../../base/headers'
import { compileStage } from '../../gateway/compile'
import type { GatewayRequest } from '../../gateway/exchange'
import { type Outcome, runRequest } from '../../gateway/run'
import type { MethodRecord, ResourceRecord } from '../../model/apigateway'
import { Logs } from '../../observe/logs'
import { Metrics } from '../../observe/metrics'
import { Traces } from '../../observe/traces'
import { MemoryStore } from '../../store/memory-store'
import type { Call } from '../operations'
import { freeze } from './deployments'
import { methodOf, restApiOf } from './lookup'
import type { ApiGateway } from './service'
import { logText } from './test-invoke-log'

/** How AWS calls the stage of a test invocation (facts/01, section 8). */
const STAGE = 'test-invoke-stage'
const LOGGED = { '*/*': { loggingLevel: 'INFO', dataTraceEnabled: true } } as const
/** Headers that a client gets and a test invocation does not show. */
const ON_THE_WIRE_ONLY = new Set(['x-amzn-requestid', 'x-amz-apigw-id'])

/**
 * Runs a method as it stands, not as it was deployed, through the same steps as a request. Authorizers, API keys and the resource policy
 * are passed over, as in AWS's console. The log is what the steps wrote as they acted (facts/06, section 2).
 */
export const TestInvokeMethod: ApiGateway['TestInvokeMethod'] = async (input, call) => {
  const { restApiId = '', resourceId = '', httpMethod = '' } = input
  const { resource, method } = methodOf(call, { restApiId, resourceId, httpMethod })
  restApiOf(call, restApiId)
  const elapsed = stopwatch()
  const outcome = await runRequest(
    compiled(call, restApiId, resource, method, input.stageVariables ?? {}),
    requestOf(input, call, resource),
  )
  if (outcome.bug !== undefined) throw outcome.bug
  const fields = shownHeaders(outcome)
  const names = fields.filter((_, at) => at % 2 === 0)
  const { stream } = outcome.response
  const body = stream === undefined ? outcome.response.body : await collect(stream)
  return {
    status: outcome.response.status,
    body: typeof body === 'string' ? body : Buffer.from(body).toString('utf8'),
    headers: Object.fromEntries(names.map((name) => [name, allHeaders(fields, name).at(-1) ?? ''])),
    multiValueHeaders: Object.fromEntries(names.map((name) => [name, allHeaders(fields, name)])),
    // A streamed response leaves no lines (facts/12, section 3).
    log: stream === undefined ? logText(outcome.exchange.id, outcome.exchange.trail?.lines ?? [], call.clock.now()) : '',
    latency: Math.round(elapsed()),
  }
}

/** Bytes of a streamed response that a test invocation waits for (facts/12, section 3). */
const LARGEST_STREAM = 1_048_576

async function collect(stream: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  let size = 0
  for await (const piece of stream) {
    pieces.push(piece)
    size += piece.byteLength
    if (size > LARGEST_STREAM) break
  }
  return Buffer.concat(pieces)
}

function compiled(call: Call, restApiId: string, resource: ResourceRecord, method: MethodRecord, variables: Record<string, string>) {
  const { account, region, clock, gateway } = call
  const frozen = freeze(call, restApiId)
  const { policy: _policy, ...api } = frozen.api
  const open: MethodRecord = { ...method, authorizationType: 'NONE', apiKeyRequired: false }
  const definition = { ...frozen, api, resources: [{ ...resource, resourceMethods: { [method.httpMethod]: open } }] }
  const now = new Date(clock.now())
  const stage = {
    stageName: STAGE,
    deploymentId: STAGE,
    cacheClusterEnabled: false,
    cacheClusterStatus: 'NOT_AVAILABLE' as const,
    methodSettings: LOGGED,
    tracingEnabled: false,
    createdDate: now,
    lastUpdatedDate: now,
    variables,
  }
  // Uncertain: that a test invocation counts in no metric and is in no log group.
  const unseen = { ...gateway, metrics: new Metrics(clock), traces: new Traces(), logs: new Logs(new MemoryStore()) }
  return compileStage(account, region, { id: STAGE, createdDate: now, definition }, stage, unseen).stage
}

type Input = Parameters<ApiGateway['TestInvokeMethod']>[0]

/** The path that was given, or the resource's own with its parameters unfilled; a test is always application/json (facts/01, section 8). */
function requestOf(
  { pathWithQueryString, headers = {}, multiValueHeaders = {}, body, httpMethod = '', restApiId }: Input,
  { region }: Call,
  resource: ResourceRecord,
): GatewayRequest {
  const [path = '', queryString = ''] = (pathWithQueryString || resource.path).split(/\?(.*)/s, 2)
  const fields: HeaderFields = Object.entries(headers).flat()
  for (const [name, values] of Object.entries(multiValueHeaders)) for (const value of values) fields.push(name, value)
  const bare = path.startsWith('/') ? path : `/${path}`
  return {
    method: httpMethod,
    path: bare,
    fullPath: `/${STAGE}${bare}`,
    queryString,
    headers: fields,
    body: body === undefined || body === '' ? undefined : Buffer.from(body),
    sourceIp: 'test-invoke-source-ip',
    domainName: `${restApiId}.execute-api.${region}.amazonaws.com`,
  }
}

function shownHeaders({ exchange, response }: Outcome): HeaderFields {
  const fields: HeaderFields = []
  for (let i = 0; i < response.headers.length; i += 2) {
    const name = response.headers[i] as string
    const lower = name.toLowerCase()
    // A refusal shows its error type alone (facts/13, 234).
    const hidden = exchange.error === undefined ? ON_THE_WIRE_ONLY.has(lower) : lower !== 'x-amzn-errortype'
    if (!hidden) fields.push(name, response.headers[i + 1] as string)
  }
  return fields
}
