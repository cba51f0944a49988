import { zipSync } from 'fflate'
import { seededIds } from '../../../../emulator/base/ids'
import { Emulator } from '../../../../emulator/emulator'
import { lambda } from '../../../../emulator/services/lambda/index'
import { bind } from '../../../../emulator/services/operations'
import { emulate, type TemplateObject } from '../../../../emulator/testing/index'
import { restTemplate } from '../../../support/rest-template'

// Concurrency, throttles, weighted aliases, loops: facts/11, sections 5 and 6; facts/01, section 4.

const WAITING = `exports.handler = async (event, context) => {
  await new Promise((r) => setTimeout(r, event.ms ?? 50))
  return { statusCode: 200, body: process.env.AWS_LAMBDA_INITIALIZATION_TYPE + ' ' + context.functionVersion }
}`

function template(properties: Record<string, unknown> = {}, resources: Record<string, unknown> = {}, code = WAITING): TemplateObject {
  const made = restTemplate({ routes: { 'GET /': { fn: 'Fn' } }, functions: { Fn: code }, resources })
  Object.assign((made.Resources['Fn'] as { Properties: Record<string, unknown> }).Properties, properties)
  return made
}

/** An emulator with the template, and its Lambda operations. */
async function account(source: TemplateObject) {
  const emulator = new Emulator({ ids: seededIds(1) })
  await emulator.deployments.deploy({ kind: 'template', name: 'Test', body: JSON.stringify(source), file: undefined }, { strict: true })
  const operations = bind(lambda.operations, emulator.call())
  const invoke = async (FunctionName = 'Fn', event: unknown = {}) => {
    const { Payload, FunctionError } = await operations.Invoke({ FunctionName, Payload: JSON.stringify(event) })
    const answer = JSON.parse(Payload?.transformToString() ?? '') as { body?: string; errorType?: string }
    return FunctionError === undefined ? answer.body : answer.errorType
  }
  return { ...operations, emulator, invoke, [Symbol.asyncDispose]: () => emulator.stop() }
}

