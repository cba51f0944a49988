import { zipSync } from 'fflate'
import { InvokeRefused } from '../../../../emulator/model/invocation'
import { Logs } from '../../../../emulator/observe/logs'
import type { RunnableFunction } from '../../../../emulator/runner/runner'
import { createRunner } from '../../../../emulator/runner/worker-runner'
import { createInvoke, lambda, removeUnpackedCode } from '../../../../emulator/services/lambda'
import { bind } from '../../../../emulator/services/operations'
import { MemoryStore } from '../../../../emulator/store/memory-store'
import { testCall } from '../../../support/call'

afterAll(() => removeUnpackedCode(testCall().objects))

const ARN = 'arn:aws:lambda:us-east-1:123456789012:function:orders'
const HANDLER = `exports.handler = async (event, context) => {
  if (event.fail) throw new Error('boom')
  console.log('hello')
  return { event, arn: context.invokedFunctionArn, version: context.functionVersion, client: context.clientContext, stage: process.env.STAGE }
}`

async function account(run?: (target: RunnableFunction) => void) {
  const base = testCall()
  const runner = createRunner({ clock: base.clock, ids: base.ids, logs: new Logs(new MemoryStore()) })
  const fake = {
    run: (target: RunnableFunction) => {
      run?.(target)
      return Promise.resolve({ status: 200 as const, payload: '1', executedVersion: target.version, requestId: 'r', logTail: '' })
    },
    retire: () => {},
    provision: () => {},
    warm: () => {},
    close: () => Promise.resolve(),
  }
  const call = { ...base, functions: run === undefined ? runner : fake }
  const operations = bind(lambda.operations, call)
  const Code = { ZipFile: zipSync({ 'index.js': new TextEncoder().encode(HANDLER) }) }
  await operations.CreateFunction({
    FunctionName: 'orders',
    Role: 'r',
    Runtime: 'nodejs20.x',
    Handler: 'index.handler',
    Code,
    Publish: true,
  })
  await operations.UpdateFunctionConfiguration({ FunctionName: 'orders', Environment: { Variables: { STAGE: 'second' } } })
  await operations.PublishVersion({ FunctionName: 'orders' })
  await operations.CreateAlias({ FunctionName: 'orders', Name: 'live', FunctionVersion: '1' })
  let calls = 0
  const invoke = createInvoke(() => {
    calls++
    return call
  })
  return { ...operations, call, invoke, callsMade: () => calls, [Symbol.asyncDispose]: () => runner.close() }
}
const failure = (error: unknown) => {
  const { code, status, message } = error as InvokeRefused
  return [status, code, message]
}

test('Invoke runs the version that is named, and answers as the SDK expects', async () => {
  await using account1 = await account()
  const { Invoke } = account1
  const answer = await Invoke({
    FunctionName: 'orders:live',
    Payload: Buffer.from('{"a":1}'),
    LogType: 'Tail',
    ClientContext: Buffer.from('{"c":2}').toString('base64'),
  })
  expect(JSON.parse(answer.Payload?.transformToString() ?? '')).toEqual({
    event: { a: 1 },
    arn: `${ARN}:live`,
    version: '1',
    client: { c: 2 },
  })
  expect(answer).toMatchObject({ StatusCode: 200, ExecutedVersion: '1' })
  expect(answer).not.toHaveProperty('FunctionError')
  expect(Buffer.from(answer.LogResult ?? '', 'base64').toString()).toMatch(/\tINFO\thello\nEND RequestId/)

  const latest = await Invoke({ FunctionName: ARN })
  expect(JSON.parse(Buffer.from(latest.Payload ?? []).toString())).toEqual({ event: {}, arn: ARN, version: '$LATEST', stage: 'second' })
  expect(latest).not.toHaveProperty('LogResult')

  const failed = await Invoke({ FunctionName: 'orders', Qualifier: '2', Payload: '{"fail":true}' })
  expect(failed).toMatchObject({ StatusCode: 200, FunctionError: 'Unhandled', ExecutedVersion: '2' })
  expect(JSON.parse(failed.Payload?.transformToString() ?? '')).toMatchObject({ errorType: 'Error', errorMessage: 'boom' })

  expect(await Invoke({ FunctionName: 'orders', InvocationType: 'DryRun' })).toEqual({ StatusCode: 204 })
  expect(await Invoke({ FunctionName: 'orders', InvocationType: 'Event' })).toMatchObject({ StatusCode: 202 })
  expect(account1.call.records.logGroups.ids()).toEqual(['/aws/lambda/orders'])
})

