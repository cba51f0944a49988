import { type Account, makePool, makeUser, PASSWORD, signIn, startAccount } from './account'

/** What every code is: the emulator sends no messages. */
const CODE = '123456'

let account: Account
let UserPoolId: string
let ClientId: string

beforeAll(async () => {
  account = await startAccount()
  ;({ UserPoolId, ClientId } = await makePool(account, {
    AutoVerifiedAttributes: ['email'],
    AliasAttributes: ['email', 'preferred_username'],
  }))
})
afterAll(() => account[Symbol.asyncDispose]())

const attributesOf = async (Username: string, pool = UserPoolId) => {
  const { UserAttributes = [] } = await account.send('AdminGetUser', { UserPoolId: pool, Username })
  return Object.fromEntries(UserAttributes.map(({ Name = '', Value }) => [Name, Value]))
}
const email = (Value: string) => [{ Name: 'email', Value }]

describe('signing up', () => {
  test('a code confirms the user and verifies the address', async () => {
    const made = await account.send('SignUp', { ClientId, Username: 'ada', Password: PASSWORD, UserAttributes: email('ada@example.com') })
    expect(made).toMatchObject({
      UserConfirmed: false,
      UserSub: expect.stringMatching(/^[0-9a-f-]{36}$/),
      CodeDeliveryDetails: { AttributeName: 'email', DeliveryMedium: 'EMAIL', Destination: 'a***@e***' },
    })
    const confirm = (ConfirmationCode: string) => ({ ClientId, Username: 'ada', ConfirmationCode })
    expect(await account.failure('ConfirmSignUp', confirm('000000'))).toBe(
      'CodeMismatchException: Invalid verification code provided, please try again.',
    )
    await account.send('ConfirmSignUp', confirm(CODE))
    expect(await attributesOf('ada')).toEqual({ sub: made.UserSub, email: 'ada@example.com', email_verified: 'true' })
    expect((await account.verified((await signIn(account, ClientId, 'ada')).IdToken)).sub).toBe(made.UserSub)
    expect(await account.failure('ConfirmSignUp', confirm(CODE))).toBe(
      'NotAuthorizedException: User cannot be confirmed. Current status is CONFIRMED',
    )
    expect(await account.failure('ResendConfirmationCode', { ClientId, Username: 'ada' })).toBe(
      'InvalidParameterException: User is already confirmed.',
    )
  })

  test('a code ends after a day, and can be had again', async () => {
    await account.send('SignUp', { ClientId, Username: 'slow', Password: PASSWORD, UserAttributes: email('slow@example.com') })
    await account.gateway.clock.advance({ hours: 24 })
    const confirm = { ClientId, Username: 'slow', ConfirmationCode: CODE }
    expect(await account.failure('ConfirmSignUp', confirm)).toBe(
      'ExpiredCodeException: Invalid code provided, please request a code again.',
    )
    await account.send('ResendConfirmationCode', { ClientId, Username: 'slow' })
    expect(await account.failure('ConfirmSignUp', confirm)).toBe('no failure')
  })

  test('the code is told', () => {
    expect(account.gateway.diagnostics).toContainEqual(
      expect.objectContaining({ code: 'code-not-sent', severity: 'info', message: expect.stringContaining(CODE) }),
    )
  })

  test('wrong codes are limited', async () => {
    await account.send('SignUp', { ClientId, Username: 'guess', Password: PASSWORD, UserAttributes: email('guess@example.com') })
    const guess = () => account.failure('ConfirmSignUp', { ClientId, Username: 'guess', ConfirmationCode: '000000' })
    for (let i = 0; i < 10; i++) expect(await guess()).toMatch(/^CodeMismatchException/)
    expect(await guess()).toBe('LimitExceededException: Attempt limit exceeded, please try after some time.')
  })

  test('an administrator may do without a code', async () => {
    await account.send('SignUp', { ClientId, Username: 'helped', Password: PASSWORD })
    await account.send('AdminConfirmSignUp', { UserPoolId, Username: 'helped' })
    expect(await account.failure('AdminConfirmSignUp', { UserPoolId, Username: 'helped' })).toBe(
      'NotAuthorizedException: User cannot be confirmed. Current status is CONFIRMED',
    )
  })

  test.each<[string, string, string, Record<string, string>, string]>([
    ['a name that is taken', 'ada', PASSWORD, {}, 'UsernameExistsException: User already exists'],
    ['a short password', 'x', 'Ab-1', {}, 'InvalidPasswordException: Password did not conform with policy: Password not long enough'],
    [
      'no upper case',
      'x',
      'abcdefg-1',
      {},
      'InvalidPasswordException: Password did not conform with policy: Password must have uppercase characters',
    ],
    [
      'no lower case',
      'x',
      'ABCDEFG-1',
      {},
      'InvalidPasswordException: Password did not conform with policy: Password must have lowercase characters',
    ],
    [
      'no digit',
      'x',
      'Abcdefg--',
      {},
      'InvalidPasswordException: Password did not conform with policy: Password must have numeric characters',
    ],
    [
      'no symbol',
      'x',
      'Abcdefg12',
      {},
      'InvalidPasswordException: Password did not conform with policy: Password must have symbol characters',
    ],
    [
      'an attribute that is not there',
      'x',
      PASSWORD,
      { 'custom:x': '1' },
      'InvalidParameterException: Attributes did not conform to the schema: custom:x: Attribute does not exist in the schema.\n',
    ],
    ['no address', 'x', PASSWORD, { email: 'nowhere' }, 'InvalidParameterException: Invalid email address format.'],
    ['no number', 'x', PASSWORD, { phone_number: '0123' }, 'InvalidParameterException: Invalid phone number format.'],
    [
      'what only AWS may say',
      'x',
      PASSWORD,
      { email_verified: 'true' },
      'NotAuthorizedException: A client attempted to write unauthorized attribute',
    ],
    [
      'an address as name where it is an alias',
      'x@example.com',
      PASSWORD,
      {},
      'InvalidParameterException: Username cannot be of email format, since user pool is configured for email alias.',
    ],
  ])('refused: %s', async (_what, Username, Password, attributes, expected) => {
    const UserAttributes = Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }))
    expect(await account.failure('SignUp', { ClientId, Username, Password, UserAttributes })).toBe(expected)
  })

  test('a pool of administrators takes nobody in', async () => {
    const closed = await makePool(account, { AdminCreateUserConfig: { AllowAdminCreateUserOnly: true } })
    expect(await account.failure('SignUp', { ClientId: closed.ClientId, Username: 'x', Password: PASSWORD })).toBe(
      'NotAuthorizedException: SignUp is not permitted for this user pool',
    )
  })
})

