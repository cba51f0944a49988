import { type Abandoned, Answers, ended, exited, timedOut } from './answers'
import { Backlog } from './backlog'
import { type EnvironmentPorts, type Keeper, startSandbox } from './environment-ports'
import { Journal } from './journal'
import { type CrashMessage, eventMessage, type WorkerMessage } from './messages'
import type { RunnableFunction } from './runner'
import type { Initialization, RuntimeFailure, Sandbox, ShutdownReason } from './sandbox'
import { INIT_LIMIT, TimeLimit } from './time-limit'
import type { Work } from './work'

/** One environment of a function. Its sandbox may be lost and started again, in the time of an event: log stream and `/tmp` stay (facts/11, section 6). */
export class Environment {
  readonly #journal: Journal
  readonly #directory: string
  #sandbox: Sandbox | undefined
  /** Rises when a sandbox is started or lost: what an earlier one says is no longer heard. */
  #turn = 0
  #state: 'new' | 'starting' | 'idle' | 'busy' | 'answered' | 'broken' | 'ended' = 'new'
  /** Loading goes before the first event, or is part of one. */
  #phase: 'init' | 'invoke' = 'init'
  #work: Work | undefined
  readonly backlog = new Backlog({
    add: (work) => this.#sandbox?.send(eventMessage(work, this.ports.clock.now(), this.#journal.ticking)),
    takeBack: () => this.#sandbox?.takeBack?.() === true,
  })
  /** Resolves when the sandbox is gone, and the directory of an environment that has ended. */
  gone: Promise<void> = Promise.resolve()
  #until?: number | undefined
  readonly #answers
  readonly #time
  /** No more events: ends as soon as it is idle. */
  retired = false
  idleSince = 0

  constructor(
    readonly target: RunnableFunction,
    private readonly ports: EnvironmentPorts,
    private readonly keeper: Keeper<Environment>,
    readonly initialization: Initialization,
  ) {
    const { clock, ids, logs, scratch } = ports
    const [, , , region = '', account = ''] = target.arn.split(':')
    this.#journal = new Journal(target, logs.in(account, region), clock, ids.hex(32), initialization)
    this.#answers = new Answers(this.#journal)
    this.#time = new TimeLimit(clock, () => this.#timeOut())
    this.#directory = scratch.make()
  }

