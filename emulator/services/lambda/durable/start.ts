import { unattended } from '../../../base/bug'
import { type InvokeOptions, InvokeRefused, type InvokeResult } from '../../../model/invocation'
import type { FunctionRecord } from '../../../model/lambda'
import type { Call } from '../../operations'
import { deadLetter, destination } from '../destinations'
import { type FunctionName, functionArn } from '../names'
import { resolveFunction } from '../resolve'
import { Driver } from './drive'
import { DurableExecution, type Outcome } from './execution'
import { ledgerOf } from './ledger'

/** Runs a function once, as any function is run. */
export type Run = (call: Call, name: FunctionName, event: string, options: InvokeOptions) => Promise<InvokeResult>

/** Seconds that an execution may take whose caller waits for it. */
const LONGEST_AWAITED = 900

interface Started {
  readonly execution: DurableExecution
  readonly driver: Driver
}

/** Starts a durable execution, or finds the one of the same name; whoever does not call asynchronously waits for its end. */
export async function invokeDurable(
  call: Call,
  record: FunctionRecord,
  name: FunctionName,
  event: string,
  options: InvokeOptions,
  run: Run,
): Promise<InvokeResult> {
  if (name.qualifier === undefined) throw refusal('You cannot invoke a durable function using an unqualified ARN.')
  if (options.invocationType === 'DryRun') return call.functions.run(resolveFunction(call, name), event, options)
  const asynchronous = options.invocationType === 'Event'
  if (!asynchronous && (record.configuration.DurableConfig?.ExecutionTimeout ?? 0) > LONGEST_AWAITED)
    throw refusal('You cannot synchronously invoke a durable function with an executionTimeout greater than 15 minutes.')
  const { execution, driver, started } = startExecution(call, record, name, event, options, run)
  const { arn, version } = execution.identity
  if (asynchronous) {
    const requestId = options.requestId ?? call.ids.uuid()
    if (started) unattended(passOn(call, name, event, requestId, { execution, driver }))
    return { status: 202, payload: '', executedVersion: version, requestId, logTail: '', durableExecutionArn: arn }
  }
  const result = resultOf(execution, driver, await execution.over)
  if (options.onChunk === undefined) return result
  options.onChunk(Buffer.from(result.payload))
  return { ...result, payload: '' }
}

/**
 * An execution of a name is started once; the same event finds it again, another one is refused (Lambda developer guide, "Idempotency").
 * Uncertain: how far a name reaches. The API reference says the function, as here; the guide says the account and region.
 */
export function startExecution(
  call: Call,
  record: FunctionRecord,
  name: FunctionName,
  event: string,
  options: Pick<InvokeOptions, 'durableExecutionName' | 'traceId'>,
  run: Run,
): Started & { readonly started: boolean } {
  const ledger = ledgerOf(call)
  const named = options.durableExecutionName ?? call.ids.uuid()
  if (!/^[a-zA-Z0-9-_]{1,64}$/.test(named)) {
    throw refusal(
      `1 validation error detected: Value '${named}' at 'durableExecutionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9-_]+`,
      'ValidationException',
    )
  }
  const known = ledger.named(name.name, named)
  if (known !== undefined) {
    if (known.execution.identity.input === event) return { ...known, started: false }
    // Uncertain: the wording.
    const message = `The durable execution ${named} has already been started with another payload.`
    throw new InvokeRefused(409, 'DurableExecutionAlreadyStartedException', message, { Type: 'User' })
  }
  const { version } = resolveFunction(call, name)
  const target = { name: name.name, qualifier: version }
  const id = call.ids.uuid()
  const own = functionArn(call, name.name, version)
  const config = record.configuration.DurableConfig ?? {}
  const { traceId } = options
  const execution = new DurableExecution(
    {
      arn: `${own}/durable-execution/${named}/${id}`,
      name: named,
      id,
      functionName: name.name,
      version,
      functionArn: own,
      input: event,
      config,
      ...(traceId === undefined ? {} : { traceId }),
    },
    call.clock,
  )
  const driver = new Driver(execution, call.ids, (payload, requestId) =>
    run(call, target, payload, { requestId, executionInput: event, ...(traceId === undefined ? {} : { traceId }) }),
  )
  ledger.add({ execution, driver })
  if (config.ExecutionTimeout !== undefined) {
    const due = execution.startedAt + config.ExecutionTimeout * 1000
    execution.at('execution', due, () => execution.close({ status: 'TIMED_OUT', error: TIMED_OUT }))
  }
  driver.wake()
  return { execution, driver, started: true }
}

/** Uncertain: what AWS says of an execution whose time is up. */
const TIMED_OUT = { ErrorType: 'Execution.Timeout', ErrorMessage: 'Execution timed out' }

/** The end of an execution as the answer to whoever invoked the function. */
function resultOf({ identity }: DurableExecution, { last }: Driver, { status, result, error }: Outcome): InvokeResult {
  const failed = status !== 'SUCCEEDED'
  const failure = {
    ...(error?.ErrorType === undefined ? {} : { errorType: error.ErrorType }),
    ...(error?.ErrorMessage === undefined ? {} : { errorMessage: error.ErrorMessage }),
    ...(error?.StackTrace === undefined ? {} : { stackTrace: error.StackTrace }),
  }
  return {
    status: 200,
    payload: failed ? JSON.stringify(failure) : (result ?? 'null'),
    ...(failed ? { functionError: 'Unhandled' as const } : {}),
    executedVersion: identity.version,
    ...last,
    durableExecutionArn: identity.arn,
  }
}

/** The event of an execution is tried once: destinations and the dead-letter queue hear of its end (Lambda developer guide, "Retries for durable functions"). */
async function passOn(call: Call, name: FunctionName, event: string, requestId: string, { execution, driver }: Started): Promise<void> {
  const result = resultOf(execution, driver, await execution.over)
  if (execution.abandoned) return
  const condition = result.functionError === undefined ? 'Success' : 'RetriesExhausted'
  const finished = { name, event, condition, requestId, attempts: 1, result } as const
  await destination(call, finished, call.records.eventInvokeConfigs.get(name.qualifier ?? '$LATEST', name.name)?.DestinationConfig)
  if (condition !== 'Success') await deadLetter(call, finished)
}

function refusal(message: string, code = 'InvalidParameterValueException'): InvokeRefused {
  return new InvokeRefused(400, code, message, { Type: 'User' })
}
