import { emulate, type Gateway } from '../../../emulator/testing/index'
import { ECHO, mockOf, restTemplate, type TestMethod } from '../../support/rest-template'

/** Answers by what the token says; counts how often it was asked. */
const TOKEN = `let asked = 0
const policy = (Effect, Resource) => ({ Version: '2012-10-17', Statement: [{ Action: 'execute-api:Invoke', Effect, Resource }] })
exports.handler = async (event) => {
  asked++
  const said = event.authorizationToken ?? event.headers.who
  if (said === 'throw-unauthorized') throw new Error('Unauthorized')
  if (said === 'throw') throw new Error('no idea')
  if (said === 'deny') return { principalId: 'me', policyDocument: policy('Deny', '*') }
  if (said === 'silent') return { principalId: 'me', policyDocument: policy('Allow', 'arn:aws:execute-api:*:*:*/*/GET/other') }
  if (said === 'exact') return { principalId: 'me', policyDocument: policy('Allow', event.methodArn), context: { asked } }
  if (said === 'object') return { principalId: 'me', policyDocument: policy('Allow', '*'), context: { a: {} } }
  if (said === 'unknown') return { principalId: 'me', policyDocument: policy('Allow', '*'), extra: 1 }
  if (said === 'nobody') return { policyDocument: policy('Allow', '*') }
  return { principalId: 'user|' + said, policyDocument: policy('Allow', '*'), context: { asked, number: 1, yes: true, text: 'a' }, usageIdentifierKey: said, ...(event.echo ? {} : {}) }
}`
const EVENT = `exports.handler = async (event) => ({ principalId: 'p', policyDocument: { Statement: [{ Action: '*', Effect: 'Allow', Resource: '*' }] }, context: { event: JSON.stringify(event) } })`
const KEY = 'a-key-of-twenty-characters'

const guarded = (authorizer: string, method: TestMethod = { fn: 'Echo' }): TestMethod => ({
  ...method,
  method: { ...method.method, AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: authorizer } },
})
const authorizer = (Type: string, fn: string, properties: object) => ({
  Type: 'AWS::ApiGateway::Authorizer',
  Properties: {
    RestApiId: { Ref: 'Api' },
    Name: { 'Fn::Sub': `${Type}-${fn}-\${AWS::StackName}-${JSON.stringify(properties).length}` },
    Type,
    AuthorizerUri: { 'Fn::Sub': `arn:aws:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${${fn}.Arn}/invocations` },
    ...properties,
  },
})
const permission = (fn: string) => ({
  Type: 'AWS::Lambda::Permission',
  Properties: { Action: 'lambda:InvokeFunction', FunctionName: { Ref: fn }, Principal: 'apigateway.amazonaws.com' },
})
const HEADER = { IdentitySource: 'method.request.header.Authorization' }

const template = restTemplate({
  api: { ApiKeySourceType: 'AUTHORIZER' },
  functions: { Echo: ECHO, Token: TOKEN, Event: EVENT, Forbidden: TOKEN },
  routes: {
    'GET /token': guarded('TokenAuthorizer'),
    'GET /other': guarded('TokenAuthorizer'),
    'GET /never-kept': guarded('Fresh'),
    'GET /looks': guarded('Looks'),
    'GET /mock': guarded('TokenAuthorizer', mockOf('$context.authorizer.principalId $context.authorizer.number $context.authorizer.none')),
    'GET /request/{id}': guarded('Request'),
    'GET /event/{id}': guarded('EventAuthorizer'),
    'GET /not-permitted': guarded('NotPermitted'),
    'GET /key': { fn: 'Echo', method: { AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: 'TokenAuthorizer' }, ApiKeyRequired: true } },
  },
  resources: {
    TokenAuthorizer: authorizer('TOKEN', 'Token', HEADER),
    Fresh: authorizer('TOKEN', 'Token', { ...HEADER, AuthorizerResultTtlInSeconds: 0 }),
    Looks: authorizer('TOKEN', 'Token', { ...HEADER, IdentityValidationExpression: '^ok-[0-9]+$' }),
    Request: authorizer('REQUEST', 'Token', { IdentitySource: 'method.request.header.who, method.request.querystring.q' }),
    EventAuthorizer: authorizer('REQUEST', 'Event', { IdentitySource: 'method.request.header.who' }),
    NotPermitted: authorizer('TOKEN', 'Forbidden', { ...HEADER, AuthorizerResultTtlInSeconds: 1 }),
    TokenPermission2: permission('Token'),
    EventPermission2: permission('Event'),
    Key: { Type: 'AWS::ApiGateway::ApiKey', Properties: { Enabled: true, Value: KEY } },
    Plan: { Type: 'AWS::ApiGateway::UsagePlan', DependsOn: 'Stage', Properties: { ApiStages: [{ ApiId: { Ref: 'Api' }, Stage: 'test' }] } },
    PlanKey: {
      Type: 'AWS::ApiGateway::UsagePlanKey',
      Properties: { KeyId: { Ref: 'Key' }, KeyType: 'API_KEY', UsagePlanId: { Ref: 'Plan' } },
    },
  },
})

let gateway: Gateway
beforeAll(async () => {
  gateway = await emulate(template, { clock: 'manual' })
})
afterAll(() => gateway.stop())

