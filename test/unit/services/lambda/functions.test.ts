import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Runtime } from '@aws-sdk/client-lambda'
import { zipSync } from 'fflate'
import type { RunnableFunction } from '../../../../emulator/runner/runner'
import { lambda, removeUnpackedCode, useDirectory } from '../../../../emulator/services/lambda'
import { bind } from '../../../../emulator/services/operations'
import { testCall } from '../../../support/call'

const bytes = (text: string) => new TextEncoder().encode(text)
const zip = (text: string) => zipSync({ 'index.js': bytes(text), 'lib/deep.js': bytes('1') })
const ROLE = 'arn:aws:iam::123456789012:role/r'
const ARN = 'arn:aws:lambda:us-east-1:123456789012:function'

function account(members: Parameters<typeof testCall>[0] = {}) {
  const retired: string[] = []
  const functions = {
    run: () => Promise.reject(new Error('not here')),
    retire: (name: string) => retired.push(name),
    provision: () => {},
    warm: () => {},
    close: () => Promise.resolve(),
  }
  const call = testCall({ functions, ...members })
  const operations = bind(lambda.operations, call)
  const create = (name = 'orders', more: object = {}) =>
    operations.CreateFunction({
      FunctionName: name,
      Role: ROLE,
      Runtime: 'nodejs20.x',
      Handler: 'index.handler',
      Code: { ZipFile: zip('1') },
      ...more,
    })
  return { ...operations, call, create, retired }
}

const refused = (code: string, message: string | RegExp, status = 400) =>
  expect.objectContaining({ code, status, message: typeof message === 'string' ? message : expect.stringMatching(message) })
afterAll(() => removeUnpackedCode(testCall().objects))

const failure = async (run: () => unknown): Promise<unknown> => {
  try {
    return await run()
  } catch (error) {
    return error
  }
}

test('a new function has the defaults of AWS, and its zip file is unpacked', async () => {
  const { create, GetFunction, call } = account()
  const created = await create('orders', { Tags: { team: 'a' } })
  expect(created).toEqual({
    FunctionName: 'orders',
    FunctionArn: `${ARN}:orders`,
    Role: ROLE,
    Runtime: 'nodejs20.x',
    Handler: 'index.handler',
    CodeSize: zip('1').byteLength,
    CodeSha256: expect.stringMatching(/^[A-Za-z0-9+/]{43}=$/),
    Description: '',
    Timeout: 3,
    MemorySize: 128,
    LastModified: '2026-01-02T03:04:05.000+0000',
    Version: '$LATEST',
    TracingConfig: { Mode: 'PassThrough' },
    RevisionId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    State: 'Active',
    LastUpdateStatus: 'Successful',
    PackageType: 'Zip',
    Architectures: ['x86_64'],
    EphemeralStorage: { Size: 512 },
    SnapStart: { ApplyOn: 'None', OptimizationStatus: 'Off' },
    LoggingConfig: { LogFormat: 'Text', LogGroup: '/aws/lambda/orders' },
  })
  const { directory } = call.records.functions.get('orders')?.code ?? { directory: '' }
  expect(readFileSync(join(directory, 'lib/deep.js'), 'utf8')).toBe('1')
  expect(await GetFunction({ FunctionName: 'orders' })).toEqual({
    Configuration: created,
    Code: { RepositoryType: 'S3', Location: `file://${directory}` },
    Tags: { team: 'a' },
  })
})

test('what was unpacked is removed with the emulator', async () => {
  const { create, call } = account({ objects: { find: () => undefined } })
  await create()
  const { directory } = call.records.functions.get('orders')?.code ?? { directory: '' }
  expect(existsSync(directory)).toBe(true)
  removeUnpackedCode(call.objects)
  removeUnpackedCode(call.objects)
  expect(existsSync(directory)).toBe(false)
})

test.each([
  ['orders'],
  ['orders:$LATEST'],
  ['123456789012:orders'],
  ['123456789012:function:orders'],
  ['function:orders'],
  [`${ARN}:orders`],
  [`${ARN}:orders:$LATEST`],
])('%s names the function', async (FunctionName) => {
  const { create, GetFunctionConfiguration } = account()
  await create()
  expect(await GetFunctionConfiguration({ FunctionName })).toMatchObject({ FunctionName: 'orders' })
})