test('of 1,000 at once, a function that reserves 10 runs 10; the others are throttled', async () => {
  await using fn = await account(template({ ReservedConcurrentExecutions: 10 }))
  const answers = await Promise.all(
    Array.from({ length: 1000 }, () => fn.invoke().catch((error: { code: string; status: number; extra: object }) => error)),
  )
  const throttled = answers.filter((answer) => typeof answer === 'object')
  expect(answers.length - throttled.length).toBe(10)
  expect(throttled[0]).toMatchObject({
    code: 'TooManyRequestsException',
    status: 429,
    message: 'Rate Exceeded.',
    extra: { Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded', Type: 'User' },
  })
  // The first ten came through, and there is room again afterwards.
  expect(answers.slice(0, 10).every((answer) => typeof answer === 'string')).toBe(true)
  expect(await fn.invoke()).toBe('on-demand $LATEST')
})

test('1,000 requests at once to the API: those that are throttled get 500', async () => {
  await using gateway = await emulate(template({ ReservedConcurrentExecutions: 10 }))
  const statuses = await Promise.all(Array.from({ length: 1000 }, async () => (await gateway.fetch('/')).status))
  expect([statuses.filter((status) => status === 200).length, statuses.filter((status) => status === 500).length]).toEqual([10, 990])
})

test('what is reserved leaves 100 executions to the others', async () => {
  await using fn = await account(template())
  await expect(async () => fn.PutFunctionConcurrency({ FunctionName: 'Fn', ReservedConcurrentExecutions: 901 })).rejects.toMatchObject({
    code: 'InvalidParameterValueException',
    message: expect.stringContaining('below its minimum value of [100]'),
  })
})

test('what is left of the account is the limit of those that reserve nothing', async () => {
  await using fn = await account(template())
  fn.CreateFunction({
    FunctionName: 'Reserving',
    Role: 'arn:aws:iam::000000000000:role/r',
    Runtime: 'nodejs20.x',
    Handler: 'index.handler',
    Code: { ZipFile: zipSync({ 'index.js': Buffer.from(WAITING) }) },
  })
  fn.PutFunctionConcurrency({ FunctionName: 'Reserving', ReservedConcurrentExecutions: 900 })
  const answers = await Promise.all(Array.from({ length: 101 }, () => fn.invoke().catch((error: unknown) => error)))
  const refused = answers.filter((answer) => typeof answer === 'object')
  expect(refused).toEqual([expect.objectContaining({ extra: { Reason: 'ConcurrentInvocationLimitExceeded', Type: 'User' } })])
})

test('a function that reserves nothing at all never runs', async () => {
  await using fn = await account(template({ ReservedConcurrentExecutions: 0 }))
  await expect(fn.invoke()).rejects.toMatchObject({ code: 'TooManyRequestsException' })
})

test('provisioned environments are there before the first event', async () => {
  const provisioned = {
    Version: { Type: 'AWS::Lambda::Version', Properties: { FunctionName: { Ref: 'Fn' } } },
    Live: {
      Type: 'AWS::Lambda::Alias',
      Properties: {
        FunctionName: { Ref: 'Fn' },
        FunctionVersion: { 'Fn::GetAtt': ['Version', 'Version'] },
        Name: 'live',
        ProvisionedConcurrencyConfig: { ProvisionedConcurrentExecutions: 2 },
      },
    },
  }
  await using fn = await account(template({}, provisioned))
  const bodies = await Promise.all([1, 2, 3].map(() => fn.invoke('Fn:live')))
  expect(bodies.sort()).toEqual(['on-demand 1', 'provisioned-concurrency 1', 'provisioned-concurrency 1'])
  expect(await fn.invoke('Fn')).toBe('on-demand $LATEST')
})

test('an alias with weights splits by the emulator’s chance', async () => {
  const weighted = {
    One: { Type: 'AWS::Lambda::Version', Properties: { FunctionName: { Ref: 'Fn' } } },
  }
  await using fn = await account(template({}, weighted))
  await fn.UpdateFunctionConfiguration({ FunctionName: 'Fn', Description: 'changed' })
  await fn.UpdateFunctionConfiguration({ FunctionName: 'Fn', MemorySize: 256 })
  const { Version } = await fn.PublishVersion({ FunctionName: 'Fn' })
  expect(Version).toBe('2')
  await fn.CreateAlias({
    FunctionName: 'Fn',
    Name: 'live',
    FunctionVersion: '1',
    RoutingConfig: { AdditionalVersionWeights: { '2': 0.25 } },
  })
  const versions: string[] = []
  for (let i = 0; i < 80; i++) versions.push(String(await fn.invoke('Fn:live', { ms: 0 })))
  const second = versions.filter((body) => body.endsWith(' 2')).length
  expect(second).toBeGreaterThan(8)
  expect(second).toBeLessThan(36)
})

/** As the SDK does, it passes the trace on. */
const LOOP = `exports.handler = async (event, context) => {
  const n = (event.n ?? 0) + 1
  if (n > 20) return { statusCode: 200, body: 'ended at ' + n }
  const response = await fetch(process.env.AWS_ENDPOINT_URL + '/2015-03-31/functions/' + context.functionName + '/invocations', {
    method: 'POST', body: JSON.stringify({ n }), headers: { 'X-Amzn-Trace-Id': process.env._X_AMZN_TRACE_ID } })
  return response.ok ? await response.json() : { statusCode: 200, body: response.headers.get('x-amzn-errortype') + ' at ' + n }
}`

test.each([
  ['is stopped', {}, 'RecursiveInvocationException at 16'],
  ['goes on where it is allowed', { RecursiveLoop: 'Allow' }, 'ended at 21'],
])(
  'a function that calls itself over and over %s',
  async (_what, properties, body) => {
    await using fn = await account(template({ Timeout: 60, ...properties }, {}, LOOP))
    expect(await fn.invoke('Fn', {})).toBe(body)
  },
  60_000,
)
