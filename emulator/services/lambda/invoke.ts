import { AwsError } from '../../model/errors'
import { type InvokeOptions, type Invoke as InvokePort, InvokeRefused } from '../../model/invocation'
import type { Call } from '../operations'
import { type FunctionName, functionArn, functionName, parseFunctionName } from './names'
import { type LambdaOperations, lambdaError, required } from './operations'
import { mayInvoke } from './permissions'
import { runFunction } from './run'

/** Bytes (facts/11, sections 5 and 8; the larger limit of asynchronous calls since 2025 is uncertain). */
const LARGEST_EVENT = 6_291_456
const LARGEST_ASYNCHRONOUS_EVENT = 1_048_576
const LARGEST_INVOKE_ASYNC = 262_144

export const Invoke: LambdaOperations['Invoke'] = async (input, call) => {
  const target = functionName(call, required(input.FunctionName, 'functionName'), input.Qualifier)
  const event = input.Payload === undefined ? '' : Buffer.from(input.Payload as Uint8Array | string).toString('utf8')
  const type = input.InvocationType ?? 'RequestResponse'
  checkEvent(event, type)
  const options: InvokeOptions = {
    invocationType: type,
    traceId: traceOf(call),
    ...(input.DurableExecutionName === undefined ? {} : { durableExecutionName: input.DurableExecutionName }),
    ...(input.ClientContext === undefined ? {} : { clientContext: Buffer.from(input.ClientContext, 'base64').toString('utf8') }),
  }
  const result = await invocation(() => runFunction(call, target, event === '' ? '{}' : event, options))
  return {
    StatusCode: result.status,
    ...(result.functionError === undefined ? {} : { FunctionError: result.functionError }),
    ...(input.LogType === 'Tail' && result.status === 200 ? { LogResult: Buffer.from(result.logTail).toString('base64') } : {}),
    ...(result.status === 204 ? {} : { Payload: blob(result.payload) }),
    ...(result.status === 200 ? { ExecutedVersion: result.executedVersion } : {}),
    ...(result.durableExecutionArn === undefined ? {} : { DurableExecutionArn: result.durableExecutionArn }),
  }
}

/** The operation that `Invoke` with `Event` has taken the place of: the trace of the call does not go on (API reference, InvokeAsync). */
export const InvokeAsync: LambdaOperations['InvokeAsync'] = async (input, call) => {
  const target = functionName(call, required(input.FunctionName, 'functionName'))
  const event = Buffer.from(required(input.InvokeArgs, 'invokeArgs') as Uint8Array | string).toString('utf8')
  checkEvent(event, 'InvokeAsync')
  const { traceId: _ended, ...untraced } = call
  const options = { invocationType: 'Event' as const, traceId: traceOf(untraced) }
  const { status } = await invocation(() => runFunction(call, target, event === '' ? '{}' : event, options))
  return { Status: status }
}

/**
 * The port by which gateways call functions. On the way of every request: an ARN is taken apart once,
 * a function is prepared once for each of its records, a permission is decided once for each policy and source.
 */
export function createInvoke(callFor: (account: string, region: string) => Call): InvokePort {
  const targets = new Map<string, { readonly call: Call; readonly name: FunctionName }>()
  return (arn, event, options = {}) => {
    try {
      let target = targets.get(arn)
      if (target === undefined) {
        const parsed = parseFunctionName(arn)
        if (parsed?.account === undefined || parsed.region === undefined) {
          throw new InvokeRefused(404, 'ResourceNotFoundException', `Function not found: ${arn}`, { Type: 'User' })
        }
        if (targets.size >= MOST_TARGETS) targets.clear()
        target = { call: callFor(parsed.account, parsed.region), name: parsed }
        targets.set(arn, target)
      }
      if (options.caller !== undefined) checkPermission(target.call, target.name, arn, options.caller)
      return runFunction(target.call, target.name, event, options)
    } catch (error) {
      return Promise.reject(error)
    }
  }
}

/** ARNs may come from stage variables and so from requests: memory stays bounded. */
const MOST_TARGETS = 10_000

/** The policy that counts is that of the very version or alias that is called. */
function checkPermission(call: Call, { name, qualifier }: FunctionName, arn: string, caller: NonNullable<InvokeOptions['caller']>): void {
  if (call.records.functions.get(name) === undefined) {
    const missing = functionArn(call, name, qualifier)
    throw new InvokeRefused(404, 'ResourceNotFoundException', `Function not found: ${missing}`, { Type: 'User' })
  }
  if (mayInvoke(call.records.functionPolicies.get(qualifier ?? '$LATEST', name), caller.service, caller.sourceArn)) return
  throw new InvokeRefused(
    403,
    'AccessDeniedException',
    `User: ${caller.service} is not authorized to perform: lambda:InvokeFunction on resource: ${arn} because no resource-based policy allows the lambda:InvokeFunction action`,
    { Type: 'User' },
  )
}

/** The trace header of a call, or the beginning of a trace of which nobody has said whether it is sampled. */
export function traceOf({ traceId, clock, ids }: Call): string {
  const epoch = Math.floor(clock.now() / 1000).toString(16)
  return traceId ?? `Root=1-${epoch.padStart(8, '0')}-${ids.hex(24)};Parent=${ids.hex(16)}`
}

/** Refuses an event that is too large or no JSON. */
export function checkEvent(event: string, type: string): void {
  const bytes = Buffer.byteLength(event)
  const most = type === 'InvokeAsync' ? LARGEST_INVOKE_ASYNC : type === 'Event' ? LARGEST_ASYNCHRONOUS_EVENT : LARGEST_EVENT
  if (bytes > most) {
    const operation = type === 'InvokeAsync' ? type : 'InvokeFunction'
    throw lambdaError(413, 'RequestTooLargeException', `Request must be smaller than ${most} bytes for the ${operation} operation`)
  }
  if (event === '') return
  try {
    JSON.parse(event)
  } catch (error) {
    throw lambdaError(
      400,
      'InvalidRequestContentException',
      `Could not parse request body into json: Could not parse payload into json: ${(error as Error).message}`,
    )
  }
}

/** Runs an invocation; what Lambda refuses is answered as its error. */
export async function invocation<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run()
  } catch (error) {
    if (error instanceof InvokeRefused) throw new AwsError(error.code, error.message, error.status, error.extra)
    throw error
  }
}

/** A payload in the SDK's own form: bytes that know how to become text. */
function blob(text: string) {
  return Object.assign(new TextEncoder().encode(text), {
    transformToString: (encoding = 'utf-8') => Buffer.from(text, 'utf8').toString(encoding as BufferEncoding),
  })
}
