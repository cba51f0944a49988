import { emulate, type Gateway, type TokenOptions } from '../../../emulator/testing/index'
import { ECHO, mockOf, restTemplate, type TestMethod } from '../../support/rest-template'
import { type Account, makeUser, signIn, startAccount } from '../services/cognito-idp/account'

const ELSEWHERE = 'arn:aws:cognito-idp:eu-west-1:111122223333:userpool/eu-west-1_Elsewhere'
const guarded = (authorizer: string, scopes: readonly string[] = [], method: TestMethod = { fn: 'Echo' }): TestMethod => ({
  ...method,
  method: {
    ...method.method,
    AuthorizationType: 'COGNITO_USER_POOLS',
    AuthorizerId: { Ref: authorizer },
    ...(scopes.length === 0 ? {} : { AuthorizationScopes: scopes }),
  },
})
const authorizer = (name: string, arn: unknown, more: object = {}) => ({
  Type: 'AWS::ApiGateway::Authorizer',
  Properties: {
    RestApiId: { Ref: 'Api' },
    Name: name,
    Type: 'COGNITO_USER_POOLS',
    IdentitySource: 'method.request.header.Authorization',
    ProviderARNs: [arn],
    ...more,
  },
})
const pool = (name: string) => ({ Type: 'AWS::Cognito::UserPool', Properties: { UserPoolName: name } })
const client = (of: string) => ({
  Type: 'AWS::Cognito::UserPoolClient',
  Properties: { UserPoolId: { Ref: of }, ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'] },
})
const PEOPLE = { 'Fn::GetAtt': ['People', 'Arn'] }

const template = restTemplate({
  functions: { Echo: ECHO },
  routes: {
    'GET /me': guarded('ById'),
    'GET /write': guarded('ById', ['shop/write', 'shop/admin']),
    'GET /self': guarded('ById', ['aws.cognito.signin.user.admin']),
    'GET /audience': guarded('Audience'),
    'GET /audience-scoped': guarded('Audience', ['shop/write']),
    'GET /header': guarded('Header'),
    'GET /elsewhere': guarded('Elsewhere', ['shop/write']),
    'GET /claims': guarded(
      'ById',
      [],
      mockOf("$context.authorizer.claims.sub $context.authorizer.claims['custom:role'] [$context.authorizer.claims]"),
    ),
  },
  resources: {
    People: pool('people'),
    Client: client('People'),
    Others: pool('others'),
    OthersClient: client('Others'),
    ById: authorizer('by-id', PEOPLE),
    Audience: authorizer('audience', PEOPLE, { IdentityValidationExpression: { Ref: 'Client' } }),
    Header: authorizer('header', PEOPLE, { IdentitySource: 'method.request.header.X-Token' }),
    Elsewhere: authorizer('elsewhere', ELSEWHERE),
  },
})
const withClient = {
  ...template,
  Outputs: { ...(template['Outputs'] as object), ClientId: { Value: { Ref: 'Client' } }, PoolId: { Value: { Ref: 'People' } } },
}

let account: Account
let gateway: Gateway
beforeAll(async () => {
  account = await startAccount(withClient)
  gateway = account.gateway
})
afterAll(() => account[Symbol.asyncDispose]())

const ask = async (path: string, token?: string, name = 'Authorization') => {
  const response = await gateway.fetch(path, token === undefined ? {} : { headers: { [name]: token } })
  return { status: response.status, text: await response.text(), type: response.headers.get('x-amzn-errortype') }
}
const token = (wish: TokenOptions = {}) => gateway.token({ pool: 'people', ...wish })
const claimsIn = ({ text }: { text: string }) =>
  (JSON.parse(text) as { requestContext: { authorizer: { claims: Record<string, string> } } }).requestContext.authorizer.claims

const UNAUTHORIZED = { status: 401, text: '{"message":"Unauthorized"}', type: 'UnauthorizedException' }
const EXPIRED = { ...UNAUTHORIZED, text: '{"message":"The incoming token has expired"}' }

test('who has signed in comes through, with an ID token and, where scopes are asked for, an access token', async () => {
  const { PoolId = '', ClientId = '' } = gateway.outputs
  const sub = await makeUser(account, PoolId, 'ada', { email: 'ada@example.com' })
  const { IdToken, AccessToken } = await signIn(account, ClientId, 'ada')
  const answer = await ask('/me', `Bearer ${IdToken}`)
  expect(answer.status).toBe(200)
  expect(claimsIn(answer)).toMatchObject({ sub, 'cognito:username': 'ada', email: 'ada@example.com', token_use: 'id', aud: ClientId })
  expect((await ask('/self', AccessToken)).status).toBe(200)
  expect(await ask('/me', AccessToken)).toEqual(UNAUTHORIZED)
  expect(await ask('/self', IdToken)).toEqual(UNAUTHORIZED)
  expect(await ask('/write', AccessToken)).toEqual(UNAUTHORIZED)
})

test('claims are texts, in events and in templates', async () => {
  const given = await token({
    sub: 'ada',
    claims: {
      'custom:role': 'chief',
      email_verified: true,
      auth_time: 1_767_323_045,
      'cognito:groups': ['a', 'b'],
      address: { formatted: 'x' },
    },
  })
  expect(claimsIn(await ask('/me', given))).toMatchObject({
    sub: 'ada',
    'custom:role': 'chief',
    email_verified: 'true',
    auth_time: '1767323045',
    'cognito:groups': 'a,b',
    exp: expect.stringMatching(/^[A-Z][a-z]{2} [A-Z][a-z]{2} \d\d \d\d:\d\d:\d\d UTC \d{4}$/),
  })
  expect((await ask('/claims', given)).text).toBe('ada chief []')
})

test.each<[string, string, TokenOptions, object]>([
  ['an ID token, where no scopes are asked for', '/me', {}, { status: 200 }],
  ['an access token, where no scopes are asked for', '/me', { use: 'access' }, UNAUTHORIZED],
  ['an access token with one of the scopes', '/write', { scopes: ['other/read', 'shop/admin'] }, { status: 200 }],
  ['an access token with none of the scopes', '/write', { scopes: ['shop/read'] }, UNAUTHORIZED],
  ['a scope that only begins like one', '/write', { scopes: ['shop/writer'] }, UNAUTHORIZED],
  ['an ID token with a scope', '/write', { use: 'id', claims: { scope: 'shop/write' } }, UNAUTHORIZED],
  ['no kind of token', '/me', { claims: { token_use: undefined } }, UNAUTHORIZED],
  ['a token that has ended', '/me', { expiresIn: -1 }, EXPIRED],
  ['a token that ends now', '/me', { expiresIn: 0 }, EXPIRED],
  ['a token in its last second', '/me', { expiresIn: 1 }, { status: 200 }],
  ['the token of another pool', '/me', { pool: 'others' }, UNAUTHORIZED],
  ['the audience that the expression asks for', '/audience', {}, { status: 200 }],
  ['another audience', '/audience', { claims: { aud: 'someone' } }, UNAUTHORIZED],
  ['an access token, which has no audience', '/audience-scoped', { scopes: ['shop/write'] }, UNAUTHORIZED],
  ['a pool that is elsewhere', '/elsewhere', { pool: ELSEWHERE, scopes: ['shop/write'] }, { status: 200 }],
  ['a pool that is elsewhere, expired', '/elsewhere', { pool: ELSEWHERE, scopes: ['shop/write'], expiresIn: -1 }, EXPIRED],
])('%s', async (_what, path, wish, expected) => {
  expect(await ask(path, await token(wish))).toMatchObject(expected)
})

test('the header that the authorizer names, with and without Bearer', async () => {
  const given = await token()
  expect((await ask('/header', given, 'x-token')).status).toBe(200)
  expect((await ask('/header', `Bearer ${given}`, 'X-Token')).status).toBe(200)
  expect(await ask('/header', given)).toEqual(UNAUTHORIZED)
  expect(await ask('/me')).toEqual(UNAUTHORIZED)
  expect(await ask('/me', '')).toEqual(UNAUTHORIZED)
})

test('a token ends with its hour', async () => {
  const given = await token()
  await gateway.clock.advance({ minutes: 59 })
  expect((await ask('/me', given)).status).toBe(200)
  await gateway.clock.advance({ minutes: 1 })
  expect(await ask('/me', given)).toEqual(EXPIRED)
})

test('which user pool is meant has to be plain', async () => {
  await expect(gateway.token()).rejects.toThrow(/takes tokens of several user pools: arn:aws:cognito-idp:/)
  await expect(gateway.token({ pool: 'nobody' })).rejects.toThrow(/There is no user pool nobody. There are: us-east-1_\w+ \(people\)/)
  await using open = await emulate(restTemplate({ routes: { 'GET /': mockOf('open') } }))
  await expect(open.token()).rejects.toThrow('The API test-api has no authorizer with a user pool.')
  await using one = await emulate(
    restTemplate({ routes: { 'GET /': guarded('Only', [], mockOf('in')) }, resources: { Only: authorizer('only', ELSEWHERE) } }),
  )
  const answer = await one.fetch('/', { headers: { Authorization: await one.token({ sub: 'ada' }) } })
  expect([answer.status, await answer.text()]).toEqual([200, 'in'])
  expect(await one.at({ stage: 'test' }).token()).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/)
})
