import type { LambdaConfigType } from '@aws-sdk/client-cognito-identity-provider'
import type { TemplateObject } from '../../../../emulator/testing/index'
import { type Account, makePool, makeUser, PASSWORD, signIn, startAccount } from './account'
import { SrpClient } from './srp-client'

/** Functions by name: the body of a handler that gets `event` and answers it. */
const FUNCTIONS = {
  /** Fails with what it was called with, so that the caller sees it. */
  tell: 'throw new Error(JSON.stringify(event))',
  refuse: "throw new Error('not today')",
  nothing: 'return null',
  confirm: 'event.response = { autoConfirmUser: true, autoVerifyEmail: true, autoVerifyPhone: false }',
  claims: `event.response.claimsOverrideDetails = {
    claimsToAddOrOverride: { plan: 'gold', sub: 'forged', count: 3 },
    claimsToSuppress: ['email'],
    groupOverrideDetails: { groupsToOverride: ['made-up'] },
  }`,
  access: `event.response.claimsAndScopeOverrideDetails = {
    idTokenGeneration: { claimsToAddOrOverride: { nested: { deep: [1] } } },
    accessTokenGeneration: {
      claimsToAddOrOverride: { tenant: event.request.scopes.join('+') },
      scopesToAdd: ['orders/read'],
      scopesToSuppress: ['aws.cognito.signin.user.admin'],
    },
  }`,
  define: `const { session } = event.request
    const last = session.at(-1)
    const failed = session.filter((one) => !one.challengeResult).length
    if (last === undefined || (last.challengeName === 'PASSWORD_VERIFIER')) event.response = { challengeName: 'CUSTOM_CHALLENGE', issueTokens: false, failAuthentication: false }
    else if (last.challengeName === 'SRP_A') event.response = { challengeName: 'PASSWORD_VERIFIER', issueTokens: false, failAuthentication: false }
    else if (last.challengeResult && last.challengeMetadata === 'RIDDLE') event.response = { issueTokens: true, failAuthentication: false }
    else if (failed < 2) event.response = { challengeName: 'CUSTOM_CHALLENGE', issueTokens: false, failAuthentication: false }
    else event.response = { issueTokens: false, failAuthentication: true }`,
  create: `event.response = {
      publicChallengeParameters: { question: 'six times nine?', round: String(event.request.session.length) },
      privateChallengeParameters: { answer: '42' },
      challengeMetadata: 'RIDDLE',
    }`,
  verify: 'event.response.answerCorrect = event.request.challengeAnswer === event.request.privateChallengeParameters.answer',
  promote: `const { userPoolId: UserPoolId, userName: Username } = event
    await fetch(process.env.AWS_ENDPOINT_URL, {
      method: 'POST',
      headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'AWSCognitoIdentityProviderService.AdminAddUserToGroup' },
      body: JSON.stringify({ UserPoolId, Username, GroupName: 'seen' }),
    })`,
  migrate: `if (event.userName !== 'old') throw new Error('who?')
    event.response.userAttributes = { email: 'old@example.com', email_verified: 'true', 'custom:from': String(event.request.password) }
    event.response.finalUserStatus = 'CONFIRMED'`,
} as const
type FunctionName = keyof typeof FUNCTIONS

const arnOf = (name: FunctionName) => `arn:aws:lambda:us-east-1:000000000000:function:${name}`

function template(): TemplateObject {
  const resources = Object.entries(FUNCTIONS).flatMap(([name, body]) => [
    [
      name,
      {
        Type: 'AWS::Lambda::Function',
        Properties: {
          FunctionName: name,
          Runtime: 'nodejs20.x',
          Handler: 'index.handler',
          Role: 'arn:aws:iam::000000000000:role/test',
          Code: { ZipFile: `exports.handler = async (event) => { ${body}; return event }` },
        },
      },
    ],
    [
      `${name}Permission`,
      {
        Type: 'AWS::Lambda::Permission',
        Properties: {
          Action: 'lambda:InvokeFunction',
          FunctionName: { Ref: name },
          Principal: 'cognito-idp.amazonaws.com',
          SourceArn: { 'Fn::Sub': 'arn:aws:cognito-idp:us-east-1:${AWS::AccountId}:userpool/*' },
        },
      },
    ],
  ])
  const closed = {
    Type: 'AWS::Lambda::Function',
    Properties: {
      FunctionName: 'closed',
      Runtime: 'nodejs20.x',
      Handler: 'index.handler',
      Role: 'arn:aws:iam::000000000000:role/test',
      Code: { ZipFile: 'exports.handler = async (event) => event' },
    },
  }
  return { Resources: { ...Object.fromEntries(resources), closed } }
}

