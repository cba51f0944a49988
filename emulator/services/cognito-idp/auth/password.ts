import type { UserPoolUserRecord } from '../../../model/cognito'
import { checkLock, forgetFailures, noteFailure } from '../attempts'
import { userNotFound, wrongPassword } from '../operations'
import { isPassword } from '../passwords'
import { missingAttributes } from '../schema'
import { findUser } from '../users'
import { keepChallenge } from './challenges'
import { migrateUser } from './migration'
import {
  type AuthAnswer,
  beforeSignIn,
  checkConfirmed,
  checkTemporary,
  completeSignIn,
  hidesUsers,
  parameter,
  provenUsername,
  type SignIn,
} from './sign-in'

/** Signs in with a password in clear: USER_PASSWORD_AUTH, ADMIN_USER_PASSWORD_AUTH. */
export async function signInWithPassword(signIn: SignIn): Promise<AuthAnswer> {
  const username = provenUsername(signIn)
  const user = await provePassword(signIn, username, parameter(signIn, 'PASSWORD'))
  return afterPassword(signIn, user)
}

/** The user whose name and password these are; one who is not there may be migrated. */
export async function provePassword(signIn: SignIn, name: string, password: string): Promise<UserPoolUserRecord> {
  const { call, poolRecord } = signIn
  const found = findUser(call, poolRecord, name) ?? (await migrateUser(signIn, name, password))
  const user = await beforeSignIn(signIn, name, found)
  if (user === undefined) throw hidesUsers(signIn) ? wrongPassword() : userNotFound()
  await checkPasswordOf(signIn, user, (given) => isPassword(poolRecord.pool.Id, given, password))
  return user
}

/** Refuses a wrong password, and any while the user is locked out. */
export async function checkPasswordOf(
  { call, poolRecord }: SignIn,
  user: UserPoolUserRecord,
  isRight: (user: UserPoolUserRecord) => boolean,
): Promise<void> {
  const poolId = poolRecord.pool.Id
  await checkLock(call, poolId, user.username)
  if (!isRight(user)) {
    await noteFailure(call, poolId, user.username)
    throw wrongPassword()
  }
  await forgetFailures(call, poolId, user.username)
}

/** The password was right: tokens, or a challenge for a new password where it was a temporary one. */
export async function afterPassword(signIn: SignIn, user: UserPoolUserRecord): Promise<AuthAnswer> {
  checkConfirmed(user)
  return user.status === 'FORCE_CHANGE_PASSWORD' ? askForNewPassword(signIn, user) : completeSignIn(signIn, user)
}

async function askForNewPassword(signIn: SignIn, user: UserPoolUserRecord): Promise<AuthAnswer> {
  const { poolRecord } = signIn
  checkTemporary(signIn, user)
  const { sub: _sub, ...userAttributes } = user.attributes
  const required = missingAttributes(poolRecord, user.attributes).map((name) => `userAttributes.${name}`)
  return {
    ChallengeName: 'NEW_PASSWORD_REQUIRED',
    Session: await keepChallenge(signIn, user.username, { name: 'NEW_PASSWORD_REQUIRED' }),
    ChallengeParameters: {
      USER_ID_FOR_SRP: user.username,
      requiredAttributes: JSON.stringify(required),
      userAttributes: JSON.stringify(userAttributes),
    },
  }
}
