import { cloudformation } from '../../../../emulator/services/cloudformation'
import { bind } from '../../../../emulator/services/operations'
import { type TestCall, testCall } from '../../../support/call'

let call: TestCall
let cfn: ReturnType<typeof service>
const service = () => bind(cloudformation.operations, call)
beforeEach(() => {
  call = testCall()
  cfn = service()
})

const TRUST = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
}
const param = (Value: unknown, more: object = {}, properties: object = {}) => ({
  Type: 'AWS::SSM::Parameter',
  Properties: { Type: 'String', Value, ...properties },
  ...more,
})
const create = (StackName: string, template: object, more: object = {}) =>
  cfn.CreateStack({ StackName, TemplateBody: JSON.stringify(template), ...more })
const update = (StackName: string, template: object, more: object = {}) =>
  cfn.UpdateStack({ StackName, TemplateBody: JSON.stringify(template), ...more })
const stack = async (StackName: string) => (await cfn.DescribeStacks({ StackName })).Stacks?.[0]
const events = async (StackName: string) =>
  ((await cfn.DescribeStackEvents({ StackName })).StackEvents ?? [])
    .reverse()
    .map(({ LogicalResourceId, ResourceStatus }) => `${LogicalResourceId} ${ResourceStatus}`)
const values = () =>
  Object.fromEntries(call.records.parameters.list().map(({ Name, Value }) => [Name.replace(/-[A-Z0-9]{12}$/, ''), Value]))
const physical = async (StackName: string, LogicalResourceId: string) =>
  (await cfn.DescribeStackResource({ StackName, LogicalResourceId })).StackResourceDetail?.PhysicalResourceId

test('resources are made in the order of their references, and deleted in reverse', async () => {
  await create('Shop', {
    Resources: {
      C: param({ 'Fn::Sub': '${B.Value}!' }),
      A: param('a', { DependsOn: ['C'] }),
      B: param('b'),
    },
    Outputs: { Out: { Value: { Ref: 'C' }, Description: 'd' }, Val: { Value: { 'Fn::GetAtt': ['C', 'Value'] } } },
  })
  expect(await events('Shop')).toEqual([
    'Shop CREATE_IN_PROGRESS',
    ...['B', 'C', 'A'].flatMap((id) => [`${id} CREATE_IN_PROGRESS`, `${id} CREATE_COMPLETE`]),
    'Shop CREATE_COMPLETE',
  ])
  expect((await stack('Shop'))?.Outputs).toEqual([
    { OutputKey: 'Out', OutputValue: await physical('Shop', 'C'), Description: 'd' },
    { OutputKey: 'Val', OutputValue: 'b!' },
  ])
  const { StackId = '' } = (await stack('Shop')) ?? {}
  await cfn.DeleteStack({ StackName: 'Shop' })
  expect((await events(StackId)).filter((event) => event.endsWith('DELETE_COMPLETE'))).toEqual(
    ['A', 'C', 'B', 'Shop'].map((id) => `${id} DELETE_COMPLETE`),
  )
  expect(values()).toEqual({})
  await expect(async () => stack('Shop')).rejects.toMatchObject({ code: 'ValidationError', message: 'Stack with id Shop does not exist' })
})

test('physical names have the shape of CloudFormation and keep within the limit of their kind', async () => {
  await create(
    'Shop',
    {
      Resources: {
        Parameter: param('v'),
        [`R${'x'.repeat(80)}`]: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: TRUST } },
      },
    },
    { Capabilities: ['CAPABILITY_IAM'] },
  )
  expect(await physical('Shop', 'Parameter')).toMatch(/^CFN-Shop-Parameter-[A-Z0-9]{12}$/)
  expect(await physical('Shop', `R${'x'.repeat(80)}`)).toMatch(/^Shop-Rx+-[A-Z0-9]{12}$/)
  expect((await physical('Shop', `R${'x'.repeat(80)}`))?.length).toBe(64)
})

