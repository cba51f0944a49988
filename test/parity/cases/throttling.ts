import { keyed, keyValue, plans } from '../../support/plans'
import {
  type Case,
  type ControlCall,
  documented,
  type Given,
  named,
  type Request,
  recorded,
  type Source,
  type Step,
  type Then,
  uncertain,
} from '../case'

const DOCS = documented('docs: api-gateway-request-throttling')
const PLANS = documented('docs: api-gateway-create-usage-plans-with-rest-api')

const limit = (ResourcePath: string, HttpMethod: string, rate: number, burst: number) => ({
  ResourcePath,
  HttpMethod,
  ThrottlingRateLimit: rate,
  ThrottlingBurstLimit: burst,
})
const stage = (...MethodSettings: readonly object[]) => ({ MethodSettings })
const partner = (more: object = {}) => plans({ Partner: { keys: ['acme', 'beta'], Throttle: { RateLimit: 1, BurstLimit: 2 }, ...more } })
const api = (more: Partial<Given> = {}): Given => ({
  routes: {
    'GET /a': named('a'),
    'POST /a': named('posted'),
    'GET /b': named('b'),
    'GET /keyed': keyed('keyed'),
    'GET /': keyed('root'),
    ...more.routes,
  },
  ...more,
})

const a: Request = { path: '/a' }
const b: Request = { path: '/b' }
const as = (name: string, path = '/keyed'): Request => ({ path, headers: { 'x-api-key': keyValue(name) } })
const ms = (count: number) => ({ advance: { milliseconds: count } })
const THROTTLED: Then = {
  status: 429,
  body: '{"message":"Too Many Requests"}',
  headers: { 'x-amzn-ErrorType': 'TooManyRequestsException', 'Content-Type': 'application/json' },
}
const SERVED: Then = { status: 200 }
const one = (what: string, given: Given, when: readonly Step[], then: Then, source: Source): Case => ({
  id: `rest.throttling.${what}`,
  given: { ...given },
  when,
  then,
  source,
})
const twice = (request: Request) => [request, request]

const everyMethod = api({ stage: stage(limit('/*', '*', 10, 2)) })
const ownLimit = api({ stage: stage(limit('/*', '*', 10, 1), limit('/a', 'GET', 10, 3)) })
const perKey = api({ resources: partner() })
const perMethod = api({
  resources: partner({
    Throttle: { RateLimit: 100, BurstLimit: 100 },
    ApiStages: [
      {
        ApiId: { Ref: 'Api' },
        Stage: 'test',
        Throttle: { '/keyed/GET': { RateLimit: 1, BurstLimit: 1 }, '//GET': { RateLimit: 1, BurstLimit: 1 } },
      },
    ],
  }),
})
const patch = (path: string, value: string): ControlCall => ({
  call: 'PATCH /restapis/{ApiId}/stages/test',
  body: { patchOperations: [{ op: 'replace', path, value }] },
})
const patchPlan = (path: string, value: string): ControlCall => ({
  call: 'PATCH /usageplans/{Partner}',
  body: { patchOperations: [{ op: 'replace', path, value }] },
})

