import type { UserPoolRecord, UserPoolUserRecord } from '../../../model/cognito'
import { invalidParameter, notAuthorized, userNotFound } from '../operations'
import { checkPassword, keepPassword } from '../passwords'
import { checkAttributes, checkRequired } from '../schema'
import { changeUser } from '../users'
import { type Challenge, challengedUser, takeChallenge } from './challenges'
import { type AuthAnswer, completeSignIn, parameter, type SignIn } from './sign-in'

const PREFIX = 'userAttributes.'

/** Answers NEW_PASSWORD_REQUIRED: the user is confirmed with a password of their own, and signed in. */
export async function answerNewPassword(signIn: SignIn, session: string | undefined): Promise<AuthAnswer> {
  const password = parameter(signIn, 'NEW_PASSWORD')
  const given = Object.entries(signIn.parameters).filter(([name]) => name.startsWith(PREFIX))
  const attributes = Object.fromEntries(given.map(([name, value]) => [name.slice(PREFIX.length), value]))
  const challenge = await takeForNewPassword(signIn, session, password)
  const user = setNewPassword(signIn, challengedUser(signIn, challenge), password, attributes)
  return completeSignIn(signIn, user, 'TokenGeneration_NewPasswordChallenge')
}

/** The challenge for a new password, which is looked at first: one that the policy refuses leaves the challenge in force. */
export function takeForNewPassword(signIn: SignIn, session: string | undefined, password: string): Promise<Challenge> {
  checkPassword(signIn.poolRecord, password, 'does not conform to policy')
  return takeChallenge(signIn, 'NEW_PASSWORD_REQUIRED', session)
}

/** Puts a password of the user's own in place of the temporary one, with attributes that are still missing. */
export function setNewPassword(
  { call, poolRecord }: SignIn,
  user: UserPoolUserRecord | undefined,
  password: string,
  attributes: Readonly<Record<string, string>> = {},
): UserPoolUserRecord {
  if (user === undefined) throw userNotFound()
  if (user.status !== 'FORCE_CHANGE_PASSWORD') throw notAuthorized('Invalid session for the user.')
  const given = Object.keys(attributes).find((name) => requires(poolRecord, name) && user.attributes[name] !== undefined)
  if (given !== undefined) throw invalidParameter(`Cannot modify an already provided ${given}`)
  const merged = { ...user.attributes, ...attributes }
  checkAttributes(poolRecord, merged)
  checkRequired(poolRecord, merged)
  const poolId = poolRecord.pool.Id
  return changeUser(call, poolId, user, {
    attributes: merged,
    status: 'CONFIRMED',
    password: keepPassword(call, poolId, user.username, password),
    passwordEndsAt: undefined,
  })
}

function requires({ pool }: UserPoolRecord, name: string): boolean {
  return pool.SchemaAttributes.some(({ Name, Required }) => Name === name && Required === true)
}
