import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { UserError } from '../../../../emulator/base/diagnostics'
import { deleteStack, deployStack, subjectPlace } from '../../../../emulator/services/cloudformation'
import { type TestCall, testCall } from '../../../support/call'

const FOLDER = join(__dirname, '../../../fixtures/templates')
let call: TestCall
beforeEach(() => {
  call = testCall()
})

const param = (Value: unknown, more: object = {}) => ({ Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Value, ...more } })
const deploy = (template: object, more: Partial<Parameters<typeof deployStack>[0]> = {}) =>
  deployStack({ stackName: 'Shop', templateBody: JSON.stringify(template, null, 2), file: '/app/Shop.template.json', ...more }, call)

test('a broken template is a UserError with every finding, and touches nothing', async () => {
  const attempt = deploy({ Resources: { A: param({ Ref: 'B' }), C: param({ Ref: 'D' }) } })
  await expect(attempt).rejects.toBeInstanceOf(UserError)
  await attempt.catch((error: UserError) => expect(error.diagnostics.map(({ place }) => place?.line)).toEqual([8, 17]))
  expect(call.records.stacks.list()).toEqual([])
})

test('a resource that fails is told with construct and line of the code; the stack is rolled back and made anew next time', async () => {
  await deployStack({ stackName: 'Taken', templateBody: JSON.stringify({ Resources: { T: param('t', { Name: 'taken' }) } }) }, call)
  const places = (id: string) => (id === 'A' ? { construct: 'Shop/Settings', file: '/app/bin/app.ts', line: 12 } : undefined)
  const failed = await deploy({ Resources: { A: param('a', { Name: 'taken' }) } }, { places })
  expect(failed.stack.StackStatus).toBe('ROLLBACK_COMPLETE')
  expect(failed.failures).toEqual([
    {
      code: 'resource-failed',
      severity: 'error',
      message: expect.stringMatching(/^AWS::SSM::Parameter \(A\) could not be created: The parameter already exists\./),
      place: { construct: 'Shop/Settings', file: '/app/bin/app.ts', line: 12, template: '/app/Shop.template.json', element: 'Resources.A' },
    },
  ])
  expect(call.diagnostics.all()).toEqual(failed.diagnostics)
  const fine = await deploy({ Resources: { A: param('a', { Name: 'free' }) } }, { places })
  expect([fine.stack.StackStatus, fine.failures, call.diagnostics.all()]).toEqual(['CREATE_COMPLETE', [], []])
  expect(
    call.records.stacks
      .list()
      .filter(({ StackName }) => StackName === 'Shop')
      .map(({ StackStatus }) => StackStatus),
  ).toEqual(['DELETE_COMPLETE', 'CREATE_COMPLETE'])
})

test('a missing asset says where, and what to do', async () => {
  const fn = {
    Type: 'AWS::Lambda::Function',
    Properties: {
      Role: 'arn:aws:iam::123456789012:role/r',
      Runtime: 'nodejs22.x',
      Handler: 'i.h',
      Code: { S3Bucket: 'b', S3Key: 'k.zip' },
    },
  }
  const { failures } = await deploy({ Resources: { Fn: fn } })
  expect(failures).toMatchObject([
    {
      code: 'resource-failed',
      fix: 'Synthesize the app again, so that its assets lie beside the template.',
      place: { file: '/app/Shop.template.json', line: 3 },
    },
  ])
})

test('what the gateway names by its path is placed at its construct: in the code, else in the template', async () => {
  const file = join(FOLDER, 'plain-cdk-api.json')
  const templateBody = readFileSync(file, 'utf8')
  const { stack } = await deployStack({ stackName: 'Shop', templateBody, file }, call)
  const api = stack.resources['Api3']?.physicalId
  const method = stack.resources['ApiordersGET7']?.subject ?? ''
  expect(subjectPlace(call, `${method}/integration`)).toEqual({
    construct: 'Shop/Api/Default/orders/GET',
    file,
    line: 50,
    element: 'Resources.ApiordersGET7',
  })
  expect(subjectPlace(call, `/restapis/${api}/resources/unknown`)?.construct).toBe('Shop/Api')
  expect(subjectPlace(call, '/restapis/other')).toBeUndefined()

  const places = (id: string) => ({ construct: `Code/${id}`, file: '/app/bin/app.ts', line: 7 })
  const again = await deployStack({ stackName: 'Shop', templateBody, file, places }, call)
  expect(again.changed).toBe(false)
  expect(subjectPlace(call, method)).toMatchObject({ construct: 'Code/ApiordersGET7', file: '/app/bin/app.ts', line: 7 })
})

test('warnings are replaced at the next deployment, and go with the stack', async () => {
  const api = (IpAddressType?: string) => ({
    Resources: {
      Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'a', EndpointConfiguration: { Types: ['REGIONAL'], IpAddressType } } },
      B: { Type: 'AWS::SNS::Topic' },
    },
  })
  const codes = () =>
    call.diagnostics
      .all()
      .map(({ code }) => code)
      .sort()
  await deploy(api('dualstack'))
  expect(codes()).toEqual(['not-enforced', 'type-not-emulated'])
  await deploy(api())
  expect(codes()).toEqual(['type-not-emulated'])
  const { diagnostics } = await deploy({ ...api(), Transform: 'AWS::Serverless-2016-10-31' })
  expect(diagnostics.map(({ code }) => code).sort()).toEqual(['macro-not-run', 'type-not-emulated'])
  await deleteStack('Shop', call)
  expect(codes()).toEqual([])
})

