import { userError } from '../base/diagnostics'
import type { CompiledStage } from '../gateway/compile'
import type { CompiledRoute } from '../gateway/exchange'
import { methodSettings } from '../gateway/method-settings'
import type { StageRecord } from '../model/apigateway'
import type { Call } from '../services/operations'
import type { Profile, RouteTraffic } from './profile'
import { httpUnits, messageUnits, NO_WORKLOAD, type Workload } from './workload'

/** CloudWatch Logs counts so many bytes more for each event. */
export const EVENT_BYTES = 26
/** Bytes that the execution log of a request has by level, bodies aside, with its events. Uncertain: an average of what is written here. */
const EXECUTION_LOG = { ERROR: 0, INFO: 1_500, TRACE: 4_000 } as const
/** START, END and REPORT of an invocation. */
const PLATFORM_LOG = 350
/** What a variable of an access log comes to, on average. */
const VARIABLE_BYTES = 20
/** Count, two errors, two latencies; two more where there is a cache (facts/06, section 1). */
const DETAILED_METRICS = 5

type Traffic = Required<RouteTraffic>

/** A month of the traffic that a profile tells of, through what a template has made. */
export function workloadOfProfile(profile: Profile, call: Call, stages: readonly CompiledStage[]): Workload {
  const { type = 'REST', messages = 0, messageBytes = 0, connectionMinutes = 0 } = profile
  const stage = chosenStage(profile, stages)
  const record = stage === undefined ? undefined : call.records.stages.get(stage.stageName, stage.apiId)
  const fixed = type === 'REST' ? accountWorkload(call, stage === undefined ? [] : [stage]) : NO_WORKLOAD
  let workload: Workload = {
    ...fixed,
    type,
    messages: BigInt(messages) * messageUnits(messageBytes),
    connectionMinutes: BigInt(connectionMinutes),
  }
  for (const [name, traffic] of trafficOf(profile, stage)) {
    const route = stage?.routes.find(({ httpMethod, resourcePath }) => `${httpMethod} ${resourcePath}` === name)
    workload = add(workload, loadOf(name, traffic, route, record, call))
  }
  return stage?.endpointType === 'PRIVATE' ? { ...workload, bytesOut: 0n } : workload
}

/** What costs without any request: caches, alarms, dashboards, detailed metrics. */
export function accountWorkload(call: Call, stages: readonly CompiledStage[]): Workload {
  const { records } = call
  const caches: Record<string, bigint> = {}
  let detailed = 0
  for (const { apiId, stageName, routes } of stages) {
    const stage = records.stages.get(stageName, apiId)
    if (stage === undefined) continue
    const size = stage.cacheClusterEnabled ? stage.cacheClusterSize : undefined
    if (size !== undefined) caches[size] = (caches[size] ?? 0n) + 1n
    const measured = routes.filter((route) => methodSettings(stage, route.resourcePath, route.httpMethod).metricsEnabled === true)
    detailed += measured.length * (DETAILED_METRICS + (size === undefined ? 0 : 2))
  }
  const alarms = records.alarms.list()
  const composite = alarms.filter(({ kind }) => kind === 'composite')
  return {
    ...NO_WORKLOAD,
    caches,
    detailedMetrics: BigInt(detailed),
    alarms: BigInt(alarms.length - composite.length),
    compositeAlarms: BigInt(composite.length),
    dashboards: BigInt(records.dashboards.list().length),
  }
}

function chosenStage({ api, stage }: Profile, stages: readonly CompiledStage[]): CompiledStage | undefined {
  const found = stages.filter(
    ({ apiName, apiId, stageName }) => (api === undefined || api === apiName || api === apiId) && (stage ?? stageName) === stageName,
  )
  if (found.length === 1 || stages.length === 0) return found[0]
  const names = stages.map(({ apiName, stageName }) => `${apiName} ${stageName}`).join(', ')
  throw userError('no-stage', `The traffic profile names ${found.length === 0 ? 'no' : 'more than one'} stage. There are: ${names}.`, {
    fix: 'Give "api" and "stage" in the profile.',
  })
}

