import { RealClock } from '../base/clock'
import type { InvokeRefused } from '../model/invocation'
import { ended } from './answers'
import { Environment } from './environment'
import type { EnvironmentPorts, Keeper } from './environment-ports'
import { Followers } from './followers'
import type { RunnableFunction } from './runner'
import type { Initialization } from './sandbox'
import type { Work } from './work'

/** Milliseconds that an event waits for an environment that has answered and is not free yet. */
const FINISHING = 50

/** Milliseconds without an answer after which events no longer wait for environments that are at work. */
const STANDSTILL = 100

/** The environments of one function (of one of its versions): the most recently used one that is free takes the next event. */
export class Pool implements Keeper<Environment> {
  readonly #all = new Set<Environment>()
  /** Free ones of the present revision, the most recently used last. */
  readonly #idle: Environment[] = []
  #waiting: Work[] = []
  /** How many have answered and are about to be free: they need not be waited for, but mostly it is shorter than to start another. */
  #finishing = 0
  #provisioned = 0
  /** Those that are loaded before there is an event. */
  readonly #warming: Environment[] = []
  /** Events that have been answered, to tell whether anything goes on. */
  #answers = 0
  #watching = false
  #closed = false
  readonly #followers: Followers
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
  ) {
    this.#followers = new Followers(this.#all, ports.clock, (work) => this.#place(work))
  }

  run(work: Work): void {
    const changed = this.#latest !== undefined && this.#latest.revision !== work.target.revision
    this.#latest = work.target
    if (changed) this.retire()
    this.#place(work)
  }

  #place(work: Work): void {
    if (this.#followers.take(work)) return
    const environment = this.#takeIdle() ?? this.#warming.pop()
    if (environment !== undefined) environment.run(work)
    else if (this.#finishing > this.#waiting.length) {
      this.#waiting.push(work)
      this.#clock.after(FINISHING, () => this.#startWaiting())
    } else if (this.#serving < this.limit) this.#start(work)
    else {
      this.#waiting.push(work)
      this.#watchProgress()
    }
  }

  /** Events that wait while nothing ends may be what the others wait for: as many again get environments, as on AWS they would at once. */
  #watchProgress(): void {
    if (this.#watching) return
    this.#watching = true
    const before = this.#answers
    this.#clock.after(STANDSTILL, () => {
      this.#watching = false
      if (this.#closed || this.#waiting.length === 0) return
      const starting = [...this.#all].some((environment) => environment.starting)
      if (this.#answers === before && !starting) for (const work of this.#waiting.splice(0, this.limit)) this.#start(work)
      this.#watchProgress()
    })
  }

  /** Ends the free environments; those at work end after their event. */
  retire(): void {
    this.#idle.length = 0
    this.#serving = 0
    for (const environment of [...this.#all]) environment.retire()
    this.#keepProvisioned()
    this.#startWaiting()
  }

  /** Starts an environment for an event that is expected. */
  warm(target: RunnableFunction): void {
    this.#latest = target
    if (this.#serving < this.limit) this.#warm(target, 'on-demand')
  }

  /** Keeps this many environments ready; what is too many ends when it has been idle for long. */
  provision(target: RunnableFunction, count: number): void {
    this.#latest ??= target
    this.#provisioned = count
    this.#keepProvisioned()
  }

  #keepProvisioned(): void {
    if (this.#latest === undefined) return
    while (this.#provisionedNow < this.#provisioned && this.#serving < this.limit) this.#warm(this.#latest, 'provisioned-concurrency')
  }

  #warm(target: RunnableFunction, initialization: Initialization): void {
    const environment = this.#make(target, initialization)
    this.#warming.push(environment)
    environment.warm()
  }

  get #provisionedNow(): number {
    let count = 0
    for (const { initialization, retired } of this.#all) if (initialization === 'provisioned-concurrency' && !retired) count++
    return count
  }

  /** Ends environments that have been idle since `before`; answers since when the one has been idle that is next to end, if any is. */
  sweep(before: number): number | undefined {
    // Least recently used first, so that all that may end are in front.
    const mayEnd = () => this.#idle.find(({ initialization }) => initialization === 'on-demand' || this.#provisionedNow > this.#provisioned)
    let next = mayEnd()
    while (next !== undefined && next.idleSince <= before) {
      next.end()
      next = mayEnd()
    }
    return next?.idleSince
  }

  /** Ends everything; events in progress and in the queue are refused. */
  async close(refusal: InvokeRefused): Promise<void> {
    this.#closed = true
    this.#followers.close()
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

  took(ms: number): void {
    this.#followers.took(ms)
  }

  again(work: Work): void {
    if (this.#closed) work.reject(ended())
    else this.#place(work)
  }

  answered(): void {
    this.#answers++
    this.#finishing++
  }

  finished(): void {
    this.#finishing--
  }

  free(environment: Environment): void {
    this.#answers++
    this.#forget(environment)
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
    this.#forget(environment)
    const at = this.#idle.indexOf(environment)
    if (at >= 0) this.#idle.splice(at, 1)
    if (!environment.retired) this.#serving--
    if (!this.#closed) this.#keepProvisioned()
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
    this.#make(this.#latest ?? work.target, 'on-demand').run(work)
  }

  /** It is no longer one that is loaded before there is an event. */
  #forget(environment: Environment): void {
    if (this.#warming.length === 0) return
    const at = this.#warming.indexOf(environment)
    if (at >= 0) this.#warming.splice(at, 1)
  }

  #make(target: RunnableFunction, initialization: Initialization): Environment {
    const environment = new Environment(target, this.ports, this, initialization)
    this.#all.add(environment)
    this.#serving++
    return environment
  }
}
