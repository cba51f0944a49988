import { CborCodec } from '@smithy/core/cbor'
import { NormalizedSchema, SCHEMA } from '@smithy/core/schema'
import { AwsError } from '../model/errors'
import { describeError, errorDocument, queryCompatibleFields } from './described-error'
import { CBOR, RPC_JSON, readDocument, writeDocument } from './documents'
import { notEmulated, serializationError } from './errors'
import { eventStreamMember } from './event-stream'
import { readJsonBody } from './json-body'
import { type Protocol, requestIdField } from './protocol'

/** How a body is read and written: the difference between the two forms of RPC v2. */
interface Body {
  readonly protocol: string
  readonly contentType: string
  read(schema: NormalizedSchema, body: Uint8Array): unknown
  write(schema: NormalizedSchema, value: unknown): string | Uint8Array
}

const PATH = /^\/service\/([^/]+)\/operation\/([^/]+)\/?$/
const ANY = NormalizedSchema.of(SCHEMA.DOCUMENT)
const CODEC = new CborCodec()

/** The service and the operation in a path of RPC v2; undefined when it is another path. */
export function rpcV2Path(path: string): { readonly target: string; readonly operation: string } | undefined {
  const found = PATH.exec(path)
  return found === null ? undefined : { target: found[1] as string, operation: found[2] as string }
}

function rpcV2(body: Body): Protocol {
  return {
    identify({ request, schemas }) {
      const operation = schemas.operations.get(rpcV2Path(request.path)?.operation ?? '')
      return operation === undefined ? undefined : { operation, labels: {} }
    },

    unknownOperation: () => new AwsError('UnknownOperationException', '', 404),

    read: ({ request }, { operation }) => body.read(operation.input, request.body) as Record<string, unknown>,

    write(conversation, { operation }, output) {
      // No service of RPC v2 that is known here streams events.
      if (eventStreamMember(operation.output) !== undefined) throw notEmulated(`${body.protocol} event stream`, operation.name)
      const fields = [...requestIdField(conversation), 'smithy-protocol', body.protocol]
      if (operation.output.isUnitSchema()) return { status: 200, headers: fields, body: '' }
      return { status: 200, headers: [...fields, 'Content-Type', body.contentType], body: body.write(operation.output, output) }
    },

    fail(conversation, error) {
      const described = describeError(conversation, error)
      const { namespace } = conversation.schemas
      const type = described.shape === undefined ? described.name : `${namespace}#${described.name}`
      return {
        status: error.status,
        headers: [
          ...requestIdField(conversation),
          ...queryCompatibleFields(conversation, described, error.status),
          'smithy-protocol',
          body.protocol,
          'Content-Type',
          body.contentType,
        ],
        body: body.write(ANY, { __type: type, ...errorDocument(described, body.protocol === 'rpc-v2-cbor' ? CBOR : RPC_JSON) }),
      }
    },
  }
}

/** RPC v2 in CBOR: the operation in the path (CloudWatch). */
export const rpcV2Cbor = rpcV2({
  protocol: 'rpc-v2-cbor',
  contentType: 'application/cbor',
  read: (schema, body) => readDocument(schema, body.length === 0 ? {} : parseCbor(body), CBOR),
  write(schema, value) {
    const serializer = CODEC.createSerializer()
    serializer.write(schema, value)
    return serializer.flush() as Uint8Array
  },
})

/** RPC v2 in JSON: the same with another body. */
export const rpcV2Json = rpcV2({
  protocol: 'rpc-v2-json',
  contentType: 'application/json',
  read: (schema, body) => readJsonBody(schema, body, RPC_JSON),
  write: (schema, value) => JSON.stringify(writeDocument(schema, value, RPC_JSON)),
})

function parseCbor(body: Uint8Array): unknown {
  try {
    return CODEC.createDeserializer().read(ANY, body)
  } catch {
    // No CBOR, or nested beyond what the stack holds.
    throw serializationError('Could not parse the request body: it is not valid CBOR')
  }
}
