import {
  CreateGroupCommand,
  GetGroupsCommand,
  GetInsightSummariesCommand,
  ListTagsForResourceCommand,
  TagResourceCommand,
  UntagResourceCommand,
  XRayClient,
} from '@aws-sdk/client-xray'
import { ManualClock } from '../../../../emulator/base/clock'
import { Emulator } from '../../../../emulator/emulator'
import { bind } from '../../../../emulator/services/operations'
import { xray } from '../../../../emulator/services/xray'
import { emulate } from '../../../../emulator/testing/index'
import { TEST_TIME, testCall } from '../../../support/call'
import { mockOf, restTemplate } from '../../../support/rest-template'
import { ROOT } from '../../../support/sign'

const SECOND = TEST_TIME / 1000
const traceId = (n: number) => `1-${SECOND.toString(16)}-${String(n).padStart(24, '0')}`
const OFF = { InsightsEnabled: false, NotificationsEnabled: false }

function world() {
  const call = testCall()
  const service = bind(xray.operations, call)
  /** A trace that has taken `seconds`, as it comes now. */
  const send = (n: number, seconds: number) => {
    const now = call.clock.now() / 1000
    const segment = { trace_id: traceId(n), id: '00000000000000aa', name: 'shop', start_time: now - seconds, end_time: now }
    return service.PutTraceSegments({ TraceSegmentDocuments: [JSON.stringify(segment)] })
  }
  const inGroup = async (FilterExpression: string) => {
    const span = { StartTime: new Date(TEST_TIME - 60_000), EndTime: call.clock.now() }
    const { TraceSummaries = [] } = await service.GetTraceSummaries({ ...span, EndTime: new Date(span.EndTime), FilterExpression })
    return TraceSummaries.map(({ Id }) => Number(Id?.slice(-2)))
  }
  return { call, service, send, inGroup }
}

test('groups are made, listed behind the default one, changed and deleted', async () => {
  const { service } = world()
  const { Group } = await service.CreateGroup({ GroupName: 'slow', FilterExpression: 'responsetime > 2' })
  expect(Group).toEqual({
    GroupName: 'slow',
    GroupARN: expect.stringMatching(/^arn:aws:xray:us-east-1:123456789012:group\/slow\/[A-Z0-9]{52}$/),
    FilterExpression: 'responsetime > 2',
    InsightsConfiguration: OFF,
  })
  const listed = async () => (await service.GetGroups({})).Groups?.map((group) => [group.GroupName, group.FilterExpression])
  expect(await listed()).toEqual([
    ['Default', undefined],
    ['slow', 'responsetime > 2'],
  ])
  expect(await service.GetGroup({ GroupARN: Group?.GroupARN })).toEqual({ Group })
  const InsightsConfiguration = { InsightsEnabled: true, NotificationsEnabled: true }
  await service.UpdateGroup({ GroupName: 'slow', GroupARN: Group?.GroupARN, InsightsConfiguration })
  const { Group: changed } = await service.UpdateGroup({ GroupName: 'slow', FilterExpression: 'fault' })
  expect(changed).toEqual({ ...Group, FilterExpression: 'fault', InsightsConfiguration })
  await service.UpdateGroup({ GroupName: 'Default', InsightsConfiguration: { InsightsEnabled: true } })
  expect((await service.GetGroup({ GroupName: 'Default' })).Group?.InsightsConfiguration?.InsightsEnabled).toBe(true)
  expect(await listed()).toHaveLength(2)
  await service.DeleteGroup({ GroupName: 'slow' })
  expect((await listed())?.map(([name]) => name)).toEqual(['Default'])
})

test.each<[string, (service: ReturnType<typeof world>['service']) => unknown, RegExp]>([
  ['no name', (service) => service.CreateGroup({ GroupName: '' }), /Invalid GroupName/],
  ['a name of 33 characters', (service) => service.CreateGroup({ GroupName: 'a'.repeat(33) }), /Invalid GroupName/],
  ['a name with a slash', (service) => service.CreateGroup({ GroupName: 'a/b' }), /Invalid GroupName/],
  ['the name of the default group', (service) => service.CreateGroup({ GroupName: 'Default' }), /exists already/],
  ['a name that is taken', (service) => service.CreateGroup({ GroupName: 'taken' }), /exists already/],
  [
    'an expression that is none',
    (service) => service.CreateGroup({ GroupName: 'a', FilterExpression: 'ok OR' }),
    /Invalid filter expression/,
  ],
  [
    'another expression that is none',
    (service) => service.UpdateGroup({ GroupName: 'taken', FilterExpression: '(' }),
    /Invalid filter expression/,
  ],
  [
    'notifications without insights',
    (service) => service.CreateGroup({ GroupName: 'a', InsightsConfiguration: { NotificationsEnabled: true } }),
    /needs InsightsEnabled/,
  ],
  ['neither name nor ARN', (service) => service.GetGroup({}), /GroupName or GroupARN is required/],
  ['no group of that name', (service) => service.GetGroup({ GroupName: 'gone' }), /does not exist/],
  ['a name and the ARN of another', (service) => service.GetGroup({ GroupName: 'taken', GroupARN: 'arn:x' }), /does not exist/],
  ['the end of the default group', (service) => service.DeleteGroup({ GroupName: 'Default' }), /cannot be deleted/],
  ['an expression of the default group', (service) => service.UpdateGroup({ GroupName: 'Default', FilterExpression: 'ok' }), /no filter/],
])('%s is refused', async (_name, run, message) => {
  const { service } = world()
  await service.CreateGroup({ GroupName: 'taken', FilterExpression: 'ok' })
  await expect(async () => run(service)).rejects.toThrow(message)
})

