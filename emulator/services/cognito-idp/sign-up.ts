import type { UserPoolUserRecord } from '../../model/cognito'
import { checkSecretHash } from './client-secret'
import { findClient } from './clients'
import { checkCode, delivery, expiredCode, sendCode, signUpDelivery, withoutCode } from './codes'
import { addUser, newUser } from './new-user'
import { type CognitoOperations, invalidParameter, notAuthorized, userNotFound } from './operations'
import { checkPassword, keepPassword } from './passwords'
import { attributeMap, checkAttributes, checkRequired } from './schema'
import { afterConfirmation, beforeSignUp } from './sign-up-triggers'
import { changeUser, claimAliases, findUser } from './users'
import { checkWritable } from './writable'

export const SignUp: CognitoOperations['SignUp'] = async (input, asked) => {
  const { call, poolRecord, client } = findClient(asked, input.ClientId)
  const { pool } = poolRecord
  const name = input.Username ?? ''
  checkSecretHash(client, input.SecretHash, name)
  if (pool.AdminCreateUserConfig.AllowAdminCreateUserOnly === true) throw notAuthorized('SignUp is not permitted for this user pool')
  const given = attributeMap(input.UserAttributes)
  checkWritable(client, Object.keys(given))
  const password = input.Password ?? ''
  checkPassword(poolRecord, password, 'did not conform with policy')
  const drafted = newUser(call, poolRecord, name, given, 'UNCONFIRMED')
  checkAttributes(poolRecord, drafted.attributes)
  checkRequired(poolRecord, drafted.attributes)
  const answer = await beforeSignUp(call, poolRecord, drafted, client.ClientId, input)
  const { sub = '', ...userAttributes } = drafted.attributes
  const confirmed = answer?.['autoConfirmUser'] === true
  const user: UserPoolUserRecord = {
    ...drafted,
    status: confirmed ? 'CONFIRMED' : 'UNCONFIRMED',
    attributes: {
      ...userAttributes,
      ...(userAttributes['email'] ? { email_verified: String(answer?.['autoVerifyEmail'] === true) } : {}),
      ...(userAttributes['phone_number'] ? { phone_number_verified: String(answer?.['autoVerifyPhone'] === true) } : {}),
      sub,
    },
    password: keepPassword(call, pool.Id, drafted.username, password),
  }
  claimAliases(call, poolRecord, user.attributes, user.username, false)
  addUser(call, poolRecord, user)
  const details = confirmed ? undefined : signUpDelivery(poolRecord, user.attributes)
  if (details !== undefined) sendCode(call, poolRecord, user, 'SignUp')
  if (confirmed) await afterConfirmation(call, poolRecord, user, client.ClientId, input)
  return { UserConfirmed: confirmed, UserSub: sub, ...(details === undefined ? {} : { CodeDeliveryDetails: details }) }
}

export const ConfirmSignUp: CognitoOperations['ConfirmSignUp'] = async (input, asked) => {
  const { call, poolRecord, client } = findClient(asked, input.ClientId)
  const name = input.Username ?? ''
  checkSecretHash(client, input.SecretHash, name)
  const user = findUser(call, poolRecord, name)
  if (user === undefined) throw client.PreventUserExistenceErrors === 'ENABLED' ? expiredCode() : userNotFound()
  if (user.status !== 'UNCONFIRMED') throw notAuthorized(`User cannot be confirmed. Current status is ${user.status}`)
  await checkCode(call, poolRecord, user, 'SignUp', input.ConfirmationCode)
  const proved = signUpDelivery(poolRecord, user.attributes)?.AttributeName
  const attributes = proved === undefined ? user.attributes : { ...user.attributes, [`${proved}_verified`]: 'true' }
  claimAliases(call, poolRecord, attributes, user.username, input.ForceAliasCreation === true)
  const confirmed = changeUser(call, poolRecord.pool.Id, user, { status: 'CONFIRMED', attributes, codes: withoutCode(user, 'SignUp') })
  await afterConfirmation(call, poolRecord, confirmed, client.ClientId, input)
  return {}
}

export const ResendConfirmationCode: CognitoOperations['ResendConfirmationCode'] = (input, asked) => {
  const { call, poolRecord, client } = findClient(asked, input.ClientId)
  const name = input.Username ?? ''
  checkSecretHash(client, input.SecretHash, name)
  const user = findUser(call, poolRecord, name)
  if (user === undefined) {
    if (client.PreventUserExistenceErrors !== 'ENABLED') throw userNotFound()
    return { CodeDeliveryDetails: delivery('email', name) }
  }
  if (user.status !== 'UNCONFIRMED') throw invalidParameter('User is already confirmed.')
  const details = signUpDelivery(poolRecord, user.attributes)
  // Uncertain: the wording.
  if (details === undefined) throw invalidParameter('Auto verification not turned on.')
  sendCode(call, poolRecord, user, 'SignUp')
  return { CodeDeliveryDetails: details }
}
