import { deployStack } from '../../../../emulator/services/cloudformation'
import { removeUnpackedCode } from '../../../../emulator/services/lambda'
import { emulate } from '../../../../emulator/testing/index'
import { testCall } from '../../../support/call'
import { failure } from '../../../support/failure'
import { FUNCTION, lambdaAccount } from '../../../support/lambda-account'

afterAll(() => removeUnpackedCode(testCall().objects))

const ARN = 'arn:aws:lambda:us-east-1:123456789012:capacity-provider:Fleet'
const ROLE = 'arn:aws:iam::123456789012:role/r'
const VpcConfig = { SubnetIds: ['subnet-1'], SecurityGroupIds: ['sg-1'] }
const PermissionsConfig = { CapacityProviderOperatorRoleArn: ROLE }
const PROVIDER = { CapacityProviderName: 'Fleet', VpcConfig, PermissionsConfig }
const CapacityProviderConfig = { LambdaManagedInstancesCapacityProviderConfig: { CapacityProviderArn: ARN } }

test('a provider: made, read by name and ARN, changed, listed, tagged, deleted; that it provides nothing is told', async () => {
  const operations = lambdaAccount()
  const told = () => operations.call.diagnostics.all().map(({ code }) => code)
  const { CapacityProvider: made } = await operations.CreateCapacityProvider({ ...PROVIDER, Tags: { team: 'shop' } })
  expect(made).toMatchObject({ CapacityProviderArn: ARN, State: 'Pending', VpcConfig, PermissionsConfig })
  expect(told()).toEqual(['capacity-not-provided'])
  const read = await operations.GetCapacityProvider({ CapacityProviderName: ARN })
  expect(read.CapacityProvider).toEqual({ ...made, State: 'Active' })
  const CapacityProviderScalingConfig = { ScalingMode: 'Auto' as const, MaxVCpuCount: 64 }
  await operations.UpdateCapacityProvider({ CapacityProviderName: 'Fleet', CapacityProviderScalingConfig })
  expect((await operations.ListCapacityProviders({ State: 'Active' })).CapacityProviders).toEqual([
    { ...read.CapacityProvider, CapacityProviderScalingConfig },
  ])
  expect((await operations.ListCapacityProviders({ State: 'Failed' })).CapacityProviders).toEqual([])
  await operations.TagResource({ Resource: ARN, Tags: { stage: 'prod' } })
  expect(await operations.ListTags({ Resource: ARN })).toEqual({ Tags: { team: 'shop', stage: 'prod' } })
  expect((await operations.DeleteCapacityProvider({ CapacityProviderName: 'Fleet' })).CapacityProvider).toMatchObject({ State: 'Deleting' })
  expect(told()).toEqual([])
})

test('functions on a provider are listed by version, keep it from being deleted, and have a scaling configuration', async () => {
  const operations = lambdaAccount()
  await operations.CreateCapacityProvider(PROVIDER)
  await operations.CreateFunction({ ...FUNCTION, FunctionName: 'orders', CapacityProviderConfig, Publish: true })
  await operations.CreateFunction({ ...FUNCTION, FunctionName: 'plain' })
  expect(await operations.GetFunctionConfiguration({ FunctionName: 'orders' })).toMatchObject({ CapacityProviderConfig })
  expect(await operations.ListFunctionVersionsByCapacityProvider({ CapacityProviderName: 'Fleet' })).toEqual({
    CapacityProviderArn: ARN,
    FunctionVersions: ['$LATEST.PUBLISHED', '1'].map((version) => ({
      FunctionArn: `arn:aws:lambda:us-east-1:123456789012:function:orders:${version}`,
      State: 'Active',
    })),
  })
  expect(await failure(() => operations.DeleteCapacityProvider({ CapacityProviderName: 'Fleet' }))).toMatch(/^409 ResourceConflictExc/)
  const version = { FunctionName: 'orders', Qualifier: '1' }
  const scaling = async () => (await operations.GetFunctionScalingConfig(version)).AppliedFunctionScalingConfig
  expect(await scaling()).toEqual({ MinExecutionEnvironments: 3, MaxExecutionEnvironments: 3 })
  const FunctionScalingConfig = { MinExecutionEnvironments: 1, MaxExecutionEnvironments: 9 }
  expect(await operations.PutFunctionScalingConfig({ ...version, FunctionScalingConfig })).toEqual({ FunctionState: 'Active' })
  expect(await scaling()).toEqual(FunctionScalingConfig)
  await operations.DeleteFunction({ FunctionName: 'orders' })
  await operations.DeleteCapacityProvider({ CapacityProviderName: 'Fleet' })
})

test('$LATEST.PUBLISHED is the function as it stands', async () => {
  const operations = lambdaAccount()
  const orders = { FunctionName: 'orders' }
  const FunctionArn = 'arn:aws:lambda:us-east-1:123456789012:function:orders:$LATEST.PUBLISHED'
  const published = { FunctionArn, Version: '$LATEST.PUBLISHED' }
  const made = await operations.CreateFunction({ ...FUNCTION, ...orders, CapacityProviderConfig, PublishTo: 'LATEST_PUBLISHED' })
  expect(made).toMatchObject(published)
  expect(await operations.PublishVersion({ ...orders, PublishTo: 'LATEST_PUBLISHED' })).toMatchObject(published)
  expect(await operations.GetFunctionConfiguration({ FunctionName: FunctionArn })).toMatchObject(published)
  expect((await operations.ListVersionsByFunction(orders)).Versions?.map(({ Version }) => Version)).toEqual(['$LATEST'])
  await operations.CreateFunction({ ...FUNCTION, FunctionName: 'plain' })
  expect(await failure(() => operations.PublishVersion({ FunctionName: 'plain', PublishTo: 'LATEST_PUBLISHED' }))).toMatch(/^400 Inval/)
})

