import { reportBug, unattended } from '../../base/bug'
import { type InvokeOptions, InvokeRefused, type InvokeResult } from '../../model/invocation'
import type { Call } from '../operations'
import { type Condition, deadLetter, destination, type Finished } from './destinations'
import type { FunctionName } from './names'
import { resolveFunction } from './resolve'

/** Milliseconds before the second try and the third (facts/11, section 5). */
const RETRY_DELAYS = [60_000, 120_000]
/** Seconds that an event is kept at most, where the function does not say. */
const LONGEST_AGE = 21_600
/** Milliseconds between tries of an event that is throttled: doubled each time (Lambda developer guide, "Asynchronous invocation"). */
const [FIRST_BACKOFF, LONGEST_BACKOFF] = [1000, 300_000]

type Run = (call: Call, name: FunctionName, event: string, options: InvokeOptions) => Promise<InvokeResult>

/** Takes an event and answers at once; it is tried, and tried again, on the emulator's clock. */
export function asynchronously(call: Call, name: FunctionName, event: string, options: InvokeOptions, run: Run): Promise<InvokeResult> {
  const { version } = resolveFunction(call, name)
  const requestId = options.requestId ?? call.ids.uuid()
  const { onChunk: _whole, ...rest } = options
  const queued = new QueuedEvent(call, name, event, { ...rest, invocationType: 'RequestResponse', requestId }, run)
  unattended(queued.attempt())
  return Promise.resolve({ status: 202, payload: '', executedVersion: version, requestId, logTail: '' })
}

class QueuedEvent {
  readonly #acceptedAt: number
  #attempts = 0
  #throttles = 0
  #last: InvokeResult | undefined

  constructor(
    private readonly call: Call,
    private readonly name: FunctionName,
    private readonly event: string,
    private readonly options: InvokeOptions & { readonly requestId: string },
    private readonly run: Run,
  ) {
    this.#acceptedAt = call.clock.now()
  }

  async attempt(): Promise<void> {
    const { call, name, event, options } = this
    if (call.clock.now() - this.#acceptedAt > this.#longestAge) {
      await this.#end('EventAgeExceeded')
      return
    }
    try {
      const result = await this.run(call, name, event, options)
      this.#attempts++
      this.#last = result
      if (result.functionError === undefined) await this.#end('Success')
      else if (this.#attempts > this.#retries) await this.#end('RetriesExhausted')
      else this.#later(RETRY_DELAYS[this.#attempts - 1] ?? LONGEST_BACKOFF)
    } catch (error) {
      await this.#refused(error)
    }
  }

  /** Throttles and faults of Lambda's own are tried again as long as the event is young enough; what cannot be invoked is lost. */
  async #refused(error: unknown): Promise<void> {
    if (!(error instanceof InvokeRefused)) {
      reportBug(error)
      await this.#end('RetriesExhausted')
    } else if (error.code === 'RecursiveInvocationException') await this.#end('RetriesExhausted')
    else if (error.status === 429 || error.status === 500) {
      const delay = Math.min(FIRST_BACKOFF * 2 ** this.#throttles++, LONGEST_BACKOFF)
      this.#later(delay)
    }
  }

  #later(delay: number): void {
    this.call.clock.after(delay, () => unattended(this.attempt()))
  }

  async #end(condition: Condition): Promise<void> {
    const { call, name, event, options } = this
    const finished: Finished = {
      name,
      event,
      condition,
      requestId: options.requestId,
      attempts: this.#attempts,
      result: this.#last,
    }
    await destination(call, finished, this.#config?.DestinationConfig)
    if (condition !== 'Success') await deadLetter(call, finished)
  }

  /** As it stands now: a change counts for events that are under way. */
  get #config() {
    return this.call.records.eventInvokeConfigs.get(this.name.qualifier ?? '$LATEST', this.name.name)
  }

  get #retries(): number {
    return this.#config?.MaximumRetryAttempts ?? RETRY_DELAYS.length
  }

  /** Milliseconds. */
  get #longestAge(): number {
    return (this.#config?.MaximumEventAgeInSeconds ?? LONGEST_AGE) * 1000
  }
}
