import type { About } from '../../../checks/index'
import { firstHeader, type HeaderFields } from '../../base/headers'
import { type CompiledStage, compileStage } from '../../gateway/compile'
import { runRequest } from '../../gateway/run'
import type { DeploymentRecord, IntegrationRecord, MethodRecord } from '../../model/apigateway'
import { type Door, pathLike } from '../attack/doors'
import { walkIn } from '../attack/knock'
import { NOTHING, quiet, type StandIn } from '../attack/stand-in'

/** What a finding is tried on: a copy of its stage. */
export interface Trial {
  readonly copy: StandIn
  readonly about: About
  /** A verb and a path of the route. */
  readonly door: Pick<Door, 'verb' | 'path'>
}

/** What a request showed: one sentence; undefined where nothing of the finding could be tried. */
export type Proof = (trial: Trial) => Promise<string | undefined>

/** An answer, as far as proofs look at it. */
export interface Answer {
  readonly status: number
  readonly body: string
  /** AWS's name for the reason of a refusal. */
  readonly error: string | undefined
  header(name: string): string | undefined
}

/** The verb and a path that fit what a finding is about. */
export function doorOf({ verb = 'GET', path = '/' }: About): Trial['door'] {
  return { verb: verb === 'ANY' ? 'POST' : verb, path: pathLike(path) }
}

/** Comes as a stranger, with nothing, on every way: the sentence when a route let that in, another when none did. */
export async function comeIn({ copy, door }: Trial): Promise<string> {
  const replies = await walkIn(copy, door)
  const inside = replies.find(({ outcome }) => outcome === 'in')
  if (inside === undefined) return `not shown: ${door.verb} ${door.path} without credentials got ${replies[0]?.reason ?? 'no answer'}`
  const { request, route } = inside
  return `${request.method} ${request.target} without credentials came to the integration of ${route?.httpMethod} ${route?.resourcePath}`
}

/** What of a stage a proof keeps besides its routes and checks. */
interface Kept {
  readonly backends?: true
  readonly cache?: true
}

/** The stage as nobody guards it. In place of its backends, where they are not kept, each request is answered by an id of its own. */
export function unguarded({ copy }: Trial, { backends, cache }: Kept): CompiledStage | undefined {
  const { account, region, apiId, stageName, deploymentId, ports, isCanary } = copy.bare
  const { deployments, stages } = copy.call.records
  const deployment = deployments.get(deploymentId, apiId)
  const stage = stages.get(stageName, apiId)
  if (deployment === undefined || stage === undefined) return undefined
  const open = withoutGuards(deployment, backends === true)
  const { methodSettings, cacheClusterEnabled } = stage
  const silent = { ...quiet(stage, copy.variables), ...(cache ? { methodSettings, cacheClusterEnabled } : {}) }
  return compileStage(account, region, open, silent, ports, isCanary).stage
}

function withoutGuards(deployment: DeploymentRecord, backends: boolean): DeploymentRecord {
  const { definition } = deployment
  const { policy, ...api } = definition.api
  const resources = definition.resources.map(({ resourceMethods = {}, ...resource }) => ({
    ...resource,
    resourceMethods: Object.fromEntries(
      Object.entries(resourceMethods).map(([verb, { authorizerId, ...method }]) => [
        verb,
        { ...method, authorizationType: 'NONE', apiKeyRequired: false, ...(backends ? {} : echo(method.methodIntegration)) },
      ]),
    ),
  }))
  return { ...deployment, definition: { ...definition, api, resources } }
}

/** Answers the id of the request, and keeps what the cache's key is made of. */
function echo(integration: IntegrationRecord | undefined): Pick<MethodRecord, 'methodIntegration' | 'methodResponses'> {
  const { cacheNamespace = '', cacheKeyParameters = [], requestParameters } = integration ?? NOTHING
  const answer = { statusCode: '200', responseTemplates: { 'application/json': '$context.requestId' } }
  return {
    methodIntegration: {
      ...NOTHING,
      cacheNamespace,
      cacheKeyParameters,
      ...(requestParameters === undefined ? {} : { requestParameters }),
      integrationResponses: { '200': answer },
    },
    methodResponses: { '200': { statusCode: '200' } },
  }
}

/** Sends a request to a stage. */
export async function ask(
  stage: CompiledStage,
  { verb, path }: Trial['door'],
  { headers = [], body }: { readonly headers?: HeaderFields; readonly body?: string } = {},
): Promise<Answer> {
  const host = `${stage.apiId}.execute-api.${stage.region}.amazonaws.com`
  const { response, exchange } = await runRequest(stage, {
    method: verb,
    path,
    fullPath: `/${stage.stageName}${path}`,
    queryString: '',
    headers: ['Host', host, 'Accept', '*/*', ...headers],
    body: body === undefined ? undefined : Buffer.from(body),
    // An address that nobody has (RFC 5737).
    sourceIp: '203.0.113.7',
    domainName: host,
  })
  return {
    status: response.status,
    body: typeof response.body === 'string' ? response.body : Buffer.from(response.body).toString(),
    error: exchange.error?.type,
    header: (name) => firstHeader(response.headers, name),
  }
}
