import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { ManualClock, turn } from '../../../../emulator/base/clock'
import { seededIds } from '../../../../emulator/base/ids'
import { Emulator } from '../../../../emulator/emulator'
import { asynchronously } from '../../../../emulator/services/lambda/asynchronous'
import { lambda } from '../../../../emulator/services/lambda/index'
import { restTemplate } from '../../../support/rest-template'

// Asynchronous invocation: tries, ages, dead-letter queues and destinations (facts/11, section 5; Lambda developer guide).

const FAILING = `exports.handler = async (event, context) => {
  console.log(JSON.stringify({ try: context.awsRequestId, event }))
  if (event.fail) throw new Error('boom ' + event.a)
  return { ok: event.a }
}`
const COLLECT = `exports.handler = async (event) => { console.log('collected ' + JSON.stringify(event)) }`
const SLOW = `exports.handler = async (event) => { console.log('slow ' + event.n); await new Promise((r) => setTimeout(r, event.ms ?? 0)) }`

interface Sent {
  readonly target: string
  readonly body: string
}

/** Something that answers for the services that the emulator lacks, and remembers what it was sent. */
class Services implements AsyncDisposable {
  readonly sent: Sent[] = []
  readonly #server: Server
  #heard: () => void = () => {}
  constructor() {
    this.#server = createServer((request, response) => {
      const pieces: Buffer[] = []
      request.on('data', (piece: Buffer) => pieces.push(piece))
      request.on('end', () => {
        const target = String(request.headers['x-amz-target'] ?? `${request.method} ${request.url}`)
        this.sent.push({ target, body: Buffer.concat(pieces).toString() })
        this.#heard()
        response.setHeader('Content-Type', 'application/json').end('{}')
      })
    })
  }
  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }
  /** The first that was sent. */
  next(): Promise<Sent> {
    return new Promise((resolve) => {
      this.#heard = () => this.sent[0] !== undefined && resolve(this.sent[0])
      this.#heard()
    })
  }
  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }
}

const START = Date.UTC(2026, 2, 5, 6, 7, 8)

/** An account with the three functions, on a clock of the test's, and what its functions print. */
class Account implements AsyncDisposable {
  readonly clock = new ManualClock(START)
  readonly emulator: Emulator
  readonly #lines: string[] = []
  readonly #watchers = new Set<() => void>()

