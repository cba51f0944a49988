import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ManualClock } from '../../../../emulator/base/clock'
import { Emulator } from '../../../../emulator/emulator'
import { publicKeys, userPoolOf } from '../../../../emulator/model/user-pools'
import { cognitoIdp } from '../../../../emulator/services/cognito-idp'
import { type Account, makePool, makeUser, PASSWORD, signIn, startAccount } from './account'

let account: Account
beforeAll(async () => {
  account = await startAccount()
})
afterAll(() => account[Symbol.asyncDispose]())

test('a pool of which nothing is said is as AWS makes it', async () => {
  const { UserPool } = await account.send('CreateUserPool', { PoolName: 'plain' })
  expect(UserPool).toMatchObject({
    Id: expect.stringMatching(/^us-east-1_[A-Za-z0-9]{9}$/),
    Arn: `arn:aws:cognito-idp:us-east-1:000000000000:userpool/${UserPool?.Id}`,
    Name: 'plain',
    Policies: {
      PasswordPolicy: {
        MinimumLength: 8,
        RequireUppercase: true,
        RequireLowercase: true,
        RequireNumbers: true,
        RequireSymbols: true,
        TemporaryPasswordValidityDays: 7,
      },
    },
    MfaConfiguration: 'OFF',
    DeletionProtection: 'INACTIVE',
    AdminCreateUserConfig: { AllowAdminCreateUserOnly: false },
    EstimatedNumberOfUsers: 0,
  })
  const names = UserPool?.SchemaAttributes?.map(({ Name }) => Name)
  expect(names).toEqual(expect.arrayContaining(['sub', 'email', 'email_verified', 'phone_number', 'updated_at', 'address']))
  expect(UserPool?.SchemaAttributes?.find(({ Name }) => Name === 'sub')).toMatchObject({ Required: true, Mutable: false })
})

test('an update puts what it leaves out back to the default, and keeps what a pool has for life', async () => {
  const { UserPoolId } = await makePool(account, {
    UsernameAttributes: ['email'],
    Schema: [{ Name: 'tenant', AttributeDataType: 'String' }],
    Policies: { PasswordPolicy: { MinimumLength: 20 } },
    AutoVerifiedAttributes: ['email'],
  })
  await account.send('UpdateUserPool', { UserPoolId, DeletionProtection: 'ACTIVE' })
  const { UserPool } = await account.send('DescribeUserPool', { UserPoolId })
  expect(UserPool).toMatchObject({ Name: 'people', UsernameAttributes: ['email'], DeletionProtection: 'ACTIVE' })
  expect([UserPool?.Policies?.PasswordPolicy?.MinimumLength, UserPool?.AutoVerifiedAttributes]).toEqual([8, undefined])
  expect(UserPool?.SchemaAttributes?.some(({ Name }) => Name === 'custom:tenant')).toBe(true)
  expect(await account.failure('DeleteUserPool', { UserPoolId })).toMatch(/deletion protection is activated/)
})

test('a password policy that is given says all', async () => {
  const { UserPoolId } = await makePool(account, { Policies: { PasswordPolicy: { MinimumLength: 6 } } })
  await account.send('AdminCreateUser', { UserPoolId, Username: 'ada', TemporaryPassword: 'simple' })
  expect(await account.failure('AdminSetUserPassword', { UserPoolId, Username: 'ada', Password: 'short', Permanent: true })).toBe(
    'InvalidPasswordException: Password does not conform to policy: Password not long enough',
  )
})

test('the id of a pool can be chosen by a tag', async () => {
  const chosen = { PoolName: 'chosen', UserPoolTags: { 'portico:id': 'Shop' } }
  expect((await account.send('CreateUserPool', chosen)).UserPool?.Id).toBe('us-east-1_Shop')
  expect(await account.failure('CreateUserPool', chosen)).toMatch(/another user pool has this id/)
  const ResourceArn = 'arn:aws:cognito-idp:us-east-1:000000000000:userpool/us-east-1_Shop'
  await account.send('TagResource', { ResourceArn, Tags: { team: 'a' } })
  await account.send('UntagResource', { ResourceArn, TagKeys: ['portico:id'] })
  expect((await account.send('ListTagsForResource', { ResourceArn })).Tags).toEqual({ team: 'a' })
})

