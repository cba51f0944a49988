import { createRegistry } from '../../../../emulator/model/create-registry'
import { cloudformation } from '../../../../emulator/services/cloudformation'
import { bind } from '../../../../emulator/services/operations'
import { StoredObjects, s3 } from '../../../../emulator/services/s3'
import { type TestCall, testCall } from '../../../support/call'

let call: TestCall
let objects: StoredObjects
let cfn: ReturnType<typeof service>
const service = () => bind(cloudformation.operations, call)
beforeEach(() => {
  const registry = createRegistry()
  objects = new StoredObjects(registry, { find: () => undefined })
  call = testCall({ objects, records: registry.records('123456789012', 'us-east-1') })
  cfn = service()
})
afterEach(() => objects.close())

const param = (Value: unknown, properties: object = {}, more: object = {}) => ({
  Type: 'AWS::SSM::Parameter',
  Properties: { Type: 'String', Value, ...properties },
  ...more,
})
type Input = Parameters<typeof cfn.CreateChangeSet>[0]
const propose = (template: object, more: Partial<Input> = {}) =>
  cfn.CreateChangeSet({ StackName: 'Shop', ChangeSetName: 'next', TemplateBody: JSON.stringify(template), ...more })
const describe_ = (ChangeSetName = 'next', more: object = {}) => cfn.DescribeChangeSet({ StackName: 'Shop', ChangeSetName, ...more })
const execute = (more: object = {}) => cfn.ExecuteChangeSet({ StackName: 'Shop', ChangeSetName: 'next', ...more })
const deploy = async (template: object, more: Partial<Input> = {}) => {
  await propose(template, { ChangeSetType: 'CREATE', ...more })
  await execute()
}
const stack = async (StackName = 'Shop') => (await cfn.DescribeStacks({ StackName })).Stacks?.[0]
const events = async (StackName = 'Shop') =>
  ((await cfn.DescribeStackEvents({ StackName })).StackEvents ?? [])
    .reverse()
    .map(({ LogicalResourceId, ResourceStatus }) => `${LogicalResourceId} ${ResourceStatus}`)
const values = () => call.records.parameters.list().map(({ Value }) => Value)

test('a new stack: in review, described, made; its id and its events stay', async () => {
  const { Id, StackId } = await propose(
    { Resources: { A: param('a'), B: param({ Ref: 'A' }) } },
    { ChangeSetType: 'CREATE', Tags: [{ Key: 'k', Value: 'v' }] },
  )
  expect(Id).toMatch(/^arn:aws:cloudformation:us-east-1:123456789012:changeSet\/next\/[0-9a-f-]{36}$/)
  expect([(await stack())?.StackStatus, await events(), values()]).toEqual(['REVIEW_IN_PROGRESS', ['Shop REVIEW_IN_PROGRESS'], []])
  expect(await cfn.GetTemplate({ StackName: 'Shop' })).toEqual({ StagesAvailable: [] })
  expect(JSON.parse((await cfn.GetTemplate({ StackName: 'Shop', ChangeSetName: 'next' })).TemplateBody ?? '').Resources.A).toEqual(
    param('a'),
  )
  const described = await describe_()
  expect(described).toMatchObject({
    ChangeSetId: Id,
    StackId,
    Status: 'CREATE_COMPLETE',
    ExecutionStatus: 'AVAILABLE',
    Tags: [{ Key: 'k', Value: 'v' }],
  })
  expect(described.Changes).toEqual(
    ['A', 'B'].map((LogicalResourceId) => ({
      Type: 'Resource',
      ResourceChange: { Action: 'Add', LogicalResourceId, ResourceType: 'AWS::SSM::Parameter', Scope: [], Details: [] },
    })),
  )
  expect(await cfn.ListChangeSets({ StackName: 'Shop' })).toMatchObject({
    Summaries: [{ ChangeSetName: 'next', Status: 'CREATE_COMPLETE' }],
  })
  await call.clock.advance(1000)
  await execute({ StackName: undefined, ChangeSetName: Id })
  expect(await stack()).toMatchObject({ StackId, StackStatus: 'CREATE_COMPLETE', ChangeSetId: Id, Tags: [{ Key: 'k', Value: 'v' }] })
  expect((await events())[0]).toBe('Shop REVIEW_IN_PROGRESS')
  expect(await cfn.ListChangeSets({ StackName: 'Shop' })).toEqual({ Summaries: [] })
  expect(await cfn.DescribeChangeSet({ ChangeSetName: Id })).toMatchObject({ ExecutionStatus: 'EXECUTE_COMPLETE' })
})