let account: Account
beforeAll(async () => {
  account = await startAccount(template())
})
afterAll(() => account[Symbol.asyncDispose]())

const poolWith = (LambdaConfig: LambdaConfigType, more: object = {}) =>
  makePool(account, { LambdaConfig, Schema: [{ Name: 'from', AttributeDataType: 'String' }], ...more })
const begin = (ClientId: string, AuthFlow: 'USER_PASSWORD_AUTH' | 'CUSTOM_AUTH', AuthParameters: Record<string, string>) => ({
  ClientId,
  AuthFlow,
  AuthParameters,
})

/** The event in the message of a failure that `tell` made. */
function told(failure: string, trigger: string): Record<string, unknown> {
  const [, text = ''] = new RegExp(`^UserLambdaValidationException: ${trigger} failed with error (.*)\\.$`, 's').exec(failure) ?? []
  return JSON.parse(text) as Record<string, unknown>
}

describe('what triggers are told', () => {
  const common = (pool: { UserPoolId: string; ClientId: string }, triggerSource: string, userName = 'ada') => ({
    version: '1',
    triggerSource,
    region: 'us-east-1',
    userPoolId: pool.UserPoolId,
    userName,
    callerContext: { awsSdkVersion: expect.any(String), clientId: pool.ClientId },
  })
  const CONFIRMED = { sub: expect.any(String), 'cognito:user_status': 'CONFIRMED', email: 'a@example.com' }

  test('PreSignUp', async () => {
    const pool = await poolWith({ PreSignUp: arnOf('tell') })
    const UserAttributes = [{ Name: 'email', Value: 'a@example.com' }]
    const signUp = {
      ClientId: pool.ClientId,
      Username: 'ada',
      Password: PASSWORD,
      UserAttributes,
      ValidationData: [{ Name: 'v', Value: '1' }],
    }
    expect(told(await account.failure('SignUp', { ...signUp, ClientMetadata: { m: '2' } }), 'PreSignUp')).toEqual({
      ...common(pool, 'PreSignUp_SignUp'),
      request: { userAttributes: { email: 'a@example.com' }, validationData: { v: '1' }, clientMetadata: { m: '2' } },
      response: { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false },
    })
    const admin = await account.failure('AdminCreateUser', { UserPoolId: pool.UserPoolId, Username: 'ada' })
    expect(told(admin, 'PreSignUp')).toMatchObject({
      triggerSource: 'PreSignUp_AdminCreateUser',
      callerContext: { clientId: 'CLIENT_ID_NOT_APPLICABLE' },
    })
  })

  test.each([
    ['PreAuthentication', 'PreAuthentication_Authentication', { validationData: { m: '2' } }],
    ['PostAuthentication', 'PostAuthentication_Authentication', { newDeviceUsed: false }],
  ] as const)('%s', async (trigger, source, request) => {
    const pool = await poolWith({ [trigger]: arnOf('tell') })
    await makeUser(account, pool.UserPoolId, 'ada', { email: 'a@example.com' })
    const attempt = { ...begin(pool.ClientId, 'USER_PASSWORD_AUTH', { USERNAME: 'ada', PASSWORD }), ClientMetadata: { m: '2' } }
    expect(told(await account.failure('InitiateAuth', attempt), trigger)).toEqual({
      ...common(pool, source),
      request: { userAttributes: CONFIRMED, ...request },
      response: {},
    })
  })

  test('PostConfirmation, after which the user is confirmed all the same', async () => {
    const pool = await poolWith({ PostConfirmation: arnOf('tell') }, { AutoVerifiedAttributes: ['email'] })
    const UserAttributes = [{ Name: 'email', Value: 'a@example.com' }]
    await account.send('SignUp', { ClientId: pool.ClientId, Username: 'ada', Password: PASSWORD, UserAttributes })
    const confirm = { ClientId: pool.ClientId, Username: 'ada', ConfirmationCode: '123456' }
    expect(told(await account.failure('ConfirmSignUp', confirm), 'PostConfirmation')).toEqual({
      ...common(pool, 'PostConfirmation_ConfirmSignUp'),
      request: { userAttributes: { ...CONFIRMED, email_verified: 'true' } },
      response: {},
    })
    expect((await account.send('AdminGetUser', { UserPoolId: pool.UserPoolId, Username: 'ada' })).UserStatus).toBe('CONFIRMED')
  })

  test.each([
    ['V1_0', '1', {}, { claimsOverrideDetails: null }],
    ['V2_0', '2', { scopes: ['aws.cognito.signin.user.admin'] }, { claimsAndScopeOverrideDetails: null }],
  ] as const)('PreTokenGeneration %s', async (LambdaVersion, version, request, response) => {
    const pool = await poolWith({ PreTokenGenerationConfig: { LambdaVersion, LambdaArn: arnOf('tell') } })
    await makeUser(account, pool.UserPoolId, 'ada', { email: 'a@example.com' })
    await account.send('CreateGroup', { UserPoolId: pool.UserPoolId, GroupName: 'staff', RoleArn: 'arn:aws:iam::000000000000:role/staff' })
    await account.send('AdminAddUserToGroup', { UserPoolId: pool.UserPoolId, GroupName: 'staff', Username: 'ada' })
    const failure = await account.failure('InitiateAuth', begin(pool.ClientId, 'USER_PASSWORD_AUTH', { USERNAME: 'ada', PASSWORD }))
    const role = 'arn:aws:iam::000000000000:role/staff'
    expect(told(failure, 'PreTokenGeneration')).toEqual({
      ...common(pool, 'TokenGeneration_Authentication'),
      version,
      request: {
        userAttributes: CONFIRMED,
        groupConfiguration: { groupsToOverride: ['staff'], iamRolesToOverride: [role], preferredRole: role },
        ...request,
      },
      response,
    })
  })
})

