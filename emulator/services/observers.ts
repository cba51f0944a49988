import type { Clock } from '../base/clock'
import type { Registry } from '../model/registry'
import type { Logs } from '../observe/logs'
import type { Metrics } from '../observe/metrics'
import { AlarmWatch } from './cloudwatch/alarms/watch'
import { endExecutions } from './lambda/durable/ledger'
import { LogDelivery } from './logs/delivery'
import { ensureLogGroup } from './logs/groups'
import type { Call } from './operations'

/** What observers look at. */
export interface Observed {
  readonly registry: Registry
  readonly clock: Clock
  readonly logs: Logs
  readonly metrics: Metrics
}

/** What goes on by itself. */
export interface Observers {
  /** Ends what is under way: durable executions. */
  reset(): void
  /** Ends all of it. */
  stop(): void
}

/** What goes on without a call: alarms by the clock, log groups for what is written, what log filters make of it. */
export function startObservers(observed: Observed, callFor: (account: string, region: string) => Call): Observers {
  const { registry, clock, logs } = observed
  logs.onGroup(({ account, region, group }) => ensureLogGroup(callFor(account, region), group))
  new LogDelivery(observed, callFor)
  const alarms = new AlarmWatch(registry, clock, callFor)
  const reset = () => endExecutions(registry)
  const stop = () => {
    alarms.stop()
    reset()
  }
  return { reset, stop }
}
