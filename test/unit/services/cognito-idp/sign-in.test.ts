import { createHmac } from 'node:crypto'
import { type Account, makePool, makeUser, PASSWORD, signIn, startAccount } from './account'
import { SrpClient } from './srp-client'

let account: Account
let UserPoolId: string
let ClientId: string
let sub: string

beforeAll(async () => {
  account = await startAccount()
  ;({ UserPoolId, ClientId } = await makePool(account))
  sub = await makeUser(account, UserPoolId, 'ada', { email: 'ada@example.com', email_verified: 'true', updated_at: '7', address: 'Here 1' })
})
afterAll(() => account[Symbol.asyncDispose]())

const seconds = () => Math.floor(account.gateway.clock.now().getTime() / 1000)
const begin = (
  AuthFlow: 'USER_PASSWORD_AUTH' | 'USER_SRP_AUTH' | 'REFRESH_TOKEN_AUTH',
  AuthParameters: Record<string, string>,
  client = ClientId,
) => account.send('InitiateAuth', { ClientId: client, AuthFlow, AuthParameters })
const beginning = (AuthFlow: 'USER_PASSWORD_AUTH' | 'REFRESH_TOKEN_AUTH', AuthParameters: Record<string, string>, client = ClientId) =>
  account.failure('InitiateAuth', { ClientId: client, AuthFlow, AuthParameters })
const makeClient = async (settings: object) => {
  const ExplicitAuthFlows = ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_USER_SRP_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH']
  const made = await account.send('CreateUserPoolClient', { UserPoolId, ClientName: 'other', ExplicitAuthFlows, ...settings } as never)
  return { id: made.UserPoolClient?.ClientId ?? '', secret: made.UserPoolClient?.ClientSecret ?? '' }
}

test('the tokens of a sign-in by password are as AWS makes them', async () => {
  const { AccessToken, IdToken, RefreshToken, ...others } = await signIn(account, ClientId, 'ada')
  expect(others).toEqual({ ExpiresIn: 3600, TokenType: 'Bearer' })
  const uuid = expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  const now = seconds()
  const iss = `https://cognito-idp.us-east-1.amazonaws.com/${UserPoolId}`
  const shared = { sub, iss, origin_jti: uuid, event_id: uuid, jti: uuid, auth_time: now, iat: now, exp: now + 3600 }
  expect(await account.verified(AccessToken)).toEqual({
    ...shared,
    client_id: ClientId,
    token_use: 'access',
    scope: 'aws.cognito.signin.user.admin',
    username: 'ada',
  })
  expect(await account.verified(IdToken)).toEqual({
    ...shared,
    aud: ClientId,
    token_use: 'id',
    'cognito:username': 'ada',
    email: 'ada@example.com',
    email_verified: true,
    updated_at: 7,
    address: { formatted: 'Here 1' },
  })
  const [header = ''] = AccessToken.split('.')
  expect(JSON.parse(Buffer.from(header, 'base64url').toString())).toEqual({
    kid: expect.stringMatching(/^[A-Za-z0-9+/]{43}=$/),
    alg: 'RS256',
  })
  expect(RefreshToken.split('.')).toHaveLength(5)
})

test('groups are in both tokens, the roles of groups in the ID token', async () => {
  await makeUser(account, UserPoolId, 'boss')
  for (const [GroupName, Precedence] of [
    ['second', 2],
    ['first', 1],
  ] as const) {
    const RoleArn = `arn:aws:iam::000000000000:role/${GroupName}`
    await account.send('CreateGroup', { UserPoolId, GroupName, Precedence, RoleArn })
    await account.send('AdminAddUserToGroup', { UserPoolId, GroupName, Username: 'boss' })
  }
  const { AccessToken, IdToken } = await signIn(account, ClientId, 'boss')
  const access = await account.verified(AccessToken)
  expect([access['cognito:groups'], access['cognito:roles']]).toEqual([['first', 'second'], undefined])
  expect(await account.verified(IdToken)).toMatchObject({
    'cognito:groups': ['first', 'second'],
    'cognito:roles': ['arn:aws:iam::000000000000:role/first', 'arn:aws:iam::000000000000:role/second'],
    'cognito:preferred_role': 'arn:aws:iam::000000000000:role/first',
  })
})