describe('aliases', () => {
  test('a verified address signs in; a second user cannot have it, unless it is forced', async () => {
    expect((await account.verified((await signIn(account, ClientId, 'ada@example.com')).IdToken))['cognito:username']).toBe('ada')
    const again = { UserPoolId, Username: 'twin', UserAttributes: [...email('ada@example.com'), { Name: 'email_verified', Value: 'true' }] }
    expect(await account.failure('AdminCreateUser', again)).toBe('AliasExistsException: An account with the email already exists.')
    await account.send('AdminCreateUser', { ...again, ForceAliasCreation: true })
    expect([(await attributesOf('ada'))['email_verified'], (await attributesOf('ada@example.com'))['email_verified']]).toEqual([
      'false',
      'true',
    ])
    await account.send('AdminDeleteUser', { UserPoolId, Username: 'twin' })
  })

  test('where users are known by their address, the name is the sub', async () => {
    const pool = await makePool(account, { UsernameAttributes: ['email'], UsernameConfiguration: { CaseSensitive: false } })
    const sub = await makeUser(account, pool.UserPoolId, 'Ada@example.com')
    const claims = await account.verified((await signIn(account, pool.ClientId, 'ada@EXAMPLE.com')).IdToken)
    expect([claims['cognito:username'], claims.sub, claims['email']]).toEqual([sub, sub, 'Ada@example.com'])
    expect(await account.failure('SignUp', { ClientId: pool.ClientId, Username: 'ada@example.com', Password: PASSWORD })).toBe(
      'UsernameExistsException: An account with the given email already exists.',
    )
    await makeUser(account, pool.UserPoolId, 'grace@example.com')
    const taken = { UserPoolId: pool.UserPoolId, Username: 'grace@example.com', UserAttributes: email('Ada@example.com') }
    expect(await account.failure('AdminUpdateUserAttributes', taken)).toBe(
      'AliasExistsException: An account with the given email already exists.',
    )
    expect(await account.failure('SignUp', { ClientId: pool.ClientId, Username: 'ada', Password: PASSWORD })).toBe(
      'InvalidParameterException: Username should be an email.',
    )
  })
})

