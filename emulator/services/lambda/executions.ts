import { concurrencyExceeded } from '../../model/invocation'
import type { FunctionRecord } from '../../model/lambda'
import type { Call } from '../operations'

/** Executions that an account may have at once in a region (facts/11, section 6). */
export const ACCOUNT_CONCURRENCY = 1000
/** What must be left to functions that reserve nothing. */
export const LEAST_UNRESERVED = 100

/** The executions in progress of an account in a region: each function's, and those of functions that reserve nothing. */
export class Executions {
  readonly #of = new Map<string, number>()
  #unreserved = 0

  /** Those of one function. */
  count(name: string): number {
    return this.#of.get(name) ?? 0
  }

  /** Those of all functions. */
  get total(): number {
    let total = 0
    for (const count of this.#of.values()) total += count
    return total
  }

  /** Begins one; the answer ends it. Throws Lambda's refusal when there are too many (facts/11, section 5). */
  begin(call: Call, { configuration, reservedConcurrentExecutions: reserved }: FunctionRecord): () => void {
    const { FunctionName: name } = configuration
    const running = this.count(name)
    if (reserved === undefined) {
      // Summing up what is reserved is saved while even the smallest remainder is enough.
      if (this.#unreserved >= LEAST_UNRESERVED && this.#unreserved >= unreservedLimit(call))
        throw concurrencyExceeded('ConcurrentInvocationLimitExceeded')
      this.#unreserved++
    } else if (running >= reserved) throw concurrencyExceeded('ReservedFunctionConcurrentInvocationLimitExceeded')
    this.#of.set(name, running + 1)
    return () => {
      if (reserved === undefined) this.#unreserved--
      const left = this.count(name) - 1
      if (left > 0) this.#of.set(name, left)
      else this.#of.delete(name)
    }
  }
}

const EXECUTIONS = new WeakMap<Call['records'], Executions>()

/** The executions of the account and region of a call. */
export function executionsOf({ records }: Pick<Call, 'records'>): Executions {
  let executions = EXECUTIONS.get(records)
  if (executions === undefined) {
    executions = new Executions()
    EXECUTIONS.set(records, executions)
  }
  return executions
}

/** What is left to functions that reserve nothing; `but` is left out of what is reserved. */
export function unreservedLimit({ records }: Pick<Call, 'records'>, but?: string): number {
  const reserved = records.functions
    .list()
    .reduce(
      (sum, { configuration, reservedConcurrentExecutions = 0 }) =>
        sum + (configuration.FunctionName === but ? 0 : reservedConcurrentExecutions),
      0,
    )
  return ACCOUNT_CONCURRENCY - reserved
}