describe('SRP', () => {
  const respond = (ChallengeResponses: Record<string, string>) => ({
    ClientId,
    ChallengeName: 'PASSWORD_VERIFIER' as const,
    ChallengeResponses,
  })

  test.each(['ada', 'grace'])('proves that %s knows the password, without sending it', async (name) => {
    if (name === 'grace') await makeUser(account, UserPoolId, name)
    const srp = new SrpClient()
    const { ChallengeName, ChallengeParameters = {} } = await begin('USER_SRP_AUTH', { USERNAME: name, SRP_A: srp.publicValue })
    expect([ChallengeName, ChallengeParameters['USER_ID_FOR_SRP']]).toEqual(['PASSWORD_VERIFIER', name])
    const answer = srp.respond(UserPoolId, PASSWORD, ChallengeParameters)
    const { AuthenticationResult } = await account.send('RespondToAuthChallenge', respond(answer))
    expect(await account.verified(AuthenticationResult?.AccessToken)).toMatchObject({ username: name })
    expect(await account.failure('RespondToAuthChallenge', respond(answer))).toBe(
      'NotAuthorizedException: Invalid session for the user, session can only be used once.',
    )
  })

  test('refuses a wrong password, a signature of others, and what comes too late', async () => {
    const srp = new SrpClient()
    const challenge = async () => (await begin('USER_SRP_AUTH', { USERNAME: 'ada', SRP_A: srp.publicValue })).ChallengeParameters ?? {}
    const wrong = srp.respond(UserPoolId, 'Wrong-Horse-9', await challenge())
    expect(await account.failure('RespondToAuthChallenge', respond(wrong))).toBe('NotAuthorizedException: Incorrect username or password.')
    const late = srp.respond(UserPoolId, PASSWORD, await challenge())
    await account.gateway.clock.advance({ minutes: 3 })
    expect(await account.failure('RespondToAuthChallenge', respond(late))).toBe(
      'NotAuthorizedException: Invalid session for the user, session is expired.',
    )
  })

  test('a public value that is a multiple of the prime opens nothing', async () => {
    expect(
      await account.failure('InitiateAuth', { ClientId, AuthFlow: 'USER_SRP_AUTH', AuthParameters: { USERNAME: 'ada', SRP_A: '0' } }),
    ).toMatch(/^InvalidParameterException/)
  })
})

test('a temporary password has to be changed, and lasts a week', async () => {
  await account.send('AdminCreateUser', { UserPoolId, Username: 'fresh', TemporaryPassword: 'First-Horse-1' })
  const asked = await begin('USER_PASSWORD_AUTH', { USERNAME: 'fresh', PASSWORD: 'First-Horse-1' })
  expect([asked.ChallengeName, asked.ChallengeParameters]).toEqual([
    'NEW_PASSWORD_REQUIRED',
    { USER_ID_FOR_SRP: 'fresh', requiredAttributes: '[]', userAttributes: '{}' },
  ])
  const respond = (NEW_PASSWORD: string) => ({
    ClientId,
    ChallengeName: 'NEW_PASSWORD_REQUIRED' as const,
    Session: asked.Session,
    ChallengeResponses: { USERNAME: 'fresh', NEW_PASSWORD },
  })
  expect(await account.failure('RespondToAuthChallenge', respond('short'))).toBe(
    'InvalidPasswordException: Password does not conform to policy: Password not long enough',
  )
  const other = { ...respond('Second-Horse-2'), ChallengeResponses: { USERNAME: 'ada', NEW_PASSWORD: 'Second-Horse-2' } }
  const session = (await begin('USER_PASSWORD_AUTH', { USERNAME: 'fresh', PASSWORD: 'First-Horse-1' })).Session
  expect(await account.failure('RespondToAuthChallenge', { ...other, Session: session })).toBe(
    'NotAuthorizedException: Invalid session for the user.',
  )
  const { AuthenticationResult } = await account.send('RespondToAuthChallenge', respond('Second-Horse-2'))
  expect((await account.verified(AuthenticationResult?.IdToken))['cognito:username']).toBe('fresh')
  expect((await account.send('AdminGetUser', { UserPoolId, Username: 'fresh' })).UserStatus).toBe('CONFIRMED')
  await account.send('AdminCreateUser', { UserPoolId, Username: 'slow', TemporaryPassword: 'First-Horse-1' })
  await account.gateway.clock.advance({ days: 7 })
  expect(await beginning('USER_PASSWORD_AUTH', { USERNAME: 'slow', PASSWORD: 'First-Horse-1' })).toBe(
    'NotAuthorizedException: Temporary password has expired and must be reset by an administrator.',
  )
})

