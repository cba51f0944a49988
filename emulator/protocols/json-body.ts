import type { NormalizedSchema } from '@smithy/core/schema'
import { decodeUtf8 } from '../base/bytes'
import { type Dialect, readDocument } from './documents'
import { serializationError } from './errors'

/** A JSON body as a structure of the SDK's types; an empty body is an empty structure. */
export function readJsonBody(schema: NormalizedSchema, body: Uint8Array, dialect: Dialect): unknown {
  return readDocument(schema, body.length === 0 ? {} : parseJson(body), dialect)
}

/** Uncertain: AWS's text for what is no JSON; several services answer the bare name of the error. */
function parseJson(body: Uint8Array): unknown {
  const text = decodeUtf8(body)
  if (text === undefined) throw serializationError('Could not parse the request body: it is not valid UTF-8')
  try {
    return JSON.parse(text)
  } catch (error) {
    throw serializationError(`Could not parse the request body: ${(error as Error).message}`)
  }
}
