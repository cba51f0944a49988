import { checkQualifier, findFunction, functionArn, functionName } from './names'
import { invalidParameter, type LambdaOperations, lambdaError, required, validationError } from './operations'

/** The setting is kept: a function runs on the Node.js that the emulator runs on. */
export const PutRuntimeManagementConfig: LambdaOperations['PutRuntimeManagementConfig'] = (input, call) => {
  const target = functionName(call, input.FunctionName, input.Qualifier)
  const qualifier = checkQualifier(call, target)
  const updateRuntimeOn = required(input.UpdateRuntimeOn, 'updateRuntimeOn')
  const { RuntimeVersionArn: arn } = input
  if (!['Auto', 'FunctionUpdate', 'Manual'].includes(updateRuntimeOn)) {
    throw validationError('updateRuntimeOn', updateRuntimeOn, 'Member must satisfy enum value set: [FunctionUpdate, Manual, Auto]')
  }
  if ((updateRuntimeOn === 'Manual') !== (arn !== undefined)) {
    throw invalidParameter(
      updateRuntimeOn === 'Manual'
        ? 'RuntimeVersionArn is required when UpdateRuntimeOn is Manual.'
        : 'RuntimeVersionArn cannot be given unless UpdateRuntimeOn is Manual.',
    )
  }
  const record = { updateRuntimeOn, ...(arn === undefined ? {} : { runtimeVersionArn: arn }) }
  call.records.runtimeManagement.put(record, qualifier, target.name)
  return {
    UpdateRuntimeOn: updateRuntimeOn,
    FunctionArn: functionArn(call, target.name, target.qualifier),
    ...(arn === undefined ? {} : { RuntimeVersionArn: arn }),
  }
}

export const GetRuntimeManagementConfig: LambdaOperations['GetRuntimeManagementConfig'] = (input, call) => {
  const target = functionName(call, input.FunctionName, input.Qualifier)
  const record = call.records.runtimeManagement.get(checkQualifier(call, target), target.name)
  return {
    UpdateRuntimeOn: record?.updateRuntimeOn ?? 'Auto',
    FunctionArn: functionArn(call, target.name, target.qualifier),
    ...(record?.runtimeVersionArn === undefined ? {} : { RuntimeVersionArn: record.runtimeVersionArn }),
  }
}

/** Whether a function that comes back in a chain of invocations over and over is stopped. */
export const PutFunctionRecursionConfig: LambdaOperations['PutFunctionRecursionConfig'] = (input, call) => {
  const { name, qualifier } = functionName(call, input.FunctionName)
  if (qualifier !== undefined)
    throw lambdaError(400, 'InvalidParameterValueException', 'A recursion configuration is that of the function.')
  const record = findFunction(call, name)
  const recursiveLoop = required(input.RecursiveLoop, 'recursiveLoop')
  if (recursiveLoop !== 'Allow' && recursiveLoop !== 'Terminate') {
    throw validationError('recursiveLoop', recursiveLoop, 'Member must satisfy enum value set: [Terminate, Allow]')
  }
  call.records.functions.put({ ...record, recursiveLoop }, name)
  return { RecursiveLoop: recursiveLoop }
}

export const GetFunctionRecursionConfig: LambdaOperations['GetFunctionRecursionConfig'] = (input, call) => ({
  RecursiveLoop: findFunction(call, functionName(call, input.FunctionName).name).recursiveLoop ?? 'Terminate',
})