test('PreSignUp confirms and verifies', async () => {
  const { ClientId } = await poolWith({ PreSignUp: arnOf('confirm') })
  const UserAttributes = [{ Name: 'email', Value: 'ada@example.com' }]
  const made = await account.send('SignUp', { ClientId, Username: 'ada', Password: PASSWORD, UserAttributes })
  expect([made.UserConfirmed, made.CodeDeliveryDetails]).toEqual([true, undefined])
  expect(await account.verified((await signIn(account, ClientId, 'ada')).IdToken)).toMatchObject({ email_verified: true })
})

test.each<[string, string, string]>([
  ['an error', arnOf('refuse'), 'UserLambdaValidationException: PreSignUp failed with error not today.'],
  ['no event', arnOf('nothing'), 'InvalidLambdaResponseException: Unrecognizable lambda output'],
  [
    'no permission',
    'arn:aws:lambda:us-east-1:000000000000:function:closed',
    'UnexpectedLambdaException: PreSignUp invocation failed due to error AccessDeniedException.',
  ],
  [
    'no function',
    'arn:aws:lambda:us-east-1:000000000000:function:gone',
    'UnexpectedLambdaException: PreSignUp invocation failed due to error ResourceNotFoundException.',
  ],
])('a trigger that answers %s stops what it was asked about', async (_what, PreSignUp, expected) => {
  const { ClientId, UserPoolId } = await poolWith({ PreSignUp })
  expect(await account.failure('SignUp', { ClientId, Username: 'ada', Password: PASSWORD })).toBe(expected)
  expect((await account.send('ListUsers', { UserPoolId })).Users).toEqual([])
})

test('PreTokenGeneration V1_0 changes the ID token and groups, not what a token is about', async () => {
  const pool = await poolWith({ PreTokenGeneration: arnOf('claims') })
  const sub = await makeUser(account, pool.UserPoolId, 'ada', { email: 'a@example.com' })
  const { AccessToken, IdToken } = await signIn(account, pool.ClientId, 'ada')
  const [id, access] = [await account.verified(IdToken), await account.verified(AccessToken)]
  expect(id).toMatchObject({ sub, plan: 'gold', count: '3', 'cognito:groups': ['made-up'] })
  expect(id['email']).toBeUndefined()
  expect([access['plan'], access['cognito:groups']]).toEqual([undefined, ['made-up']])
})

test('PreTokenGeneration V2_0 changes access tokens and scopes as well', async () => {
  const pool = await poolWith({ PreTokenGenerationConfig: { LambdaVersion: 'V2_0', LambdaArn: arnOf('access') } })
  await makeUser(account, pool.UserPoolId, 'ada')
  const { AccessToken, IdToken } = await signIn(account, pool.ClientId, 'ada')
  expect(await account.verified(IdToken)).toMatchObject({ nested: { deep: [1] } })
  expect(await account.verified(AccessToken)).toMatchObject({ tenant: 'aws.cognito.signin.user.admin', scope: 'orders/read' })
  expect(await account.failure('GetUser', { AccessToken })).toBe('NotAuthorizedException: Access Token does not have required scopes')
})

test.each(['PreAuthentication', 'PostAuthentication'] as const)('what %s does to the user is in the tokens', async (trigger) => {
  const pool = await poolWith({ [trigger]: arnOf('promote') })
  await account.send('CreateGroup', { UserPoolId: pool.UserPoolId, GroupName: 'seen' })
  await makeUser(account, pool.UserPoolId, 'ada')
  const { AccessToken } = await signIn(account, pool.ClientId, 'ada')
  expect((await account.verified(AccessToken))['cognito:groups']).toEqual(['seen'])
})

