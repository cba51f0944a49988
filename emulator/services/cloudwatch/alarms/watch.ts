import type { Clock } from '../../../base/clock'
import { once } from '../../../base/once'
import type { Registry } from '../../../model/registry'
import type { Call } from '../../operations'

/** Loaded with the first alarm. */
const rounds = once(() => require('./rounds') as typeof import('./rounds'))

/** Evaluates every alarm on the emulator's clock: at each full minute, those of shorter periods every ten seconds (facts/06, section 5). */
export class AlarmWatch {
  #cancel: (() => void) | undefined
  #due = Number.POSITIVE_INFINITY
  #stopped = false
  readonly #unsubscribe: () => void

  constructor(
    private readonly registry: Registry,
    private readonly clock: Clock,
    private readonly callFor: (account: string, region: string) => Call,
  ) {
    this.#unsubscribe = registry.subscribe(({ table, record }) => {
      if (table === 'alarms' && record !== undefined) this.#schedule()
    })
    this.#schedule()
  }

  stop(): void {
    this.#stopped = true
    this.#unsubscribe()
    this.#cancel?.()
  }

  /** One timer for all, as long as there are alarms. */
  #schedule(): void {
    const step = this.#step()
    if (this.#stopped || step === undefined) return
    const now = this.clock.now()
    const due = (Math.floor(now / step) + 1) * step
    if (due >= this.#due) return
    this.#cancel?.()
    this.#due = due
    this.#cancel = this.clock.after(due - now, () => {
      this.#due = Number.POSITIVE_INFINITY
      rounds().evaluateAlarms(this.registry, this.callFor, due)
      this.#schedule()
    })
  }

  #step(): number | undefined {
    const any = this.registry.scopes().some(({ records }) => records.alarms.parents().length > 0)
    return any ? rounds().stepOf(this.registry) : undefined
  }
}
