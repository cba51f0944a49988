import type { Diagnostic } from '../../base/diagnostics'
import type { Call } from '../../services/operations'
import { burstOutOfReach } from './burst-out-of-reach'
import { cacheLeaks } from './cache-leaks'
import { keyNotAskedFor } from './key-not-asked-for'
import { planBindsNothing } from './plan-binds-nothing'
import { routeWithoutLimit } from './route-without-limit'

/** What limits and caches cost or fail to do: all works as on AWS, and is hardly meant so. One rule a file. */
const RULES: readonly ((call: Call) => Diagnostic[])[] = [routeWithoutLimit, planBindsNothing, keyNotAskedFor, burstOutOfReach, cacheLeaks]

/** What the rules have to say of an account in a region; each diagnostic names its subject. */
export function checkLimits(call: Call): Diagnostic[] {
  return RULES.flatMap((rule) => rule(call))
}
