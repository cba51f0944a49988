import { type MessagePort, receiveMessageOnPort } from 'node:worker_threads'
import { RealClock, stopwatch } from '../base/clock'
import type { SentEvent } from './crossing'
import { FROZEN, GATE, OPEN } from './messages'

const elapsed = stopwatch()

/** Milliseconds until a thread that has nothing to do is frozen: AWS's runtime too has to send its answer and ask for the next event first. */
const THAW = 2
/** Milliseconds until it is frozen that holds nothing which could run on: to stop and to go on again costs more than an event of the fewest lines. */
const LULL = 10

/** Stands still between events: timers and sockets of a finished event wait with the thread, as on Lambda. */
export class Freezer {
  #restingSince: number | undefined
  #watching = false
  readonly #clock = new RealClock()

  constructor(
    private readonly port: MessagePort,
    private readonly shared: Int32Array,
    private readonly take: (event: SentEvent) => void,
  ) {}

  /** There is no event. One timer looks after it, however many events there are: what it costs is not paid at each. */
  rest(): void {
    this.#restingSince = elapsed()
    if (!this.#watching) this.#watch(THAW)
  }

  /** An event begins. */
  wake(): void {
    this.#restingSince = undefined
  }

  #watch(ms: number): void {
    this.#watching = true
    this.#clock.after(ms, () => {
      this.#watching = false
      if (this.#restingSince === undefined) return
      const rested = elapsed() - this.#restingSince
      if (rested >= LULL || (rested >= THAW && holdsSomething())) this.#freeze()
      else this.#watch((rested < THAW ? THAW : LULL) - rested)
    })
  }

  #freeze(): void {
    const { shared } = this
    while (this.#restingSince !== undefined) {
      Atomics.store(shared, GATE, FROZEN)
      // What was sent before the gate was shut is here; whoever sends from now on opens it.
      const next = receiveMessageOnPort(this.port) as { message: SentEvent } | undefined
      if (next === undefined) Atomics.wait(shared, GATE, FROZEN)
      Atomics.store(shared, GATE, OPEN)
      if (next !== undefined) this.take(next.message)
    }
  }
}

/** Whether anything of a handler's could run on: a timer, a socket. */
function holdsSomething(): boolean {
  return process.getActiveResourcesInfo().some((resource) => resource !== 'MessagePort')
}
