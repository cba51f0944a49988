import { SamplingStatistics } from './sampling-statistics'

/** A segment or subsegment of a trace, in X-Ray's own form. Times in seconds. */
export interface Segment {
  readonly id: string
  readonly trace_id?: string
  readonly name: string
  readonly start_time: number
  readonly end_time?: number
  readonly in_progress?: boolean
  readonly parent_id?: string
  readonly type?: 'subsegment'
  readonly origin?: string
  readonly namespace?: string
  readonly resource_arn?: string
  readonly error?: boolean
  readonly fault?: boolean
  readonly throttle?: boolean
  readonly http?: {
    readonly request?: Readonly<Record<string, unknown>>
    readonly response?: Readonly<Record<string, unknown>>
  }
  readonly aws?: Readonly<Record<string, unknown>>
  readonly annotations?: Readonly<Record<string, unknown>>
  readonly metadata?: Readonly<Record<string, unknown>>
  readonly cause?: unknown
  readonly user?: string
  readonly subsegments?: readonly Segment[]
}

/** How X-Ray calls a status: a fault of the server, an error of the client, of which 429 is a throttle. */
export function failures(status: number): Pick<Segment, 'error' | 'fault' | 'throttle'> {
  if (status >= 500) return { fault: true }
  return status === 429 ? { error: true, throttle: true } : status >= 400 ? { error: true } : {}
}

/** Traces of one account and region that are kept, and segments of one trace. */
const MOST_TRACES = 2000
const MOST_SEGMENTS = 500

/** The traces of one account in one region; the oldest give way. */
export class TraceScope {
  readonly #traces = new Map<string, Segment[]>()
  readonly sampling = new SamplingStatistics()

  constructor(private readonly told: (segment: Segment, isNew: boolean) => void) {}

  /** Keeps a segment; one that is sent again, finished, stands in place of the one before. */
  put(traceId: string, segment: Segment): void {
    let segments = this.#traces.get(traceId)
    if (segments === undefined) {
      segments = []
      this.#traces.set(traceId, segments)
      for (const oldest of this.#traces.keys()) {
        if (this.#traces.size <= MOST_TRACES) break
        this.#traces.delete(oldest)
      }
    }
    const known = segments.findIndex(({ id }) => id === segment.id)
    if (known >= 0) segments[known] = segment
    else if (segments.length < MOST_SEGMENTS) segments.push(segment)
    this.told({ ...segment, trace_id: traceId }, known < 0 && segments.length === 1)
  }

  get(traceId: string): readonly Segment[] | undefined {
    return this.#traces.get(traceId)
  }

  /** Every trace with its segments, oldest first. */
  all(): readonly (readonly [traceId: string, segments: readonly Segment[]])[] {
    return [...this.#traces]
  }

  clear(): void {
    this.#traces.clear()
    this.sampling.clear()
  }
}

/** What X-Ray would have of requests: in memory, the last ones. */
export class Traces {
  readonly #scopes = new Map<string, TraceScope>()
  readonly #listeners = new Set<(segment: Segment) => void>()
  /** How many traces there have been. */
  recorded = 0

  /** Calls back with each segment as it is put, its trace id in it. */
  subscribe(listener: (segment: Segment) => void): void {
    this.#listeners.add(listener)
  }

  clear(): void {
    for (const scope of this.#scopes.values()) scope.clear()
  }

  in(account: string, region: string): TraceScope {
    const key = `${account}/${region}`
    let scope = this.#scopes.get(key)
    if (scope === undefined) {
      scope = new TraceScope((segment, isNew) => {
        if (isNew) this.recorded++
        for (const listener of this.#listeners) listener(segment)
      })
      this.#scopes.set(key, scope)
    }
    return scope
  }
}