test('clients: what AWS fills in, what an update resets, the secret that stays', async () => {
  const { UserPoolId } = await makePool(account)
  const { UserPoolClient: made } = await account.send('CreateUserPoolClient', {
    UserPoolId,
    ClientName: 'c',
    GenerateSecret: true,
    AccessTokenValidity: 2,
  })
  expect(made).toMatchObject({
    ClientId: expect.stringMatching(/^[a-z0-9]{26}$/),
    ClientSecret: expect.stringMatching(/^[a-z0-9]{52}$/),
    RefreshTokenValidity: 30,
    AccessTokenValidity: 2,
    AllowedOAuthFlowsUserPoolClient: false,
    EnableTokenRevocation: true,
    AuthSessionValidity: 3,
  })
  expect(made?.ExplicitAuthFlows).toBeUndefined()
  const place = { UserPoolId, ClientId: made?.ClientId }
  await account.send('UpdateUserPoolClient', { ...place, PreventUserExistenceErrors: 'ENABLED' })
  const { UserPoolClient: updated } = await account.send('DescribeUserPoolClient', place)
  expect(updated).toMatchObject({ ClientName: 'c', ClientSecret: made?.ClientSecret, PreventUserExistenceErrors: 'ENABLED' })
  expect(updated?.AccessTokenValidity).toBeUndefined()
  expect((await account.send('ListUserPoolClients', { UserPoolId })).UserPoolClients).toHaveLength(2)
  await account.send('DeleteUserPoolClient', place)
  expect(await account.failure('DescribeUserPoolClient', place)).toBe(
    `ResourceNotFoundException: User pool client ${made?.ClientId} does not exist.`,
  )
})

const OAUTH = { AllowedOAuthFlowsUserPoolClient: true } as const
test.each<[string, object, string]>([
  [
    'no flows',
    { ...OAUTH, AllowedOAuthScopes: ['openid'] },
    'InvalidOAuthFlowException: AllowedOAuthFlows and AllowedOAuthScopes are required if user pool client is allowed to use OAuth flows.',
  ],
  [
    'an application without a secret',
    { ...OAUTH, AllowedOAuthFlows: ['client_credentials'], AllowedOAuthScopes: ['a/b'] },
    'InvalidOAuthFlowException: client_credentials flow can not be selected if client does not have a client secret.',
  ],
  [
    'an application that is a user too',
    { ...OAUTH, GenerateSecret: true, AllowedOAuthFlows: ['client_credentials', 'code'], AllowedOAuthScopes: ['a/b'] },
    'InvalidOAuthFlowException: client_credentials flow can not be selected along with code flow or implicit flow.',
  ],
  [
    'an unknown scope',
    { ...OAUTH, AllowedOAuthFlows: ['code'], AllowedOAuthScopes: ['a/b'] },
    'ScopeDoesNotExistException: Invalid scope requested: a/b',
  ],
  [
    'a callback without TLS',
    { CallbackURLs: ['http://example.com'] },
    'InvalidParameterException: http://example.com cannot use the HTTP protocol.',
  ],
  [
    'a token for four minutes',
    { AccessTokenValidity: 4, TokenValidityUnits: { AccessToken: 'minutes' } },
    'InvalidParameterException: Invalid range for token validity.',
  ],
  [
    'flows of old and new',
    { ExplicitAuthFlows: ['ADMIN_NO_SRP_AUTH', 'ALLOW_CUSTOM_AUTH'] },
    'InvalidParameterException: Cannot specify legacy ExplicitAuthFlows values along with values that start with ALLOW_.',
  ],
  ['a callback on this machine', { CallbackURLs: ['http://localhost:3000/x', 'myapp://back'] }, 'no failure'],
])('a client with %s', async (_what, settings, expected) => {
  const { UserPoolId } = await makePool(account)
  expect(await account.failure('CreateUserPoolClient', { UserPoolId, ClientName: 'c', ...settings } as never)).toBe(expected)
})

