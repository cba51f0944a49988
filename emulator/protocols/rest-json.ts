import type { NormalizedSchema } from '@smithy/core/schema'
import { firstHeader } from '../base/headers'
import { AwsError } from '../model/errors'
import { describeError, errorDocument, errorFields } from './described-error'
import { REST_JSON, writeDocument } from './documents'
import { EVENT_STREAM_TYPE, encodeEvents, eventStreamMember } from './event-stream'
import { bindInput } from './http-input'
import { bindOutput } from './http-output'
import { readJsonBody } from './json-body'
import { type Protocol, requestIdField } from './protocol'

const JSON_TYPE = 'application/json'

/** REST-JSON: operations by method and path, bodies in JSON (API Gateway, Lambda). */
export const restJson: Protocol = {
  identify: ({ request, schemas }) => schemas.routes.find(request),

  // As other services with this protocol answer a path that they do not have; for each single service uncertain.
  unknownOperation: () =>
    new AwsError('UnknownOperationException', '', 404, {
      Output: { __type: 'com.amazon.coral.service#UnknownOperationException' },
      Version: '1.0',
    }),

  read: ({ request }, asked) => bindInput(request, asked, (schema, body) => readJsonBody(schema, body, REST_JSON)),

  async write(conversation, { operation }, output) {
    const { status, headers, payload, body } = bindOutput(operation, output)
    const fields = [...requestIdField(conversation), ...headers]
    const typed = (type: string) => (firstHeader(headers, 'content-type') === undefined ? [...fields, 'Content-Type', type] : fields)
    if (eventStreamMember(operation.output) !== undefined) {
      const bodies = { contentType: JSON_TYPE, write: writeJson, initial: false }
      return { status, headers: typed(EVENT_STREAM_TYPE), body: '', stream: encodeEvents(operation.output, output, bodies) }
    }
    if (payload !== undefined) {
      const { schema, value } = payload
      if (value === undefined || value === null) return { status, headers: fields, body: '' }
      if (schema.isBlobSchema()) {
        return { status, headers: typed(conversation.wire.blobType ?? 'application/octet-stream'), body: value as Uint8Array | string }
      }
      if (schema.isStringSchema()) return { status, headers: typed('text/plain'), body: String(value) }
      return { status, headers: typed(JSON_TYPE), body: writeJson(schema, value) }
    }
    if (body === undefined || status === 204) return { status, headers: status === 204 ? fields : typed(JSON_TYPE), body: '' }
    return { status, headers: typed(JSON_TYPE), body: writeJson(body, output) }
  },

  fail(conversation, error) {
    const described = describeError(conversation, error)
    return {
      status: error.status,
      headers: [...requestIdField(conversation), 'x-amzn-ErrorType', described.name, ...errorFields(described), 'Content-Type', JSON_TYPE],
      body: JSON.stringify(errorDocument(described, REST_JSON)),
    }
  },
}

function writeJson(schema: NormalizedSchema, value: unknown): string {
  return JSON.stringify(writeDocument(schema, value, REST_JSON))
}
