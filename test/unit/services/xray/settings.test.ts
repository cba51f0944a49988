import { GetSamplingStatisticSummariesCommand, GetSamplingTargetsCommand, XRayClient } from '@aws-sdk/client-xray'
import { ManualClock } from '../../../../emulator/base/clock'
import { Emulator } from '../../../../emulator/emulator'
import { bind } from '../../../../emulator/services/operations'
import { xray } from '../../../../emulator/services/xray'
import { emulate } from '../../../../emulator/testing/index'
import { TEST_TIME, testCall } from '../../../support/call'
import { mockOf, restTemplate } from '../../../support/rest-template'
import { ROOT } from '../../../support/sign'

function world() {
  const call = testCall()
  return { call, service: bind(xray.operations, call) }
}
type Bound = ReturnType<typeof world>['service']

test('sampling is counted by rule, in windows of ten seconds: that of stages, and what SDKs tell of theirs', async () => {
  const gw = await emulate(restTemplate({ routes: { 'GET /': mockOf('x') }, stage: { TracingEnabled: true } }), {
    port: 0,
    clock: new Date(TEST_TIME),
    seed: 7,
  })
  const client = new XRayClient({ endpoint: gw.url ?? '', region: 'us-east-1', credentials: ROOT })
  for (let i = 0; i < 3; i++) await gw.fetch('/')
  // What somebody has decided before asks no rule.
  await gw.fetch('/', { headers: { 'X-Amzn-Trace-Id': 'Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1' } })
  await gw.clock.advance({ seconds: 10 })
  await gw.fetch('/')
  const told = { RuleName: 'Default', ClientID: '0'.repeat(24), RequestCount: 20, SampledCount: 4, BorrowCount: 1 }
  await client.send(new GetSamplingTargetsCommand({ SamplingStatisticsDocuments: [{ ...told, Timestamp: new Date(TEST_TIME + 12_000) }] }))
  const { SamplingStatisticSummaries } = await client.send(new GetSamplingStatisticSummariesCommand({}))
  // TEST_TIME is five seconds behind a full ten.
  expect(SamplingStatisticSummaries).toEqual([
    { RuleName: 'Default', Timestamp: new Date(TEST_TIME - 5000), RequestCount: 3, SampledCount: expect.any(Number), BorrowCount: 0 },
    { RuleName: 'Default', Timestamp: new Date(TEST_TIME + 5000), RequestCount: 21, SampledCount: 5, BorrowCount: 1 },
  ])
  expect(SamplingStatisticSummaries?.[0]?.SampledCount).toBeGreaterThanOrEqual(1)
  client.destroy()
  await gw.stop()
})

test('what encrypts traces is kept', async () => {
  const { service } = world()
  const get = async () => (await service.GetEncryptionConfig({})).EncryptionConfig
  expect(await get()).toEqual({ Type: 'NONE', Status: 'ACTIVE' })
  const KeyId = 'arn:aws:kms:us-east-1:123456789012:key/c234a4e8-39e9-4ab0-84e2-b0ea215cbba5'
  const put = await service.PutEncryptionConfig({ Type: 'KMS', KeyId: 'c234a4e8-39e9-4ab0-84e2-b0ea215cbba5' })
  expect(put.EncryptionConfig).toEqual({ Type: 'KMS', KeyId, Status: 'UPDATING' })
  expect(await get()).toEqual({ Type: 'KMS', KeyId, Status: 'ACTIVE' })
  await service.PutEncryptionConfig({ Type: 'KMS', KeyId: 'alias/mine' })
  expect((await get())?.KeyId).toBe('arn:aws:kms:us-east-1:123456789012:alias/mine')
  await service.PutEncryptionConfig({ Type: 'NONE' })
  expect(await get()).toEqual({ Type: 'NONE', Status: 'ACTIVE' })
})

test('where segments go, and how much is indexed, is kept', async () => {
  const { call, service } = world()
  expect(await service.GetTraceSegmentDestination({})).toEqual({ Destination: 'XRay', Status: 'ACTIVE' })
  const update = () => service.UpdateTraceSegmentDestination({ Destination: 'CloudWatchLogs' })
  expect([await update(), await update()].map(({ Status }) => Status)).toEqual(['PENDING', 'ACTIVE'])
  expect(await service.GetTraceSegmentDestination({})).toEqual({ Destination: 'CloudWatchLogs', Status: 'ACTIVE' })
  const { IndexingRule } = await service.UpdateIndexingRule({
    Name: 'Default',
    Rule: { Probabilistic: { DesiredSamplingPercentage: 20 } },
  })
  expect(IndexingRule).toEqual({
    Name: 'Default',
    ModifiedAt: new Date(call.clock.now()),
    Rule: { Probabilistic: { DesiredSamplingPercentage: 20, ActualSamplingPercentage: 20 } },
  })
  expect(await service.GetIndexingRules({})).toEqual({ IndexingRules: [IndexingRule] })
})

const document = (statement: Record<string, unknown> = {}) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: { Service: 'sns.amazonaws.com' }, Action: 'xray:PutTraceSegments', Resource: '*', ...statement },
    ],
  })
