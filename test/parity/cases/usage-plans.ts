import { keyed, keyValue, plans } from '../../support/plans'
import { type Case, type ControlCall, documented, type Given, type Request, type Source, type Step, type Then, uncertain } from '../case'

const PLANS = documented('docs: api-gateway-api-usage-plans')
const stages = (...names: readonly string[]) =>
  names.map((Stage) => ({ ApiId: { Ref: 'Api' }, Stage: Stage === 'test' ? 'test' : { Ref: Stage } }))
const live = {
  live: {
    Type: 'AWS::ApiGateway::Stage',
    Properties: { RestApiId: { Ref: 'Api' }, DeploymentId: { Ref: 'Deployment' }, StageName: 'live' },
  },
}
const api = (...given: Parameters<typeof plans>): Given => ({
  routes: { 'GET /keyed': keyed('keyed'), 'GET /': keyed('root') },
  resources: { ...live, ...plans(...given) },
})
const one = (what: string, given: Given, when: readonly Step[], then: Then, source: Source): Case => ({
  id: `rest.usage-plans.${what}`,
  given: { ...given },
  when,
  then,
  source,
})
const as = (name: string, stage = 'test'): Request => ({
  path: '/keyed',
  target: `/${stage}/keyed`,
  headers: { 'x-api-key': keyValue(name) },
})
const both = api({ Plan: { keys: ['acme'], Throttle: { RateLimit: 1, BurstLimit: 1 }, ApiStages: stages('test', 'live') } })
const bothCounted = api({ Plan: { keys: ['acme'], Quota: { Limit: 1, Period: 'DAY' }, ApiStages: stages('test', 'live') } })
const apart = api({
  Small: { keys: ['acme'], Quota: { Limit: 1, Period: 'DAY' }, ApiStages: stages('test') },
  Large: { keys: ['acme'], Quota: { Limit: 9, Period: 'DAY' }, ApiStages: stages('live') },
})
const plain = api({ Plan: { keys: ['acme'] } })
const patch = (op: string, path: string, value?: string): ControlCall => ({
  call: 'PATCH /usageplans/{Plan}',
  body: { patchOperations: [{ op, path, ...(value === undefined ? {} : { value }) }] },
})

export const USAGE_PLANS: readonly Case[] = [
  one('opens-its-stages', plain, [as('acme')], { status: 200, body: 'keyed' }, PLANS),
  one('opens-no-other-stage', plain, [as('acme', 'live')], { status: 403, body: '{"message":"Forbidden"}' }, PLANS),
  one(
    'throttle-is-one-for-its-stages',
    both,
    [as('acme'), as('acme', 'live')],
    { status: 429, body: '{"message":"Too Many Requests"}' },
    PLANS,
  ),
  one(
    'quota-is-one-for-its-stages',
    bothCounted,
    [as('acme'), as('acme', 'live')],
    { status: 429, body: '{"message":"Limit Exceeded"}' },
    PLANS,
  ),
  one('a-key-in-two-plans', apart, [as('acme'), as('acme', 'live')], { status: 200 }, PLANS),
  one('a-key-in-two-plans-has-two-quotas', apart, [as('acme', 'live'), as('acme'), as('acme')], { status: 429 }, PLANS),
  one(
    'one-plan-for-a-key-and-a-stage',
    apart,
    [{ call: 'PATCH /usageplans/{Large}', body: { patchOperations: [{ op: 'add', path: '/apiStages', value: '{ApiId}:test' }] } }],
    { status: 409 },
    uncertain('facts/05, section 2'),
  ),
  one('stage-removed-while-it-serves', plain, [patch('remove', '/apiStages', '{ApiId}:test'), as('acme')], { status: 403 }, PLANS),
  one('stage-added-while-it-serves', plain, [patch('add', '/apiStages', '{ApiId}:live'), as('acme', 'live')], { status: 200 }, PLANS),
  one('key-removed-while-it-serves', plain, [{ call: 'DELETE /usageplans/{Plan}/keys/{Keyacme}' }, as('acme')], { status: 403 }, PLANS),
  one('no-limits', plain, [as('acme'), as('acme'), as('acme')], { status: 200 }, PLANS),
  one(
    'test-invoke-passes-plans-over',
    api({ Plan: { keys: ['acme'], Quota: { Limit: 1, Period: 'DAY' } } }),
    [{ testInvoke: '/keyed' }, { testInvoke: '/keyed' }],
    { status: 200, json: { status: 200 }, notInLog: [/Usage Plan/, /API Key/] },
    documented('docs: how-to-test-method'),
  ),
]
