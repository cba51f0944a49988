import { oneClass } from '../base/one-class'

/** What one invocation of a function is asked to do. */
export interface InvokeOptions {
  /** `Event` answers 202 at once and runs on. */
  readonly invocationType?: 'RequestResponse' | 'Event' | 'DryRun'
  /** Lambda's request id; made up when left out. */
  readonly requestId?: string
  /** The value of `X-Amzn-Trace-Id`. */
  readonly traceId?: string
  /** The name of the durable execution to start, or to find again; made up when left out. */
  readonly durableExecutionName?: string
  /** Of an invocation for a durable execution: the event that started it, which what a test puts in the function's place gets instead. */
  readonly executionInput?: string
  /** The decoded client context, as JSON text. */
  readonly clientContext?: string
  /**
   * Takes the response in pieces as the function streams it; what is not streamed is one piece. The result's payload is empty then. The
   * first piece comes with the media type that the function gave the stream, if it gave one.
   */
  readonly onChunk?: (chunk: Uint8Array, type?: string) => void
  /** The service that calls, e.g. `apigateway.amazonaws.com`, and the ARN of what calls: checked against the function's policy. */
  readonly caller?: { readonly service: string; readonly sourceArn: string }
}

/** What the Lambda service answers to an invocation that it accepted (facts/11, section 5). */
export interface InvokeResult {
  readonly status: 200 | 202 | 204
  /** JSON text; empty for 202 and 204. */
  readonly payload: string
  readonly functionError?: 'Unhandled'
  readonly executedVersion: string
  readonly requestId: string
  /** The last 4 KB of the log of this invocation. */
  readonly logTail: string
  /** The durable execution that was started, or found. */
  readonly durableExecutionArn?: string
  /** What a test puts in the place of a durable function has answered the event of the execution: the payload is its result, without an envelope. */
  readonly plain?: true
  /** Milliseconds that the handler took, as the log reports them: neither waiting nor loading is in it. Absent when nothing was run. */
  readonly duration?: number
}

/** The Lambda service refuses an invocation: no such function, not permitted, throttled... */
export class InvokeRefused extends Error {
  override readonly name = 'InvokeRefused'

  constructor(
    readonly status: number,
    /** AWS's name: `ResourceNotFoundException`, `AccessDeniedException`, `TooManyRequestsException`... */
    readonly code: string,
    message: string,
    readonly extra: Readonly<Record<string, unknown>> = {},
  ) {
    super(message)
  }
}
oneClass(InvokeRefused)

/** Lambda's refusal where too many executions are in progress (facts/11, section 5). */
export function concurrencyExceeded(
  Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded' | 'ConcurrentInvocationLimitExceeded',
): InvokeRefused {
  return new InvokeRefused(429, 'TooManyRequestsException', 'Rate Exceeded.', { Reason, Type: 'User' })
}

/** Invokes a function by ARN (unqualified, version or alias) with an event as JSON text. Rejects with `InvokeRefused`. */
export type Invoke = (functionArn: string, event: string, options?: InvokeOptions) => Promise<InvokeResult>
