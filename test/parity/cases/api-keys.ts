import { type Case, documented, functionUri, type Given, named, recorded, rendering, type Source, type Then, uncertain } from '../case'

const KEY = 'a-key-of-more-than-20-characters'
const key = (enabled: boolean, value: string, more: object = {}) => ({
  Type: 'AWS::ApiGateway::ApiKey',
  Properties: { Enabled: enabled, Value: value, ...more },
})
const member = (id: string, plan = 'Plan') => ({
  Type: 'AWS::ApiGateway::UsagePlanKey',
  Properties: { KeyId: { Ref: id }, KeyType: 'API_KEY', UsagePlanId: { Ref: plan } },
})
const plan = (stages: readonly object[]) => ({ Type: 'AWS::ApiGateway::UsagePlan', DependsOn: 'Stage', Properties: { ApiStages: stages } })
const needsKey = { ApiKeyRequired: true }

const given: Given = {
  routes: {
    'GET /key': named('open', needsKey),
    'GET /free': named('free'),
    'GET /context': {
      ...rendering('$context.identity.apiKey'),
      method: { ...needsKey, MethodResponses: [{ StatusCode: '200' }] },
    },
    'GET /free-context': rendering('[$context.identity.apiKey]'),
    'GET /validated': named('validated', {
      ...needsKey,
      RequestValidatorId: { Ref: 'Parameters' },
      RequestParameters: { 'method.request.querystring.a': true },
    }),
  },
  resources: {
    Key: key(true, KEY),
    Disabled: key(false, `disabled-${KEY}`),
    Loose: key(true, `loose-${KEY}`),
    Elsewhere: key(true, `elsewhere-${KEY}`),
    Plan: plan([{ ApiId: { Ref: 'Api' }, Stage: 'test' }]),
    OtherPlan: plan([]),
    PlanKey: member('Key'),
    PlanDisabled: member('Disabled'),
    PlanElsewhere: member('Elsewhere', 'OtherPlan'),
    Parameters: {
      Type: 'AWS::ApiGateway::RequestValidator',
      Properties: { RestApiId: { Ref: 'Api' }, ValidateRequestParameters: true },
    },
  },
}

/** The authorizer names the key that the token is, or none; `deny` is let in nowhere. */
const NAMES_KEY = `exports.handler = async ({ authorizationToken: said }) => ({
  principalId: 'ada',
  policyDocument: { Version: '2012-10-17', Statement: [{ Action: '*', Effect: said === 'deny' ? 'Deny' : 'Allow', Resource: '*' }] },
  ...(said === 'none' ? {} : { usageIdentifierKey: said }),
})`
const byAuthorizer: Given = {
  api: { ApiKeySourceType: 'AUTHORIZER' },
  functions: { Names: NAMES_KEY },
  routes: {
    'GET /key': {
      ...rendering('$context.identity.apiKey'),
      method: { ...needsKey, AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: 'Authorizer' }, MethodResponses: [{ StatusCode: '200' }] },
    },
    'GET /open': named('open', needsKey),
  },
  resources: {
    Authorizer: {
      Type: 'AWS::ApiGateway::Authorizer',
      Properties: {
        RestApiId: { Ref: 'Api' },
        Name: 'names',
        Type: 'TOKEN',
        AuthorizerUri: functionUri('Names'),
        IdentitySource: 'method.request.header.Authorization',
      },
    },
    NamesAsked: {
      Type: 'AWS::Lambda::Permission',
      Properties: { Action: 'lambda:InvokeFunction', FunctionName: { Ref: 'Names' }, Principal: 'apigateway.amazonaws.com' },
    },
    Key: key(true, KEY),
    Disabled: key(false, `disabled-${KEY}`),
    Plan: plan([{ ApiId: { Ref: 'Api' }, Stage: 'test' }]),
    PlanKey: member('Key'),
    PlanDisabled: member('Disabled'),
  },
}

const FORBIDDEN = { status: 403, body: '{"message":"Forbidden"}', headers: { 'x-amzn-ErrorType': 'ForbiddenException' } }
const refused = (what: string, headers: Record<string, string>, source: Source): Case => ({
  id: `rest.api-keys.${what}`,
  given,
  when: { path: '/key', headers },
  then: FORBIDDEN,
  source,
})

