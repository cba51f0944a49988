import { zipSync } from 'fflate'
import type { InvokeResult } from '../../../../emulator/model/invocation'
import { lambda, removeUnpackedCode } from '../../../../emulator/services/lambda'
import { bind } from '../../../../emulator/services/operations'
import { testCall } from '../../../support/call'
import { failure } from '../../../support/failure'

afterAll(() => removeUnpackedCode(testCall().objects))

const ARN = 'arn:aws:lambda:us-east-1:123456789012:function:orders'
const FunctionName = 'orders'
const ZipFile = zipSync({ 'index.js': new Uint8Array([49]) })

/** A function with version 1 and the alias `live`, whose invocations end as told. */
async function account(result: Partial<InvokeResult> = {}) {
  const answer: InvokeResult = { status: 200, payload: '{"a":1}', executedVersion: '1', requestId: 'r', logTail: 'tail', ...result }
  const functions = {
    run: () => Promise.resolve(answer),
    retire: () => {},
    provision: () => {},
    warm: () => {},
    close: () => Promise.resolve(),
  }
  const call = testCall({ functions })
  const operations = bind(lambda.operations, call)
  const base = { Role: 'arn:aws:iam::123456789012:role/r', Runtime: 'nodejs20.x', Handler: 'index.handler' } as const
  await operations.CreateFunction({ FunctionName, ...base, Code: { ZipFile }, Publish: true })
  await operations.CreateAlias({ FunctionName, Name: 'live', FunctionVersion: '1' })
  return { ...operations, call }
}

test('what an account may have and has', async () => {
  const { GetAccountSettings, PutFunctionConcurrency } = await account()
  await PutFunctionConcurrency({ FunctionName, ReservedConcurrentExecutions: 100 })
  expect(await GetAccountSettings({})).toMatchObject({
    AccountLimit: { ConcurrentExecutions: 1000, UnreservedConcurrentExecutions: 900 },
    // The function itself and its version.
    AccountUsage: { FunctionCount: 1, TotalCodeSize: 2 * ZipFile.byteLength },
  })
})

test('settings that are kept: code signing, runtime updates, recursion, provisioned concurrency; lists of URLs and of invoke settings', async () => {
  const operations = await account()
  expect(await operations.GetFunctionCodeSigningConfig({ FunctionName })).toEqual({ FunctionName, CodeSigningConfigArn: undefined })
  expect(await operations.GetRuntimeManagementConfig({ FunctionName })).toEqual({ UpdateRuntimeOn: 'Auto', FunctionArn: ARN })
  await operations.PutRuntimeManagementConfig({ FunctionName, Qualifier: '1', UpdateRuntimeOn: 'Manual', RuntimeVersionArn: 'arn:aws:v' })
  expect(await operations.GetRuntimeManagementConfig({ FunctionName, Qualifier: '1' })).toEqual({
    UpdateRuntimeOn: 'Manual',
    FunctionArn: `${ARN}:1`,
    RuntimeVersionArn: 'arn:aws:v',
  })
  expect(await operations.GetFunctionRecursionConfig({ FunctionName })).toEqual({ RecursiveLoop: 'Terminate' })
  await operations.PutFunctionRecursionConfig({ FunctionName, RecursiveLoop: 'Allow' })
  expect(await operations.GetFunctionRecursionConfig({ FunctionName })).toEqual({ RecursiveLoop: 'Allow' })
  const provisioned = { FunctionName, Qualifier: 'live' }
  await operations.PutProvisionedConcurrencyConfig({ ...provisioned, ProvisionedConcurrentExecutions: 5 })
  expect(await operations.GetProvisionedConcurrencyConfig(provisioned)).toMatchObject({
    Status: 'READY',
    AvailableProvisionedConcurrentExecutions: 5,
  })
  expect((await operations.ListProvisionedConcurrencyConfigs({ FunctionName })).ProvisionedConcurrencyConfigs).toMatchObject([
    { FunctionArn: `${ARN}:live`, RequestedProvisionedConcurrentExecutions: 5 },
  ])
  await operations.CreateFunctionUrlConfig({ FunctionName, AuthType: 'NONE' })
  await operations.CreateFunctionUrlConfig({ FunctionName, Qualifier: 'live', AuthType: 'AWS_IAM' })
  expect((await operations.ListFunctionUrlConfigs({ FunctionName })).FunctionUrlConfigs?.map(({ AuthType }) => AuthType)).toEqual([
    'NONE',
    'AWS_IAM',
  ])
  await operations.PutFunctionEventInvokeConfig({ FunctionName, Qualifier: 'live', MaximumRetryAttempts: 1 })
  expect(await operations.ListFunctionEventInvokeConfigs({ FunctionName })).toMatchObject({
    FunctionEventInvokeConfigs: [{ FunctionArn: `${ARN}:live`, MaximumRetryAttempts: 1 }],
  })
  const failures: [() => unknown, RegExp][] = [
    [() => operations.PutRuntimeManagementConfig({ FunctionName, UpdateRuntimeOn: 'Manual' }), /^400 InvalidParameterValueException/],
    [
      () => operations.PutRuntimeManagementConfig({ FunctionName, UpdateRuntimeOn: 'Auto', RuntimeVersionArn: 'a' }),
      /^400 InvalidParameterValueException/,
    ],
    [() => operations.PutFunctionRecursionConfig({ FunctionName, RecursiveLoop: undefined }), /^400 ValidationException/],
    [
      () => operations.GetProvisionedConcurrencyConfig({ FunctionName, Qualifier: '1' }),
      /^404 ProvisionedConcurrencyConfigNotFoundException/,
    ],
    [
      () => operations.PutProvisionedConcurrencyConfig({ FunctionName, Qualifier: '$LATEST', ProvisionedConcurrentExecutions: 1 }),
      /unpublished/,
    ],
    [
      () => operations.PutProvisionedConcurrencyConfig({ ...provisioned, ProvisionedConcurrentExecutions: 0 }),
      /greater than or equal to 1/,
    ],
    [() => operations.ListFunctionUrlConfigs({ FunctionName: 'none' }), /^404 ResourceNotFoundException/],
    [() => operations.GetRuntimeManagementConfig({ FunctionName, Qualifier: '9' }), /^404 ResourceNotFoundException/],
  ]
  for (const [run, words] of failures) expect(await failure(run)).toMatch(words)
  await operations.DeleteAlias({ FunctionName, Name: 'live' })
  expect(operations.call.records.provisionedConcurrency.list(FunctionName)).toEqual([])
  await operations.DeleteFunction({ FunctionName })
  expect(operations.call.records.runtimeManagement.list(FunctionName)).toEqual([])
})

