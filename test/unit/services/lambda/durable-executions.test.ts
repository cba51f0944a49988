import { zipSync } from 'fflate'
import { ManualClock } from '../../../../emulator/base/clock'
import { Emulator } from '../../../../emulator/emulator'
import { lambda, removeUnpackedCode } from '../../../../emulator/services/lambda'
import { bind } from '../../../../emulator/services/operations'
import { testCall } from '../../../support/call'
import { failure } from '../../../support/failure'
import { durableAccount, type Flow, settle } from './durable-fixture'

afterAll(() => removeUnpackedCode(testCall().objects))

const waiting = (flow: Flow) => flow.wait('pause', 3600)

test.each([
  [
    'without a version',
    { FunctionName: 'flow' },
    {},
    /^400 InvalidParameterValueException: You cannot invoke a durable function using an unqualified ARN\.$/,
  ],
  [
    'and waited for, where it may take longer than a caller waits',
    {},
    { ExecutionTimeout: 901 },
    /^400 InvalidParameterValueException: You cannot synchronously invoke a durable function with an executionTimeout greater than 15 minutes\.$/,
  ],
  ['by a name with a blank', { DurableExecutionName: 'a b' }, {}, /^400 ValidationException: .*'durableExecutionName'/],
])('a durable function that is invoked %s is refused', async (_name, more, config, expected) => {
  const { invoke } = await durableAccount({ flow: () => 1 }, { config })
  expect(await failure(() => invoke({}, more))).toMatch(expected)
})

test('a function that is not durable has no executions', async () => {
  const { invoke } = await durableAccount({}, { plain: { other: () => 1 } })
  expect(await failure(() => invoke({}, { FunctionName: 'other', DurableExecutionName: 'x' }))).toMatch(/^400 InvalidParameterValueExc/)
})

test('a dry run starts nothing', async () => {
  const flow = await durableAccount({ flow: () => 1 })
  expect(await flow.invoke({}, { InvocationType: 'DryRun' })).toMatchObject({ StatusCode: 204 })
  expect((await flow.ListDurableExecutionsByFunction({ FunctionName: 'flow', Qualifier: '1' })).DurableExecutions).toEqual([])
})

test('a name starts one execution: the same event finds it again while it runs and when it is over, another event is refused', async () => {
  const flow = await durableAccount({ flow: (flow) => flow.wait('pause', 10).then(() => flow.input) })
  const named = { DurableExecutionName: 'order-1' }
  const first = await flow.start({ n: 1 }, named)
  expect(await flow.start({ n: 1 }, named)).toEqual(first)
  const attached = flow.invoke({ n: 1 }, named)
  expect(await failure(() => flow.invoke({ n: 2 }, named))).toMatch(/^409 DurableExecutionAlreadyStartedException/)
  await flow.advance(10)
  expect(await attached).toMatchObject({ ...first, answer: { n: 1 } })
  expect(await flow.invoke({ n: 1 }, named)).toMatchObject({ ...first, answer: { n: 1 } })
  expect(flow.invocations).toEqual(['flow:1', 'flow:1'])
})

test('an execution is forgotten when its retention is over', async () => {
  const flow = await durableAccount({ flow: () => 1 }, { config: { RetentionPeriodInDays: 1 } })
  const named = { DurableExecutionName: 'order-1' }
  const first = await flow.start({}, named)
  await flow.advance(86_399)
  expect(await flow.start({}, named)).toEqual(first)
  await flow.advance(1)
  expect(await flow.start({}, named)).not.toEqual(first)
  expect(await failure(() => flow.GetDurableExecution(first))).toMatch(/^404 ResourceNotFoundException/)
})

test('of very many executions those that ended first are forgotten, those that run never', async () => {
  const flow = await durableAccount({ flow: (flow) => ((flow.input as { long?: boolean }).long ? waiting(flow) : 1) })
  const [running, ended] = [await flow.start({ long: true }), await flow.start()]
  for (let more = 0; more < 999; more++) await flow.invoke()
  expect((await flow.GetDurableExecution(running)).Status).toBe('RUNNING')
  expect(await failure(() => flow.GetDurableExecution(ended))).toMatch(/^404 ResourceNotFoundException/)
})