test('an update touches what changed only: in place, or by a replacement whose old one goes last', async () => {
  const template = (b: string, name: string) => ({
    Resources: { A: param('a'), B: param(b), C: param({ Ref: 'D' }), D: param('d', {}, { Name: name }) },
  })
  await create('Shop', template('b', 'old'))
  const [a, b] = [await physical('Shop', 'A'), await physical('Shop', 'B')]
  call.clock.advance(1000)
  const before = (await events('Shop')).length
  await update('Shop', template('b2', 'new'))
  expect((await events('Shop')).slice(before)).toEqual([
    'Shop UPDATE_IN_PROGRESS',
    'B UPDATE_IN_PROGRESS',
    'B UPDATE_COMPLETE',
    'D UPDATE_IN_PROGRESS',
    'D UPDATE_COMPLETE',
    'C UPDATE_IN_PROGRESS',
    'C UPDATE_COMPLETE',
    'Shop UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
    'D DELETE_IN_PROGRESS',
    'D DELETE_COMPLETE',
    'Shop UPDATE_COMPLETE',
  ])
  expect([await physical('Shop', 'A'), await physical('Shop', 'B'), await physical('Shop', 'D')]).toEqual([a, b, 'new'])
  expect(values()).toEqual({ 'CFN-Shop-A': 'a', 'CFN-Shop-B': 'b2', 'CFN-Shop-C': 'new', new: 'd' })
})

test('an update removes what the template has no more, but for what is retained', async () => {
  await create('Shop', { Resources: { A: param('a'), B: param({ Ref: 'A' }), C: param('c', { DeletionPolicy: 'Retain' }) } })
  await update('Shop', { Resources: { D: param('d') } })
  expect(Object.keys(values())).toEqual(['CFN-Shop-C', 'CFN-Shop-D'])
  expect((await events('Shop')).filter((event) => event.includes('DELETE'))).toEqual([
    'C DELETE_SKIPPED',
    'B DELETE_IN_PROGRESS',
    'B DELETE_COMPLETE',
    'A DELETE_IN_PROGRESS',
    'A DELETE_COMPLETE',
  ])
})

test('an update without a difference is refused', async () => {
  const template = { Parameters: { P: { Type: 'String', Default: 'x' } }, Resources: { A: param({ Ref: 'P' }) } }
  await create('Shop', template)
  await expect(update('Shop', template)).rejects.toMatchObject({ code: 'ValidationError', message: 'No updates are to be performed.' })
  await update('Shop', template, { Parameters: [{ ParameterKey: 'P', ParameterValue: 'y' }] })
  await expect(update('Shop', template, { Parameters: [{ ParameterKey: 'P', UsePreviousValue: true }] })).rejects.toThrow(
    'No updates are to be performed.',
  )
  await cfn.UpdateStack({ StackName: 'Shop', UsePreviousTemplate: true, Parameters: [{ ParameterKey: 'P', ParameterValue: 'z' }] })
  expect(values()).toEqual({ 'CFN-Shop-A': 'z' })
  await update('Shop', { ...template, Outputs: { O: { Value: 'new' } } })
  expect((await stack('Shop'))?.Outputs).toEqual([{ OutputKey: 'O', OutputValue: 'new' }])
})

test('conditions decide on resources and outputs', async () => {
  const template = {
    Parameters: { Stage: { Type: 'String' } },
    Conditions: { Prod: { 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] } },
    Resources: { A: param('a', { Condition: 'Prod' }), B: param({ 'Fn::If': ['Prod', { Ref: 'A' }, 'none'] }, { DependsOn: 'A' }) },
    Outputs: { OnlyProd: { Condition: 'Prod', Value: { Ref: 'A' } } },
  }
  await create('Dev', template, { Parameters: [{ ParameterKey: 'Stage', ParameterValue: 'dev' }] })
  expect([values(), (await stack('Dev'))?.Outputs]).toEqual([{ 'CFN-Dev-B': 'none' }, []])
  await update('Dev', template, { Parameters: [{ ParameterKey: 'Stage', ParameterValue: 'prod' }] })
  const a = await physical('Dev', 'A')
  expect([values(), (await stack('Dev'))?.Outputs]).toEqual([
    { 'CFN-Dev-A': 'a', 'CFN-Dev-B': a },
    [{ OutputKey: 'OnlyProd', OutputValue: a }],
  ])
})

