import type { ServiceId, TimeRangeType, TraceSummary, TraceUser, ValueWithServiceIds } from '@aws-sdk/client-xray'
import type { Segment } from '../../observe/traces'
import { page } from '../pages'
import { compileFilter } from './filter-expression'
import { filterScope } from './groups'
import type { XRayOperations } from './operations'
import { beginOf, durationOf } from './segments'
import { rootOf } from './service-map'
import { type TimeSpan, timeSpan } from './time-span'

const PAGE = 100

/** Traces that began in a span of time, and fit a filter; those that began last come last. Sampling thins nothing out: there are few. */
export const GetTraceSummaries: XRayOperations['GetTraceSummaries'] = (input, call) => {
  const { from, to } = timeSpan(input)
  const { TimeRangeType = 'TraceId' } = input
  const fits = compileFilter(input.FilterExpression ?? '', filterScope(call))
  const all = call.traces
    .in(call.account, call.region)
    .all()
    .filter(([id, segments]) => isWithin({ from, to }, id, segments, TimeRangeType) && fits(segments))
  const { items, next } = page(all, input.NextToken, PAGE)
  return {
    TraceSummaries: items.map(([id, segments]) => summary(id, segments, call.account)),
    TracesProcessedCount: items.length,
    ApproximateTime: new Date(call.clock.now()),
    ...(next === undefined ? {} : { NextToken: next }),
  }
}

/**
 * By its id, which has whole seconds, a trace is of the moment at which it began; by events it is of all the time that it took; by services of
 * the moments at which segments ended (X-Ray developer guide, "Getting data"; API reference, GetTraceSummaries).
 */
function isWithin({ from, to }: TimeSpan, id: string, segments: readonly Segment[], by: TimeRangeType): boolean {
  if (by === 'TraceId') {
    const at = Number.parseInt(id.slice(2, 10), 16) * 1000
    return at >= Math.floor(from / 1000) * 1000 && at <= to
  }
  const ends = segments.map(({ start_time, end_time }) => Math.round((end_time ?? start_time) * 1000))
  return by === 'Service' ? ends.some((at) => at >= from && at <= to) : beginOf(segments) <= to && Math.max(...ends) >= from
}

function summary(id: string, segments: readonly Segment[], account: string): TraceSummary {
  const root = rootOf(segments)
  const request = root?.http?.request ?? {}
  const status = root?.http?.response?.['status']
  const arns = [...new Set(segments.flatMap(({ resource_arn }) => (resource_arn === undefined ? [] : [resource_arn])))]
  const services = new Map(segments.map((segment) => [`${segment.origin} ${segment.name}`, serviceOf(segment, account)]))
  return {
    Id: id,
    ...durationOf(segments),
    ...(root?.end_time === undefined ? {} : { ResponseTime: Math.round((root.end_time - root.start_time) * 1000) / 1000 }),
    HasError: root?.error === true,
    HasFault: root?.fault === true,
    HasThrottle: segments.some(({ throttle }) => throttle === true),
    IsPartial: segments.some(({ in_progress }) => in_progress === true),
    Http: {
      ...text('HttpURL', request['url']),
      ...text('HttpMethod', request['method']),
      ...text('UserAgent', request['user_agent']),
      ...text('ClientIp', request['client_ip']),
      ...(typeof status === 'number' ? { HttpStatus: status } : {}),
    },
    Annotations: annotations(segments, account),
    Users: users(segments, account),
    ServiceIds: [...services.values()],
    ResourceARNs: arns.map((ARN) => ({ ARN })),
    ...(root === undefined ? {} : { EntryPoint: serviceOf(root, account) }),
    StartTime: new Date(beginOf(segments)),
    Revision: 1,
  }
}

function serviceOf({ name, origin }: Segment, account: string): ServiceId {
  return { Name: name, Names: [name], AccountId: account, ...(origin === undefined ? {} : { Type: origin }) }
}

function text<K extends string>(name: K, value: unknown): { readonly [P in K]?: string } {
  return typeof value === 'string' ? ({ [name]: value } as { [P in K]: string }) : {}
}

function users(segments: readonly Segment[], account: string): TraceUser[] {
  const names = new Set(segments.map(({ user }) => user).filter((user) => typeof user === 'string'))
  return [...names].map((UserName) => ({
    UserName,
    ServiceIds: segments.filter(({ user }) => user === UserName).map((segment) => serviceOf(segment, account)),
  }))
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
