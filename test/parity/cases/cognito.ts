import type { TokenOptions } from '../../../emulator/testing/index'
import { ECHO, type TestMethod } from '../../support/rest-template'
import { type Case, documented, type Given, rendering, type Source, type Then, uncertain } from '../case'

const authorizer = (name: string, more: object = {}) => ({
  Type: 'AWS::ApiGateway::Authorizer',
  Properties: {
    RestApiId: { Ref: 'Api' },
    Name: name,
    Type: 'COGNITO_USER_POOLS',
    IdentitySource: 'method.request.header.Authorization',
    ProviderARNs: [{ 'Fn::GetAtt': ['People', 'Arn'] }],
    ...more,
  },
})
const guarded = (id: string, scopes: readonly string[] = [], method: TestMethod = { fn: 'Echo' }): TestMethod => ({
  ...method,
  method: {
    ...method.method,
    AuthorizationType: 'COGNITO_USER_POOLS',
    AuthorizerId: { Ref: id },
    ...(scopes.length === 0 ? {} : { AuthorizationScopes: scopes }),
  },
})
const pool = (name: string) => ({ Type: 'AWS::Cognito::UserPool', Properties: { UserPoolName: name } })

const given: Given = {
  functions: { Echo: ECHO },
  routes: {
    'GET /me': guarded('Pool'),
    'GET /write': guarded('Pool', ['shop/write', 'shop/admin']),
    'GET /audience': guarded('Audience'),
    'GET /audience-scoped': guarded('Audience', ['shop/write']),
    'GET /header': guarded('Header'),
    'GET /template': guarded(
      'Pool',
      [],
      rendering("$context.authorizer.claims.sub|$context.authorizer.claims['custom:role']|$context.authorizer.claims"),
    ),
    'GET /two': guarded('Two'),
  },
  resources: {
    People: pool('people'),
    Others: pool('others'),
    Client: { Type: 'AWS::Cognito::UserPoolClient', Properties: { UserPoolId: { Ref: 'People' } } },
    Pool: authorizer('pool'),
    Audience: authorizer('audience', { IdentityValidationExpression: { Ref: 'Client' } }),
    Header: authorizer('header', { IdentitySource: 'method.request.header.X-Token' }),
    Two: authorizer('two', { ProviderARNs: [{ 'Fn::GetAtt': ['People', 'Arn'] }, { 'Fn::GetAtt': ['Others', 'Arn'] }] }),
  },
}

const one = (what: string, path: string, token: TokenOptions | undefined, then: Then, source: Source): Case => ({
  id: `rest.cognito.${what}`,
  given,
  when: token === undefined ? { path } : { path, token: { pool: 'people', ...token } },
  then,
  source,
})
const withHeaders = (what: string, path: string, headers: Record<string, string>, then: Then, source: Source): Case => ({
  id: `rest.cognito.${what}`,
  given,
  when: { path, headers },
  then,
  source,
})
const unauthorized = (message: string): Then => ({
  status: 401,
  body: `{"message":"${message}"}`,
  headers: { 'x-amzn-ErrorType': 'UnauthorizedException' },
})
const UNAUTHORIZED = unauthorized('Unauthorized')
const EXPIRED = unauthorized('The incoming token has expired')
const claims = (wanted: object): Then => ({ status: 200, json: { requestContext: { authorizer: { claims: wanted } } } })

const GUIDE = documented('docs: apigateway-enable-cognito-user-pool')
const GUESSED = uncertain('facts/04, section 2')
/** ID tokens of nobody: no signature, and one that is none. */
const NONE = 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZGEiLCJ0b2tlbl91c2UiOiJpZCJ9.'

export const COGNITO: readonly Case[] = [
  one('no-token', '/me', undefined, UNAUTHORIZED, GUIDE),
  withHeaders('empty-token', '/me', { Authorization: '' }, UNAUTHORIZED, GUIDE),
  withHeaders('no-token-at-all', '/me', { Authorization: 'Bearer abc' }, UNAUTHORIZED, GUIDE),
  withHeaders('unsigned-token', '/me', { Authorization: NONE }, UNAUTHORIZED, GUIDE),
  withHeaders('token-in-another-header', '/header', { Authorization: NONE }, UNAUTHORIZED, GUIDE),
  one('id-token', '/me', { sub: 'ada' }, claims({ sub: 'ada', 'cognito:username': 'ada', token_use: 'id' }), GUIDE),
  one('access-token-without-scopes', '/me', { use: 'access' }, UNAUTHORIZED, GUESSED),
  one('access-token-with-a-scope', '/write', { scopes: ['shop/read', 'shop/admin'] }, { status: 200 }, GUIDE),
  one('access-token-with-other-scopes', '/write', { scopes: ['shop/read'] }, UNAUTHORIZED, GUIDE),
  one('access-token-without-a-scope', '/write', { use: 'access', claims: { scope: undefined } }, UNAUTHORIZED, GUIDE),
  one('scope-that-begins-like-one', '/write', { scopes: ['shop/writes'] }, UNAUTHORIZED, GUIDE),
  one('scopes-are-told-by-case', '/write', { scopes: ['SHOP/WRITE'] }, UNAUTHORIZED, GUESSED),
  one('id-token-where-scopes-are-asked-for', '/write', {}, UNAUTHORIZED, GUIDE),
  one('id-token-with-a-scope', '/write', { use: 'id', claims: { scope: 'shop/write' } }, UNAUTHORIZED, GUESSED),
  one('expired', '/me', { expiresIn: -1 }, EXPIRED, GUESSED),
  one('expired-access-token', '/write', { scopes: ['shop/write'], expiresIn: -3600 }, EXPIRED, GUESSED),
  one('last-second', '/me', { expiresIn: 1 }, { status: 200 }, GUESSED),
  one('another-pool', '/me', { pool: 'others' }, UNAUTHORIZED, GUIDE),
  one('another-issuer', '/me', { claims: { iss: 'https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Elsewhere' } }, UNAUTHORIZED, GUIDE),
  one('one-of-two-pools', '/two', { pool: 'others' }, { status: 200 }, GUIDE),
  one('audience-that-fits', '/audience', {}, { status: 200 }, GUIDE),
  one('audience-that-does-not-fit', '/audience', { claims: { aud: 'someone-else' } }, UNAUTHORIZED, GUIDE),
  one('access-token-has-no-audience', '/audience-scoped', { scopes: ['shop/write'] }, UNAUTHORIZED, GUIDE),
  one(
    'claims-are-texts',
    '/me',
    { claims: { email_verified: true, auth_time: 1_767_323_045, 'custom:role': 'chief' } },
    claims({ email_verified: 'true', auth_time: '1767323045', 'custom:role': 'chief' }),
    documented('docs: apigateway-enable-cognito-user-pool'),
  ),
  one('groups-are-joined', '/me', { claims: { 'cognito:groups': ['a', 'b'] } }, claims({ 'cognito:groups': 'a,b' }), GUESSED),
  one(
    'times-are-dates-of-java',
    '/me',
    { claims: { iat: 1_767_323_045 }, expiresIn: 3600 },
    claims({ iat: 'Fri Jan 02 03:04:05 UTC 2026', exp: 'Fri Jan 02 04:04:05 UTC 2026' }),
    GUESSED,
  ),
  one(
    'claims-in-a-template',
    '/template',
    { sub: 'ada', claims: { 'custom:role': 'chief' } },
    { status: 200, body: 'ada|chief|' },
    documented('docs: api-gateway-mapping-template-reference'),
  ),
]
