import type { CodeDeliveryDetailsType } from '@aws-sdk/client-cognito-identity-provider'
import { checkLock, forgetFailures, noteFailure } from './attempts'
import { checkCode, delivery, sendCode, withoutCode } from './codes'
import { type CognitoOperations, invalidParameter, wrongPassword } from './operations'
import { checkPassword, isPassword, keepPassword } from './passwords'
import { attributeList, attributeMap, checkAttributes, checkMutable } from './schema'
import { bearerOf } from './tokens/access-token'
import { readable } from './tokens/claims'
import { changeUser, claimAliases, removeUser } from './users'
import { checkWritable } from './writable'

export const GetUser: CognitoOperations['GetUser'] = async (input, call) => {
  const { user, client } = await bearerOf(call, input.AccessToken)
  return { Username: user.username, UserAttributes: attributeList(readable(user, client)) }
}

export const ChangePassword: CognitoOperations['ChangePassword'] = async (input, asked) => {
  const { call, poolRecord, user } = await bearerOf(asked, input.AccessToken)
  const poolId = poolRecord.pool.Id
  const password = input.ProposedPassword ?? ''
  await checkLock(call, poolId, user.username)
  if (!isPassword(poolId, user, input.PreviousPassword ?? '')) {
    await noteFailure(call, poolId, user.username)
    throw wrongPassword()
  }
  await forgetFailures(call, poolId, user.username)
  checkPassword(poolRecord, password, 'does not conform to policy')
  changeUser(call, poolId, user, { password: keepPassword(call, poolId, user.username, password) })
  return {}
}

/** A new address or number is not verified; where the pool verifies it by itself, a code is on its way. */
export const UpdateUserAttributes: CognitoOperations['UpdateUserAttributes'] = async (input, asked) => {
  const { call, poolRecord, client, user } = await bearerOf(asked, input.AccessToken)
  const given = attributeMap(input.UserAttributes)
  checkWritable(client, Object.keys(given))
  checkMutable(poolRecord, Object.keys(given))
  checkAttributes(poolRecord, given)
  const attributes = Object.fromEntries(Object.entries({ ...user.attributes, ...given }).filter(([, value]) => value !== ''))
  const toVerify = (['email', 'phone_number'] as const).filter((name) => given[name] && given[name] !== user.attributes[name])
  for (const name of toVerify) attributes[`${name}_verified`] = 'false'
  claimAliases(call, poolRecord, attributes, user.username, false)
  let changed = changeUser(call, poolRecord.pool.Id, user, { attributes })
  const CodeDeliveryDetailsList: CodeDeliveryDetailsType[] = []
  for (const name of toVerify) {
    if (!poolRecord.pool.AutoVerifiedAttributes?.includes(name)) continue
    changed = sendCode(call, poolRecord, changed, name)
    CodeDeliveryDetailsList.push(delivery(name, given[name] ?? ''))
  }
  return { CodeDeliveryDetailsList }
}

export const DeleteUserAttributes: CognitoOperations['DeleteUserAttributes'] = async (input, asked) => {
  const { call, poolRecord, client, user } = await bearerOf(asked, input.AccessToken)
  const names = input.UserAttributeNames ?? []
  checkWritable(client, names)
  checkMutable(poolRecord, names)
  const attributes = attributeMap(attributeList(user.attributes).filter(({ Name = '' }) => !names.includes(Name)))
  changeUser(call, poolRecord.pool.Id, user, { attributes })
  return {}
}

export const GetUserAttributeVerificationCode: CognitoOperations['GetUserAttributeVerificationCode'] = async (input, asked) => {
  const { call, poolRecord, user } = await bearerOf(asked, input.AccessToken)
  const name = verifiable(input.AttributeName)
  const value = user.attributes[name]
  if (value === undefined) throw invalidParameter(`User does not have ${name} to verify.`)
  sendCode(call, poolRecord, user, name)
  return { CodeDeliveryDetails: delivery(name, value) }
}

export const VerifyUserAttribute: CognitoOperations['VerifyUserAttribute'] = async (input, asked) => {
  const { call, poolRecord, user } = await bearerOf(asked, input.AccessToken)
  const name = verifiable(input.AttributeName)
  await checkCode(call, poolRecord, user, name, input.Code)
  const attributes = { ...user.attributes, [`${name}_verified`]: 'true' }
  claimAliases(call, poolRecord, attributes, user.username, false)
  changeUser(call, poolRecord.pool.Id, user, { attributes, codes: withoutCode(user, name) })
  return {}
}

export const DeleteUser: CognitoOperations['DeleteUser'] = async (input, asked) => {
  const { call, poolRecord, user } = await bearerOf(asked, input.AccessToken)
  removeUser(call, poolRecord.pool.Id, user)
  return {}
}

/** Uncertain: the wording. */
function verifiable(name: string | undefined): 'email' | 'phone_number' {
  if (name === 'email' || name === 'phone_number') return name
  throw invalidParameter('Only email or phone_number can be verified.')
}