describe('passwords', () => {
  test('a forgotten one is changed by a code that the verified address gets', async () => {
    await makeUser(account, UserPoolId, 'lost', { email: 'lost@example.com', email_verified: 'true' })
    const confirm = (Password: string) => ({ ClientId, Username: 'lost', ConfirmationCode: CODE, Password })
    expect(await account.failure('ConfirmForgotPassword', confirm('Found-Horse-1'))).toMatch(/^ExpiredCodeException/)
    const { CodeDeliveryDetails } = await account.send('ForgotPassword', { ClientId, Username: 'lost' })
    expect(CodeDeliveryDetails).toEqual({ AttributeName: 'email', DeliveryMedium: 'EMAIL', Destination: 'l***@e***' })
    expect(await account.failure('ConfirmForgotPassword', confirm('short'))).toMatch(/^InvalidPasswordException/)
    await account.send('ConfirmForgotPassword', confirm('Found-Horse-1'))
    expect((await signIn(account, ClientId, 'lost', 'Found-Horse-1')).ExpiresIn).toBe(3600)
  })

  test('without a verified address there is no way back; a temporary one is not forgotten', async () => {
    await makeUser(account, UserPoolId, 'unreachable')
    expect(await account.failure('ForgotPassword', { ClientId, Username: 'unreachable' })).toBe(
      'InvalidParameterException: Cannot reset password for the user as there is no registered/verified email or phone_number',
    )
    await account.send('AdminCreateUser', { UserPoolId, Username: 'fresh' })
    expect(await account.failure('ForgotPassword', { ClientId, Username: 'fresh' })).toBe(
      'NotAuthorizedException: User password cannot be reset in the current state.',
    )
  })

  test('a temporary password that nobody chose is known', async () => {
    const { ChallengeName } = await account.send('InitiateAuth', {
      ClientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: 'fresh', PASSWORD: 'Portico-1' },
    })
    expect(ChallengeName).toBe('NEW_PASSWORD_REQUIRED')
  })

  test('users change their own', async () => {
    await makeUser(account, UserPoolId, 'changing')
    const { AccessToken } = await signIn(account, ClientId, 'changing')
    const change = (PreviousPassword: string) => ({ AccessToken, PreviousPassword, ProposedPassword: 'Second-Horse-2' })
    expect(await account.failure('ChangePassword', change('wrong'))).toBe('NotAuthorizedException: Incorrect username or password.')
    await account.send('ChangePassword', change(PASSWORD))
    expect((await signIn(account, ClientId, 'changing', 'Second-Horse-2')).TokenType).toBe('Bearer')
  })
})