  /** Handles an event: at once when idle, else when the handler has been loaded. */
  run(work: Work): void {
    this.#work = work
    if (this.#state === 'idle') {
      this.#journal.clear()
      this.#sandbox?.hold()
      this.#begin(work)
    } else if (this.#state === 'broken') {
      this.#journal.clear()
      this.#startAgain(work)
    } else {
      if (this.#state === 'new') this.#start()
      // On a clock that is advanced by hand the time of the event has been running all along.
      this.#time.limit(this.#journal.ticking ? INIT_LIMIT : work.target.timeout)
    }
  }

  /** Whether an event may wait behind the one in progress, where so many may. */
  hasRoom(most: number, now: number): boolean {
    return (
      this.#state === 'busy' && this.backlog.size < most && !this.retired && this.#sandbox?.takeBack !== undefined && !this.expired(now)
    )
  }

  /** Loads the handler before there is an event. */
  warm(): void {
    this.#start()
    this.#time.limit(INIT_LIMIT)
  }

  expired(now: number): boolean {
    return this.#until !== undefined && now >= this.#until
  }

  /** Ends now, or after the event in progress. */
  retire(): void {
    this.retired = true
    if (this.#work === undefined && this.#state !== 'answered') this.end()
  }

  /** Ends now; an event in progress is refused. */
  end(refusal = ended()): void {
    if (this.#state === 'ended') return
    const work = this.#work
    this.#work = undefined
    this.#time.close()
    if (this.#state === 'answered') this.keeper.finished()
    this.#state = 'ended'
    this.gone = this.#lose('spindown')
    this.keeper.ended(this)
    for (const lost of [work, ...this.backlog.clear()]) lost?.reject(refusal)
  }

  #start(): void {
    const turn = ++this.#turn
    this.#state = 'starting'
    this.#journal.starting()
    const { sandbox, until } = startSandbox(this.ports, this.target, {
      logStream: this.#journal.stream,
      frozenAt: this.#journal.ticking ? undefined : this.ports.clock.now(),
      scratch: this.#directory,
      initialization: this.initialization,
      receive: (message) => {
        if (message.kind === 'log') this.#journal.write(message.at, message.line)
        else if (turn === this.#turn) this.#receive(message)
      },
      exited: (failure) => (turn === this.#turn ? this.#exited(failure) : undefined),
      note: (line) => this.#journal.note(line),
    })
    this.#sandbox = sandbox
    this.#until = until
  }

  #startAgain(work: Work): void {
    this.#phase = 'invoke'
    this.#time.limit(work.target.timeout)
    this.#journal.begin(work)
    this.#start()
  }

  #lose(reason: ShutdownReason): Promise<void> {
    this.#turn++
    const sandbox = this.#sandbox
    this.#sandbox = undefined
    const gone = sandbox?.end(reason) ?? Promise.resolve()
    return this.#state === 'ended' ? gone.then(() => this.ports.scratch.remove(this.#directory)) : gone
  }

  #receive(message: Exclude<WorkerMessage, { kind: 'log' }>): void {
    const work = this.#work
    if (message.kind === 'paused' || message.kind === 'resumed') this.#time.pause(message.kind === 'paused')
    else if (message.kind === 'crash') this.#crashed(message)
    else if (message.kind === 'ready') this.#ready(work)
    else if (message.kind === 'free') this.#rest()
    else if (work === undefined) return
    else if (message.kind === 'chunk') this.#answers.piece(work, message)
    else {
      this.#work = undefined
      // The time of an event runs until its environment is free.
      if (!message.busy) this.#time.cancel()
      this.#answers.answer(work, message)
      if (message.kind === 'result' && message.took !== undefined) this.keeper.took(message.took)
      if (message.busy) {
        this.#state = 'answered'
        this.keeper.answered()
      } else this.#next()
    }
  }

  #next(): void {
    this.#work = this.backlog.next()
    this.#journal.clear()
    if (this.#work === undefined) this.#rest()
    else this.#begin(this.#work, 'sent')
  }

  #ready(work: Work | undefined): void {
    if (this.#phase === 'init') this.#journal.ready()
    if (work !== undefined) this.#begin(work)
    else this.#rest()
  }

  #begin(work: Work, how: 'to be sent' | 'sent' = 'to be sent'): void {
    const { ticking } = this.#journal
    // Loading before the event takes real time, which is not the event's.
    if (this.#phase === 'init' && (ticking || this.#state !== 'starting')) this.#time.limit(work.target.timeout)
    const now = this.#journal.begin(work)
    this.#phase = 'init'
    this.#state = 'busy'
    if (how === 'to be sent') this.#sandbox?.send(eventMessage(work, now, ticking))
  }

  #rest(state: 'idle' | 'broken' = 'idle'): void {
    this.#time.cancel()
    if (this.#state === 'answered') this.keeper.finished()
    this.#state = state
    this.idleSince = this.ports.clock.now()
    this.#sandbox?.release()
    this.keeper.free(this)
  }

  get starting(): boolean {
    return this.#state === 'starting'
  }

  get #loading(): boolean {
    return this.starting && this.#phase === 'init'
  }

  #timeOut(): void {
    const work = this.#work
    if (this.#loading && this.#journal.ticking) this.#initFailed(work, 'timeout')
    else if (work !== undefined) this.#giveUp(work, timedOut(work, this.ports.clock.now()))
    else if (this.#state === 'answered') this.#broken(undefined, 'timeout')
  }

  #crashed(message: CrashMessage): void {
    const work = this.#work
    if (this.#loading) this.#initFailed(work, 'error', message.errorType)
    // The error is of an earlier event, already answered; the present one was on its way to the worker and has not begun.
    else if (work === undefined || (message.id !== undefined && message.id !== work.requestId)) this.#broken(work)
    else {
      if (this.starting) this.#journal.initFailed('invoke', 'error', message.errorType)
      this.#work = undefined
      this.#answers.crash(work, message)
      this.#broken(undefined)
    }
  }

  #exited(failure: RuntimeFailure): void {
    const work = this.#work
    if (this.#loading) this.#initFailed(work, 'error', failure.errorType)
    else if (work === undefined) this.#broken(undefined)
    else this.#giveUp(work, exited(work, failure))
  }

  /** Loading failed before the event: it is tried once more as part of the event. */
  #initFailed(work: Work | undefined, status: 'error' | 'timeout', errorType?: string): void {
    this.#journal.initFailed('init', status, errorType)
    this.#broken(work)
  }

  /** Lambda itself gives the event up: the error is not of the handler's making, and the sandbox is lost. */
  #giveUp(work: Work, abandoned: Abandoned): void {
    this.#journal.begin(work)
    this.#work = undefined
    this.#answers.abandon(work, abandoned)
    this.#broken(undefined, abandoned.status === 'timeout' ? 'timeout' : 'failure')
  }

  /** The sandbox is lost; an event that has not begun is handled by the next one. */
  #broken(notBegun: Work | undefined, reason: ShutdownReason = 'failure'): void {
    const wasIdle = this.#state === 'idle'
    this.#time.cancel()
    this.#answers.forget()
    this.gone = this.#lose(reason)
    if (notBegun !== undefined) this.#startAgain(notBegun)
    else if (wasIdle) this.#state = 'broken'
    else this.#rest('broken')
    for (const waiting of this.backlog.clear()) this.keeper.again(waiting)
  }
}
