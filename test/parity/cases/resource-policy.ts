import { ECHO, mockOf, type TestMethod } from '../../support/rest-template'
import {
  type Case,
  type ControlCall,
  documented,
  functionUri,
  type Given,
  type Request,
  recorded,
  type Source,
  type Then,
  uncertain,
} from '../case'
import { assume, SESSION } from './iam'

const statement = (Effect: string, Resource: string | readonly string[], Condition?: object, Principal: unknown = '*') => ({
  Effect,
  Principal,
  Action: 'execute-api:Invoke',
  Resource,
  ...(Condition === undefined ? {} : { Condition }),
})
const policy = (...Statement: readonly object[]) => ({ Policy: { Version: '2012-10-17', Statement } })

/** What the policy says of a route stands in its path. */
const BY_PATH = policy(
  statement('Allow', ['execute-api:/*/*/allowed/*', 'execute-api:/test/GET/both/*']),
  statement('Deny', ['execute-api:/*/*/denied/*', 'execute-api:/test/GET/both/*']),
)

/** Answers the effect that the token names, for any method; other tokens get a policy that says nothing. */
const AUTHORIZER = `let asked = 0
exports.handler = async ({ authorizationToken }) => {
  asked++
  const Statement = [{ Action: 'execute-api:Invoke', Effect: authorizationToken, Resource: '*' }]
  return { principalId: 'ada', policyDocument: { Version: '2012-10-17', Statement: authorizationToken === 'Silent' ? [] : Statement }, context: { asked } }
}`
const custom: TestMethod = { fn: 'Echo', method: { AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: 'Asks' } } }
const pooled: TestMethod = { fn: 'Echo', method: { AuthorizationType: 'COGNITO_USER_POOLS', AuthorizerId: { Ref: 'Pool' } } }
const signed: TestMethod = { fn: 'Echo', method: { AuthorizationType: 'AWS_IAM' } }
const ways = { none: mockOf('in'), iam: signed, lambda: custom, cognito: pooled }
const paths = ['allowed', 'silent', 'denied', 'both'] as const
const routes = Object.fromEntries(
  paths.flatMap((path) => Object.entries(ways).map(([way, method]) => [`GET /${path}/${way}`, method] as const)),
)

const user = (UserName: string, Effect?: string) => ({
  Type: 'AWS::IAM::User',
  Properties: {
    UserName,
    Policies:
      Effect === undefined
        ? []
        : [
            {
              PolicyName: 'one',
              PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect, Action: 'execute-api:Invoke', Resource: '*' }] },
            },
          ],
  },
})
const keyOf = (id: string) => ({ Type: 'AWS::IAM::AccessKey', Properties: { UserName: { Ref: id } } })
const authorizer = (Type: string, more: object) => ({
  Type: 'AWS::ApiGateway::Authorizer',
  Properties: { RestApiId: { Ref: 'Api' }, Name: Type, Type, IdentitySource: 'method.request.header.Authorization', ...more },
})

const given: Given = {
  verifySignatures: true,
  api: BY_PATH,
  functions: { Echo: ECHO, Says: AUTHORIZER },
  routes,
  resources: {
    Asks: authorizer('TOKEN', { AuthorizerUri: functionUri('Says') }),
    SaysAsked: {
      Type: 'AWS::Lambda::Permission',
      Properties: { Action: 'lambda:InvokeFunction', FunctionName: { Ref: 'Says' }, Principal: 'apigateway.amazonaws.com' },
    },
    People: { Type: 'AWS::Cognito::UserPool', Properties: { UserPoolName: 'people' } },
    Pool: authorizer('COGNITO_USER_POOLS', { ProviderARNs: [{ 'Fn::GetAtt': ['People', 'Arn'] }] }),
    Allowing: user('allowing', 'Allow'),
    AllowingKey: keyOf('Allowing'),
    Quiet: user('quiet'),
    QuietKey: keyOf('Quiet'),
    Denying: user('denying', 'Deny'),
    DenyingKey: keyOf('Denying'),
  },
}

type Steps = Request | readonly (Request | ControlCall)[]
const one = (what: string, when: Steps, then: Then, source: Source, own: Given = given): Case => ({
  id: `rest.resource-policy.${what}`,
  given: own,
  when,
  then,
  source,
})
const FLOW = documented('docs: apigateway-authorization-flow')
const KEYS = documented('docs: apigateway-resource-policies-aws-condition-keys')
const IN: Then = { status: 200 }
const refused = (Message: string | RegExp): Then => ({
  status: 403,
  body: typeof Message === 'string' ? JSON.stringify({ Message }) : Message,
  headers: { 'x-amzn-ErrorType': 'AccessDeniedException' },
})
const USER = (name: string) => `arn:aws:iam::000000000000:user/${name}`
const VISITOR = 'arn:aws:sts::111122223333:assumed-role/visitor/me'
const because = (who: string, path: string, reason: string): Then =>
  refused(
    `User: ${who} is not authorized to perform: execute-api:Invoke on resource: arn:aws:execute-api:us-east-1:********0000:{ApiId}/test/GET/${path}${reason}`,
  )
