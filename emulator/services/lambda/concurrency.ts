import { LEAST_UNRESERVED, unreservedLimit } from './executions'
import { findFunction, functionName } from './names'
import { invalidParameter, type LambdaOperations, required, validationError } from './operations'

export const PutFunctionConcurrency: LambdaOperations['PutFunctionConcurrency'] = (input, call) => {
  const { name } = functionName(call, input.FunctionName)
  const record = findFunction(call, name)
  const reserved = required(input.ReservedConcurrentExecutions, 'reservedConcurrentExecutions')
  if (reserved < 0) throw validationError('reservedConcurrentExecutions', reserved, 'Member must have value greater than or equal to 0')
  if (unreservedLimit(call, name) - reserved < LEAST_UNRESERVED) {
    throw invalidParameter(
      `Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [${LEAST_UNRESERVED}].`,
    )
  }
  call.records.functions.put({ ...record, reservedConcurrentExecutions: reserved }, name)
  return { ReservedConcurrentExecutions: reserved }
}

export const GetFunctionConcurrency: LambdaOperations['GetFunctionConcurrency'] = (input, call) => {
  const { reservedConcurrentExecutions } = findFunction(call, functionName(call, input.FunctionName).name)
  return reservedConcurrentExecutions === undefined ? {} : { ReservedConcurrentExecutions: reservedConcurrentExecutions }
}

export const DeleteFunctionConcurrency: LambdaOperations['DeleteFunctionConcurrency'] = (input, call) => {
  const { name } = functionName(call, input.FunctionName)
  const { reservedConcurrentExecutions: _dropped, ...record } = findFunction(call, name)
  call.records.functions.put(record, name)
  return {}
}