test('InvokeAsync queues an event, of 256 KB at most', async () => {
  const ran: string[] = []
  await using account1 = await account(({ arn }) => ran.push(arn))
  const { InvokeAsync } = account1
  const args = (text: string) => new TextEncoder().encode(text) as never
  expect(await InvokeAsync({ FunctionName: 'orders:live', InvokeArgs: args('{"a":1}') })).toEqual({ Status: 202 })
  expect(ran).toEqual([`${ARN}:live`])
  const refused = async (text: string) =>
    failure(await Promise.resolve(InvokeAsync({ FunctionName: 'orders', InvokeArgs: args(text) })).catch((error) => error))
  expect(await refused('{')).toEqual([400, 'InvalidRequestContentException', expect.any(String)])
  expect(await refused(`"${'x'.repeat(262_144)}"`)).toEqual([413, 'RequestTooLargeException', expect.stringContaining('262144')])
})

test.each<[string, object, unknown]>([
  [
    'no such function',
    { FunctionName: 'none' },
    [404, 'ResourceNotFoundException', `Function not found: ${ARN.replace('orders', 'none')}`],
  ],
  ['no such version', { FunctionName: 'orders', Qualifier: '9' }, [404, 'ResourceNotFoundException', `Function not found: ${ARN}:9`]],
  ['no such alias', { FunctionName: 'orders:none' }, [404, 'ResourceNotFoundException', `Function not found: ${ARN}:none`]],
  [
    'no JSON',
    { FunctionName: 'orders', Payload: '{a' },
    [400, 'InvalidRequestContentException', expect.stringMatching(/^Could not parse request body into json: /)],
  ],
  [
    'more than 6 MB',
    { FunctionName: 'orders', Payload: JSON.stringify('x'.repeat(6_291_455)) },
    [413, 'RequestTooLargeException', expect.stringContaining('6291456 bytes')],
  ],
])('%s is refused', async (_title, input, error) => {
  const { Invoke } = await account(() => {})
  expect(await Promise.resolve(Invoke(input as never)).then(() => 'answered', failure)).toEqual(error)
})

test('an alias with weights sends its share to the other version', async () => {
  const versions: string[] = []
  const { invoke, UpdateAlias } = await account((target) => versions.push(target.version))
  await UpdateAlias({ FunctionName: 'orders', Name: 'live', RoutingConfig: { AdditionalVersionWeights: { 2: 0.25 } } })
  for (let i = 0; i < 2000; i++) await invoke(`${ARN}:live`, '{}')
  const share = versions.filter((version) => version === '2').length / 2000
  expect(share).toBeGreaterThan(0.2)
  expect(share).toBeLessThan(0.3)
})

const source = (path: string) => ({
  caller: { service: 'apigateway.amazonaws.com', sourceArn: `arn:aws:execute-api:us-east-1:123456789012:${path}` },
})

