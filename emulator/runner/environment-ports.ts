import type { Clock } from '../base/clock'
import type { Ids } from '../base/ids'
import type { Logs } from '../observe/logs'
import type { RunnableFunction } from './runner'
import type { Sandbox, SandboxStart } from './sandbox'
import type { Scratch } from './scratch'
import type { Work } from './work'

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

/** Starts a sandbox with the function's credentials; `until` is when those are over, in epoch milliseconds. */
export function startSandbox(
  { start, variables, freeze }: EnvironmentPorts,
  target: RunnableFunction,
  settings: Omit<SandboxStart, 'target' | 'variables' | 'freeze'>,
): { readonly sandbox: Sandbox; readonly until: number | undefined } {
  const keys = target.credentials?.()
  const sandbox = start({ ...settings, target, freeze, variables: { ...keys?.variables, ...variables() } })
  return { sandbox, until: keys?.until }
}

/** Who keeps an environment hears when it is free again, and when it has ended. */
export interface Keeper<Kept> {
  /** An event is answered and its environment not free yet; `finished` follows. */
  answered(): void
  finished(): void
  /** An event took so many milliseconds. */
  took(ms: number): void
  /** An event has lost its environment before it began. */
  again(work: Work): void
  free(environment: Kept): void
  ended(environment: Kept): void
}