const LOCKING = document({ Effect: 'Deny', Principal: '*', Action: 'xray:*' })

test('policies are put, listed and deleted, each revision counted', async () => {
  const { service } = world()
  const put = (PolicyRevisionId?: string) => service.PutResourcePolicy({ PolicyName: 'p', PolicyDocument: document(), PolicyRevisionId })
  expect([await put('0'), await put(), await put('2')].map(({ ResourcePolicy }) => ResourcePolicy?.PolicyRevisionId)).toEqual([
    '1',
    '2',
    '3',
  ])
  await service.PutResourcePolicy({ PolicyName: 'q', PolicyDocument: LOCKING, BypassPolicyLockoutCheck: true })
  const listed = async () => (await service.ListResourcePolicies({})).ResourcePolicies
  expect(await listed()).toEqual([
    { PolicyName: 'p', PolicyDocument: document(), PolicyRevisionId: '3', LastUpdatedTime: new Date(TEST_TIME) },
    { PolicyName: 'q', PolicyDocument: LOCKING, PolicyRevisionId: '1', LastUpdatedTime: new Date(TEST_TIME) },
  ])
  await service.DeleteResourcePolicy({ PolicyName: 'p', PolicyRevisionId: '3' })
  expect((await listed())?.map(({ PolicyName }) => PolicyName)).toEqual(['q'])
})

const put = (service: Bound, members: Record<string, unknown>) =>
  service.PutResourcePolicy({ PolicyName: 'p', PolicyDocument: document(), ...members })

test.each<[string, (service: Bound) => unknown, string]>([
  ['a key of none', (s) => s.PutEncryptionConfig({ Type: 'NONE', KeyId: 'x' }), 'InvalidRequestException'],
  ['no key', (s) => s.PutEncryptionConfig({ Type: 'KMS' }), 'InvalidRequestException'],
  ['another encryption', (s) => s.PutEncryptionConfig({ Type: 'ROT13' as never }), 'InvalidRequestException'],
  ['another destination', (s) => s.UpdateTraceSegmentDestination({ Destination: 'S3' as never }), 'InvalidRequestException'],
  [
    'another indexing rule',
    (s) => s.UpdateIndexingRule({ Name: 'x', Rule: { Probabilistic: { DesiredSamplingPercentage: 1 } } }),
    'ResourceNotFoundException',
  ],
  [
    'more than all',
    (s) => s.UpdateIndexingRule({ Name: 'Default', Rule: { Probabilistic: { DesiredSamplingPercentage: 101 } } }),
    'InvalidRequestException',
  ],
  ['a policy without a name', (s) => put(s, { PolicyName: '' }), 'InvalidRequestException'],
  ['a policy that is no JSON', (s) => put(s, { PolicyDocument: '{' }), 'MalformedPolicyDocumentException'],
  ['a policy without statements', (s) => put(s, { PolicyDocument: '{}' }), 'MalformedPolicyDocumentException'],
  ['a policy of 6 KB', (s) => put(s, { PolicyDocument: document({ Sid: 'x'.repeat(6000) }) }), 'PolicySizeLimitExceededException'],
  ['a policy that locks its author out', (s) => put(s, { PolicyDocument: LOCKING }), 'LockoutPreventionException'],
  ['a new policy over an old one', (s) => put(s, { PolicyName: 'p0', PolicyRevisionId: '0' }), 'InvalidPolicyRevisionIdException'],
  ['a sixth policy', (s) => put(s, {}), 'PolicyCountLimitExceededException'],
  [
    'the end of another revision',
    (s) => s.DeleteResourcePolicy({ PolicyName: 'p0', PolicyRevisionId: '2' }),
    'InvalidPolicyRevisionIdException',
  ],
  ['the end of no policy', (s) => s.DeleteResourcePolicy({ PolicyName: 'gone' }), 'InvalidRequestException'],
])('%s is refused', async (_name, run, code) => {
  const { service } = world()
  for (let n = 0; n < 5; n++) await service.PutResourcePolicy({ PolicyName: `p${n}`, PolicyDocument: document() })
  await expect(async () => run(service)).rejects.toMatchObject({ code })
})

test('a template makes, changes and takes away a policy', async () => {
  const emulator = new Emulator({ clock: new ManualClock(TEST_TIME) })
  const deploy = (resources: Record<string, unknown>) => {
    const Other = { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Value: 'x' } }
    const body = JSON.stringify({ Resources: { Other, ...resources } })
    return emulator.deployments.deploy({ kind: 'template', name: 'T', body, file: undefined }, { strict: false })
  }
  const kept = () => emulator.call().records.tracePolicies.list()
  const policy = (PolicyDocument: string) => ({
    Policy: { Type: 'AWS::XRay::ResourcePolicy', Properties: { PolicyName: 'p', PolicyDocument } },
  })
  await deploy(policy(document()))
  await deploy(policy(document({ Sid: 'two' })))
  expect(kept()).toMatchObject([{ PolicyName: 'p', PolicyDocument: document({ Sid: 'two' }), PolicyRevisionId: '2' }])
  await deploy({})
  expect(kept()).toEqual([])
  await emulator.stop()
})
