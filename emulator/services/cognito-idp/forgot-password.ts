import { countAttempt, forgetFailures } from './attempts'
import { migrateUser } from './auth/migration'
import { checkSecretHash } from './client-secret'
import { findClient } from './clients'
import { checkCode, codeMismatch, delivery, recoveryDelivery, sendCode, withoutCode } from './codes'
import { type CognitoOperations, invalidParameter, notAuthorized, userNotFound } from './operations'
import { checkPassword, keepPassword } from './passwords'
import { afterConfirmation } from './sign-up-triggers'
import { changeUser, findUser } from './users'

/** Where the client hides users, one who is not there gets an answer like any other. */
export const ForgotPassword: CognitoOperations['ForgotPassword'] = async (input, asked) => {
  const poolClient = findClient(asked, input.ClientId)
  const { call, poolRecord, client } = poolClient
  const name = input.Username ?? ''
  checkSecretHash(client, input.SecretHash, name)
  const user =
    findUser(call, poolRecord, name) ?? (await migrateUser({ ...poolClient, parameters: {}, clientMetadata: input.ClientMetadata }, name))
  const hidden = client.PreventUserExistenceErrors === 'ENABLED'
  if (user === undefined) {
    if (!hidden) throw userNotFound()
    return { CodeDeliveryDetails: delivery('email', name) }
  }
  await countAttempt(call, poolRecord.pool.Id, user.username, 'forgot-password')
  if (!user.enabled) throw notAuthorized('User is disabled.')
  if (user.status === 'FORCE_CHANGE_PASSWORD') throw notAuthorized('User password cannot be reset in the current state.')
  if (user.status === 'UNCONFIRMED') {
    throw invalidParameter('Cannot reset password for the user as there is no registered/verified email or phone_number')
  }
  const details = recoveryDelivery(poolRecord, user)
  sendCode(call, poolRecord, user, 'ForgotPassword')
  return { CodeDeliveryDetails: details }
}

export const ConfirmForgotPassword: CognitoOperations['ConfirmForgotPassword'] = async (input, asked) => {
  const { call, poolRecord, client } = findClient(asked, input.ClientId)
  const name = input.Username ?? ''
  checkSecretHash(client, input.SecretHash, name)
  const user = findUser(call, poolRecord, name)
  if (user === undefined) throw client.PreventUserExistenceErrors === 'ENABLED' ? codeMismatch() : userNotFound()
  const password = input.Password ?? ''
  checkPassword(poolRecord, password, 'does not conform to policy')
  await checkCode(call, poolRecord, user, 'ForgotPassword', input.ConfirmationCode)
  const poolId = poolRecord.pool.Id
  const changed = changeUser(call, poolId, user, {
    status: 'CONFIRMED',
    password: keepPassword(call, poolId, user.username, password),
    passwordEndsAt: undefined,
    codes: withoutCode(user, 'ForgotPassword'),
  })
  await forgetFailures(call, poolId, user.username)
  await afterConfirmation(call, poolRecord, changed, client.ClientId, input, 'ConfirmForgotPassword')
  return {}
}
