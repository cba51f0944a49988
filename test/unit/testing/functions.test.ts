import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { turn } from '../../../emulator/base/clock'
import { emulate, type FunctionControl, type Gateway } from '../../../emulator/testing/index'
import { restTemplate } from '../../support/rest-template'

const api = restTemplate({
  routes: { 'POST /orders': { fn: 'Create' }, 'GET /orders': { fn: 'List' } },
  functions: {
    Create: `exports.handler = async (event) => ({ statusCode: 201, body: event.body })`,
    List: `exports.handler = async () => ({ statusCode: 200, body: '[]' })`,
  },
})
const post = (gw: Gateway, body: unknown) => gw.fetch('/orders', { method: 'POST', body: JSON.stringify(body) })

describe('a function in the hands of a test', () => {
  let gw: Gateway
  beforeEach(async () => {
    gw = await emulate(api, { clock: new Date('2026-01-01T00:00:00Z') })
  })
  afterEach(() => gw.stop())

  test('a mock answers in its place, with its variables, and others are untouched', async () => {
    const calls: string[] = []
    gw.lambda('Create').mock(async (event: { body: string }, context: { functionName: string }) => {
      calls.push(event.body)
      return { statusCode: 202, body: `${context.functionName}|${process.env['AWS_LAMBDA_FUNCTION_NAME']}` }
    })
    const answer = await post(gw, { a: 1 })
    expect(answer.status).toBe(202)
    const [named, variable] = (await answer.text()).split('|')
    expect(named).toBe(variable)
    expect(calls).toEqual(['{"a":1}'])
    expect(await (await gw.fetch('/orders')).text()).toBe('[]')
  })

  test('a mock takes the place of what runs already, and restore brings it back', async () => {
    expect((await post(gw, 1)).status).toBe(201)
    const create = gw.lambda('Create').mock(() => ({ statusCode: 418 }))
    expect((await post(gw, 2)).status).toBe(418)
    create.mock(() => ({ statusCode: 419 }))
    expect((await post(gw, 3)).status).toBe(419)
    create.restore()
    expect((await post(gw, 4)).status).toBe(201)
  })

  test.each([
    ['timeout' as const, 502, /^Sandbox\.Timedout$/, / Error: Task timed out after 3\.00 seconds$/],
    ['throttle' as const, 500, /^TooManyRequestsException$/, /^Rate Exceeded\.$/],
    [new TypeError('no table'), 502, /^TypeError$/, /^no table$/],
    [{ errorType: 'ConditionalCheckFailed', errorMessage: 'stale' }, 502, /^ConditionalCheckFailed$/, /^stale$/],
  ])('fail(%p)', async (failure, status, errorType, errorMessage) => {
    const create = gw.lambda('Create').fail(failure)
    const answer = await post(gw, 1)
    expect([answer.status, await answer.json()]).toEqual([status, { message: 'Internal server error' }])
    const [invocation] = create.invocations()
    expect(invocation?.error?.errorType).toMatch(errorType)
    expect(invocation?.error?.errorMessage).toMatch(errorMessage)
    expect(create.restore().invocations()).toHaveLength(1)
    expect((await post(gw, 2)).status).toBe(201)
  })

  test('failures count in the metrics of the function', async () => {
    gw.lambda('Create').fail('throttle')
    await post(gw, 1)
    gw.lambda('Create').fail('timeout')
    await post(gw, 2)
    const wish = { namespace: 'AWS/Lambda', dimensions: { FunctionName: 'Create' } }
    expect(gw.metrics.sum('Throttles', wish)).toBe(1)
    expect(gw.metrics.sum('Errors', wish)).toBe(1)
  })

  test('a delay is of the emulator’s clock, and beyond the time-out it is one', async () => {
    gw.lambda('List').delay({ seconds: 2 })
    const slow = gw.fetch('/orders')
    await gw.clock.advance({ seconds: 2 })
    expect((await slow).status).toBe(200)
    gw.lambda('List').delay('PT10S')
    const late = gw.fetch('/orders')
    await gw.clock.advance({ seconds: 3 })
    expect((await late).status).toBe(502)
    expect(gw.lambda('List').invocations()[1]?.error?.errorType).toBe('Sandbox.Timedout')
  })

  test('invocations tell event, time and result', async () => {
    await post(gw, { sku: 'x' })
    await gw.clock.advance({ minutes: 1 })
    await post(gw, { sku: 'y' })
    const told = gw.lambda('Create').invocations()
    expect(told.map(({ at }) => at.toISOString())).toEqual(['2026-01-01T00:00:00.000Z', '2026-01-01T00:01:00.000Z'])
    expect(told.map(({ event }) => (event as { body: string }).body)).toEqual(['{"sku":"x"}', '{"sku":"y"}'])
    expect(told[1]?.result).toEqual({ statusCode: 201, body: '{"sku":"y"}' })
  })

  test('a function without a name has its id in the template', async () => {
    const { Create, ...others } = api['Resources'] as { Create: { Properties: object } }
    const other = await emulate({
      ...api,
      Resources: { ...others, Create: { ...Create, Properties: { ...Create.Properties, FunctionName: undefined } } },
    })
    try {
      other.lambda('Create').mock(() => ({ statusCode: 418 }))
      expect((await post(other, 1)).status).toBe(418)
      expect(() => other.lambda('Delete')).toThrow('There is no function Delete. There are: Create, List.')
    } finally {
      await other.stop()
    }
  })

  test('a name that fits nothing, or several, is told with those that there are', () => {
    expect(() => gw.lambda('Delete')).toThrow(/There is no function Delete\. There are: .*Create.*List/)
  })
})

