import type { ErrorObject, Operation, OperationUpdate } from '@aws-sdk/client-lambda'
import type { DurableExecution } from './execution'

/** Puts an operation that has begun. */
export function begin(
  execution: DurableExecution,
  { Id, ParentId, Name, Type, SubType }: OperationUpdate,
  more: Partial<Operation> = {},
): Operation {
  return execution.put({
    Id,
    Type,
    ...(ParentId === undefined ? {} : { ParentId }),
    ...(Name === undefined ? {} : { Name }),
    ...(SubType === undefined ? {} : { SubType }),
    StartTimestamp: execution.now(),
    Status: 'STARTED',
    ...more,
  })
}

/** What an operation has come to, as a part of its details. */
export function resultOrError({
  Payload,
  Error: error,
}: {
  readonly Payload?: string | undefined
  readonly Error?: ErrorObject | undefined
}) {
  return { ...(Payload === undefined ? {} : { Result: Payload }), ...(error === undefined ? {} : { Error: error }) }
}

/** A result, as the history tells it. */
export function eventResult(payload: string | undefined) {
  return { ...(payload === undefined ? {} : { Payload: payload }), Truncated: false }
}

/** An error, as the history tells it. */
export function eventError(error: ErrorObject | undefined) {
  return { Payload: error ?? {}, Truncated: false }
}
