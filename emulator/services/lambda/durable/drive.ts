import type { ErrorObject, Operation } from '@aws-sdk/client-lambda'
import { reportBug } from '../../../base/bug'
import type { Ids } from '../../../base/ids'
import { InvokeRefused, type InvokeResult } from '../../../model/invocation'
import { page } from '../../pages'
import type { DurableExecution } from './execution'

/** Runs the function of an execution once: its payload, under a request id. */
export type RunOnce = (payload: string, requestId: string) => Promise<InvokeResult>

/** Operations that come with an invocation; the others are asked for by GetDurableExecutionState. Uncertain: AWS's own number. */
const FIRST_PAGE = 1000
/** Milliseconds between tries of an invocation that failed, doubled each time. Uncertain: AWS documents the doubling, not the times. */
const [FIRST_BACKOFF, LONGEST_BACKOFF] = [1000, 300_000]
/** Failures of the runtime that are tried again at once (durable execution SDK specification, 8.1). */
const IMMEDIATE_TRIES = 3

/** Invokes the function for an execution again and again: when something has changed for it, until it is over. */
export class Driver {
  #news = false
  #invocations = 0
  #failures = 0
  /** Of the last invocation: its request id, and the end of its log. */
  last: Pick<InvokeResult, 'requestId' | 'logTail'> = { requestId: '', logTail: '' }

  constructor(
    private readonly execution: DurableExecution,
    private readonly ids: Ids,
    private readonly run: RunOnce,
  ) {
    execution.onNews = () => this.wake()
  }

  /** Something has changed: the function goes on from its checkpoints. */
  wake(): void {
    if (this.execution.outcome !== undefined) return
    if (this.execution.invoking) this.#news = true
    else this.#go()
  }

  /** The function has been told of all changes: by a checkpoint, while it runs. */
  told(): void {
    this.#news = false
  }

  #go(): void {
    this.#invoke().catch((error: unknown) => {
      reportBug(error)
      this.execution.close({ status: 'FAILED', error: { ErrorType: 'ServiceException', ErrorMessage: 'Internal error' } })
    })
  }

  async #invoke(): Promise<void> {
    const { execution } = this
    const requestId = this.ids.uuid()
    const began = execution.now()
    execution.invoking = true
    this.#news = false
    const payload = this.#payload()
    execution.changedOutside.clear()
    execution.forget('retry')
    let result: InvokeResult | InvokeRefused
    try {
      result = await this.run(payload, requestId)
      this.last = { requestId, logTail: result.logTail }
    } catch (error) {
      if (!(error instanceof InvokeRefused)) throw error
      result = error
    }
    execution.invoking = false
    if (execution.outcome !== undefined) return
    const failure = failureOf(result)
    execution.record({
      EventType: 'InvocationCompleted',
      InvocationCompletedDetails: {
        StartTimestamp: began,
        EndTimestamp: execution.now(),
        RequestId: requestId,
        ...(failure === undefined ? {} : { Error: { Payload: failure, Truncated: false } }),
      },
    })
    if (failure !== undefined) this.#tryAgain(failure)
    else {
      this.#failures = 0
      this.#read(result as InvokeResult)
    }
  }

  /** The event that the function gets (durable execution SDK specification, 3.1). */
  #payload(): string {
    const { execution } = this
    const { items, next } = page(execution.state(), undefined, FIRST_PAGE)
    return JSON.stringify({
      DurableExecutionArn: execution.identity.arn,
      CheckpointToken: execution.nextToken(),
      InitialExecutionState: { Operations: items, ...(next === undefined ? {} : { NextMarker: next }) },
      ...(this.#invocations++ === 0 ? {} : { UpdatedOperationIds: [...execution.changedOutside] }),
    })
  }

  /** What failed outside of the durable handler is tried again, until the execution's time is up (Lambda developer guide, "Backend retries"). */
  #tryAgain(failure: ErrorObject): void {
    const { execution } = this
    if (failure.ErrorType === 'ResourceNotFoundException') {
      execution.close({ status: 'FAILED', error: failure })
      return
    }
    const tries = this.#failures++
    const atOnce = isOfRuntime(failure) && failure.ErrorType !== 'Sandbox.Timedout' && tries < IMMEDIATE_TRIES
    const delay = atOnce ? 0 : Math.min(FIRST_BACKOFF * 2 ** Math.min(tries, 20), LONGEST_BACKOFF)
    execution.at('retry', execution.now().getTime() + delay, () => this.wake())
  }

  /** What the function answers: it is done, it has failed, or it waits (durable execution SDK specification, 3.2). */
  #read({ payload, plain, functionError }: InvokeResult): void {
    const { execution } = this
    if (plain) {
      execution.close(
        functionError === undefined ? { status: 'SUCCEEDED', result: payload } : { status: 'FAILED', error: errorOf(payload) },
      )
      return
    }
    const answer = parsed(payload)
    const { Status, Result, Error: error } = answer
    const announced = execution.announced
    if (Status === 'SUCCEEDED') {
      const result = typeof Result === 'string' && Result !== '' ? Result : announced?.result
      execution.close({ status: 'SUCCEEDED', result })
    } else if (Status === 'FAILED') {
      execution.close({ status: 'FAILED', error: (error as ErrorObject | undefined) ?? announced?.error ?? {} })
    } else if (Status === 'PENDING') this.#wait()
    // Uncertain: the wording.
    else
      execution.close({
        status: 'FAILED',
        error: { ErrorType: 'InvalidParameterValueException', ErrorMessage: 'Invalid Status in invocation output.' },
      })
  }

  #wait(): void {
    const { execution } = this
    const waits = [...execution.operations.values()].some(isAwaited)
    if (this.#news || (!waits && execution.changedOutside.size > 0)) this.#go()
    else if (!waits) {
      // Uncertain: the wording.
      const ErrorMessage = 'Cannot return PENDING status with no pending operations.'
      execution.close({ status: 'FAILED', error: { ErrorType: 'InvalidParameterValueException', ErrorMessage } })
    }
  }
}

/** Whether an operation is one that an execution may wait for (durable execution SDK specification, 3.2.3). */
function isAwaited({ Type, Status }: Operation): boolean {
  if (Type === 'STEP') return Status === 'PENDING'
  return Status === 'STARTED' && (Type === 'WAIT' || Type === 'CALLBACK' || Type === 'CHAINED_INVOKE')
}

/** What failed outside of the durable handler; what a test puts in its place answers an error as it comes, and that is the handler's. */
function failureOf(result: InvokeResult | InvokeRefused): ErrorObject | undefined {
  if (result instanceof InvokeRefused) return { ErrorType: result.code, ErrorMessage: result.message }
  if (result.functionError === undefined) return undefined
  const error = errorOf(result.payload)
  return result.plain && !isOfRuntime(error) ? undefined : error
}

function isOfRuntime({ ErrorType = '' }: ErrorObject): boolean {
  return /^(?:Runtime|Sandbox|Extension)\./.test(ErrorType)
}

/** The error that a function answers, as an error of an operation. */
export function errorOf(payload: string): ErrorObject {
  const { errorType, errorMessage, trace, stackTrace } = parsed(payload)
  const stack = Array.isArray(trace) ? trace : stackTrace
  return {
    ...(typeof errorMessage === 'string' ? { ErrorMessage: errorMessage } : {}),
    ...(typeof errorType === 'string' ? { ErrorType: errorType } : {}),
    ...(Array.isArray(stack) ? { StackTrace: stack.map(String) } : {}),
  }
}

function parsed(payload: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(payload)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}
