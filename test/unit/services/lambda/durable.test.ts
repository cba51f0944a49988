import { removeUnpackedCode } from '../../../../emulator/services/lambda'
import { emulate } from '../../../../emulator/testing/index'
import { testCall } from '../../../support/call'
import { failure } from '../../../support/failure'
import { restTemplate } from '../../../support/rest-template'
import { Answer, durableAccount, settle } from './durable-fixture'

afterAll(() => removeUnpackedCode(testCall().objects))

// What a durable execution is, event by event, is as AWS's own suite has recorded it (aws-durable-execution-conformance-tests, output/10-1.json).

test('steps and waits: the handler runs again after a wait, what it has done is not done again, the caller gets the result', async () => {
  let done = 0
  const flow = await durableAccount({
    flow: async (flow) => {
      const count = await flow.step('count', () => ++done)
      await flow.wait('pause', 60)
      return { input: flow.input, count }
    },
  })
  const answered = flow.invoke({ a: 1 }, { DurableExecutionName: 'first' })
  await settle()
  const DurableExecutionArn = String(
    (await flow.ListDurableExecutionsByFunction({ FunctionName: 'flow', Qualifier: '1' })).DurableExecutions?.[0]?.DurableExecutionArn,
  )
  expect(DurableExecutionArn).toMatch(/^arn:aws:lambda:us-east-1:123456789012:function:flow:1\/durable-execution\/first\/[0-9a-f-]{36}$/)
  await flow.advance(59)
  expect(await flow.GetDurableExecution({ DurableExecutionArn })).toMatchObject({
    Status: 'RUNNING',
    Version: '1',
    InputPayload: '{"a":1}',
  })
  await flow.advance(1)
  expect(await answered).toMatchObject({
    StatusCode: 200,
    DurableExecutionArn,
    ExecutedVersion: '1',
    answer: { input: { a: 1 }, count: 1 },
  })
  expect(done).toBe(1)
  expect(flow.invocations).toEqual(['flow:1', 'flow:1'])
  const events = await flow.history({ DurableExecutionArn })
  expect(events.map(({ EventId, EventType, Id }) => [EventId, EventType, Id])).toEqual([
    [1, 'ExecutionStarted', DurableExecutionArn.split('/')[3]],
    [2, 'StepStarted', 'count'],
    [3, 'StepSucceeded', 'count'],
    [4, 'WaitStarted', 'pause'],
    [5, 'InvocationCompleted', undefined],
    [6, 'WaitSucceeded', 'pause'],
    [7, 'InvocationCompleted', undefined],
    [8, 'ExecutionSucceeded', DurableExecutionArn.split('/')[3]],
  ])
  expect(events[0]).toMatchObject({
    Name: 'first',
    ExecutionStartedDetails: { Input: { Payload: '{"a":1}', Truncated: false }, ExecutionTimeout: 900 },
  })
  expect(events[2]).toMatchObject({
    Name: 'count',
    SubType: 'Step',
    StepSucceededDetails: { Result: { Payload: '1', Truncated: false }, RetryDetails: { CurrentAttempt: 1 } },
  })
  expect(events[5]).toMatchObject({ WaitSucceededDetails: { Duration: 60 } })
})

test('a step that fails is ready again after its delay, and knows its attempts', async () => {
  const attempts: unknown[] = []
  const flow = await durableAccount({
    flow: (flow) => {
      const step = flow.given.InitialExecutionState.Operations[1]
      attempts.push(step === undefined ? 'none' : `${step.Status} ${step.StepDetails?.Attempt}`, flow.given.UpdatedOperationIds)
      return flow.step('flaky', () => (attempts.length < 4 ? Promise.reject(new Error('not yet')) : 'done'), 5)
    },
  })
  const execution = await flow.start()
  await flow.advance(4)
  expect((await flow.GetDurableExecution(execution)).Status).toBe('RUNNING')
  await flow.advance(1)
  expect(attempts).toEqual(['none', undefined, 'READY 1', ['flaky']])
  expect(await flow.GetDurableExecution(execution)).toMatchObject({ Status: 'SUCCEEDED', Result: '"done"' })
  const steps = (await flow.history(execution)).filter(({ Id }) => Id === 'flaky')
  expect(steps).toMatchObject([
    { EventType: 'StepStarted' },
    {
      EventType: 'StepFailed',
      StepFailedDetails: {
        Error: { Payload: { ErrorMessage: 'not yet' } },
        RetryDetails: { CurrentAttempt: 1, NextAttemptDelaySeconds: 5 },
      },
    },
    { EventType: 'StepStarted' },
    { EventType: 'StepSucceeded', StepSucceededDetails: { RetryDetails: { CurrentAttempt: 2 } } },
  ])
})