const BY_DENIAL = ' with an explicit deny in a resource-based policy'
const BY_SILENCE = ' because no resource-based policy allows the execute-api:Invoke action'
const IDENTITY_DENIES = ' with an explicit deny in an identity-based policy'
const IDENTITY_IS_SILENT = ' because no identity-based policy allows the execute-api:Invoke action'
const NOT_ALLOWED = refused('User is not authorized to access this resource')
const NOT_ALLOWED_AT_ALL = refused('User is not authorized to access this resource with an explicit deny in an identity-based policy')

/** Table A: identity and policy of one account. */
const tableA = (['Allowing', 'Quiet', 'Denying'] as const).flatMap((who) =>
  (['allowed', 'silent', 'denied'] as const).map((path) => {
    const arn = USER(who.toLowerCase())
    const then =
      who === 'Denying'
        ? because(arn, `${path}/iam`, IDENTITY_DENIES)
        : path === 'denied'
          ? because(arn, `${path}/iam`, BY_DENIAL)
          : who === 'Allowing' || path === 'allowed'
            ? IN
            : because(arn, `${path}/iam`, IDENTITY_IS_SILENT)
    return one(`a-${who.toLowerCase()}-${path}`, { path: `/${path}/iam`, signed: { key: `${who}Key` } }, then, FLOW)
  }),
)

/** Table B: a caller of another account, whose session policy says what the identity says. */
const tableB = (['Allow', 'Silent', 'Deny'] as const).flatMap((effect) =>
  (['allowed', 'silent', 'denied'] as const).map((path) => {
    const Statement = effect === 'Silent' ? [] : [{ Effect: effect, Action: 'execute-api:Invoke', Resource: '*' }]
    const visit = assume('arn:aws:iam::111122223333:role/visitor', `&Policy=${encodeURIComponent(JSON.stringify({ Statement }))}`)
    const then =
      effect === 'Deny'
        ? because(VISITOR, `${path}/iam`, IDENTITY_DENIES)
        : path === 'denied'
          ? because(VISITOR, `${path}/iam`, BY_DENIAL)
          : effect === 'Silent'
            ? because(VISITOR, `${path}/iam`, IDENTITY_IS_SILENT)
            : path === 'silent'
              ? because(VISITOR, `${path}/iam`, BY_SILENCE)
              : IN
    return one(`b-${effect.toLowerCase()}-${path}`, [visit, { path: `/${path}/iam`, signed: SESSION }], then, FLOW)
  }),
)

/** Table A with the policy that a Lambda authorizer answers. */
const withLambda = (['Allow', 'Silent', 'Deny'] as const).flatMap((effect) =>
  (['allowed', 'silent', 'denied'] as const).map((path) => {
    const then =
      path === 'denied'
        ? because('anonymous', 'denied/lambda', BY_DENIAL)
        : effect === 'Deny'
          ? NOT_ALLOWED_AT_ALL
          : effect === 'Allow' || path === 'allowed'
            ? IN
            : NOT_ALLOWED
    return one(`lambda-${effect.toLowerCase()}-${path}`, { path: `/${path}/lambda`, headers: { Authorization: effect } }, then, FLOW)
  }),
)

