import type { Clock } from '../base/clock'

/** Milliseconds that loading a handler may take before the first event: what takes longer is tried once more within the event's time. */
export const INIT_LIMIT = 10_000

/** The time that something may take, on the emulator's clock; it stands still while somebody debugs. */
export class TimeLimit {
  #cancel: () => void = () => {}
  /** When the time is over; undefined when nothing is limited. */
  #end: number | undefined
  /** What is left of a time that stands still. */
  #left: number | undefined

  constructor(
    private readonly clock: Clock,
    private readonly over: () => void,
  ) {}

  /** A time begins, in place of the one before. */
  limit(ms: number): void {
    this.#cancel()
    this.#end = this.clock.now() + ms
    if (this.#left !== undefined) this.#left = ms
    else this.#cancel = this.clock.after(ms, this.over)
  }

  cancel(): void {
    this.#cancel()
    this.#cancel = () => {}
    this.#end = undefined
  }

  /** Stands still, or goes on. */
  pause(paused: boolean): void {
    if (paused) {
      this.#left ??= Math.max(0, (this.#end ?? this.clock.now()) - this.clock.now())
      this.#cancel()
      return
    }
    const left = this.#left
    this.#left = undefined
    if (left !== undefined && this.#end !== undefined) this.limit(left)
  }
}
