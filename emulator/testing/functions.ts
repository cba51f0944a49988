import { type DurationParts, toMilliseconds } from '../base/duration'
import type { Emulator } from '../emulator'
import { type Double, describeInvocation, throwing } from '../runner/doubles'
import type { Handler } from '../runner/worker-handler'
import { findFunction } from '../server/find-function'

/** How a function fails: its time is over, Lambda refuses it, or its handler throws this. */
export type FunctionFailure = 'timeout' | 'throttle' | Error | { readonly errorType: string; readonly errorMessage: string }

/** One event that a function got, and what came of it. */
export interface InvocationView {
  readonly at: Date
  readonly event: unknown
  /** What the handler returned; undefined while it runs, and when it failed. */
  readonly result?: unknown
  /** What its caller was told when it failed, or was refused. */
  readonly error?: { readonly errorType: string; readonly errorMessage: string }
}

/** A function in the hands of a test. Each call but `invocations` takes the place of what was set before it of its kind. */
export interface FunctionControl {
  /**
   * Runs a handler in its place, in the test's process: metrics, logs, time-outs and error payloads stay Lambda's. Of a durable function it gets
   * the event of the execution, and its answer, or what it throws, ends the execution.
   */
  mock(handler: (event: never, context: never) => unknown): FunctionControl
  fail(failure: FunctionFailure): FunctionControl
  /** Each invocation takes so much longer, on the emulator's clock; beyond the function's time-out it is timed out. */
  delay(duration: DurationParts | string | number): FunctionControl
  /** The function's own code again, at its own pace. */
  restore(): FunctionControl
  /** The last hundred, oldest first. */
  invocations(): InvocationView[]
}

/** A function by its name, by the path or id of its construct, or by the entry that it is bundled from. A `UserError` lists the functions when none fits, or several do. */
export function functionControl(emulator: Emulator, name: string): FunctionControl {
  const { doubles } = emulator
  const { FunctionName, FunctionArn } = findFunction(emulator.call(), name, emulator.deployments.entryFunctions())
  const change = (changes: Double) => {
    doubles.set(FunctionArn, { ...doubles.of(FunctionArn), ...changes })
    emulator.call().functions.retire(FunctionName)
    return control
  }
  const control: FunctionControl = {
    mock: (handler) => change({ failure: undefined, handler: asHandler(handler) }),
    fail: (failure) => change(typeof failure === 'string' ? { failure } : { failure: undefined, handler: throwing(failure) }),
    delay: (duration) => {
      const delay = toMilliseconds(duration)
      if (delay === undefined)
        throw new RangeError(`delay expected { milliseconds: 200 }, '1 second' or 'PT1S', found ${JSON.stringify(duration)}.`)
      return change({ delay })
    },
    restore: () => {
      doubles.set(FunctionArn, undefined)
      emulator.call().functions.retire(FunctionName)
      return control
    },
    invocations: () => doubles.invocations(FunctionArn).map((each) => ({ at: new Date(each.at), ...describeInvocation(each) })),
  }
  return control
}

/** What a mock returns is its result, also when it is no promise, which Lambda would not wait for; one with a callback stays as it is. */
function asHandler(mock: (event: never, context: never) => unknown): Handler {
  const handler = mock as unknown as Handler
  return handler.length >= 3 ? handler : async (event, context) => mock(event as never, context as never)
}