/** Conditions of one statement each that allows a path, the requests that it fits, and those that it does not. */
const CONDITIONS: Readonly<Record<string, readonly [condition: object, fits: Record<string, string>, other: Record<string, string>]>> = {
  'source-ip': [{ IpAddress: { 'aws:SourceIp': ['10.1.0.0/16', '203.0.113.7'] } }, from('10.1.2.3'), from('10.2.0.1')],
  'source-ip-6': [{ IpAddress: { 'aws:SourceIp': '2001:db8::/32' } }, from('2001:db8::1'), from('2001:db9::1')],
  'not-source-ip': [{ NotIpAddress: { 'aws:SourceIp': '10.0.0.0/8' } }, from('192.0.2.1'), from('10.0.0.1')],
  referer: [
    { StringLike: { 'aws:Referer': 'https://shop.example.com/*' } },
    { Referer: 'https://shop.example.com/a' },
    { Referer: 'https://x.com/' },
  ],
  'user-agent': [{ StringLike: { 'aws:UserAgent': 'curl/*' } }, { 'User-Agent': 'curl/8' }, { 'User-Agent': 'wget' }],
  'current-time': [
    { DateGreaterThan: { 'aws:CurrentTime': '2026-01-01T00:00:00Z' }, DateLessThan: { 'aws:CurrentTime': '2026-02-01T00:00:00Z' } },
    {},
    {},
  ],
  'epoch-time': [{ NumericLessThan: { 'aws:EpochTime': '1767323046' } }, {}, {}],
  'secure-transport': [{ Bool: { 'aws:SecureTransport': 'true' } }, {}, {}],
  'principal-type': [{ StringEquals: { 'aws:PrincipalType': 'Anonymous' } }, {}, {}],
}
function from(address: string): Record<string, string> {
  return { 'x-portico-source-ip': address }
}
const conditional: Given = {
  api: policy(...Object.entries(CONDITIONS).map(([name, [condition]]) => statement('Allow', `execute-api:/*/*/${name}`, condition))),
  routes: Object.fromEntries(Object.keys(CONDITIONS).map((name) => [`GET /${name}`, mockOf('in')])),
}
const conditions = Object.entries(CONDITIONS).flatMap(([name, [, fits, other]]) => [
  one(`condition-${name}`, { path: `/${name}`, headers: fits }, IN, KEYS, conditional),
  ...(fits === other
    ? []
    : Object.keys(other).length === 0
      ? []
      : [one(`condition-${name}-not`, { path: `/${name}`, headers: other }, because('anonymous', name, BY_SILENCE), KEYS, conditional)]),
])