test('a stack that cannot be made is rolled back', async () => {
  await create('Taken', { Resources: { T: param('t', {}, { Name: 'taken' }) } })
  await create('Shop', {
    Resources: {
      A: param('a'),
      Kept: param('k', { DeletionPolicy: 'Retain' }),
      Gone: param('g', { DeletionPolicy: 'RetainExceptOnCreate' }),
      B: param('b', { DependsOn: ['A', 'Kept', 'Gone'] }, { Name: 'taken' }),
    },
  })
  expect(await events('Shop')).toEqual([
    'Shop CREATE_IN_PROGRESS',
    ...['A', 'Kept', 'Gone'].flatMap((id) => [`${id} CREATE_IN_PROGRESS`, `${id} CREATE_COMPLETE`]),
    'B CREATE_IN_PROGRESS',
    'B CREATE_FAILED',
    'Shop ROLLBACK_IN_PROGRESS',
    'Gone DELETE_IN_PROGRESS',
    'Gone DELETE_COMPLETE',
    'Kept DELETE_SKIPPED',
    'A DELETE_IN_PROGRESS',
    'A DELETE_COMPLETE',
    'Shop ROLLBACK_COMPLETE',
  ])
  const { StackEvents = [] } = await cfn.DescribeStackEvents({ StackName: 'Shop' })
  expect(StackEvents.find(({ ResourceStatus }) => ResourceStatus === 'CREATE_FAILED')?.ResourceStatusReason).toMatch(
    /^Resource handler returned message: "The parameter already exists\..* \(Service: Ssm, Status Code: 400, Request ID: [0-9a-f-]+\)" \(RequestToken: [0-9a-f-]+, HandlerErrorCode: \w+\)$/,
  )
  expect(StackEvents.find(({ ResourceStatus }) => ResourceStatus === ('ROLLBACK_IN_PROGRESS' as never))?.ResourceStatusReason).toBe(
    'The following resource(s) failed to create: [B]. Rollback requested by user.',
  )
  expect(values()).toEqual({ taken: 't', 'CFN-Shop-Kept': 'k' })
  await expect(update('Shop', { Resources: { A: param('x') } })).rejects.toThrow(
    /Stack:arn:aws:cloudformation:us-east-1:123456789012:stack\/Shop\/.* is in ROLLBACK_COMPLETE state and can not be updated\./,
  )
})

test.each([
  ['DO_NOTHING', 'CREATE_FAILED', ['CFN-Shop-A', 'taken']],
  ['DELETE', 'DELETE_COMPLETE', ['taken']],
] as const)('OnFailure %s leaves the stack %s', async (OnFailure, status, left) => {
  await create('Taken', { Resources: { T: param('t', {}, { Name: 'taken' }) } })
  const { StackId = '' } = await create('Shop', { Resources: { A: param('a'), B: param('b', {}, { Name: 'taken' }) } }, { OnFailure })
  expect((await stack(StackId))?.StackStatus).toBe(status)
  expect(Object.keys(values()).sort()).toEqual([...left])
})

test('an update that fails brings everything back to what it was', async () => {
  await create('Taken', { Resources: { T: param('t', {}, { Name: 'taken' }) } })
  const before = {
    Resources: { A: param('a'), B: param('b', {}, { Name: 'b-old' }), C: param('c'), Z: param('z') },
    Outputs: { O: { Value: 'before' } },
  }
  await create('Shop', before)
  const ids = await Promise.all(['A', 'B', 'C', 'Z'].map((id) => physical('Shop', id)))
  const held = values()
  await update('Shop', {
    Resources: {
      A: param('changed'),
      B: param('b', {}, { Name: 'b-new' }),
      New: param('n'),
      C: param('c', { DependsOn: ['A', 'B', 'New'] }, { Name: 'taken' }),
    },
    Outputs: { O: { Value: 'after' } },
  })
  expect(await stack('Shop')).toMatchObject({
    StackStatus: 'UPDATE_ROLLBACK_COMPLETE',
    Outputs: [{ OutputKey: 'O', OutputValue: 'before' }],
  })
  expect(values()).toEqual(held)
  expect(await Promise.all(['A', 'B', 'C', 'Z'].map((id) => physical('Shop', id)))).toEqual(ids)
  const all = await events('Shop')
  expect(all.slice(all.indexOf('Shop UPDATE_ROLLBACK_IN_PROGRESS'))).toEqual([
    'Shop UPDATE_ROLLBACK_IN_PROGRESS',
    'New DELETE_IN_PROGRESS',
    'New DELETE_COMPLETE',
    'B DELETE_IN_PROGRESS',
    'B DELETE_COMPLETE',
    'A UPDATE_IN_PROGRESS',
    'A UPDATE_COMPLETE',
    'Shop UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS',
    'Shop UPDATE_ROLLBACK_COMPLETE',
  ])
  await update('Shop', { Resources: { ...before.Resources, A: param('again') } })
  expect((await stack('Shop'))?.StackStatus).toBe('UPDATE_COMPLETE')
})