describe('a callback', () => {
  const asking = (options = {}) => durableAccount({ flow: (flow) => flow.callback('ask', options) })
  const idOf = async (flow: Awaited<ReturnType<typeof asking>>, execution: { DurableExecutionArn: string }) =>
    (await flow.history(execution)).find(({ EventType }) => EventType === 'CallbackStarted')?.CallbackStartedDetails?.CallbackId

  test('is answered by whoever has its id, once', async () => {
    const flow = await asking()
    const execution = await flow.start()
    const CallbackId = await idOf(flow, execution)
    await flow.SendDurableExecutionCallbackSuccess({ CallbackId, Result: new TextEncoder().encode('{"yes":true}') })
    await settle()
    expect(await flow.GetDurableExecution(execution)).toMatchObject({ Status: 'SUCCEEDED', Result: '{"yes":true}' })
    expect((await flow.types(execution)).slice(1)).toEqual([
      'CallbackStarted',
      'InvocationCompleted',
      'CallbackSucceeded',
      'InvocationCompleted',
      'ExecutionSucceeded',
    ])
    expect(await failure(() => flow.SendDurableExecutionCallbackSuccess({ CallbackId }))).toMatch(/^400 CallbackTimeoutException/)
    expect(await failure(() => flow.SendDurableExecutionCallbackHeartbeat({ CallbackId: 'bm8=' }))).toMatch(/^400 InvalidParameterValueEx/)
  })

  test('may fail, and the handler hears why', async () => {
    const flow = await asking()
    const execution = await flow.start()
    const error = { ErrorType: 'Rejected', ErrorMessage: 'not approved' }
    await flow.SendDurableExecutionCallbackFailure({ CallbackId: await idOf(flow, execution), Error: error })
    await settle()
    expect(await flow.GetDurableExecution(execution)).toMatchObject({ Status: 'FAILED', Error: error })
    expect(await flow.history(execution)).toContainEqual(
      expect.objectContaining({ EventType: 'CallbackFailed', CallbackFailedDetails: { Error: { Payload: error, Truncated: false } } }),
    )
  })

  test.each([
    ['its timeout', { TimeoutSeconds: 30 }, 29, 1],
    ['a heartbeat that does not come', { HeartbeatTimeoutSeconds: 30 }, 49, 1],
  ])('is over after %s', async (_name, options, before, then) => {
    const flow = await asking(options)
    const execution = await flow.start()
    await flow.advance(20)
    await flow.SendDurableExecutionCallbackHeartbeat({ CallbackId: await idOf(flow, execution) })
    await flow.advance(before - 20)
    expect((await flow.GetDurableExecution(execution)).Status).toBe('RUNNING')
    await flow.advance(then)
    expect((await flow.GetDurableExecution(execution)).Status).toBe('FAILED')
    expect(await flow.types(execution)).toContain('CallbackTimedOut')
  })
})

