import { ManualClock } from '../../../../emulator/base/clock'
import { Emulator } from '../../../../emulator/emulator'
import { logs } from '../../../../emulator/services/logs'
import { bind } from '../../../../emulator/services/operations'
import { MemoryStore } from '../../../../emulator/store/memory-store'
import { TEST_TIME, testCall } from '../../../support/call'
import { failure } from '../../../support/failure'

// What CloudWatch Logs keeps besides events, and the fields of events.

function world() {
  const call = testCall({ store: new MemoryStore() })
  return { call, ...bind(logs.operations, call) }
}
const POLICY = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'route53.amazonaws.com' }, Action: 'logs:PutLogEvents', Resource: '*' }],
})

test('query definitions are kept, listed by name, replaced as a whole and deleted', async () => {
  const { PutQueryDefinition, DescribeQueryDefinitions, DeleteQueryDefinition } = world()
  const { queryDefinitionId: id } = await PutQueryDefinition({
    name: 'orders/slow',
    queryString: 'stats avg(ms)',
    logGroupNames: ['a', 'b'],
  })
  await PutQueryDefinition({ name: 'carts', queryString: 'fields @message', queryLanguage: 'CWLI' })
  expect((await DescribeQueryDefinitions({})).queryDefinitions).toMatchObject([
    { name: 'carts', queryLanguage: 'CWLI', lastModified: TEST_TIME },
    { name: 'orders/slow', queryDefinitionId: id, logGroupNames: ['a', 'b'] },
  ])
  await PutQueryDefinition({ queryDefinitionId: id, name: 'orders/slower', queryString: 'stats max(ms)' })
  const { queryDefinitions = [] } = await DescribeQueryDefinitions({ queryDefinitionNamePrefix: 'orders/' })
  expect(queryDefinitions).toMatchObject([{ name: 'orders/slower', queryString: 'stats max(ms)' }])
  expect(queryDefinitions[0]).not.toHaveProperty('logGroupNames')
  const { nextToken } = await DescribeQueryDefinitions({ maxResults: 1 })
  expect((await DescribeQueryDefinitions({ maxResults: 1, nextToken })).queryDefinitions).toMatchObject([{ name: 'orders/slower' }])
  expect(await DeleteQueryDefinition({ queryDefinitionId: id })).toEqual({ success: true })
  expect(await failure(() => DeleteQueryDefinition({ queryDefinitionId: id }))).toContain('ResourceNotFoundException')
  expect(await failure(() => PutQueryDefinition({ queryDefinitionId: id, name: 'n', queryString: 'q' }))).toContain(
    'ResourceNotFoundException',
  )
  expect(await failure(() => PutQueryDefinition({ name: '', queryString: 'q' }))).toContain('InvalidParameterException')
})

test('policies of the account: ten of them, replaced by name', async () => {
  const { PutResourcePolicy, DescribeResourcePolicies, DeleteResourcePolicy } = world()
  for (let i = 0; i < 10; i++) await PutResourcePolicy({ policyName: `p${i}`, policyDocument: POLICY })
  const more = { policyName: 'p10', policyDocument: POLICY }
  expect(await failure(() => PutResourcePolicy(more))).toContain('LimitExceededException')
  const other = POLICY.replace('route53', 'es')
  expect(await PutResourcePolicy({ policyName: 'p3', policyDocument: other })).toEqual({
    resourcePolicy: { policyName: 'p3', policyDocument: other, lastUpdatedTime: TEST_TIME, policyScope: 'ACCOUNT' },
  })
  await DeleteResourcePolicy({ policyName: 'p0' })
  await PutResourcePolicy(more)
  const { resourcePolicies = [] } = await DescribeResourcePolicies({})
  expect(resourcePolicies.map(({ policyName }) => policyName).sort()).toEqual(['p1', 'p10', 'p2', 'p3', 'p4', 'p5', 'p6', 'p7', 'p8', 'p9'])
  expect(await failure(() => DeleteResourcePolicy({ policyName: 'p0' }))).toContain('ResourceNotFoundException')
  expect(await failure(() => PutResourcePolicy({ policyName: 'p1', policyDocument: 'no' }))).toMatch(
    /InvalidParameterException: .*it is no JSON/,
  )
})

test('the policy of a log group is replaced by who knows its revision', async () => {
  const { CreateLogGroup, DescribeLogGroups, PutResourcePolicy, DescribeResourcePolicies, DeleteResourcePolicy } = world()
  await CreateLogGroup({ logGroupName: 'g' })
  const resourceArn = (await DescribeLogGroups({})).logGroups?.[0]?.arn
  const given = { resourceArn, policyDocument: POLICY }
  const { revisionId } = await PutResourcePolicy(given)
  expect(revisionId).toEqual(expect.any(String))
  expect(await failure(() => PutResourcePolicy(given))).toContain('OperationAbortedException')
  // With `:*` at its end and without, it is the same group.
  const same = { ...given, resourceArn: resourceArn?.replace(/:\*$/, '') }
  const { revisionId: second } = await PutResourcePolicy({ ...same, expectedRevisionId: revisionId })
  expect((await DescribeResourcePolicies({})).resourcePolicies).toEqual([])
  expect((await DescribeResourcePolicies({ resourceArn })).resourcePolicies).toMatchObject([
    { policyScope: 'RESOURCE', revisionId: second },
  ])
  expect(await failure(() => DeleteResourcePolicy({ resourceArn, expectedRevisionId: revisionId }))).toContain('OperationAbortedException')
  await DeleteResourcePolicy({ resourceArn, expectedRevisionId: second })
  expect((await DescribeResourcePolicies({ resourceArn })).resourcePolicies).toEqual([])
  expect(await failure(() => PutResourcePolicy({ resourceArn: resourceArn?.replace(/:\*$/, '-none'), policyDocument: POLICY }))).toContain(
    'ResourceNotFoundException',
  )
})