test('an output of another stack is read without an export, and does not hold that stack', async () => {
  await create('Base', { Resources: { A: param('a') }, Outputs: { Out: { Value: { 'Fn::GetAtt': ['A', 'Value'] } } } })
  const reading = (OutputName: string, more: object = {}) => ({
    Resources: { B: param({ 'Fn::GetStackOutput': { StackName: 'Base', OutputName, Region: { Ref: 'AWS::Region' }, ...more } }) },
  })
  await create('Reader', reading('Out'))
  expect(values()).toMatchObject({ 'CFN-Reader-B': 'a' })
  for (const [name, template] of Object.entries({ Missing: reading('Nothing'), Elsewhere: reading('Out', { Region: 'eu-west-1' }) })) {
    await create(name, template)
    expect((await stack(name))?.StackStatus).toBe('ROLLBACK_COMPLETE')
  }
  await cfn.DeleteStack({ StackName: 'Base' })
  expect(values()).toMatchObject({ 'CFN-Reader-B': 'a' })
})

test('exports are unique, imported across stacks, and held while they are in use', async () => {
  const exporting = (value: string) => ({
    Resources: { A: param(value) },
    Outputs: { Out: { Value: { 'Fn::GetAtt': ['A', 'Value'] }, Export: { Name: { 'Fn::Sub': '${AWS::StackName}-out' } } } },
  })
  const importing = { Resources: { B: param({ 'Fn::ImportValue': 'Base-out' }) } }
  await create('Base', exporting('v1'))
  await create('App', importing)
  expect(values()['CFN-App-B']).toBe('v1')
  expect(await cfn.ListExports({})).toEqual({
    Exports: [{ ExportingStackId: (await stack('Base'))?.StackId, Name: 'Base-out', Value: 'v1' }],
  })
  expect(await cfn.ListImports({ ExportName: 'Base-out' })).toEqual({ Imports: ['App'] })

  await update('Base', exporting('v2'))
  expect(await stack('Base')).toMatchObject({ StackStatus: 'UPDATE_ROLLBACK_COMPLETE' })
  const reasons = ((await cfn.DescribeStackEvents({ StackName: 'Base' })).StackEvents ?? []).map(
    ({ ResourceStatusReason }) => ResourceStatusReason,
  )
  expect(reasons).toContain('Export Base-out cannot be updated as it is in use by App')
  expect(values()['CFN-Base-A']).toBe('v1')

  await cfn.DeleteStack({ StackName: 'Base' })
  expect(await stack('Base')).toMatchObject({
    StackStatus: 'UPDATE_ROLLBACK_COMPLETE',
    StackStatusReason: 'Delete canceled. Cannot delete export Base-out as it is in use by App.',
  })

  await create('Copy', { Resources: { A: param('a') }, Outputs: { O: { Value: 'x', Export: { Name: 'Base-out' } } } })
  expect(await stack('Copy')).toMatchObject({ StackStatus: 'ROLLBACK_COMPLETE' })
  await create('Lost', { Resources: { A: param({ 'Fn::ImportValue': 'nobody' }) } })
  expect(await events('Lost')).toContain('A CREATE_FAILED')

  await cfn.DeleteStack({ StackName: 'App' })
  await cfn.DeleteStack({ StackName: 'Base' })
  expect(await cfn.ListExports({})).toEqual({ Exports: [] })
})