test('changes: in place, by replacement, what follows from it, by a parameter, by tags, removed; values on request', async () => {
  const template = (name: string, value: string, more: object = {}) => ({
    Parameters: { P: { Type: 'String' } },
    Resources: {
      Moved: param('m', { Name: name }),
      Follows: param({ Ref: 'Moved' }),
      ByAttribute: param({ 'Fn::GetAtt': ['Value', 'Value'] }),
      Value: param(value),
      ByParameter: param({ Ref: 'P' }),
      Same: param('s'),
      Kept: { ...param('k'), DeletionPolicy: 'Retain' },
      ...more,
    },
  })
  const parameters = (ParameterValue: string) => ({ Parameters: [{ ParameterKey: 'P', ParameterValue }] })
  await deploy(template('old', 'v'), parameters('p'))
  const moved = { ...template('new', 'w', { New: param('n') }) }
  const { Kept: _kept, ...Resources } = moved.Resources
  await propose({ ...moved, Resources }, parameters('q'))
  const { Changes = [] } = await describe_('next', { IncludePropertyValues: true })
  const change = (id: string) => Changes.find(({ ResourceChange }) => ResourceChange?.LogicalResourceId === id)?.ResourceChange
  const row = (id: string) => {
    const { Action, Replacement, PolicyAction, Details = [] } = change(id) ?? {}
    const [{ Target, Evaluation, ChangeSource, CausingEntity } = {}] = Details
    return [
      Action,
      Replacement,
      PolicyAction,
      Target?.Name,
      Target?.BeforeValue,
      Target?.AfterValue,
      Evaluation,
      ChangeSource,
      CausingEntity,
    ]
  }
  const unknown = '{{changeSet:KNOWN_AFTER_APPLY}}'
  expect(row('Moved')).toEqual(['Modify', 'True', 'ReplaceAndDelete', 'Name', 'old', 'new', 'Static', 'DirectModification', undefined])
  expect(row('Follows')).toEqual(['Modify', 'False', undefined, 'Value', 'old', unknown, 'Dynamic', 'ResourceReference', 'Moved'])
  expect(row('Value')).toEqual(['Modify', 'False', undefined, 'Value', 'v', 'w', 'Static', 'DirectModification', undefined])
  expect(row('ByAttribute')).toEqual(['Modify', 'False', undefined, 'Value', 'v', unknown, 'Dynamic', 'ResourceAttribute', 'Value.Value'])
  expect(row('ByParameter')).toEqual(['Modify', 'False', undefined, 'Value', 'p', 'q', 'Static', 'ParameterReference', 'P'])
  expect([change('New')?.Action, change('Kept')?.Action, change('Kept')?.PolicyAction, change('Same')]).toEqual([
    'Add',
    'Remove',
    'Retain',
    undefined,
  ])
  expect(JSON.parse(change('Value')?.AfterContext ?? '')).toEqual({ Properties: { Type: 'String', Value: 'w' } })
  const plain = (await describe_()).Changes?.find(({ ResourceChange }) => ResourceChange?.LogicalResourceId === 'Value')?.ResourceChange
  expect([plain?.AfterContext, plain?.Details?.[0]?.Target]).toEqual([
    undefined,
    { Attribute: 'Properties', Name: 'Value', RequiresRecreation: 'Never' },
  ])
  expect(values().sort()).toEqual(['k', 'm', 'old', 'p', 's', 'v', 'v'])
  await execute()
  expect(values().sort()).toEqual(['k', 'm', 'n', 'new', 'q', 's', 'w', 'w'])

  await propose({ ...moved, Resources }, { ...parameters('q'), Tags: [{ Key: 'a', Value: 'b' }] })
  const tagged = (await describe_()).Changes ?? []
  expect(tagged.map(({ ResourceChange }) => ResourceChange?.Scope)).toEqual(Array(7).fill(['Tags']))
})

