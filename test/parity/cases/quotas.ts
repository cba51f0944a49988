import { keyed, keyValue, plans } from '../../support/plans'
import {
  type Case,
  type ControlCall,
  documented,
  type Given,
  named,
  type Request,
  type Source,
  type Step,
  type Then,
  uncertain,
} from '../case'

const PLANS = documented('docs: api-gateway-api-usage-plans')
const MANAGE = documented('docs: api-gateway-usage-plan-manage-usage')
const GUESS = uncertain('facts/05, section 2')

const api = (Period: string, more: object = {}, stages: object = {}): Given => ({
  routes: { 'GET /keyed': keyed('keyed'), 'GET /free': named('free') },
  resources: plans({ Plan: { keys: ['acme', 'beta'], Quota: { Limit: 2, Period, ...more }, ...stages } }),
})
const as = (name: string, path = '/keyed'): Request => ({ path, headers: { 'x-api-key': keyValue(name) } })
const acme = as('acme')
const EXCEEDED: Then = {
  status: 429,
  body: '{"message":"Limit Exceeded"}',
  headers: { 'x-amzn-ErrorType': 'LimitExceededException', 'Content-Type': 'application/json' },
}
const SERVED: Then = { status: 200 }
const one = (what: string, given: Given, when: readonly Step[], then: Then, source: Source): Case => ({
  id: `rest.quotas.${what}`,
  given: { ...given },
  when,
  then,
  source,
})
/** The clock starts at 2026-01-02T03:04:05.006Z, a Friday. */
const until = (time: string) => ({ advance: { milliseconds: Date.parse(time) - Date.parse('2026-01-02T03:04:05.006Z') } })
const patchPlan = (path: string, value: string): ControlCall => ({
  call: 'PATCH /usageplans/{Plan}',
  body: { patchOperations: [{ op: 'replace', path, value }] },
})
const grant = (value: string): ControlCall => ({
  call: 'PATCH /usageplans/{Plan}/keys/{Keyacme}/usage',
  body: { patchOperations: [{ op: 'replace', path: '/remaining', value }] },
})
const usage = (startDate: string, endDate: string): ControlCall => ({
  call: `GET /usageplans/{Plan}/usage?startDate=${startDate}&endDate=${endDate}&keyId={Keyacme}`,
})
const used = (...days: readonly (readonly [number, number])[]): Then => ({
  status: 200,
  body: new RegExp(`"\\w{10}":${JSON.stringify(days).replaceAll(/[[\]]/g, '\\$&')}`),
})

