import {
  BatchGetTracesCommand,
  CreateSamplingRuleCommand,
  GetTraceSummariesCommand,
  type SamplingRule,
  type TraceSummary,
  UpdateSamplingRuleCommand,
  XRayClient,
} from '@aws-sdk/client-xray'
import { ManualClock } from '../../../../emulator/base/clock'
import { Emulator } from '../../../../emulator/emulator'
import type { Segment } from '../../../../emulator/observe/traces'
import { emulate, type Gateway } from '../../../../emulator/testing/index'
import { startBackend } from '../../../support/backend'
import { mockOf, restTemplate, type TestApi } from '../../../support/rest-template'
import { ROOT } from '../../../support/sign'

const START = new Date('2026-03-05T06:07:08Z')
const EPOCH = (START.getTime() / 1000).toString(16)
const GIVEN = '1-5759e988-bd862e3fe1be46a994272793'
const PARENT = '53995c3f42cd8ad8'
const TRACED = { TracingEnabled: true }
/** Answers the trace header that the function got, and that of the event. */
const HANDLER = `exports.handler = async (event) => ({
  statusCode: event.path === '/fail' ? 503 : 200,
  body: JSON.stringify({ env: process.env._X_AMZN_TRACE_ID, header: event.headers['X-Amzn-Trace-Id'] }),
})`

const FN: TestApi = { routes: { 'GET /fn': { fn: 'Fn' }, 'GET /fail': { fn: 'Fn' } }, functions: { Fn: HANDLER } }

async function started(api: TestApi) {
  const gw = await emulate(restTemplate(api), { clock: START, port: 0, seed: 7 })
  const client = new XRayClient({ endpoint: gw.url ?? '', region: 'us-east-1', credentials: ROOT })
  const list = async (filter?: string) => {
    const found: TraceSummary[] = []
    let NextToken: string | undefined
    do {
      const span = { StartTime: START, EndTime: gw.clock.now(), NextToken }
      const page = await client.send(new GetTraceSummariesCommand({ ...span, FilterExpression: filter }))
      found.push(...(page.TraceSummaries ?? []))
      NextToken = page.NextToken
    } while (NextToken !== undefined)
    return found
  }
  const segments = async (id = '') => {
    const { Traces = [] } = await client.send(new BatchGetTracesCommand({ TraceIds: [id] }))
    return (Traces[0]?.Segments ?? []).map(({ Document }) => JSON.parse(Document ?? '') as Segment)
  }
  const stop = async () => {
    client.destroy()
    await gw.stop()
  }
  return { gw, client, list, segments, [Symbol.asyncDispose]: stop }
}

const traced = (gw: Gateway, path: string, header?: string) =>
  gw.fetch(path, { headers: header === undefined ? {} : { 'X-Amzn-Trace-Id': header } })

test('a request through gateway, integration and function is one trace', async () => {
  await using world = await started({ ...FN, stage: TRACED })
  const response = await traced(world.gw, '/fn')
  const root = /^Root=(1-[0-9a-f]{8}-[0-9a-f]{24})$/.exec(response.headers.get('x-amzn-trace-id') ?? '')?.[1]
  expect(root?.slice(2, 10)).toBe(EPOCH)
  const [summary] = await world.list()
  expect(summary).toMatchObject({
    Id: root,
    HasError: false,
    HasFault: false,
    HasThrottle: false,
    IsPartial: false,
    Http: { HttpMethod: 'GET', HttpStatus: 200, ClientIp: '127.0.0.1', HttpURL: expect.stringMatching(/^https:.*\/test\/fn$/) },
    EntryPoint: { Name: 'test-api/test', Type: 'AWS::ApiGateway::Stage' },
  })
  const segments = await world.segments(root)
  const [gateway, service, own] = ['AWS::ApiGateway::Stage', 'AWS::Lambda', 'AWS::Lambda::Function'].map((origin) =>
    segments.find((segment) => segment.origin === origin),
  )
  const { apiId = '' } = { apiId: world.gw.outputs['ApiId'] }
  expect(segments).toHaveLength(3)
  expect(gateway).toMatchObject({
    trace_id: root,
    name: 'test-api/test',
    http: { request: { method: 'GET' }, response: { status: 200 } },
    annotations: { 'aws:api_id': apiId, 'aws:api_stage': 'test' },
    aws: {
      api_gateway: { account_id: '000000000000', rest_api_id: apiId, stage: 'test', request_id: response.headers.get('x-amzn-requestid') },
      xray: { sampling_rule_name: 'Default' },
    },
    subsegments: [
      { name: 'Lambda', namespace: 'aws', aws: { function_name: 'Fn', operation: 'Invoke' }, http: { response: { status: 200 } } },
    ],
  })
  expect(gateway).not.toHaveProperty('parent_id')
  expect(service).toMatchObject({ name: 'Fn', parent_id: gateway?.subsegments?.[0]?.id })
  expect(own).toMatchObject({ name: 'Fn', parent_id: service?.id })
  // The function goes on from its own segment, the gateway's event tells who called.
  const { env, header } = (await response.json()) as { env: string; header: string }
  expect(env).toMatch(new RegExp(`^Root=${root};Parent=${own?.id};Sampled=1;Lineage=[0-9a-f]{8}:0$`))
  expect(header).toBe(`Root=${root};Parent=${gateway?.subsegments?.[0]?.id};Sampled=1`)
  // And so says its log (facts/11, section 7).
  expect(world.gw.logs('/aws/lambda/Fn').at(-1)).toMatch(
    new RegExp(`^REPORT .*\\tXRAY TraceId: ${root}\\tSegmentId: ${own?.id}\\tSampled: true$`),
  )
})

