import type { Segment } from '../../observe/traces'
import { durationOf } from './segments'
import { rootOf } from './service-map'

/** What a keyword finds in a trace. */
export type Value = string | number | boolean
export type Read = (segments: readonly Segment[]) => readonly Value[]

/** What an operator asks, `!=` aside. */
export const COMPARISONS: Readonly<Record<string, (found: Value, wanted: Value) => boolean>> = {
  '=': (found, wanted) => found === wanted,
  '!=': (found, wanted) => found !== wanted,
  '<': (found, wanted) => found < wanted,
  '<=': (found, wanted) => found <= wanted,
  '>': (found, wanted) => found > wanted,
  '>=': (found, wanted) => found >= wanted,
  CONTAINS: (found, wanted) => String(found).includes(String(wanted)),
  BEGINSWITH: (found, wanted) => String(found).startsWith(String(wanted)),
  ENDSWITH: (found, wanted) => String(found).endsWith(String(wanted)),
}

/** An annotation by its key. */
export function annotation(key: string): Read {
  return (segments) => segments.flatMap((segment) => known(segment.annotations?.[key]))
}

/**
 * Error and fault are those that the user got: the root's; a throttle is one anywhere, as in summaries (X-Ray developer guide, "Use filter
 * expressions"; API reference, TraceSummary).
 */
export const KEYWORDS: Readonly<Record<string, Read>> = {
  ok: (segments) => first(segments).map(({ error, fault, throttle }) => error !== true && fault !== true && throttle !== true),
  error: (segments) => first(segments).map(({ error }) => error === true),
  fault: (segments) => first(segments).map(({ fault }) => fault === true),
  throttle: any('throttle'),
  partial: any('in_progress'),
  duration: (segments) => [durationOf(segments).Duration],
  responsetime: (segments) => first(segments).map(({ start_time, end_time = start_time }) => end_time - start_time),
  name: (segments) => segments.map(({ name }) => name),
  user: (segments) => segments.flatMap(({ user }) => known(user)),
  'resource.arn': (segments) => segments.flatMap(({ resource_arn }) => known(resource_arn)),
  'http.status': http('response', 'status'),
  'http.url': http('request', 'url'),
  'http.method': http('request', 'method'),
  'http.useragent': http('request', 'user_agent'),
  'http.clientip': http('request', 'client_ip'),
}

export const NOT_EMULATED = new Set(['json', 'rootcause.fault', 'rootcause.error', 'rootcause.json', 'availabilityzone', 'instance.id'])

function first(segments: readonly Segment[]): Segment[] {
  const root = rootOf(segments) ?? segments[0]
  return root === undefined ? [] : [root]
}

function any(key: 'throttle' | 'in_progress'): Read {
  return (segments) => [segments.some((segment) => segment[key] === true)]
}

function http(side: 'request' | 'response', key: string): Read {
  return (segments) => segments.flatMap((segment) => known(segment.http?.[side]?.[key]))
}

function known(value: unknown): Value[] {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? [value] : []
}