describe('UserMigration', () => {
  test('takes a user over with the password of the sign-in', async () => {
    const pool = await poolWith({ UserMigration: arnOf('migrate') })
    const claims = await account.verified((await signIn(account, pool.ClientId, 'old')).IdToken)
    expect(claims).toMatchObject({ 'cognito:username': 'old', email: 'old@example.com', email_verified: true, 'custom:from': PASSWORD })
    await account.send('UpdateUserPool', { UserPoolId: pool.UserPoolId })
    expect((await signIn(account, pool.ClientId, 'old')).TokenType).toBe('Bearer')
    expect(await account.failure('InitiateAuth', begin(pool.ClientId, 'USER_PASSWORD_AUTH', { USERNAME: 'new', PASSWORD }))).toBe(
      'UserNotFoundException: User does not exist.',
    )
  })

  test('says who does not come', async () => {
    const pool = await poolWith({ UserMigration: arnOf('migrate') })
    expect(await account.failure('InitiateAuth', begin(pool.ClientId, 'USER_PASSWORD_AUTH', { USERNAME: 'new', PASSWORD }))).toBe(
      'UserLambdaValidationException: UserMigration failed with error who?.',
    )
  })
})

describe('CUSTOM_AUTH', () => {
  const custom = {
    DefineAuthChallenge: arnOf('define'),
    CreateAuthChallenge: arnOf('create'),
    VerifyAuthChallengeResponse: arnOf('verify'),
  }
  const answer = (ClientId: string, Session: string | undefined, ANSWER: string) => ({
    ClientId,
    ChallengeName: 'CUSTOM_CHALLENGE' as const,
    Session,
    ChallengeResponses: { USERNAME: 'ada', ANSWER },
  })

  test('asks until the answer is right, or it was wrong twice', async () => {
    const { UserPoolId, ClientId } = await poolWith(custom)
    await makeUser(account, UserPoolId, 'ada')
    const start = () => account.send('InitiateAuth', begin(ClientId, 'CUSTOM_AUTH', { USERNAME: 'ada' }))
    const first = await start()
    expect([first.ChallengeName, first.ChallengeParameters]).toEqual([
      'CUSTOM_CHALLENGE',
      { question: 'six times nine?', round: '0', USERNAME: 'ada' },
    ])
    const second = await account.send('RespondToAuthChallenge', answer(ClientId, first.Session, '54'))
    expect([second.ChallengeParameters?.['round'], second.Session === first.Session]).toEqual(['1', false])
    const { AuthenticationResult } = await account.send('RespondToAuthChallenge', answer(ClientId, second.Session, '42'))
    expect(await account.verified(AuthenticationResult?.AccessToken)).toMatchObject({ username: 'ada' })
    expect(await account.failure('RespondToAuthChallenge', answer(ClientId, second.Session, '42'))).toMatch(/can only be used once/)
    const again = await account.send('RespondToAuthChallenge', answer(ClientId, (await start()).Session, '1'))
    expect(await account.failure('RespondToAuthChallenge', answer(ClientId, again.Session, '2'))).toBe(
      'NotAuthorizedException: Incorrect username or password.',
    )
  })

  test('may ask for the password first, by SRP', async () => {
    const { UserPoolId, ClientId } = await poolWith(custom)
    await makeUser(account, UserPoolId, 'ada')
    const srp = new SrpClient()
    const begun = await account.send(
      'InitiateAuth',
      begin(ClientId, 'CUSTOM_AUTH', { USERNAME: 'ada', CHALLENGE_NAME: 'SRP_A', SRP_A: srp.publicValue }),
    )
    expect(begun.ChallengeName).toBe('PASSWORD_VERIFIER')
    const asked = await account.send('RespondToAuthChallenge', {
      ClientId,
      ChallengeName: 'PASSWORD_VERIFIER',
      Session: begun.Session,
      ChallengeResponses: srp.respond(UserPoolId, PASSWORD, begun.ChallengeParameters ?? {}),
    })
    expect([asked.ChallengeName, asked.ChallengeParameters?.['round']]).toEqual(['CUSTOM_CHALLENGE', '2'])
    const { AuthenticationResult } = await account.send('RespondToAuthChallenge', answer(ClientId, asked.Session, '42'))
    expect(AuthenticationResult?.IdToken).toBeDefined()
  })

  test('needs its triggers', async () => {
    const { UserPoolId, ClientId } = await poolWith({})
    await makeUser(account, UserPoolId, 'ada')
    expect(await account.failure('InitiateAuth', begin(ClientId, 'CUSTOM_AUTH', { USERNAME: 'ada' }))).toBe(
      'InvalidParameterException: Custom auth lambda trigger is not configured for the user pool.',
    )
  })
})