export const THROTTLING: readonly Case[] = [
  one('beyond-the-burst', everyMethod, [...twice(a), a], THROTTLED, recorded('facts/06, section 2')),
  one('within-the-burst', everyMethod, twice(a), SERVED, DOCS),
  one('each-method-by-itself', everyMethod, [...twice(a), b], SERVED, DOCS),
  one('each-verb-by-itself', everyMethod, [...twice(a), { ...a, method: 'POST' }], SERVED, DOCS),
  one('a-token-comes-back', everyMethod, [...twice(a), ms(100), a], SERVED, DOCS),
  one('not-before-its-time', everyMethod, [...twice(a), ms(99), a], THROTTLED, DOCS),
  one('one-token-and-no-more', everyMethod, [...twice(a), ms(199), a, a], THROTTLED, DOCS),
  one('no-more-than-the-burst', everyMethod, [...twice(a), ms(60_000), ...twice(a), a], THROTTLED, DOCS),
  one('own-setting-wins', ownLimit, [...twice(a), a], SERVED, DOCS),
  one('own-setting-refuses', ownLimit, [...twice(a), ...twice(a)], THROTTLED, DOCS),
  one('no-setting', api(), [...twice(a), ...twice(a), ...twice(a)], SERVED, DOCS),
  one(
    'minus-one-lifts-it',
    api({ stage: stage(limit('/*', '*', 1, 1), limit('/a', 'GET', -1, -1)) }),
    [...twice(a), a],
    SERVED,
    uncertain('facts/05, section 1'),
  ),
  one(
    'set-while-it-serves',
    api(),
    [a, patch('/*/*/throttling/rateLimit', '1'), patch('/*/*/throttling/burstLimit', '1'), a, a],
    THROTTLED,
    documented('facts/05, section 7'),
  ),
  one('burst-of-nothing', api({ stage: stage(limit('/*', '*', 10, 0)) }), [a], THROTTLED, uncertain('facts/05, section 1')),
  one(
    'unknown-routes-take-no-token',
    api({ stage: stage(limit('/*', '*', 1, 1)) }),
    [{ path: '/none' }, { path: '/none' }, a],
    SERVED,
    uncertain('facts/01, section 1'),
  ),
  one(
    'before-validation',
    api({
      stage: stage(limit('/*', '*', 1, 1)),
      routes: {
        'GET /checked': named('checked', {
          RequestValidatorId: { Ref: 'Validator' },
          RequestParameters: { 'method.request.querystring.a': true },
        }),
      },
      resources: {
        Validator: {
          Type: 'AWS::ApiGateway::RequestValidator',
          Properties: { RestApiId: { Ref: 'Api' }, ValidateRequestParameters: true },
        },
      },
    }),
    twice({ path: '/checked' }),
    THROTTLED,
    documented('facts/01, section 1'),
  ),
  one(
    'behind-authorization',
    api({ stage: stage(limit('/*', '*', 1, 1)), routes: { 'GET /signed': named('signed', { AuthorizationType: 'AWS_IAM' }) } }),
    twice({ path: '/signed' }),
    { status: 403 },
    documented('facts/01, section 1'),
  ),
  one(
    'behind-the-key',
    api({ stage: stage(limit('/*', '*', 1, 1)), resources: partner() }),
    [{ path: '/keyed' }, { path: '/keyed' }, as('acme')],
    SERVED,
    documented('facts/01, section 1'),
  ),
  one(
    'cached-answers-take-tokens',
    api({ stage: { CacheClusterEnabled: true, MethodSettings: [{ ...limit('/*', '*', 1, 1), CachingEnabled: true }] } }),
    twice(a),
    THROTTLED,
    documented('facts/01, section 1'),
  ),
  one(
    'gateway-response',
    api({
      stage: stage(limit('/*', '*', 1, 1)),
      resources: {
        Slow: {
          Type: 'AWS::ApiGateway::GatewayResponse',
          Properties: {
            RestApiId: { Ref: 'Api' },
            ResponseType: 'THROTTLED',
            StatusCode: '503',
            ResponseParameters: { 'gatewayresponse.header.Retry-After': "'1'" },
            ResponseTemplates: { 'application/json': '{"slow":$context.error.messageString,"is":"$context.error.responseType"}' },
          },
        },
      },
    }),
    twice(a),
    { status: 503, headers: { 'Retry-After': '1' }, body: '{"slow":"Too Many Requests","is":"THROTTLED"}' },
    documented('docs: supported-gateway-response-types'),
  ),
  one('key-of-a-plan', perKey, [as('acme'), as('acme'), as('acme')], THROTTLED, DOCS),
  one('another-key-of-the-plan', perKey, [as('acme'), as('acme'), as('acme'), as('beta')], SERVED, DOCS),
  one('a-plan-is-one-bucket-for-methods', perKey, [as('acme'), as('acme', '/'), as('acme')], THROTTLED, DOCS),
  one(
    'a-method-without-a-key',
    perKey,
    [as('acme', '/a'), as('acme', '/a'), as('acme', '/a')],
    SERVED,
    documented('docs: api-gateway-usage-plan-test-with-postman'),
  ),
  one('method-in-a-plan', perMethod, [as('acme'), as('acme')], THROTTLED, DOCS),
  one('method-in-a-plan-by-key', perMethod, [as('acme'), as('beta')], SERVED, DOCS),
  one('root-in-a-plan', perMethod, [as('acme', '/'), as('acme', '/')], THROTTLED, PLANS),
  one('methods-in-a-plan-apart', perMethod, [as('acme'), as('acme', '/')], SERVED, DOCS),
  one(
    'plan-changed-while-it-serves',
    perKey,
    [as('acme'), patchPlan('/throttle/burstLimit', '1'), as('acme'), as('acme')],
    THROTTLED,
    PLANS,
  ),
  one(
    'stage-behind-the-plan',
    api({ resources: partner(), stage: stage(limit('/keyed', 'GET', 1, 1)) }),
    [as('acme'), as('beta')],
    THROTTLED,
    DOCS,
  ),
]