test('nothing to change: the change set fails with the words that tools look for, and is not executed', async () => {
  const template = { Resources: { A: param('a') } }
  await deploy(template)
  await propose(template)
  expect(await describe_()).toMatchObject({
    Status: 'FAILED',
    StatusReason: "The submitted information didn't contain changes. Submit different information to create a change set.",
    ExecutionStatus: 'UNAVAILABLE',
    Changes: [],
  })
  await expect(execute()).rejects.toMatchObject({ code: 'InvalidChangeSetStatusException', status: 400 })
  expect(await cfn.DescribeEvents({ StackName: 'Shop', ChangeSetName: 'next' })).toEqual({ OperationEvents: [] })
  await cfn.DeleteChangeSet({ StackName: 'Shop', ChangeSetName: 'next' })
  await cfn.DeleteChangeSet({ StackName: 'Shop', ChangeSetName: 'next' })
  await propose({ ...template, Outputs: { O: { Value: 'o' } } })
  expect(await describe_()).toMatchObject({ Status: 'CREATE_COMPLETE', Changes: [] })
  await propose({ Resources: { A: param('b') } }, { ChangeSetName: 'other', UsePreviousTemplate: false })
  await execute()
  expect((await stack())?.Outputs).toEqual([{ OutputKey: 'O', OutputValue: 'o' }])
  // The other one was made for a stack that is no more.
  await expect(async () => describe_('other')).rejects.toMatchObject({ code: 'ChangeSetNotFoundException', status: 404 })
})

test('a stack in review can be deleted, proposed anew, and is no stack for updates', async () => {
  const template = { Resources: { A: param('a') } }
  await propose(template, { ChangeSetType: 'CREATE' })
  await propose({ Resources: { A: param('b') } }, { ChangeSetType: 'CREATE', ChangeSetName: 'second' })
  await cfn.ExecuteChangeSet({ StackName: 'Shop', ChangeSetName: 'second' })
  expect(values()).toEqual(['b'])
  await cfn.DeleteStack({ StackName: 'Shop' })
  const { StackId } = await propose(template, { ChangeSetType: 'CREATE' })
  await cfn.DeleteStack({ StackName: StackId })
  expect((await stack(StackId))?.StackStatus).toBe('DELETE_COMPLETE')
  expect(call.records.changeSets.parents()).toEqual([])
})

test('a failing change set is rolled back, left as it is, or leaves nothing', async () => {
  await cfn.CreateStack({ StackName: 'Taken', TemplateBody: JSON.stringify({ Resources: { T: param('t', { Name: 'taken' }) } }) })
  const failing = { Resources: { A: param('a'), B: param('b', { Name: 'taken' }, { DependsOn: 'A' }) } }
  const cases: [Partial<Input>, object, string, number][] = [
    [{}, {}, 'ROLLBACK_COMPLETE', 0],
    [{}, { DisableRollback: true }, 'CREATE_FAILED', 1],
    [{ OnStackFailure: 'DO_NOTHING' }, {}, 'CREATE_FAILED', 1],
    [{ OnStackFailure: 'DELETE' }, {}, 'DELETE_COMPLETE', 0],
  ]
  for (const [more, execution, status, left] of cases) {
    const { StackId } = await propose(failing, { ChangeSetType: 'CREATE', ...more })
    await execute(execution)
    expect([(await stack(StackId))?.StackStatus, values().length - 1]).toEqual([status, left])
    await cfn.DeleteStack({ StackName: StackId })
  }
})