/** Client's header, stage; what goes on, and whether there is a trace. */
test.each<[string, string | undefined, boolean, RegExp, string | undefined]>([
  ['nothing, a stage that traces', undefined, true, new RegExp(`^Root=1-${EPOCH}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=1$`), 'Default'],
  ['nothing, another stage', undefined, false, new RegExp(`^Root=1-${EPOCH}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0$`), undefined],
  ['a root alone', `Root=${GIVEN}`, true, new RegExp(`^Root=${GIVEN};Parent=[0-9a-f]{16};Sampled=1$`), 'Default'],
  ['a root alone, another stage', `Root=${GIVEN}`, false, new RegExp(`^Root=${GIVEN};Parent=[0-9a-f]{16}$`), undefined],
  [
    'sampled before',
    `Root=${GIVEN};Parent=${PARENT};Sampled=1`,
    true,
    new RegExp(`^Root=${GIVEN};Parent=(?!${PARENT})[0-9a-f]{16};Sampled=1$`),
    '',
  ],
  [
    'sampled before, another stage',
    `Root=${GIVEN};Parent=${PARENT};Sampled=1`,
    false,
    new RegExp(`^Root=${GIVEN};Parent=${PARENT};Sampled=1$`),
    '',
  ],
  [
    'sampled before by nobody named, another stage',
    `Root=${GIVEN};Sampled=1`,
    false,
    new RegExp(`^Root=${GIVEN};Sampled=1;Parent=[0-9a-f]{16}$`),
    '',
  ],
  ['sampled before in a trace that is none, another stage', 'Root=1-2-3;Sampled=1', false, /^Root=1-2-3;Sampled=1;Parent=/, undefined],
  [
    'not sampled before, another stage',
    `Root=${GIVEN};Parent=${PARENT};Sampled=0`,
    false,
    new RegExp(`^Root=${GIVEN};Parent=${PARENT};Sampled=0$`),
    undefined,
  ],
  [
    'not sampled before',
    `Root=${GIVEN};Parent=${PARENT};Sampled=0`,
    true,
    new RegExp(`^Root=${GIVEN};Parent=${PARENT};Sampled=0$`),
    undefined,
  ],
  [
    'no root',
    `Self=1-67891233-abcdef012345678912345678`,
    true,
    new RegExp(`^Root=1-${EPOCH}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=1$`),
    'Default',
  ],
])('the trace header: %s', async (_name, given, tracing, expected, rule) => {
  await using world = await started({ ...FN, stage: { TracingEnabled: tracing } })
  const { header } = (await (await traced(world.gw, '/fn', given)).json()) as { header: string }
  expect(header).toMatch(expected)
  const segments = await world.segments(/Root=([^;]+)/.exec(header)?.[1])
  const gateway = segments.find(({ origin }) => origin === 'AWS::ApiGateway::Stage')
  expect(gateway !== undefined).toBe(rule !== undefined)
  if (rule === undefined) return
  expect(gateway?.aws?.['xray']).toEqual(rule === '' ? undefined : { sampling_rule_name: rule })
  expect(gateway?.parent_id).toBe(given?.includes('Parent=') ? PARENT : undefined)
})