test('an account has at most 25 groups', async () => {
  const { service } = world()
  for (let n = 0; n < 25; n++) await service.CreateGroup({ GroupName: `g${n}` })
  await expect(async () => service.CreateGroup({ GroupName: 'one-more' })).rejects.toThrow(/at most 25/)
})

test('a group holds the traces that came while its expression was in force', async () => {
  const { call, service, send, inGroup } = world()
  await send(1, 3)
  await call.clock.advance(1000)
  const { Group } = await service.CreateGroup({ GroupName: 'slow', FilterExpression: 'responsetime > 2' })
  await send(2, 3)
  await send(3, 1)
  await call.clock.advance(1000)
  await service.UpdateGroup({ GroupName: 'slow', FilterExpression: 'responsetime < 2' })
  await send(4, 3)
  await send(5, 1)
  expect(await inGroup('group.name = "slow"')).toEqual([2, 5])
  expect(await inGroup(`group.arn = "${Group?.GroupARN}"`)).toEqual([2, 5])
  expect(await inGroup('group.name = "Default"')).toEqual([1, 2, 3, 4, 5])
  expect(await inGroup('group.name != "slow"')).toEqual([1, 3, 4])
})

test('groups and rules have tags', async () => {
  const gw = await emulate(restTemplate({ routes: { 'GET /': mockOf('x') } }), { port: 0 })
  const client = new XRayClient({ endpoint: gw.url ?? '', region: 'us-east-1', credentials: ROOT })
  const Tags = [{ Key: 'team', Value: 'shop' }]
  const { Group } = await client.send(new CreateGroupCommand({ GroupName: 'slow', Tags }))
  expect((await client.send(new GetGroupsCommand({}))).Groups).toHaveLength(2)
  for (const ResourceARN of [Group?.GroupARN, 'arn:aws:xray:us-east-1:000000000000:sampling-rule/Default']) {
    await client.send(new TagResourceCommand({ ResourceARN, Tags: [...Tags, { Key: 'stage', Value: '' }] }))
    await client.send(new UntagResourceCommand({ ResourceARN, TagKeys: ['stage', 'other'] }))
    expect((await client.send(new ListTagsForResourceCommand({ ResourceARN }))).Tags).toEqual(Tags)
    const many = Array.from({ length: 50 }, (_, n) => ({ Key: `k${n}`, Value: '' }))
    await expect(client.send(new TagResourceCommand({ ResourceARN, Tags: many }))).rejects.toMatchObject({ name: 'TooManyTagsException' })
  }
  const ResourceARN = 'arn:aws:xray:us-east-1:000000000000:group/gone/X'
  await expect(client.send(new ListTagsForResourceCommand({ ResourceARN }))).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
    $metadata: { httpStatusCode: 404 },
  })
  await expect(client.send(new GetInsightSummariesCommand({ StartTime: new Date(0), EndTime: new Date(0) }))).rejects.toMatchObject({
    message: expect.stringContaining('GetInsightSummaries'),
    $metadata: { httpStatusCode: 501 },
  })
  client.destroy()
  await gw.stop()
})

test('a template makes, changes, replaces and takes away a group', async () => {
  const emulator = new Emulator({ clock: new ManualClock(TEST_TIME) })
  const group = (Properties: Record<string, unknown>) => ({ Group: { Type: 'AWS::XRay::Group', Properties } })
  const deploy = (resources: Record<string, unknown>, strict = true) => {
    const body = JSON.stringify({
      Resources: { Topic: { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Value: 'x' } }, ...resources },
    })
    return emulator.deployments.deploy({ kind: 'template', name: 'T', body, file: undefined }, { strict })
  }
  const groups = () => emulator.call().records.traceGroups.list()
  const Tags = [{ Key: 'team', Value: 'shop' }]
  await deploy(group({ GroupName: 'slow', FilterExpression: 'responsetime > 2', Tags }))
  const [first] = groups()
  expect(first).toMatchObject({ group: { GroupName: 'slow', FilterExpression: 'responsetime > 2' }, tags: { team: 'shop' } })
  const InsightsConfiguration = { InsightsEnabled: true }
  const withInsights = group({ GroupName: 'slow', FilterExpression: 'fault', InsightsConfiguration })
  await expect(deploy(withInsights)).rejects.toThrow(/insights are not made/)
  await deploy(withInsights, false)
  const [second] = groups()
  expect(second?.group).toMatchObject({ FilterExpression: 'fault', InsightsConfiguration, GroupARN: first?.group.GroupARN })
  expect(second?.tags).not.toHaveProperty('team')
  await deploy(group({ GroupName: 'slower', FilterExpression: 'fault' }))
  expect(groups().map(({ group: { GroupName } }) => GroupName)).toEqual(['slower'])
  await deploy({})
  expect(groups()).toEqual([])
  await emulator.stop()
})
