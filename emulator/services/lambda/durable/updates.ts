import type { Operation, OperationAction, OperationType, OperationUpdate } from '@aws-sdk/client-lambda'
import { invalidParameter, required } from '../operations'
import { startCallback } from './callbacks'
import type { DurableExecution } from './execution'
import { begin, eventError, eventResult, resultOrError } from './recording'

/** What may be done to an operation, by its type (durable execution SDK specification, 4). */
const ACTIONS: Readonly<Record<OperationType, readonly OperationAction[]>> = {
  CALLBACK: ['START'],
  CHAINED_INVOKE: ['START'],
  CONTEXT: ['START', 'SUCCEED', 'FAIL'],
  EXECUTION: ['SUCCEED', 'FAIL'],
  STEP: ['START', 'SUCCEED', 'FAIL', 'RETRY'],
  WAIT: ['START', 'CANCEL'],
}
/** Bytes of a payload (API reference, OperationUpdate); those of EXECUTION are bounded by the invocation. */
const LARGEST_PAYLOAD = 262_144
const LARGEST_CHAINED_PAYLOAD = 1_048_576
/** Operations of one execution, events of its history, and bytes of what its checkpoints carry. Uncertain: AWS's figures, which its quotas page has and which could not be read, and its words. */
const MOST_OPERATIONS = 3000
const MOST_EVENTS = 25_000
const MOST_BYTES = 100 * 1024 * 1024
const [SHORTEST_WAIT, LONGEST_WAIT] = [1, 31_622_400]

/** Calls a function for CHAINED_INVOKE. */
export type Chain = (execution: DurableExecution, operation: Operation, update: OperationUpdate) => void

/** Refuses what cannot be applied, before anything is: a checkpoint is taken as a whole or not at all. Uncertain: the words of the refusals. */
export function checkUpdates(execution: DurableExecution, updates: readonly OperationUpdate[]): void {
  checkQuotas(execution, updates)
  for (const [index, update] of updates.entries()) {
    const id = required(update.Id, `updates.${index + 1}.member.id`)
    const type = required(update.Type, `updates.${index + 1}.member.type`)
    const action = required(update.Action, `updates.${index + 1}.member.action`)
    if (!Object.hasOwn(ACTIONS, type) || !ACTIONS[type].includes(action)) throw invalidParameter(`Invalid ${type} action: ${action}`)
    const known = execution.operations.get(id)
    if (known !== undefined && known.Type !== type) throw invalidParameter('Inconsistent operation type.')
    if (known !== undefined && isOver(known)) throw invalidParameter(`Invalid current ${type} state to ${action.toLowerCase()}.`)
    const startsAgain = known !== undefined && action === 'START' && type !== 'STEP' && type !== 'CONTEXT'
    if (startsAgain) throw invalidParameter(`Cannot start ${type} twice.`)
    const most = type === 'CHAINED_INVOKE' ? LARGEST_CHAINED_PAYLOAD : LARGEST_PAYLOAD
    if (type !== 'EXECUTION' && payloadSize(update) > most)
      throw invalidParameter(`${type} payload size must be less than or equal to ${most} bytes.`)
    if (type === 'WAIT' && action === 'START') {
      const seconds = update.WaitOptions?.WaitSeconds ?? 0
      if (seconds < SHORTEST_WAIT || seconds > LONGEST_WAIT)
        throw invalidParameter(`WaitSeconds must be between ${SHORTEST_WAIT} and ${LONGEST_WAIT}.`)
    }
    if (type === 'CHAINED_INVOKE') required(update.ChainedInvokeOptions?.FunctionName, 'chainedInvokeOptions.functionName')
  }
}

/** What never ends is ended, as on AWS: an execution is kept in memory. */
function checkQuotas({ operations, events, written }: DurableExecution, updates: readonly OperationUpdate[]): void {
  const within = updates.filter(({ Type }) => Type !== 'EXECUTION')
  const begun = new Set(within.flatMap(({ Id = '' }) => (operations.has(Id) ? [] : [Id])))
  // One of them is the execution itself.
  if (operations.size - 1 + begun.size > MOST_OPERATIONS)
    throw invalidParameter(`Durable execution exceeded the maximum of ${MOST_OPERATIONS} operations.`)
  if (events.length + within.length > MOST_EVENTS)
    throw invalidParameter(`Durable execution exceeded the maximum of ${MOST_EVENTS} history events.`)
  if (within.reduce((bytes, update) => bytes + payloadSize(update), written) > MOST_BYTES)
    throw invalidParameter(`Durable execution exceeded the maximum of ${MOST_BYTES} bytes of data.`)
}

function payloadSize({ Payload = '' }: OperationUpdate): number {
  return Buffer.byteLength(Payload)
}

/** Applies one update that has been checked. */
export function applyUpdate(execution: DurableExecution, update: OperationUpdate, chain: Chain): void {
  execution.written += payloadSize(update)
  switch (update.Type) {
    case 'EXECUTION':
      execution.announced = { result: update.Payload, error: update.Error }
      return
    case 'STEP':
      step(execution, update)
      return
    case 'CONTEXT':
      context(execution, update)
      return
    case 'WAIT':
      wait(execution, update)
      return
    case 'CALLBACK':
      startCallback(execution, update)
      return
    default:
      chain(execution, begin(execution, update), update)
  }
}

