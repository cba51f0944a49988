import type { UserPoolUserRecord } from '../../../model/cognito'
import { invalidParameter, notAuthorized } from '../operations'
import { findUser } from '../users'
import { provenUsername, type SignIn } from './sign-in'

/** One challenge of a custom flow and how it ended, as the triggers are told. */
export interface ChallengeResult {
  readonly challengeName: string
  readonly challengeResult: boolean
  readonly challengeMetadata?: string
}

/** The values of SRP that the server keeps until the client answers. */
export interface SrpState {
  readonly clientValue: string
  readonly serverValue: string
  readonly serverSecret: string
}

/** What is kept between a challenge and its answer. */
export interface Challenge {
  readonly name: 'PASSWORD_VERIFIER' | 'NEW_PASSWORD_REQUIRED' | 'CUSTOM_CHALLENGE'
  readonly poolId: string
  readonly clientId: string
  /** As AWS keeps it, or as it was given when there is no such user. */
  readonly username: string
  readonly srp?: SrpState
  /** Of a custom flow: what has been answered so far. */
  readonly results?: readonly ChallengeResult[]
  readonly metadata?: string
  readonly privateParameters?: Readonly<Record<string, string>>
}

interface Kept {
  readonly challenge: Challenge
  readonly endsAt: number
  readonly used: boolean
}

/** How long an ended challenge is remembered, so that its answer is told apart from one to nothing at all. */
const REMEMBERED = 3_600_000

/** Keeps a challenge; answers the text by which its answer finds it, once. It is unforeseeable and long, as AWS's are. */
export async function keepChallenge(
  { call, poolRecord, client }: SignIn,
  username: string,
  more: Omit<Challenge, 'poolId' | 'clientId' | 'username'>,
): Promise<string> {
  const session = Buffer.from(call.ids.hex(512), 'hex').toString('base64')
  const endsAt = call.clock.now() + client.AuthSessionValidity * 60_000
  const challenge: Challenge = { ...more, poolId: poolRecord.pool.Id, clientId: client.ClientId, username }
  await put(call, session, { challenge, endsAt, used: false })
  return session
}

/** The challenge that is being answered: it is not there a second time. */
export async function takeChallenge({ call, client }: SignIn, name: Challenge['name'], session: string | undefined): Promise<Challenge> {
  if (session === undefined || session === '') throw invalidParameter('Missing required parameter Session')
  const kept = (await call.store.get(key(session), call.clock.now())) as Kept | undefined
  if (kept === undefined || kept.challenge.clientId !== client.ClientId || kept.challenge.name !== name) {
    throw notAuthorized('Invalid session for the user.')
  }
  if (kept.endsAt <= call.clock.now()) throw notAuthorized('Invalid session for the user, session is expired.')
  if (kept.used) throw notAuthorized('Invalid session for the user, session can only be used once.')
  await put(call, session, { ...kept, used: true })
  return kept.challenge
}

/** The user of a challenge, who must be the one whom its answer names; undefined for one who is not there. */
export function challengedUser(signIn: SignIn, challenge: Challenge): UserPoolUserRecord | undefined {
  const name = provenUsername(signIn, challenge.username)
  const user = findUser(signIn.call, signIn.poolRecord, name)
  if ((user?.username ?? name) !== challenge.username) throw notAuthorized('Invalid session for the user.')
  return user
}

function put({ store }: SignIn['call'], session: string, kept: Kept) {
  return store.set(key(session), kept, kept.endsAt + REMEMBERED)
}

function key(session: string): string {
  return `cognito-idp/challenge/${session}`
}
