import type { Clock } from '../base/clock'
import type { Registry } from '../model/registry'
import { AlarmWatch } from './cloudwatch/alarms/watch'
import type { Call } from './operations'

/** What goes on without a call: alarms by the clock. The answer ends it. */
export function startObservers(registry: Registry, clock: Clock, callFor: (account: string, region: string) => Call): () => void {
  const alarms = new AlarmWatch(registry, clock, callFor)
  return () => alarms.stop()
}
