import type { Call } from '../../operations'
import { RETENTION_DAYS } from '../configuration'
import type { Driver } from './drive'
import type { DurableExecution } from './execution'

const DAY = 86_400_000

interface Kept {
  readonly execution: DurableExecution
  readonly driver: Driver
}

/** The durable executions of an account in a region, until their retention is over. */
class Ledger {
  readonly #byArn = new Map<string, Kept>()

  add(execution: DurableExecution, driver: Driver): void {
    this.#byArn.set(execution.identity.arn, { execution, driver })
  }

  find(arn: string): DurableExecution | undefined {
    return this.#byArn.get(arn)?.execution
  }

  driver(arn: string): Driver | undefined {
    return this.#byArn.get(arn)?.driver
  }

  /** Those of a function, in the order of their start. What is no longer retained is dropped. */
  of(functionName: string, now: number): DurableExecution[] {
    for (const [arn, { execution }] of this.#byArn) {
      const days = execution.identity.config.RetentionPeriodInDays ?? RETENTION_DAYS
      if (execution.endedAt !== undefined && execution.endedAt + days * DAY <= now) this.#byArn.delete(arn)
    }
    return [...this.#byArn.values()].flatMap(({ execution }) => (execution.identity.functionName === functionName ? [execution] : []))
  }
}

const LEDGERS = new WeakMap<Call['records'], Ledger>()

export function ledgerOf({ records }: Pick<Call, 'records'>): Ledger {
  let ledger = LEDGERS.get(records)
  if (ledger === undefined) {
    ledger = new Ledger()
    LEDGERS.set(records, ledger)
  }
  return ledger
}
