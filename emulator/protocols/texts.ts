import type { NormalizedSchema } from '@smithy/core/schema'
import { SCHEMA } from '@smithy/core/schema'
import { decodeBase64 } from '../base/bytes'
import { serializationError } from './errors'

/** How a moment is written where its shape does not say: http-date in headers, date-time in labels, query strings, forms and XML. */
export type TimestampFormat = typeof SCHEMA.TIMESTAMP_DATE_TIME | typeof SCHEMA.TIMESTAMP_HTTP_DATE | typeof SCHEMA.TIMESTAMP_EPOCH_SECONDS

const NUMBER = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/
const SPECIAL_NUMBERS = new Map([Number.NaN, Infinity, -Infinity].map((number) => [String(number), number]))

/**
 * A simple value written as text (labels, query strings, headers, forms, XML) as the SDK's type of its shape.
 * Throws SerializationException; its wording for texts that are no number, boolean or moment is uncertain.
 */
export function readText(schema: NormalizedSchema, text: string): unknown {
  if (schema.isNumericSchema()) return readNumber(text)
  if (schema.isBooleanSchema()) return readBoolean(text)
  if (schema.isTimestampSchema()) return readTimestamp(text)
  if (schema.isBlobSchema()) return readBlob(text)
  return text
}

/** A number of JSON's three special names, or in digits. */
export function readNumber(text: string): number {
  const special = SPECIAL_NUMBERS.get(text)
  if (special !== undefined) return special
  if (!NUMBER.test(text)) throw serializationError('class java.lang.String can not be converted to an Integer')
  return Number(text)
}

/** The bytes of a base64 text. */
export function readBlob(text: string): Uint8Array {
  const bytes = decodeBase64(text)
  if (bytes === undefined) throw serializationError('class java.lang.String can not be converted to a Blob')
  return plainBytes(bytes)
}

/** Bytes without Node's additions, as the SDK's types have them. */
export function plainBytes(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/** A moment in epoch seconds, as date-time (RFC 3339) or as http-date, whichever it is. */
export function readTimestamp(text: string): Date {
  const moment = new Date(NUMBER.test(text) ? Number(text) * 1000 : text)
  if (Number.isNaN(moment.getTime())) throw serializationError('class java.lang.String can not be converted to milliseconds since epoch')
  return moment
}

function readBoolean(text: string): boolean {
  const lower = text.toLowerCase()
  if (lower !== 'true' && lower !== 'false') throw serializationError('class java.lang.String can not be converted to an Boolean')
  return lower === 'true'
}

/** A simple value as text. */
export function writeText(schema: NormalizedSchema, value: unknown, format: TimestampFormat): string {
  if (value instanceof Date) return String(writeTimestamp(schema, value, format))
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64')
  return String(value)
}

/** A moment in its shape's format, else in the one given: a number for epoch seconds, a text for the others. */
export function writeTimestamp(schema: NormalizedSchema, moment: Date, format: TimestampFormat): string | number {
  const own = schema.getSchema()
  switch (own === SCHEMA.TIMESTAMP_DEFAULT ? format : own) {
    case SCHEMA.TIMESTAMP_DATE_TIME:
      return moment.toISOString().replace('.000Z', 'Z')
    case SCHEMA.TIMESTAMP_HTTP_DATE:
      return moment.toUTCString()
    default:
      return moment.getTime() / 1000
  }
}
