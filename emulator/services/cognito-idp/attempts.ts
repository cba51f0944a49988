import type { Call } from '../operations'
import { cognitoError, notAuthorized } from './operations'

/** Failures after which sign-ins of a user are locked, for a second at first and twice as long each time, up to fifteen minutes. */
const FREE_FAILURES = 5
const LONGEST_LOCK = 900_000
/** Wrong codes, and requests for codes, that a user may have in an hour. Uncertain: AWS says 5 to 20. */
const CODES_AN_HOUR = 10
const HOUR = 3_600_000

interface Failures {
  readonly count: number
  readonly lockedUntil: number
}

/** Refuses a sign-in while the user is locked out. */
export async function checkLock(call: Call, poolId: string, username: string): Promise<void> {
  const now = call.clock.now()
  const failures = (await call.store.get(key(poolId, username), now)) as Failures | undefined
  if (failures !== undefined && failures.lockedUntil > now) throw notAuthorized('Password attempts exceeded')
}

/** Notes that a password was wrong. */
export async function noteFailure(call: Call, poolId: string, username: string): Promise<void> {
  const now = call.clock.now()
  const before = (await call.store.get(key(poolId, username), now)) as Failures | undefined
  const count = (before?.count ?? 0) + 1
  const lock = count < FREE_FAILURES ? 0 : Math.min(1000 * 2 ** (count - FREE_FAILURES), LONGEST_LOCK)
  await call.store.set(key(poolId, username), { count, lockedUntil: now + lock }, now + Math.max(lock, LONGEST_LOCK))
}

/** A sign-in has succeeded: earlier failures count no longer. */
export async function forgetFailures(call: Call, poolId: string, username: string): Promise<void> {
  const now = call.clock.now()
  if ((await call.store.get(key(poolId, username), now)) !== undefined) await call.store.set(key(poolId, username), undefined, now)
}

/** Counts what a user may do a few times an hour only. */
export async function countAttempt(call: Call, poolId: string, username: string, what: string): Promise<void> {
  const now = call.clock.now()
  const count = await call.store.count(`cognito-idp/${what}/${poolId}/${username}`, 1, now + HOUR, now)
  if (count > CODES_AN_HOUR) throw cognitoError('LimitExceededException', 'Attempt limit exceeded, please try after some time.')
}

function key(poolId: string, username: string): string {
  return `cognito-idp/failures/${poolId}/${username}`
}