test.each<[string, object, unknown]>([
  ['unknown', {}, refused('ResourceNotFoundException', `Function not found: ${ARN}:unknown`, 404)],
  ['unknown', { Qualifier: 'live' }, refused('ResourceNotFoundException', `Function not found: ${ARN}:unknown:live`, 404)],
  ['orders:7', {}, refused('ResourceNotFoundException', `Function not found: ${ARN}:orders:7`, 404)],
  [
    'orders:7',
    { Qualifier: '8' },
    refused('InvalidParameterValueException', 'The derived qualifier from the function name does not match the specified qualifier.'),
  ],
  [
    ARN.replace('us-east-1', 'eu-west-1').concat(':orders'),
    {},
    refused('ResourceNotFoundException', "Functions from 'eu-west-1' are not reachable in this region ('us-east-1')", 404),
  ],
  [
    `arn:aws:lambda:us-east-1:999999999999:function:orders`,
    {},
    refused('ResourceNotFoundException', 'Function not found: arn:aws:lambda:us-east-1:999999999999:function:orders', 404),
  ],
  ['a b', {}, refused('InvalidParameterValueException', /neither the name nor the ARN/)],
])('%s %j names none', async (FunctionName, more, error) => {
  const { create, GetFunction } = account()
  await create()
  expect(await failure(() => GetFunction({ FunctionName, ...more }))).toEqual(error)
})

test.each<[string, object, unknown]>([
  ['a name that is taken', { FunctionName: 'taken' }, refused('ResourceConflictException', 'Function already exist: taken', 409)],
  ['no runtime', { Runtime: undefined }, refused('InvalidParameterValueException', /^Runtime and Handler are mandatory/)],
  [
    'no role',
    { Role: undefined },
    refused(
      'ValidationException',
      "1 validation error detected: Value null at 'role' failed to satisfy constraint: Member must not be null",
    ),
  ],
  ['no code', { Code: {} }, refused('InvalidParameterValueException', 'Please provide a source for function code.')],
  [
    'an empty zip file',
    { Code: { ZipFile: new Uint8Array() } },
    refused('InvalidParameterValueException', 'Uploaded file must be a non-empty zip'),
  ],
  ['no zip file', { Code: { ZipFile: bytes('text') } }, refused('InvalidParameterValueException', /^Could not unzip uploaded file/)],
  [
    'a way out of the directory',
    { Code: { ZipFile: zipSync({ '../../x.js': bytes('1') }) } },
    refused('InvalidParameterValueException', /^Could not unzip/),
  ],
  ['no such object', { Code: { S3Bucket: 'b', S3Key: 'k' } }, refused('InvalidParameterValueException', /S3 Error Code: NoSuchKey/)],
  [
    'too long',
    { Timeout: 901 },
    refused(
      'ValidationException',
      "1 validation error detected: Value '901' at 'timeout' failed to satisfy constraint: Member must have value less than or equal to 900",
    ),
  ],
  ['too small', { MemorySize: 64 }, refused('ValidationException', /'64' at 'memorySize' .* greater than or equal to 128$/)],
  [
    'reserved variables',
    { Environment: { Variables: { AWS_REGION: 'secret', A1: 'x' } } },
    refused('InvalidParameterValueException', /Reserved keys used in this request: AWS_REGION$/),
  ],
  [
    'too many variables',
    { Environment: { Variables: { BIG: 'secret'.repeat(1000) } } },
    refused('InvalidParameterValueException', /exceeded the 4KB limit\. Names measured: BIG$/),
  ],
  [
    'a bad name of a variable',
    { Environment: { Variables: { '1A': 'secret' } } },
    refused('ValidationException', /^(?!.*secret).*\{1A=\*\*\*\}/),
  ],
  [
    'no such layer',
    { Layers: ['arn:aws:lambda:us-east-1:123456789012:layer:none:1'] },
    refused('InvalidParameterValueException', /layer:none:1 does not exist\.$/),
  ],
])('%s is refused, and no function is made', async (_title, more, error) => {
  const { create, call } = account()
  await create('taken')
  expect(await failure(() => create('orders', more))).toEqual(error)
  expect(call.records.functions.ids()).toEqual(['taken'])
})