test('stopped: it ends with what is in progress as it is, and takes no checkpoint any more', async () => {
  let resume: () => void = () => {}
  const refused: string[] = []
  const flow = await durableAccount({
    flow: async (flow) => {
      await flow.checkpoint({ Id: 'long', Type: 'STEP', Action: 'START' })
      await new Promise<void>((resolve) => {
        resume = resolve
      })
      refused.push(await failure(() => flow.checkpoint({ Id: 'long', Type: 'STEP', Action: 'SUCCEED' })))
    },
  })
  const execution = await flow.start()
  const why = { ErrorType: 'Operator', ErrorMessage: 'enough' }
  const { StopTimestamp } = await flow.StopDurableExecution({ ...execution, Error: why })
  resume()
  await settle()
  expect(refused).toEqual(['400 InvalidParameterValueException: Invalid Checkpoint Token'])
  expect(await flow.GetDurableExecution(execution)).toMatchObject({ Status: 'STOPPED', EndTimestamp: StopTimestamp, Error: why })
  expect(await flow.types(execution)).toEqual(['ExecutionStarted', 'StepStarted', 'ExecutionStopped'])
  await flow.advance(1)
  expect(await flow.StopDurableExecution(execution)).toEqual({ StopTimestamp })
})

test('an execution ends when its time is up; who waits for it gets an error', async () => {
  const flow = await durableAccount({ flow: waiting }, { config: { ExecutionTimeout: 60 } })
  const answered = flow.invoke()
  await settle()
  await flow.advance(60)
  expect(await answered).toMatchObject({ StatusCode: 200, FunctionError: 'Unhandled', answer: { errorMessage: expect.any(String) } })
  await flow.advance(3600)
  expect(flow.invocations).toEqual(['flow:1'])
})

test.each(['reset', 'stop'] as const)('%s of the emulator ends what runs: who waits gets an answer', async (how) => {
  await using emulator = new Emulator({ clock: new ManualClock() })
  const calls = bind(lambda.operations, emulator.call())
  const Role = 'arn:aws:iam::000000000000:role/r'
  const Code = { ZipFile: zipSync({ 'index.js': new TextEncoder().encode('exports.handler = 1') }) }
  const made = await calls.CreateFunction({
    FunctionName: 'flow',
    Role,
    Runtime: 'nodejs22.x',
    Handler: 'index.handler',
    Code,
    DurableConfig: { ExecutionTimeout: 60 },
  })
  // What times out is tried again later: the execution waits for the clock.
  emulator.doubles.set(String(made.FunctionArn), { failure: 'timeout' })
  emulator.markReady()
  const answered = calls.Invoke({ FunctionName: 'flow:$LATEST' })
  await settle()
  await emulator[how]()
  expect(await answered).toMatchObject({ StatusCode: 200, FunctionError: 'Unhandled' })
})

test('an execution that never ends is ended by its quotas, and can still say how', async () => {
  const said: unknown[] = []
  const flow = await durableAccount({
    flow: async (flow) => {
      const steps = Array.from({ length: 3000 }, (_, i) => ({ Id: `s${i}`, Type: 'STEP', Action: 'START' }) as const)
      await flow.checkpoint(...steps)
      said.push(await failure(() => flow.checkpoint({ Id: 'one too many', Type: 'STEP', Action: 'START' })))
      const large = { Id: 's0', Type: 'STEP', Action: 'RETRY', Payload: 'x'.repeat(262_144) } as const
      for (let i = 0; i < 399; i++) await flow.checkpoint(large)
      said.push(await failure(() => flow.checkpoint(large, { ...large, Payload: 'x' })))
      const again = steps.map((step) => ({ ...step, Action: 'RETRY' }) as const)
      for (let i = 0; i < 7; i++) await flow.checkpoint(...again)
      said.push(await failure(() => flow.checkpoint(...again)))
      await flow.checkpoint({ Id: 'end', Type: 'EXECUTION', Action: 'SUCCEED', Payload: '"over"' })
    },
  })
  const execution = await flow.start()
  expect(said).toEqual([
    '400 InvalidParameterValueException: Durable execution exceeded the maximum of 3000 operations.',
    '400 InvalidParameterValueException: Durable execution exceeded the maximum of 104857600 bytes of data.',
    '400 InvalidParameterValueException: Durable execution exceeded the maximum of 25000 history events.',
  ])
  expect(await flow.GetDurableExecution(execution)).toMatchObject({ Status: 'SUCCEEDED', Result: '"over"' })
})