describe('attributes', () => {
  test('users change their own; a new address is to be verified', async () => {
    await makeUser(account, UserPoolId, 'moving', { email: 'old@example.com', email_verified: 'true' })
    const { AccessToken } = await signIn(account, ClientId, 'moving')
    const changed = await account.send('UpdateUserAttributes', {
      AccessToken,
      UserAttributes: [...email('new@example.com'), { Name: 'name', Value: 'M' }],
    })
    expect(changed.CodeDeliveryDetailsList).toEqual([{ AttributeName: 'email', DeliveryMedium: 'EMAIL', Destination: 'n***@e***' }])
    expect(await attributesOf('moving')).toMatchObject({ email: 'new@example.com', email_verified: 'false', name: 'M' })
    await account.send('VerifyUserAttribute', { AccessToken, AttributeName: 'email', Code: CODE })
    expect(await attributesOf('moving')).toMatchObject({ email_verified: 'true' })
    await account.send('DeleteUserAttributes', { AccessToken, UserAttributeNames: ['name'] })
    expect(await attributesOf('moving')).not.toHaveProperty('name')
    expect(await account.failure('GetUserAttributeVerificationCode', { AccessToken, AttributeName: 'phone_number' })).toMatch(
      /^InvalidParameter/,
    )
  })

  test('a client reads and writes what it may', async () => {
    const { UserPoolClient } = await account.send('CreateUserPoolClient', {
      UserPoolId,
      ClientName: 'narrow',
      ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'],
      ReadAttributes: ['name'],
      WriteAttributes: ['name'],
    })
    await makeUser(account, UserPoolId, 'narrow', { name: 'N', gender: 'x' })
    const { AccessToken, IdToken } = await signIn(account, UserPoolClient?.ClientId ?? '', 'narrow')
    const claims = await account.verified(IdToken)
    expect([claims['name'], claims['gender']]).toEqual(['N', undefined])
    const { UserAttributes } = await account.send('GetUser', { AccessToken })
    expect(UserAttributes?.map(({ Name }) => Name)).toEqual(['sub', 'name'])
    expect(await account.failure('UpdateUserAttributes', { AccessToken, UserAttributes: [{ Name: 'gender', Value: 'y' }] })).toBe(
      'NotAuthorizedException: A client attempted to write unauthorized attribute',
    )
  })

  test('custom ones hold what the schema says, and what cannot change does not', async () => {
    const pool = await makePool(account, {
      Schema: [
        { Name: 'tenant', AttributeDataType: 'String', Mutable: false, StringAttributeConstraints: { MinLength: '2', MaxLength: '4' } },
        { Name: 'age', AttributeDataType: 'Number', NumberAttributeConstraints: { MinValue: '18' } },
        { Name: 'given_name', AttributeDataType: 'String', Required: true },
      ],
    })
    const create = (attributes: Record<string, string>) =>
      account.failure('AdminCreateUser', {
        UserPoolId: pool.UserPoolId,
        Username: 'u',
        UserAttributes: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })),
      })
    expect(await create({ 'custom:tenant': 'x' })).toMatch(/String must have length greater than or equal to 2/)
    expect(await create({ 'custom:age': '17' })).toMatch(/^InvalidParameterException/)
    expect(await create({ 'custom:age': 'old' })).toMatch(/^InvalidParameterException/)
    expect(await create({ 'custom:tenant': 'acme', 'custom:age': '18' })).toBe('no failure')
    expect(await account.failure('SignUp', { ClientId: pool.ClientId, Username: 'v', Password: PASSWORD })).toBe(
      'InvalidParameterException: Attributes did not conform to the schema: given_name: The attribute is required\n',
    )
    const update = (Name: string, Value: string) =>
      account.failure('AdminUpdateUserAttributes', { UserPoolId: pool.UserPoolId, Username: 'u', UserAttributes: [{ Name, Value }] })
    expect(await update('custom:tenant', 'acme')).toBe('InvalidParameterException: user.custom:tenant: Attribute cannot be updated.\n')
    expect(await update('custom:age', '40')).toBe('no failure')
    await account.send('AdminDeleteUserAttributes', { UserPoolId: pool.UserPoolId, Username: 'u', UserAttributeNames: ['custom:age'] })
    expect(await attributesOf('u', pool.UserPoolId)).toEqual({ sub: expect.any(String), 'custom:tenant': 'acme' })
  })
})

