import type { NormalizedSchema } from '@smithy/core/schema'
import { splitHeader } from '@smithy/core/serde'
import { decodeUtf8 } from '../base/bytes'
import { firstHeader, type HeaderFields } from '../base/headers'
import { type Bindings, bindingsOf } from './bindings'
import { serializationError } from './errors'
import { type Pair, type ParsedRequest, parsePairs } from './request'
import type { Routed } from './routes'
import { plainBytes, readText } from './texts'

/** Reads the body of a REST request as a structure: JSON or XML. */
export type ReadBody = (schema: NormalizedSchema, body: Uint8Array) => unknown

/** The input of a routed REST request: from path, query string, header fields and body. */
export function bindInput(request: ParsedRequest, { operation, labels }: Routed, readBody: ReadBody): Record<string, unknown> {
  const bindings = bindingsOf(operation.input, 'request')
  const input: Record<string, unknown> = {}
  if (bindings.body !== undefined) Object.assign(input, readBody(bindings.body, request.body))
  for (const { member, schema } of bindings.labels) {
    const text = labels[member]
    if (text !== undefined) input[member] = readText(schema, text)
  }
  bindQuery(input, bindings, withoutLiterals(request.query, operation.http?.[1]))
  bindHeaders(input, bindings, request.headers)
  const { payload } = bindings
  if (payload !== undefined && request.body.length > 0) input[payload.member] = readPayload(payload.schema, request.body, readBody)
  return input
}

function readPayload(schema: NormalizedSchema, body: Uint8Array, readBody: ReadBody): unknown {
  if (schema.isBlobSchema()) return plainBytes(body)
  if (!schema.isStringSchema()) return readBody(schema, body)
  const text = decodeUtf8(body)
  if (text === undefined) throw serializationError('The request body is not valid UTF-8')
  return text
}

function bindQuery(input: Record<string, unknown>, { query, queryParams }: Bindings, pairs: readonly Pair[]): void {
  for (const { member, wire, schema } of query) {
    const values = pairs.filter(([name]) => name === wire).map(([, value]) => value)
    if (values.length === 0) continue
    if (schema.isListSchema()) {
      const item = schema.getValueSchema()
      input[member] = values.map((value) => readText(item, value))
    } else input[member] = readText(schema, values[0] as string)
  }
  if (queryParams === undefined) return
  const value = queryParams.schema.getValueSchema()
  const rest = pairs.filter(([name]) => !query.some(({ wire }) => wire === name) && !/^(?:x-amz-|x-id$)/i.test(name))
  if (rest.length === 0) return
  const byName = new Map<string, unknown>()
  for (const [name, text] of rest) {
    if (value.isListSchema()) byName.set(name, [...((byName.get(name) as unknown[] | undefined) ?? []), text])
    else if (!byName.has(name)) byName.set(name, readText(value, text))
  }
  input[queryParams.member] = Object.fromEntries(byName)
}

/** What the template itself says (`?mode=import`) is no input. */
function withoutLiterals(pairs: readonly Pair[], template = ''): readonly Pair[] {
  const literals = parsePairs(template.split('?')[1] ?? '')
  return literals.length === 0 ? pairs : pairs.filter(([name]) => !literals.some(([literal]) => literal === name))
}

function bindHeaders(input: Record<string, unknown>, { headers, prefixHeaders }: Bindings, fields: HeaderFields): void {
  for (const { member, wire, schema } of headers) {
    const text = firstHeader(fields, wire)
    if (text === undefined) continue
    const value = decodeHeader(text)
    if (schema.isListSchema()) {
      const item = schema.getValueSchema()
      input[member] = splitHeader(value).map((part) => readText(item, part.trim()))
    } else input[member] = readText(schema, value)
  }
  for (const { member, wire } of prefixHeaders) {
    const prefix = wire.toLowerCase()
    const found: [string, string][] = []
    for (let i = 0; i < fields.length; i += 2) {
      const name = (fields[i] as string).toLowerCase()
      if (name.startsWith(prefix)) found.push([name.slice(prefix.length), decodeHeader(fields[i + 1] as string)])
    }
    if (found.length > 0) input[member] = Object.fromEntries(found)
  }
}

/** Header fields arrive as Latin-1; what SDKs mean is UTF-8. */
function decodeHeader(text: string): string {
  if (!/[\u0080-\u00ff]/.test(text)) return text
  return decodeUtf8(Buffer.from(text, 'latin1')) ?? text
}