test('the fields of a group are told with how many of its events have them, of fifteen minutes or around a moment', async () => {
  const { call, CreateLogGroup, GetLogGroupFields } = world()
  await CreateLogGroup({ logGroupName: 'g' })
  const sink = call.logs.in(call.account, call.region)
  const minutes = (n: number) => TEST_TIME - n * 60_000
  sink.write('g', 's', minutes(40), '{"old":1}')
  for (const [n, user] of ['a', 'b', undefined, 'c'].entries()) sink.write('g', 's', minutes(n), JSON.stringify({ path: '/', user }))
  const fields = async (input: object) =>
    Object.fromEntries(
      ((await GetLogGroupFields({ logGroupName: 'g', ...input })).logGroupFields ?? []).map((one) => [one.name, one.percent]),
    )
  expect(await fields({})).toEqual({
    '@ingestionTime': 100,
    '@log': 100,
    '@logStream': 100,
    '@message': 100,
    '@timestamp': 100,
    path: 100,
    user: 75,
  })
  expect(await fields({ time: minutes(38) / 1000 })).toMatchObject({ old: 100, '@message': 100 })
  expect(await failure(() => GetLogGroupFields({ logGroupName: 'none' }))).toContain('ResourceNotFoundException')
})

test('an event is found again by the pointer that a query gives, also when it has company', async () => {
  const { call, CreateLogGroup, StartQuery, GetQueryResults, GetLogRecord } = world()
  await CreateLogGroup({ logGroupName: 'g' })
  const sink = call.logs.in(call.account, call.region)
  for (const user of ['a', 'b', 'c'])
    for (const stream of ['s"1', 's2']) sink.write('g', stream, TEST_TIME, JSON.stringify({ user, stream }))
  const range = { logGroupName: 'g', startTime: 0, endTime: TEST_TIME / 1000 + 1 }
  const { queryId } = await StartQuery({ ...range, queryString: 'fields user, stream' })
  const { results = [] } = await GetQueryResults({ queryId })
  expect(results).toHaveLength(6)
  for (const row of results) {
    const shown = Object.fromEntries(row.map(({ field, value }) => [field, value]))
    const { logRecord } = await GetLogRecord({ logRecordPointer: shown['@ptr'] })
    expect(logRecord).toMatchObject({
      user: shown['user'],
      stream: shown['stream'],
      '@logStream': shown['stream'],
      '@timestamp': String(TEST_TIME),
    })
  }
  for (const logRecordPointer of ['', 'nonsense', Buffer.from('9["g","s2",1]').toString('base64url')])
    expect(await failure(() => GetLogRecord({ logRecordPointer }))).toContain('InvalidParameterException')
})

test('templates make them, change them and take them away', async () => {
  const emulator = new Emulator({ clock: new ManualClock(TEST_TIME) })
  const deploy = (Resources: Record<string, unknown>) =>
    emulator.deployments.deploy(
      {
        kind: 'template',
        name: 'T',
        body: JSON.stringify({ Resources: { Group: { Type: 'AWS::Logs::LogGroup' }, ...Resources } }),
        file: undefined,
      },
      { strict: true },
    )
  const query = (QueryString: string) => ({
    Query: { Type: 'AWS::Logs::QueryDefinition', Properties: { Name: 'slow', QueryString, LogGroupNames: [{ Ref: 'Group' }] } },
  })
  const policy = (PolicyName: string) => ({
    Policy: { Type: 'AWS::Logs::ResourcePolicy', Properties: { PolicyName, PolicyDocument: POLICY } },
  })
  const { queryDefinitions, logPolicies } = emulator.call().records
  await deploy({ ...query('fields a'), ...policy('dns') })
  const [first] = queryDefinitions.list()
  expect(first).toMatchObject({ name: 'slow', queryString: 'fields a', logGroupNames: [expect.stringContaining('Group')] })
  await deploy({ ...query('fields b'), ...policy('names') })
  expect(queryDefinitions.list()).toMatchObject([{ queryDefinitionId: first?.queryDefinitionId, queryString: 'fields b' }])
  expect(logPolicies.list()).toMatchObject([{ policyName: 'names' }])
  await deploy({})
  expect([queryDefinitions.list(), logPolicies.list()]).toEqual([[], []])
  await emulator.stop()
})
