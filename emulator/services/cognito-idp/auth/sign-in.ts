import type * as sdk from '@aws-sdk/client-cognito-identity-provider'
import type { UserPoolUserRecord } from '../../../model/cognito'
import { checkSecretHash } from '../client-secret'
import type { PoolClient } from '../clients'
import { cognitoError, invalidParameter, notAuthorized, notEmulated, userNotFound } from '../operations'
import { issueTokens } from '../tokens/issue'
import { sealRefreshToken } from '../tokens/refresh-token'
import { openSession } from '../tokens/sessions'
import { callTrigger, triggerAttributes } from '../triggers'

/** What InitiateAuth, RespondToAuthChallenge and their counterparts of administrators answer. */
export type AuthAnswer = Pick<sdk.InitiateAuthResponse, 'AuthenticationResult' | 'ChallengeName' | 'ChallengeParameters' | 'Session'>

/** Somebody signing in: by which client, with what. */
export interface SignIn extends PoolClient {
  /** AuthParameters, or ChallengeResponses. */
  readonly parameters: Readonly<Record<string, string>>
  /** ClientMetadata of the call that begins a sign-in: for the triggers PreAuthentication and UserMigration. */
  readonly validationData?: Readonly<Record<string, string>> | undefined
  /** ClientMetadata of the call that answers a challenge: for all other triggers. */
  readonly clientMetadata?: Readonly<Record<string, string>> | undefined
}

/** A parameter that a flow cannot do without. */
export function parameter({ parameters }: SignIn, name: string): string {
  const value = parameters[name]
  if (value === undefined || value === '') throw invalidParameter(`Missing required parameter ${name}`)
  return value
}

/** The user name of a request, when the client has shown that it may ask: with its secret, where it has one. */
export function provenUsername(signIn: SignIn, ...more: readonly string[]): string {
  const username = parameter(signIn, 'USERNAME')
  checkSecretHash(signIn.client, signIn.parameters['SECRET_HASH'], username, ...more)
  return username
}

/** Whether a client does not let on that a user does not exist. */
export function hidesUsers({ client }: Pick<PoolClient, 'client'>): boolean {
  return client.PreventUserExistenceErrors === 'ENABLED'
}

/** What comes before any proof: the PreAuthentication trigger, and whether the user may sign in at all. Answers the user as the trigger left it. */
export async function beforeSignIn(
  signIn: SignIn,
  name: string,
  user: UserPoolUserRecord | undefined,
): Promise<UserPoolUserRecord | undefined> {
  const { call, poolRecord, client } = signIn
  if (user !== undefined || hidesUsers(signIn)) {
    await callTrigger(call, poolRecord, 'PreAuthentication', {
      source: 'PreAuthentication_Authentication',
      username: user?.username ?? name,
      clientId: client.ClientId,
      request: {
        userAttributes: user === undefined ? {} : triggerAttributes(user),
        validationData: signIn.validationData ?? null,
        ...(hidesUsers(signIn) ? { userNotFound: user === undefined } : {}),
      },
      response: {},
    })
  }
  if (user === undefined) return undefined
  const current = asItIs(signIn, user)
  if (!current.enabled) throw notAuthorized('User is disabled.')
  if (current.status === 'RESET_REQUIRED') throw cognitoError('PasswordResetRequiredException', 'Password reset required for the user')
  return current
}

/** The user after a trigger, which may have changed it: added it to a group, set attributes. */
function asItIs({ call, poolRecord }: SignIn, user: UserPoolUserRecord): UserPoolUserRecord {
  const current = call.records.userPoolUsers.get(user.username, poolRecord.pool.Id)
  if (current === undefined) throw userNotFound()
  return current
}

/** Refuses a user who has not been confirmed. */
export function checkConfirmed({ status }: UserPoolUserRecord): void {
  if (status === 'UNCONFIRMED') throw cognitoError('UserNotConfirmedException', 'User is not confirmed.')
}

/** Refuses a temporary password that is too old. */
export function checkTemporary({ call }: SignIn, { passwordEndsAt }: UserPoolUserRecord): void {
  if (passwordEndsAt !== undefined && passwordEndsAt <= call.clock.now()) {
    throw notAuthorized('Temporary password has expired and must be reset by an administrator.')
  }
}

/** The user has proved who they are: the PostAuthentication trigger, then tokens. */
export async function completeSignIn(
  signIn: SignIn,
  proved: UserPoolUserRecord,
  source: 'TokenGeneration_Authentication' | 'TokenGeneration_NewPasswordChallenge' = 'TokenGeneration_Authentication',
): Promise<AuthAnswer> {
  const { call, poolRecord, client, clientMetadata } = signIn
  const user = await afterSignIn(signIn, proved)
  const session = openSession(call, poolRecord, client, user)
  const poolId = poolRecord.pool.Id
  const tokens = await issueTokens(call, { poolId, client, user, session, source, clientMetadata })
  return {
    ChallengeParameters: {},
    AuthenticationResult: {
      AccessToken: tokens.accessToken,
      ExpiresIn: tokens.expiresIn,
      TokenType: 'Bearer',
      RefreshToken: await sealRefreshToken(call, poolId, user, session),
      IdToken: tokens.idToken,
    },
  }
}

/** What comes after the proof: a second factor where the pool requires one, which is not emulated, and the PostAuthentication trigger. Answers the user as it left it. */
export async function afterSignIn(signIn: SignIn, user: UserPoolUserRecord): Promise<UserPoolUserRecord> {
  const { call, poolRecord, client, clientMetadata } = signIn
  if (poolRecord.pool.MfaConfiguration === 'ON') throw notEmulated('second factors of cognito-idp (MfaConfiguration is ON)')
  await callTrigger(call, poolRecord, 'PostAuthentication', {
    source: 'PostAuthentication_Authentication',
    username: user.username,
    clientId: client.ClientId,
    request: {
      userAttributes: triggerAttributes(user),
      newDeviceUsed: false,
      ...(clientMetadata === undefined ? {} : { clientMetadata }),
    },
    response: {},
  })
  return asItIs(signIn, user)
}
