import type { Edge, Service } from '@aws-sdk/client-xray'
import type { Segment } from '../../observe/traces'
import { page } from '../pages'
import { groupOf } from './groups'
import { invalidRequest, type XRayOperations } from './operations'
import { beginOf } from './segments'
import { CLIENT, mapOf, type ServiceNode } from './service-map'
import { Tally } from './tally'
import { graphSpan } from './time-span'

/** Uncertain: how many services AWS gives in a page. */
const PAGE = 100

/** The service map of the traces that began in a span of time. */
export const GetServiceGraph: XRayOperations['GetServiceGraph'] = (input, call) => {
  const { from, to } = graphSpan(input)
  const group = groupOf(call, input)
  const traces = call.traces
    .in(call.account, call.region)
    .all()
    .map(([, segments]) => segments)
    .filter((segments) => beginOf(segments) >= from && beginOf(segments) <= to && group.holds(segments))
  const { items, next } = page(graphOf(traces, call.account), input.NextToken, PAGE)
  return {
    StartTime: input.StartTime,
    EndTime: input.EndTime,
    Services: items,
    ContainsOldGroupVersions: group.hasChanged(from, to),
    ...(next === undefined ? {} : { NextToken: next }),
  }
}

/** The service map of traces by their ids. Uncertain: that ids of no trace are passed over. */
export const GetTraceGraph: XRayOperations['GetTraceGraph'] = (input, call) => {
  const ids = input.TraceIds ?? []
  if (ids.length === 0) throw invalidRequest('TraceIds must have at least one member.')
  const scope = call.traces.in(call.account, call.region)
  const traces = [...new Set(ids.map((id) => id.toLowerCase()))].flatMap((id) => [scope.get(id) ?? []])
  const { items, next } = page(graphOf(traces, call.account), input.NextToken, PAGE)
  return { Services: items, ...(next === undefined ? {} : { NextToken: next }) }
}

/** A node with all that traces add to it. */
interface Collected {
  readonly id: number
  readonly node: ServiceNode
  isRoot: boolean
  /** Whether it has sent segments itself. */
  isActive: boolean
  readonly tally: Tally
  readonly edges: Map<Collected, Tally>
}

function graphOf(traces: readonly (readonly Segment[])[], AccountId: string): Service[] {
  const nodes = new Map<string, Collected>()
  const collected = (node: ServiceNode): Collected => {
    const key = JSON.stringify([node.type, node.name])
    const found = nodes.get(key) ?? { id: nodes.size, node, isRoot: false, isActive: false, tally: new Tally(), edges: new Map() }
    nodes.set(key, found)
    return found
  }
  for (const { calls, works } of traces.map(mapOf)) {
    for (const { from, to, seen } of calls) {
      const caller = collected(from)
      const called = collected(to)
      const edge = caller.edges.get(called) ?? new Tally()
      caller.edges.set(called, edge)
      edge.add(seen)
      if (from.type === CLIENT) caller.tally.add(seen)
    }
    for (const { node, segment, isRoot, isInferred } of works) {
      const found = collected(node)
      found.isRoot ||= isRoot
      found.isActive ||= !isInferred
      found.tally.add(segment)
    }
  }
  return [...nodes.values()].map((found) => serviceOf(found, AccountId))
}

/** Clients have no statistics of their own (X-Ray developer guide, "Getting data"). */
function serviceOf({ id, node, isRoot, isActive, tally, edges }: Collected, AccountId: string): Service {
  const isClient = node.type === CLIENT
  return {
    ReferenceId: id,
    Name: node.name,
    Names: [node.name],
    ...(isRoot ? { Root: true } : {}),
    ...(isClient ? {} : { AccountId }),
    ...(node.type === undefined ? {} : { Type: node.type }),
    State: isActive ? 'active' : 'unknown',
    ...tally.span,
    Edges: [...edges].map(([to, edge]) => edgeOf(to.id, edge)),
    ...(isClient
      ? {}
      : { SummaryStatistics: tally.statistics, DurationHistogram: tally.durations, ResponseTimeHistogram: tally.responseTimes }),
  }
}

function edgeOf(ReferenceId: number, tally: Tally): Edge {
  return { ReferenceId, ...tally.span, SummaryStatistics: tally.statistics, ResponseTimeHistogram: tally.responseTimes, Aliases: [] }
}
