import type { Event, Execution } from '@aws-sdk/client-lambda'
import type { Call } from '../../operations'
import { page } from '../../pages'
import { findFunction, findVersion, functionName } from '../names'
import { type LambdaOperations, lambdaError, required } from '../operations'
import type { DurableExecution } from './execution'
import { ledgerOf } from './ledger'

export const GetDurableExecution: LambdaOperations['GetDurableExecution'] = (input, call) => {
  const execution = find(call, input.DurableExecutionArn)
  const { identity, outcome } = execution
  const included = input.IncludeExecutionData !== false
  const data = {
    InputPayload: identity.input,
    ...(outcome?.result === undefined ? {} : { Result: outcome.result }),
    ...(outcome?.error === undefined ? {} : { Error: outcome.error }),
  }
  const { KMSKeyArn: _shown, ...summary } = summaryOf(execution)
  return {
    ...summary,
    ...(included ? data : {}),
    Version: identity.version,
    DurableConfig: { ...identity.config },
    ExecutionDataIncluded: included,
    ...(identity.traceId === undefined ? {} : { TraceHeader: { XAmznTraceId: identity.traceId } }),
  }
}

export const GetDurableExecutionHistory: LambdaOperations['GetDurableExecutionHistory'] = (input, call) => {
  const { events } = find(call, input.DurableExecutionArn)
  const all = input.IncludeExecutionData === false ? events.map(withoutData) : events
  const { items, next } = page(input.ReverseOrder ? all.toReversed() : all, input.Marker, input.MaxItems || 100)
  return { Events: items, ...(next === undefined ? {} : { NextMarker: next }) }
}

/** Newest first, unless the other way round is asked for; of `$LATEST`, unless a version or an alias is. */
export const ListDurableExecutionsByFunction: LambdaOperations['ListDurableExecutionsByFunction'] = (input, call) => {
  const target = functionName(call, input.FunctionName, input.Qualifier)
  findFunction(call, target.name)
  const version = findVersion(call, target).configuration.Version
  const { DurableExecutionName: name, Statuses: statuses = [], StartedAfter: after, StartedBefore: before } = input
  const all = ledgerOf(call)
    .of(target.name)
    .filter(
      ({ identity, outcome, startedAt }) =>
        identity.version === version &&
        (name === undefined || identity.name === name) &&
        (statuses.length === 0 || statuses.includes(outcome?.status ?? 'RUNNING')) &&
        (after === undefined || startedAt > after.getTime()) &&
        (before === undefined || startedAt < before.getTime()),
    )
  const { items, next } = page(input.ReverseOrder ? all : all.toReversed(), input.Marker, input.MaxItems || 100)
  return { DurableExecutions: items.map(summaryOf), ...(next === undefined ? {} : { NextMarker: next }) }
}

/** No checkpoint is taken any more; what runs now runs on until its next one. An execution that is over stays as it is. */
export const StopDurableExecution: LambdaOperations['StopDurableExecution'] = (input, call) => {
  const execution = find(call, input.DurableExecutionArn)
  execution.close({ status: 'STOPPED', error: input.Error })
  return { StopTimestamp: new Date(execution.endedAt ?? call.clock.now()) }
}

function find(call: Call, arn: string | undefined): DurableExecution {
  const wanted = required(arn, 'durableExecutionArn')
  const execution = ledgerOf(call).find(wanted)?.execution
  // Uncertain: the wording.
  if (execution === undefined) throw lambdaError(404, 'ResourceNotFoundException', `Durable execution not found: ${wanted}`)
  return execution
}

function summaryOf({ identity, outcome, startedAt, endedAt }: DurableExecution): Execution {
  return {
    DurableExecutionArn: identity.arn,
    DurableExecutionName: identity.name,
    FunctionArn: identity.functionArn,
    Status: outcome?.status ?? 'RUNNING',
    StartTimestamp: new Date(startedAt),
    ...(endedAt === undefined ? {} : { EndTimestamp: new Date(endedAt) }),
    ...(identity.config.KMSKeyArn === undefined ? {} : { KMSKeyArn: identity.config.KMSKeyArn }),
  }
}

/** An event without what went in and came out. Uncertain: what AWS leaves of the parts that held it. */
function withoutData(event: Event): Event {
  return JSON.parse(JSON.stringify(event), (key, value: unknown) =>
    key === 'Payload' ? undefined : key.endsWith('Timestamp') ? new Date(String(value)) : value,
  ) as Event
}