test('an attribute that the pool requires is asked for with the new password', async () => {
  const pool = await makePool(account, { Schema: [{ Name: 'given_name', Required: true, AttributeDataType: 'String' }] })
  await account.send('AdminCreateUser', { UserPoolId: pool.UserPoolId, Username: 'fresh', TemporaryPassword: 'First-Horse-1' })
  const asked = await begin('USER_PASSWORD_AUTH', { USERNAME: 'fresh', PASSWORD: 'First-Horse-1' }, pool.ClientId)
  expect(asked.ChallengeParameters?.['requiredAttributes']).toBe('["userAttributes.given_name"]')
  const { AuthenticationResult } = await account.send('RespondToAuthChallenge', {
    ClientId: pool.ClientId,
    ChallengeName: 'NEW_PASSWORD_REQUIRED',
    Session: asked.Session,
    ChallengeResponses: { USERNAME: 'fresh', NEW_PASSWORD: 'Second-Horse-2', 'userAttributes.given_name': 'Ada' },
  })
  expect(await account.verified(AuthenticationResult?.IdToken)).toMatchObject({ given_name: 'Ada' })
})

describe('time', () => {
  test('access tokens end to the second, by the settings of the client', async () => {
    const client = await makeClient({ AccessTokenValidity: 5, TokenValidityUnits: { AccessToken: 'minutes' } })
    const { AccessToken, ExpiresIn } = await signIn(account, client.id, 'ada')
    expect(ExpiresIn).toBe(300)
    await account.gateway.clock.advance({ seconds: 299 })
    expect(await account.failure('GetUser', { AccessToken })).toBe('no failure')
    await account.gateway.clock.advance({ seconds: 1 })
    expect(await account.failure('GetUser', { AccessToken })).toBe('NotAuthorizedException: Access Token has expired')
  })

  test('a refresh token gives new tokens of the same sign-in, until it ends', async () => {
    const client = await makeClient({ RefreshTokenValidity: 2 })
    const first = await signIn(account, client.id, 'ada')
    const before = await account.verified(first.IdToken)
    await account.gateway.clock.advance({ hours: 47 })
    const REFRESH_TOKEN = first.RefreshToken
    const { AuthenticationResult } = await begin('REFRESH_TOKEN_AUTH', { REFRESH_TOKEN }, client.id)
    expect(AuthenticationResult?.RefreshToken).toBeUndefined()
    const after = await account.verified(AuthenticationResult?.IdToken)
    expect([after['origin_jti'], after['auth_time'], after.iat]).toEqual([before['origin_jti'], before['auth_time'], seconds()])
    await account.gateway.clock.advance({ hours: 1 })
    expect(await beginning('REFRESH_TOKEN_AUTH', { REFRESH_TOKEN }, client.id)).toBe('NotAuthorizedException: Refresh Token has expired')
  })

  test('five wrong passwords lock a user out, longer each time', async () => {
    await makeUser(account, UserPoolId, 'locked')
    const attempt = (PASSWORD_: string) => beginning('USER_PASSWORD_AUTH', { USERNAME: 'locked', PASSWORD: PASSWORD_ })
    const wrong = 'NotAuthorizedException: Incorrect username or password.'
    for (let i = 0; i < 5; i++) expect(await attempt('Wrong-Horse-9')).toBe(wrong)
    expect(await attempt(PASSWORD)).toBe('NotAuthorizedException: Password attempts exceeded')
    await account.gateway.clock.advance({ seconds: 1 })
    expect(await attempt('Wrong-Horse-9')).toBe(wrong)
    await account.gateway.clock.advance({ seconds: 1 })
    expect(await attempt(PASSWORD)).toBe('NotAuthorizedException: Password attempts exceeded')
    await account.gateway.clock.advance({ seconds: 1 })
    expect(await attempt(PASSWORD)).toBe('no failure')
  })
})

