import { InvokeRefused } from '../model/invocation'
import type { Journal } from './journal'
import type { ChunkMessage, CrashMessage, RefusedMessage, ResultMessage } from './messages'
import type { RuntimeFailure } from './sandbox'
import { failed, succeeded, type Work } from './work'

/** An event that Lambda itself gives up. */
export interface Abandoned {
  readonly status: 'timeout' | 'error'
  readonly errorType: string
  readonly text: string
  /** What the log says. */
  readonly line: string
}

/** What an event gets whose environment is ended. */
export function ended(): InvokeRefused {
  return new InvokeRefused(500, 'ServiceException', 'The environment of the function was ended.', { Type: 'Service' })
}

/** The event's time is over. `now` in epoch milliseconds. */
export function timedOut({ target, requestId }: Work, now: number): Abandoned {
  const text = `Task timed out after ${(target.timeout / 1000).toFixed(2)} seconds`
  return { status: 'timeout', errorType: 'Sandbox.Timedout', text, line: `${new Date(now).toISOString()} ${requestId} ${text}` }
}

/** The runtime ended during the event. */
export function exited({ requestId }: Work, { errorType, text }: RuntimeFailure): Abandoned {
  return { status: 'error', errorType, text, line: `RequestId: ${requestId} Error: ${text}\n${errorType}` }
}

/** Answers the events of one environment: the end of each in the log, then its result to whoever waits (facts/11, section 5). */
export class Answers {
  /** What the function streamed to someone who takes responses as a whole. */
  #pieces: Uint8Array[] = []

  constructor(private readonly journal: Journal) {}

  /** Whoever asked for pieces gets them only; whoever did not gets a streamed response as a whole. */
  piece({ options }: Work, { data, type }: ChunkMessage): void {
    if (options.onChunk === undefined) this.#pieces.push(data)
    else options.onChunk(data, type)
  }

  /** The event has been handled, whatever came of it. */
  answer(work: Work, message: ResultMessage | RefusedMessage): void {
    if (message.kind === 'result') this.#result(work, message)
    else this.#refuse(work, message.reason)
  }

  #result(work: Work, { payload, failed: isFailed, memory, took }: ResultMessage): void {
    const { journal } = this
    journal.end(work, {}, memory, took)
    const pieces = this.#pieces
    if (pieces.length > 0) this.#pieces = []
    const { onChunk } = work.options
    if (isFailed) work.resolve(failed(work, payload, journal))
    else if (onChunk === undefined) {
      const whole = pieces.length === 0 ? payload : Buffer.concat(pieces).toString('utf8') + payload
      work.resolve(succeeded(work, whole, journal))
    } else {
      if (payload !== '') onChunk(Buffer.from(payload))
      work.resolve(succeeded(work, '', journal))
    }
  }

  /** The event is no JSON. */
  #refuse(work: Work, reason: string): void {
    const text = `Could not parse request body into json: Could not parse payload into json: ${reason}`
    this.journal.end(work, {})
    work.reject(new InvokeRefused(400, 'InvalidRequestContentException', text, { Type: 'User' }))
  }

  crash(work: Work, { errorType, payload }: CrashMessage): void {
    this.journal.end(work, { status: 'error', errorType })
    work.resolve(failed(work, payload, this.journal))
  }

  abandon(work: Work, { status, errorType, text, line }: Abandoned): void {
    this.journal.givenUp(line)
    this.journal.end(work, status === 'timeout' ? { status } : { status, errorType })
    const payload = JSON.stringify({ errorType, errorMessage: `RequestId: ${work.requestId} Error: ${text}` })
    work.resolve(failed(work, payload, this.journal))
  }

  /** What was streamed of an event that is lost. */
  forget(): void {
    this.#pieces = []
  }
}
