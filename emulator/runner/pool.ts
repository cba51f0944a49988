import { RealClock } from '../base/clock'
import type { InvokeRefused } from '../model/invocation'
import { Environment } from './environment'
import type { EnvironmentPorts, Keeper } from './environment-ports'
import type { RunnableFunction } from './runner'
import type { Work } from './work'

/** Milliseconds that an event waits for an environment that has answered and is not free yet. */
const FINISHING = 50

/** The environments of one function (of one of its versions): the most recently used one that is free takes the next event. */
export class Pool implements Keeper<Environment> {
  readonly #all = new Set<Environment>()
  /** Free ones of the present revision, the most recently used last. */
  readonly #idle: Environment[] = []
  #waiting: Work[] = []
  /** How many have answered and are about to be free: they need not be waited for, but mostly it is shorter than to start another. */
  #finishing = 0
  readonly #clock = new RealClock()
  /** How many of `#all` take events: those that are retired no longer count. */
  #serving = 0
  /** The function as it was last called: what starts from now on is this. */
  #latest: RunnableFunction | undefined

  constructor(
    readonly functionName: string,
    private readonly ports: EnvironmentPorts,
    private readonly limit: number,
    /** Called when an environment has become idle. */
    private readonly idle: () => void,
  ) {}

  run(work: Work): void {
    const changed = this.#latest !== undefined && this.#latest.revision !== work.target.revision
    this.#latest = work.target
    if (changed) this.retire()
    const environment = this.#takeIdle()
    if (environment !== undefined) environment.run(work)
    else if (this.#finishing > this.#waiting.length) {
      this.#waiting.push(work)
      this.#clock.after(FINISHING, () => this.#startWaiting())
    } else if (this.#serving < this.limit) this.#start(work)
    else this.#waiting.push(work)
  }

  /** Ends the free environments; those at work end after their event. */
  retire(): void {
    this.#idle.length = 0
    this.#serving = 0
    for (const environment of [...this.#all]) environment.retire()
    this.#startWaiting()
  }

  /** Ends environments that have been idle since `before`; answers since when the one has been idle that is next to end, if any is. */
  sweep(before: number): number | undefined {
    // Least recently used first, so that all that may end are in front.
    let next = this.#idle[0]
    while (next !== undefined && next.idleSince <= before) {
      next.end()
      next = this.#idle[0]
    }
    return next?.idleSince
  }

  /** Ends everything; events in progress and in the queue are refused. */
  async close(refusal: InvokeRefused): Promise<void> {
    const waiting = this.#waiting
    this.#waiting = []
    for (const work of waiting) work.reject(refusal)
    const all = [...this.#all]
    for (const environment of all) environment.end(refusal)
    await Promise.all(all.map((environment) => environment.gone))
  }

  get empty(): boolean {
    return this.#all.size === 0 && this.#waiting.length === 0
  }

  #takeIdle(): Environment | undefined {
    let environment = this.#idle.pop()
    while (environment?.expired(this.ports.clock.now())) {
      environment.end()
      environment = this.#idle.pop()
    }
    return environment
  }

  answered(): void {
    this.#finishing++
  }

  finished(): void {
    this.#finishing--
  }

  free(environment: Environment): void {
    if (environment.retired) {
      environment.end()
      return
    }
    const next = this.#waiting.shift()
    if (next !== undefined) environment.run(next)
    else {
      this.#idle.push(environment)
      this.idle()
    }
  }

  ended(environment: Environment): void {
    if (!this.#all.delete(environment)) return
    const at = this.#idle.indexOf(environment)
    if (at >= 0) this.#idle.splice(at, 1)
    if (!environment.retired) this.#serving--
    this.#startWaiting()
  }

  #startWaiting(): void {
    while (this.#serving < this.limit) {
      const next = this.#waiting.shift()
      if (next === undefined) return
      this.#start(next)
    }
  }

  #start(work: Work): void {
    const environment = new Environment(this.#latest ?? work.target, this.ports, this, 'on-demand')
    this.#all.add(environment)
    this.#serving++
    environment.run(work)
  }
}
