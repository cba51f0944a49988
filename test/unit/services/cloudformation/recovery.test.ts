import { cloudformation } from '../../../../emulator/services/cloudformation'
import { bind } from '../../../../emulator/services/operations'
import { ssm } from '../../../../emulator/services/ssm'
import { type TestCall, testCall } from '../../../support/call'

let call: TestCall
let cfn: ReturnType<typeof service>
const service = () => bind(cloudformation.operations, call)
beforeEach(() => {
  call = testCall()
  cfn = service()
})

const param = (Value: unknown, properties: object = {}, more: object = {}) => ({
  Type: 'AWS::SSM::Parameter',
  Properties: { Type: 'String', Value, ...properties },
  ...more,
})
const body = (Resources: object) => JSON.stringify({ Resources })
const stack = async (StackName = 'Shop') => (await cfn.DescribeStacks({ StackName })).Stacks?.[0]
const status = async () => (await stack())?.StackStatus
const values = () => call.records.parameters.list().map(({ Value }) => Value)
/** A template that makes `a`, and fails at a parameter whose name is taken. */
const failing = (a: string) => body({ A: param(a), New: param('n'), B: param('b', { Name: 'taken' }, { DependsOn: ['A', 'New'] }) })
const take = () => bind(ssm.operations, call).PutParameter({ Name: 'taken', Type: 'String', Value: 'taken' })

test('a creation that was left as it failed is rolled back to nothing, or updated', async () => {
  await take()
  await cfn.CreateStack({ StackName: 'Shop', TemplateBody: failing('a'), DisableRollback: true })
  expect([await status(), values()]).toEqual(['CREATE_FAILED', ['taken', 'a', 'n']])
  await cfn.RollbackStack({ StackName: 'Shop' })
  expect([await status(), values()]).toEqual(['ROLLBACK_COMPLETE', ['taken']])
  await expect(async () => cfn.RollbackStack({ StackName: 'Shop' })).rejects.toThrow(/is in ROLLBACK_COMPLETE state/)
  await cfn.DeleteStack({ StackName: 'Shop' })
  await cfn.CreateStack({ StackName: 'Shop', TemplateBody: failing('a'), OnFailure: 'DO_NOTHING' })
  await cfn.UpdateStack({ StackName: 'Shop', TemplateBody: body({ A: param('fixed') }) })
  expect([await status(), values()]).toEqual(['UPDATE_COMPLETE', ['taken', 'fixed']])
})

test('an update that was left as it failed is rolled back to the template before it', async () => {
  await take()
  await cfn.CreateStack({ StackName: 'Shop', TemplateBody: body({ A: param('a') }), Parameters: [] })
  await cfn.UpdateStack({ StackName: 'Shop', TemplateBody: failing('a2'), DisableRollback: true })
  expect([await status(), values()]).toEqual(['UPDATE_FAILED', ['taken', 'a2', 'n']])
  await cfn.RollbackStack({ StackName: 'Shop' })
  expect([await status(), values()]).toEqual(['UPDATE_ROLLBACK_COMPLETE', ['taken', 'a']])
  const { OperationEvents = [] } = await cfn.DescribeEvents({ StackName: 'Shop', Filters: { FailedEvents: true } })
  expect(OperationEvents.map(({ LogicalResourceId, OperationType, EventType }) => [LogicalResourceId, OperationType, EventType])).toEqual([
    ['B', 'UPDATE_STACK', 'PROVISIONING_ERROR'],
  ])
  const { OperationEvents: all = [] } = await cfn.DescribeEvents({ StackName: 'Shop' })
  expect([...new Set(all.map(({ OperationType }) => OperationType))]).toEqual(['ROLLBACK', 'UPDATE_STACK', 'CREATE_STACK'])
  const { OperationEvents: one = [] } = await cfn.DescribeEvents({ OperationId: all[0]?.OperationId })
  expect(one.at(-1)).toMatchObject({ ResourceStatus: 'UPDATE_ROLLBACK_IN_PROGRESS', OperationStatus: 'IN_PROGRESS' })
})

