import type { ErrorObject, Operation, OperationUpdate } from '@aws-sdk/client-lambda'
import type { Call } from '../../operations'
import { invalidParameter, type LambdaOperations, lambdaError, required } from '../operations'
import type { DurableExecution } from './execution'
import { ledgerOf } from './ledger'
import { begin, eventError, eventResult, resultOrError } from './recording'

export const SendDurableExecutionCallbackSuccess: LambdaOperations['SendDurableExecutionCallbackSuccess'] = (input, call) => {
  const { execution, operation } = find(call, input.CallbackId)
  const text = input.Result === undefined ? undefined : Buffer.from(input.Result as Uint8Array | string).toString('utf8')
  endCallback(execution, operation, 'SUCCEEDED', text === undefined ? {} : { Payload: text })
  return {}
}

export const SendDurableExecutionCallbackFailure: LambdaOperations['SendDurableExecutionCallbackFailure'] = (input, call) => {
  const { execution, operation } = find(call, input.CallbackId)
  endCallback(execution, operation, 'FAILED', { Error: input.Error ?? {} })
  return {}
}

/** The time until the next heartbeat begins anew; without a heartbeat timeout nothing changes. */
export const SendDurableExecutionCallbackHeartbeat: LambdaOperations['SendDurableExecutionCallbackHeartbeat'] = (input, call) => {
  const { execution, operation } = find(call, input.CallbackId)
  const seconds = execution.heartbeats.get(String(operation.Id))
  if (seconds !== undefined) awaitHeartbeat(execution, operation, seconds)
  return {}
}

/** The callback that an id is of: it names the execution and the operation. Uncertain: the words of the refusals. */
function find(call: Call, id: string | undefined): { execution: DurableExecution; operation: Operation } {
  const given = required(id, 'callbackId')
  let arn: unknown
  let operationId: unknown
  try {
    const named: unknown = JSON.parse(Buffer.from(given, 'base64').toString('utf8'))
    if (Array.isArray(named)) [arn, operationId] = named
  } catch {
    throw invalidParameter('Invalid callback id.')
  }
  const execution = ledgerOf(call).find(String(arn))?.execution
  const operation = execution?.operations.get(String(operationId))
  if (execution === undefined || operation?.CallbackDetails?.CallbackId !== given) throw invalidParameter('Invalid callback id.')
  if (operation.Status !== 'STARTED' || execution.outcome !== undefined)
    throw lambdaError(400, 'CallbackTimeoutException', 'The callback has already been closed, or its time is up.')
  return { execution, operation }
}

/** A callback that someone outside is to answer, by its id, within its times. */
export function startCallback(execution: DurableExecution, update: OperationUpdate): void {
  const { TimeoutSeconds: timeout = 0, HeartbeatTimeoutSeconds: heartbeat = 0 } = update.CallbackOptions ?? {}
  const CallbackId = Buffer.from(JSON.stringify([execution.identity.arn, update.Id])).toString('base64')
  const operation = begin(execution, update, { CallbackDetails: { CallbackId } })
  execution.recordOf(operation, {
    EventType: 'CallbackStarted',
    CallbackStartedDetails: {
      CallbackId,
      ...(heartbeat > 0 ? { HeartbeatTimeout: heartbeat } : {}),
      ...(timeout > 0 ? { Timeout: timeout } : {}),
    },
  })
  const now = execution.now().getTime()
  if (timeout > 0)
    execution.at(`callback ${update.Id}`, now + timeout * 1000, () => callbackTimedOut(execution, operation, 'Callback.Timeout'))
  if (heartbeat > 0) execution.heartbeats.set(String(update.Id), heartbeat)
  if (heartbeat > 0) awaitHeartbeat(execution, operation, heartbeat)
}

/** From now on the next heartbeat is awaited for so many seconds. Uncertain: the type of the error when none comes. */
function awaitHeartbeat(execution: DurableExecution, operation: Operation, seconds: number): void {
  const due = execution.now().getTime() + seconds * 1000
  execution.at(`heartbeat ${operation.Id}`, due, () => callbackTimedOut(execution, operation, 'Callback.Heartbeat'))
}

function callbackTimedOut(execution: DurableExecution, operation: Operation, ErrorType: string): void {
  const error = { ErrorType, ErrorMessage: 'Callback timed out' }
  endCallback(execution, operation, 'TIMED_OUT', { Error: error })
}

/** A callback is over: by its answer, or because its time is up. */
function endCallback(
  execution: DurableExecution,
  operation: Operation,
  Status: 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT',
  given: { readonly Payload?: string; readonly Error?: ErrorObject | undefined },
): void {
  execution.forget(`callback ${operation.Id}`)
  execution.forget(`heartbeat ${operation.Id}`)
  const details = { Error: eventError(given.Error) }
  if (Status === 'SUCCEEDED')
    execution.recordOf(operation, { EventType: 'CallbackSucceeded', CallbackSucceededDetails: { Result: eventResult(given.Payload) } })
  else if (Status === 'FAILED') execution.recordOf(operation, { EventType: 'CallbackFailed', CallbackFailedDetails: details })
  else execution.recordOf(operation, { EventType: 'CallbackTimedOut', CallbackTimedOutDetails: details })
  const CallbackDetails = { ...operation.CallbackDetails, ...resultOrError(given) }
  execution.putFromOutside({ ...operation, Status, EndTimestamp: execution.now(), CallbackDetails })
}
