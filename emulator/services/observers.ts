import type { Clock } from '../base/clock'
import type { Registry } from '../model/registry'
import type { Logs } from '../observe/logs'
import { AlarmWatch } from './cloudwatch/alarms/watch'
import { ensureLogGroup } from './logs/groups'
import type { Call } from './operations'

/** What goes on without a call: alarms by the clock, log groups for what is written. The answer ends it. */
export function startObservers(
  registry: Registry,
  clock: Clock,
  logs: Logs,
  callFor: (account: string, region: string) => Call,
): () => void {
  logs.onGroup(({ account, region, group }) => ensureLogGroup(callFor(account, region), group))
  const alarms = new AlarmWatch(registry, clock, callFor)
  return () => alarms.stop()
}