test('the policy of a layer version: statements come and go, and go with the version', async () => {
  const operations = await account()
  const { LayerVersionArn = '' } = await operations.PublishLayerVersion({ LayerName: 'l', Content: { ZipFile } })
  const layer = { LayerName: 'l', VersionNumber: 1 }
  expect(await operations.GetLayerVersionByArn({ Arn: LayerVersionArn })).toMatchObject({ LayerVersionArn, Version: 1 })
  const permission = { ...layer, StatementId: 's', Action: 'lambda:GetLayerVersion', Principal: '999999999999' }
  const { Statement = '' } = await operations.AddLayerVersionPermission(permission)
  const statement = {
    Sid: 's',
    Effect: 'Allow',
    Principal: { AWS: 'arn:aws:iam::999999999999:root' },
    Action: 'lambda:GetLayerVersion',
    Resource: LayerVersionArn,
  }
  expect(JSON.parse(Statement)).toEqual(statement)
  await operations.AddLayerVersionPermission({ ...permission, StatementId: 'all', Principal: '*', OrganizationId: 'o-1' })
  const { Policy = '' } = await operations.GetLayerVersionPolicy(layer)
  expect(JSON.parse(Policy).Statement).toEqual([
    statement,
    { ...statement, Sid: 'all', Principal: '*', Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } },
  ])
  await operations.RemoveLayerVersionPermission({ ...layer, StatementId: 'all' })
  const failures: [() => unknown, RegExp][] = [
    [() => operations.AddLayerVersionPermission(permission), /^409 ResourceConflictException/],
    [
      () => operations.AddLayerVersionPermission({ ...permission, StatementId: 'x', Action: 'lambda:*' }),
      /^400 ValidationException: .*'action'/,
    ],
    [() => operations.RemoveLayerVersionPermission({ ...layer, StatementId: 'x' }), /^404 ResourceNotFoundException/],
    [
      () => operations.RemoveLayerVersionPermission({ ...layer, StatementId: 's', RevisionId: 'other' }),
      /^412 PreconditionFailedException/,
    ],
    [() => operations.GetLayerVersionPolicy({ ...layer, VersionNumber: 2 }), /^404 ResourceNotFoundException/],
    [() => operations.GetLayerVersionByArn({ Arn: 'x' }), /^400 ValidationException/],
  ]
  for (const [run, words] of failures) expect(await failure(run)).toMatch(words)
  await operations.DeleteLayerVersion(layer)
  expect(operations.call.records.layerPolicies.list('l')).toEqual([])
})

test('a streamed invocation: one chunk and its completion, which tells an error of the function', async () => {
  const stream = async (result: Partial<InvokeResult>, more: object = {}) => {
    const { InvokeWithResponseStream } = await account(result)
    const { EventStream = [], ...answer } = await InvokeWithResponseStream({ FunctionName, ...more })
    const events: unknown[] = []
    for await (const event of EventStream) {
      const { PayloadChunk, InvokeComplete } = event
      events.push(PayloadChunk === undefined ? { ...InvokeComplete } : Buffer.from(PayloadChunk.Payload ?? []).toString())
    }
    return { ...answer, events }
  }
  const answer = { StatusCode: 200, ExecutedVersion: '1', ResponseStreamContentType: 'application/octet-stream' }
  expect(await stream({})).toEqual({ ...answer, events: ['{"a":1}', {}] })
  expect(await stream({}, { LogType: 'Tail' })).toEqual({
    ...answer,
    events: ['{"a":1}', { LogResult: Buffer.from('tail').toString('base64') }],
  })
  const error = '{"errorMessage":"boom"}'
  expect(await stream({ payload: error, functionError: 'Unhandled' })).toEqual({
    ...answer,
    events: [error, { ErrorCode: 'Unhandled', ErrorDetails: error }],
  })
  expect(await stream({ status: 204, payload: '' }, { InvocationType: 'DryRun' })).toMatchObject({ StatusCode: 204, events: [{}] })
  const { InvokeWithResponseStream } = await account()
  expect(await failure(() => InvokeWithResponseStream({ FunctionName: 'none' }))).toMatch(/^404 ResourceNotFoundException/)
  expect(await failure(() => InvokeWithResponseStream({ FunctionName, Payload: new Uint8Array([123]) }))).toMatch(
    /^400 InvalidRequestContent/,
  )
})
