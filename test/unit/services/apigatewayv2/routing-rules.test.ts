import { apigatewayv2 } from '../../../../emulator/services/apigatewayv2'
import { bind } from '../../../../emulator/services/operations'
import { failure } from '../../../support/failure'
import { oneApi } from '../apigateway/api'

/** An account with an API that has a stage, and a domain name whose requests are routed by rules. */
function domainWithRules(routingMode: 'ROUTING_RULE_ONLY' | 'ROUTING_RULE_THEN_BASE_PATH_MAPPING' = 'ROUTING_RULE_ONLY') {
  const { call, gw, mock, restApiId } = oneApi()
  mock('/a')
  gw.CreateDeployment({ restApiId, stageName: 'prod' })
  gw.CreateDomainName({ domainName: 'api.test', endpointConfiguration: { types: ['REGIONAL'] }, routingMode })
  const v2 = bind(apigatewayv2.operations, call)
  const DomainName = 'api.test'
  const Actions = [{ InvokeApi: { ApiId: restApiId, Stage: 'prod' } }]
  const create = (members: object) => v2.CreateRoutingRule({ DomainName, Priority: 1, Conditions: [], Actions, ...members })
  return { call, gw, v2, create, restApiId, DomainName, Actions }
}

const header = (Header: string, ValueGlob: string) => ({ MatchHeaders: { AnyOf: [{ Header, ValueGlob }] } })
const basePath = (path: string) => ({ MatchBasePaths: { AnyOf: [path] } })

test('a rule is created, got, replaced under its id, listed in its order, and deleted', () => {
  const { v2, create, restApiId, DomainName, Actions, call } = domainWithRules()
  const Conditions = [header('Hello', 'World'), header('x-version', 'beta*'), basePath('PetStoreShopper')]
  const made = create({ Priority: 50, Conditions })
  const id = made.RoutingRuleId
  // StripBasePath is false where it is not given: developer guide, apigateway-routing-rules-use.
  expect(made).toEqual({
    RoutingRuleId: id,
    RoutingRuleArn: `arn:aws:apigateway:us-east-1:111111111111:/domainnames/api.test/routingrules/${id}`,
    Priority: 50,
    Conditions,
    Actions: [{ InvokeApi: { ApiId: restApiId, Stage: 'prod', StripBasePath: false } }],
  })
  expect(v2.GetRoutingRule({ DomainName, RoutingRuleId: id })).toEqual(made)
  const second = create({ Priority: 40 })
  const ids = (input: object = {}) => v2.ListRoutingRules({ DomainName, ...input }).RoutingRules.map(({ RoutingRuleId }) => RoutingRuleId)
  expect(ids()).toEqual([second.RoutingRuleId, id])
  const replaced = v2.PutRoutingRule({ DomainName, RoutingRuleId: id, Priority: 30, Conditions: [], Actions })
  expect(replaced).toMatchObject({ RoutingRuleId: id, RoutingRuleArn: made.RoutingRuleArn, Priority: 30, Conditions: [] })
  expect(ids()).toEqual([id, second.RoutingRuleId])
  const { NextToken } = v2.ListRoutingRules({ DomainName, MaxResults: 1 }) as { NextToken?: string }
  expect(ids({ MaxResults: 1, NextToken })).toEqual([second.RoutingRuleId])
  v2.DeleteRoutingRule({ DomainName, RoutingRuleId: id })
  expect(ids()).toEqual([second.RoutingRuleId])
  expect(call.records.routingRules.list(DomainName)).toHaveLength(1)
})

