import { firstHeader, type HeaderFields } from '../base/headers'
import type { AwsError } from '../model/errors'
import { bindingsOf } from './bindings'
import { type Dialect, writeDocument } from './documents'
import { boundHeaders } from './http-output'
import type { Conversation } from './protocol'
import type { ErrorShape } from './shapes'

/** An error in the terms of its service's model. */
export interface DescribedError {
  /** `NoSuchEntityException`; the code as thrown when the model has no such error. */
  readonly name: string
  /** `NoSuchEntity`: the same in Query answers. */
  readonly queryCode: string
  readonly shape: ErrorShape | undefined
  /** Message and further members, by the names that the model gives them. */
  readonly members: Readonly<Record<string, unknown>>
}

/** Finds an error in the model of its service. An empty message is absence: some of AWS's errors have none. */
export function describeError({ schemas }: Conversation, { code, message, status, extra }: AwsError): DescribedError {
  const shape = schemas.error(code)
  const names = shape === undefined ? [] : [...shape.schema.structIterator()].map(([name]) => name)
  const members: Record<string, unknown> = { ...extra }
  // Lambda's errors say whose fault it was.
  if (names.includes('Type')) members['Type'] ??= status < 500 ? 'User' : 'Service'
  if (message !== '') members[names.find((name) => name.toLowerCase() === 'message') ?? 'message'] = message
  return { name: shape?.name ?? code, queryCode: shape?.queryCode ?? code, shape, members }
}

/** The members of an error that travel in a JSON or CBOR body, beside those that the model does not know. */
export function errorDocument({ shape, members }: DescribedError, dialect: Dialect): Record<string, unknown> {
  if (shape === undefined) return { ...members }
  const { body, headers } = bindingsOf(shape.schema, 'response')
  const known = new Set([...shape.schema.structIterator()].map(([name]) => name))
  const unknown = Object.entries(members).filter(([name]) => !known.has(name) && !headers.some(({ member }) => member === name))
  const inBody = body === undefined ? {} : (writeDocument(body, members, dialect) as Record<string, unknown>)
  return { ...inBody, ...Object.fromEntries(unknown) }
}

/** The members of an error that travel in header fields (`Retry-After`). */
export function errorFields({ shape, members }: DescribedError): HeaderFields {
  return shape === undefined ? [] : boundHeaders(shape.schema, members)
}

/** Clients that once spoke Query to the service ask for its old error codes. */
export function queryCompatibleFields({ request }: Conversation, { queryCode }: DescribedError, status: number): HeaderFields {
  if (firstHeader(request.headers, 'x-amzn-query-mode') === undefined) return []
  return ['x-amzn-query-error', `${queryCode};${status < 500 ? 'Sender' : 'Receiver'}`]
}