test('templates come from S3, however the URL is written', async () => {
  const buckets = bind(s3.operations, call)
  await buckets.CreateBucket({ Bucket: 'my.templates' })
  await buckets.PutObject({ Bucket: 'my.templates', Key: 'a b/t.json', Body: JSON.stringify({ Resources: { A: param('a') } }) })
  const urls = [
    'https://s3.us-east-1.amazonaws.com/my.templates/a%20b/t.json',
    'https://my.templates.s3.amazonaws.com/a%20b/t.json',
    'https://my.templates.s3.eu-west-1.amazonaws.com/a%20b/t.json?versionId=1',
    'http://127.0.0.1:4566/my.templates/a%20b/t.json',
    'http://localhost:4566/my.templates/a%20b/t.json',
    'http://my.templates.localhost:4566/a%20b/t.json',
    's3://my.templates/a b/t.json',
  ]
  for (const TemplateURL of urls) expect((await cfn.ValidateTemplate({ TemplateURL })).Parameters).toEqual([])
  await propose({}, { ChangeSetType: 'CREATE', TemplateBody: undefined, TemplateURL: urls[0] })
  await execute()
  expect(values()).toEqual(['a'])
  for (const [TemplateURL, message] of [
    ['https://s3.amazonaws.com/my.templates/none.json', /^S3 error/],
    ['nonsense', /TemplateURL must be a supported URL/],
  ] as const) {
    await expect(async () => cfn.ValidateTemplate({ TemplateURL })).rejects.toThrow(message)
  }
})

test('mistakes are answered as by CloudFormation', async () => {
  const template = { Resources: { A: param('a') } }
  await deploy(template)
  await propose({ Resources: { A: param('b') } })
  const role = { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: { Statement: [] } } }
  const failures: [() => unknown, string, RegExp][] = [
    [
      () => propose(template, { ChangeSetType: 'CREATE' }),
      'ValidationError',
      /^Stack \[Shop\] already exists and cannot be created again with the changeSet \[next\]\.$/,
    ],
    [() => propose(template, { StackName: 'None' }), 'ValidationError', /^Stack \[None\] does not exist$/],
    [() => propose(template), 'AlreadyExistsException', /next/],
    [() => propose(template, { ChangeSetName: '1x' }), 'ValidationError', /'changeSetName'/],
    [
      () => propose({ Resources: { A: param({ Ref: 'B' }) } }, { ChangeSetName: 'x' }),
      'ValidationError',
      /Unresolved resource dependencies \[B\]/,
    ],
    [
      () => propose({ Resources: { R: role } }, { ChangeSetName: 'x' }),
      'InsufficientCapabilitiesException',
      /Requires capabilities : \[CAPABILITY_IAM\]/,
    ],
    [
      () => propose(template, { ChangeSetName: 'x', ChangeSetType: 'IMPORT' }),
      'ValidationError',
      /Not emulated by Portico yet: change sets that import/,
    ],
    [
      () => propose(template, { ChangeSetName: 'x', DeploymentMode: 'REVERT_DRIFT' }),
      'ValidationError',
      /Not emulated by Portico yet: .*drift/,
    ],
    [() => describe_('none'), 'ChangeSetNotFoundException', /^ChangeSet \[none\] does not exist$/],
    [() => cfn.DescribeChangeSet({ ChangeSetName: 'next' }), 'ValidationError', /StackName must be specified/],
    [() => cfn.DescribeEvents({}), 'ValidationError', /At least one/],
  ]
  for (const [run, code, message] of failures)
    await expect(async () => run()).rejects.toMatchObject({ code, message: expect.stringMatching(message) })
})
