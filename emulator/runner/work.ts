import type { InvokeOptions, InvokeResult } from '../model/invocation'
import type { RunnableFunction } from './runner'

/** One event on its way through the runner. Exactly one of `resolve` and `reject` is called. */
export interface Work {
  readonly target: RunnableFunction
  /** JSON text. */
  readonly event: string
  readonly options: InvokeOptions
  readonly requestId: string
  readonly resolve: (result: InvokeResult) => void
  readonly reject: (error: unknown) => void
}

/** What the log of an event came to. */
export interface Written {
  readonly text: string
  /** Milliseconds. */
  readonly duration: number
}

/** Characters of a log that an invocation answers with. */
const TAIL = 4096

/** The answer to an event that a function failed at. */
export function failed(work: Work, payload: string, written: Written): InvokeResult {
  return { ...succeeded(work, payload, written), functionError: 'Unhandled' }
}

export function succeeded(work: Work, payload: string, { text: log, duration }: Written): InvokeResult {
  return {
    status: 200,
    payload,
    executedVersion: work.target.version,
    requestId: work.requestId,
    logTail: log.length > TAIL ? log.slice(-TAIL) : log,
    duration,
  }
}