const ask = async (path: string, token?: string, headers: Record<string, string> = {}) => {
  const response = await gateway.fetch(path, { headers: token === undefined ? headers : { Authorization: token, ...headers } })
  return { status: response.status, text: await response.text(), type: response.headers.get('x-amzn-errortype') }
}
const asked = async (path: string, token: string) =>
  (JSON.parse((await ask(path, token)).text) as { requestContext: { authorizer: { asked: string } } }).requestContext.authorizer.asked

const UNAUTHORIZED = [401, '{"message":"Unauthorized"}', 'UnauthorizedException']
const BROKEN = [500, '{"message":null}', 'AuthorizerConfigurationException']
const NOT_ALLOWED = [403, '{"Message":"User is not authorized to access this resource"}', 'AccessDeniedException']

test.each<[string, string, string | undefined, readonly unknown[]]>([
  ['no token', '/token', undefined, UNAUTHORIZED],
  ['an empty token', '/token', '', UNAUTHORIZED],
  ['a token that does not look like one', '/looks', 'ok-x', UNAUTHORIZED],
  ['a function that says Unauthorized', '/token', 'throw-unauthorized', UNAUTHORIZED],
  ['a function that fails otherwise', '/token', 'throw', BROKEN],
  [
    'a policy that denies',
    '/token',
    'deny',
    [
      403,
      '{"Message":"User is not authorized to access this resource with an explicit deny in an identity-based policy"}',
      'AccessDeniedException',
    ],
  ],
  ['a policy that speaks of another method', '/token', 'silent', NOT_ALLOWED],
  ['an object in the context', '/token', 'object', BROKEN],
  ['a member that is unknown', '/token', 'unknown', BROKEN],
  ['no principal', '/token', 'nobody', BROKEN],
  ['a function that may not be invoked', '/not-permitted', 'me', BROKEN],
  ['a key that the authorizer does not name', '/key', 'me', [403, '{"message":"Forbidden"}', 'ForbiddenException']],
])('%s', async (_what, path, token, expected) => {
  const { status, text, type } = await ask(path, token)
  expect([status, text, type]).toEqual(expected)
})

test('what it tells reaches the function as texts, and templates', async () => {
  const { status, text } = await ask('/token', 'ada')
  expect([status, (JSON.parse(text) as { requestContext: unknown }).requestContext]).toEqual([
    200,
    expect.objectContaining({
      authorizer: {
        principalId: 'user|ada',
        integrationLatency: expect.any(Number),
        asked: expect.any(String),
        number: '1',
        yes: 'true',
        text: 'a',
      },
    }),
  ])
  expect((await ask('/looks', 'ok-1')).status).toBe(200)
  expect((await ask('/mock', 'ada')).text).toBe('user|ada 1 ')
  expect((await ask('/key', KEY)).status).toBe(200)
})

test('its answer is kept for each token, for five minutes, and for every method: the policy of one path closes the other', async () => {
  const first = await asked('/token', 'exact')
  expect(await asked('/token', 'exact')).toBe(first)
  expect(await ask('/other', 'exact')).toMatchObject({ status: 403, text: NOT_ALLOWED[1] })
  await gateway.clock.advance({ minutes: 5 })
  expect((await ask('/other', 'exact')).status).toBe(200)
  expect(await ask('/token', 'exact')).toMatchObject({ status: 403 })
  const fresh = await asked('/never-kept', 'me')
  expect(Number(await asked('/never-kept', 'me'))).toBe(Number(fresh) + 1)
})

test('REQUEST: all identity sources together', async () => {
  expect((await ask('/request/1', undefined, { who: 'me' })).status).toBe(401)
  const one = await ask('/request/1?q=1', undefined, { who: 'me' })
  const same = await ask('/request/2?q=1', undefined, { who: 'me' })
  const other = await ask('/request/2?q=2', undefined, { who: 'me' })
  const count = ({ text }: { text: string }) =>
    Number((JSON.parse(text) as { requestContext: { authorizer: { asked: string } } }).requestContext.authorizer.asked)
  expect([count(same), count(other)]).toEqual([count(one), count(one) + 1])
})

test('the event of a REQUEST authorizer', async () => {
  const { text } = await ask('/event/7?a=1&a=2', undefined, { who: 'me' })
  const { authorizer: told } = (JSON.parse(text) as { requestContext: { authorizer: { event: string } } }).requestContext
  const event = JSON.parse(told.event) as Record<string, unknown>
  expect(Object.keys(event).sort()).toEqual(
    [
      'type',
      'methodArn',
      'resource',
      'path',
      'httpMethod',
      'headers',
      'multiValueHeaders',
      'queryStringParameters',
      'multiValueQueryStringParameters',
      'pathParameters',
      'stageVariables',
      'requestContext',
    ].sort(),
  )
  expect(event).toMatchObject({
    type: 'REQUEST',
    methodArn: expect.stringMatching(/^arn:aws:execute-api:us-east-1:000000000000:[a-z0-9]{10}\/test\/GET\/event\/7$/),
    resource: '/event/{id}',
    path: '/event/7',
    queryStringParameters: { a: '2' },
    multiValueQueryStringParameters: { a: ['1', '2'] },
    pathParameters: { id: '7' },
    stageVariables: {},
  })
})
