import type { Clock } from '../base/clock'
import type { Ids } from '../base/ids'
import { concurrencyExceeded, type InvokeOptions, InvokeRefused, type InvokeResult } from '../model/invocation'
import { timedOut } from './answers'
import type { FunctionRunner, RunnableFunction } from './runner'
import { failed } from './work'
import type { Handler } from './worker-handler'

/** What a test puts in a function's place, or in its way. */
export interface Double {
  /** Runs in this process instead of the function's code; once for a durable execution, with its event. */
  readonly handler?: Handler | undefined
  /** `timeout`: the answer that a function gets whose time is over, at once. `throttle`: Lambda refuses. Nothing is run and nothing is logged. */
  readonly failure?: 'timeout' | 'throttle' | undefined
  /** Milliseconds on the emulator's clock that an invocation takes longer. */
  readonly delay?: number | undefined
}

/** A handler that fails with this. */
export function throwing(failure: Error | { readonly errorType: string; readonly errorMessage: string }): Handler {
  const error = failure instanceof Error ? failure : Object.assign(new Error(failure.errorMessage), { name: failure.errorType })
  return async () => {
    throw error
  }
}

/** One event that a function got. */
export interface Invocation {
  /** Epoch milliseconds on the emulator's clock. */
  readonly at: number
  /** As JSON text. */
  readonly event: string
  /** What it came to; absent while it runs. */
  result?: InvokeResult | InvokeRefused | undefined
}

/** Invocations of one function that are kept, and the characters that they may have together. */
const KEPT = 100
const MOST_CHARACTERS = 8_388_608

/** One that is kept, and the characters that it has; none any more when it has made room for others. */
interface KeptInvocation extends Invocation {
  characters: number
}

/** The last invocations of one function. */
class Kept {
  readonly items: KeptInvocation[] = []
  #characters = 0

  add(at: number, event: string): KeptInvocation {
    const invocation: KeptInvocation = { at, event, result: undefined, characters: event.length }
    this.items.push(invocation)
    this.#characters += event.length
    this.#trim()
    return invocation
  }

  settle(invocation: KeptInvocation, result: InvokeResult | InvokeRefused): void {
    if (invocation.characters === 0) return
    invocation.result = result
    if (result instanceof InvokeRefused) return
    invocation.characters += result.payload.length
    this.#characters += result.payload.length
    this.#trim()
  }

  #trim(): void {
    while (this.items.length > KEPT || (this.#characters > MOST_CHARACTERS && this.items.length > 1)) {
      const oldest = this.items.shift() as KeptInvocation
      this.#characters -= oldest.characters
      oldest.characters = 0
    }
  }
}

/** What an invocation was, for people: its event, and its result or what its caller was told; neither while it runs. */
export function describeInvocation({ event, result }: Invocation): {
  readonly event: unknown
  readonly result?: unknown
  readonly error?: { readonly errorType: string; readonly errorMessage: string }
} {
  const seen = { event: parsed(event) }
  if (result === undefined) return seen
  if (result instanceof InvokeRefused) return { ...seen, error: { errorType: result.code, errorMessage: result.message } }
  const value = parsed(result.payload)
  return result.functionError === undefined
    ? { ...seen, result: value }
    : { ...seen, error: value as { errorType: string; errorMessage: string } }
}

/** The value of a JSON text; the text itself when it is none. */
export function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return json
  }
}

/** Doubles of functions, by the function's ARN without a qualifier; and what functions were called with. */
export class FunctionDoubles {
  readonly #doubles = new Map<string, Double>()
  readonly #invocations = new Map<string, Kept>()

  constructor(
    private readonly clock: Clock,
    private readonly ids: Pick<Ids, 'uuid'>,
  ) {}

  of(arn: string): Double | undefined {
    return this.#doubles.get(arn)
  }

  /** Environments that run already must be retired by whoever sets one. */
  set(arn: string, double: Double | undefined): void {
    if (double === undefined) this.#doubles.delete(arn)
    else this.#doubles.set(arn, double)
  }

  /** The last hundred, oldest first. */
  invocations(arn: string): readonly Invocation[] {
    return this.#invocations.get(arn)?.items ?? []
  }

  /** Forgets all; answers the names of the functions that had a double. */
  clear(): string[] {
    const names = [...this.#doubles.keys()].map((arn) => arn.split(':')[6] ?? '')
    this.#doubles.clear()
    this.#invocations.clear()
    return names
  }

  /** The handler that runs in a function's place. */
  readonly handlerOf = (target: RunnableFunction): Handler | undefined =>
    this.#doubles.size === 0 ? undefined : this.#doubles.get(unqualified(target.arn))?.handler

  /** The same functions, watched and doubled. */
  over(functions: FunctionRunner): FunctionRunner {
    return {
      run: (target, event, options) => this.#run(functions, target, event, options),
      warm: (target) => functions.warm(target),
      provision: (target, count) => functions.provision(target, count),
      retire: (name) => functions.retire(name),
      close: () => functions.close(),
    }
  }

  #run(functions: FunctionRunner, target: RunnableFunction, event: string, options: InvokeOptions): Promise<InvokeResult> {
    const arn = unqualified(target.arn)
    let kept = this.#invocations.get(arn)
    if (kept === undefined) {
      kept = new Kept()
      this.#invocations.set(arn, kept)
    }
    const list = kept
    const double = this.#doubles.get(arn)
    const input = double?.handler === undefined ? undefined : options.executionInput
    const invocation = list.add(this.clock.now(), input ?? event)
    const done = double === undefined ? functions.run(target, event, options) : this.#doubled(double, functions, target, event, options)
    done.then(
      (result) => list.settle(invocation, result),
      (error) => {
        if (error instanceof InvokeRefused) list.settle(invocation, error)
      },
    )
    return done
  }

  async #doubled(
    { handler, failure, delay = 0 }: Double,
    functions: FunctionRunner,
    target: RunnableFunction,
    event: string,
    options: InvokeOptions,
  ): Promise<InvokeResult> {
    if (failure === 'throttle') throw concurrencyExceeded('ReservedFunctionConcurrentInvocationLimitExceeded')
    const late = failure === 'timeout' || delay >= target.timeout
    if (delay > 0) await this.#pass(late ? Math.min(delay, target.timeout) : delay)
    if (late) return this.#timedOut(target, event, options)
    const input = handler === undefined ? undefined : options.executionInput
    const result = await functions.run(target, input ?? event, options)
    return {
      ...result,
      ...(input === undefined ? {} : { plain: true as const }),
      ...(result.duration === undefined ? {} : { duration: result.duration + delay }),
    }
  }

  #pass(ms: number): Promise<void> {
    return new Promise((resolve) => void this.clock.after(ms, resolve))
  }

  #timedOut(target: RunnableFunction, event: string, options: InvokeOptions): InvokeResult {
    const requestId = options.requestId ?? this.ids.uuid()
    const work = { target, event, options, requestId, resolve: () => {}, reject: () => {} }
    const { errorType, text, line } = timedOut(work, this.clock.now())
    const payload = JSON.stringify({ errorType, errorMessage: `RequestId: ${requestId} Error: ${text}` })
    return failed(work, payload, { text: `${line}\n`, duration: target.timeout })
  }
}

function unqualified(arn: string): string {
  let colons = 0
  for (let i = 0; i < arn.length; i++) if (arn[i] === ':' && ++colons === 7) return arn.slice(0, i)
  return arn
}
