import type { UserPoolUserRecord } from '../../model/cognito'
import { addUser, newUser } from './new-user'
import { type CognitoOperations, cognitoError, invalidParameter, notAuthorized } from './operations'
import { checkPassword, keepPassword, temporaryPassword, temporaryUntil } from './passwords'
import { attributeList, attributeMap, checkAttributes, checkMutable } from './schema'
import { afterConfirmation, beforeSignUp } from './sign-up-triggers'
import { findPool } from './user-pools'
import { changeUser, claimAliases, describeUser, endSessions, removeUser, userOf } from './users'

/** What AWS says to an administrator of a name that is taken. */
const EXISTS = 'User account already exists'

/** No message is sent: a temporary password that is not given is `Portico-1`, longer where the policy says so. */
export const AdminCreateUser: CognitoOperations['AdminCreateUser'] = async (input, call) => {
  const poolRecord = findPool(call, input.UserPoolId)
  const { pool } = poolRecord
  const password = input.TemporaryPassword ?? temporaryPassword(poolRecord)
  if (input.MessageAction === 'RESEND') {
    const user = userOf(call, poolRecord, input.Username)
    if (user.status !== 'FORCE_CHANGE_PASSWORD') {
      throw cognitoError('UnsupportedUserStateException', 'Resend not possible. User status is not FORCE_CHANGE_PASSWORD')
    }
    const kept = { password: keepPassword(call, pool.Id, user.username, password), passwordEndsAt: temporaryUntil(call, poolRecord) }
    return { User: describeUser(changeUser(call, pool.Id, user, kept)) }
  }
  const given = attributeMap(input.UserAttributes)
  const user = newUser(call, poolRecord, input.Username ?? '', given, 'FORCE_CHANGE_PASSWORD', EXISTS)
  checkAttributes(poolRecord, user.attributes)
  checkPassword(poolRecord, password, 'did not conform with policy')
  await beforeSignUp(call, poolRecord, user, undefined, input)
  claimAliases(call, poolRecord, user.attributes, user.username, input.ForceAliasCreation === true)
  const kept: UserPoolUserRecord = {
    ...user,
    password: keepPassword(call, pool.Id, user.username, password),
    passwordEndsAt: temporaryUntil(call, poolRecord),
  }
  return { User: describeUser(addUser(call, poolRecord, kept, EXISTS)) }
}

export const AdminSetUserPassword: CognitoOperations['AdminSetUserPassword'] = (input, call) => {
  const poolRecord = findPool(call, input.UserPoolId)
  const user = userOf(call, poolRecord, input.Username)
  const password = input.Password ?? ''
  checkPassword(poolRecord, password, 'does not conform to policy')
  const kept = keepPassword(call, poolRecord.pool.Id, user.username, password)
  changeUser(call, poolRecord.pool.Id, user, {
    password: kept,
    status: input.Permanent === true ? 'CONFIRMED' : 'FORCE_CHANGE_PASSWORD',
    passwordEndsAt: input.Permanent === true ? undefined : temporaryUntil(call, poolRecord),
  })
  return {}
}

export const AdminResetUserPassword: CognitoOperations['AdminResetUserPassword'] = (input, call) => {
  const poolRecord = findPool(call, input.UserPoolId)
  const user = userOf(call, poolRecord, input.Username)
  if (user.status !== 'CONFIRMED' && user.status !== 'RESET_REQUIRED') {
    throw notAuthorized('User password cannot be reset in the current state.')
  }
  const { email_verified, phone_number_verified } = user.attributes
  if (email_verified !== 'true' && phone_number_verified !== 'true') {
    throw invalidParameter('Cannot reset password for the user as there is no registered/verified email or phone_number')
  }
  const codes = { ...user.codes, ForgotPassword: call.clock.now() + 3_600_000 }
  changeUser(call, poolRecord.pool.Id, user, { status: 'RESET_REQUIRED', password: undefined, codes })
  return {}
}

export const AdminGetUser: CognitoOperations['AdminGetUser'] = (input, call) => {
  const { Username, Attributes, UserCreateDate, UserLastModifiedDate, Enabled, UserStatus } = describeUser(
    userOf(call, findPool(call, input.UserPoolId), input.Username),
  )
  return { Username: Username ?? '', UserAttributes: Attributes, UserCreateDate, UserLastModifiedDate, Enabled, UserStatus }
}

export const AdminDeleteUser: CognitoOperations['AdminDeleteUser'] = (input, call) => {
  const poolRecord = findPool(call, input.UserPoolId)
  removeUser(call, poolRecord.pool.Id, userOf(call, poolRecord, input.Username))
  return {}
}

export const AdminEnableUser: CognitoOperations['AdminEnableUser'] = (input, call) => {
  const poolRecord = findPool(call, input.UserPoolId)
  changeUser(call, poolRecord.pool.Id, userOf(call, poolRecord, input.Username), { enabled: true })
  return {}
}

/** A user who is disabled is signed out as well. */
export const AdminDisableUser: CognitoOperations['AdminDisableUser'] = (input, call) => {
  const poolRecord = findPool(call, input.UserPoolId)
  const user = userOf(call, poolRecord, input.Username)
  endSessions(call, poolRecord.pool.Id, user)
  changeUser(call, poolRecord.pool.Id, user, { enabled: false })
  return {}
}

/** An attribute whose value is empty goes; a new address or number is not verified unless the administrator says so. */
export const AdminUpdateUserAttributes: CognitoOperations['AdminUpdateUserAttributes'] = (input, call) => {
  const poolRecord = findPool(call, input.UserPoolId)
  const user = userOf(call, poolRecord, input.Username)
  const given = attributeMap(input.UserAttributes)
  checkMutable(poolRecord, Object.keys(given))
  checkAttributes(poolRecord, given)
  const unproved = (['email', 'phone_number'] as const).filter((name) => given[name] && given[name] !== user.attributes[name])
  const reset = Object.fromEntries(unproved.map((name) => [`${name}_verified`, 'false']))
  const merged = Object.entries({ ...user.attributes, ...reset, ...given }).filter(([, value]) => value !== '')
  const attributes = Object.fromEntries(merged)
  claimAliases(call, poolRecord, attributes, user.username, false)
  changeUser(call, poolRecord.pool.Id, user, { attributes })
  return {}
}

export const AdminDeleteUserAttributes: CognitoOperations['AdminDeleteUserAttributes'] = (input, call) => {
  const poolRecord = findPool(call, input.UserPoolId)
  const user = userOf(call, poolRecord, input.Username)
  const names = input.UserAttributeNames ?? []
  checkMutable(poolRecord, names)
  checkAttributes(poolRecord, Object.fromEntries(names.map((name) => [name, ''])))
  const attributes = attributeMap(attributeList(user.attributes).filter(({ Name = '' }) => !names.includes(Name)))
  changeUser(call, poolRecord.pool.Id, user, { attributes })
  return {}
}

/** Confirms a user who signed up, without a code. */
export const AdminConfirmSignUp: CognitoOperations['AdminConfirmSignUp'] = async (input, call) => {
  const poolRecord = findPool(call, input.UserPoolId)
  const user = userOf(call, poolRecord, input.Username)
  if (user.status !== 'UNCONFIRMED') throw notAuthorized(`User cannot be confirmed. Current status is ${user.status}`)
  const confirmed = changeUser(call, poolRecord.pool.Id, user, { status: 'CONFIRMED' })
  await afterConfirmation(call, poolRecord, confirmed, undefined, input)
  return {}
}
