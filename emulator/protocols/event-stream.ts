import { EventStreamCodec, type MessageHeaders } from '@smithy/core/event-streams'
import type { NormalizedSchema } from '@smithy/core/schema'
import { fromUtf8, toUtf8 } from '@smithy/core/serde'

export const EVENT_STREAM_TYPE = 'application/vnd.amazon.eventstream'

/** How the bodies of events are written. */
export interface EventBodies {
  readonly contentType: string
  write(schema: NormalizedSchema, value: unknown): string
  /** RPC protocols send the output's other members as a first message. */
  readonly initial: boolean
}

type Values = Readonly<Record<string, unknown>>
type Events = AsyncIterable<Values> | Iterable<Values>

const CODEC = new EventStreamCodec(toUtf8, fromUtf8)

/** The member of an output that is a stream of events; undefined when there is none. */
export function eventStreamMember(output: NormalizedSchema): string | undefined {
  const member = output.isStructSchema() ? output.getEventStreamMember() : ''
  return member === '' ? undefined : member
}

/** The events of an output, each `{ TypeOfEvent: members }`, in `application/vnd.amazon.eventstream`: each is sent as it comes. */
export async function* encodeEvents(output: NormalizedSchema, value: Values, bodies: EventBodies): AsyncGenerator<Uint8Array> {
  const member = eventStreamMember(output) as string
  const { [member]: events, ...others } = value
  const union = output.getMemberSchema(member)
  if (bodies.initial) yield encode('event', 'initial-response', bodies.contentType, bodies.write(output, others))
  for await (const event of (events as Events | undefined) ?? []) {
    const [type, members] = Object.entries(event)[0] ?? []
    if (type !== undefined) yield encodeEvent(type, union.getMemberSchema(type), (members ?? {}) as Values, bodies)
  }
}

function encodeEvent(type: string, schema: NormalizedSchema, members: Values, bodies: EventBodies): Uint8Array {
  if (schema.getMergedTraits().error !== undefined) {
    return encode('exception', type, bodies.contentType, bodies.write(schema, members))
  }
  const payload = [...schema.structIterator()].find(([, member]) => member.getMergedTraits().eventPayload === 1)
  if (payload === undefined) return encode('event', type, bodies.contentType, bodies.write(schema, members))
  const [name, payloadSchema] = payload
  const body = members[name]
  if (payloadSchema.isBlobSchema()) return encode('event', type, 'application/octet-stream', (body ?? '') as Uint8Array | string)
  if (payloadSchema.isStringSchema()) return encode('event', type, 'text/plain', String(body ?? ''))
  return encode('event', type, bodies.contentType, bodies.write(payloadSchema, body ?? {}))
}

function encode(kind: 'event' | 'exception', type: string, contentType: string, body: Uint8Array | string): Uint8Array {
  const headers: MessageHeaders = {
    [`:${kind}-type`]: { type: 'string', value: type },
    ':content-type': { type: 'string', value: contentType },
    ':message-type': { type: 'string', value: kind },
  }
  return CODEC.encode({ headers, body: typeof body === 'string' ? Buffer.from(body) : body })
}