describe('a function that is called by an execution', () => {
  const calling = (target: string) =>
    durableAccount(
      { flow: (flow) => flow.invoke('call', target, { n: 2 }), child: (flow) => flow.wait('pause', 10).then(() => flow.input) },
      {
        plain: {
          twice: (event) => (event as { n: number }).n * 2,
          broken: () => Promise.reject(new TypeError('no')),
        },
      },
    )

  test.each([
    ['answers', 'twice', { Status: 'SUCCEEDED', Result: '4' }, 'ChainedInvokeSucceeded'],
    ['fails', 'broken', { Status: 'FAILED', Error: { ErrorType: 'TypeError', ErrorMessage: 'no' } }, 'ChainedInvokeFailed'],
    ['is not there', 'nobody', { Status: 'FAILED', Error: { ErrorType: 'ResourceNotFoundException' } }, 'ChainedInvokeFailed'],
    [
      'is durable, and called without a version',
      'child',
      {
        Status: 'FAILED',
        Error: {
          ErrorType: 'InvalidParameterValueException',
          ErrorMessage: 'You cannot invoke a durable function using an unqualified ARN.',
        },
      },
      'ChainedInvokeFailed',
    ],
  ])('%s', async (_name, target, outcome, event) => {
    const flow = await calling(target)
    const execution = await flow.start()
    await settle()
    expect(await flow.GetDurableExecution(execution)).toMatchObject(outcome)
    expect(await flow.types(execution)).toEqual(expect.arrayContaining(['ChainedInvokeStarted', event]))
  })

  test('may be a durable one, with an execution of its own', async () => {
    const flow = await calling('child:live')
    const execution = await flow.start()
    const { ChainedInvokeStartedDetails: told } = (await flow.history(execution)).find(({ Id }) => Id === 'call') ?? {}
    expect(told).toMatchObject({ FunctionName: 'child:live', ExecutedVersion: '1' })
    expect(await flow.GetDurableExecution({ DurableExecutionArn: told?.DurableExecutionArn })).toMatchObject({ Status: 'RUNNING' })
    await flow.advance(10)
    await settle()
    expect(await flow.GetDurableExecution(execution)).toMatchObject({ Status: 'SUCCEEDED', Result: '{"n":2}' })
  })
})

test('what is inside of a context that is over is not replayed, unless the context asks for it', async () => {
  const seen: unknown[] = []
  const flow = await durableAccount({
    flow: async (flow) => {
      seen.push(flow.given.InitialExecutionState.Operations.map(({ Id }) => Id).slice(1))
      if (seen.length === 1) {
        for (const [Id, ContextOptions] of [
          ['folded', {}],
          ['open', { ReplayChildren: true }],
        ] as const) {
          const context = { Id, Type: 'CONTEXT' } as const
          await flow.checkpoint(
            { ...context, Action: 'START' },
            { Id: `${Id}-step`, ParentId: Id, Type: 'STEP', Action: 'START' },
            { Id: `${Id}-step`, ParentId: Id, Type: 'STEP', Action: 'SUCCEED', Payload: '1' },
          )
          await flow.checkpoint({ ...context, Action: 'SUCCEED', Payload: '1', ContextOptions })
        }
      }
      await flow.wait('pause', 1)
    },
  })
  await flow.start()
  await flow.advance(1)
  expect(seen).toEqual([[], ['folded', 'open', 'open-step', 'pause']])
})

test('contexts that stand within each other are replayed', async () => {
  const seen: unknown[] = []
  const flow = await durableAccount({
    flow: async (flow) => {
      seen.push(flow.given.InitialExecutionState.Operations.map(({ Id }) => Id).slice(1))
      if (seen.length === 1)
        await flow.checkpoint(
          { Id: 'a', ParentId: 'b', Type: 'CONTEXT', Action: 'START' },
          { Id: 'b', ParentId: 'a', Type: 'CONTEXT', Action: 'START' },
        )
      await flow.wait('pause', 1)
    },
  })
  await flow.start()
  await flow.advance(1)
  expect(seen).toEqual([[], ['a', 'b', 'pause']])
})

test('an execution with many operations is read page by page', async () => {
  const read: unknown[] = []
  const flow = await durableAccount({
    flow: async (flow, operations) => {
      const { InitialExecutionState, DurableExecutionArn } = flow.given
      if (InitialExecutionState.Operations.length === 1) {
        for (let at = 0; at < 1200; at++)
          await flow.checkpoint(
            { Id: `s${at}`, Type: 'STEP', Action: 'START' },
            { Id: `s${at}`, Type: 'STEP', Action: 'SUCCEED', Payload: '1' },
          )
        await flow.wait('pause', 1)
      }
      const { NextMarker: Marker } = InitialExecutionState
      const rest = await operations.GetDurableExecutionState({ DurableExecutionArn, CheckpointToken: flow.token, Marker, MaxItems: 1000 })
      read.push(InitialExecutionState.Operations.length, rest.Operations?.length, rest.NextMarker)
      return null
    },
  })
  await flow.start()
  for (let turns = 0; turns < 300; turns++) await settle()
  await flow.advance(1)
  expect(read).toEqual([1000, 202, undefined])
})

