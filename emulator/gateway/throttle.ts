import type { ThrottleSettings } from '@aws-sdk/client-api-gateway'
import { type Awaitable, isPromise } from '../base/awaitable'
import type { Store } from '../store/store'
import type { LimitLayer } from './errors'

/** One token bucket that a request has to take from. */
export interface Throttle {
  readonly layer: LimitLayer
  /** Its name in the store. */
  readonly bucket: string
  /** Tokens that come back a second. */
  readonly rate: number
  /** Tokens that it holds. */
  readonly burst: number
}

/**
 * The throttle that settings make; undefined where they set no limit. -1 lifts a limit (facts/05, section 1). Uncertain: that either of
 * the two lifts both, and that a member left out is the account's own.
 */
export function throttleOf(
  layer: LimitLayer,
  bucket: string,
  { rateLimit, burstLimit }: ThrottleSettings,
  account: Pick<Throttle, 'rate' | 'burst'>,
): Throttle | undefined {
  if (rateLimit === undefined && burstLimit === undefined) return undefined
  const [rate, burst] = [rateLimit ?? account.rate, burstLimit ?? account.burst]
  return rate < 0 || burst < 0 ? undefined : { layer, bucket, rate, burst }
}

/**
 * Takes a token of each bucket in turn; answers the first that had none. What the earlier ones gave stays taken: each layer counts what
 * it let through (uncertain).
 */
export function firstRefusal(store: Store, throttles: readonly Throttle[], now: number, from = 0): Awaitable<Throttle | undefined> {
  for (let i = from; i < throttles.length; i++) {
    const throttle = throttles[i] as Throttle
    const taken = store.take(throttle.bucket, throttle, now)
    if (isPromise(taken)) return taken.then((has) => (has ? firstRefusal(store, throttles, now, i + 1) : throttle))
    if (!taken) return throttle
  }
  return undefined
}

/** `Limit: 5.00 Burst: 10`, as execution logs print a throttle. */
export function shownLimit({ rate, burst }: Pick<Throttle, 'rate' | 'burst'>): string {
  return `Limit: ${rate.toFixed(2)} Burst: ${burst}`
}
