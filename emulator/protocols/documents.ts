import { type NormalizedSchema, SCHEMA } from '@smithy/core/schema'
import { serializationError } from './errors'
import { plainBytes, readBlob, readNumber, readTimestamp, writeTimestamp } from './texts'

/** What JSON and CBOR do differently, once they are parsed. */
export interface Dialect {
  /** Members go by their `jsonName` (REST-JSON). */
  readonly jsonName: boolean
  /** Moments and bytes have types of their own (CBOR); else they are numbers and base64. */
  readonly native: boolean
}

export const REST_JSON: Dialect = { jsonName: true, native: false }
export const RPC_JSON: Dialect = { jsonName: false, native: false }
export const CBOR: Dialect = { jsonName: false, native: true }

/** Levels of a document that are read. Uncertain: AWS's own limit is not known; no shape needs a tenth of it. */
const DEEPEST = 200

/**
 * A parsed document as the SDK's input type of its shape: moments are Dates, blobs bytes, unknown members left out.
 * Null stays in maps, where the service may store it, and is absence elsewhere. Throws SerializationException.
 */
export function readDocument(schema: NormalizedSchema, value: unknown, dialect: Dialect, depth = 0): unknown {
  if (depth > DEEPEST) throw serializationError(`The request is nested more than ${DEEPEST} levels deep`)
  if (schema.isStructSchema()) return readStructure(schema, value, dialect, depth)
  if (schema.isListSchema()) return readList(schema, value, dialect, depth)
  if (schema.isMapSchema()) {
    const member = schema.getValueSchema()
    const entries = Object.entries(asObject(value, 'Map'))
    return Object.fromEntries(entries.map(([key, item]) => [key, item === null ? null : readDocument(member, item, dialect, depth + 1)]))
  }
  if (schema.isUnitSchema()) return {}
  if (schema.isDocumentSchema()) return value
  return readSimple(schema, value, dialect)
}

function readStructure(schema: NormalizedSchema, value: unknown, dialect: Dialect, depth: number): object {
  const written = asObject(value, 'Structure')
  const read: Record<string, unknown> = {}
  for (const [name, member] of schema.structIterator()) {
    const key = dialect.jsonName ? (member.getMergedTraits().jsonName ?? name) : name
    const item = Object.hasOwn(written, key) ? written[key] : undefined
    if (item !== undefined && item !== null) read[name] = readDocument(member, item, dialect, depth + 1)
  }
  return read
}

function readList(schema: NormalizedSchema, value: unknown, dialect: Dialect, depth: number): unknown[] {
  if (!Array.isArray(value)) {
    throw serializationError(isObject(value) ? 'Start of structure or map found where not expected.' : 'Expected list or null')
  }
  const member = schema.getValueSchema()
  const sparse = schema.getMergedTraits().sparse === 1
  const read: unknown[] = []
  for (const item of value) {
    if (item !== null && item !== undefined) read.push(readDocument(member, item, dialect, depth + 1))
    else if (sparse) read.push(null)
  }
  return read
}

function readSimple(schema: NormalizedSchema, value: unknown, dialect: Dialect): unknown {
  if (schema.isStringSchema()) return typeof value === 'string' ? value : fail(value, 'an String')
  if (schema.isBooleanSchema()) return typeof value === 'boolean' ? value : fail(value, 'an Boolean')
  if (schema.isTimestampSchema()) {
    if (dialect.native) return value instanceof Date && !Number.isNaN(value.getTime()) ? value : fail(value, 'milliseconds since epoch')
    return typeof value === 'string' || typeof value === 'number' ? readTimestamp(String(value)) : fail(value, 'milliseconds since epoch')
  }
  if (schema.isBlobSchema()) {
    if (dialect.native) return value instanceof Uint8Array ? plainBytes(value) : fail(value, 'a Blob')
    return typeof value === 'string' ? readBlob(value) : fail(value, 'a Blob')
  }
  if (typeof value === 'number') return value
  if (typeof value === 'bigint') return Number(value)
  // The three special numbers have names in JSON.
  if (typeof value === 'string' && /^(?:NaN|-?Infinity)$/.test(value)) return readNumber(value)
  return fail(value, 'an Integer')
}

function asObject(value: unknown, wanted: 'Map' | 'Structure'): Readonly<Record<string, unknown>> {
  if (isObject(value)) return value
  // Uncertain: seen of other services, "Expected null" where a structure was expected and a text found.
  throw serializationError(
    Array.isArray(value) ? 'Start of list found where not expected' : wanted === 'Map' ? 'Expected map or null' : 'Expected null',
  )
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date) && !(value instanceof Uint8Array)
}

/** Recorded: a boolean and a number where a text was expected (facts/09, section 4; facts/13, 125); the other pairs are uncertain. */
function fail(value: unknown, wanted: string): never {
  if (Array.isArray(value)) throw serializationError('Start of list found where not expected')
  if (isObject(value)) throw serializationError('Start of structure or map found where not expected.')
  const type =
    typeof value === 'boolean'
      ? 'java.lang.Boolean'
      : typeof value === 'number' || typeof value === 'bigint'
        ? 'com.amazon.coral.value.json.numbers.TruncatingBigNumber'
        : value instanceof Date
          ? 'java.util.Date'
          : value instanceof Uint8Array
            ? 'java.nio.HeapByteBuffer'
            : 'java.lang.String'
  throw serializationError(`class ${type} can not be converted to ${wanted}`)
}

/** An output of the SDK's type as a document for `JSON.stringify`. Absent members are left out; null stays in maps (facts/13, 4). */
export function writeDocument(schema: NormalizedSchema, value: unknown, dialect: Dialect): unknown {
  if (value === null || value === undefined) return null
  if (schema.isStructSchema()) {
    const written: Record<string, unknown> = {}
    const structure = value as Readonly<Record<string, unknown>>
    for (const [name, member] of schema.structIterator()) {
      const item = structure[name]
      if (item === null || item === undefined) continue
      written[dialect.jsonName ? (member.getMergedTraits().jsonName ?? name) : name] = writeDocument(member, item, dialect)
    }
    return written
  }
  if (schema.isListSchema()) {
    const member = schema.getValueSchema()
    return Array.from(value as Iterable<unknown>, (item) => writeDocument(member, item, dialect))
  }
  if (schema.isMapSchema()) {
    const member = schema.getValueSchema()
    const entries = Object.entries(value).filter(([, item]) => item !== undefined)
    return Object.fromEntries(entries.map(([key, item]) => [key, writeDocument(member, item, dialect)]))
  }
  if (value instanceof Date) return writeTimestamp(schema, value, SCHEMA.TIMESTAMP_EPOCH_SECONDS)
  if (schema.isBlobSchema()) return Buffer.from(value as Uint8Array | string).toString('base64')
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value)
  return value
}
