import { zipSync } from 'fflate'
import { lambda, removeUnpackedCode } from '../../../../emulator/services/lambda'
import { bind } from '../../../../emulator/services/operations'
import { testCall } from '../../../support/call'

afterAll(() => removeUnpackedCode(testCall().objects))

const ARN = 'arn:aws:lambda:us-east-1:123456789012:function:orders'
const FunctionName = 'orders'

/** A function with versions 1 and 2. */
async function account() {
  const functions = {
    run: () => Promise.reject(new Error('not here')),
    retire: () => {},
    provision: () => {},
    warm: () => {},
    close: () => Promise.resolve(),
  }
  const call = testCall({ functions })
  const operations = bind(lambda.operations, call)
  const Code = { ZipFile: zipSync({ 'index.js': new Uint8Array([49]) }) }
  await operations.CreateFunction({
    FunctionName,
    Role: 'arn:aws:iam::123456789012:role/r',
    Runtime: 'nodejs20.x',
    Handler: 'index.handler',
    Code,
    Publish: true,
  })
  await operations.UpdateFunctionConfiguration({ FunctionName, Timeout: 9 })
  await operations.PublishVersion({ FunctionName })
  return { ...operations, call }
}
const failure = async (run: () => unknown): Promise<unknown> => {
  try {
    return await run()
  } catch (error) {
    const { code, message, status } = error as { code: string; message: string; status: number }
    return [status, code, message]
  }
}

test('aliases: created, pointed elsewhere, weighted, listed, deleted', async () => {
  const { CreateAlias, GetAlias, UpdateAlias, ListAliases, DeleteAlias } = await account()
  const created = await CreateAlias({ FunctionName, Name: 'live', FunctionVersion: '1' })
  expect(created).toEqual({ AliasArn: `${ARN}:live`, Name: 'live', FunctionVersion: '1', Description: '', RevisionId: expect.any(String) })
  const weighted = await UpdateAlias({ FunctionName, Name: 'live', RoutingConfig: { AdditionalVersionWeights: { 2: 0.25 } } })
  expect(weighted).toMatchObject({ FunctionVersion: '1', RoutingConfig: { AdditionalVersionWeights: { 2: 0.25 } } })
  expect(await GetAlias({ FunctionName, Name: 'live' })).toEqual(weighted)
  expect((await ListAliases({ FunctionName, FunctionVersion: '2' })).Aliases).toEqual([weighted])
  expect(await UpdateAlias({ FunctionName, Name: 'live', FunctionVersion: '2', RoutingConfig: {} })).not.toHaveProperty('RoutingConfig')
  expect(await failure(() => CreateAlias({ FunctionName, Name: 'live', FunctionVersion: '1' }))).toEqual([
    409,
    'ResourceConflictException',
    `Alias already exists: ${ARN}:live`,
  ])
  expect(await failure(() => CreateAlias({ FunctionName, Name: 'x', FunctionVersion: '9' }))).toEqual([
    404,
    'ResourceNotFoundException',
    `Function not found: ${ARN}:9`,
  ])
  expect(await failure(() => CreateAlias({ FunctionName, Name: '12', FunctionVersion: '1' }))).toEqual(
    expect.arrayContaining([400, 'ValidationException']),
  )
  const overlapping = () => UpdateAlias({ FunctionName, Name: 'live', RoutingConfig: { AdditionalVersionWeights: { 2: 0.5 } } })
  expect(await failure(overlapping)).toEqual([
    400,
    'InvalidParameterValueException',
    'Invalid function version 2. Function version 2 is already included in routing configuration.',
  ])
  await DeleteAlias({ FunctionName, Name: 'live' })
  await DeleteAlias({ FunctionName, Name: 'live' })
  expect(await failure(() => GetAlias({ FunctionName, Name: 'live' }))).toEqual([
    404,
    'ResourceNotFoundException',
    `Cannot find alias arn: ${ARN}:live`,
  ])
})