test('code of an asset is used where it is; its hash is its name, or that of its content', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'portico-test-'))
  writeFileSync(join(directory, 'index.js'), 'one')
  writeFileSync(join(directory, 'a.zip'), zip('zipped'))
  const { create, call, UpdateFunctionCode, retired } = account({
    objects: { find: (_bucket, key) => (key.startsWith('zip') ? { file: join(directory, 'a.zip') } : { directory }) },
  })
  const name = 'ab'.repeat(32)
  const created = await create('orders', { Code: { S3Bucket: 'b', S3Key: `${name}.zip` } })
  expect(call.records.functions.get('orders')?.code).toMatchObject({ directory, sha256: Buffer.from(name, 'hex').toString('base64') })
  expect(await UpdateFunctionCode({ FunctionName: 'orders', S3Bucket: 'b', S3Key: `${name}.zip` })).toEqual(created)
  retired.length = 0
  expect(useDirectory(call, 'orders', directory)).toBe(true)
  expect(useDirectory(call, 'orders', directory)).toBe(false)
  writeFileSync(join(directory, 'index.js'), 'two')
  const before = call.records.functions.get('orders')
  expect(useDirectory(call, `${ARN}:orders`, directory)).toBe(true)
  expect(call.records.functions.get('orders')?.configuration.RevisionId).not.toBe(before?.configuration.RevisionId)
  expect(retired).toEqual(['orders', 'orders'])
  const updated = await UpdateFunctionCode({ FunctionName: 'orders', S3Bucket: 'b', S3Key: 'zip' })
  expect(updated.CodeSize).toBe(zip('zipped').byteLength)
  rmSync(directory, { recursive: true })
  removeUnpackedCode(call.objects)
})

test('configuration changes where it is given, under a new revision, guarded by the one before', async () => {
  const { create, UpdateFunctionConfiguration, GetFunctionConfiguration } = account()
  const { RevisionId = '', ...before } = await create('orders', { Environment: { Variables: { TABLE: 't' } }, Description: 'd' })
  const changed = await UpdateFunctionConfiguration({
    FunctionName: 'orders',
    Timeout: 30,
    LoggingConfig: { LogFormat: 'JSON' },
    RevisionId,
  })
  expect(changed).toEqual({
    ...before,
    RevisionId: expect.not.stringMatching(RevisionId),
    Timeout: 30,
    LoggingConfig: { LogFormat: 'JSON', LogGroup: '/aws/lambda/orders', ApplicationLogLevel: 'INFO', SystemLogLevel: 'INFO' },
  })
  const stale = await failure(() => UpdateFunctionConfiguration({ FunctionName: 'orders', Timeout: 31, RevisionId }))
  expect(stale).toEqual(refused('PreconditionFailedException', /RevisionId provided does not match/, 412))
  expect(await GetFunctionConfiguration({ FunctionName: 'orders' })).toEqual(changed)
})

test('versions freeze the function; one more is published only when something changed', async () => {
  const { create, PublishVersion, UpdateFunctionConfiguration, ListVersionsByFunction, GetFunctionConfiguration, DeleteFunction } =
    account()
  await create()
  expect(await PublishVersion({ FunctionName: 'orders', Description: 'first' })).toMatchObject({
    Version: '1',
    FunctionArn: `${ARN}:orders:1`,
    Description: 'first',
  })
  expect(await PublishVersion({ FunctionName: 'orders' })).toMatchObject({ Version: '1' })
  await UpdateFunctionConfiguration({ FunctionName: 'orders', Timeout: 9 })
  expect(await PublishVersion({ FunctionName: 'orders' })).toMatchObject({ Version: '2', Timeout: 9 })
  expect(await GetFunctionConfiguration({ FunctionName: 'orders:1' })).toMatchObject({ Timeout: 3 })
  const { Versions } = await ListVersionsByFunction({ FunctionName: 'orders' })
  expect(Versions?.map(({ FunctionArn }) => FunctionArn)).toEqual([`${ARN}:orders:$LATEST`, `${ARN}:orders:1`, `${ARN}:orders:2`])
  await DeleteFunction({ FunctionName: 'orders', Qualifier: '1' })
  expect(await failure(() => GetFunctionConfiguration({ FunctionName: 'orders:1' }))).toEqual(
    refused('ResourceNotFoundException', `Function not found: ${ARN}:orders:1`, 404),
  )
})

