import type { ServiceId, TraceSummary, ValueWithServiceIds } from '@aws-sdk/client-xray'
import type { Segment } from '../../observe/traces'
import { page } from '../pages'
import { compileFilter } from './filter-expression'
import { invalidRequest, type XRayOperations } from './operations'
import { durationOf } from './segments'

const PAGE = 100

/** Traces that began in a span of time, and fit a filter; those that began last come last. Sampling thins nothing out: there are few. */
export const GetTraceSummaries: XRayOperations['GetTraceSummaries'] = (input, call) => {
  const [from, to] = [input.StartTime?.getTime() ?? Number.NaN, input.EndTime?.getTime() ?? Number.NaN]
  if (!(from <= to)) throw invalidRequest('StartTime must not be after EndTime.')
  const byId = (input.TimeRangeType ?? 'TraceId') === 'TraceId'
  const fits = compileFilter(input.FilterExpression ?? '')
  const all = call.traces
    .in(call.account, call.region)
    .all()
    .filter(([id, segments]) => {
      const at = byId ? Number.parseInt(id.slice(2, 10), 16) * 1000 : beginOf(segments)
      // An id has whole seconds.
      return at >= (byId ? Math.floor(from / 1000) * 1000 : from) && at <= to && fits(segments)
    })
  const { items, next } = page(all, input.NextToken, PAGE)
  return {
    TraceSummaries: items.map(([id, segments]) => summary(id, segments, call.account)),
    TracesProcessedCount: items.length,
    ApproximateTime: new Date(call.clock.now()),
    ...(next === undefined ? {} : { NextToken: next }),
  }
}

function beginOf(segments: readonly Segment[]): number {
  return Math.min(...segments.map(({ start_time }) => start_time)) * 1000
}

function summary(id: string, segments: readonly Segment[], account: string): TraceSummary {
  const root = rootOf(segments)
  const has = (key: 'error' | 'fault' | 'throttle') => segments.some((segment) => segment[key] === true)
  const request = root?.http?.request ?? {}
  const status = root?.http?.response?.['status']
  const arns = [...new Set(segments.flatMap(({ resource_arn }) => (resource_arn === undefined ? [] : [resource_arn])))]
  const services = new Map(segments.map((segment) => [`${segment.origin} ${segment.name}`, serviceOf(segment, account)]))
  return {
    Id: id,
    ...durationOf(segments),
    ...(root?.end_time === undefined ? {} : { ResponseTime: Math.round((root.end_time - root.start_time) * 1000) / 1000 }),
    HasError: has('error'),
    HasFault: has('fault'),
    HasThrottle: has('throttle'),
    IsPartial: segments.some(({ in_progress }) => in_progress === true),
    Http: {
      ...text('HttpURL', request['url']),
      ...text('HttpMethod', request['method']),
      ...text('UserAgent', request['user_agent']),
      ...text('ClientIp', request['client_ip']),
      ...(typeof status === 'number' ? { HttpStatus: status } : {}),
    },
    Annotations: annotations(segments, account),
    Users: [],
    ServiceIds: [...services.values()],
    ResourceARNs: arns.map((ARN) => ({ ARN })),
    ...(root === undefined ? {} : { EntryPoint: serviceOf(root, account) }),
    StartTime: new Date(beginOf(segments)),
    Revision: 1,
  }
}

/** The segment that nobody here has called, the first one where there are several. */
function rootOf(segments: readonly Segment[]): Segment | undefined {
  const ids = new Set(segments.flatMap(({ id, subsegments = [] }) => [id, ...subsegments.map((each) => each.id)]))
  return segments.find(({ parent_id, type }) => type !== 'subsegment' && (parent_id === undefined || !ids.has(parent_id)))
}

function serviceOf({ name, origin }: Segment, account: string): ServiceId {
  return { Name: name, Names: [name], AccountId: account, ...(origin === undefined ? {} : { Type: origin }) }
}

function text<K extends string>(name: K, value: unknown): { readonly [P in K]?: string } {
  return typeof value === 'string' ? ({ [name]: value } as { [P in K]: string }) : {}
}

function annotations(segments: readonly Segment[], account: string): Record<string, ValueWithServiceIds[]> {
  const found: Record<string, ValueWithServiceIds[]> = {}
  for (const segment of segments) {
    for (const [name, value] of Object.entries(segment.annotations ?? {})) {
      const AnnotationValue =
        typeof value === 'number'
          ? { NumberValue: value }
          : typeof value === 'boolean'
            ? { BooleanValue: value }
            : { StringValue: String(value) }
      found[name] = [...(found[name] ?? []), { AnnotationValue, ServiceIds: [serviceOf(segment, account)] }]
    }
  }
  return found
}
