import type { Clock } from '../../../base/clock'
import type { Registry } from '../../../model/registry'
import type { Call } from '../../operations'
import { evaluateAlarm, periodOf } from './evaluate-alarm'
import { AlarmStates } from './state'

const MINUTE = 60_000
/** How often alarms with periods below a minute are evaluated. */
const FAST = 10_000

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
      this.#evaluate(due)
      this.#schedule()
    })
  }

  #step(): number | undefined {
    let step: number | undefined
    for (const { records } of this.registry.scopes()) {
      for (const record of records.alarms.list()) {
        if (record.kind !== 'metric') continue
        if (periodOf(record.alarm) < MINUTE) return FAST
        step = MINUTE
      }
    }
    return step
  }

  #evaluate(now: number): void {
    for (const { account, region, records } of this.registry.scopes()) {
      if (records.alarms.parents().length === 0) continue
      const call = this.callFor(account, region)
      const states = new AlarmStates(call)
      for (const record of records.alarms.list()) {
        if (record.kind !== 'metric' || (now % MINUTE !== 0 && periodOf(record.alarm) >= MINUTE)) continue
        const evaluated = evaluateAlarm(record.alarm, call, now)
        if (evaluated !== undefined) states.set(record.alarm.AlarmName, evaluated)
      }
    }
  }
}
