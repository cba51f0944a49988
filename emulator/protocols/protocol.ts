import type { Awaitable } from '../base/awaitable'
import type { HeaderFields } from '../base/headers'
import type { GatewayResponse } from '../gateway/exchange'
import type { AwsError } from '../model/errors'
import type { ClientSchemas } from './client-schemas'
import type { ParsedRequest } from './request'
import type { Routed } from './routes'
import type { Wire } from './wires'

/** One AWS call: what every protocol needs to read it and to answer it. */
export interface Conversation {
  readonly request: ParsedRequest
  readonly wire: Wire
  readonly schemas: ClientSchemas
  readonly requestId: string
}

/** A wire protocol of AWS, seen from the service: requests to inputs, outputs and errors to answers. */
export interface Protocol {
  /** The operation that is asked for; undefined when the service has none such. */
  identify(conversation: Conversation): Routed | undefined
  /** AWS's answer to a request that asks for no operation of the service. */
  unknownOperation(conversation: Conversation): AwsError
  /** The operation's input. Throws the protocol's error for what cannot be read. */
  read(conversation: Conversation, asked: Routed): Record<string, unknown>
  write(conversation: Conversation, asked: Routed, output: Readonly<Record<string, unknown>>): Awaitable<GatewayResponse>
  fail(conversation: Conversation, error: AwsError): GatewayResponse
}

/** The header field that every answer carries, for SDKs to show. */
export function requestIdField({ requestId }: Conversation): HeaderFields {
  return ['x-amzn-RequestId', requestId]
}
