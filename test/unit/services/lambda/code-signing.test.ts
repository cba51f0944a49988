import { removeUnpackedCode } from '../../../../emulator/services/lambda'
import { emulate } from '../../../../emulator/testing/index'
import { testCall } from '../../../support/call'
import { failure } from '../../../support/failure'
import { FUNCTION, lambdaAccount } from '../../../support/lambda-account'

afterAll(() => removeUnpackedCode(testCall().objects))

const PROFILE = 'arn:aws:signer:us-east-1:123456789012:/signing-profiles/Shop/a1b2c3d4e5'
const UNKNOWN = 'arn:aws:lambda:us-east-1:123456789012:code-signing-config:csc-0123456789abcdefg'
const AllowedPublishers = { SigningProfileVersionArns: [PROFILE] }
const FunctionName = 'orders'
const ORDERS = { FunctionName, ...FUNCTION }

test('a configuration: made, read, changed, listed, tagged, deleted', async () => {
  const operations = lambdaAccount()
  const { CodeSigningConfig } = await operations.CreateCodeSigningConfig({ AllowedPublishers, Tags: { team: 'shop' } })
  expect(CodeSigningConfig).toEqual({
    CodeSigningConfigId: expect.stringMatching(/^csc-[a-z0-9]{17}$/),
    CodeSigningConfigArn: `arn:aws:lambda:us-east-1:123456789012:code-signing-config:${CodeSigningConfig?.CodeSigningConfigId}`,
    Description: '',
    AllowedPublishers,
    CodeSigningPolicies: { UntrustedArtifactOnDeployment: 'Warn' },
    LastModified: '2026-01-02T03:04:05.000+0000',
  })
  const CodeSigningConfigArn = CodeSigningConfig?.CodeSigningConfigArn
  await operations.call.clock.advance(1000)
  const changed = { Description: 'strict', CodeSigningPolicies: { UntrustedArtifactOnDeployment: 'Enforce' as const } }
  const updated = await operations.UpdateCodeSigningConfig({ CodeSigningConfigArn, ...changed })
  expect(updated.CodeSigningConfig).toEqual({ ...CodeSigningConfig, ...changed, LastModified: '2026-01-02T03:04:06.000+0000' })
  expect(await operations.GetCodeSigningConfig({ CodeSigningConfigArn })).toEqual(updated)
  expect((await operations.ListCodeSigningConfigs({})).CodeSigningConfigs).toEqual([updated.CodeSigningConfig])
  await operations.TagResource({ Resource: CodeSigningConfigArn, Tags: { stage: 'prod' } })
  await operations.UntagResource({ Resource: CodeSigningConfigArn, TagKeys: ['team'] })
  expect(await operations.ListTags({ Resource: CodeSigningConfigArn })).toEqual({ Tags: { stage: 'prod' } })
  await operations.DeleteCodeSigningConfig({ CodeSigningConfigArn })
  expect(await failure(() => operations.GetCodeSigningConfig({ CodeSigningConfigArn }))).toMatch(/^404 ResourceNotFoundException/)
})

test('a function uses one from its creation or later; what is used is not deleted; that nothing is verified is told', async () => {
  const operations = lambdaAccount()
  const told = () => operations.call.diagnostics.all().map(({ code, severity }) => `${code} ${severity}`)
  const { CodeSigningConfig } = await operations.CreateCodeSigningConfig({ AllowedPublishers })
  const CodeSigningConfigArn = CodeSigningConfig?.CodeSigningConfigArn
  await operations.CreateFunction({ ...ORDERS, CodeSigningConfigArn })
  expect(await operations.GetFunctionCodeSigningConfig({ FunctionName })).toEqual({ FunctionName, CodeSigningConfigArn })
  expect(told()).toEqual(['code-not-verified info'])
  await operations.UpdateCodeSigningConfig({ CodeSigningConfigArn, CodeSigningPolicies: { UntrustedArtifactOnDeployment: 'Enforce' } })
  expect(told()).toEqual(['code-not-verified warning'])
  expect(await operations.ListFunctionsByCodeSigningConfig({ CodeSigningConfigArn })).toEqual({
    FunctionArns: ['arn:aws:lambda:us-east-1:123456789012:function:orders'],
  })
  expect(await failure(() => operations.DeleteCodeSigningConfig({ CodeSigningConfigArn }))).toMatch(/^409 ResourceConflictException/)
  await operations.UpdateFunctionConfiguration({ FunctionName, Timeout: 9 })
  expect(await operations.GetFunctionCodeSigningConfig({ FunctionName })).toEqual({ FunctionName, CodeSigningConfigArn })
  await operations.DeleteFunctionCodeSigningConfig({ FunctionName })
  await operations.DeleteFunctionCodeSigningConfig({ FunctionName })
  expect(await operations.GetFunctionCodeSigningConfig({ FunctionName })).toEqual({ FunctionName, CodeSigningConfigArn: undefined })
  expect(told()).toEqual([])
  expect(await operations.PutFunctionCodeSigningConfig({ FunctionName, CodeSigningConfigArn })).toEqual({
    FunctionName,
    CodeSigningConfigArn,
  })
  await operations.DeleteFunction({ FunctionName })
  await operations.DeleteCodeSigningConfig({ CodeSigningConfigArn })
  expect((await operations.ListCodeSigningConfigs({})).CodeSigningConfigs).toEqual([])
})

