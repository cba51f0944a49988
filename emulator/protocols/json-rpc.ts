import type { NormalizedSchema } from '@smithy/core/schema'
import { firstHeader } from '../base/headers'
import { AwsError } from '../model/errors'
import { describeError, errorDocument, queryCompatibleFields } from './described-error'
import { RPC_JSON, writeDocument } from './documents'
import { EVENT_STREAM_TYPE, encodeEvents, eventStreamMember } from './event-stream'
import { readJsonBody } from './json-body'
import { type Conversation, type Protocol, requestIdField } from './protocol'

/** AWS JSON 1.0 and 1.1: the operation in `X-Amz-Target` (CloudWatch Logs, SSM, ACM, tagging). */
export const jsonRpc: Protocol = {
  identify({ request, schemas }) {
    const operation = schemas.operations.get(firstHeader(request.headers, 'x-amz-target')?.split('.').at(-1) ?? '')
    return operation === undefined ? undefined : { operation, labels: {} }
  },

  unknownOperation: () => new AwsError('UnknownOperationException', '', 400),

  read: ({ request }, { operation }) => readJsonBody(operation.input, request.body, RPC_JSON) as Record<string, unknown>,

  async write(conversation, { operation }, output) {
    const fields = requestIdField(conversation)
    const contentType = answerType(conversation)
    if (eventStreamMember(operation.output) !== undefined) {
      const bodies = { contentType, write: writeJson, initial: true }
      return {
        status: 200,
        headers: [...fields, 'Content-Type', EVENT_STREAM_TYPE],
        body: '',
        stream: encodeEvents(operation.output, output, bodies),
      }
    }
    const body = operation.output.isUnitSchema() ? '' : writeJson(operation.output, output)
    return { status: 200, headers: [...fields, 'Content-Type', contentType], body }
  },

  fail(conversation, error) {
    const described = describeError(conversation, error)
    return {
      status: error.status,
      headers: [
        ...requestIdField(conversation),
        ...queryCompatibleFields(conversation, described, error.status),
        'Content-Type',
        answerType(conversation),
      ],
      body: JSON.stringify({ __type: described.name, ...errorDocument(described, RPC_JSON) }),
    }
  },
}

function writeJson(schema: NormalizedSchema, value: unknown): string {
  return JSON.stringify(writeDocument(schema, value, RPC_JSON))
}

/** The version that the request speaks. */
function answerType({ request }: Conversation): string {
  const type = firstHeader(request.headers, 'content-type')
  return type?.startsWith('application/x-amz-json-1.0') ? 'application/x-amz-json-1.0' : 'application/x-amz-json-1.1'
}
