import { type InvokeOptions, InvokeRefused, type InvokeResult } from '../../model/invocation'
import type { Call } from '../operations'
import { executionsOf } from './executions'
import { extendLineage } from './lineage'
import { measured } from './measure'
import { type FunctionName, functionArn } from './names'
import { resolveFunction } from './resolve'
import { traceInvocation } from './trace'

/** Runs a function once, now, as far as its concurrency allows. */
export function runNow(call: Call, name: FunctionName, event: string, options: InvokeOptions): Promise<InvokeResult> {
  const record = call.records.functions.get(name.name)
  if (record === undefined) {
    const arn = functionArn(call, name.name, name.qualifier)
    throw new InvokeRefused(404, 'ResourceNotFoundException', `Function not found: ${arn}`, { Type: 'User' })
  }
  const target = resolveFunction(call, name)
  const trace = options.traceId === undefined ? undefined : traceInvocation(call, record, extendLineage(options.traceId, record))
  const executions = executionsOf(call)
  return measured(call, name, executions, () => {
    const end = executions.begin(call, record)
    const done = call.functions.run(target, event, trace === undefined ? options : { ...options, traceId: trace.header })
    const sent = trace?.end
    if (sent !== undefined) done.then(sent, () => sent(undefined))
    done.then(end, end)
    return done
  })
}
