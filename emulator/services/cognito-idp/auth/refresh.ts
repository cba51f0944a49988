import { checkSecretHash, sameText } from '../client-secret'
import { findClient } from '../clients'
import { type CognitoOperations, invalidParameter, notAuthorized } from '../operations'
import { issueTokens } from '../tokens/issue'
import { openRefreshToken, sealRefreshToken } from '../tokens/refresh-token'
import { rotate } from '../tokens/sessions'
import { type AuthAnswer, parameter, type SignIn } from './sign-in'

const SOURCE = 'TokenGeneration_RefreshTokens'

/** REFRESH_TOKEN_AUTH: new ID and access tokens; the refresh token stays. */
export async function refresh(signIn: SignIn): Promise<AuthAnswer> {
  const { call, poolRecord, client } = signIn
  if (client.RefreshTokenRotation?.Feature === 'ENABLED') {
    // Uncertain: the wording.
    throw invalidParameter('Refresh token rotation is enabled for the client: use GetTokensFromRefreshToken.')
  }
  const { user, session } = await openRefreshToken(call, signIn, parameter(signIn, 'REFRESH_TOKEN'))
  checkSecretHash(client, signIn.parameters['SECRET_HASH'], user.username, user.attributes['sub'] ?? '', user.attributes['email'] ?? '')
  const tokens = await issueTokens(call, { poolId: poolRecord.pool.Id, client, user, session, source: SOURCE })
  return {
    ChallengeParameters: {},
    AuthenticationResult: { AccessToken: tokens.accessToken, ExpiresIn: tokens.expiresIn, TokenType: 'Bearer', IdToken: tokens.idToken },
  }
}

/** With rotation the answer has a new refresh token, and the old one ends, at once or after a grace. */
export const GetTokensFromRefreshToken: CognitoOperations['GetTokensFromRefreshToken'] = async (input, asked) => {
  const poolClient = findClient(asked, input.ClientId)
  const { call, client } = poolClient
  checkSecret(client.ClientSecret, input.ClientSecret)
  const poolId = poolClient.poolRecord.pool.Id
  const { user, session } = await openRefreshToken(call, poolClient, input.RefreshToken ?? '')
  const rotating = client.RefreshTokenRotation?.Feature === 'ENABLED'
  const current = rotating ? rotate(call, poolId, user.attributes['sub'] ?? '', session) : session
  const grant = { poolId, client, user, session: current, source: SOURCE, clientMetadata: input.ClientMetadata }
  const tokens = await issueTokens(call, grant)
  return {
    AuthenticationResult: {
      AccessToken: tokens.accessToken,
      ExpiresIn: tokens.expiresIn,
      TokenType: 'Bearer',
      IdToken: tokens.idToken,
      ...(rotating ? { RefreshToken: await sealRefreshToken(call, poolId, user, current) } : {}),
    },
  }
}

/** Refuses a client that does not show its secret itself. Uncertain: the wording. */
export function checkSecret(secret: string | undefined, given: string | undefined): void {
  if (secret === undefined ? given !== undefined : given === undefined || !sameText(given, secret))
    throw notAuthorized('Invalid client secret')
}
