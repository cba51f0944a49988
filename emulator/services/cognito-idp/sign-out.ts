import { checkSecret } from './auth/refresh'
import { findClient } from './clients'
import { type CognitoOperations, cognitoError } from './operations'
import { bearerOf } from './tokens/access-token'
import { readRefreshToken } from './tokens/refresh-token'
import { endSession } from './tokens/sessions'
import { findPool } from './user-pools'
import { endSessions, userOf } from './users'

/** Ends every sign-in of the user. ID tokens hold on until they expire, as on AWS. */
export const GlobalSignOut: CognitoOperations['GlobalSignOut'] = async (input, asked) => {
  const { call, poolRecord, user } = await bearerOf(asked, input.AccessToken)
  endSessions(call, poolRecord.pool.Id, user)
  return {}
}

export const AdminUserGlobalSignOut: CognitoOperations['AdminUserGlobalSignOut'] = (input, call) => {
  const poolRecord = findPool(call, input.UserPoolId)
  endSessions(call, poolRecord.pool.Id, userOf(call, poolRecord, input.Username))
  return {}
}

/** Ends the sign-in of a refresh token; one that has ended already is no error. Uncertain: the texts. */
export const RevokeToken: CognitoOperations['RevokeToken'] = async (input, asked) => {
  const poolClient = findClient(asked, input.ClientId)
  const { call, client, poolRecord } = poolClient
  checkSecret(client.ClientSecret, input.ClientSecret)
  if (!client.EnableTokenRevocation) {
    throw cognitoError('UnsupportedOperationException', 'Token revocation is not enabled for the client.')
  }
  const read = await readRefreshToken(call, poolClient, input.Token ?? '')
  if (read === undefined) throw cognitoError('UnsupportedTokenTypeException', 'Unsupported token type')
  endSession(call, poolRecord.pool.Id, read.sub, read.originJti)
  return {}
}
