import type { Worker } from 'node:worker_threads'
import type { Clock } from '../base/clock'
import type { Ids } from '../base/ids'
import { InvokeRefused, type InvokeResult } from '../model/invocation'
import type { Logs } from '../observe/logs'
import { Journal } from './journal'
import type { CrashMessage, EventMessage, WorkerMessage } from './messages'
import type { RunnableFunction } from './runner'
import { startWorker } from './start-worker'
import { failed, succeeded, type Work } from './work'

/** What environments share. */
export interface EnvironmentPorts {
  readonly clock: Clock
  readonly ids: Ids
  readonly logs: Logs
  /** Variables that every function gets, over its own and those of Lambda. */
  readonly variables: () => Readonly<Record<string, string>>
}

/** Who keeps an environment hears when it is free again, and when it has ended (with an event that it never began, if any). */
export interface Keeper {
  free(environment: Environment): void
  ended(environment: Environment, notBegun?: Work): void
}

/** Milliseconds that loading a handler may take beyond the function's time-out: Lambda gives it ten seconds, then another try within the time-out. */
const INIT_LIMIT = 10_000

/** One environment of a function: a worker thread that handles one event at a time. */
export class Environment {
  readonly #worker: Worker
  readonly #journal: Journal
  #state: 'starting' | 'idle' | 'busy' | 'ended' = 'starting'
  #work: Work | undefined
  #cancel: () => void = () => {}
  #outOfMemory = false
  /** What the function streamed to someone who takes responses as a whole. */
  #chunks: Uint8Array[] = []
  /** No more events: ends as soon as it is idle. */
  retired = false
  /** On the clock. */
  idleSince = 0

