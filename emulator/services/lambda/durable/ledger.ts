import type { Registry } from '../../../model/registry'
import type { Call } from '../../operations'
import { RETENTION_DAYS } from '../configuration'
import type { Driver } from './drive'
import type { DurableExecution } from './execution'

const DAY = 86_400_000
/** Executions that are remembered; those that ended first make room for others. AWS keeps all until their retention is over. */
const MOST = 1000

interface Kept {
  readonly execution: DurableExecution
  readonly driver: Driver
}

/** The durable executions of an account in a region, in the order of their start, until their retention is over. */
class Ledger {
  readonly #byArn = new Map<string, Kept>()
  readonly #byName = new Map<string, Kept>()

  constructor(private readonly now: () => number) {}

  add(kept: Kept): void {
    this.#byArn.set(kept.execution.identity.arn, kept)
    this.#byName.set(keyOf(kept.execution), kept)
    if (this.#byArn.size <= MOST) return
    for (const other of this.#byArn.values()) {
      if (other.execution.outcome === undefined) continue
      this.#drop(other)
      return
    }
  }

  find(arn: string): Kept | undefined {
    return this.#retained(this.#byArn.get(arn))
  }

  named(functionName: string, name: string): Kept | undefined {
    return this.#retained(this.#byName.get(`${functionName}/${name}`))
  }

  of(functionName: string): DurableExecution[] {
    return [...this.#byArn.values()].flatMap((kept) =>
      kept.execution.identity.functionName === functionName && this.#retained(kept) !== undefined ? [kept.execution] : [],
    )
  }

  /** Ends what runs, and forgets all. */
  clear(): void {
    for (const { execution } of this.#byArn.values()) execution.abandon()
    this.#byArn.clear()
    this.#byName.clear()
  }

  #retained(kept: Kept | undefined): Kept | undefined {
    const ended = kept?.execution.endedAt
    if (kept === undefined || ended === undefined) return kept
    const days = kept.execution.identity.config.RetentionPeriodInDays ?? RETENTION_DAYS
    if (this.now() < ended + days * DAY) return kept
    this.#drop(kept)
    return undefined
  }

  #drop(kept: Kept | undefined): void {
    if (kept === undefined) return
    this.#byArn.delete(kept.execution.identity.arn)
    const key = keyOf(kept.execution)
    if (this.#byName.get(key) === kept) this.#byName.delete(key)
  }
}

function keyOf({ identity }: DurableExecution): string {
  return `${identity.functionName}/${identity.name}`
}

const LEDGERS = new WeakMap<Call['records'], Ledger>()

/** Ends and forgets all durable executions: they live as long as the emulator, in the state in which it is. */
export function endExecutions(registry: Registry): void {
  for (const { records } of registry.scopes()) LEDGERS.get(records)?.clear()
}

export function ledgerOf({ records, clock }: Pick<Call, 'records' | 'clock'>): Ledger {
  let ledger = LEDGERS.get(records)
  if (ledger === undefined) {
    ledger = new Ledger(() => clock.now())
    LEDGERS.set(records, ledger)
  }
  return ledger
}