describe('the end of a sign-in', () => {
  test.each<[string, (AccessToken: string) => Promise<unknown>]>([
    ['by the user', (AccessToken) => account.send('GlobalSignOut', { AccessToken })],
    ['by an administrator', () => account.send('AdminUserGlobalSignOut', { UserPoolId, Username: 'ada' })],
  ])('%s revokes all tokens; the next sign-in is not touched', async (_who, end) => {
    const { AccessToken, RefreshToken } = await signIn(account, ClientId, 'ada')
    await end(AccessToken)
    expect(await account.failure('GetUser', { AccessToken })).toBe('NotAuthorizedException: Access Token has been revoked')
    expect(await beginning('REFRESH_TOKEN_AUTH', { REFRESH_TOKEN: RefreshToken })).toBe(
      'NotAuthorizedException: Refresh Token has been revoked',
    )
    expect(await account.failure('GetUser', { AccessToken: (await signIn(account, ClientId, 'ada')).AccessToken })).toBe('no failure')
  })

  test('RevokeToken ends one sign-in only', async () => {
    const [one, two] = [await signIn(account, ClientId, 'ada'), await signIn(account, ClientId, 'ada')]
    await account.send('RevokeToken', { ClientId, Token: one.RefreshToken })
    expect(await account.failure('GetUser', { AccessToken: one.AccessToken })).toBe('NotAuthorizedException: Access Token has been revoked')
    expect(await account.failure('GetUser', { AccessToken: two.AccessToken })).toBe('no failure')
    expect(await account.failure('RevokeToken', { ClientId, Token: one.AccessToken })).toMatch(/^UnsupportedTokenTypeException/)
  })

  test('rotation: each refresh token is used once, within its grace', async () => {
    const client = await makeClient({
      ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'],
      RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 10 },
    })
    const { RefreshToken } = await signIn(account, client.id, 'ada')
    const renew = (token: string | undefined) => ({ ClientId: client.id, RefreshToken: token })
    const { AuthenticationResult } = await account.send('GetTokensFromRefreshToken', renew(RefreshToken))
    expect(await account.failure('GetTokensFromRefreshToken', renew(RefreshToken))).toBe('no failure')
    await account.gateway.clock.advance({ seconds: 10 })
    expect(await account.failure('GetTokensFromRefreshToken', renew(RefreshToken))).toBe(
      'NotAuthorizedException: Refresh Token has been revoked',
    )
    expect(AuthenticationResult?.RefreshToken).toBeDefined()
  })
})

describe('a client with a secret', () => {
  const hash = (secret: string, name: string, id: string) =>
    createHmac('sha256', secret)
      .update(name + id)
      .digest('base64')

  test('is let in by its hash only', async () => {
    const { id, secret } = await makeClient({ GenerateSecret: true })
    const parameters = { USERNAME: 'ada', PASSWORD }
    expect(await beginning('USER_PASSWORD_AUTH', parameters, id)).toBe(
      `NotAuthorizedException: Client ${id} is configured with secret but SECRET_HASH was not received`,
    )
    expect(await beginning('USER_PASSWORD_AUTH', { ...parameters, SECRET_HASH: hash(secret, 'grace', id) }, id)).toBe(
      `NotAuthorizedException: Unable to verify secret hash for client ${id}`,
    )
    const SECRET_HASH = hash(secret, 'ada', id)
    const { AuthenticationResult } = await begin('USER_PASSWORD_AUTH', { ...parameters, SECRET_HASH }, id)
    const REFRESH_TOKEN = AuthenticationResult?.RefreshToken ?? ''
    expect(await beginning('REFRESH_TOKEN_AUTH', { REFRESH_TOKEN, SECRET_HASH }, id)).toBe('no failure')
    expect(await beginning('REFRESH_TOKEN_AUTH', { REFRESH_TOKEN, SECRET_HASH: 'x' }, id)).toMatch(/secret hash/)
  })
})

