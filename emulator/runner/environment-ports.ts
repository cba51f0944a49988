import type { Clock } from '../base/clock'
import type { Ids } from '../base/ids'
import type { Logs } from '../observe/logs'
import type { Sandbox, SandboxStart } from './sandbox'
import type { Scratch } from './scratch'

/** What environments share. */
export interface EnvironmentPorts {
  readonly clock: Clock
  readonly ids: Ids
  readonly logs: Logs
  readonly scratch: Scratch
  /** Variables that every function gets, over its own and those of Lambda. */
  readonly variables: () => Readonly<Record<string, string>>
  /** Whether nothing runs on between events, as on AWS. */
  readonly freeze: boolean
  readonly start: (start: SandboxStart) => Sandbox
}

/** Who keeps an environment hears when it is free again, and when it has ended. */
export interface Keeper<Kept> {
  /** An event is answered and its environment not free yet; `finished` follows. */
  answered(): void
  finished(): void
  free(environment: Kept): void
  ended(environment: Kept): void
}