test.each<[string, object, RegExp]>([
  ['priority 0', { Priority: 0 }, /^400 BadRequestException: .*1000000/],
  ['priority 1,000,001', { Priority: 1_000_001 }, /^400 BadRequestException/],
  ['a fraction', { Priority: 1.5 }, /^400 BadRequestException/],
  ['no priority', { Priority: undefined }, /^400 BadRequestException/],
  ['no conditions', { Conditions: undefined }, /^400 BadRequestException/],
  ['three header conditions', { Conditions: [header('a', 'x'), header('b', 'x'), header('c', 'x')] }, /^400 BadRequestException/],
  ['two base path conditions', { Conditions: [basePath('a'), basePath('b')] }, /^400 BadRequestException/],
  ['both kinds in one condition', { Conditions: [{ ...header('a', 'x'), ...basePath('a') }] }, /^400 BadRequestException/],
  ['an empty condition', { Conditions: [{}] }, /^400 BadRequestException/],
  [
    'two headers in one condition',
    {
      Conditions: [
        {
          MatchHeaders: {
            AnyOf: [
              { Header: 'a', ValueGlob: 'x' },
              { Header: 'b', ValueGlob: 'x' },
            ],
          },
        },
      ],
    },
    /^400/,
  ],
  ['a wildcard inside a value', { Conditions: [header('a', 'x*y')] }, /^400 BadRequestException/],
  ['a wildcard in a name', { Conditions: [header('a*', 'x')] }, /^400 BadRequestException/],
  ['a header that is AWS’s own', { Conditions: [header('X-Amz-Date', '*')] }, /^400 BadRequestException/],
  ['a name of 40 characters', { Conditions: [header('a'.repeat(40), 'x')] }, /^400 BadRequestException/],
  ['a value of 128 characters', { Conditions: [header('a', 'x'.repeat(128))] }, /^400 BadRequestException/],
  ['an infix of 40 characters', { Conditions: [header('a', `*${'x'.repeat(38)}*`)] }, /^400 BadRequestException/],
  ['a base path with a slash in front', { Conditions: [basePath('/a')] }, /^400 BadRequestException/],
  ['a base path of 128 characters', { Conditions: [basePath('a'.repeat(128))] }, /^400 BadRequestException/],
  ['no action', { Actions: [] }, /^400 BadRequestException/],
  ['an unknown API', { Actions: [{ InvokeApi: { ApiId: 'nope', Stage: 'prod' } }] }, /^404 NotFoundException/],
  ['an unknown domain name', { DomainName: 'nope.test' }, /^404 NotFoundException: Invalid domain name identifier specified$/],
])('%s is refused', async (_what, members, expected) => {
  const { create } = domainWithRules()
  expect(await failure(() => create(members))).toMatch(expected)
})

test('two actions, and a stage that is not there, are refused', async () => {
  const { create, Actions, restApiId } = domainWithRules()
  expect(await failure(() => create({ Actions: [...Actions, ...Actions] }))).toMatch(/^400 BadRequestException/)
  expect(await failure(() => create({ Actions: [{ InvokeApi: { ApiId: restApiId, Stage: 'dev' } }] }))).toMatch(/^404 NotFoundException/)
})

test('priorities are unique within a domain name; a rule keeps its own', async () => {
  const { v2, create, DomainName, Actions } = domainWithRules()
  const { RoutingRuleId } = create({ Priority: 7 })
  expect(await failure(() => create({ Priority: 7 }))).toMatch(/^409 ConflictException/)
  const put = (Priority: number, id = RoutingRuleId) =>
    v2.PutRoutingRule({ DomainName, RoutingRuleId: id, Priority, Conditions: [], Actions })
  expect(put(7).Priority).toBe(7)
  const other = create({ Priority: 8 })
  expect(await failure(() => put(7, other.RoutingRuleId))).toMatch(/^409 ConflictException/)
  expect(await failure(() => put(9, 'nope'))).toMatch(/^404 NotFoundException/)
})

test('the routing mode says what a domain name can have', async () => {
  const { gw, v2, create, restApiId, DomainName } = domainWithRules()
  expect(await failure(() => gw.CreateBasePathMapping({ domainName: DomainName, restApiId }))).toMatch(/^400 BadRequestException/)
  const { RoutingRuleId } = create({})
  const setMode = (value: string) =>
    gw.UpdateDomainName({ domainName: DomainName, patchOperations: [{ op: 'replace', path: '/routingMode', value }] })
  setMode('BASE_PATH_MAPPING_ONLY')
  expect(await failure(() => create({ Priority: 2 }))).toMatch(/^400 BadRequestException/)
  // What is there stays to be seen (developer guide, set-routing-mode).
  expect(v2.GetRoutingRule({ DomainName, RoutingRuleId }).Priority).toBe(1)
  expect(gw.CreateBasePathMapping({ domainName: DomainName, restApiId }).restApiId).toBe(restApiId)
})

test('private domain names lead to private APIs, and public ones to public APIs', async () => {
  const { gw, v2, restApiId, Actions, create } = domainWithRules()
  const { domainNameId } = gw.CreateDomainName({
    domainName: 'hidden.test',
    endpointConfiguration: { types: ['PRIVATE'] },
    routingMode: 'ROUTING_RULE_ONLY',
  })
  const hidden = { DomainName: 'hidden.test', DomainNameId: domainNameId, Priority: 1, Conditions: [], Actions }
  expect(await failure(() => v2.CreateRoutingRule(hidden))).toMatch(/^400 BadRequestException/)
  gw.UpdateRestApi({ restApiId, patchOperations: [{ op: 'replace', path: '/endpointConfiguration/types/EDGE', value: 'PRIVATE' }] })
  expect(v2.CreateRoutingRule(hidden).RoutingRuleArn).toContain(`:/domainnames/hidden.test+${domainNameId}/routingrules/`)
  expect(await failure(() => create({}))).toMatch(/^400 BadRequestException/)
})

test('rules go with their domain name', () => {
  const { call, gw, create, DomainName } = domainWithRules()
  create({})
  gw.DeleteDomainName({ domainName: DomainName })
  expect(call.records.routingRules.list(DomainName)).toEqual([])
})