describe('a client that hides users', () => {
  test('answers for one who is not there as for one who is', async () => {
    const { id } = await makeClient({ PreventUserExistenceErrors: 'ENABLED' })
    expect(await beginning('USER_PASSWORD_AUTH', { USERNAME: 'nobody', PASSWORD }, id)).toBe(
      'NotAuthorizedException: Incorrect username or password.',
    )
    const srp = new SrpClient()
    const ask = () => begin('USER_SRP_AUTH', { USERNAME: 'nobody', SRP_A: srp.publicValue }, id)
    const [{ ChallengeParameters: one = {} }, { ChallengeParameters: two = {} }] = [await ask(), await ask()]
    expect([one['SALT'], one['USER_ID_FOR_SRP']]).toEqual([two['SALT'], two['USER_ID_FOR_SRP']])
    expect(one['SALT']).toMatch(/^[0-9a-f]{32}$/)
    const ChallengeResponses = srp.respond(UserPoolId, PASSWORD, one)
    expect(await account.failure('RespondToAuthChallenge', { ClientId: id, ChallengeName: 'PASSWORD_VERIFIER', ChallengeResponses })).toBe(
      'NotAuthorizedException: Incorrect username or password.',
    )
    const forgotten = await account.send('ForgotPassword', { ClientId: id, Username: 'nobody@example.com' })
    expect(forgotten.CodeDeliveryDetails).toEqual({ AttributeName: 'email', DeliveryMedium: 'EMAIL', Destination: 'n***@e***' })
    const confirming = { ClientId: id, Username: 'nobody', ConfirmationCode: '123456', Password: PASSWORD }
    expect(await account.failure('ConfirmForgotPassword', confirming)).toMatch(/^CodeMismatchException/)
  })
})

test.each<[string, () => Promise<string>, string]>([
  [
    'a wrong password',
    () => beginning('USER_PASSWORD_AUTH', { USERNAME: 'ada', PASSWORD: 'x' }),
    'NotAuthorizedException: Incorrect username or password.',
  ],
  ['nobody', () => beginning('USER_PASSWORD_AUTH', { USERNAME: 'nobody', PASSWORD }), 'UserNotFoundException: User does not exist.'],
  ['no name', () => beginning('USER_PASSWORD_AUTH', { PASSWORD }), 'InvalidParameterException: Missing required parameter USERNAME'],
  [
    'no password',
    () => beginning('USER_PASSWORD_AUTH', { USERNAME: 'ada' }),
    'InvalidParameterException: Missing required parameter PASSWORD',
  ],
  [
    'no client',
    () => beginning('USER_PASSWORD_AUTH', {}, 'nothing'),
    'ResourceNotFoundException: User pool client nothing does not exist.',
  ],
  ['no refresh token', () => beginning('REFRESH_TOKEN_AUTH', { REFRESH_TOKEN: 'x' }), 'NotAuthorizedException: Invalid Refresh Token'],
  [
    'a flow of administrators',
    () =>
      account.failure('InitiateAuth', { ClientId, AuthFlow: 'ADMIN_USER_PASSWORD_AUTH', AuthParameters: { USERNAME: 'ada', PASSWORD } }),
    'InvalidParameterException: Initiate Auth method not supported.',
  ],
  [
    'a flow that is not emulated',
    () => account.failure('InitiateAuth', { ClientId, AuthFlow: 'USER_AUTH', AuthParameters: { USERNAME: 'ada' } }),
    'NotImplemented: Not emulated by Portico yet: the flow USER_AUTH of cognito-idp:InitiateAuth',
  ],
  [
    'a second factor',
    () => account.failure('RespondToAuthChallenge', { ClientId, ChallengeName: 'SOFTWARE_TOKEN_MFA', ChallengeResponses: {} }),
    'NotImplemented: Not emulated by Portico yet: the challenge SOFTWARE_TOKEN_MFA of cognito-idp:RespondToAuthChallenge',
  ],
  ['no token', () => account.failure('GetUser', { AccessToken: 'x' }), 'NotAuthorizedException: Invalid Access Token'],
  [
    'an ID token in place of an access token',
    async () => account.failure('GetUser', { AccessToken: (await signIn(account, ClientId, 'ada')).IdToken }),
    'NotAuthorizedException: Invalid Access Token',
  ],
  [
    'a token that was tampered with',
    async () => {
      const [header, claims = '', signature] = (await signIn(account, ClientId, 'ada')).AccessToken.split('.')
      const other = Buffer.from(claims, 'base64url').toString().replace('"username":"ada"', '"username":"boss"')
      return account.failure('GetUser', { AccessToken: [header, Buffer.from(other).toString('base64url'), signature].join('.') })
    },
    'NotAuthorizedException: Invalid Access Token',
  ],
])('refused: %s', async (_what, attempt, expected) => {
  expect(await attempt()).toBe(expected)
})