  constructor(services?: string) {
    this.emulator = new Emulator({ clock: this.clock, ids: seededIds(1), ...(services === undefined ? {} : { services }) })
    this.emulator.logs.subscribe(({ message }) => {
      this.#lines.push(message)
      for (const watcher of this.#watchers) watcher()
    })
  }

  async deploy(resources: Record<string, unknown> = {}, fn: Record<string, unknown> = {}): Promise<this> {
    const template = restTemplate({ routes: {}, functions: { Failing: FAILING, Collect: COLLECT, Slow: SLOW }, resources })
    const all = template.Resources as Record<string, { Properties: Record<string, unknown> }>
    for (const name of ['Api', 'Deployment', 'Stage', 'FailingPermission', 'CollectPermission', 'SlowPermission']) delete all[name]
    Object.assign(all['Failing']?.Properties ?? {}, fn)
    const body = JSON.stringify({ Resources: all })
    await this.emulator.deployments.deploy({ kind: 'template', name: 'Test', body, file: undefined }, { strict: true })
    return this
  }

  send(event: unknown, FunctionName = 'Failing') {
    return lambda.operations.Invoke({ FunctionName, InvocationType: 'Event', Payload: JSON.stringify(event) }, this.emulator.call())
  }

  /** Lines that hold a text, once there are so many. */
  lines(text: string, count: number): Promise<string[]> {
    return new Promise((resolve) => {
      const look = () => {
        const found = this.#lines.filter((line) => line.includes(text))
        if (found.length < count) return
        this.#watchers.delete(look)
        resolve(found)
      }
      this.#watchers.add(look)
      look()
    })
  }

  /** When so many events are over, as the log tells. */
  async over(count: number): Promise<void> {
    await this.lines('REPORT RequestId', count)
    await turn()
  }

  /** What Collect was given. */
  async collected(count = 1): Promise<Record<string, unknown>[]> {
    return (await this.lines('collected ', count)).map((line) => JSON.parse(line.slice(line.indexOf('collected ') + 10)))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.emulator.stop()
  }
}

const settings = (properties: Record<string, unknown>) => ({
  Config: { Type: 'AWS::Lambda::EventInvokeConfig', Properties: { FunctionName: { Ref: 'Failing' }, Qualifier: '$LATEST', ...properties } },
})
const ARN = 'arn:aws:lambda:us-east-1:000000000000:function:Failing'
const toCollect = { Destination: { 'Fn::GetAtt': ['Collect', 'Arn'] } }

test('an event that fails is tried again after one minute and after two, with the same request id', async () => {
  await using account = await new Account().deploy()
  const { StatusCode, Payload } = await account.send({ a: 1, fail: true })
  expect([StatusCode, Payload?.length]).toEqual([202, 0])
  await account.over(1)
  await account.clock.advance(59_999)
  expect(await account.lines('"try"', 1)).toHaveLength(1)
  await account.clock.advance(1)
  await account.over(2)
  await account.clock.advance(120_000)
  await account.over(3)
  await account.clock.advance(24 * 3_600_000)
  const tried = await account.lines('"try"', 3)
  expect(tried).toHaveLength(3)
  expect(new Set(tried.map((line) => JSON.parse(line.slice(line.indexOf('{'))).try)).size).toBe(1)
})

test.each([0, 1])('MaximumRetryAttempts %d', async (MaximumRetryAttempts) => {
  await using account = await new Account().deploy(settings({ MaximumRetryAttempts }))
  await account.send({ fail: true })
  for (let tried = 1; tried <= MaximumRetryAttempts; tried++) {
    await account.over(tried)
    await account.clock.advance(60_000)
  }
  await account.over(MaximumRetryAttempts + 1)
  await account.clock.advance(3_600_000)
  expect(await account.lines('"try"', 1)).toHaveLength(MaximumRetryAttempts + 1)
})

test('success goes to its destination', async () => {
  await using account = await new Account().deploy(settings({ DestinationConfig: { OnSuccess: toCollect } }))
  await account.send({ a: 7 })
  expect(await account.collected()).toEqual([
    {
      version: '1.0',
      timestamp: '2026-03-05T06:07:08.000Z',
      requestContext: { requestId: expect.any(String), functionArn: `${ARN}:$LATEST`, condition: 'Success', approximateInvokeCount: 1 },
      requestPayload: { a: 7 },
      responseContext: { statusCode: 200, executedVersion: '$LATEST' },
      responsePayload: { ok: 7 },
    },
  ])
})

test('failure goes to its destination when the tries are used up', async () => {
  await using account = await new Account().deploy(settings({ MaximumRetryAttempts: 1, DestinationConfig: { OnFailure: toCollect } }))
  await account.send({ a: 7, fail: true })
  await account.over(1)
  await account.clock.advance(60_000)
  const [record] = await account.collected()
  expect(record).toMatchObject({
    requestContext: { condition: 'RetriesExhausted', approximateInvokeCount: 2 },
    requestPayload: { a: 7, fail: true },
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    responsePayload: { errorType: 'Error', errorMessage: 'boom 7' },
  })
})

test('an event that has become too old is not tried again', async () => {
  const age = settings({ MaximumEventAgeInSeconds: 60, DestinationConfig: { OnFailure: toCollect } })
  await using account = await new Account().deploy(age)
  await account.send({ fail: true })
  await account.over(1)
  await account.clock.advance(60_000)
  await account.over(2)
  await account.clock.advance(120_000)
  const [record] = await account.collected()
  expect(record).toMatchObject({ requestContext: { condition: 'EventAgeExceeded', approximateInvokeCount: 2 } })
})

test('a throttled event waits, and runs when there is room', async () => {
  await using account = await new Account().deploy({}, { ReservedConcurrentExecutions: 0 })
  await account.send({ a: 1 })
  // Tried again after 1, 2 and 4 seconds.
  await account.clock.advance(6_999)
  const call = account.emulator.call()
  lambda.operations.PutFunctionConcurrency({ FunctionName: 'Failing', ReservedConcurrentExecutions: 1 }, call)
  await account.clock.advance(1)
  expect(await account.lines('"try"', 1)).toHaveLength(1)
})

test.each([
  ['sqs', 'arn:aws:sqs:us-east-1:000000000000:failed', 'AmazonSQS.SendMessage'],
  ['sns', 'arn:aws:sns:us-east-1:000000000000:failed', 'POST /'],
  ['events', 'arn:aws:events:us-east-1:000000000000:event-bus/default', 'AWSEvents.PutEvents'],
])('a destination of %s is reached at --services', async (service, Destination, target) => {
  await using services = new Services()
  await using account = await new Account(await services.listen()).deploy(settings({ DestinationConfig: { OnSuccess: { Destination } } }))
  await account.send({ a: 1 })
  const sent = await services.next()
  expect(sent.target).toBe(target)
  const body = service === 'sns' ? new URLSearchParams(sent.body).get('Message') : sent.body
  expect(body).toContain(service === 'sns' ? '"condition":"Success"' : '\\"condition\\":\\"Success\\"')
})

test('a dead-letter queue gets the event itself, and why it failed', async () => {
  await using services = new Services()
  const queue = { DeadLetterConfig: { TargetArn: 'arn:aws:sqs:us-east-1:000000000000:dead' } }
  await using account = await new Account(await services.listen()).deploy(settings({ MaximumRetryAttempts: 0 }), queue)
  await account.send({ a: 1, fail: true })
  const { target, body } = await services.next()
  expect(target).toBe('AmazonSQS.SendMessage')
  expect(JSON.parse(body)).toEqual({
    QueueUrl: 'https://sqs.us-east-1.amazonaws.com/000000000000/dead',
    MessageBody: '{"a":1,"fail":true}',
    MessageAttributes: {
      RequestID: { DataType: 'String', StringValue: expect.any(String) },
      ErrorCode: { DataType: 'Number', StringValue: '200' },
      ErrorMessage: { DataType: 'String', StringValue: 'boom 1' },
    },
  })
})

test('a destination that nothing serves is told', async () => {
  await using account = await new Account().deploy(
    settings({ DestinationConfig: { OnSuccess: { Destination: 'arn:aws:sqs:us-east-1:000000000000:q' } } }),
  )
  await account.send({ a: 1 })
  await account.over(1)
  for (let turns = 0; turns < 100 && account.emulator.diagnostics().length === 0; turns++) await turn()
  expect(account.emulator.diagnostics()).toMatchObject([{ code: 'destination-not-reached', subject: '/functions/Failing' }])
})

test('an event for a function that is not there, or is no JSON, is refused at once', async () => {
  await using account = await new Account().deploy()
  await expect(account.send({}, 'None')).rejects.toMatchObject({ code: 'ResourceNotFoundException' })
  const bad = { FunctionName: 'Failing', InvocationType: 'Event' as const, Payload: '{' }
  await expect(async () => lambda.operations.Invoke(bad, account.emulator.call())).rejects.toMatchObject({
    code: 'InvalidRequestContentException',
  })
})

test('a fault of this program fails the event, and is told on the console', async () => {
  const onConsole = jest.spyOn(console, 'error').mockImplementation(() => {})
  await using account = await new Account().deploy(settings({ DestinationConfig: { OnFailure: toCollect } }))
  const fault = new TypeError('a bug')
  const { status } = await asynchronously(account.emulator.call(), { name: 'Failing' }, '{}', {}, () => Promise.reject(fault))
  expect(status).toBe(202)
  expect(await account.collected()).toMatchObject([{ requestContext: { condition: 'RetriesExhausted' }, requestPayload: {} }])
  expect(onConsole.mock.calls).toEqual([[fault]])
  onConsole.mockRestore()
})
