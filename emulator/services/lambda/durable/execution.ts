import type { DurableConfig, ErrorObject, Event, ExecutionStatus, Operation } from '@aws-sdk/client-lambda'
import type { Clock } from '../../../base/clock'

/** What a durable execution is about, from its start to its end. */
export interface Identity {
  readonly arn: string
  readonly name: string
  readonly id: string
  readonly functionName: string
  /** The version that runs, whatever an alias says later. */
  readonly version: string
  readonly functionArn: string
  readonly input: string
  readonly config: DurableConfig
  readonly traceId?: string
}

/** How an execution is over. */
export interface Outcome {
  readonly status: Exclude<ExecutionStatus, 'RUNNING'>
  readonly result?: string | undefined
  readonly error?: ErrorObject | undefined
}

/** Milliseconds that a timer of the machine may take at most. */
const LONGEST_TIMER = 2 ** 31 - 1

/**
 * A durable execution: its operations, the events of its history, what it waits for, and which checkpoint is the next. It is kept in memory,
 * and ends with the emulator.
 */
export class DurableExecution {
  readonly startedAt: number
  readonly operations = new Map<string, Operation>()
  readonly events: Event[] = []
  /** Bytes that its checkpoints have carried. */
  written = 0
  /** Seconds within which the heartbeat of a callback has to come, by operation. */
  readonly heartbeats = new Map<string, number>()
  /** Resolves when the execution is over. */
  readonly over: Promise<Outcome>
  outcome: Outcome | undefined
  endedAt: number | undefined
  abandoned = false
  /** Whether the function runs for it now. */
  invoking = false
  /** The operations that something outside has changed since the last invocation began. */
  readonly changedOutside = new Set<string>()
  /** Told of each change from outside: a time is up, a callback came, a function has answered. */
  onNews: () => void = () => {}
  /** What EXECUTION was checkpointed to end with; counts when the invocation succeeds or fails. */
  announced: Pick<Outcome, 'result' | 'error'> | undefined
  #end: (outcome: Outcome) => void = () => {}
  #token = 0
  readonly #untold = new Set<string>()
  readonly #timers = new Map<string, () => void>()

  constructor(
    readonly identity: Identity,
    private readonly clock: Clock,
  ) {
    this.startedAt = clock.now()
    this.over = new Promise((resolve) => {
      this.#end = resolve
    })
    const { id, name, input, config } = identity
    this.operations.set(id, {
      Id: id,
      Name: name,
      Type: 'EXECUTION',
      StartTimestamp: this.now(),
      Status: 'STARTED',
      ExecutionDetails: { InputPayload: input },
    })
    const details = { Input: { Payload: input, Truncated: false }, ExecutionTimeout: config.ExecutionTimeout }
    this.record({ EventType: 'ExecutionStarted', Id: id, Name: name, ExecutionStartedDetails: details })
  }

  now(): Date {
    return new Date(this.clock.now())
  }

  /** The token that the next checkpoint has to bear: each is good once. */
  nextToken(): string {
    this.#token++
    return this.token
  }

  get token(): string {
    return Buffer.from(`${this.identity.id}:${this.#token}`).toString('base64')
  }

  record(event: Omit<Event, 'EventId' | 'EventTimestamp'>): void {
    this.events.push({ EventId: this.events.length + 1, EventTimestamp: this.now(), ...event })
  }

  /** An event of an operation, by which it is known in the history. */
  recordOf(operation: Operation, event: Omit<Event, 'EventId' | 'EventTimestamp'>): void {
    const { Id, Name, ParentId, SubType } = operation
    this.record({
      ...event,
      Id,
      ...(Name === undefined ? {} : { Name }),
      ...(ParentId === undefined ? {} : { ParentId }),
      ...(SubType === undefined ? {} : { SubType }),
    })
  }

  /** Puts an operation as it is now: the function hears of it at its next checkpoint. */
  put(operation: Operation): Operation {
    const id = String(operation.Id)
    this.operations.set(id, operation)
    this.#untold.add(id)
    return operation
  }

  /** Puts an operation that something outside has changed: the function goes on. */
  putFromOutside(operation: Operation): void {
    this.put(operation)
    this.changedOutside.add(String(operation.Id))
    this.onNews()
  }

  /** The operations that have changed since the function was last told. */
  takeUntold(): Operation[] {
    const told = [...this.#untold].flatMap((id) => this.operations.get(id) ?? [])
    this.#untold.clear()
    return told
  }

  /**
   * What an invocation gets to replay, in the order of its start: without what is inside of a context that is over, unless the context asks
   * for it (API reference, ContextOptions).
   */
  state(): Operation[] {
    return [...this.operations.values()].filter((operation) => !this.#isFolded(operation))
  }

  #isFolded({ ParentId }: Operation): boolean {
    const parents = new Set<Operation>()
    let parent = ParentId === undefined ? undefined : this.operations.get(ParentId)
    // A function may say that operations stand within each other.
    while (parent !== undefined && !parents.has(parent)) {
      parents.add(parent)
      const over = parent.Status === 'SUCCEEDED' || parent.Status === 'FAILED'
      if (over && parent.ContextDetails?.ReplayChildren !== true) return true
      parent = parent.ParentId === undefined ? undefined : this.operations.get(parent.ParentId)
    }
    return false
  }

  /** Runs something at a time of the clock, in place of what was to run by this name. */
  at(name: string, time: number, run: () => void): void {
    this.forget(name)
    const left = time - this.clock.now()
    const cancel = this.clock.after(Math.min(left, LONGEST_TIMER), () => {
      this.#timers.delete(name)
      if (left > LONGEST_TIMER) this.at(name, time, run)
      else run()
    })
    this.#timers.set(name, cancel)
  }

  forget(name: string): void {
    this.#timers.get(name)?.()
    this.#timers.delete(name)
  }

  /** Ends the execution since the emulator stops, or begins anew: whoever waits gets an answer, and nobody else hears of it. */
  abandon(): void {
    this.abandoned = true
    this.close({ status: 'STOPPED', error: { ErrorMessage: 'The emulator has stopped.' } })
  }

  /** Ends the execution: no checkpoint is taken any more, and nothing is waited for. What is in progress stays as it is. */
  close(outcome: Outcome): void {
    if (this.outcome !== undefined) return
    this.outcome = outcome
    this.endedAt = this.clock.now()
    for (const name of [...this.#timers.keys()]) this.forget(name)
    const { id, name } = this.identity
    const details = { Error: { Payload: outcome.error ?? {}, Truncated: false } }
    const of = { Id: id, Name: name }
    if (outcome.status === 'SUCCEEDED') {
      const Result = { ...(outcome.result === undefined ? {} : { Payload: outcome.result }), Truncated: false }
      this.record({ EventType: 'ExecutionSucceeded', ...of, ExecutionSucceededDetails: { Result } })
    } else if (outcome.status === 'FAILED') this.record({ EventType: 'ExecutionFailed', ...of, ExecutionFailedDetails: details })
    else if (outcome.status === 'STOPPED') this.record({ EventType: 'ExecutionStopped', ...of, ExecutionStoppedDetails: details })
    else this.record({ EventType: 'ExecutionTimedOut', ...of, ExecutionTimedOutDetails: details })
    this.#end(outcome)
  }
}