  constructor(
    target: RunnableFunction,
    private readonly ports: EnvironmentPorts,
    private readonly keeper: Keeper,
  ) {
    const { clock, ids, logs, variables } = ports
    const [, , , region = '', account = ''] = target.arn.split(':')
    const journal = new Journal(target, logs.in(account, region), clock, ids.hex(32))
    const frozenAt = journal.ticking ? undefined : clock.now()
    this.#journal = journal
    this.#worker = startWorker({ target, logStream: journal.stream, variables: variables(), frozenAt, note: (line) => journal.note(line) })
    this.#worker.on('message', (message: WorkerMessage) => this.#receive(message))
    this.#worker.on('error', (error) => {
      if ((error as { code?: unknown }).code === 'ERR_WORKER_OUT_OF_MEMORY') this.#outOfMemory = true
      else journal.note(`${error.name}: ${error.message}`)
    })
    this.#worker.on('exit', (code) => this.#exited(code))
  }

  /** Handles an event: at once when idle, else when the handler has been loaded. */
  run(work: Work): void {
    this.#work = work
    if (this.#state === 'idle') {
      this.#journal.clear()
      this.#worker.ref()
      this.#begin(work)
    } else this.#limit(work.target.timeout + (this.#journal.ticking ? INIT_LIMIT : 0))
  }

  /** Ends now, or after the event in progress. */
  retire(): void {
    this.retired = true
    if (this.#work === undefined) this.end()
  }

  /** Ends now; an event in progress is refused. */
  end(refusal = new InvokeRefused(500, 'ServiceException', 'The environment of the function was ended.', { Type: 'Service' })): void {
    if (this.#state === 'ended') return
    const work = this.#work
    this.#end()
    work?.reject(refusal)
  }

  /** Resolves when the thread is gone. */
  async closed(): Promise<void> {
    await this.#worker.terminate()
  }

  #receive(message: WorkerMessage): void {
    const work = this.#work
    if (message.kind === 'log') this.#journal.write(message.at, message.line)
    else if (this.#state === 'ended') return
    else if (message.kind === 'crash') this.#crashed(message)
    else if (work === undefined) return
    else if (message.kind === 'ready') {
      this.#journal.ready()
      this.#begin(work)
    } else if (message.kind === 'chunk') this.#stream(work, message.data)
    else if (message.kind === 'result') {
      this.#journal.end(work, {}, message.memory)
      this.#settle(work, message.failed ? failed(work, message.payload, this.#journal.text) : this.#success(work, message.payload))
      this.#rest()
    } else {
      const text = `Could not parse request body into json: Could not parse payload into json: ${message.reason}`
      this.#journal.end(work, {})
      this.#settle(work, new InvokeRefused(400, 'InvalidRequestContentException', text, { Type: 'User' }))
      this.#rest()
    }
  }

  #stream(work: Work, data: Uint8Array): void {
    if (work.options.onChunk === undefined) this.#chunks.push(data)
    else work.options.onChunk(data)
  }

  /** Whoever asked for pieces gets them only; whoever did not gets a streamed response as a whole. */
  #success(work: Work, payload: string): InvokeResult {
    const chunks = this.#chunks
    this.#chunks = []
    if (work.options.onChunk === undefined) return succeeded(work, payload + Buffer.concat(chunks).toString('utf8'), this.#journal.text)
    if (payload !== '') work.options.onChunk(Buffer.from(payload))
    return succeeded(work, '', this.#journal.text)
  }

  #begin(work: Work): void {
    const { target, options, requestId: id, event } = work
    const { ticking } = this.#journal
    // Loading takes real time, which is not the event's; on a clock that is advanced by hand its time has been running all along.
    if (ticking || this.#state === 'idle') this.#limit(target.timeout)
    this.#state = 'busy'
    const now = this.#journal.begin(work)
    const message: EventMessage = {
      id,
      arn: target.arn,
      event,
      deadline: now + target.timeout,
      frozenAt: ticking ? undefined : now,
      traceId: options.traceId,
      clientContext: options.clientContext,
    }
    this.#worker.postMessage(message)
  }

  #limit(ms: number): void {
    this.#cancel()
    this.#cancel = this.ports.clock.after(ms, this.#timeOut)
  }

  #rest(): void {
    this.#state = 'idle'
    this.idleSince = this.ports.clock.now()
    this.#worker.unref()
    this.keeper.free(this)
  }

  readonly #timeOut = (): void => {
    const work = this.#work
    if (work === undefined) return
    const text = `Task timed out after ${(work.target.timeout / 1000).toFixed(2)} seconds`
    this.#break(work, 'Sandbox.Timedout', text, `${new Date(this.ports.clock.now()).toISOString()} ${work.requestId} ${text}`)
  }

  #crashed(message: CrashMessage): void {
    const work = this.#work
    if (work === undefined) this.#end()
    // The error is of an earlier event, already answered; the present one was on its way to the worker and has not begun.
    else if (message.id !== undefined && message.id !== work.requestId) this.#end(work)
    else {
      if (this.#state === 'starting') this.#journal.begin(work)
      this.#journal.end(work, { status: 'error', errorType: message.errorType })
      this.#settle(work, failed(work, message.payload, this.#journal.text))
      this.#end()
    }
  }

  #exited(code: number): void {
    if (this.#state === 'ended') return
    const work = this.#work
    if (work === undefined) {
      this.#end()
      return
    }
    const status = this.#outOfMemory
      ? 'with error: signal: killed'
      : code === 0
        ? 'without providing a reason'
        : `with error: exit status ${code}`
    const text = `Runtime exited ${status}`
    this.#break(work, 'Runtime.ExitError', text, `RequestId: ${work.requestId} Error: ${text}\nRuntime.ExitError`)
  }

  /** Lambda itself gives the event up: the error is not of the handler's making, and the environment is lost. */
  #break(work: Work, errorType: string, text: string, line: string): void {
    if (this.#state === 'starting') this.#journal.begin(work)
    this.#journal.note(line)
    this.#journal.end(work, errorType === 'Sandbox.Timedout' ? { status: 'timeout' } : { status: 'error', errorType })
    const payload = JSON.stringify({ errorType, errorMessage: `RequestId: ${work.requestId} Error: ${text}` })
    this.#settle(work, failed(work, payload, this.#journal.text))
    this.#end()
  }

  #settle(work: Work, result: InvokeResult | InvokeRefused): void {
    this.#cancel()
    this.#work = undefined
    if (result instanceof InvokeRefused) work.reject(result)
    else work.resolve(result)
  }

  #end(notBegun?: Work): void {
    this.#state = 'ended'
    this.#cancel()
    this.#work = undefined
    void this.#worker.terminate()
    this.keeper.ended(this, notBegun)
  }
}