describe('lists', () => {
  let pool: string
  beforeAll(async () => {
    pool = (await makePool(account)).UserPoolId
    for (const [name, given] of [
      ['ann', 'Ann'],
      ['anton', 'Anton'],
      ['bob', 'Bob "the" B'],
    ] as const) {
      await account.send('AdminCreateUser', { UserPoolId: pool, Username: name, UserAttributes: [{ Name: 'given_name', Value: given }] })
    }
    await account.send('AdminDisableUser', { UserPoolId: pool, Username: 'bob' })
    await account.send('AdminSetUserPassword', { UserPoolId: pool, Username: 'ann', Password: PASSWORD, Permanent: true })
  })

  test.each([
    [undefined, ['ann', 'anton', 'bob']],
    ['username = "ann"', ['ann']],
    ['username ^= "an"', ['ann', 'anton']],
    ['given_name="Bob \\"the\\" B"', ['bob']],
    ['cognito:user_status = "CONFIRMED"', ['ann']],
    ['status = "Disabled"', ['bob']],
    ['email = "x"', []],
  ])('users by %s', async (Filter, expected) => {
    const { Users } = await account.send('ListUsers', { UserPoolId: pool, Filter })
    expect(Users?.map(({ Username }) => Username)).toEqual(expected)
  })

  test('users in pages, with the attributes that are asked for', async () => {
    const first = await account.send('ListUsers', { UserPoolId: pool, Limit: 2, AttributesToGet: ['given_name'] })
    expect(first.Users?.[0]?.Attributes).toEqual([{ Name: 'given_name', Value: 'Ann' }])
    const second = await account.send('ListUsers', { UserPoolId: pool, Limit: 2, PaginationToken: first.PaginationToken })
    expect([second.Users?.map(({ Username }) => Username), second.PaginationToken]).toEqual([['bob'], undefined])
  })

  test.each(['username', 'username ~ "a"', 'custom:x = "1"'])('a filter that is none: %s', async (Filter) => {
    expect(await account.failure('ListUsers', { UserPoolId: pool, Filter })).toMatch(/^InvalidParameterException/)
  })
})

test('groups: their users, a user leaves, a group goes', async () => {
  const GroupName = 'staff'
  const group = { UserPoolId, GroupName }
  await account.send('CreateGroup', { ...group, Description: 'one' })
  expect(await account.failure('CreateGroup', group)).toBe('GroupExistsException: A group with the name already exists.')
  await makeUser(account, UserPoolId, 'member')
  await account.send('AdminAddUserToGroup', { ...group, Username: 'member' })
  await account.send('AdminAddUserToGroup', { ...group, Username: 'member' })
  const members = async () => (await account.send('ListUsersInGroup', group)).Users?.map(({ Username }) => Username)
  expect(await members()).toEqual(['member'])
  await account.send('AdminRemoveUserFromGroup', { ...group, Username: 'member' })
  expect(await members()).toEqual([])
  await account.send('AdminAddUserToGroup', { ...group, Username: 'member' })
  const { Group } = await account.send('UpdateGroup', { ...group, Description: 'two' })
  expect(Group).toMatchObject({ GroupName, Description: 'two' })
  await account.send('DeleteGroup', group)
  expect((await account.send('AdminListGroupsForUser', { UserPoolId, Username: 'member' })).Groups).toEqual([])
  expect(await account.failure('AdminAddUserToGroup', { ...group, Username: 'member' })).toBe('ResourceNotFoundException: Group not found.')
})

test('a user who deletes their account is gone, with all tokens', async () => {
  await makeUser(account, UserPoolId, 'leaving')
  const { AccessToken } = await signIn(account, ClientId, 'leaving')
  await account.send('DeleteUser', { AccessToken })
  expect(await account.failure('AdminGetUser', { UserPoolId, Username: 'leaving' })).toBe('UserNotFoundException: User does not exist.')
  await makeUser(account, UserPoolId, 'leaving')
  expect(await account.failure('GetUser', { AccessToken })).toMatch(/^NotAuthorizedException/)
})

test('an administrator makes a user once, and again with another temporary password', async () => {
  const user = { UserPoolId, Username: 'invited' }
  const { User } = await account.send('AdminCreateUser', user)
  expect(User).toMatchObject({ Username: 'invited', Enabled: true, UserStatus: 'FORCE_CHANGE_PASSWORD' })
  expect(await account.failure('AdminCreateUser', user)).toBe('UsernameExistsException: User account already exists')
  await account.send('AdminCreateUser', { ...user, MessageAction: 'RESEND', TemporaryPassword: 'Other-Horse-1' })
  await account.send('AdminSetUserPassword', { ...user, Password: PASSWORD, Permanent: true })
  expect(await account.failure('AdminCreateUser', { ...user, MessageAction: 'RESEND' })).toBe(
    'UnsupportedUserStateException: Resend not possible. User status is not FORCE_CHANGE_PASSWORD',
  )
})
