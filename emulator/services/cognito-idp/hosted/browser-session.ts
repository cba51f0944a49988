import { firstHeader, type HeaderFields } from '../../../base/headers'
import type { UserPoolUserRecord } from '../../../model/cognito'
import type { Visit } from './exchange'

/** A user whom a browser has signed in: for an hour other applications of the pool get tokens without asking again. */
interface BrowserSession {
  readonly poolId: string
  readonly username: string
  /** Seconds since the epoch. */
  readonly authTime: number
}

const COOKIE = 'cognito'
const LIFETIME = 3_600_000

/** Remembers the user in the browser: the header field that does it. */
export async function rememberUser({ call, poolRecord, base }: Visit, user: UserPoolUserRecord): Promise<HeaderFields> {
  const id = call.ids.uuid()
  const now = call.clock.now()
  const session: BrowserSession = { poolId: poolRecord.pool.Id, username: user.username, authTime: Math.floor(now / 1000) }
  await call.store.set(key(id), session, now + LIFETIME)
  return ['Set-Cookie', `${COOKIE}=${id}; Path=${base || '/'}; Max-Age=${LIFETIME / 1000}; HttpOnly; SameSite=Lax`]
}

/** The user whom the browser has signed in, and when. */
export async function rememberedUser(visit: Visit): Promise<{ readonly user: UserPoolUserRecord; readonly authTime: number } | undefined> {
  const { call, poolRecord } = visit
  const id = cookieOf(visit)
  const session = id === undefined ? undefined : ((await call.store.get(key(id), call.clock.now())) as BrowserSession | undefined)
  if (session === undefined || session.poolId !== poolRecord.pool.Id) return undefined
  const user = call.records.userPoolUsers.get(session.username, session.poolId)
  return user?.enabled === true ? { user, authTime: session.authTime } : undefined
}

/** Forgets the user in the browser: the header field that does it. */
export async function forgetUser(visit: Visit): Promise<HeaderFields> {
  const { call, base } = visit
  const id = cookieOf(visit)
  if (id !== undefined) await call.store.set(key(id), undefined, call.clock.now())
  return ['Set-Cookie', `${COOKIE}=; Path=${base || '/'}; Max-Age=0; HttpOnly; SameSite=Lax`]
}

function cookieOf({ headers }: Visit): string | undefined {
  return /(?:^|;\s*)cognito=([0-9a-f-]{36})(?:;|$)/.exec(firstHeader(headers, 'cookie') ?? '')?.[1]
}

function key(id: string): string {
  return `cognito-idp/browser/${id}`
}