describe('a durable function in the hands of a test', () => {
  const own = { Runtime: 'nodejs22.x', Handler: 'index.handler', Role: 'arn:aws:iam::000000000000:role/test' }
  const uri = `arn:aws:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${Version}/invocations`
  const durable = restTemplate({
    routes: {
      'POST /orders': { integration: { Type: 'AWS_PROXY', IntegrationHttpMethod: 'POST', Uri: { 'Fn::Sub': uri } } },
    },
    resources: {
      Flow: {
        Type: 'AWS::Lambda::Function',
        Properties: {
          ...own,
          FunctionName: 'Flow',
          DurableConfig: { ExecutionTimeout: 60 },
          Code: { ZipFile: 'exports.handler = () => ({})' },
        },
      },
      Version: { Type: 'AWS::Lambda::Version', Properties: { FunctionName: { Ref: 'Flow' } } },
      Permission: {
        Type: 'AWS::Lambda::Permission',
        Properties: { Action: 'lambda:InvokeFunction', FunctionName: { Ref: 'Version' }, Principal: 'apigateway.amazonaws.com' },
      },
    },
  })
  const mocked = async (set: (flow: FunctionControl) => FunctionControl) => {
    const gw = await emulate(durable, { clock: new Date('2026-01-01T00:00:00Z') })
    return { gw, flow: set(gw.lambda('Flow')) }
  }

  test('a mock gets the event of the execution, and its answer is the execution’s', async () => {
    const { gw, flow } = await mocked((flow) => flow.mock(({ body }: { body: string }) => ({ statusCode: 201, body: `got ${body}` })))
    const answer = await post(gw, { a: 1 })
    expect([answer.status, await answer.text()]).toEqual([201, 'got {"a":1}'])
    expect(flow.invocations()).toMatchObject([{ event: { body: '{"a":1}' }, result: { statusCode: 201 } }])
    flow.restore()
    // The function's own code, which keeps to no protocol of durable functions.
    expect((await post(gw, 1)).status).toBe(502)
    expect(flow.invocations()[1]?.event).toHaveProperty('DurableExecutionArn')
    await gw.stop()
  })

  test.each<[string, (flow: FunctionControl) => FunctionControl]>([
    ['a mock that throws', (flow) => flow.mock(() => Promise.reject(new RangeError('too far')))],
    ['fail', (flow) => flow.fail(new RangeError('too far'))],
  ])('%s fails the execution at once', async (_what, set) => {
    const { gw, flow } = await mocked(set)
    expect((await post(gw, 1)).status).toBe(502)
    expect(flow.invocations()).toMatchObject([{ error: { errorType: 'RangeError', errorMessage: 'too far' } }])
    await gw.stop()
  })

  test('a time-out is tried again, as Lambda does', async () => {
    const { gw, flow } = await mocked((flow) => flow.mock(() => ({ statusCode: 200 })).delay('10 seconds'))
    const answer = post(gw, 1)
    await turn()
    await gw.clock.advance('3 seconds')
    await turn()
    expect(flow.invocations().map(({ error }) => error?.errorType)).toEqual(['Sandbox.Timedout'])
    flow.mock(() => ({ statusCode: 200 })).delay(0)
    await gw.clock.advance('1 second')
    expect((await answer).status).toBe(200)
    await gw.stop()
  })
})