describe('a passive stage takes part in what somebody before it has sampled', () => {
  const SAMPLED = `Root=${GIVEN};Parent=${PARENT};Sampled=1`
  const stageOf = (segments: Segment[]) => segments.find(({ origin }) => origin === 'AWS::ApiGateway::Stage')

  test('its segment hangs on the caller, its function on the segment; no rule has sampled', async () => {
    await using world = await started(FN)
    const response = await traced(world.gw, '/fn', SAMPLED)
    const segments = await world.segments(GIVEN)
    const stage = stageOf(segments)
    expect(stage).toMatchObject({
      name: 'test-api/test',
      parent_id: PARENT,
      http: { request: { method: 'GET' }, response: { status: 200 } },
      annotations: { 'aws:api_id': world.gw.outputs['ApiId'], 'aws:api_stage': 'test' },
      subsegments: [{ name: 'Lambda', namespace: 'aws', aws: { function_name: 'Fn' } }],
    })
    expect(stage?.aws).not.toHaveProperty('xray')
    expect(segments.find(({ origin }) => origin === 'AWS::Lambda')).toMatchObject({ parent_id: stage?.subsegments?.[0]?.id })
    expect(((await response.json()) as { env: string }).env).toMatch(new RegExp(`^Root=${GIVEN};Parent=(?!${PARENT})`))
    expect(response.headers.get('x-amzn-trace-id')).toBe(`Root=${GIVEN}`)
  })

  test('the lineage of functions goes on', async () => {
    await using world = await started(FN)
    const response = await traced(world.gw, '/fn', `${SAMPLED};Lineage=0123abcd:4`)
    expect(((await response.json()) as { env: string }).env).toMatch(/;Sampled=1;Lineage=0123abcd:4\|[0-9a-f]{8}:0$/)
  })

  test('a refusal, and an answer that no backend has made, have a segment too', async () => {
    await using world = await started({ routes: { 'GET /mock': mockOf('x') } })
    for (const path of ['/mock', '/nothing']) await traced(world.gw, path, SAMPLED)
    const found = (await world.segments(GIVEN)).map(({ http, error }) => [http?.response?.['status'], error ?? false])
    expect(found).toEqual([
      [200, false],
      [403, true],
    ])
    const other = GIVEN.replace('5', '6')
    for (const header of [undefined, `Root=${other};Sampled=0`]) await traced(world.gw, '/mock', header)
    expect([await world.segments(other), await world.list()]).toEqual([[], []])
  })

  test('a backend gets the stage as its parent', async () => {
    await using backend = await startBackend()
    const integration = { Type: 'HTTP_PROXY', IntegrationHttpMethod: 'GET', Uri: `${backend.url}/x` }
    await using world = await started({ routes: { 'GET /http': { integration } } })
    const received = (await (await traced(world.gw, '/http', SAMPLED)).json()) as { headers: Record<string, string> }
    const part = stageOf(await world.segments(GIVEN))?.subsegments?.[0]
    expect(received.headers['x-amzn-trace-id']).toBe(`Root=${GIVEN};Parent=${part?.id};Sampled=1`)
  })
})

test.each<[string, Record<string, unknown>, string | undefined]>([
  ['that traces', TRACED, undefined],
  ['that takes part in what is sampled', {}, `Root=${GIVEN};Sampled=1`],
])('an authorizer of a stage %s is a part of the request, and its function of the trace', async (_name, stage, header) => {
  const authorizer = {
    Type: 'AWS::ApiGateway::Authorizer',
    Properties: {
      RestApiId: { Ref: 'Api' },
      Name: 'auth',
      Type: 'TOKEN',
      IdentitySource: 'method.request.header.Authorization',
      AuthorizerUri: { 'Fn::Sub': `arn:aws:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${Auth.Arn}/invocations` },
    },
  }
  const permission = {
    Type: 'AWS::Lambda::Permission',
    Properties: { Action: 'lambda:InvokeFunction', FunctionName: { 'Fn::GetAtt': ['Auth', 'Arn'] }, Principal: 'apigateway.amazonaws.com' },
  }
  const policy = `{ principalId: 'me', policyDocument: { Version: '2012-10-17', Statement: [{ Action: '*', Effect: 'Allow', Resource: '*' }] } }`
  await using world = await started({
    routes: {
      'GET /': { ...mockOf('ok'), method: { ...mockOf('ok').method, AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: 'Authorizer' } } },
    },
    functions: { Auth: `exports.handler = async () => (${policy})` },
    resources: { Authorizer: authorizer, AuthMayBeCalled: permission },
    stage,
  })
  const headers = { Authorization: 'token', ...(header === undefined ? {} : { 'X-Amzn-Trace-Id': header }) }
  expect((await world.gw.fetch('/', { headers })).status).toBe(200)
  const segments = await world.segments(header === undefined ? (await world.list())[0]?.Id : GIVEN)
  const part = segments.find(({ origin }) => origin === 'AWS::ApiGateway::Stage')?.subsegments?.[0]
  expect(part).toMatchObject({ name: 'Authorizer', aws: { function_name: 'Auth' }, http: { response: { status: 200 } } })
  expect(segments.find(({ origin }) => origin === 'AWS::Lambda')).toMatchObject({ name: 'Auth', parent_id: part?.id })
})

