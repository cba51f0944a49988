import type { GatewayError, LimitLayer } from '../gateway/errors'
import type { Served } from './incoming'

/** One request of the last ones, as `/_portico/requests` shows it. */
export interface RecentRequest {
  readonly at: string
  readonly requestId: string
  readonly method: string
  readonly path: string
  readonly status: number
  /** Milliseconds on the emulator's clock. */
  readonly latency: number
  readonly apiId: string
  readonly stage: string
  /** The resource path and method that took it; absent when none did. */
  readonly route?: string
  /** What a stage with a cache found there. */
  readonly cache?: 'hit' | 'miss'
  /** AWS's reason when the gateway refused, what the execution log says, and what is known besides. */
  readonly error?: {
    readonly type: string
    readonly log?: string
    readonly why?: string /** Whose limit refused it. */
    readonly layer?: LimitLayer
  }
  /** The lines of its execution log, where the stage writes one. */
  readonly executionLog?: readonly string[]
}

const KEPT = 100

/** Keeps the last requests: what of them is shown, and not their bodies. */
export class RecentRequests {
  readonly #requests: (Omit<RecentRequest, 'at'> & { readonly at: number })[] = []
  #next = 0

  constructor(private readonly now: () => number) {}

  add(served: Served): void {
    this.#requests[this.#next] = describe(served, this.now())
    this.#next = (this.#next + 1) % KEPT
  }

  /** Newest first. */
  list(): RecentRequest[] {
    const ordered = [...this.#requests.slice(this.#next), ...this.#requests.slice(0, this.#next)].reverse()
    return ordered.map((request) => ({ ...request, at: new Date(request.at).toISOString() }))
  }
}

function describe({ stage, outcome: { exchange, response } }: Served, at: number): Omit<RecentRequest, 'at'> & { readonly at: number } {
  const { route, error, request } = exchange
  return {
    at: exchange.receivedAt,
    requestId: exchange.id,
    method: request.method,
    path: request.fullPath,
    status: response.status,
    latency: at - exchange.receivedAt,
    apiId: stage.apiId,
    stage: stage.stageName,
    ...(route.resourcePath === '' ? {} : { route: `${route.httpMethod} ${route.resourcePath}` }),
    ...(exchange.cache === undefined ? {} : { cache: exchange.cache }),
    ...(error === undefined ? {} : { error: reasonOf(error) }),
    ...(exchange.trail === undefined ? {} : { executionLog: exchange.trail.lines }),
  }
}

function reasonOf({ type, options: { log, why, layer } }: GatewayError): NonNullable<RecentRequest['error']> {
  return {
    type,
    ...(log === undefined ? {} : { log }),
    ...(why === undefined ? {} : { why }),
    ...(layer === undefined ? {} : { layer }),
  }
}