test.each([
  [{ Principal: 'apigateway.amazonaws.com' }, { Principal: { Service: 'apigateway.amazonaws.com' } }],
  [{ Principal: '210987654321' }, { Principal: { AWS: 'arn:aws:iam::210987654321:root' } }],
  [
    { Principal: '*', PrincipalOrgID: 'o-1' },
    { Principal: '*', Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1' } } },
  ],
  [
    { Principal: 's3.amazonaws.com', SourceArn: 'arn:aws:s3:::b', SourceAccount: '1' },
    {
      Principal: { Service: 's3.amazonaws.com' },
      Condition: { StringEquals: { 'AWS:SourceAccount': '1' }, ArnLike: { 'AWS:SourceArn': 'arn:aws:s3:::b' } },
    },
  ],
  [
    { Principal: '*', FunctionUrlAuthType: 'NONE' as const },
    { Principal: '*', Condition: { StringEquals: { 'lambda:FunctionUrlAuthType': 'NONE' } } },
  ],
])('the permission %j is a statement as AWS writes it', async (given, statement) => {
  const { AddPermission, GetPolicy } = await account()
  const { Statement = '' } = await AddPermission({ FunctionName, StatementId: 's', Action: 'lambda:InvokeFunction', ...given })
  expect(JSON.parse(Statement)).toEqual({ Sid: 's', Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: ARN, ...statement })
  const { Policy = '', RevisionId } = await GetPolicy({ FunctionName })
  expect(JSON.parse(Policy)).toEqual({ Version: '2012-10-17', Id: 'default', Statement: [JSON.parse(Statement)] })
  expect(RevisionId).toMatch(/^[0-9a-f-]{36}$/)
})

test('permissions are kept by qualifier, each statement once', async () => {
  const { AddPermission, RemovePermission, GetPolicy, CreateAlias } = await account()
  await CreateAlias({ FunctionName, Name: 'live', FunctionVersion: '1' })
  const given = { FunctionName, StatementId: 's', Action: 'lambda:InvokeFunction', Principal: 'apigateway.amazonaws.com' }
  const { Statement = '' } = await AddPermission({ ...given, Qualifier: 'live' })
  expect(JSON.parse(Statement).Resource).toBe(`${ARN}:live`)
  const none = [404, 'ResourceNotFoundException', 'The resource you requested does not exist.']
  expect(await failure(() => GetPolicy({ FunctionName }))).toEqual(none)
  await AddPermission(given)
  expect(await failure(() => AddPermission(given))).toEqual([
    409,
    'ResourceConflictException',
    expect.stringContaining('The statement id (s) provided already exists.'),
  ])
  expect(await failure(() => AddPermission({ ...given, StatementId: 't', Principal: 'nobody' }))).toEqual(
    expect.arrayContaining([400, 'InvalidParameterValueException']),
  )
  expect(await failure(() => AddPermission({ ...given, StatementId: 't', Qualifier: 'gone' }))).toEqual(expect.arrayContaining([404]))
  expect(await failure(() => RemovePermission({ FunctionName, StatementId: 'x' }))).toEqual([
    404,
    'ResourceNotFoundException',
    'Statement x is not found in resource policy.',
  ])
  await RemovePermission({ FunctionName, StatementId: 's' })
  expect(await failure(() => GetPolicy({ FunctionName }))).toEqual(none)
  expect(await GetPolicy({ FunctionName, Qualifier: 'live' })).toHaveProperty('Policy')
})

test('concurrency, invocation settings, URLs and tags are kept as given', async () => {
  const operations = await account()
  expect(await operations.PutFunctionConcurrency({ FunctionName, ReservedConcurrentExecutions: 5 })).toEqual({
    ReservedConcurrentExecutions: 5,
  })
  expect(await operations.GetFunction({ FunctionName })).toMatchObject({ Concurrency: { ReservedConcurrentExecutions: 5 } })
  await operations.DeleteFunctionConcurrency({ FunctionName })
  expect(await operations.GetFunctionConcurrency({ FunctionName })).toEqual({})

  await operations.PutFunctionEventInvokeConfig({ FunctionName, MaximumRetryAttempts: 1 })
  expect(await operations.UpdateFunctionEventInvokeConfig({ FunctionName, MaximumEventAgeInSeconds: 60 })).toEqual({
    FunctionArn: `${ARN}:$LATEST`,
    LastModified: new Date(operations.call.clock.now()),
    MaximumRetryAttempts: 1,
    MaximumEventAgeInSeconds: 60,
    DestinationConfig: { OnSuccess: {}, OnFailure: {} },
  })
  expect(await failure(() => operations.PutFunctionEventInvokeConfig({ FunctionName, MaximumRetryAttempts: 3 }))).toEqual(
    expect.arrayContaining([400]),
  )
  await operations.DeleteFunctionEventInvokeConfig({ FunctionName })
  expect(await failure(() => operations.GetFunctionEventInvokeConfig({ FunctionName }))).toEqual([
    404,
    'ResourceNotFoundException',
    `The function ${ARN}:$LATEST doesn't have an EventInvokeConfig`,
  ])

  const url = await operations.CreateFunctionUrlConfig({ FunctionName, AuthType: 'NONE', Cors: { AllowOrigins: ['*'] } })
  expect(url).toEqual({
    FunctionUrl: expect.stringMatching(/^https:\/\/[a-z2-7]{32}\.lambda-url\.us-east-1\.on\.aws\/$/),
    FunctionArn: ARN,
    AuthType: 'NONE',
    CreationTime: '2026-01-02T03:04:05.000Z',
    LastModifiedTime: '2026-01-02T03:04:05.000Z',
    InvokeMode: 'BUFFERED',
    Cors: { AllowOrigins: ['*'] },
  })
  expect(await failure(() => operations.CreateFunctionUrlConfig({ FunctionName, AuthType: 'NONE' }))).toEqual(
    expect.arrayContaining([409, 'ResourceConflictException']),
  )
  expect(await failure(() => operations.CreateFunctionUrlConfig({ FunctionName, Qualifier: '1', AuthType: 'NONE' }))).toEqual(
    expect.arrayContaining([400, 'ValidationException']),
  )
  expect(await operations.UpdateFunctionUrlConfig({ FunctionName, AuthType: 'AWS_IAM' })).toEqual({ ...url, AuthType: 'AWS_IAM' })
  await operations.DeleteFunctionUrlConfig({ FunctionName })
  expect(await failure(() => operations.GetFunctionUrlConfig({ FunctionName }))).toEqual(expect.arrayContaining([404]))

  await operations.TagResource({ Resource: ARN, Tags: { a: '1', b: '2' } })
  await operations.UntagResource({ Resource: ARN, TagKeys: ['a'] })
  expect(await operations.ListTags({ Resource: ARN })).toEqual({ Tags: { b: '2' } })
  expect(await failure(() => operations.ListTags({ Resource: `${ARN}:1` }))).toEqual(
    expect.arrayContaining([400, 'InvalidParameterValueException']),
  )
})
