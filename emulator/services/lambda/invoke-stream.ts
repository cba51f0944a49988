import type { InvokeWithResponseStreamResponseEvent } from '@aws-sdk/client-lambda'
import { Pieces } from '../../base/pieces'
import type { InvokeResult } from '../../model/invocation'
import { checkEvent, invocation, traceOf } from './invoke'
import { functionName } from './names'
import { type LambdaOperations, required } from './operations'
import { resolveFunction } from './resolve'
import { runFunction } from './run'

/** Pieces are sent as the function streams them; what it answers as a whole is one piece. */
export const InvokeWithResponseStream: LambdaOperations['InvokeWithResponseStream'] = async (input, call) => {
  const target = functionName(call, required(input.FunctionName, 'functionName'), input.Qualifier)
  const event = input.Payload === undefined ? '' : Buffer.from(input.Payload as Uint8Array | string).toString('utf8')
  const invocationType = input.InvocationType ?? 'RequestResponse'
  checkEvent(event, invocationType)
  const pieces = new Pieces()
  let begun: () => void = () => {}
  const begins = new Promise<void>((resolve) => {
    begun = resolve
  })
  const options = {
    invocationType,
    traceId: traceOf(call),
    onChunk: (piece: Uint8Array) => {
      pieces.push(piece)
      begun()
    },
    ...(input.ClientContext === undefined ? {} : { clientContext: Buffer.from(input.ClientContext, 'base64').toString('utf8') }),
  }
  const { version } = await invocation(async () => resolveFunction(call, target))
  const done = invocation(() => runFunction(call, target, event === '' ? '{}' : event, options))
  // What is refused before the first piece is an error of the call; what fails later is told at the end.
  const whole = await Promise.race([begins, done])
  return {
    StatusCode: invocationType === 'DryRun' ? 204 : 200,
    ExecutedVersion: whole?.executedVersion ?? version,
    ResponseStreamContentType: 'application/octet-stream',
    EventStream: events(pieces, done, input.LogType === 'Tail'),
  }
}

async function* events(pieces: Pieces, done: Promise<InvokeResult>, tail: boolean): AsyncGenerator<InvokeWithResponseStreamResponseEvent> {
  const end = () => pieces.end()
  done.then(end, end)
  let streamed = false
  for await (const Payload of pieces) {
    streamed = true
    yield { PayloadChunk: { Payload } }
  }
  const { functionError, payload, logTail } = await done
  // Uncertain: whether an error is a piece too.
  if (!streamed && payload !== '') yield { PayloadChunk: { Payload: Buffer.from(payload) } }
  yield {
    InvokeComplete: {
      ...(functionError === undefined ? {} : { ErrorCode: functionError, ErrorDetails: payload }),
      ...(tail ? { LogResult: Buffer.from(logTail).toString('base64') } : {}),
    },
  }
}