test('refusals of the operations', async () => {
  const template = { Resources: { R: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: TRUST } } } }
  const named = { Resources: { R: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: TRUST, RoleName: 'r' } } } }
  await expect(create('Shop', template)).rejects.toMatchObject({
    code: 'InsufficientCapabilitiesException',
    message: 'Requires capabilities : [CAPABILITY_IAM]',
  })
  await expect(create('Shop', named, { Capabilities: ['CAPABILITY_IAM'] })).rejects.toThrow(
    'Requires capabilities : [CAPABILITY_NAMED_IAM]',
  )
  await create('Shop', named, { Capabilities: ['CAPABILITY_NAMED_IAM'], EnableTerminationProtection: true })
  await expect(create('Shop', template)).rejects.toMatchObject({ code: 'AlreadyExistsException', message: 'Stack [Shop] already exists' })
  await expect(create('a_b', template)).rejects.toThrow("1 validation error detected: Value 'a_b' at 'stackName'")
  await expect(update('None', template)).rejects.toThrow('Stack [None] does not exist')
  await expect(async () => cfn.DeleteStack({ StackName: 'Shop' })).rejects.toThrow(
    'Stack [Shop] cannot be deleted while TerminationProtection is enabled',
  )
  await expect(async () => cfn.CreateStack({ StackName: 'X' })).rejects.toThrow('Either Template URL or Template Body must be specified.')
  await expect(create('Big', { Resources: {}, Description: 'x'.repeat(52_000) })).rejects.toThrow(
    'Member must have length less than or equal to 51200',
  )
  await expect(update('Shop', { Resources: { R: param('v') } })).rejects.toThrow(
    'Update of resource type is not permitted. The new template modifies resource type of the following resources: [R]',
  )
  expect(await cfn.DeleteStack({ StackName: 'None' })).toEqual({})
})

test('what can be asked of stacks and templates', async () => {
  const template = {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: 'A shop',
    Parameters: { P: { Type: 'String', Default: 'd', NoEcho: true, Description: 'p', AllowedValues: ['d', 'e'] } },
    Resources: { A: param({ Ref: 'P' }) },
  }
  const { StackId } = await create('Shop', template, { Tags: [{ Key: 'team', Value: 'orders' }] })
  expect(await stack('Shop')).toMatchObject({
    StackId,
    Description: 'A shop',
    Parameters: [{ ParameterKey: 'P', ParameterValue: '****' }],
    Tags: [{ Key: 'team', Value: 'orders' }],
  })
  expect((await stack('Shop')) as object).not.toHaveProperty('templateBody')
  expect(await cfn.GetTemplate({ StackName: 'Shop' })).toEqual({
    TemplateBody: JSON.stringify(template),
    StagesAvailable: ['Original', 'Processed'],
  })
  expect(await cfn.ListStackResources({ StackName: 'Shop' })).toMatchObject({
    StackResourceSummaries: [{ LogicalResourceId: 'A', ResourceType: 'AWS::SSM::Parameter', ResourceStatus: 'CREATE_COMPLETE' }],
  })
  expect(await cfn.DescribeStackResources({ PhysicalResourceId: (await physical('Shop', 'A')) ?? '' })).toMatchObject({
    StackResources: [{ StackName: 'Shop', LogicalResourceId: 'A' }],
  })
  expect(await cfn.ValidateTemplate({ TemplateBody: JSON.stringify(template) })).toEqual({
    Description: 'A shop',
    Parameters: [{ ParameterKey: 'P', DefaultValue: 'd', NoEcho: true, Description: 'p' }],
  })
  expect(await cfn.GetTemplateSummary({ StackName: 'Shop' })).toMatchObject({
    ResourceTypes: ['AWS::SSM::Parameter'],
    Version: '2010-09-09',
    Parameters: [{ ParameterType: 'String', ParameterConstraints: { AllowedValues: ['d', 'e'] } }],
  })
  await cfn.DeleteStack({ StackName: 'Shop' })
  expect(await cfn.ListStacks({ StackStatusFilter: ['DELETE_COMPLETE'] })).toMatchObject({
    StackSummaries: [{ StackId, StackStatus: 'DELETE_COMPLETE' }],
  })
  await expect(async () => cfn.DescribeStackResource({ StackName: StackId, LogicalResourceId: 'A' })).rejects.toThrow(
    'Resource A does not exist for stack Shop',
  )
})

test('a stack keeps its last 1,000 events, and the account its last deleted stacks', async () => {
  await create('Shop', { Resources: { A: param('0') } })
  for (let i = 1; i <= 300; i++) await update('Shop', { Resources: { A: param(String(i)) } })
  expect(call.records.stacks.list()[0]?.events.length).toBe(1000)
  expect((await cfn.DescribeStackEvents({ StackName: 'Shop' })).StackEvents?.[0]).toMatchObject({
    LogicalResourceId: 'Shop',
    ResourceStatus: 'UPDATE_COMPLETE',
  })
  for (let i = 0; i < 40; i++) {
    await create('Brief', { Resources: { A: param('x') } })
    await cfn.DeleteStack({ StackName: 'Brief' })
  }
  expect(call.records.stacks.list().length).toBe(21)
})
