import { firstHeader } from '../base/headers'
import type { GatewayResponse } from '../gateway/exchange'
import { AwsError } from '../model/errors'
import type { Call, Operation } from '../services/operations'
import { ClientSchemas } from './client-schemas'
import { unpacked } from './compressed-body'
import { internalFailure, notEmulated, requestTooLarge } from './errors'
import { jsonRpc } from './json-rpc'
import type { Conversation, Protocol } from './protocol'
import { actionOf, query } from './query'
import { type ControlPlaneRequest, type ParsedRequest, parseRequest } from './request'
import { checkRequired } from './required'
import { restJson } from './rest-json'
import { restXml } from './rest-xml'
import { rpcV2Cbor, rpcV2Json, rpcV2Path } from './rpc-v2'
import type { ServiceBinding } from './services'
import { LARGEST_BODY, type Wire } from './wires'

/** Answers an operation that has no handler, when somebody else may have one. */
export type Elsewhere = (operation: string) => Promise<GatewayResponse> | undefined

const SCHEMAS = new WeakMap<Wire['client'], ClientSchemas>()

/** Answers one AWS call: reads it in the protocol that it speaks, runs the operation, writes what comes of it. Never throws. */
export async function serve(
  binding: ServiceBinding,
  incoming: ControlPlaneRequest,
  call: Call,
  elsewhere: Elsewhere = () => undefined,
): Promise<GatewayResponse> {
  const conversation: Conversation = {
    // What S3 is given compressed, it keeps so.
    request: parseRequest(binding.rest === undefined ? unpacked(incoming, binding.largestBody ?? LARGEST_BODY) : incoming),
    wire: binding,
    schemas: schemasOf(binding),
    requestId: call.ids.uuid(),
  }
  let protocol: Protocol = binding.rest === 'xml' ? restXml : binding.rest === 'json' ? restJson : jsonRpc
  try {
    protocol = protocolOf(conversation)
    const asked = protocol.identify(conversation)
    if (asked === undefined) throw protocol.unknownOperation(conversation)
    const { name, input: inputSchema } = asked.operation
    const handler = handlerOf(binding, name)
    if (handler === undefined) {
      const answered = elsewhere(name)
      if (answered === undefined) throw notEmulated(binding.service.name, name)
      return await answered
    }
    const limit = binding.largestBody ?? LARGEST_BODY
    if (conversation.request.body.length > limit) throw requestTooLarge(limit, name)
    const input = protocol.read(conversation, asked)
    if (!binding.checksMembers && binding.rest !== 'xml') {
      checkRequired(inputSchema, input, binding.violation ?? (protocol === query ? 'ValidationError' : 'ValidationException'))
    }
    const output = (await handler(input, call)) as Readonly<Record<string, unknown>> | undefined
    return await protocol.write(conversation, asked, output ?? {})
  } catch (error) {
    return protocol.fail(conversation, error instanceof AwsError ? error : crashed(error))
  }
}

/** The protocol that a request speaks: what it says of itself goes before what its service usually speaks. */
function protocolOf({ request, wire }: Conversation): Protocol {
  if (rpcV2Path(request.path) !== undefined) return speaksCbor(request) ? rpcV2Cbor : rpcV2Json
  if (firstHeader(request.headers, 'x-amz-target') !== undefined) return jsonRpc
  if (wire.rest !== undefined) return wire.rest === 'json' ? restJson : restXml
  return wire.xmlns !== undefined || actionOf(request) !== undefined ? query : jsonRpc
}

function speaksCbor({ headers }: ParsedRequest): boolean {
  const said = firstHeader(headers, 'smithy-protocol') ?? firstHeader(headers, 'content-type') ?? ''
  return !said.includes('json')
}

function schemasOf({ client }: ServiceBinding): ClientSchemas {
  const known = SCHEMAS.get(client)
  if (known !== undefined) return known
  const schemas = new ClientSchemas(client())
  SCHEMAS.set(client, schemas)
  return schemas
}

function handlerOf({ service }: ServiceBinding, name: string): Operation<unknown, unknown> | undefined {
  const operations = service.operations as Readonly<Record<string, Operation<unknown, unknown>>>
  return Object.hasOwn(operations, name) ? operations[name] : undefined
}

function crashed(error: unknown): AwsError {
  console.error(error)
  return internalFailure(error)
}
