import { NormalizedSchema } from '@smithy/core/schema'
import type { SchemaTraitsObject, StaticStructureSchema } from '@smithy/types'

/** A member of a structure that travels outside the body. */
export interface Binding {
  readonly member: string
  /** The name in the query string or of the header field (or its prefix); of the member, elsewhere. */
  readonly wire: string
  readonly schema: NormalizedSchema
}

/** Where the members of an operation's input or output travel (Smithy's HTTP binding traits). */
export interface Bindings {
  readonly labels: readonly Binding[]
  readonly query: readonly Binding[]
  /** Every name of the query string that no other member takes. */
  readonly queryParams: Binding | undefined
  readonly headers: readonly Binding[]
  readonly prefixHeaders: readonly Binding[]
  /** The member that is the whole body. */
  readonly payload: Binding | undefined
  /** The member that is the status code. */
  readonly status: Binding | undefined
  /** The members inside the body, as a structure of their own; undefined when there are none. */
  readonly body: NormalizedSchema | undefined
}

type Place = keyof Bindings
type Message = 'request' | 'response'

const CACHES = { request: new WeakMap<NormalizedSchema, Bindings>(), response: new WeakMap<NormalizedSchema, Bindings>() }

/** The bindings of a structure as it is sent by the client (`request`) or by the service (`response`), worked out once. */
export function bindingsOf(schema: NormalizedSchema, message: Message): Bindings {
  const known = CACHES[message].get(schema)
  if (known !== undefined) return known
  const bindings = workOut(schema, message)
  CACHES[message].set(schema, bindings)
  return bindings
}

function workOut(schema: NormalizedSchema, message: Message): Bindings {
  const found: Record<Exclude<Place, 'body'>, Binding[]> = {
    labels: [],
    query: [],
    queryParams: [],
    headers: [],
    prefixHeaders: [],
    payload: [],
    status: [],
  }
  const inBody: string[] = []
  for (const [member, memberSchema] of schema.structIterator()) {
    const traits = memberSchema.getMergedTraits()
    const place = placeOf(traits, message)
    if (place === 'body') inBody.push(member)
    else
      found[place].push({ member, wire: traits.httpHeader ?? traits.httpPrefixHeaders ?? traits.httpQuery ?? member, schema: memberSchema })
  }
  return {
    ...found,
    queryParams: found.queryParams[0],
    payload: found.payload[0],
    status: found.status[0],
    body: inBody.length === 0 ? undefined : structureOf(schema, undefined, inBody),
  }
}

/** Traits of the other direction have no meaning: a shape may be input of one operation and output of another. */
function placeOf(traits: SchemaTraitsObject, message: Message): Place {
  if (traits.httpPayload) return 'payload'
  if (traits.httpHeader !== undefined) return 'headers'
  if (traits.httpPrefixHeaders !== undefined) return 'prefixHeaders'
  if (message === 'response') return traits.httpResponseCode ? 'status' : 'body'
  if (traits.httpLabel) return 'labels'
  if (traits.httpQuery !== undefined) return 'query'
  return traits.httpQueryParams ? 'queryParams' : 'body'
}

/** A structure under another name in XML, or with only some of its members. */
export function structureOf(schema: NormalizedSchema, name: string | undefined, members?: readonly string[]): NormalizedSchema {
  if (!schema.isStructSchema()) return NormalizedSchema.of([3, '', name ?? '', name === undefined ? 0 : { xmlName: name }, [], []])
  const [, namespace, shapeName, , memberNames, memberSchemas, required = 0] = schema.getSchema() as StaticStructureSchema
  const kept = memberNames.flatMap((member, index) => (members === undefined || members.includes(member) ? [index] : []))
  const named: StaticStructureSchema = [
    3,
    namespace,
    name ?? shapeName,
    name === undefined ? schema.getOwnTraits() : { ...schema.getOwnTraits(), xmlName: name },
    kept.map((index) => memberNames[index] as string),
    kept.map((index) => memberSchemas[index] as StaticStructureSchema[5][number]),
    kept.filter((index) => index < required).length,
  ]
  return NormalizedSchema.of(named)
}

/** The names of the members that a structure cannot be without. */
export function requiredMembers(schema: NormalizedSchema): readonly string[] {
  if (!schema.isStructSchema()) return []
  const [, , , , members, , required = 0] = schema.getSchema() as StaticStructureSchema
  return members.slice(0, required)
}
