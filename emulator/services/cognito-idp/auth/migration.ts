import type { UserPoolUserRecord } from '../../../model/cognito'
import { addUser, newUser } from '../new-user'
import { cognitoError } from '../operations'
import { keepPassword } from '../passwords'
import { checkAttributes } from '../schema'
import { callTrigger, textMap } from '../triggers'
import { claimAliases } from '../users'
import type { SignIn } from './sign-in'

/**
 * Asks the UserMigration trigger for a user who is not in the pool, at a sign-in or (without password) when a password was forgotten.
 * Answers the user that it made of the answer, or undefined where there is no trigger.
 */
export async function migrateUser(signIn: SignIn, name: string, password?: string): Promise<UserPoolUserRecord | undefined> {
  const { call, poolRecord, client, validationData, clientMetadata } = signIn
  const response = await callTrigger(call, poolRecord, 'UserMigration', {
    source: password === undefined ? 'UserMigration_ForgotPassword' : 'UserMigration_Authentication',
    username: name,
    clientId: client.ClientId,
    request: {
      ...(password === undefined ? {} : { password }),
      validationData: validationData ?? null,
      ...(clientMetadata === undefined ? {} : { clientMetadata }),
      userAttributes: null,
    },
    response: { userAttributes: null, forceAliasCreation: null, finalUserStatus: null, messageAction: null, desiredDeliveryMediums: null },
  })
  if (response === undefined) return undefined
  const attributes = textMap(response['userAttributes'])
  // An answer without attributes says that there is no such user.
  if (Object.keys(attributes).length === 0) return undefined
  const { username = name, ...own } = attributes
  const status = response['finalUserStatus'] ?? (password === undefined ? 'RESET_REQUIRED' : 'CONFIRMED')
  if (status !== 'CONFIRMED' && status !== 'RESET_REQUIRED' && status !== 'FORCE_CHANGE_PASSWORD') {
    throw cognitoError('InvalidLambdaResponseException', 'Unrecognizable lambda output')
  }
  const user = newUser(call, poolRecord, username, own, status)
  checkAttributes(poolRecord, user.attributes)
  claimAliases(call, poolRecord, user.attributes, user.username, response['forceAliasCreation'] === true)
  const poolId = poolRecord.pool.Id
  const kept = password === undefined ? {} : { password: keepPassword(call, poolId, user.username, password) }
  return addUser(call, poolRecord, { ...user, ...kept })
}
