import type { Segment } from '../../observe/traces'

/** A request's place in a trace. */
export interface TraceContext {
  /** `1-{8 hex}-{24 hex}`. */
  readonly root: string
  /** `X-Amzn-Trace-Id` as it goes on. */
  readonly header: string
  /** `X-Amzn-Trace-Id` as events tell it. */
  readonly told: string
  /** Of the gateway's own segment, and of the part of it that is spent at the integration; empty where a passive stage takes no part. */
  readonly segment: string
  readonly subsegment: string
  /** Who called, where the client's header says it. */
  readonly parent: string | undefined
  /** The rule that samples the request; empty where somebody before has decided so; undefined where it is not traced. */
  readonly rule: string | undefined
  /** What the request waited for besides the integration, as it came: its authorizer. */
  readonly parts: Segment[]
}

/** A member of a trace header; undefined when it has none. */
export function partOf(header: string, name: 'Root' | 'Parent' | 'Sampled'): string | undefined {
  const found = PARTS[name].exec(header)?.[1]
  return found === '' ? undefined : found
}

const PARTS = { Root: /(?:^|;)\s*Root=([^;]*)/, Parent: /(?:^|;)\s*Parent=([^;]*)/, Sampled: /(?:^|;)\s*Sampled=([^;]*)/ } as const