test('a checkpoint is taken once, as a whole or not at all', async () => {
  const said: unknown[] = []
  const flow = await durableAccount({
    flow: async (flow, operations) => {
      const { DurableExecutionArn, CheckpointToken } = flow.given
      const step = { Id: 'a', Type: 'STEP', Action: 'START' } as const
      const send = (Updates: object[], more: object = {}) =>
        operations.CheckpointDurableExecution({ DurableExecutionArn, CheckpointToken, Updates: Updates as [], ...more })
      said.push(await failure(() => send([step, { Id: 'b', Type: 'WAIT', Action: 'RETRY' }])))
      said.push(await failure(() => send([{ Id: 'b', Type: 'WAIT', Action: 'START', WaitOptions: { WaitSeconds: 0 } }])))
      const first = await send([step], { ClientToken: 'c' })
      expect(first.NewExecutionState?.Operations).toMatchObject([{ Id: 'a', Status: 'STARTED', StepDetails: { Attempt: 0 } }])
      expect(await send([step], { ClientToken: 'c' })).toEqual(first)
      said.push(await failure(() => send([{ ...step, Action: 'SUCCEED' }])))
      flow.token = String(first.CheckpointToken)
      said.push(await failure(() => flow.checkpoint({ ...step, Type: 'CALLBACK' })))
      await flow.checkpoint({ ...step, Action: 'SUCCEED', Payload: '1' })
      said.push(await failure(() => flow.checkpoint({ ...step, Action: 'FAIL' })))
      said.push(await failure(() => flow.checkpoint({ Id: 'c', Type: 'STEP', Action: 'SUCCEED', Payload: 'x'.repeat(262_145) })))
      await flow.checkpoint({ Id: 'end', Type: 'EXECUTION', Action: 'SUCCEED', Payload: '"a long result"' })
    },
  })
  const execution = await flow.start()
  for (const refusal of said) expect(refusal).toMatch(/^400 InvalidParameterValueException/)
  expect(said).toHaveLength(6)
  expect(said[2]).toBe('400 InvalidParameterValueException: Invalid Checkpoint Token')
  // A result that is too large to answer is checkpointed, and the answer is without one.
  expect(await flow.GetDurableExecution(execution)).toMatchObject({ Status: 'SUCCEEDED', Result: '"a long result"' })
  expect(await flow.types(execution)).toEqual([
    'ExecutionStarted',
    'StepStarted',
    'StepSucceeded',
    'InvocationCompleted',
    'ExecutionSucceeded',
  ])
  const unknown = { DurableExecutionArn: 'arn:aws:lambda:gone', CheckpointToken: 'x' }
  expect(await failure(() => flow.CheckpointDurableExecution(unknown))).toMatch(/^400 InvalidParameterValueException/)
})