describe('the same over HTTP', () => {
  const url = (gw: Gateway, path: string) => `${gw.url}/_portico/functions/${path}`
  const put = (gw: Gateway, body: unknown) =>
    fetch(url(gw, 'Create'), { method: 'PUT', body: typeof body === 'string' ? body : JSON.stringify(body) })

  test('a result, a server, failures; invocations; the function again', async () => {
    await using gw = await emulate(api, { port: 0 })
    const seen: string[] = []
    const server = createServer((request, response) => {
      request.on('data', (chunk: Buffer) => seen.push((JSON.parse(chunk.toString()) as { body: string }).body))
      request.on('end', () => response.end(JSON.stringify({ statusCode: 203, body: 'from a server' })))
    })
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    const ask = async () => (await post(gw, { a: 1 })).status
    try {
      expect((await put(gw, { result: { statusCode: 207 } })).status).toBe(200)
      expect(await ask()).toBe(207)
      await put(gw, { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` })
      expect(await ask()).toBe(203)
      expect(seen).toEqual(['{"a":1}'])
      await put(gw, { fail: 'throttle' })
      expect(await ask()).toBe(500)
      await put(gw, { fail: { errorType: 'Stale', errorMessage: 'too old' } })
      expect(await ask()).toBe(502)
      const told = (await (await fetch(url(gw, 'Create/invocations'))).json()) as { invocations: { error?: { errorType: string } }[] }
      expect(told.invocations.map(({ error }) => error?.errorType)).toEqual([undefined, undefined, 'TooManyRequestsException', 'Stale'])
      expect((await fetch(url(gw, 'Create'), { method: 'DELETE' })).status).toBe(200)
      expect(await ask()).toBe(201)
    } finally {
      server.close()
    }
  })

  test.each([
    ['', 'no body'],
    ['{}', 'Expected {"result"'],
    [{ result: 1, fail: 'timeout' }, 'Expected {"result"'],
    [{ fail: 'often' }, 'found {"fail":"often"}'],
    [{ delay: 'a while' }, 'found {"delay"'],
    [{ url: 'file:///etc/passwd' }, 'found {"url"'],
    [{ results: 1 }, 'Expected {"result"'],
  ])('%j is refused', async (body, said) => {
    await using gw = await emulate(api, { port: 0 })
    const answer = await put(gw, body)
    expect(answer.status).toBe(400)
    expect(((await answer.json()) as { message: string }).message).toContain(said)
  })

  test('a function that is not there, and a verb that is not', async () => {
    await using gw = await emulate(api, { port: 0 })
    expect((await fetch(url(gw, 'Nobody'), { method: 'DELETE' })).status).toBe(404)
    expect((await fetch(url(gw, 'Create'), { method: 'PATCH' })).status).toBe(405)
  })
})

test('of large events as many are kept as fit into 8 MB, the last ones', async () => {
  await using gw = await emulate(api)
  const large = 'x'.repeat(1_000_000)
  gw.lambda('Create').mock(() => ({ statusCode: 204 }))
  for (let i = 0; i < 12; i++) await post(gw, `${i} ${large}`)
  const kept = gw.lambda('Create').invocations()
  expect(kept.length).toBeGreaterThan(4)
  expect(kept.length).toBeLessThan(9)
  const bodies = kept.map(({ event }) => (event as { body: string }).body)
  expect(bodies.at(-1)).toMatch(/^"11 x/)
})