export const QUOTAS: readonly Case[] = [
  one('used-up', api('DAY'), [acme, acme, acme], EXCEEDED, PLANS),
  one('not-used-up', api('DAY'), [acme, acme], SERVED, PLANS),
  one('by-key', api('DAY'), [acme, acme, as('beta')], SERVED, PLANS),
  one(
    'a-method-without-a-key-is-free',
    api('DAY'),
    [acme, acme, as('acme', '/free')],
    SERVED,
    documented('docs: api-gateway-usage-plan-test-with-postman'),
  ),
  one(
    'requests-without-a-key-method-do-not-count',
    api('DAY'),
    [as('acme', '/free'), as('acme', '/free'), acme, acme],
    SERVED,
    documented('docs: api-gateway-usage-plan-test-with-postman'),
  ),
  one('unknown-keys-do-not-count', api('DAY'), [as('nobody'), as('nobody'), as('nobody')], { status: 403 }, PLANS),
  one(
    'a-day-ends-at-midnight-utc',
    api('DAY'),
    [acme, acme, until('2026-01-03T00:00:00Z'), acme],
    SERVED,
    documented('facts/05, section 2'),
  ),
  one(
    'a-day-lasts-until-midnight',
    api('DAY'),
    [acme, acme, until('2026-01-02T23:59:59.999Z'), acme],
    EXCEEDED,
    documented('facts/05, section 2'),
  ),
  one('a-week-begins-on-sunday', api('WEEK'), [acme, acme, until('2026-01-04T00:00:00Z'), acme], SERVED, GUESS),
  one('a-week-lasts-until-saturday', api('WEEK'), [acme, acme, until('2026-01-03T23:59:59.999Z'), acme], EXCEEDED, GUESS),
  one('a-month-begins-on-the-first', api('MONTH'), [acme, acme, until('2026-02-01T00:00:00Z'), acme], SERVED, GUESS),
  one('a-month-lasts-to-its-end', api('MONTH'), [acme, acme, until('2026-01-31T23:59:59.999Z'), acme], EXCEEDED, GUESS),
  one('offset', api('MONTH', { Offset: 1 }), [acme, acme], EXCEEDED, documented('facts/05, section 2')),
  one(
    'offset-in-the-next-period',
    api('MONTH', { Offset: 1 }),
    [acme, until('2026-02-01T00:00:00Z'), acme, acme],
    SERVED,
    documented('facts/05, section 2'),
  ),
  one(
    'throttled-requests-do-not-count',
    api('DAY', {}, { Throttle: { RateLimit: 1, BurstLimit: 1 } }),
    [acme, acme, acme, { advance: { seconds: 1 } }, acme],
    SERVED,
    GUESS,
  ),
  one(
    'the-throttle-is-asked-first',
    api('DAY', {}, { Throttle: { RateLimit: 1, BurstLimit: 2 } }),
    [acme, acme, acme],
    { status: 429, body: '{"message":"Too Many Requests"}' },
    documented('facts/01, section 1'),
  ),
  one('refused-requests-count', api('DAY'), [acme, acme, acme, acme, usage('2026-01-02', '2026-01-02')], used([4, 0]), GUESS),
  one('usage-of-a-day', api('DAY'), [acme, usage('2026-01-02', '2026-01-02')], used([1, 1]), MANAGE),
  one(
    'usage-of-days',
    api('WEEK'),
    [acme, { advance: { days: 1 } }, acme, usage('2026-01-01', '2026-01-03')],
    used([0, 2], [1, 1], [1, 0]),
    MANAGE,
  ),
  one('extended', api('DAY'), [acme, acme, acme, grant('1'), acme], SERVED, MANAGE),
  one('extended-by-so-many', api('DAY'), [acme, acme, grant('1'), acme, acme], EXCEEDED, MANAGE),
  one('reduced', api('DAY'), [grant('0'), acme], EXCEEDED, MANAGE),
  one('extended-for-the-period-only', api('DAY'), [grant('9'), until('2026-01-03T00:00:00Z'), acme, acme, acme], EXCEEDED, MANAGE),
  one('limit-raised-while-it-serves', api('DAY'), [acme, acme, patchPlan('/quota/limit', '3'), acme], SERVED, PLANS),
  one('period-changed-while-it-serves', api('DAY'), [acme, acme, patchPlan('/quota/period', 'WEEK'), acme], SERVED, GUESS),
  one(
    'quota-removed',
    api('DAY'),
    [acme, acme, { call: 'PATCH /usageplans/{Plan}', body: { patchOperations: [{ op: 'remove', path: '/quota' }] } }, acme],
    SERVED,
    PLANS,
  ),
  one(
    'gateway-response',
    {
      ...api('DAY'),
      resources: {
        ...api('DAY').resources,
        Spent: {
          Type: 'AWS::ApiGateway::GatewayResponse',
          Properties: {
            RestApiId: { Ref: 'Api' },
            ResponseType: 'QUOTA_EXCEEDED',
            StatusCode: '402',
            ResponseTemplates: { 'application/json': '{"pay":$context.error.messageString}' },
          },
        },
      },
    },
    [acme, acme, acme],
    { status: 402, body: '{"pay":"Limit Exceeded"}' },
    documented('docs: supported-gateway-response-types'),
  ),
]