test('a template that came alone: what it refers to is made up or left out, each with a warning', async () => {
  const template = {
    Parameters: { Vpc: { Type: 'AWS::EC2::VPC::Id' }, Path: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/shop/path' } },
    Resources: {
      A: param({ 'Fn::ImportValue': 'Base:ExportsOutputRefTable12' }, { Name: 'a' }),
      B: param({ 'Fn::Sub': '${Vpc} ${Path}' }, { Name: 'b' }),
      Mapping: { Type: 'AWS::ApiGateway::BasePathMapping', Properties: { DomainName: 'elsewhere.example.com', RestApiId: 'abc' } },
      Nested: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: 'https://bucket.s3.us-east-1.amazonaws.com/nested.json' } },
      C: param({ 'Fn::GetAtt': ['Nested', 'Outputs.Url'] }, { Name: 'c' }),
      D: param({ Ref: 'Mapping' }, { Name: 'd' }),
    },
  }
  await expect(deploy(template)).rejects.toThrow('The parameter Vpc has no default, and no value was given.')
  const { stack, failures, diagnostics } = await deploy(template, { standalone: true })
  expect([stack.StackStatus, failures]).toEqual(['CREATE_COMPLETE', []])
  expect(call.records.parameters.list().map(({ Name, Value }) => `${Name}=${Value}`.replace(/[A-Z0-9]{12}$/, ''))).toEqual(
    expect.arrayContaining(['a=ExportsOutputRefTable12', 'b=Vpc path']),
  )
  expect(diagnostics.map(({ code, place }) => `${code} ${place?.element}`).sort()).toEqual([
    'made-up-value Parameters.Path',
    'made-up-value Parameters.Vpc',
    'made-up-value Resources.A.Properties.Value.Fn::ImportValue',
    'resource-left-out Resources.Mapping',
    'resource-left-out Resources.Nested',
  ])
  expect((await deploy(template, { standalone: true })).changed).toBe(false)
  await deleteStack('Shop', call)
  expect(call.records.parameters.list()).toEqual([])
})

describe('nested stacks', () => {
  const file = join(FOLDER, 'nested-parent.json')
  const parent = (parameters: Record<string, string> = {}) =>
    deployStack({ stackName: 'Shop', templateBody: readFileSync(file, 'utf8'), file, parameters }, call)
  const inner = () => call.records.parameters.list().find(({ Name }) => Name.includes('Inner'))?.Value

  test('are made from the template beside their parent, updated and deleted with it', async () => {
    const { stack } = await parent()
    const child = call.records.stacks.get(stack.resources['Child']?.physicalId ?? '')
    expect(child).toMatchObject({
      StackStatus: 'CREATE_COMPLETE',
      ParentId: stack.StackId,
      RootId: stack.StackId,
      Parameters: [{ ParameterKey: 'Value', ParameterValue: 'one' }],
    })
    expect(child?.StackName).toMatch(/^Shop-Child-[A-Z0-9]{12}$/)
    expect(stack.Outputs).toEqual([{ OutputKey: 'Made', OutputValue: 'one' }])
    expect(call.diagnostics.all().map(({ code, place }) => [code, place?.construct])).toEqual([['not-enforced', 'Shop/Child/Link']])
    await parent({ Value: 'two' })
    expect([inner(), call.records.parameters.get('fine')?.Value]).toEqual(['two', 'two'])
    await deleteStack('Shop', call)
    expect(call.records.stacks.list().map(({ StackStatus }) => StackStatus)).toEqual(['DELETE_COMPLETE', 'DELETE_COMPLETE'])
    expect(call.records.parameters.list()).toEqual([])
  })

  test('go back to their former template when their parent fails', async () => {
    await parent()
    await deployStack({ stackName: 'Taken', templateBody: JSON.stringify({ Resources: { T: param('t', { Name: 'taken' }) } }) }, call)
    const { stack, failures } = await parent({ Value: 'two', Name: 'taken' })
    expect(stack).toMatchObject({ StackStatus: 'UPDATE_ROLLBACK_COMPLETE', Outputs: [{ OutputValue: 'one' }] })
    expect(failures).toHaveLength(1)
    expect([inner(), call.records.parameters.get('fine')?.Value]).toEqual(['one', 'one'])
  })

  test('whose template is an object of S3, and fails, fail their parent', async () => {
    const found: string[] = []
    const objects = {
      find: (bucket: string, key: string) => {
        found.push(`${bucket} ${key}`)
        return { file: join(FOLDER, 'nested-child.nested.json') }
      },
    }
    call = testCall({ objects })
    const nested = (TemplateURL: string, Parameters: object) =>
      deploy(
        { Resources: { Child: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL, Parameters } } } },
        { stackName: `S${found.length}` },
      )
    await nested('https://bucket.s3.eu-west-1.amazonaws.com/dir/a.json', { Value: 'v' })
    await nested('https://s3.eu-west-1.amazonaws.com/bucket/dir/b.json', { Value: 'v' })
    await nested('http://127.0.0.1:4566/bucket/c.json', { Value: 'v' })
    expect(found).toEqual(['bucket dir/a.json', 'bucket dir/b.json', 'bucket c.json'])
    const { stack, failures } = await nested('s3://bucket/d.json', { Wrong: 'v' })
    expect(stack.StackStatus).toBe('ROLLBACK_COMPLETE')
    expect(failures[0]?.message).toContain('Wrong')
    expect(failures.at(-1)).toMatchObject({
      code: 'resource-failed',
      message: expect.stringContaining('Parameters: [Wrong] do not exist in the template'),
    })
  })
})