const REQUIRED = recorded('facts/13, 254')
const PLANS = documented('docs: api-gateway-create-usage-plans-with-rest-api')

const SOURCE = documented('docs: api-gateway-api-key-source')
const byToken = (what: string, headers: Record<string, string>, then: Then, source: Source = SOURCE, path = '/key'): Case => ({
  id: `rest.api-keys.authorizer-${what}`,
  given: byAuthorizer,
  when: { path, headers },
  then,
  source,
})

export const API_KEYS: readonly Case[] = [
  refused('none', {}, REQUIRED),
  refused('disabled', { 'x-api-key': `disabled-${KEY}` }, REQUIRED),
  refused('unknown', { 'x-api-key': 'nobody-knows-this-key-at-all' }, PLANS),
  refused('of-no-plan', { 'x-api-key': `loose-${KEY}` }, PLANS),
  refused('of-a-plan-without-the-stage', { 'x-api-key': `elsewhere-${KEY}` }, PLANS),
  refused('case-of-the-value', { 'x-api-key': KEY.toUpperCase() }, uncertain('facts/01, section 1')),
  refused('in-the-query-string', {}, documented('docs: api-gateway-api-key-source')),
  {
    id: 'rest.api-keys.enabled',
    given,
    when: { path: '/key', headers: { 'x-api-key': KEY } },
    then: { status: 200, body: 'open' },
    source: REQUIRED,
  },
  {
    id: 'rest.api-keys.case-of-the-header-name',
    given,
    when: { path: '/key', headers: { 'X-API-Key': KEY } },
    then: { status: 200, body: 'open' },
    source: documented('docs: api-gateway-api-key-source'),
  },
  {
    id: 'rest.api-keys.not-required',
    given,
    when: { path: '/free', headers: { 'x-api-key': 'nobody-knows-this-key-at-all' } },
    then: { status: 200, body: 'free' },
    source: PLANS,
  },
  {
    id: 'rest.api-keys.in-the-context',
    given,
    when: { path: '/context', headers: { 'x-api-key': KEY } },
    then: { status: 200, body: KEY },
    source: documented('docs: api-gateway-mapping-template-reference'),
  },
  {
    id: 'rest.api-keys.not-in-the-context-unless-required',
    given,
    when: { path: '/free-context', headers: { 'x-api-key': KEY } },
    then: { status: 200, body: '[]' },
    source: documented('docs: api-gateway-mapping-template-reference'),
  },
  {
    id: 'rest.api-keys.before-validation',
    given,
    when: { path: '/validated' },
    then: FORBIDDEN,
    source: documented('facts/01, section 1'),
  },
  {
    id: 'rest.api-keys.disabled-while-served',
    given: { ...given },
    when: [
      { call: 'PATCH /apikeys/{Key}', body: { patchOperations: [{ op: 'replace', path: '/enabled', value: 'false' }] } },
      { path: '/key', headers: { 'x-api-key': KEY } },
    ],
    then: FORBIDDEN,
    source: REQUIRED,
  },
  byToken('names-it', { Authorization: KEY }, { status: 200, body: KEY }),
  byToken('names-an-unknown-one', { Authorization: 'nobody-knows-this-key-at-all' }, FORBIDDEN),
  byToken('names-a-disabled-one', { Authorization: `disabled-${KEY}` }, FORBIDDEN),
  byToken('names-none', { Authorization: 'none' }, FORBIDDEN),
  byToken('names-none-but-the-header-does', { Authorization: 'none', 'x-api-key': KEY }, FORBIDDEN),
  byToken('is-asked-first', {}, { status: 401, body: '{"message":"Unauthorized"}' }, documented('facts/01, section 1')),
  byToken(
    'denies-first',
    { Authorization: 'deny', 'x-api-key': KEY },
    { status: 403, headers: { 'x-amzn-ErrorType': 'AccessDeniedException' } },
    documented('facts/01, section 1'),
  ),
  byToken('is-not-there', { 'x-api-key': KEY }, FORBIDDEN, uncertain('facts/04, section 3'), '/open'),
]
