import type { HeaderFields } from '../../base/headers'
import type { GatewayErrorType } from '../../gateway/errors'
import type { CompiledRoute } from '../../gateway/exchange'
import { runRequest } from '../../gateway/run'
import { mayEnter } from '../../server/access'
import { gatewayRequest } from '../../server/gateway-request'
import type { IncomingRequest } from '../../server/incoming'
import { resolveTarget } from '../../server/targets'
import type { Door } from './doors'
import type { StandIn } from './stand-in'

/** One try to get in. */
export interface Knock {
  /** `a token with alg none` */
  readonly what: string
  /** In place of the door's own. */
  readonly verb?: string
  /** Path and query string, behind the stage, in place of the door's own path. */
  readonly target?: string
  readonly headers?: HeaderFields
  /** Whether it comes from a stranger's address; else from one that the resource policy names. */
  readonly fromOutside?: true
}

/** What became of it: refused, let in, or failed, when whoever should have judged it could not. */
export interface Reply {
  readonly outcome: 'refused' | 'in' | 'failed'
  /** The route that it came to; undefined when none takes it. */
  readonly route: CompiledRoute | undefined
  readonly reason: string
  readonly request: IncomingRequest
}

/** An address that nobody has (RFC 5737). */
const OUTSIDE = '203.0.113.7'

const REFUSALS = new Set<GatewayErrorType>([
  'ACCESS_DENIED',
  'EXPIRED_TOKEN',
  'INVALID_API_KEY',
  'INVALID_SIGNATURE',
  'MISSING_AUTHENTICATION_TOKEN',
  'UNAUTHORIZED',
  'WAF_FILTERED',
])
const FAILURES = new Set<GatewayErrorType>(['AUTHORIZER_CONFIGURATION_ERROR', 'AUTHORIZER_FAILURE'])

/** Knocks at a door that has a guard: past the web ACL, and as if from inside, so that the guard alone has to hold. */
export function knock(
  standIn: StandIn,
  door: Door,
  { verb = door.verb, target = door.path, headers = [], fromOutside }: Knock,
): Promise<Reply> {
  const { bare, definition } = standIn
  const own = fromOutside === true ? [] : insideOf(definition.api.policy)
  return send(standIn, bare, host(standIn), {
    method: verb,
    target: `/${bare.stageName}${target}`,
    headers: [...own, ...headers],
    body: undefined,
    sourceIp: OUTSIDE,
  })
}

/** Walks up to a door that has none, as a stranger, on every way that leads there. */
export async function walkIn(standIn: StandIn, { verb, path }: Pick<Door, 'verb' | 'path'>): Promise<Reply[]> {
  const { whole, hosts, endpoint, domains } = standIn
  const ways = [[host(standIn), `/${whole.stageName}${path}`] as const, ...hosts.flatMap((name) => waysOf(standIn, name, path))]
  const replies: Reply[] = []
  for (const [name, target] of ways) {
    const request = { method: verb, target, headers: ['Host', name], body: undefined, sourceIp: OUTSIDE }
    const found = resolveTarget(request, domains, whole.region)
    if (found.kind === 'api' && mayEnter(request, found, whole, endpoint, whole.ports.clock.now()))
      replies.push(await send(standIn, whole, name, { ...request, headers: [] }))
  }
  return replies
}

function host({ whole }: StandIn): string {
  return `${whole.apiId}.execute-api.${whole.region}.amazonaws.com`
}

/** Paths below a custom domain that may lead to a path of the stage. */
function waysOf({ call, whole }: StandIn, name: string, path: string): (readonly [string, string])[] {
  const mappings = call.records.basePathMappings.parents().flatMap((parent) => call.records.basePathMappings.list(parent))
  const bases = mappings.map(({ basePath }) => (basePath === '(none)' ? '' : `/${basePath}`))
  return [...new Set(['', ...bases])].flatMap((base) => [
    [name, `${base}${path}`] as const,
    [name, `${base}/${whole.stageName}${path}`] as const,
  ])
}

async function send(standIn: StandIn, stage: StandIn['whole'], name: string, request: IncomingRequest): Promise<Reply> {
  const { domains, endpoint } = standIn
  const full = { ...request, headers: ['Host', name, 'Accept', '*/*', 'User-Agent', 'portico', ...request.headers] }
  const found = resolveTarget(full, domains, stage.region)
  if (found.kind !== 'api' || found.apiId !== stage.apiId || found.stage !== stage.stageName)
    return { outcome: 'refused', route: undefined, reason: 'another address', request: full }
  const { exchange, response, bug } = await runRequest(stage, gatewayRequest(full, found, endpoint.type === 'PRIVATE'))
  if (bug !== undefined) throw bug
  const { error, waf } = exchange
  const route = exchange.route === stage.noRoute ? undefined : exchange.route
  const reason = error === undefined ? String(response.status) : `${response.status} ${error.type}`
  const refused = route === undefined || waf?.responseCode === 'WAF_BLOCK' || (error !== undefined && REFUSALS.has(error.type))
  const failed = response.status === 501 || (error !== undefined && FAILURES.has(error.type))
  return { outcome: refused ? 'refused' : failed ? 'failed' : 'in', route, reason, request: full }
}

/** This emulator's headers by condition key: what a request tells of where it comes from. */
const TELLS: Readonly<Record<string, string>> = {
  'aws:sourceip': 'x-portico-source-ip',
  'aws:vpcsourceip': 'x-portico-source-ip',
  'aws:sourcevpce': 'x-portico-vpce-id',
  'aws:sourcevpc': 'x-portico-vpc-id',
}

/** Headers by which a request comes from where a resource policy lets callers in, as far as the policy tells. */
function insideOf(policy: string | undefined): HeaderFields {
  const told = new Map<string, string>()
  const { Statement } = JSON.parse(policy ?? '{}') as { Statement?: PolicyStatement | readonly PolicyStatement[] }
  for (const { Effect, Condition = {} } of [Statement ?? []].flat()) {
    for (const [operator, keys] of Object.entries(Condition)) {
      if ((Effect === 'Deny') !== operator.includes('Not')) continue
      for (const [key, values] of Object.entries(keys)) {
        const header = TELLS[key.toLowerCase()]
        const value = [values].flat()[0]
        if (header !== undefined && value !== undefined) told.set(header, value.replace(/\/\d+$/, ''))
      }
    }
  }
  return [...told].flat()
}

interface PolicyStatement {
  readonly Effect?: string
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>
}