test('executions are listed by version, name, status and time, newest first, page by page', async () => {
  const flow = await durableAccount({ flow: (flow) => ((flow.input as { long?: boolean }).long ? waiting(flow) : 1) })
  const named = (name: string, event: object = {}) => flow.start(event, { DurableExecutionName: name })
  await named('a')
  await flow.advance(10)
  await named('b', { long: true })
  await flow.start({}, { DurableExecutionName: 'latest', FunctionName: 'flow:$LATEST' })
  const list = async (more: object) =>
    (await flow.ListDurableExecutionsByFunction({ FunctionName: 'flow', Qualifier: 'live', ...more })).DurableExecutions?.map(
      ({ DurableExecutionName }) => DurableExecutionName,
    )
  expect(await list({})).toEqual(['b', 'a'])
  expect(await list({ ReverseOrder: true })).toEqual(['a', 'b'])
  expect(await list({ DurableExecutionName: 'a' })).toEqual(['a'])
  expect(await list({ Statuses: ['RUNNING'] })).toEqual(['b'])
  expect(await list({ StartedAfter: new Date(flow.call.clock.now() - 5000) })).toEqual(['b'])
  expect(await list({ StartedBefore: new Date(flow.call.clock.now() - 5000) })).toEqual(['a'])
  expect(await list({ Qualifier: undefined })).toEqual(['latest'])
  const page = await flow.ListDurableExecutionsByFunction({ FunctionName: 'flow', Qualifier: '1', MaxItems: 1 })
  expect(await list({ MaxItems: 1, Marker: page.NextMarker })).toEqual(['a'])
  expect(await failure(() => flow.ListDurableExecutionsByFunction({ FunctionName: 'nobody' }))).toMatch(/^404 ResourceNotFoundException/)
})

test('histories are read backwards and without data, executions without data', async () => {
  const flow = await durableAccount({ flow: (flow) => flow.step('secret', () => 'hidden') })
  const execution = await flow.start({ card: 'hidden' })
  const bare = { ...execution, IncludeExecutionData: false }
  const { Events = [] } = await flow.GetDurableExecutionHistory({ ...bare, ReverseOrder: true, MaxItems: 4 })
  expect(Events.map(({ EventId }) => EventId)).toEqual([5, 4, 3, 2])
  expect(JSON.stringify(Events)).not.toContain('hidden')
  expect(Events[0]?.EventTimestamp).toEqual(new Date(flow.call.clock.now()))
  const shown = await flow.GetDurableExecution(bare)
  expect(JSON.stringify(shown)).not.toContain('hidden')
  expect(shown).toMatchObject({ ExecutionDataIncluded: false, Status: 'SUCCEEDED' })
})

test('an event that was queued is not tried again: the destinations of its function hear of the end of the execution', async () => {
  const sent: unknown[] = []
  const invoke = (arn: string, record: string) => {
    const { requestContext, requestPayload, responsePayload } = JSON.parse(record)
    sent.push([arn, requestContext.condition, requestPayload, responsePayload])
    return Promise.resolve()
  }
  const flow = await durableAccount(
    { flow: (flow) => flow.step('fails', () => Promise.reject(new RangeError('too much'))) },
    { members: { gateway: { invoke } } },
  )
  const Destination = 'arn:aws:lambda:us-east-1:123456789012:function:failures'
  await flow.PutFunctionEventInvokeConfig({ FunctionName: 'flow', Qualifier: '1', DestinationConfig: { OnFailure: { Destination } } })
  await flow.start({ n: 1 })
  await flow.advance(3600)
  expect(flow.invocations).toEqual(['flow:1'])
  expect(sent).toEqual([[Destination, 'RetriesExhausted', { n: 1 }, { errorType: 'RangeError', errorMessage: 'too much' }]])
})

test('a function is durable from its creation, or not at all', async () => {
  const flow = await durableAccount({ flow: () => 1 }, { plain: { other: () => 1 } })
  const shown = async () => (await flow.GetFunctionConfiguration({ FunctionName: 'flow' })).DurableConfig
  expect(await shown()).toEqual({ ExecutionTimeout: 900, RetentionPeriodInDays: 14 })
  const DurableConfig = { ExecutionTimeout: 60 }
  await flow.UpdateFunctionConfiguration({ FunctionName: 'flow', DurableConfig })
  expect(await shown()).toEqual({ ExecutionTimeout: 60, RetentionPeriodInDays: 14 })
  expect(await failure(() => flow.UpdateFunctionConfiguration({ FunctionName: 'other', DurableConfig }))).toMatch(
    /^400 InvalidParameterValueEx/,
  )
  const long = { DurableConfig: { ExecutionTimeout: 31_622_401 } }
  expect(await failure(() => flow.UpdateFunctionConfiguration({ FunctionName: 'flow', ...long }))).toMatch(/^400 ValidationException/)
})
