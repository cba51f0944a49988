import { Logs, logStreamKey } from '../../../../emulator/observe/logs'
import { logs } from '../../../../emulator/services/logs'
import { ensureLogGroup } from '../../../../emulator/services/logs/groups'
import { bind } from '../../../../emulator/services/operations'
import { MemoryStore } from '../../../../emulator/store/memory-store'
import { testCall } from '../../../support/call'
import { failure } from '../../../support/failure'

function account() {
  const call = testCall({ store: new MemoryStore() })
  return { ...bind(logs.operations, call), call }
}
const ARN = 'arn:aws:logs:us-east-1:123456789012:log-group:/aws/lambda/a'

test('a group: created, described, kept for some days, tagged, deleted with its events', async () => {
  const operations = account()
  const { call } = operations
  const logGroupName = '/aws/lambda/a'
  await operations.CreateLogGroup({ logGroupName, tags: { a: '1' } })
  const group = {
    logGroupName,
    arn: `${ARN}:*`,
    logGroupArn: ARN,
    creationTime: call.clock.now(),
    metricFilterCount: 0,
    storedBytes: 0,
    logGroupClass: 'STANDARD',
  }
  expect(await operations.DescribeLogGroups({})).toEqual({ logGroups: [group] })
  await operations.PutRetentionPolicy({ logGroupName, retentionInDays: 7 })
  expect(await operations.DescribeLogGroups({ logGroupNamePrefix: '/aws' })).toEqual({ logGroups: [{ ...group, retentionInDays: 7 }] })
  await operations.DeleteRetentionPolicy({ logGroupName })
  expect(await operations.DescribeLogGroups({ logGroupNamePattern: 'LAMBDA' })).toEqual({ logGroups: [group] })
  await operations.TagResource({ resourceArn: `${ARN}:*`, tags: { b: '2' } })
  await operations.UntagResource({ resourceArn: ARN, tagKeys: ['a'] })
  expect(await operations.ListTagsForResource({ resourceArn: ARN })).toEqual({ tags: { b: '2' } })

  const sink = new Logs(call.store).in(call.account, call.region)
  for (const name of [logGroupName, `${logGroupName}/b`]) sink.write(name, 's', 1, 'm')
  await operations.DeleteLogGroup({ logGroupName })
  expect(await operations.DescribeLogGroups({})).toEqual({ logGroups: [] })
  expect(await call.store.streams('logs/')).toEqual([logStreamKey(call.account, call.region, `${logGroupName}/b`, 's')])
})

test('groups are listed by name, in pages; a service makes its group once', async () => {
  const { CreateLogGroup, DescribeLogGroups, call } = account()
  for (const logGroupName of ['c', 'a', 'b']) await CreateLogGroup({ logGroupName })
  ensureLogGroup(call, 'a')
  ensureLogGroup(call, 'd')
  const names: (string | undefined)[] = []
  for (let nextToken: string | undefined, more = true; more; more = nextToken !== undefined) {
    const page = await DescribeLogGroups({ limit: 3, ...(nextToken === undefined ? {} : { nextToken }) })
    names.push(...(page.logGroups ?? []).map((group) => group.logGroupName))
    nextToken = page.nextToken
  }
  expect(names).toEqual(['a', 'b', 'c', 'd'])
})

test('mistakes are answered as by CloudWatch Logs', async () => {
  const operations = account()
  await operations.CreateLogGroup({ logGroupName: 'a' })
  const missing = '400 ResourceNotFoundException: The specified log group does not exist.'
  const failures: [() => unknown, string | RegExp][] = [
    [() => operations.CreateLogGroup({ logGroupName: 'a' }), '400 ResourceAlreadyExistsException: The specified log group already exists'],
    [
      () => operations.CreateLogGroup({ logGroupName: 'a:b' }),
      /^400 InvalidParameterException: 1 validation error detected: Value 'a:b' at 'logGroupName'/,
    ],
    [() => operations.DeleteLogGroup({ logGroupName: 'x' }), missing],
    [() => operations.PutRetentionPolicy({ logGroupName: 'x', retentionInDays: 1 }), missing],
    [
      () => operations.PutRetentionPolicy({ logGroupName: 'a', retentionInDays: 2 }),
      /^400 InvalidParameterException: .*enum value set: \[1, 3, 5/,
    ],
    [() => operations.ListTagsForResource({ resourceArn: ARN }), missing],
    [() => operations.ListTagsForResource({ resourceArn: 'a' }), /^400 InvalidParameterException/],
    [() => operations.DescribeLogGroups({ logGroupNamePrefix: 'a', logGroupNamePattern: 'b' }), /mutually exclusive/],
  ]
  for (const [run, text] of failures) {
    if (typeof text === 'string') expect(await failure(run)).toBe(text)
    else expect(await failure(run)).toMatch(text)
  }
})
