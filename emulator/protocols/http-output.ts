import { type NormalizedSchema, SCHEMA } from '@smithy/core/schema'
import { quoteHeader } from '@smithy/core/serde'
import type { HeaderFields } from '../base/headers'
import { bindingsOf } from './bindings'
import type { OperationShape } from './shapes'
import { writeText } from './texts'

/** An output taken apart: what of it are status, header fields and body. */
export interface BoundOutput {
  readonly status: number
  readonly headers: HeaderFields
  /** The member that is the whole body, when the shape has one. */
  readonly payload: { readonly schema: NormalizedSchema; readonly value: unknown } | undefined
  /** The members inside the body; undefined when the shape has none. */
  readonly body: NormalizedSchema | undefined
}

/** The status, header fields and body of an operation's output. The status is the model's, unless a member says it. */
export function bindOutput({ http, output }: OperationShape, value: Readonly<Record<string, unknown>>): BoundOutput {
  const { status, payload, body } = bindingsOf(output, 'response')
  const said = status === undefined ? undefined : value[status.member]
  return {
    status: typeof said === 'number' ? said : (http?.[2] ?? 200),
    headers: boundHeaders(output, value),
    payload: payload === undefined ? undefined : { schema: payload.schema, value: value[payload.member] },
    body,
  }
}

/** The header fields that an output's or error's members become. */
export function boundHeaders(shape: NormalizedSchema, value: Readonly<Record<string, unknown>>): HeaderFields {
  const { headers, prefixHeaders } = bindingsOf(shape, 'response')
  const fields: HeaderFields = []
  for (const { member, wire, schema } of headers) {
    const item = value[member]
    if (item === undefined || item === null) continue
    if (schema.isListSchema()) {
      const itemSchema = schema.getValueSchema()
      fields.push(wire, encodeHeader(Array.from(item as Iterable<unknown>, (one) => quoteHeader(headerText(itemSchema, one))).join(', ')))
    } else fields.push(wire, encodeHeader(headerText(schema, item)))
  }
  for (const { member, wire } of prefixHeaders) {
    for (const [name, item] of Object.entries((value[member] as Readonly<Record<string, unknown>> | undefined) ?? {})) {
      if (item !== undefined && item !== null) fields.push(`${wire}${name}`, encodeHeader(String(item)))
    }
  }
  return fields
}

function headerText(schema: NormalizedSchema, value: unknown): string {
  return writeText(schema, value, SCHEMA.TIMESTAMP_HTTP_DATE)
}

/** UTF-8 in the Latin-1 that header fields are written in; what would end a field becomes a space. */
function encodeHeader(text: string): string {
  const printable = text.replace(/[^\t\P{Cc}]/gu, ' ')
  return /^\p{ASCII}*$/u.test(printable) ? printable : Buffer.from(printable, 'utf8').toString('latin1')
}
