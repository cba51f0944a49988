import { createRegistry } from '../../../emulator/model/create-registry'
import type { Change } from '../../../emulator/model/registry'

const group = (name: string) => ({ logGroupName: name, arn: name, creationTime: 1, tags: {} })
const role = (name: string) => ({
  role: { RoleName: name, RoleId: name, Arn: name, Path: '/', CreateDate: new Date(0), AssumeRolePolicyDocument: '{}' },
  inlinePolicies: {},
  attachedPolicies: [],
})

test('records stand by account and region; global ones are one for all regions of an account', () => {
  const registry = createRegistry()
  const [here, there, other] = [registry.records('1', 'us-east-1'), registry.records('1', 'eu-west-1'), registry.records('2', 'us-east-1')]
  here.logGroups.put(group('g'), 'g')
  here.roles.put(role('r'), 'r')
  expect([there.logGroups.get('g'), there.roles.get('r')?.role.RoleName, other.roles.get('r')]).toEqual([undefined, 'r', undefined])
})

test('listeners hear each change, in order, until they end', () => {
  const registry = createRegistry()
  const heard: Partial<Change>[] = []
  const end = registry.subscribe(({ table, id, record, region }) =>
    heard.push({ table, id, region, ...(record === undefined ? {} : { record }) }),
  )
  const { logGroups, roles } = registry.records('1', 'us-east-1')
  logGroups.put(group('g'), 'g')
  logGroups.delete('g')
  expect(logGroups.delete('g')).toBe(false)
  roles.put(role('r'), 'r')
  end()
  logGroups.put(group('h'), 'h')
  expect(heard).toEqual([
    { table: 'logGroups', id: 'g', region: 'us-east-1', record: group('g') },
    { table: 'logGroups', id: 'g', region: 'us-east-1' },
    { table: 'roles', id: 'r', region: 'aws-global', record: role('r') },
  ])
})

test('a snapshot keeps what later changes do not reach; restoring tells every difference', () => {
  const registry = createRegistry()
  const { logGroups, models, roles } = registry.records('1', 'us-east-1')
  logGroups.put(group('g'), 'g')
  roles.put(role('r'), 'r')
  models.put({ id: 'm', name: 'M', contentType: 'application/json' }, 'M', 'api')
  const snapshot = registry.snapshot()
  logGroups.put({ ...group('g'), retentionInDays: 7 }, 'g')
  logGroups.put(group('h'), 'h')
  roles.delete('r')
  models.deleteAll('api')
  registry.restore(snapshot)
  expect([logGroups.list(), models.ids('api'), models.parents(), roles.ids()]).toEqual([[group('g')], ['M'], ['api'], ['r']])
  const copy = createRegistry()
  copy.restore(structuredClone(snapshot))
  expect(copy.snapshot()).toEqual(registry.snapshot())
})