test.each<[string, (operations: ReturnType<typeof lambdaAccount>) => unknown, RegExp]>([
  ['no network', (o) => o.CreateCapacityProvider({ ...PROVIDER, VpcConfig: undefined }), /^400 ValidationException: .*'vpcConfig'/],
  ['a name with a blank', (o) => o.GetCapacityProvider({ CapacityProviderName: 'a b' }), /^400 ValidationException/],
  ['a name twice', (o) => o.CreateCapacityProvider(PROVIDER), /^409 ResourceConflictException/],
  ['a provider that is gone', (o) => o.UpdateCapacityProvider({ CapacityProviderName: 'Gone' }), /^404 ResourceNotFoundException/],
  [
    'scaling of a function without a provider',
    (o) => o.PutFunctionScalingConfig({ FunctionName: 'plain', Qualifier: '1' }),
    /^400 InvalidParameterValueException/,
  ],
  ['scaling of an alias', (o) => o.GetFunctionScalingConfig({ FunctionName: 'plain', Qualifier: 'live' }), /^400 ValidationException/],
])('%s is refused', async (_name, run, expected) => {
  const operations = lambdaAccount()
  await operations.CreateCapacityProvider(PROVIDER)
  await operations.CreateFunction({ ...FUNCTION, FunctionName: 'plain', Publish: true })
  expect(await failure(() => run(operations))).toMatch(expected)
})

test('of a template: the provider and its function are deployed, and one diagnostic names the provider', async () => {
  await using gw = await emulate({
    Resources: {
      Fleet: {
        Type: 'AWS::Lambda::CapacityProvider',
        Properties: {
          VpcConfig,
          PermissionsConfig,
          PropagateTags: { Mode: 'Explicit', ExplicitTags: [{ Key: 'team', Value: 'shop' }] },
        },
      },
    },
    Outputs: { Arn: { Value: { 'Fn::GetAtt': ['Fleet', 'Arn'] } }, Name: { Value: { Ref: 'Fleet' } } },
  })
  expect(gw.outputs['Arn']).toMatch(new RegExp(`:capacity-provider:${gw.outputs['Name']}$`))
  const told = gw.diagnostics.filter(({ code }) => code === 'capacity-not-provided')
  expect(told.map(({ place }) => place?.element)).toEqual(['Resources.Fleet'])
})

test('of a template: the scaling of a function is that of $LATEST.PUBLISHED, that of a version its own', async () => {
  const operations = lambdaAccount()
  await operations.CreateCapacityProvider(PROVIDER)
  const deploy = async (ofFunction?: object, ofVersion?: object) => {
    const scaled = (FunctionScalingConfig?: object) => (FunctionScalingConfig === undefined ? {} : { FunctionScalingConfig })
    const Code = { ZipFile: 'exports.handler = 1' }
    const Orders = { ...FUNCTION, Code, FunctionName: 'orders', CapacityProviderConfig, ...scaled(ofFunction) }
    const Version = { FunctionName: { Ref: 'Orders' }, ...scaled(ofVersion) }
    const Resources = {
      Orders: { Type: 'AWS::Lambda::Function', Properties: Orders },
      Version: { Type: 'AWS::Lambda::Version', Properties: Version },
    }
    const { failures } = await deployStack({ stackName: 'Shop', templateBody: JSON.stringify({ Resources }) }, operations.call)
    expect(failures).toEqual([])
    const scaling = (Qualifier: string) => operations.GetFunctionScalingConfig({ FunctionName: 'orders', Qualifier })
    return [(await scaling('$LATEST.PUBLISHED')).AppliedFunctionScalingConfig, (await scaling('1')).AppliedFunctionScalingConfig]
  }
  const sizes = (MinExecutionEnvironments: number, MaxExecutionEnvironments: number) => ({
    MinExecutionEnvironments,
    MaxExecutionEnvironments,
  })
  expect(await deploy(sizes(5, 25), sizes(1, 2))).toEqual([sizes(5, 25), sizes(1, 2)])
  expect(await deploy({ MaxExecutionEnvironments: 30 }, sizes(1, 4))).toEqual([sizes(3, 30), sizes(1, 4)])
  expect(await deploy()).toEqual([sizes(3, 3), sizes(3, 3)])
})

test('a function that isolates tenants shows it, and that tenants share environments is told', async () => {
  const operations = lambdaAccount()
  const TenancyConfig = { TenantIsolationMode: 'PER_TENANT' as const }
  await operations.CreateFunction({ ...FUNCTION, FunctionName: 'orders', TenancyConfig })
  expect(await operations.GetFunctionConfiguration({ FunctionName: 'orders' })).toMatchObject({ TenancyConfig })
  expect(operations.call.diagnostics.all().map(({ code }) => code)).toEqual(['tenants-not-isolated'])
})
