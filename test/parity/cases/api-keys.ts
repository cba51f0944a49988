import { type Case, documented, type Given, named, recorded, rendering, type Source, uncertain } from '../case'

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
]