/** Attempts are counted when they end: a step that has begun for the first time has made none. */
function step(execution: DurableExecution, update: OperationUpdate): void {
  const known = execution.operations.get(String(update.Id))
  const made = known?.StepDetails?.Attempt ?? 0
  if (update.Action === 'START') {
    const { Result } = known?.StepDetails ?? {}
    const StepDetails = { Attempt: made, ...(Result === undefined ? {} : { Result }) }
    const begun =
      known === undefined ? begin(execution, update, { StepDetails }) : execution.put({ ...known, Status: 'STARTED', StepDetails })
    execution.recordOf(begun, { EventType: 'StepStarted', StepStartedDetails: {} })
    return
  }
  const operation = known ?? begin(execution, update)
  const Attempt = made + 1
  const seconds = update.StepOptions?.NextAttemptDelaySeconds ?? 0
  const again = update.Action === 'RETRY'
  const RetryDetails = { CurrentAttempt: Attempt, ...(again ? { NextAttemptDelaySeconds: seconds } : {}) }
  const ended = again ? {} : { EndTimestamp: execution.now() }
  // A step that is to be tried again without an error polls for a condition: what it has found so far is its result.
  const Status = again ? 'PENDING' : update.Action === 'SUCCEED' ? 'SUCCEEDED' : 'FAILED'
  const due = execution.now().getTime() + seconds * 1000
  const StepDetails = {
    Attempt,
    ...(again ? { NextAttemptTimestamp: new Date(due) } : {}),
    ...resultOrError(update),
  }
  const changed = execution.put({ ...operation, ...ended, Status, StepDetails })
  if (update.Error !== undefined || Status === 'FAILED')
    execution.recordOf(changed, { EventType: 'StepFailed', StepFailedDetails: { Error: eventError(update.Error), RetryDetails } })
  else
    execution.recordOf(changed, { EventType: 'StepSucceeded', StepSucceededDetails: { Result: eventResult(update.Payload), RetryDetails } })
  if (again) execution.at(`step ${update.Id}`, due, () => ready(execution, String(update.Id)))
}

function ready(execution: DurableExecution, id: string): void {
  const operation = execution.operations.get(id)
  if (operation?.Status !== 'PENDING') return
  const { NextAttemptTimestamp: _due, ...StepDetails } = operation.StepDetails ?? {}
  execution.putFromOutside({ ...operation, Status: 'READY', StepDetails })
}

function context(execution: DurableExecution, update: OperationUpdate): void {
  const known = execution.operations.get(String(update.Id))
  const replay = update.ContextOptions?.ReplayChildren ?? known?.ContextDetails?.ReplayChildren
  const kept = replay === undefined ? {} : { ReplayChildren: replay }
  if (update.Action === 'START') {
    if (known !== undefined) return
    execution.recordOf(begin(execution, update, { ContextDetails: kept }), { EventType: 'ContextStarted', ContextStartedDetails: {} })
    return
  }
  const Status = update.Action === 'SUCCEED' ? 'SUCCEEDED' : 'FAILED'
  const operation = known ?? begin(execution, update)
  const ContextDetails = { ...kept, ...resultOrError(update) }
  const ended = execution.put({ ...operation, Status, EndTimestamp: execution.now(), ContextDetails })
  if (Status === 'SUCCEEDED')
    execution.recordOf(ended, { EventType: 'ContextSucceeded', ContextSucceededDetails: { Result: eventResult(update.Payload) } })
  else execution.recordOf(ended, { EventType: 'ContextFailed', ContextFailedDetails: { Error: eventError(update.Error) } })
}

function wait(execution: DurableExecution, update: OperationUpdate): void {
  const timer = `wait ${update.Id}`
  if (update.Action === 'CANCEL') {
    const known = execution.operations.get(String(update.Id)) ?? begin(execution, update)
    execution.forget(timer)
    const cancelled = execution.put({ ...known, Status: 'CANCELLED', EndTimestamp: execution.now() })
    execution.recordOf(cancelled, { EventType: 'WaitCancelled', WaitCancelledDetails: {} })
    return
  }
  const Duration = update.WaitOptions?.WaitSeconds ?? 0
  const ScheduledEndTimestamp = new Date(execution.now().getTime() + Duration * 1000)
  const operation = begin(execution, update, { WaitDetails: { ScheduledEndTimestamp } })
  execution.recordOf(operation, { EventType: 'WaitStarted', WaitStartedDetails: { Duration, ScheduledEndTimestamp } })
  execution.at(timer, ScheduledEndTimestamp.getTime(), () => {
    execution.recordOf(operation, { EventType: 'WaitSucceeded', WaitSucceededDetails: { Duration } })
    execution.putFromOutside({ ...operation, Status: 'SUCCEEDED', EndTimestamp: execution.now() })
  })
}

function isOver({ Status }: Operation): boolean {
  return Status !== 'STARTED' && Status !== 'PENDING' && Status !== 'READY'
}
