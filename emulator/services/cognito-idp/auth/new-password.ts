import { invalidParameter, notAuthorized, userNotFound } from '../operations'
import { checkPassword, keepPassword } from '../passwords'
import { checkAttributes, checkRequired } from '../schema'
import { changeUser } from '../users'
import { challengedUser, takeChallenge } from './challenges'
import { type AuthAnswer, completeSignIn, parameter, provenUsername, type SignIn } from './sign-in'

const PREFIX = 'userAttributes.'

/** Answers NEW_PASSWORD_REQUIRED: the user is confirmed with a password of their own, and signed in. */
export async function answerNewPassword(signIn: SignIn, session: string | undefined): Promise<AuthAnswer> {
  const { call, poolRecord } = signIn
  const password = parameter(signIn, 'NEW_PASSWORD')
  const given = Object.entries(signIn.parameters).filter(([name]) => name.startsWith(PREFIX))
  const attributes = Object.fromEntries(given.map(([name, value]) => [name.slice(PREFIX.length), value]))
  checkPassword(poolRecord, password, 'does not conform to policy')
  const challenge = await takeChallenge(signIn, 'NEW_PASSWORD_REQUIRED', session)
  provenUsername(signIn, challenge.username)
  const user = challengedUser(signIn, challenge)
  if (user === undefined) throw userNotFound()
  if (user.status !== 'FORCE_CHANGE_PASSWORD') throw notAuthorized('Invalid session for the user.')
  const changed = Object.keys(attributes).find((name) => poolRequires(name) && user.attributes[name] !== undefined)
  if (changed !== undefined) throw invalidParameter(`Cannot modify an already provided ${changed}`)
  const merged = { ...user.attributes, ...attributes }
  checkAttributes(poolRecord, merged)
  checkRequired(poolRecord, merged)
  const poolId = poolRecord.pool.Id
  const confirmed = changeUser(call, poolId, user, {
    attributes: merged,
    status: 'CONFIRMED',
    password: keepPassword(call, poolId, user.username, password),
    passwordEndsAt: undefined,
  })
  return completeSignIn(signIn, confirmed, 'TokenGeneration_NewPasswordChallenge')

  function poolRequires(name: string): boolean {
    return poolRecord.pool.SchemaAttributes.some(({ Name, Required }) => Name === name && Required === true)
  }
}