const USUAL: Omit<Traffic, 'requests'> = { requestBytes: 0, responseBytes: 1024, durationMs: 50, logBytes: 0, cacheHitRate: 0 }

function trafficOf({ requests = 0, defaults, routes = {} }: Profile, stage: CompiledStage | undefined): [string, Traffic][] {
  const known = stage?.routes.map(({ httpMethod, resourcePath }) => `${httpMethod} ${resourcePath}`).sort()
  const unknown = known === undefined ? undefined : Object.keys(routes).find((name) => !known.includes(name))
  if (unknown !== undefined)
    throw userError('no-route', `The traffic profile names ${unknown}, which is no route.`, { fix: `Name one of ${known?.join(', ')}.` })
  const named = Object.entries(routes).map(([name, traffic]): [string, Traffic] => [name, { ...USUAL, ...defaults, ...traffic }])
  const others = (known ?? ['*']).filter((name) => !Object.hasOwn(routes, name))
  const share = Math.floor(requests / Math.max(1, others.length))
  // What does not divide goes to the first one.
  const first = requests - share * (others.length - 1)
  return [...named, ...others.map((name, at): [string, Traffic] => [name, { ...USUAL, ...defaults, requests: at === 0 ? first : share }])]
}

function loadOf(
  name: string,
  { requests, requestBytes, responseBytes, durationMs, logBytes, cacheHitRate }: Traffic,
  route: CompiledRoute | undefined,
  stage: StageRecord | undefined,
  call: Call,
): Workload {
  const count = BigInt(requests)
  const hits = Math.round(requests * cacheHitRate)
  const target = route === undefined ? undefined : functionOf(route, call)
  const invocations = target === undefined ? 0n : count - BigInt(hits)
  const none = { x86_64: 0n, arm64: 0n }
  const execution = EXECUTION_LOG[route?.logging ?? 'ERROR'] + (route?.logging === 'TRACE' ? 2 * (requestBytes + responseBytes) : 0)
  return {
    ...NO_WORKLOAD,
    requests: count,
    httpUnits: count * httpUnits(requestBytes, responseBytes),
    bytesOut: count * BigInt(responseBytes),
    invocations,
    cacheable: name.startsWith('GET ') && cacheHitRate === 0 ? invocations : 0n,
    compute: target === undefined ? none : { ...none, [target.architecture]: invocations * BigInt(durationMs * target.memory) },
    accessLogBytes: count * BigInt(accessLogBytes(stage)),
    executionLogBytes: count * BigInt(execution),
    functionLogBytes: invocations * BigInt(PLATFORM_LOG + logBytes),
  }
}

function functionOf({ target }: CompiledRoute, call: Call): { memory: number; architecture: 'x86_64' | 'arm64' } | undefined {
  const [kind, name = ''] = target.split(' ')
  if (kind !== 'AWS_PROXY' && kind !== 'AWS') return undefined
  const configuration = call.records.functions.get(name.split(':')[0] ?? '')?.configuration
  if (configuration === undefined) return undefined
  return { memory: configuration.MemorySize, architecture: configuration.Architectures[0] === 'arm64' ? 'arm64' : 'x86_64' }
}

function accessLogBytes(stage: StageRecord | undefined): number {
  const format = stage?.accessLogSettings?.format
  if (format === undefined) return 0
  return format.replace(/\$(?:context\.[\w.-]+|\{[^}]*\})/g, 'x'.repeat(VARIABLE_BYTES)).length + EVENT_BYTES
}

function add(a: Workload, b: Workload): Workload {
  return {
    ...a,
    requests: a.requests + b.requests,
    httpUnits: a.httpUnits + b.httpUnits,
    bytesOut: a.bytesOut + b.bytesOut,
    invocations: a.invocations + b.invocations,
    cacheable: a.cacheable + b.cacheable,
    compute: { x86_64: a.compute.x86_64 + b.compute.x86_64, arm64: a.compute.arm64 + b.compute.arm64 },
    accessLogBytes: a.accessLogBytes + b.accessLogBytes,
    executionLogBytes: a.executionLogBytes + b.executionLogBytes,
    functionLogBytes: a.functionLogBytes + b.functionLogBytes,
  }
}
