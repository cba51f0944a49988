import type { Ids } from '../../base/ids'
import type { CompiledStage } from '../compile'
import type { GatewayRequest } from '../exchange'
import { partOf, type TraceContext } from './trace'

/**
 * A request's place in a trace, by the client's trace header where that names a root; without one, all of it is new. An active stage decides
 * where nobody has; a passive one takes part in what somebody before it has sampled (facts/06, section 4). Whoever takes part is the parent of
 * what it calls.
 */
export function traceContext(stage: CompiledStage, request: GatewayRequest, at: number, said: string | undefined): TraceContext {
  if (stage.tracing) return tracedContext(stage, request, at, said)
  return said !== undefined && isSampled(said) ? sampledBefore(stage, said) : passedOn(stage, at, said)
}

const TRACE_ID = /^1-[0-9a-f]{8}-[0-9a-f]{24}$/i

function isSampled(said: string): boolean {
  return partOf(said, 'Sampled') === '1' && TRACE_ID.test(partOf(said, 'Root') ?? '')
}

/**
 * A passive stage in a trace of others. Events tell the client's header as it is (facts/01, section 5: recorded). Uncertain: that functions and
 * backends get the gateway as their parent.
 */
function sampledBefore({ ports: { ids } }: CompiledStage, said: string): TraceContext {
  const root = partOf(said, 'Root') ?? ''
  const parent = partOf(said, 'Parent')
  const [segment, subsegment] = [ids.hex(16), ids.hex(16)]
  const told = parent === undefined ? `${said};Parent=${segment}` : said
  return { root, header: calledFrom(said, subsegment), told, segment, subsegment, parent, rule: '', parts: [] }
}

/** The client's header with another parent; what else it holds goes on, the lineage of functions too. */
function calledFrom(said: string, parent: string): string {
  return partOf(said, 'Parent') === undefined ? `${said};Parent=${parent}` : said.replace(/(^|;\s*)Parent=[^;]*/, `$1Parent=${parent}`)
}

/**
 * A request that is not sampled keeps what the client has said, with a parent when it names none (facts/01, section 5: recorded). Uncertain:
 * what a passive stage says of sampling where nobody has.
 */
function passedOn({ ports: { ids } }: CompiledStage, at: number, said: string | undefined): TraceContext {
  if (said !== undefined) {
    const header = said.includes('Parent=') ? said : `${said};Parent=${ids.hex(16)}`
    return untraced(partOf(said, 'Root') ?? '', header)
  }
  const root = newRoot(ids, at)
  return untraced(root, `Root=${root};Parent=${ids.hex(16)};Sampled=0`)
}

function untraced(root: string, header: string): TraceContext {
  return { root, header, told: header, segment: '', subsegment: '', parent: undefined, rule: undefined, parts: [] }
}

function tracedContext(stage: CompiledStage, request: GatewayRequest, at: number, said = ''): TraceContext {
  const { ids } = stage.ports
  const root = partOf(said, 'Root') ?? newRoot(ids, at)
  const parent = partOf(said, 'Parent')
  const decided = partOf(said, 'Sampled')
  const rule = decided === '1' ? '' : decided === '0' ? undefined : sample(stage, request)
  const [segment, subsegment] = [ids.hex(16), ids.hex(16)]
  const header = rule === undefined ? `Root=${root};Parent=${parent ?? segment};Sampled=0` : `Root=${root};Parent=${subsegment};Sampled=1`
  return { root, header, told: header, segment, subsegment, parent, rule, parts: [] }
}

function newRoot(ids: Ids, at: number): string {
  const epoch = Math.floor(at / 1000)
  return `1-${epoch.toString(16).padStart(8, '0')}-${ids.hex(24)}`
}

function sample({ ports, account, region, apiId, apiName, stageName }: CompiledStage, request: GatewayRequest): string | undefined {
  return ports.sampler.sample({
    account,
    region,
    service: `${apiName}/${stageName}`,
    host: request.domainName,
    method: request.method,
    headers: request.headers,
    arn: `arn:aws:apigateway:${region}::/restapis/${apiId}/stages/${stageName}`,
  })
}
