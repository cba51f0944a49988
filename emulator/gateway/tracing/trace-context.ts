import { firstHeader } from '../../base/headers'
import type { Ids } from '../../base/ids'
import type { CompiledStage } from '../compile'
import type { GatewayRequest } from '../exchange'
import { partOf, type TraceContext } from './trace'

/**
 * The client's trace header, with a parent when it names none; without a root, all of it is new (facts/01, section 5: recorded). A stage that
 * traces decides where nobody has (facts/06, section 4), and is the parent of what it calls.
 */
export function traceContext(stage: CompiledStage, request: GatewayRequest, at: number): TraceContext {
  const given = firstHeader(request.headers, 'x-amzn-trace-id')
  const said = given?.includes('Root=') ? given : undefined
  return stage.tracing ? tracedContext(stage, request, at, said) : passedOn(stage, at, said)
}

/** A stage that does not trace changes nothing that a client has decided. Uncertain: what it says of sampling where nobody has. */
function passedOn({ ports: { ids } }: CompiledStage, at: number, said: string | undefined): TraceContext {
  if (said !== undefined) {
    const header = said.includes('Parent=') ? said : `${said};Parent=${ids.hex(16)}`
    return untraced(partOf(said, 'Root') ?? '', header)
  }
  const root = newRoot(ids, at)
  return untraced(root, `Root=${root};Parent=${ids.hex(16)};Sampled=0`)
}

function untraced(root: string, header: string): TraceContext {
  return { root, header, segment: '', subsegment: '', parent: undefined, rule: undefined, parts: [] }
}

function tracedContext(stage: CompiledStage, request: GatewayRequest, at: number, said = ''): TraceContext {
  const { ids } = stage.ports
  const root = partOf(said, 'Root') ?? newRoot(ids, at)
  const parent = partOf(said, 'Parent')
  const decided = partOf(said, 'Sampled')
  const rule = decided === '1' ? '' : decided === '0' ? undefined : sample(stage, request)
  const [segment, subsegment] = [ids.hex(16), ids.hex(16)]
  const header = rule === undefined ? `Root=${root};Parent=${parent ?? segment};Sampled=0` : `Root=${root};Parent=${subsegment};Sampled=1`
  return { root, header, segment, subsegment, parent, rule, parts: [] }
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
    serviceType: 'AWS::ApiGateway::Stage',
    host: request.domainName,
    method: request.method,
    path: request.fullPath,
    arn: `arn:aws:apigateway:${region}::/restapis/${apiId}/stages/${stageName}`,
  })
}
