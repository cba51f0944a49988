import type { UserPoolClientRecord, UserPoolRecord, UserPoolSessionRecord, UserPoolUserRecord } from '../../../model/cognito'
import type { Call } from '../../operations'
import { tokenSeconds } from '../client-settings'
import { sessionsOf } from '../users'

/** A sign-in with the id that all of its tokens carry. */
export interface Session {
  readonly originJti: string
  readonly record: UserPoolSessionRecord
}

/** Begins a sign-in; those of the user that have run out are forgotten. */
export function openSession(
  call: Call,
  { pool }: UserPoolRecord,
  client: UserPoolClientRecord,
  user: UserPoolUserRecord,
  more: { readonly scopes?: readonly string[] | undefined; readonly authTime?: number } = {},
): Session {
  const table = call.records.userPoolSessions
  const parent = sessionsOf(pool.Id, user.attributes['sub'] ?? '')
  const now = call.clock.now()
  for (const id of table.ids(parent)) if ((table.get(id, parent)?.expiresAt ?? 0) <= now) table.delete(id, parent)
  const originJti = call.ids.uuid()
  const record: UserPoolSessionRecord = {
    clientId: client.ClientId,
    authTime: more.authTime ?? Math.floor(now / 1000),
    expiresAt: now + tokenSeconds(client).refresh * 1000,
    rotations: 0,
    ...(more.scopes === undefined ? {} : { scopes: more.scopes }),
  }
  return { originJti, record: table.put(record, originJti, parent) }
}

/** The sign-in of a user that tokens name; undefined when it has ended. */
export function findSession(call: Call, poolId: string, sub: string, originJti: string): Session | undefined {
  const record = call.records.userPoolSessions.get(originJti, sessionsOf(poolId, sub))
  return record === undefined ? undefined : { originJti, record }
}

export function endSession(call: Call, poolId: string, sub: string, originJti: string): void {
  call.records.userPoolSessions.delete(originJti, sessionsOf(poolId, sub))
}

/** Notes that the refresh token of a sign-in was given out anew; it ends when the first would have. */
export function rotate(call: Call, poolId: string, sub: string, session: Session): Session {
  const now = call.clock.now()
  const record = { ...session.record, rotations: session.record.rotations + 1, rotatedAt: now }
  const table = call.records.userPoolSessions
  return { originJti: session.originJti, record: table.put(record, session.originJti, sessionsOf(poolId, sub)) }
}