test('domains: one of a prefix for each pool, no two pools with one; a pool goes after its domain', async () => {
  const [one, two] = [await makePool(account), await makePool(account)]
  const create = (UserPoolId: string, Domain: string) => account.failure('CreateUserPoolDomain', { UserPoolId, Domain })
  expect(await create(one.UserPoolId, 'people')).toBe('no failure')
  expect(await create(two.UserPoolId, 'people')).toBe('InvalidParameterException: Domain already associated with another user pool.')
  expect(await create(one.UserPoolId, 'others')).toMatch(/^InvalidParameterException/)
  expect(await create(two.UserPoolId, 'Under_score')).toMatch(/at 'domain' failed to satisfy constraint/)
  const { DomainDescription } = await account.send('DescribeUserPoolDomain', { Domain: 'people' })
  expect(DomainDescription).toMatchObject({ UserPoolId: one.UserPoolId, Status: 'ACTIVE' })
  expect((await account.send('DescribeUserPool', { UserPoolId: one.UserPoolId })).UserPool?.Domain).toBe('people')
  expect(await account.failure('DeleteUserPool', { UserPoolId: one.UserPoolId })).toBe(
    'InvalidParameterException: User pool cannot be deleted. It has a domain configured that should be deleted first.',
  )
  await account.send('DeleteUserPoolDomain', { UserPoolId: one.UserPoolId, Domain: 'people' })
  expect((await account.send('DescribeUserPoolDomain', { Domain: 'people' })).DomainDescription).toEqual({})
  await account.send('DeleteUserPool', { UserPoolId: one.UserPoolId })
  expect(await account.failure('DescribeUserPool', { UserPoolId: one.UserPoolId })).toBe(
    `ResourceNotFoundException: User pool ${one.UserPoolId} does not exist.`,
  )
})

test('resource servers', async () => {
  const { UserPoolId } = await makePool(account)
  const server = { UserPoolId, Identifier: 'https://orders.example.com', Name: 'Orders' }
  const Scopes = [{ ScopeName: 'read', ScopeDescription: 'reads' }]
  await account.send('CreateResourceServer', { ...server, Scopes })
  expect(await account.failure('CreateResourceServer', server)).toMatch(/^InvalidParameterException: .*already exists/)
  await account.send('UpdateResourceServer', { ...server, Name: 'All orders', Scopes })
  expect((await account.send('ListResourceServers', { UserPoolId, MaxResults: 10 })).ResourceServers).toEqual([
    { ...server, Name: 'All orders', Scopes },
  ])
  await account.send('DeleteResourceServer', server)
  expect(await account.failure('DescribeResourceServer', server)).toMatch(/^ResourceNotFoundException/)
})

test('the configuration of second factors is kept', async () => {
  const { UserPoolId } = await makePool(account)
  await account.send('SetUserPoolMfaConfig', { UserPoolId, MfaConfiguration: 'OPTIONAL', SoftwareTokenMfaConfiguration: { Enabled: true } })
  expect(await account.send('GetUserPoolMfaConfig', { UserPoolId })).toMatchObject({
    MfaConfiguration: 'OPTIONAL',
    SoftwareTokenMfaConfiguration: { Enabled: true },
  })
})