describe('an invocation that goes wrong', () => {
  test('in the handler is tried again, later and later, until it goes well', async () => {
    let failing = 2
    const flow = await durableAccount({
      flow: () => {
        if (failing-- > 0) throw new Answer({ functionError: 'Unhandled', payload: '{"errorType":"Error","errorMessage":"boom"}' })
        return 'fine'
      },
    })
    const execution = await flow.start()
    await flow.advance(1)
    expect((await flow.GetDurableExecution(execution)).Status).toBe('RUNNING')
    await flow.advance(2)
    expect(await flow.GetDurableExecution(execution)).toMatchObject({ Status: 'SUCCEEDED', Result: '"fine"' })
    expect((await flow.history(execution))[1]?.InvocationCompletedDetails?.Error?.Payload).toEqual({
      ErrorType: 'Error',
      ErrorMessage: 'boom',
    })
  })

  test('in the runtime is tried again at once', async () => {
    let failing = 3
    const flow = await durableAccount({
      flow: () => {
        if (failing-- > 0) throw new Answer({ functionError: 'Unhandled', payload: '{"errorType":"Runtime.ExitError"}' })
        return 'fine'
      },
    })
    const execution = await flow.start()
    await flow.advance(0)
    expect((await flow.GetDurableExecution(execution)).Status).toBe('SUCCEEDED')
  })

  test.each([
    ['no answer of a durable function', '{"statusCode":200}'],
    ['waiting for nothing', '{"Status":"PENDING"}'],
  ])('with %s fails the execution', async (_name, payload) => {
    const flow = await durableAccount({ flow: () => new Answer({ payload }) })
    expect(await flow.GetDurableExecution(await flow.start())).toMatchObject({
      Status: 'FAILED',
      Error: { ErrorType: 'InvalidParameterValueException' },
    })
  })
})

test('behind an API: a version is called with its checkpoints over the wire, the function without one is refused', async () => {
  const code = `const { LambdaClient, CheckpointDurableExecutionCommand } = require('@aws-sdk/client-lambda')
exports.handler = async ({ DurableExecutionArn, CheckpointToken, InitialExecutionState }) => {
  const { path } = JSON.parse(InitialExecutionState.Operations[0].ExecutionDetails.InputPayload)
  const step = { Id: 'a', Type: 'STEP' }
  const Updates = [{ ...step, Action: 'START' }, { ...step, Action: 'SUCCEED', Payload: '"kept"' }]
  const { NewExecutionState } = await new LambdaClient().send(new CheckpointDurableExecutionCommand({ DurableExecutionArn, CheckpointToken, Updates }))
  const body = path + ' ' + NewExecutionState.Operations[0].StepDetails.Result
  return { Status: 'SUCCEEDED', Result: JSON.stringify({ statusCode: 200, body }) }
}`
  const uri = (arn: object) => ({
    'Fn::Join': ['', ['arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/', arn, '/invocations']],
  })
  const integration = (arn: object) => ({ Type: 'AWS_PROXY', IntegrationHttpMethod: 'POST', Uri: uri(arn) })
  const permission = (FunctionName: object) => ({
    Type: 'AWS::Lambda::Permission',
    Properties: { FunctionName, Action: 'lambda:InvokeFunction', Principal: 'apigateway.amazonaws.com' },
  })
  const arn = { 'Fn::GetAtt': ['Durable', 'Arn'] }
  const template = restTemplate({
    routes: { 'GET /version': { integration: integration({ Ref: 'Version' }) }, 'GET /function': { integration: integration(arn) } },
    functions: { Durable: code },
    resources: {
      Version: { Type: 'AWS::Lambda::Version', Properties: { FunctionName: { Ref: 'Durable' } } },
      VersionPermission: permission({ Ref: 'Version' }),
      FunctionPermission: permission(arn),
    },
  })
  const fn = template.Resources['Durable'] as { Properties: Record<string, unknown> }
  Object.assign(fn.Properties, { DurableConfig: { ExecutionTimeout: 60 }, Timeout: 15 })
  await using gateway = await emulate(template)
  const response = await gateway.fetch('/version')
  expect([response.status, await response.text()]).toEqual([200, '/version "kept"'])
  expect((await gateway.fetch('/function')).status).toBe(500)
})
