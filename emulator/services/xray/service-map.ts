import type { Segment } from '../../observe/traces'

/** A node of the service map: who works, by name and type (`AWS::Lambda::Function`, `client`, `remote`). */
export interface ServiceNode {
  readonly name: string
  readonly type: string | undefined
}

/** What a node has done for a trace. */
export interface Work {
  readonly node: ServiceNode
  readonly segment: Segment
  /** Whether nobody has called it but the client. */
  readonly isRoot: boolean
  /** Whether its caller tells of it, and it sends nothing itself. */
  readonly isInferred: boolean
}

/** A call from one node to another, as the caller has seen it; a client sees what the root says. */
export interface ServiceCall {
  readonly from: ServiceNode
  readonly to: ServiceNode
  readonly seen: Segment
}

/** What a trace adds to the service map. */
export interface ServiceMap {
  readonly works: readonly Work[]
  readonly calls: readonly ServiceCall[]
}

/** The type of the node that stands for clients; it has the name of the root that they call (X-Ray developer guide, "Getting data"). */
export const CLIENT = 'client'

/**
 * Who works on a trace, and who calls whom: a segment is called by the part that is its parent, a part with a namespace that has no segment
 * below it calls somebody who sends none (X-Ray developer guide, "Segment documents", subsegments and inferred segments).
 */
export function mapOf(segments: readonly Segment[]): ServiceMap {
  const parts = new Map(segments.flatMap((segment) => partsOf(segment).map((part) => [part.id, { part, top: segment }] as const)))
  const called = new Set(segments.map(({ type, parent_id }) => (type === 'subsegment' ? undefined : parent_id)))
  const works: Work[] = []
  const calls: ServiceCall[] = []
  for (const segment of segments) {
    const parent = parts.get(segment.parent_id ?? '')
    const isWhole = segment.type !== 'subsegment'
    const owner = isWhole ? segment : ownerOf(parent?.top, parts)
    if (isWhole) {
      const node = nodeOf(segment)
      const caller = ownerOf(parent?.top, parts)
      const seen = parent === undefined || parent.part === caller ? segment : parent.part
      works.push({ node, segment, isRoot: caller === undefined, isInferred: false })
      calls.push({ from: caller === undefined ? { name: node.name, type: CLIENT } : nodeOf(caller), to: node, seen })
    }
    if (owner === undefined) continue
    for (const part of partsOf(segment)) {
      const isCall = part !== owner && part.namespace !== undefined && part.namespace !== 'local' && !called.has(part.id)
      if (!isCall) continue
      const node = inferredNode(part)
      works.push({ node, segment: part, isRoot: false, isInferred: true })
      calls.push({ from: nodeOf(owner), to: node, seen: part })
    }
  }
  return { works, calls }
}

/** The segment that nobody here has called, the first one where there are several. */
export function rootOf(segments: readonly Segment[]): Segment | undefined {
  const ids = new Set(segments.flatMap((segment) => partsOf(segment).map(({ id }) => id)))
  return segments.find(({ parent_id, type }) => type !== 'subsegment' && (parent_id === undefined || !ids.has(parent_id)))
}

/** A segment and all parts within it. */
function partsOf(segment: Segment): Segment[] {
  return [segment, ...(segment.subsegments ?? []).flatMap(partsOf)]
}

/** The segment that a part belongs to, which may have been sent by itself. */
function ownerOf(top: Segment | undefined, parts: ReadonlyMap<string, { readonly top: Segment }>): Segment | undefined {
  let owner = top
  for (let steps = 0; owner?.type === 'subsegment'; steps++) {
    // Parts that are one another's parents belong to nobody.
    if (steps > parts.size) return undefined
    owner = parts.get(owner.parent_id ?? '')?.top
  }
  return owner
}

function nodeOf({ name, origin }: Segment): ServiceNode {
  return { name, type: origin }
}

/** Who is called without sending a segment. Uncertain: names and types but those of tables and of services as a whole. */
function inferredNode({ name, namespace, aws = {} }: Segment): ServiceNode {
  if (namespace !== 'aws') return { name, type: 'remote' }
  const { table_name: table, queue_url: queue, function_name: fn } = aws
  if (name === 'DynamoDB' && typeof table === 'string') return { name: table, type: 'AWS::DynamoDB::Table' }
  if (name === 'SQS' && typeof queue === 'string') return { name: queue, type: 'AWS::SQS::Queue' }
  if (typeof fn === 'string') return { name: fn, type: 'AWS::Lambda' }
  return { name, type: `AWS::${name}` }
}