test('a rollback that failed is continued, without the resources that are to be skipped', async () => {
  await take()
  await cfn.CreateStack({ StackName: 'Shop', TemplateBody: body({ A: param('a', { AllowedPattern: '^a$' }) }) })
  const record = call.records.stacks.list()[0]
  if (record === undefined) throw new Error('no stack')
  // The former value is not allowed any more when the rollback comes to it.
  const former = body({ A: param('bad', { AllowedPattern: '^a$' }), Other: param('o') })
  call.records.stacks.put({ ...record, templateBody: former, StackStatus: 'UPDATE_ROLLBACK_FAILED' }, record.StackId)
  await cfn.ContinueUpdateRollback({ StackName: 'Shop' })
  expect(await status()).toBe('UPDATE_ROLLBACK_FAILED')
  await expect(async () => cfn.ContinueUpdateRollback({ StackName: 'Shop', ResourcesToSkip: ['None'] })).rejects.toThrow(
    /\[None\] could not be/,
  )
  await cfn.ContinueUpdateRollback({ StackName: 'Shop', ResourcesToSkip: ['A'] })
  expect([await status(), values()]).toEqual(['UPDATE_ROLLBACK_COMPLETE', ['taken', 'a', 'o']])
  await expect(async () => cfn.ContinueUpdateRollback({ StackName: 'Shop' })).rejects.toThrow(/state and ContinueUpdateRollback cannot/)
  await expect(async () => cfn.CancelUpdateStack({ StackName: 'Shop' })).rejects.toThrow('CancelUpdateStack cannot be called from current')
})

test('protection, stack policies, and events whose ids differ although no time passes', async () => {
  await cfn.CreateStack({ StackName: 'Shop', TemplateBody: body({ A: param('a') }), StackPolicyBody: '{"Statement":[]}' })
  expect(await cfn.GetStackPolicy({ StackName: 'Shop' })).toEqual({ StackPolicyBody: '{"Statement":[]}' })
  expect(call.diagnostics.all()).toMatchObject([{ code: 'stack-policy-not-enforced' }])
  expect(await stack()).not.toHaveProperty('policy')
  await cfn.SetStackPolicy({ StackName: 'Shop', StackPolicyBody: '{}' })
  expect(await cfn.GetStackPolicy({ StackName: 'Shop' })).toEqual({ StackPolicyBody: '{}' })
  await expect(async () => cfn.SetStackPolicy({ StackName: 'Shop', StackPolicyBody: '{' })).rejects.toThrow(/Error validating stack policy/)
  await cfn.UpdateTerminationProtection({ StackName: 'Shop', EnableTerminationProtection: true })
  await expect(async () => cfn.DeleteStack({ StackName: 'Shop' })).rejects.toThrow(/TerminationProtection is enabled/)
  await cfn.UpdateTerminationProtection({ StackName: 'Shop', EnableTerminationProtection: false })
  for (const value of ['b', 'c']) await cfn.UpdateStack({ StackName: 'Shop', TemplateBody: body({ A: param(value) }) })
  const { StackEvents = [] } = await cfn.DescribeStackEvents({ StackName: 'Shop' })
  expect(new Set(StackEvents.map(({ EventId }) => EventId)).size).toBe(StackEvents.length)
  const { StackId } = (await stack()) ?? {}
  await cfn.DeleteStack({ StackName: 'Shop' })
  expect([(await stack(StackId))?.StackStatus, call.diagnostics.all()]).toEqual(['DELETE_COMPLETE', []])
  expect(await cfn.ListHookResults({ TargetType: 'CHANGE_SET', TargetId: 'x' })).toEqual({
    TargetType: 'CHANGE_SET',
    TargetId: 'x',
    HookResults: [],
  })
})