test.each<[string, object, string, boolean]>([
  ['the whole API', { SourceArn: 'arn:aws:execute-api:us-east-1:123456789012:api1/*/*/*' }, 'api1/prod/GET/orders/{id}', true],
  ['one method', { SourceArn: 'arn:aws:execute-api:us-east-1:123456789012:api1/*/GET/orders' }, 'api1/prod/GET/orders', true],
  ['another method', { SourceArn: 'arn:aws:execute-api:us-east-1:123456789012:api1/*/GET/orders' }, 'api1/prod/POST/orders', false],
  ['another API', { SourceArn: 'arn:aws:execute-api:us-east-1:123456789012:api2/*' }, 'api1/prod/GET/orders', false],
  ['a single character', { SourceArn: 'arn:aws:execute-api:us-east-1:123456789012:api?/*' }, 'api1/prod/GET/', true],
  ['a star within a part of the ARN', { SourceArn: 'arn:aws:execute-api:*:123456789012:api1/*' }, 'api1/prod/GET/', true],
  ['a star does not reach over colons', { SourceArn: 'arn:aws:*:api1/prod/GET/' }, 'api1/prod/GET/', false],
  ['a dot is a dot', { SourceArn: 'arn:aws:execute.api:us-east-1:123456789012:*' }, 'api1/prod/GET/', false],
  ['any source', {}, 'api1/prod/GET/', true],
  ['the account of the source', { SourceAccount: '123456789012' }, 'api1/prod/GET/', true],
  ['another account', { SourceAccount: '210987654321' }, 'api1/prod/GET/', false],
  ['everyone', { Principal: '*' }, 'api1/prod/GET/', true],
  ['another service', { Principal: 's3.amazonaws.com' }, 'api1/prod/GET/', false],
  ['every action', { Action: 'lambda:*' }, 'api1/prod/GET/', true],
  ['another action', { Action: 'lambda:GetFunction' }, 'api1/prod/GET/', false],
  ['only with an organization', { Principal: '*', PrincipalOrgID: 'o-1' }, 'api1/prod/GET/', false],
])('a gateway needs a permission: %s', async (_title, permission, path, allowed) => {
  const { invoke, AddPermission } = await account(() => {})
  await AddPermission({
    FunctionName: 'orders',
    StatementId: 's',
    Action: 'lambda:InvokeFunction',
    Principal: 'apigateway.amazonaws.com',
    ...permission,
  })
  const answered = () => invoke(ARN, '{}', source(path)).then(() => true, failure)
  const refusal = [
    403,
    'AccessDeniedException',
    expect.stringContaining(`apigateway.amazonaws.com is not authorized to perform: lambda:InvokeFunction on resource: ${ARN}`),
  ]
  expect(await answered()).toEqual(allowed ? true : refusal)
  expect(await answered()).toEqual(allowed ? true : refusal)
})

test('a permission counts from when it is given until it is taken, and only for the alias that it is for', async () => {
  const { invoke, AddPermission, RemovePermission } = await account(() => {})
  const answers = () =>
    Promise.all(
      [ARN, `${ARN}:live`].map((arn) =>
        invoke(arn, '{}', source('a/b/GET/')).then(
          () => true,
          () => false,
        ),
      ),
    )
  expect(await answers()).toEqual([false, false])
  const given = { FunctionName: 'orders', StatementId: 's', Action: 'lambda:InvokeFunction', Principal: 'apigateway.amazonaws.com' }
  await AddPermission(given)
  expect(await answers()).toEqual([true, false])
  await AddPermission({ ...given, Qualifier: 'live' })
  expect(await answers()).toEqual([true, true])
  await RemovePermission({ FunctionName: 'orders', StatementId: 's' })
  expect(await answers()).toEqual([false, true])
})

test('a function is prepared once, and anew when it has changed; what is no ARN of a function is refused', async () => {
  const targets: RunnableFunction[] = []
  const { invoke, UpdateFunctionConfiguration, DeleteFunction, callsMade } = await account((target) => targets.push(target))
  await invoke(ARN, '{}')
  await invoke(ARN, '{}')
  await UpdateFunctionConfiguration({ FunctionName: 'orders', Timeout: 7, MemorySize: 256 })
  await invoke(ARN, '{}')
  expect(targets[1]).toBe(targets[0])
  expect(targets[2]).toMatchObject({ timeout: 7000, memory: 256, environment: { STAGE: 'second' }, logGroup: '/aws/lambda/orders' })
  expect(targets[2]?.revision).not.toBe(targets[0]?.revision)
  expect(callsMade()).toBe(1)
  await DeleteFunction({ FunctionName: 'orders' })
  for (const arn of [ARN, 'orders', 'arn:aws:s3:::bucket']) {
    await expect(invoke(arn, '{}')).rejects.toBeInstanceOf(InvokeRefused)
  }
})
