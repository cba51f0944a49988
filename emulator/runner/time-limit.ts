import type { Clock } from '../base/clock'

/** Milliseconds that loading a handler may take before the first event: what takes longer is tried once more within the event's time. */
export const INIT_LIMIT = 10_000

/** The time that something may take, on the emulator's clock; it stands still while somebody debugs. */
export class TimeLimit {
  /** When the time is over; undefined when nothing is limited. */
  #end: number | undefined
  /** What is left of a time that stands still. */
  #left: number | undefined
  /** When the timer fires, which one event leaves to the next: to set one for each would cost more than to look whether it is time. */
  #firesAt = Number.POSITIVE_INFINITY
  #stop: () => void = () => {}

  constructor(
    private readonly clock: Clock,
    private readonly over: () => void,
  ) {}

  /** A time begins, in place of the one before. */
  limit(ms: number): void {
    this.#end = this.clock.now() + ms
    if (this.#left !== undefined) this.#left = ms
    else if (this.#firesAt > this.#end) this.#wake(ms, this.#end)
  }

  cancel(): void {
    this.#end = undefined
  }

  /** Nothing is limited any more. */
  close(): void {
    this.#end = undefined
    this.#stop()
  }

  /** Stands still, or goes on. */
  pause(paused: boolean): void {
    if (paused) {
      this.#left ??= Math.max(0, (this.#end ?? this.clock.now()) - this.clock.now())
      return
    }
    const left = this.#left
    this.#left = undefined
    if (left !== undefined && this.#end !== undefined) this.limit(left)
  }

  #wake(ms: number, at: number): void {
    this.#stop()
    this.#firesAt = at
    this.#stop = this.clock.after(ms, () => this.#look())
  }

  #look(): void {
    this.#firesAt = Number.POSITIVE_INFINITY
    if (this.#end === undefined || this.#left !== undefined) return
    const left = this.#end - this.clock.now()
    if (left > 0) this.#wake(left, this.#end)
    else {
      this.#end = undefined
      this.over()
    }
  }
}