test('other backends are parts too: by their URL without its query, or by the name of the service', async () => {
  await using backend = await startBackend()
  const http = { Type: 'HTTP_PROXY', IntegrationHttpMethod: 'GET', Uri: `${backend.url}/x` }
  const service = {
    Type: 'AWS',
    IntegrationHttpMethod: 'POST',
    Uri: { 'Fn::Sub': 'arn:aws:apigateway:${AWS::Region}:sts:action/GetCallerIdentity' },
    Credentials: 'arn:aws:iam::000000000000:role/x',
    IntegrationResponses: [{ StatusCode: '200' }],
  }
  const answers = { MethodResponses: [{ StatusCode: '200' }] }
  await using world = await started({
    routes: { 'GET /http': { integration: http }, 'GET /sts': { integration: service, method: answers } },
    stage: TRACED,
  })
  const parts: unknown[] = []
  for (const path of ['/http?a=b', '/sts']) {
    expect((await world.gw.fetch(path)).status).toBe(200)
    const newest = (await world.list()).at(-1)
    const gateway = (await world.segments(newest?.Id)).find(({ origin }) => origin === 'AWS::ApiGateway::Stage')
    parts.push(gateway?.subsegments?.map(({ name, namespace, http: call }) => [name, namespace, call?.response]))
    await world.gw.clock.advance({ seconds: 1 })
  }
  expect(parts).toEqual([[[`${new URL(backend.url).host}/x`, 'remote', { status: 200 }]], [['sts', 'aws', { status: 200 }]]])
})

test('what fails is an error, a throttle or a fault', async () => {
  await using world = await started({
    ...FN,
    routes: { ...FN.routes, 'GET /mock': mockOf('x') },
    stage: { ...TRACED, MethodSettings: [{ ResourcePath: '/mock', HttpMethod: 'GET', ThrottlingRateLimit: 1, ThrottlingBurstLimit: 0 }] },
  })
  const outcomes: unknown[] = []
  for (const path of ['/fn', '/fail', '/mock', '/nothing']) {
    await world.gw.fetch(path)
    const newest = (await world.list()).at(-1)
    outcomes.push([path, newest?.Http?.HttpStatus, newest?.HasFault, newest?.HasError, newest?.HasThrottle])
    // One request a second is always sampled.
    await world.gw.clock.advance({ seconds: 1 })
  }
  expect(outcomes).toEqual([
    ['/fn', 200, false, false, false],
    ['/fail', 503, true, false, false],
    ['/mock', 429, false, true, true],
    ['/nothing', 403, false, true, false],
  ])
  expect((await world.list('fault')).map(({ Http }) => Http?.HttpStatus)).toEqual([503])
})

