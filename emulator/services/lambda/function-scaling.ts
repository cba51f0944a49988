import type { Call } from '../operations'
import { findVersion, functionArn, functionName } from './names'
import { invalidParameter, type LambdaOperations, required, validationError } from './operations'

/** What a version has where nothing is set (SAM developer guide, "FunctionScalingConfig"). */
const DEFAULT = { MinExecutionEnvironments: 3, MaxExecutionEnvironments: 3 }

/** The setting is kept: environments come and go as events do. */
export const PutFunctionScalingConfig: LambdaOperations['PutFunctionScalingConfig'] = (input, call) => {
  const { name, qualifier } = target(call, input)
  const { MinExecutionEnvironments: least, MaxExecutionEnvironments: most } = input.FunctionScalingConfig ?? {}
  if (least !== undefined && most !== undefined && least > most) {
    // Uncertain: the wording.
    throw invalidParameter('MinExecutionEnvironments must be less than or equal to MaxExecutionEnvironments.')
  }
  call.records.functionScaling.put({ ...input.FunctionScalingConfig }, qualifier, name)
  return { FunctionState: 'Active' }
}

/** What is requested is shown only until it is applied, which it is at once. */
export const GetFunctionScalingConfig: LambdaOperations['GetFunctionScalingConfig'] = (input, call) => {
  const { name, qualifier } = target(call, input)
  return {
    FunctionArn: functionArn(call, name, qualifier),
    AppliedFunctionScalingConfig: { ...DEFAULT, ...call.records.functionScaling.get(qualifier, name) },
  }
}

/** A version of a function with a capacity provider, or `$LATEST.PUBLISHED`, which is the function itself here. */
function target(
  call: Call,
  given: { readonly FunctionName?: string | undefined; readonly Qualifier?: string | undefined },
): { name: string; qualifier: string } {
  const { name } = functionName(call, given.FunctionName)
  const qualifier = required(given.Qualifier, 'qualifier')
  if (!/^(?:\$LATEST\.PUBLISHED|\d+)$/.test(qualifier)) {
    throw validationError('qualifier', qualifier, 'Member must satisfy regular expression pattern: (\\$LATEST\\.PUBLISHED|[0-9]+)')
  }
  const { configuration } = findVersion(call, { name, qualifier })
  // Uncertain: the wording.
  if (configuration.CapacityProviderConfig === undefined)
    throw invalidParameter('A scaling configuration is only for functions with a capacity provider.')
  return { name, qualifier }
}
