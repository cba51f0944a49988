import { unattended } from '../base/bug'
import type { Clock } from '../base/clock'
import type { Ids } from '../base/ids'
import { type InvokeOptions, InvokeRefused, type InvokeResult } from '../model/invocation'
import type { Logs } from '../observe/logs'
import type { EnvironmentPorts } from './environment-ports'
import type { LoadSource } from './in-process-sandbox'
import { Pool } from './pool'
import type { FunctionRunner, RunnableFunction } from './runner'
import { missingOf } from './runtimes'
import { createStarter, type FunctionMode, type Starter } from './sandboxes'
import { Scratch } from './scratch'
import { failed, type Work } from './work'
import type { Handler } from './worker-handler'

/** Where AWS calls of functions go, and when functions may start. */
export interface FunctionEndpoint {
  /** Resolves when functions may start; undefined when they may at once. */
  open(): Promise<void> | undefined
  /** Variables that every function gets, over its own and those of Lambda; asked when an environment starts. */
  variables(): Readonly<Record<string, string>>
}

export interface RunnerOptions {
  readonly clock: Clock
  readonly ids: Ids
  readonly logs: Logs
  /** Where AWS calls of functions go. */
  readonly endpoint?: FunctionEndpoint
  /** Whether nothing of a function runs on between its events, as on AWS; true unless given. */
  readonly freeze?: boolean | undefined
  /** Where functions of Node.js run; in threads unless given. */
  readonly functions?: FunctionMode | undefined
  /** Each environment of Node.js is a process with an inspector: the port of the first. */
  readonly inspect?: number | undefined
  /** Handlers of Node.js run in this process, loaded by this. */
  readonly inProcess?: LoadSource | undefined
  /** What runs in this process in a function's place, if anything does. */
  readonly handlerOf?: ((target: RunnableFunction) => Handler | undefined) | undefined
  /** For each function; further events wait their turn, as long as others are answered. */
  readonly maxEnvironments?: number
}

/** A laptop is not Lambda with its 1,000 at a time: beyond some threads per function, more of them only make each slower. */
const MOST_ENVIRONMENTS = 16
/** Milliseconds after which an environment that nobody needs is ended. */
const IDLE = 5 * 60_000

/** Runs functions: of Node.js in worker threads or processes, of other runtimes in processes that speak the Lambda Runtime API. */
export function createRunner(options: RunnerOptions): FunctionRunner {
  return new WorkerRunner(options)
}

class WorkerRunner implements FunctionRunner {
  readonly #pools = new Map<string, Pool>()
  /** The pool's key of a function, made once for each. */
  readonly #keys = new WeakMap<RunnableFunction, string>()
  readonly #ports: EnvironmentPorts
  readonly #scratch = new Scratch()
  readonly #starter: Starter
  #sweeping: (() => void) | undefined
  #closed = false

  constructor(private readonly options: RunnerOptions) {
    const { clock, ids, logs, endpoint, freeze = true, functions = 'threads', inspect, inProcess, handlerOf } = options
    this.#starter = createStarter({ functions, inspect, inProcess, handlerOf }, this.#scratch, ids)
    this.#ports = {
      clock,
      ids,
      logs,
      variables: () => endpoint?.variables() ?? {},
      freeze,
      scratch: this.#scratch,
      start: this.#starter.start,
    }
  }

  run(target: RunnableFunction, event: string, options: InvokeOptions): Promise<InvokeResult> {
    if (this.#closed) return Promise.reject(stopped())
    const requestId = options.requestId ?? this.options.ids.uuid()
    if (options.invocationType === 'DryRun')
      return Promise.resolve({ status: 204, payload: '', executedVersion: target.version, requestId, logTail: '' })
    return new Promise<InvokeResult>((resolve, reject) => this.#begin({ target, event, options, requestId, resolve, reject }))
  }

  warm(target: RunnableFunction): void {
    this.#whenReady(target, (pool) => pool.warm(target))
  }

  provision(target: RunnableFunction, count: number): void {
    this.#whenReady(target, (pool) => pool.provision(target, count))
  }

  #whenReady(target: RunnableFunction, run: (pool: Pool) => void): void {
    const ready = () => {
      if (!this.#closed && missingOf(target.runtime) === undefined) run(this.#poolOf(target))
    }
    const opening = this.options.endpoint?.open()
    if (opening === undefined) ready()
    else unattended(opening.then(ready))
  }

  retire(functionName: string): void {
    for (const pool of this.#pools.values()) if (pool.functionName === functionName) pool.retire()
  }

  async close(): Promise<void> {
    this.#closed = true
    this.#sweeping?.()
    const pools = [...this.#pools.values()]
    this.#pools.clear()
    await Promise.all([...pools.map((pool) => pool.close(stopped())), this.#starter.close()])
    this.#scratch.close()
  }

  #begin(work: Work): void {
    const opening = this.options.endpoint?.open()
    if (opening === undefined) this.#start(work)
    else opening.then(() => (this.#closed ? work.reject(stopped()) : this.#start(work))).catch(work.reject)
  }

  #start(work: Work): void {
    const missing = this.options.handlerOf?.(work.target) === undefined ? missingOf(work.target.runtime) : undefined
    if (missing === undefined) this.#poolOf(work.target).run(work)
    else work.resolve(notRunnable(work, missing))
  }

  #poolOf(target: RunnableFunction): Pool {
    let key = this.#keys.get(target)
    if (key === undefined) {
      // The ARN may carry the qualifier that was called: a version has its environments whichever alias leads to it.
      key = `${target.arn.split(':').slice(0, 7).join(':')}:${target.version}`
      this.#keys.set(target, key)
    }
    let pool = this.#pools.get(key)
    if (pool === undefined) {
      pool = new Pool(target.name, this.#ports, this.options.maxEnvironments ?? MOST_ENVIRONMENTS, () => this.#sweepLater(IDLE))
      this.#pools.set(key, pool)
    }
    return pool
  }

  /** One timer for all: it runs when the environment that has been idle longest may end. */
  #sweepLater(ms: number): void {
    this.#sweeping ??= this.options.clock.after(ms, () => {
      this.#sweeping = undefined
      const now = this.options.clock.now()
      let oldest: number | undefined
      for (const [key, pool] of this.#pools) {
        const since = pool.sweep(now - IDLE)
        if (since !== undefined && (oldest === undefined || since < oldest)) oldest = since
        if (pool.empty) this.#pools.delete(key)
      }
      if (oldest !== undefined) this.#sweepLater(oldest + IDLE - now)
    })
  }
}

/** An answer in the form of a function error, so that whoever calls sees in the usual place what is the matter. */
function notRunnable(work: Work, missing: string): InvokeResult {
  const errorMessage = `The function ${work.target.name} cannot run here: ${missing}.`
  return failed(work, JSON.stringify({ errorType: 'Runtime.NotEmulated', errorMessage }), { text: `${errorMessage}\n`, duration: 0 })
}

function stopped(): InvokeRefused {
  return new InvokeRefused(503, 'ServiceException', 'The emulator is stopping.', { Type: 'Service' })
}