test.each<[string, () => Promise<string>, string]>([
  [
    'an id that is none',
    () => account.failure('DescribeUserPool', { UserPoolId: 'x' }),
    "InvalidParameterException: 1 validation error detected: Value 'x' at 'userPoolId' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w-]+_[0-9a-zA-Z]+",
  ],
  [
    'a member that is missing',
    () => account.failure('DescribeUserPool', { UserPoolId: undefined }),
    "InvalidParameterException: 1 validation error detected: Value null at 'userPoolId' failed to satisfy constraint: Member must not be null",
  ],
  [
    'an operation that is not served',
    () => account.failure('AssociateSoftwareToken', {} as never),
    'NotImplemented: Not emulated by Portico yet: cognito-idp:AssociateSoftwareToken',
  ],
  [
    'pages that are too large',
    () => account.failure('ListUserPools', { MaxResults: 61 }),
    "InvalidParameterException: 1 validation error detected: Value '61' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 60",
  ],
])('refused: %s', async (_what, attempt, expected) => {
  expect(await attempt()).toBe(expected)
})

test('a kept account keeps users, keys and sign-ins', async () => {
  const state = mkdtempSync(join(tmpdir(), 'portico-cognito-'))
  try {
    const clock = new ManualClock()
    const open = () => new Emulator({ state, clock })
    let pool = { UserPoolId: '', ClientId: '' }
    let tokens = { AccessToken: '', RefreshToken: '' }
    let kids: unknown
    {
      await using first = open()
      const call = first.call()
      const { UserPool } = await cognitoIdp.operations.CreateUserPool({ PoolName: 'kept' }, call)
      const UserPoolId = UserPool?.Id ?? ''
      expect(publicKeys(userPoolOf(first.registry, UserPool?.Arn ?? '') as never)).toEqual([])
      const given = { UserPoolId, ClientName: 'c', ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'] as const }
      const { UserPoolClient } = await cognitoIdp.operations.CreateUserPoolClient(
        { ...given, ExplicitAuthFlows: [...given.ExplicitAuthFlows] },
        call,
      )
      pool = { UserPoolId, ClientId: UserPoolClient?.ClientId ?? '' }
      await cognitoIdp.operations.AdminCreateUser({ UserPoolId, Username: 'ada' }, call)
      await cognitoIdp.operations.AdminSetUserPassword({ UserPoolId, Username: 'ada', Password: PASSWORD, Permanent: true }, call)
      const begun = { ClientId: pool.ClientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters: { USERNAME: 'ada', PASSWORD } } as const
      const { AuthenticationResult } = await cognitoIdp.operations.InitiateAuth(begun, call)
      tokens = { AccessToken: AuthenticationResult?.AccessToken ?? '', RefreshToken: AuthenticationResult?.RefreshToken ?? '' }
      kids = publicKeys(userPoolOf(first.registry, UserPool?.Arn ?? '') as never)
      expect(kids).toHaveLength(1)
    }
    await using second = open()
    const call = second.call()
    const arn = `arn:aws:cognito-idp:us-east-1:000000000000:userpool/${pool.UserPoolId}`
    expect(publicKeys(userPoolOf(second.registry, arn) as never)).toEqual(kids)
    expect((await cognitoIdp.operations.GetUser({ AccessToken: tokens.AccessToken }, call)).Username).toBe('ada')
    const refreshing = {
      ClientId: pool.ClientId,
      AuthFlow: 'REFRESH_TOKEN_AUTH',
      AuthParameters: { REFRESH_TOKEN: tokens.RefreshToken },
    } as const
    expect((await cognitoIdp.operations.InitiateAuth(refreshing, call)).AuthenticationResult?.IdToken).toBeDefined()
  } finally {
    rmSync(state, { recursive: true, force: true })
  }
})

test('a deleted pool leaves nothing', async () => {
  const { UserPoolId, ClientId } = await makePool(account)
  await makeUser(account, UserPoolId, 'ada')
  const { AccessToken } = await signIn(account, ClientId, 'ada')
  await account.send('DeleteUserPool', { UserPoolId })
  expect(await account.failure('GetUser', { AccessToken })).toMatch(/^NotAuthorizedException/)
  expect(
    await account.failure('InitiateAuth', { ClientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters: { USERNAME: 'ada', PASSWORD } }),
  ).toMatch(/^ResourceNotFound/)
})