/** Conditions on who signs. */
const CALLERS: Readonly<Record<string, readonly [condition: object | undefined, principal: unknown]>> = {
  'principal-arn': [{ ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:user/quiet' } }, '*'],
  username: [{ StringEquals: { 'aws:username': 'quiet' } }, '*'],
  userid: [{ StringLike: { 'aws:userid': 'AIDA*' } }, '*'],
  'caller-type': [{ StringEquals: { 'aws:PrincipalType': 'User' } }, '*'],
  principal: [undefined, { AWS: 'arn:aws:iam::000000000000:user/quiet' }],
  account: [undefined, { AWS: 'arn:aws:iam::000000000000:root' }],
  organisation: [{ StringEquals: { 'aws:PrincipalOrgId': 'o-1234567890' } }, '*'],
}
const named: Given = {
  verifySignatures: true,
  api: policy(
    ...Object.entries(CALLERS).map(([name, [condition, principal]]) =>
      statement('Allow', `execute-api:/*/*/${name}`, condition, principal),
    ),
  ),
  functions: { Echo: ECHO },
  routes: { ...Object.fromEntries(Object.keys(CALLERS).map((name) => [`GET /${name}`, signed])), 'GET /open/principal': mockOf('in') },
  resources: { Quiet: user('quiet'), QuietKey: keyOf('Quiet') },
}
const callers = Object.keys(CALLERS)
  .filter((name) => name !== 'organisation')
  .map((name) => one(`condition-${name}`, { path: `/${name}`, signed: { key: 'QuietKey' } }, IN, KEYS, named))

const VPCE = 'vpce-01234567abcdef012'
const closed: Given = { api: { EndpointConfiguration: { Types: ['PRIVATE'] } }, routes: { 'GET /in': mockOf('in') } }
const hidden: Given = {
  api: {
    EndpointConfiguration: { Types: ['PRIVATE'] },
    ...policy(
      statement('Allow', 'execute-api:/*'),
      statement('Deny', 'execute-api:/*/*/endpoint', { StringNotEquals: { 'aws:SourceVpce': VPCE } }),
      statement('Deny', 'execute-api:/*/*/vpc', { StringNotEquals: { 'aws:SourceVpc': 'vpc-0123' } }),
      statement('Deny', 'execute-api:/*/*/address', { NotIpAddress: { 'aws:VpcSourceIp': '10.0.0.0/8' } }),
      statement('Deny', 'execute-api:/*/*/outside', { NotIpAddress: { 'aws:SourceIp': '10.0.0.0/8' } }),
    ),
  },
  routes: Object.fromEntries(['endpoint', 'vpc', 'address', 'outside'].map((path) => [`GET /${path}`, mockOf('in')])),
}
const through = (endpoint: string, more: Record<string, string> = {}) => ({ 'x-portico-vpce-id': endpoint, ...more })
const DENIED_AT = (path: string) => because('anonymous', path, BY_DENIAL)

const REDEPLOY: ControlCall = { call: 'POST /restapis/{ApiId}/deployments', body: { stageName: 'test' } }
const OPEN: ControlCall = {
  call: 'PATCH /restapis/{ApiId}',
  body: {
    patchOperations: [{ op: 'replace', path: '/policy', value: JSON.stringify({ Statement: [statement('Allow', 'execute-api:/*')] }) }],
  },
}

export const RESOURCE_POLICY: readonly Case[] = [
  one('alone-allowed', { path: '/allowed/none' }, IN, FLOW),
  one('alone-silent', { path: '/silent/none' }, because('anonymous', 'silent/none', BY_SILENCE), uncertain('facts/04, section 5')),
  one('alone-denied', { path: '/denied/none' }, because('anonymous', 'denied/none', BY_DENIAL), recorded('facts/04, section 5')),
  one('alone-allowed-and-denied', { path: '/both/none' }, because('anonymous', 'both/none', BY_DENIAL), FLOW),
  ...tableA,
  ...tableB,
  ...withLambda,
  one(
    'denial-comes-before-the-authorizer',
    [
      { path: '/denied/lambda', headers: { Authorization: 'Allow' } },
      { path: '/allowed/lambda', headers: { Authorization: 'Allow' } },
    ],
    { status: 200, json: { requestContext: { authorizer: { asked: '1' } } } },
    FLOW,
    { ...given },
  ),
  one('denial-comes-before-the-token-is-missed', { path: '/denied/lambda' }, because('anonymous', 'denied/lambda', BY_DENIAL), FLOW),
  one(
    'signature-comes-first',
    { path: '/denied/iam' },
    { status: 403, body: '{"message":"Missing Authentication Token"}' },
    uncertain('facts/04, section 5'),
  ),
  one('cognito-comes-first', { path: '/denied/cognito' }, { status: 401, body: '{"message":"Unauthorized"}' }, FLOW),
  one('cognito-allowed', { path: '/allowed/cognito', token: {} }, IN, FLOW),
  one('cognito-silent', { path: '/silent/cognito', token: {} }, because('anonymous', 'silent/cognito', BY_SILENCE), FLOW),
  one('cognito-denied', { path: '/denied/cognito', token: {} }, because('anonymous', 'denied/cognito', BY_DENIAL), FLOW),
  ...conditions,
  ...callers,
  one(
    'organisation-that-nobody-knows',
    { path: '/organisation', signed: { key: 'QuietKey' } },
    because(USER('quiet'), 'organisation', IDENTITY_IS_SILENT),
    KEYS,
    named,
  ),
  one(
    'principal-without-a-signature',
    { path: '/open/principal' },
    because('anonymous', 'open/principal', BY_SILENCE),
    documented('docs: apigateway-resource-policies-create-attach'),
    named,
  ),
  one(
    'private-without-a-policy',
    { path: '/in', headers: through(VPCE) },
    because('anonymous', 'in', BY_SILENCE),
    documented('docs: apigateway-private-apis'),
    closed,
  ),
  one('private-by-endpoint', { path: '/endpoint', headers: through(VPCE) }, IN, KEYS, hidden),
  one(
    'private-by-another-endpoint',
    { path: '/endpoint', headers: through('vpce-0fedcba9876543210') },
    DENIED_AT('endpoint'),
    KEYS,
    hidden,
  ),
  one('private-by-vpc', { path: '/vpc', headers: through(VPCE, { 'x-portico-vpc-id': 'vpc-0123' }) }, IN, KEYS, hidden),
  one('private-by-another-vpc', { path: '/vpc', headers: through(VPCE, { 'x-portico-vpc-id': 'vpc-9' }) }, DENIED_AT('vpc'), KEYS, hidden),
  one('private-by-address', { path: '/address', headers: through(VPCE, from('10.1.1.1')) }, IN, KEYS, hidden),
  one('private-by-another-address', { path: '/address', headers: through(VPCE, from('192.168.1.1')) }, DENIED_AT('address'), KEYS, hidden),
  one('private-has-no-source-ip', { path: '/outside', headers: through(VPCE, from('10.1.1.1')) }, DENIED_AT('outside'), KEYS, hidden),
  one(
    'short-form-is-expanded',
    [{ call: 'GET /restapis/{ApiId}' }],
    { json: { policy: /arn:aws:execute-api:us-east-1:000000000000:[a-z0-9]{10}\\\/\*\\\/\*\\\/allowed/ } },
    recorded('facts/04, section 5'),
  ),
  one(
    'changed-but-not-deployed',
    [OPEN, { path: '/silent/none' }],
    because('anonymous', 'silent/none', BY_SILENCE),
    documented('docs: apigateway-resource-policies-create-attach'),
    { ...given },
  ),
  one(
    'changed-and-deployed',
    [OPEN, REDEPLOY, { path: '/silent/none' }],
    IN,
    documented('docs: apigateway-resource-policies-create-attach'),
    { ...given },
  ),
]
