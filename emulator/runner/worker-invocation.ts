import type { EventMessage, WorkerSettings } from './messages'
import { errorPayload, RuntimeFault } from './worker-errors'
import { type Handler, STREAMING, type StreamingHandler } from './worker-handler'
import { responseStream } from './worker-stream'

/** How one event ended. */
export interface Outcome {
  readonly payload: string
  /** What the handler failed with; absent when it succeeded. */
  readonly failure?: { readonly error: unknown }
}

/** The worker's event loop, as far as an invocation is concerned with it. */
export interface Loop {
  /** Whether it can be told that it is empty; a callback does not wait for it otherwise. */
  readonly watched: boolean
  /** Lets the loop end when nothing is left in it, and then calls `run` instead of ending. */
  whenEmpty(run: () => void): void
  /** The loop lives on, waiting for events. */
  hold(): void
}

/** Bytes that a response may have (facts/11, section 5). */
const LARGEST_RESPONSE = 6_291_556

/** What an invocation uses of its worker. */
export interface InvocationPorts {
  readonly now: () => number
  readonly loop: Loop
  /** Takes a piece of a response that is streamed. */
  readonly chunk: (data: Uint8Array, type?: string) => void
}

/** Runs a handler on one event; `finish` is called once. Throws when the event is no JSON. */
export function invoke(
  handler: Handler | StreamingHandler,
  message: EventMessage,
  settings: WorkerSettings,
  { now, loop, chunk }: InvocationPorts,
  finish: (outcome: Outcome) => void,
): void {
  const event: unknown = JSON.parse(message.event)
  let finished = false
  const settle = (outcome: Outcome) => {
    finished = true
    loop.hold()
    finish(outcome)
  }
  const succeed = (value: unknown) => {
    if (!finished) settle(serialize(value))
  }
  const fail = (error: unknown) => {
    if (!finished) settle({ payload: errorPayload(error), failure: { error } })
  }
  let called = false
  const callback = (error?: unknown, value?: unknown) => {
    if (finished || called) return
    called = true
    if (error !== undefined && error !== null) fail(error)
    else if (context.callbackWaitsForEmptyEventLoop && loop.watched) loop.whenEmpty(() => succeed(value))
    else succeed(value)
  }
  const done = (error?: unknown, value?: unknown) => (error === undefined || error === null ? succeed(value) : fail(error))
  const context = createContext(message, settings, now, done)
  // A handler that neither answers nor has anything left to wait for: Lambda answers null.
  loop.whenEmpty(() => succeed(null))
  try {
    const returned =
      STREAMING in handler ? stream(handler as StreamingHandler, event, context, chunk) : (handler as Handler)(event, context, callback)
    if (typeof (returned as { then?: unknown } | null | undefined)?.then !== 'function') return
    // A promise that nothing can settle any more is an error; its wording is uncertain.
    if (!finished && !called) {
      loop.whenEmpty(() =>
        fail(
          new RuntimeFault(
            'NodeJsExit',
            'The Lambda runtime client detected an unexpected Node.js exit code. This is most commonly caused by a Promise that was never settled. For more information, see https://nodejs.org/docs/latest/api/process.html#exit-codes',
          ),
        ),
      )
    }
    ;(returned as Promise<unknown>).then(succeed, fail)
  } catch (error) {
    // Of the handler, or of the `then` of what it answered.
    fail(error)
  }
}

const STREAMED = Symbol('streamed')

/** A handler that streams is done when it has returned and its stream is finished. */
async function stream(handler: StreamingHandler, event: unknown, context: unknown, chunk: InvocationPorts['chunk']): Promise<unknown> {
  const response = responseStream(chunk)
  const finished = new Promise((resolve, reject) => response.once('finish', resolve).once('error', reject))
  finished.catch(() => {})
  await handler(event, response, context)
  await finished
  return STREAMED
}

function serialize(value: unknown): Outcome {
  if (value === STREAMED) return { payload: '' }
  let payload: string
  try {
    // Functions and symbols have no JSON; Lambda's answer to them is uncertain.
    payload = JSON.stringify(value) ?? 'null'
  } catch {
    const error = new Error('Unable to stringify response body')
    return { payload: errorPayload(error), failure: { error } }
  }
  if (payload.length * 3 > LARGEST_RESPONSE && Buffer.byteLength(payload) > LARGEST_RESPONSE) {
    const errorMessage = `Response payload size exceeded maximum allowed payload size (${LARGEST_RESPONSE} bytes).`
    const errorType = 'Function.ResponseSizeTooLarge'
    return { payload: JSON.stringify({ errorMessage, errorType }), failure: { error: { errorType, errorMessage } } }
  }
  return { payload }
}

/** The second argument of a handler (facts/11, section 3). */
function createContext(
  message: EventMessage,
  settings: WorkerSettings,
  now: () => number,
  done: (error?: unknown, value?: unknown) => void,
) {
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionVersion: settings.functionVersion,
    functionName: settings.functionName,
    memoryLimitInMB: String(settings.memory),
    logGroupName: settings.logGroup,
    logStreamName: settings.logStream,
    clientContext: message.clientContext === undefined ? undefined : (JSON.parse(message.clientContext) as unknown),
    identity: undefined,
    invokedFunctionArn: message.arn,
    awsRequestId: message.id,
    getRemainingTimeInMillis: () => Math.max(0, message.deadline - now()),
    done,
    succeed: (value?: unknown) => done(undefined, value),
    fail: (error?: unknown) => done(error ?? 'handled'),
  }
}