test.each<[string, (operations: ReturnType<typeof lambdaAccount>) => unknown, RegExp]>([
  ['no publishers', (o) => o.CreateCodeSigningConfig({ AllowedPublishers: undefined }), /^400 ValidationException: .*'allowedPublishers'/],
  [
    'an empty list of publishers',
    (o) => o.CreateCodeSigningConfig({ AllowedPublishers: { SigningProfileVersionArns: [] } }),
    /^400 ValidationException: .*length greater than or equal to 1/,
  ],
  [
    'more than 20 publishers',
    (o) => o.CreateCodeSigningConfig({ AllowedPublishers: { SigningProfileVersionArns: Array(21).fill(PROFILE) } }),
    /^400 ValidationException: .*length less than or equal to 20/,
  ],
  [
    'a publisher that is no ARN',
    (o) => o.CreateCodeSigningConfig({ AllowedPublishers: { SigningProfileVersionArns: ['Shop'] } }),
    /^400 ValidationException: .*regular expression pattern/,
  ],
  [
    'a policy that there is not',
    (o) => o.CreateCodeSigningConfig({ AllowedPublishers, CodeSigningPolicies: { UntrustedArtifactOnDeployment: 'Ask' as 'Warn' } }),
    /^400 ValidationException: .*enum value set: \[Warn, Enforce\]/,
  ],
  ['an ARN of something else', (o) => o.GetCodeSigningConfig({ CodeSigningConfigArn: PROFILE }), /^400 ValidationException/],
  ['a configuration that is gone', (o) => o.ListFunctionsByCodeSigningConfig({ CodeSigningConfigArn: UNKNOWN }), /^404 ResourceNotFound/],
  [
    'a function with a configuration that is gone',
    (o) => o.CreateFunction({ ...ORDERS, FunctionName: 'new', CodeSigningConfigArn: UNKNOWN }),
    /^404 CodeSigningConfigNotFoundException/,
  ],
  [
    'a configuration that is gone for a function',
    (o) => o.PutFunctionCodeSigningConfig({ FunctionName, CodeSigningConfigArn: UNKNOWN }),
    /^404 CodeSigningConfigNotFoundException/,
  ],
  ['no such function', (o) => o.GetFunctionCodeSigningConfig({ FunctionName: 'nobody' }), /^404 ResourceNotFoundException: Function not/],
  [
    'an image',
    (o) => o.GetFunctionCodeSigningConfig({ FunctionName: 'image' }),
    /^400 InvalidParameterValueException: Code signing is not supported for functions created with container images\.$/,
  ],
])('%s is refused', async (_name, run, expected) => {
  const operations = lambdaAccount()
  await operations.CreateFunction(ORDERS)
  await operations.CreateFunction({ FunctionName: 'image', Role: ORDERS.Role, Code: { ImageUri: '1.dkr.ecr.amazonaws.com/i' } })
  expect(await failure(() => run(operations))).toMatch(expected)
})

test('of a template: the function is deployed with it, and the place in the template is told', async () => {
  const template = {
    Resources: {
      Profile: { Type: 'AWS::Signer::SigningProfile', Properties: { PlatformId: 'AWSLambda-SHA384-ECDSA' } },
      Signing: {
        Type: 'AWS::Lambda::CodeSigningConfig',
        Properties: {
          AllowedPublishers: { SigningProfileVersionArns: [{ 'Fn::GetAtt': ['Profile', 'ProfileVersionArn'] }] },
          CodeSigningPolicies: { UntrustedArtifactOnDeployment: 'Enforce' },
        },
      },
      Fn: {
        Type: 'AWS::Lambda::Function',
        Properties: {
          Runtime: 'nodejs20.x',
          Handler: 'index.handler',
          Role: ORDERS.Role,
          Code: { ZipFile: 'exports.handler = async () => 1' },
          CodeSigningConfigArn: { Ref: 'Signing' },
        },
      },
    },
    Outputs: { Arn: { Value: { Ref: 'Signing' } }, Id: { Value: { 'Fn::GetAtt': ['Signing', 'CodeSigningConfigId'] } } },
  }
  await using gw = await emulate(template)
  expect(gw.outputs['Arn']).toMatch(new RegExp(`:code-signing-config:${gw.outputs['Id']}$`))
  const told = gw.diagnostics.filter(({ code }) => code === 'code-not-verified')
  expect(told.map(({ place }) => place?.element)).toEqual(['Resources.Fn'])
})
