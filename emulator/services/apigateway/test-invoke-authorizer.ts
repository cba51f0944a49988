import { stopwatch } from '../../base/clock'
import type { HeaderFields } from '../../base/headers'
import { authorizerCachePrefix } from '../../gateway/authorizers/cache-prefix'
import { compileStage } from '../../gateway/compile'
import { type Outcome, runRequest } from '../../gateway/run'
import type { AuthorizerRecord, IntegrationRecord, MethodRecord, ResourceRecord } from '../../model/apigateway'
import { Logs } from '../../observe/logs'
import { Metrics } from '../../observe/metrics'
import { Traces } from '../../observe/traces'
import { MemoryStore } from '../../store/memory-store'
import type { Call } from '../operations'
import { authorizerOf } from './authorizers'
import { freeze } from './deployments'
import type { ApiGateway } from './service'
import { logText } from './test-invoke-log'

type Input = Parameters<ApiGateway['TestInvokeAuthorizer']>[0]

/** How AWS calls the stage and the resource of a tested authorizer (facts/01, section 8). */
const STAGE = 'ESTestInvoke-stage'
const RESOURCE = 'test-invoke-resource-id'

/**
 * Asks an authorizer as a request would, in front of a method that is made for it: 0 with what it told, 401 when the identity is missing
 * or refused, 500 when it fails (facts/04, section 1). What its policy permits is not looked at.
 */
export const TestInvokeAuthorizer: ApiGateway['TestInvokeAuthorizer'] = async (input, call) => {
  const { restApiId = '' } = input
  const authorizer = authorizerOf(call, restApiId, input.authorizerId)
  const elapsed = stopwatch()
  // Nothing is kept: each test asks anew.
  await call.store.delete(authorizerCachePrefix(restApiId, STAGE))
  const outcome = await runRequest(guarded(call, restApiId, authorizer, input.stageVariables ?? {}), requestOf(input, call))
  if (outcome.bug !== undefined) throw outcome.bug
  const { exchange, response } = outcome
  const { caller } = exchange
  const told = caller === undefined ? { clientStatus: response.status } : { clientStatus: 0, ...whatItTold(outcome) }
  return { ...told, log: logText(exchange.id, linesOf(outcome), call.clock.now()), latency: Math.round(elapsed()) }
}

function whatItTold({ exchange: { caller } }: Outcome) {
  if (caller?.claims !== undefined) return { claims: { ...caller.claims } }
  const policy = caller?.policyDocument === undefined ? {} : { policy: JSON.stringify(caller.policyDocument) }
  return {
    principalId: caller?.principalId ?? '',
    ...policy,
    ...(caller?.context === undefined ? {} : { authorization: texts(caller.context) }),
  }
}

function texts(context: Readonly<Record<string, string>>): Record<string, string[]> {
  return Object.fromEntries(Object.entries(context).map(([name, value]) => [name, [value]]))
}

/** The authorizer's own lines: those of the method that stands behind it are left out. */
function linesOf({ exchange: { trail: written, caller } }: Outcome): readonly string[] {
  const trail = written?.lines ?? []
  const method = trail.findIndex((line) => line.startsWith('Starting execution for request'))
  if (method >= 0) return trail.slice(0, method)
  const refused = trail.findIndex((line) => line.startsWith('Method completed with status'))
  // A policy that does not permit is no failure of the authorizer.
  return trail.slice(0, refused < 0 ? undefined : caller === undefined ? refused : refused - 1)
}

function guarded(call: Call, restApiId: string, authorizer: AuthorizerRecord, variables: Record<string, string>) {
  const { account, region, clock, gateway } = call
  const frozen = freeze(call, restApiId)
  const { policy: _policy, ...api } = frozen.api
  const integration: IntegrationRecord = {
    type: 'MOCK',
    passthroughBehavior: 'WHEN_NO_MATCH',
    timeoutInMillis: 29_000,
    cacheNamespace: RESOURCE,
    cacheKeyParameters: [],
    requestTemplates: { 'application/json': '{"statusCode": 200}' },
    integrationResponses: { '200': { statusCode: '200' } },
  }
  const method: MethodRecord = {
    httpMethod: 'GET',
    authorizationType: authorizer.type === 'COGNITO_USER_POOLS' ? 'COGNITO_USER_POOLS' : 'CUSTOM',
    authorizerId: authorizer.id,
    apiKeyRequired: false,
    methodIntegration: integration,
    methodResponses: { '200': { statusCode: '200' } },
  }
  const resource: ResourceRecord = { id: RESOURCE, path: '/', resourceMethods: { GET: method } }
  const definition = { ...frozen, api, resources: [resource], authorizers: [authorizer] }
  const now = new Date(clock.now())
  const stage = {
    stageName: STAGE,
    deploymentId: STAGE,
    cacheClusterEnabled: false,
    cacheClusterStatus: 'NOT_AVAILABLE' as const,
    methodSettings: { '*/*': { loggingLevel: 'INFO', dataTraceEnabled: true } },
    tracingEnabled: false,
    createdDate: now,
    lastUpdatedDate: now,
    variables,
  }
  const unseen = { ...gateway, metrics: new Metrics(clock), traces: new Traces(), logs: new Logs(new MemoryStore()) }
  return compileStage(account, region, { id: STAGE, createdDate: now, definition }, stage, unseen).stage
}

function requestOf({ headers = {}, multiValueHeaders = {}, pathWithQueryString = '/', body, restApiId }: Input, { region }: Call) {
  const [, queryString = ''] = pathWithQueryString.split(/\?(.*)/s, 2)
  const fields: HeaderFields = Object.entries(headers).flat()
  for (const [name, values] of Object.entries(multiValueHeaders)) for (const value of values) fields.push(name, value)
  return {
    method: 'GET',
    path: '/',
    fullPath: `/${STAGE}/`,
    queryString,
    headers: fields,
    body: body === undefined || body === '' ? undefined : Buffer.from(body),
    sourceIp: 'test-invoke-source-ip',
    domainName: `${restApiId}.execute-api.${region}.amazonaws.com`,
  }
}
