import { once } from '../../base/once'
import { type InvokeOptions, InvokeRefused, type InvokeResult } from '../../model/invocation'
import type { Call } from '../operations'
import type { FunctionName } from './names'
import { resolveFunction } from './resolve'
import { runNow } from './run-now'

/** Most invocations are waited for, and begin and end at once: the others are loaded with the first of them. */
const asynchronous = once(() => require('./asynchronous') as typeof import('./asynchronous'))
const durable = once(() => require('./durable/start') as typeof import('./durable/start'))

/** Invokes a function for whoever may: the one way on which every invocation goes. Rejects with `InvokeRefused`, and may throw it. */
export function runFunction(call: Call, name: FunctionName, event: string, options: InvokeOptions): Promise<InvokeResult> {
  const record = call.records.functions.get(name.name)
  if (record?.configuration.DurableConfig !== undefined) return durable().invokeDurable(call, record, name, event, options, runNow)
  // Uncertain: the wording.
  if (options.durableExecutionName !== undefined)
    throw new InvokeRefused(400, 'InvalidParameterValueException', `${name.name} is no durable function: it has no executions.`, {
      Type: 'User',
    })
  if (options.invocationType === 'Event') return asynchronous().asynchronously(call, name, event, options, runNow)
  if (options.invocationType === 'DryRun') return call.functions.run(resolveFunction(call, name), event, options)
  return runNow(call, name, event, options)
}
