import type { ErrorObject, Operation, OperationUpdate } from '@aws-sdk/client-lambda'
import { reportBug, unattended } from '../../../base/bug'
import { InvokeRefused } from '../../../model/invocation'
import type { Call } from '../../operations'
import { type FunctionName, functionArn, parseFunctionName } from '../names'
import { errorOf } from './drive'
import type { DurableExecution, Outcome } from './execution'
import { eventError, eventResult, resultOrError } from './recording'
import { type Run, startExecution } from './start'

/** Calls another function for an execution, durable or not; its answer is the operation's (durable execution SDK specification, 4.7). */
export function chain(call: Call, run: Run, execution: DurableExecution, operation: Operation, update: OperationUpdate): void {
  const FunctionName = String(update.ChainedInvokeOptions?.FunctionName)
  const input = update.Payload ?? '{}'
  const started = (more: { readonly ExecutedVersion?: string; readonly DurableExecutionArn?: string }) =>
    execution.recordOf(operation, {
      EventType: 'ChainedInvokeStarted',
      ChainedInvokeStartedDetails: { FunctionName, Input: { Payload: input, Truncated: false }, ...more },
    })
  const end = ({ status, result, error }: Outcome) => {
    if (execution.outcome !== undefined) return
    const Details = status === 'SUCCEEDED' ? { Result: eventResult(result) } : { Error: eventError(error) }
    execution.recordOf(operation, { EventType: EVENTS[status], [`${EVENTS[status]}Details`]: Details })
    const ChainedInvokeDetails = resultOrError({ Payload: result, Error: error })
    execution.putFromOutside({ ...operation, Status: status, EndTimestamp: execution.now(), ChainedInvokeDetails })
  }
  try {
    const target = targetOf(call, FunctionName)
    const record = call.records.functions.get(target.name)
    if (record === undefined) throw notFound(call, target)
    const { traceId } = execution.identity
    const traced = traceId === undefined ? {} : { traceId }
    if (record.configuration.DurableConfig !== undefined) {
      if (target.qualifier === undefined)
        throw new InvokeRefused(400, 'InvalidParameterValueException', 'You cannot invoke a durable function using an unqualified ARN.')
      const child = startExecution(call, record, target, input, traced, run).execution
      started({ ExecutedVersion: child.identity.version, DurableExecutionArn: child.identity.arn })
      unattended(child.over.then(end))
      return
    }
    const answer = run(call, target, input, traced)
    started({})
    unattended(
      answer.then(
        ({ functionError, payload }) =>
          end(functionError === undefined ? { status: 'SUCCEEDED', result: payload } : { status: 'FAILED', error: errorOf(payload) }),
        (error: unknown) => end({ status: 'FAILED', error: refused(error) }),
      ),
    )
  } catch (error) {
    const failure = refused(error)
    started({})
    end({ status: 'FAILED', error: failure })
  }
}

const EVENTS = {
  SUCCEEDED: 'ChainedInvokeSucceeded',
  FAILED: 'ChainedInvokeFailed',
  TIMED_OUT: 'ChainedInvokeTimedOut',
  STOPPED: 'ChainedInvokeStopped',
} as const

function targetOf(call: Call, text: string): FunctionName {
  const parsed = parseFunctionName(text)
  if (parsed === undefined) throw new InvokeRefused(400, 'InvalidParameterValueException', `No function is called ${text}.`)
  const { name, qualifier, account = call.account, region = call.region } = parsed
  const target = { name, ...(qualifier === undefined ? {} : { qualifier }) }
  if (account !== call.account || region !== call.region) throw notFound(call, target)
  return target
}

function notFound(call: Call, { name, qualifier }: FunctionName): InvokeRefused {
  return new InvokeRefused(404, 'ResourceNotFoundException', `Function not found: ${functionArn(call, name, qualifier)}`)
}

/** What Lambda refuses is how the operation fails; so is a fault of this program. */
function refused(error: unknown): ErrorObject {
  if (error instanceof InvokeRefused) return { ErrorType: error.code, ErrorMessage: error.message }
  reportBug(error)
  return { ErrorType: 'ServiceException', ErrorMessage: 'Internal error' }
}
