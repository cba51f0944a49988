import type { InvokeWithResponseStreamResponseEvent } from '@aws-sdk/client-lambda'
import { checkEvent, invocation } from './invoke'
import { functionName } from './names'
import { type LambdaOperations, required } from './operations'
import { resolveFunction } from './resolve'

/** Results are whole before they are sent: one chunk, and the completion (how an error of the function is sent is uncertain). */
export const InvokeWithResponseStream: LambdaOperations['InvokeWithResponseStream'] = async (input, call) => {
  const target = functionName(call, required(input.FunctionName, 'functionName'), input.Qualifier)
  const event = input.Payload === undefined ? '' : Buffer.from(input.Payload as Uint8Array | string).toString('utf8')
  const invocationType = input.InvocationType ?? 'RequestResponse'
  checkEvent(event, invocationType)
  const options = {
    invocationType,
    ...(input.ClientContext === undefined ? {} : { clientContext: Buffer.from(input.ClientContext, 'base64').toString('utf8') }),
  }
  const result = await invocation(() => call.functions.run(resolveFunction(call, target), event === '' ? '{}' : event, options))
  const failed = result.functionError !== undefined
  const events: InvokeWithResponseStreamResponseEvent[] = [
    ...(result.payload === '' ? [] : [{ PayloadChunk: { Payload: new TextEncoder().encode(result.payload) } }]),
    {
      InvokeComplete: {
        ...(failed ? { ErrorCode: result.functionError, ErrorDetails: result.payload } : {}),
        ...(input.LogType === 'Tail' ? { LogResult: Buffer.from(result.logTail).toString('base64') } : {}),
      },
    },
  ]
  return {
    StatusCode: result.status,
    ExecutedVersion: result.executedVersion,
    ResponseStreamContentType: 'application/octet-stream',
    EventStream: inTurn(events),
  }
}

async function* inTurn<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items
}