test.each<[string, object, 'USER_PASSWORD_AUTH' | 'USER_SRP_AUTH' | 'CUSTOM_AUTH' | 'ADMIN_USER_PASSWORD_AUTH', string]>([
  [
    'no settings',
    { ExplicitAuthFlows: undefined },
    'USER_PASSWORD_AUTH',
    'InvalidParameterException: USER_PASSWORD_AUTH flow not enabled for this client',
  ],
  [
    'no settings',
    { ExplicitAuthFlows: undefined },
    'ADMIN_USER_PASSWORD_AUTH',
    'InvalidParameterException: Auth flow not enabled for this client',
  ],
  [
    'other flows',
    { ExplicitAuthFlows: ['ALLOW_CUSTOM_AUTH'] },
    'USER_SRP_AUTH',
    'InvalidParameterException: USER_SRP_AUTH is not enabled for the client.',
  ],
  [
    'other flows',
    { ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH'] },
    'CUSTOM_AUTH',
    'InvalidParameterException: CUSTOM_AUTH is not enabled for the client.',
  ],
  ['settings of old', { ExplicitAuthFlows: ['ADMIN_NO_SRP_AUTH'] }, 'ADMIN_USER_PASSWORD_AUTH', 'no failure'],
  ['no settings', { ExplicitAuthFlows: undefined }, 'USER_SRP_AUTH', 'no failure'],
])('a client with %s %j: %s', async (_what, settings, AuthFlow, expected) => {
  const client = await makeClient(settings)
  const AuthParameters = { USERNAME: 'ada', PASSWORD, SRP_A: new SrpClient().publicValue }
  expect(await account.failure('AdminInitiateAuth', { UserPoolId, ClientId: client.id, AuthFlow, AuthParameters })).toBe(expected)
})

test('who may not sign in: disabled, unconfirmed, to be reset', async () => {
  await makeUser(account, UserPoolId, 'off', { email: 'off@example.com', email_verified: 'true' })
  const attempt = (USERNAME: string) => beginning('USER_PASSWORD_AUTH', { USERNAME, PASSWORD })
  const { AccessToken, RefreshToken } = await signIn(account, ClientId, 'off')
  await account.send('AdminDisableUser', { UserPoolId, Username: 'off' })
  expect(await attempt('off')).toBe('NotAuthorizedException: User is disabled.')
  expect(await account.failure('GetUser', { AccessToken })).toBe('NotAuthorizedException: Access Token has been revoked')
  expect(await beginning('REFRESH_TOKEN_AUTH', { REFRESH_TOKEN: RefreshToken })).toMatch(/^NotAuthorizedException/)
  await account.send('AdminEnableUser', { UserPoolId, Username: 'off' })
  expect(await attempt('off')).toBe('no failure')
  await account.send('AdminResetUserPassword', { UserPoolId, Username: 'off' })
  expect(await attempt('off')).toBe('PasswordResetRequiredException: Password reset required for the user')
  await account.send('SignUp', { ClientId, Username: 'new', Password: PASSWORD })
  expect(await attempt('new')).toBe('UserNotConfirmedException: User is not confirmed.')
})

test('a pool that requires a second factor lets nobody in', async () => {
  const pool = await makePool(account, { MfaConfiguration: 'ON' })
  await makeUser(account, pool.UserPoolId, 'ada')
  expect(await beginning('USER_PASSWORD_AUTH', { USERNAME: 'ada', PASSWORD }, pool.ClientId)).toMatch(
    /^NotImplemented: .*MfaConfiguration is ON/,
  )
})

test('what nobody signs finds its pool in whatever region it is', async () => {
  await using europe = await startAccount(undefined, {}, 'eu-west-1')
  const pool = await makePool(europe)
  expect(pool.UserPoolId).toMatch(/^eu-west-1_[A-Za-z0-9]{9}$/)
  await makeUser(europe, pool.UserPoolId, 'ada')
  const { AccessToken, IdToken } = await signIn(europe, pool.ClientId, 'ada')
  expect((await europe.verified(IdToken)).iss).toBe(`https://cognito-idp.eu-west-1.amazonaws.com/${pool.UserPoolId}`)
  expect((await europe.send('GetUser', { AccessToken })).Username).toBe('ada')
})