describe('sampling', () => {
  const rule = (changes: Partial<SamplingRule>): SamplingRule => ({
    RuleName: 'mine',
    ResourceARN: '*',
    Priority: 10,
    FixedRate: 0,
    ReservoirSize: 0,
    ServiceName: '*',
    ServiceType: '*',
    Host: '*',
    HTTPMethod: '*',
    URLPath: '*',
    Version: 1,
    ...changes,
  })
  const api: TestApi = { routes: { 'GET /a': mockOf('x'), 'POST /a': mockOf('x') }, stage: TRACED }

  test('one request a second, and five per cent of the others', async () => {
    await using world = await started(api)
    for (let second = 0; second < 10; second++) {
      for (let i = 0; i < 200; i++) await world.gw.fetch('/a')
      await world.gw.clock.advance({ seconds: 1 })
    }
    const { length } = await world.list()
    // 10 and 1,990 times 0.05; four standard deviations of the latter are 39.
    expect(length).toBeGreaterThan(10 + 99.5 - 39)
    expect(length).toBeLessThan(10 + 99.5 + 39)
  })

  test.each<[string, Partial<SamplingRule>, number]>([
    ['none by a rate of 0', {}, 0],
    ['all by a rate of 1', { FixedRate: 1 }, 3],
    ['a reservoir', { ReservoirSize: 2 }, 2],
    ['of another method: the default rule', { FixedRate: 1, HTTPMethod: 'PUT' }, 1],
    ['of paths, which stages do not support: the default rule', { FixedRate: 1, URLPath: '/test/?' }, 1],
    ['with a header that nobody sends: the default rule', { FixedRate: 1, Attributes: { 'X-Debug': '*' } }, 1],
    ['by the name of the service', { FixedRate: 1, ServiceName: 'TEST-API/*' }, 3],
    [
      'by the type and the ARN',
      { FixedRate: 1, ServiceType: 'AWS::ApiGateway::Stage', ResourceARN: 'arn:aws:apigateway:*/stages/test' },
      3,
    ],
  ])('own rules: %s', async (_name, changes, expected) => {
    await using world = await started(api)
    await world.client.send(new CreateSamplingRuleCommand({ SamplingRule: rule(changes) }))
    for (let i = 0; i < 3; i++) await world.gw.fetch('/a')
    expect(await world.list()).toHaveLength(expected)
  })

  test('attributes of a rule are headers', async () => {
    await using world = await started(api)
    const Attributes = { 'X-Debug': 'on?', 'X-Team': '*' }
    await world.client.send(new CreateSamplingRuleCommand({ SamplingRule: rule({ FixedRate: 1, Attributes }) }))
    for (const debug of ['on', 'on1', 'off']) await world.gw.fetch('/a', { headers: { 'x-debug': debug, 'x-team': 'shop' } })
    const rules: unknown[] = []
    for (const { Id } of await world.list()) rules.push((await world.segments(Id))[0]?.aws?.['xray'])
    expect(rules).toEqual([{ sampling_rule_name: 'Default' }, { sampling_rule_name: 'mine' }])
  })

  test('a template makes, changes and takes away a rule', async () => {
    const withRule = (resources: Record<string, unknown>) => restTemplate({ ...api, resources })
    const { RuleName: _name, ...given } = rule({ FixedRate: 1 })
    const Rule = { Type: 'AWS::XRay::SamplingRule', Properties: { SamplingRule: given } }
    const emulator = new Emulator({ clock: new ManualClock(START.getTime()) })
    const deploy = (resources: Record<string, unknown>) =>
      emulator.deployments.deploy(
        { kind: 'template', name: 'T', body: JSON.stringify(withRule(resources)), file: undefined },
        { strict: true },
      )
    const rates = () =>
      emulator
        .call()
        .records.samplingRules.list()
        .map(({ SamplingRule }) => SamplingRule.FixedRate)
    await deploy({ Rule })
    expect(rates()).toEqual([1])
    await deploy({ Rule: { ...Rule, Properties: { SamplingRule: { ...given, FixedRate: 0.5 } } } })
    expect(rates()).toEqual([0.5])
    await deploy({})
    expect(rates()).toEqual([])
    await emulator.stop()
  })

  test('the rule of the lowest priority that fits decides', async () => {
    await using world = await started(api)
    const send = (changes: Partial<SamplingRule>) => world.client.send(new CreateSamplingRuleCommand({ SamplingRule: rule(changes) }))
    await send({ RuleName: 'gets', Priority: 2, HTTPMethod: 'GET', FixedRate: 1 })
    await send({ RuleName: 'nothing', Priority: 3 })
    await send({ RuleName: 'all', Priority: 4, FixedRate: 1 })
    await world.gw.fetch('/a')
    await world.gw.fetch('/a', { method: 'POST' })
    const found = await world.list()
    expect(found.map(({ Http }) => Http?.HttpMethod)).toEqual(['GET'])
    expect((await world.segments(found[0]?.Id))[0]?.aws).toMatchObject({ xray: { sampling_rule_name: 'gets' } })
  })
})

test('a function with active tracing begins traces of its own where nobody has decided', async () => {
  const { InvokeCommand, LambdaClient, UpdateFunctionConfigurationCommand } =
    require('@aws-sdk/client-lambda') as typeof import('@aws-sdk/client-lambda')
  await using world = await started(FN)
  const lambda = new LambdaClient({ endpoint: world.gw.url ?? '', region: 'us-east-1', credentials: ROOT })
  const invoke = () => lambda.send(new InvokeCommand({ FunctionName: 'Fn', Payload: Buffer.from('{"headers":{}}') }))
  await invoke()
  expect(await world.list()).toEqual([])
  await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: 'Fn', TracingConfig: { Mode: 'Active' } }))
  // No rule says which.
  await world.client.send(new UpdateSamplingRuleCommand({ SamplingRuleUpdate: { RuleName: 'Default', ReservoirSize: 0, FixedRate: 0 } }))
  await invoke()
  // A stage that does not trace has decided.
  await world.gw.fetch('/fn')
  lambda.destroy()
  const found = await world.list()
  expect(found).toHaveLength(1)
  expect(found[0]?.EntryPoint).toMatchObject({ Name: 'Fn', Type: 'AWS::Lambda' })
})
