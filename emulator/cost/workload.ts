import type { Usage } from './bill'
import type { PriceName } from './prices'

/** Hours of a month, as AWS's calculators have it. */
export const MONTH_HOURS = 730

/** What an API does in a month, in numbers that a bill can be made of, and that can be thought otherwise (`savings.ts`). */
export interface Workload {
  readonly type: 'REST' | 'HTTP' | 'WEBSOCKET'
  /** Those that are billed: what authorization or a limit refuses is not (facts/06, section 6: uncertain). */
  readonly requests: bigint
  /** The same in steps of 512 KB, as HTTP APIs are metered. */
  readonly httpUnits: bigint
  /** Bytes of responses to the internet. */
  readonly bytesOut: bigint
  /** How many caches there are, by size in GB, and for how many hours. */
  readonly caches: Readonly<Record<string, bigint>>
  readonly hours: bigint
  readonly invocations: bigint
  /** Of these, those that a cache could have answered: of GET, without one. */
  readonly cacheable: bigint
  /** Megabyte-milliseconds by architecture. */
  readonly compute: Readonly<Record<'x86_64' | 'arm64', bigint>>
  readonly accessLogBytes: bigint
  readonly executionLogBytes: bigint
  readonly functionLogBytes: bigint
  /** In steps of 32 KB. */
  readonly messages: bigint
  readonly connectionMinutes: bigint
  readonly traces: bigint
  readonly detailedMetrics: bigint
  readonly alarms: bigint
  readonly compositeAlarms: bigint
  readonly dashboards: bigint
}

export const NO_WORKLOAD: Workload = {
  type: 'REST',
  requests: 0n,
  httpUnits: 0n,
  bytesOut: 0n,
  caches: {},
  hours: BigInt(MONTH_HOURS),
  invocations: 0n,
  cacheable: 0n,
  compute: { x86_64: 0n, arm64: 0n },
  accessLogBytes: 0n,
  executionLogBytes: 0n,
  functionLogBytes: 0n,
  messages: 0n,
  connectionMinutes: 0n,
  traces: 0n,
  detailedMetrics: 0n,
  alarms: 0n,
  compositeAlarms: 0n,
  dashboards: 0n,
}

const HTTP_STEP = 512 * 1024
const MESSAGE_STEP = 32 * 1024

/** Steps of 512 KB that a request is metered as. Uncertain: that request and response count together. */
export function httpUnits(requestBytes: number, responseBytes: number): bigint {
  return BigInt(Math.max(1, Math.ceil((requestBytes + responseBytes) / HTTP_STEP)))
}

/** Steps of 32 KB that a message is metered as. */
export function messageUnits(bytes: number): bigint {
  return BigInt(Math.max(1, Math.ceil(bytes / MESSAGE_STEP)))
}

/** What a bill is made of. */
export function usageOf(workload: Workload): Usage {
  const { type, caches, hours, compute } = workload
  const requests: Usage =
    type === 'REST' ? { 'rest-requests': workload.requests } : type === 'HTTP' ? { 'http-requests': workload.httpUnits } : {}
  return {
    ...requests,
    'websocket-messages': workload.messages,
    'websocket-minutes': workload.connectionMinutes,
    ...Object.fromEntries(Object.entries(caches).map(([size, count]) => [`cache-${size}` as PriceName, count * hours])),
    'data-out': workload.bytesOut,
    'lambda-requests': workload.invocations,
    'lambda-x86_64': compute.x86_64,
    'lambda-arm64': compute.arm64,
    'logs-access': workload.accessLogBytes,
    'logs-execution': workload.executionLogBytes,
    'logs-functions': workload.functionLogBytes,
    'metrics-detailed': workload.detailedMetrics,
    alarms: workload.alarms,
    'alarms-composite': workload.compositeAlarms,
    dashboards: workload.dashboards,
    'traces-recorded': workload.traces,
  }
}

/** The same mix with so many requests a month, its caches on for all of it. Quantities are rounded to the nearest. */
export function monthOf(workload: Workload, requests: bigint): Workload {
  const scale = (quantity: bigint) =>
    workload.requests === 0n ? quantity : (2n * quantity * requests + workload.requests) / (2n * workload.requests)
  return {
    ...workload,
    requests,
    httpUnits: scale(workload.httpUnits),
    bytesOut: scale(workload.bytesOut),
    hours: BigInt(MONTH_HOURS),
    invocations: scale(workload.invocations),
    cacheable: scale(workload.cacheable),
    compute: { x86_64: scale(workload.compute.x86_64), arm64: scale(workload.compute.arm64) },
    accessLogBytes: scale(workload.accessLogBytes),
    executionLogBytes: scale(workload.executionLogBytes),
    functionLogBytes: scale(workload.functionLogBytes),
    traces: scale(workload.traces),
  }
}