test('deleting a function takes all that hangs on it', async () => {
  const { create, call, ListFunctions, DeleteFunction, ...operations } = account()
  await create('orders', { Publish: true })
  await create('other')
  const FunctionName = 'orders'
  await operations.CreateAlias({ FunctionName, Name: 'live', FunctionVersion: '1' })
  await operations.AddPermission({ FunctionName, StatementId: 's', Action: 'lambda:InvokeFunction', Principal: 'apigateway.amazonaws.com' })
  await operations.CreateFunctionUrlConfig({ FunctionName, AuthType: 'NONE' })
  await operations.PutFunctionEventInvokeConfig({ FunctionName, MaximumRetryAttempts: 0 })
  expect(await failure(() => DeleteFunction({ FunctionName, Qualifier: '1' }))).toEqual(
    refused('ResourceConflictException', /pointed to by aliases: live/, 409),
  )
  await DeleteFunction({ FunctionName })
  const { functionVersions, aliases, functionPolicies, functionUrls, eventInvokeConfigs } = call.records
  expect([functionVersions, aliases, functionPolicies, functionUrls, eventInvokeConfigs].map((table) => table.parents())).toEqual([
    [],
    [],
    [],
    [],
    [],
  ])
  expect((await ListFunctions({})).Functions?.map((each) => each.FunctionName)).toEqual(['other'])
})

test('what is not as on AWS is told, and no longer once it is gone', async () => {
  const { create, call, UpdateFunctionConfiguration, DeleteFunction } = account()
  await create('orders', {
    Runtime: 'cobol85' as Runtime,
    Layers: ['arn:aws:lambda:us-east-1:580247275435:layer:LambdaInsightsExtension:2'],
  })
  expect(call.diagnostics.all().map(({ code, subject }) => [code, subject])).toEqual([
    ['runtime-not-emulated', '/functions/orders'],
    ['layer-not-available', '/functions/orders'],
  ])
  await UpdateFunctionConfiguration({ FunctionName: 'orders', Runtime: 'nodejs22.x' })
  expect(call.diagnostics.all().map(({ code }) => code)).toEqual(['layer-not-available'])
  await DeleteFunction({ FunctionName: 'orders' })
  expect(call.diagnostics.all()).toEqual([])
})

test('lists come in pages', async () => {
  const { create, ListFunctions } = account()
  for (const name of ['a', 'b', 'c']) await create(name)
  const first = await ListFunctions({ MaxItems: 2 })
  expect(first.Functions?.map(({ FunctionName }) => FunctionName)).toEqual(['a', 'b'])
  const second = await ListFunctions({ MaxItems: 2, ...(first.NextMarker === undefined ? {} : { Marker: first.NextMarker }) })
  expect([second.Functions?.map(({ FunctionName }) => FunctionName), second.NextMarker]).toEqual([['c'], undefined])
})

test('layers are versions with code of their own, and functions run with their directories', async () => {
  const seen: RunnableFunction[] = []
  const run = (target: RunnableFunction) => {
    seen.push(target)
    return Promise.resolve({ status: 200 as const, payload: '1', executedVersion: '$LATEST', requestId: 'r', logTail: 'tail' })
  }
  const { create, ...operations } = account({
    functions: { run, retire: () => {}, provision: () => {}, warm: () => {}, close: () => Promise.resolve() },
  })
  const publish = (text: string) =>
    operations.PublishLayerVersion({ LayerName: 'shared', Content: { ZipFile: zip(text) }, CompatibleRuntimes: ['nodejs20.x'] })
  const first = await publish('one')
  expect(first).toMatchObject({ LayerVersionArn: 'arn:aws:lambda:us-east-1:123456789012:layer:shared:1', Version: 1 })
  const second = await publish('two')
  await create('orders', { Layers: [second.LayerVersionArn, first.LayerVersionArn] })
  await operations.Invoke({ FunctionName: 'orders' })
  expect(seen[0]?.layerDirectories.map((directory) => readFileSync(join(directory, 'index.js'), 'utf8'))).toEqual(['two', 'one'])
  expect((await operations.ListLayers({})).Layers).toMatchObject([{ LayerName: 'shared', LatestMatchingVersion: { Version: 2 } }])
  expect((await operations.ListLayers({ CompatibleRuntime: 'python3.12' })).Layers).toEqual([])
  await operations.DeleteLayerVersion({ LayerName: 'shared', VersionNumber: 2 })
  expect((await operations.ListLayerVersions({ LayerName: 'shared' })).LayerVersions?.map(({ Version }) => Version)).toEqual([1])
  expect(await failure(() => operations.GetLayerVersion({ LayerName: 'shared', VersionNumber: 2 }))).toEqual(
    refused('ResourceNotFoundException', 'The resource you requested does not exist.', 404),
  )
  expect(existsSync(seen[0]?.layerDirectories[1] ?? '')).toBe(true)
})
