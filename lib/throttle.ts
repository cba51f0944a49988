import { Token } from 'aws-cdk-lib'
import type { IConstruct } from 'constructs'
import { ConfigError } from './config-error'

/**
 * A token bucket: `rate` tokens a second run into a bucket that holds `burst`; a request takes one, or is answered 429.
 *
 * @example
 * const throttle: ThrottleProps = { rate: 50, burst: 100 }
 */
export interface ThrottleProps {
  /** Requests a second that may go on for ever. */
  readonly rate: number
  /** Requests that may come at once. */
  readonly burst: number
}

/** What a stage gets that says nothing of throttling: an API that nobody thought about should not be able to spend the account's whole rate. */
export const DEFAULT_THROTTLE: ThrottleProps = { rate: 50, burst: 100 }

/** Throws when a limit is not one that API Gateway takes: `rate` is a double, `burst` an integer (facts/05, 1). */
export function checkThrottle(scope: IConstruct, where: string, throttle: ThrottleProps): ThrottleProps {
  const wrong =
    !Token.isUnresolved(throttle.rate) && (!Number.isFinite(throttle.rate) || throttle.rate < 0)
      ? 'rate'
      : !Token.isUnresolved(throttle.burst) && (!Number.isInteger(throttle.burst) || throttle.burst < 0)
        ? 'burst'
        : undefined
  if (wrong !== undefined) {
    throw new ConfigError(scope, {
      what: `The throttle ${wrong} of ${where} is not a limit`,
      got: throttle[wrong],
      allowed: wrong === 'rate' ? 'a number of requests a second, 0 or more' : 'a whole number of requests, 0 or more',
      fix: 'write for example { rate: 50, burst: 100 }',
    })
  }
  return throttle
}
