import { removeUnpackedCode } from '../../../../emulator/services/lambda'
import { emulate } from '../../../../emulator/testing/index'
import { testCall } from '../../../support/call'
import { accountWithOrders } from '../../../support/lambda-account'

afterAll(() => removeUnpackedCode(testCall().objects))

const QUEUE = 'arn:aws:sqs:us-east-1:123456789012:orders'
const STREAM = 'arn:aws:kinesis:us-east-1:123456789012:stream/clicks'

test('a mapping of a queue: made, read, changed, listed, deleted; nothing reads the queue, and that is told', async () => {
  const {
    CreateEventSourceMapping,
    GetEventSourceMapping,
    UpdateEventSourceMapping,
    ListEventSourceMappings,
    DeleteEventSourceMapping,
    call,
  } = await accountWithOrders()
  const made = await CreateEventSourceMapping({
    FunctionName: 'orders',
    EventSourceArn: QUEUE,
    FunctionResponseTypes: ['ReportBatchItemFailures'],
  })
  expect(made).toMatchObject({ State: 'Creating', BatchSize: 10, EventSourceArn: QUEUE, MaximumBatchingWindowInSeconds: 0 })
  const { UUID } = made
  expect(await GetEventSourceMapping({ UUID })).toMatchObject({ State: 'Enabled', FunctionResponseTypes: ['ReportBatchItemFailures'] })
  expect(call.diagnostics.all().map(({ code }) => code)).toContain('event-source-not-polled')
  expect(await UpdateEventSourceMapping({ UUID, BatchSize: 5, Enabled: false })).toMatchObject({ State: 'Updating', BatchSize: 5 })
  expect(await GetEventSourceMapping({ UUID })).toMatchObject({ State: 'Disabled', BatchSize: 5 })
  expect((await ListEventSourceMappings({ EventSourceArn: QUEUE })).EventSourceMappings).toHaveLength(1)
  expect((await ListEventSourceMappings({ EventSourceArn: STREAM })).EventSourceMappings).toEqual([])
  expect(await DeleteEventSourceMapping({ UUID })).toMatchObject({ State: 'Deleting' })
  await expect(async () => GetEventSourceMapping({ UUID })).rejects.toMatchObject({ code: 'ResourceNotFoundException' })
  expect(call.diagnostics.all()).toEqual([])
})

test.each([
  [{ FunctionName: 'orders' }, 'InvalidParameterValueException', 'Unrecognized event source.'],
  [{ FunctionName: 'nobody', EventSourceArn: QUEUE }, 'ResourceNotFoundException', 'Function not found'],
  [{ FunctionName: 'orders', EventSourceArn: STREAM }, 'InvalidParameterValueException', "'startingPosition'"],
])('%j is refused', async (input, code, message) => {
  const { CreateEventSourceMapping } = await accountWithOrders()
  await expect(async () => CreateEventSourceMapping(input)).rejects.toMatchObject({ code, message: expect.stringContaining(message) })
})

test('the same source twice is refused; a stream has its own defaults', async () => {
  const { CreateEventSourceMapping } = await accountWithOrders()
  await CreateEventSourceMapping({ FunctionName: 'orders', EventSourceArn: QUEUE })
  await expect(async () => CreateEventSourceMapping({ FunctionName: 'orders', EventSourceArn: QUEUE })).rejects.toMatchObject({
    code: 'ResourceConflictException',
  })
  expect(await CreateEventSourceMapping({ FunctionName: 'orders', EventSourceArn: STREAM, StartingPosition: 'LATEST' })).toMatchObject({
    BatchSize: 100,
    MaximumRetryAttempts: -1,
    ParallelizationFactor: 1,
  })
})

test('a mapping has tags, until it is deleted', async () => {
  const { CreateEventSourceMapping, DeleteEventSourceMapping, TagResource, UntagResource, ListTags } = await accountWithOrders()
  const Tags = { team: 'shop', stage: 'prod' }
  const { UUID, EventSourceMappingArn: Resource } = await CreateEventSourceMapping({ FunctionName: 'orders', EventSourceArn: QUEUE, Tags })
  await TagResource({ Resource, Tags: { stage: 'test' } })
  await UntagResource({ Resource, TagKeys: ['team'] })
  expect(await ListTags({ Resource })).toEqual({ Tags: { stage: 'test' } })
  await DeleteEventSourceMapping({ UUID })
  await expect(async () => ListTags({ Resource })).rejects.toMatchObject({ code: 'ResourceNotFoundException' })
})

test('of a template, it is kept, and says where nothing reads', async () => {
  const code = {
    Type: 'AWS::Lambda::Function',
    Properties: {
      FunctionName: 'Reads',
      Runtime: 'nodejs20.x',
      Handler: 'index.handler',
      Role: 'arn:aws:iam::000000000000:role/r',
      Code: { ZipFile: 'exports.handler = async () => 1' },
    },
  }
  const source = {
    Type: 'AWS::Lambda::EventSourceMapping',
    Properties: { FunctionName: { Ref: 'Fn' }, EventSourceArn: QUEUE, BatchSize: 3 },
  }
  await using gw = await emulate({ Resources: { Fn: code, Source: source }, Outputs: { Id: { Value: { Ref: 'Source' } } } })
  expect(gw.outputs['Id']).toMatch(/^[0-9a-f-]{36}$/)
  const told = gw.diagnostics.filter(({ code: said }) => said === 'event-source-not-polled')
  expect(told.map(({ place }) => place?.element)).toEqual(['Resources.Source'])
})
