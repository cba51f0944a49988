import type { CheckpointDurableExecutionResponse } from '@aws-sdk/client-lambda'
import type { Call } from '../../operations'
import { page } from '../../pages'
import { invalidParameter, type LambdaOperations, required } from '../operations'
import { runNow } from '../run-now'
import { chain } from './chain'
import type { DurableExecution } from './execution'
import { ledgerOf } from './ledger'
import { applyUpdate, checkUpdates } from './updates'

/** The answer to the last checkpoint of an execution that named itself: sent again, it is not taken twice (API reference, ClientToken). */
const ANSWERED = new WeakMap<DurableExecution, { readonly clientToken: string; readonly answer: CheckpointDurableExecutionResponse }>()

export const CheckpointDurableExecution: LambdaOperations['CheckpointDurableExecution'] = (input, call) => {
  const arn = required(input.DurableExecutionArn, 'durableExecutionArn')
  const { execution, driver } = find(call, arn)
  const { ClientToken: clientToken, CheckpointToken, Updates: updates = [] } = input
  const before = ANSWERED.get(execution)
  if (before !== undefined && before.clientToken === clientToken) return before.answer
  checkToken(execution, required(CheckpointToken, 'checkpointToken'))
  checkUpdates(execution, updates)
  for (const update of updates) applyUpdate(execution, update, (...args) => chain(call, runNow, ...args))
  driver.told()
  const answer = { CheckpointToken: execution.nextToken(), NewExecutionState: { Operations: execution.takeUntold() } }
  if (clientToken !== undefined) ANSWERED.set(execution, { clientToken, answer })
  return answer
}

export const GetDurableExecutionState: LambdaOperations['GetDurableExecutionState'] = (input, call) => {
  const { execution } = find(call, required(input.DurableExecutionArn, 'durableExecutionArn'))
  checkToken(execution, required(input.CheckpointToken, 'checkpointToken'))
  const { items, next } = page(execution.state(), input.Marker, input.MaxItems || 100)
  return { Operations: items, ...(next === undefined ? {} : { NextMarker: next }) }
}

/** Neither operation knows an error for what is not there. Uncertain: the wording. */
function find(call: Call, arn: string) {
  const kept = ledgerOf(call).find(arn)
  if (kept === undefined) throw invalidParameter(`Durable execution not found: ${arn}`)
  return kept
}

/** A token is good for the execution as it stands: not for one that is over, nor once another checkpoint has been taken. */
function checkToken(execution: DurableExecution, token: string): void {
  if (execution.outcome !== undefined || !execution.invoking || token !== execution.token)
    throw invalidParameter('Invalid Checkpoint Token')
}
