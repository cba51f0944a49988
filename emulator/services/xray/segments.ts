import { isNestedDeeper } from '../../base/nesting'
import type { Segment } from '../../observe/traces'
import { page } from '../pages'
import { invalidRequest, type XRayOperations } from './operations'

const TRACE_ID = /^1-[0-9a-f]{8}-[0-9a-f]{24}$/i
const SEGMENT_ID = /^[0-9a-f]{16}$/i
/** Traces of one call, and bytes of one document (X-Ray API reference; developer guide, "Segment documents"). */
const MOST_TRACES = 5
const LARGEST_DOCUMENT = 65_536
const DEEPEST = 100
/** The last moment that a date can tell, in seconds. */
const LATEST = 8.64e12

/** What SDKs and OpenTelemetry collectors send. A document that is wrong is told, and keeps no other from being taken. */
export const PutTraceSegments: XRayOperations['PutTraceSegments'] = (input, call) => {
  const scope = call.traces.in(call.account, call.region)
  const UnprocessedTraceSegments = (input.TraceSegmentDocuments ?? []).flatMap((document) => {
    const segment = readSegment(document)
    if (typeof segment === 'string') return [{ ErrorCode: segment, Message: `Invalid segment. ErrorCode: ${segment}`, ...idOf(document) }]
    const { trace_id: traceId = '', ...kept } = segment
    scope.put(traceId.toLowerCase(), kept)
    return []
  })
  return { UnprocessedTraceSegments }
}

export const BatchGetTraces: XRayOperations['BatchGetTraces'] = (input, call) => {
  const ids = input.TraceIds ?? []
  if (ids.length > MOST_TRACES) throw invalidRequest(`TraceIds must have at most ${MOST_TRACES} members, found ${ids.length}.`)
  const scope = call.traces.in(call.account, call.region)
  const found = ids.flatMap((id) => {
    const segments = scope.get(id.toLowerCase())
    return segments === undefined ? [] : [{ Id: id, LimitExceeded: false, ...durationOf(segments), Segments: documents(id, segments) }]
  })
  const { items, next } = page(found, input.NextToken, MOST_TRACES)
  return { Traces: items, UnprocessedTraceIds: [], ...(next === undefined ? {} : { NextToken: next }) }
}

/** What the X-Ray daemon tells of itself; nobody can ask for it. */
export const PutTelemetryRecords: XRayOperations['PutTelemetryRecords'] = () => ({})

/** When the first segment began, in epoch milliseconds. */
export function beginOf(segments: readonly Segment[]): number {
  return Math.round(Math.min(...segments.map(({ start_time }) => start_time)) * 1000)
}

/** From the first begin to the last end, in seconds. */
export function durationOf(segments: readonly Segment[]): { Duration: number } {
  const begin = Math.min(...segments.map(({ start_time }) => start_time))
  const end = Math.max(...segments.map(({ start_time, end_time }) => end_time ?? start_time))
  return { Duration: Math.round((end - begin) * 1000) / 1000 }
}

function documents(traceId: string, segments: readonly Segment[]) {
  return segments.map((segment) => ({ Id: segment.id, Document: JSON.stringify({ trace_id: traceId, ...segment }) }))
}

/** A segment, or AWS's code for what is wrong with it. Uncertain: the codes. */
function readSegment(document: string): Segment | string {
  if (Buffer.byteLength(document) > LARGEST_DOCUMENT) return 'SegmentTooLarge'
  if (isNestedDeeper(document, DEEPEST, 'json')) return 'ParseError'
  let given: Partial<Segment> | null
  try {
    given = JSON.parse(document) as Partial<Segment> | null
  } catch {
    return 'ParseError'
  }
  if (typeof given !== 'object' || given === null) return 'ParseError'
  if (typeof given.id !== 'string' || !SEGMENT_ID.test(given.id)) return 'InvalidId'
  if (typeof given.trace_id !== 'string' || !TRACE_ID.test(given.trace_id)) return 'InvalidTraceId'
  if (typeof given.name !== 'string' || given.name === '' || given.name.length > 200) return 'InvalidName'
  if (typeof given.start_time !== 'number') return 'MissingStartTime'
  if (typeof given.end_time !== 'number' && given.in_progress !== true) return 'MissingEndTime'
  return isWhole(given) ? (given as Segment) : 'InvalidSegment'
}

/** Whether what others read of a segment, and of those in it, is of the kind that they expect. */
function isWhole(segment: Partial<Segment>): boolean {
  const { origin, resource_arn, namespace, start_time, end_time, http, aws, annotations, subsegments = [] } = segment
  return (
    [origin, resource_arn, namespace].every((text) => text === undefined || typeof text === 'string') &&
    [start_time, end_time].every((at) => at === undefined || (typeof at === 'number' && at >= 0 && at <= LATEST)) &&
    [http, http?.request, http?.response, aws, annotations].every(
      (part) => part === undefined || (typeof part === 'object' && part !== null),
    ) &&
    Array.isArray(subsegments) &&
    subsegments.every(
      (each: Partial<Segment> | null) =>
        each !== null &&
        typeof each === 'object' &&
        typeof each.id === 'string' &&
        typeof each.name === 'string' &&
        typeof each.start_time === 'number' &&
        isWhole(each),
    )
  )
}

function idOf(document: string): { Id?: string } {
  const id = /"id"\s*:\s*"([^"]{0,64})"/.exec(document)?.[1]
  return id === undefined ? {} : { Id: id }
}
