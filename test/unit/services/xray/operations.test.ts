import type { SamplingRule } from '@aws-sdk/client-xray'
import type { Segment } from '../../../../emulator/observe/traces'
import { bind } from '../../../../emulator/services/operations'
import { xray } from '../../../../emulator/services/xray'
import { emulate } from '../../../../emulator/testing/index'
import { type Backend, type Received, startBackend } from '../../../support/backend'
import { TEST_TIME, testCall } from '../../../support/call'
import { mockOf, restTemplate } from '../../../support/rest-template'

const SECOND = TEST_TIME / 1000
const traceId = (n: number) => `1-${SECOND.toString(16)}-${String(n).padStart(24, '0')}`
const document = (members: Partial<Segment> & { trace_id: string }) =>
  JSON.stringify({ id: '00000000000000aa', name: 'shop', start_time: SECOND, end_time: SECOND + 0.25, ...members })

function world(...documents: string[]) {
  const call = testCall()
  const service = bind(xray.operations, call)
  const put = service.PutTraceSegments({ TraceSegmentDocuments: documents })
  const list = (FilterExpression: string) =>
    Promise.resolve(service.GetTraceSummaries({ StartTime: new Date(TEST_TIME), EndTime: new Date(TEST_TIME), FilterExpression }))
  return { call, service, put, list }
}

test('segments of SDKs are kept; one that comes again, finished, takes the place of the first', async () => {
  const begun = document({ trace_id: traceId(1), in_progress: true })
  const { service, put } = world(begun.replace(/"end_time":[\d.]+,?/, ''), document({ trace_id: traceId(1), end_time: SECOND + 2 }))
  expect(await put).toEqual({ UnprocessedTraceSegments: [] })
  const answer = await service.BatchGetTraces({ TraceIds: [traceId(1), traceId(2)] })
  expect(answer.Traces).toMatchObject([{ Id: traceId(1), Duration: 2, LimitExceeded: false, Segments: [{ Id: '00000000000000aa' }] }])
  expect(answer.UnprocessedTraceIds).toEqual([])
})

test.each<[string, string, string]>([
  ['no JSON', '{', 'ParseError'],
  ['no object', '[1]', 'InvalidId'],
  ['null', 'null', 'ParseError'],
  ['no id', document({ trace_id: traceId(1), id: 'x' }), 'InvalidId'],
  ['no trace', document({ trace_id: '1-2-3' }), 'InvalidTraceId'],
  ['no name', document({ trace_id: traceId(1), name: '' }), 'InvalidName'],
  ['no end', document({ trace_id: traceId(1) }).replace(/"end_time":[\d.]+/, '"x":1'), 'MissingEndTime'],
  ['nested too deeply', document({ trace_id: traceId(1) }).replace('{', `{"x":${'['.repeat(30_000)}${']'.repeat(30_000)},`), 'ParseError'],
  ['subsegments that are none', document({ trace_id: traceId(1), subsegments: 'none' as never }), 'InvalidSegment'],
  ['a subsegment without a name', document({ trace_id: traceId(1), subsegments: [{ id: 'x', start_time: 1 }] as never }), 'InvalidSegment'],
  ['a begin that no date tells', document({ trace_id: traceId(1), start_time: 1e300 }), 'InvalidSegment'],
  ['an end that is none', document({ trace_id: traceId(1), in_progress: true, end_time: 'soon' as never }), 'InvalidSegment'],
  ['an HTTP part that is none', document({ trace_id: traceId(1), http: 'GET' as never }), 'InvalidSegment'],
  ['too large', document({ trace_id: traceId(1), metadata: { x: 'y'.repeat(70_000) } }), 'SegmentTooLarge'],
])('a document that is wrong, %s, is told and keeps no other out', async (_name, wrong, code) => {
  const { put, list } = world(wrong, document({ trace_id: traceId(5) }))
  expect((await put).UnprocessedTraceSegments).toMatchObject([{ ErrorCode: code }])
  expect((await list('')).TraceSummaries?.map(({ Id }) => Id)).toEqual([traceId(5)])
})

describe('filter expressions', () => {
  const http = (url: string, status: number) => ({ request: { url, method: 'GET', client_ip: '192.0.2.1' }, response: { status } })
  const documents = [
    document({
      trace_id: traceId(1),
      http: http('https://shop.test/a', 200),
      annotations: { tier: 'gold', tries: 2, 'aws:api_stage': 'prod' },
    }),
    document({ trace_id: traceId(2), http: http('https://shop.test/b', 404), error: true, name: 'stock' }),
    document({ trace_id: traceId(3), http: http('https://shop.test/b', 500), fault: true, end_time: SECOND + 5 }),
    document({
      trace_id: traceId(3),
      id: '00000000000000ab',
      parent_id: '00000000000000aa',
      name: 'stock',
      origin: 'AWS::Lambda',
      user: 'me',
      error: true,
      throttle: true,
      subsegments: [{ id: 'table', name: 'DynamoDB', namespace: 'aws', start_time: SECOND, aws: { table_name: 'items' }, fault: true }],
    }),
  ]
  test.each<[string, number[]]>([
    ['', [1, 2, 3]],
    ['ok', [1]],
    ['!ok', [2, 3]],
    // What a service behind it got wrong is no error of the trace.
    ['error', [2]],
    ['fault', [3]],
    ['error OR fault', [2, 3]],
    ['fault throttle', [3]],
    ['ok !partial duration <3', [1]],
    ['ok OR fault', [1, 3]],
    ['throttle = true', [3]],
    ['throttle = false', [1, 2]],
    ['http.status = 404', [2]],
    ['http.status != 404', [1, 3]],
    ['http.status >= 400 AND http.status < 500', [2]],
    ['http.url ENDSWITH "/b"', [2, 3]],
    ['http.url BEGINSWITH "https://shop.test/a"', [1]],
    ['http.url CONTAINS "shop"', [1, 2, 3]],
    ['http.method = "POST"', []],
    ['http.clientip = "192.0.2.1"', [1, 2, 3]],
    ['duration > 3', [3]],
    ['responsetime <= 0.3', [1, 2]],
    ['annotation.tier = "gold"', [1]],
    ['annotation[tries] >= 2', [1]],
    ['annotation["aws:api_stage"] = "prod"', [1]],
    ['annotation.aws:api_stage = "prod"', [1]],
    ['annotation.tier', [1]],
    ['service("stock")', [2, 3]],
    ['service("stock") { throttle }', [3]],
    ['service("shop") { fault } AND service("stock")', [3]],
    ['(ok OR fault) AND (http.status = 200 OR duration > 100)', [1]],
    ['NOT (ok OR error)', [3]],
    ['user = "me"', [3]],
    ['service() { throttle }', [3]],
    ['service(id(name: "stock"))', [2, 3]],
    ['service(id(name: "stock", type: "AWS::Lambda"))', [3]],
    ['service(id(type: "AWS::DynamoDB::Table")) { fault }', [3]],
    ['service(id(account.id: "123456789012"))', [1, 2, 3]],
    ['service(id(account.id: "210987654321"))', []],
    ['edge("shop", "stock")', [3]],
    ['edge("stock", "shop")', []],
    ['edge("shop", "stock") { throttle }', [3]],
    ['edge("shop", "stock") { ok }', []],
    ['edge(id(type: "AWS::Lambda"), "items") { fault }', [3]],
    ['!edge(id(type: "client"), "stock")', [1, 3]],
  ])('%s', async (expression, expected) => {
    const { list } = world(...documents)
    expect((await list(expression)).TraceSummaries?.map(({ Id }) => Number(Id?.slice(-2)))).toEqual(expected)
  })

  test.each([
    ['an end too soon', 'ok AND', /Invalid filter expression/],
    ['a word unknown', 'unknown = 5', /Invalid filter expression/],
    ['no value', 'http.status = ', /Invalid filter expression/],
    ['an open parenthesis', '(ok', /Invalid filter expression/],
    ['two operators', 'http.status = = 200', /Invalid filter expression/],
    ['a text that is none', 'http.url = "\\x"', /Invalid filter expression/],
    ['an id of something else', 'service(id(colour: "red"))', /Invalid filter expression/],
    ['an edge to nowhere', 'edge("a")', /Invalid filter expression/],
    ['another sign', 'ok; drop', /Invalid filter expression/],
    ['a root cause', 'rootcause.fault.service = "a"', /Invalid filter expression/],
    ['a zone', 'availabilityzone = "a"', /Not emulated by Portico yet: availabilityzone/],
    ['deep nesting', '('.repeat(100_000), /Invalid filter expression/],
  ])('%s is refused', async (_name, expression, message) => {
    const { list } = world(...documents)
    await expect(async () => list(expression)).rejects.toThrow(message)
  })
})

test('a summary tells of the root, of a throttle anywhere, and of users', async () => {
  const { list } = world(
    document({ trace_id: traceId(1), user: 'me' }),
    document({ trace_id: traceId(1), id: '00000000000000ab', parent_id: '00000000000000aa', fault: true, error: true, throttle: true }),
  )
  expect((await list('')).TraceSummaries).toMatchObject([
    { HasError: false, HasFault: false, HasThrottle: true, Users: [{ UserName: 'me', ServiceIds: [{ Name: 'shop' }] }] },
  ])
})

describe('sampling rules', () => {
  const rule = (changes: Partial<SamplingRule> = {}): SamplingRule => ({
    RuleName: 'mine',
    ResourceARN: '*',
    Priority: 10,
    FixedRate: 0.5,
    ReservoirSize: 3,
    ServiceName: '*',
    ServiceType: '*',
    Host: '*',
    HTTPMethod: '*',
    URLPath: '*',
    Version: 1,
    ...changes,
  })

  test('are made, listed beside the default one, changed and deleted', async () => {
    const { service, call } = world()
    const made = await service.CreateSamplingRule({ SamplingRule: rule() })
    expect(made.SamplingRuleRecord?.SamplingRule?.RuleARN).toBe('arn:aws:xray:us-east-1:123456789012:sampling-rule/mine')
    await call.clock.advance(1000)
    await service.UpdateSamplingRule({ SamplingRuleUpdate: { RuleName: 'mine', FixedRate: 1 } })
    await service.UpdateSamplingRule({ SamplingRuleUpdate: { RuleName: 'Default', ReservoirSize: 7 } })
    const listed = async () =>
      ((await service.GetSamplingRules({})).SamplingRuleRecords ?? []).map(({ SamplingRule, ModifiedAt }) => ({
        ...SamplingRule,
        ModifiedAt,
      }))
    expect(await listed()).toMatchObject([
      { RuleName: 'mine', FixedRate: 1, Priority: 10, ModifiedAt: new Date(TEST_TIME + 1000) },
      { RuleName: 'Default', FixedRate: 0.05, ReservoirSize: 7, Priority: 10_000 },
    ])
    const statistics = { ClientID: '0'.repeat(24), Timestamp: new Date(TEST_TIME), RequestCount: 1, SampledCount: 1 }
    const targets = await service.GetSamplingTargets({
      SamplingStatisticsDocuments: ['mine', 'gone'].map((RuleName) => ({ ...statistics, RuleName })),
    })
    expect(targets).toMatchObject({
      SamplingTargetDocuments: [{ RuleName: 'mine', FixedRate: 1, ReservoirQuota: 3, Interval: 10 }],
      UnprocessedStatistics: [{ RuleName: 'gone' }],
      LastRuleModification: new Date(TEST_TIME + 1000),
    })
    await service.DeleteSamplingRule({ RuleName: 'mine' })
    expect((await listed()).map(({ RuleName }) => RuleName)).toEqual(['Default'])
  })

  test.each<[string, () => unknown, RegExp]>([
    ['a name that is taken', () => twice(), /exists already/],
    ['the name of the default rule', () => create({ RuleName: 'Default' }), /exists already/],
    ['a rate above 1', () => create({ FixedRate: 2 }), /FixedRate/],
    ['a priority of 0', () => create({ Priority: 0 }), /Priority/],
    ['a method of eleven characters', () => create({ HTTPMethod: 'x'.repeat(11) }), /HTTPMethod/],
    ['six attributes', () => create({ Attributes: Object.fromEntries([...'abcdef'].map((key) => [key, '*'])) }), /Attributes/],
    ['another version', () => create({ Version: 2 }), /Version/],
    ['the end of the default rule', () => world().service.DeleteSamplingRule({ RuleName: 'Default' }), /cannot be deleted/],
    ['no rule of that name', () => world().service.DeleteSamplingRule({ RuleName: 'gone' }), /does not exist/],
    [
      'the path of the default rule',
      () => world().service.UpdateSamplingRule({ SamplingRuleUpdate: { RuleName: 'Default', Host: 'a' } }),
      /Only FixedRate/,
    ],
  ])('%s is refused', async (_name, run, message) => {
    await expect(async () => run()).rejects.toThrow(message)
  })

  const create = (changes: Partial<SamplingRule>) => world().service.CreateSamplingRule({ SamplingRule: rule(changes) })
  const twice = async () => {
    const { service } = world()
    await service.CreateSamplingRule({ SamplingRule: rule() })
    return service.CreateSamplingRule({ SamplingRule: rule() })
  }
})

describe('OTLP', () => {
  interface Span {
    traceId: string
    spanId: string
    parentSpanId?: string
    name: string
    kind: number
    startTimeUnixNano: string
    endTimeUnixNano: string
    attributes: { key: string; value: Record<string, unknown> }[]
    status: { code?: number }
  }
  const START = new Date('2026-03-05T06:07:08.250Z')
  const FAILING = 'exports.handler = async () => ({ statusCode: 503 })'
  const api = restTemplate({
    routes: { 'GET /': { fn: 'Fn' }, 'GET /mock': mockOf('x') },
    functions: { Fn: FAILING },
    stage: { TracingEnabled: true },
  })

  async function collector(): Promise<{ backend: Backend; spans: Span[]; seen: Received[] }> {
    const spans: Span[] = []
    const seen: Received[] = []
    const backend = await startBackend((received, response) => {
      seen.push(received)
      const { resourceSpans } = JSON.parse(received.body) as { resourceSpans: { scopeSpans: { spans: Span[] }[] }[] }
      for (const { scopeSpans } of resourceSpans) for (const scope of scopeSpans) spans.push(...scope.spans)
      response.end('{}')
    })
    return { backend, spans, seen }
  }

  test('every segment goes to the collector, as spans of one trace', async () => {
    const { backend, spans, seen } = await collector()
    await using _backend = backend
    const gw = await emulate(api, { clock: START, otlp: backend.url })
    const response = await gw.fetch('/')
    // Stopping waits until all is sent.
    await gw.stop()
    expect(seen[0]).toMatchObject({ method: 'POST', url: '/v1/traces', headers: { 'content-type': 'application/json' } })
    const root = response.headers.get('x-amzn-trace-id')?.replace('Root=1-', '').replace('-', '')
    expect(new Set(spans.map((span) => span.traceId))).toEqual(new Set([root]))
    const gateway = spans.find(({ name }) => name === 'test-api/test')
    const call = spans.find(({ name }) => name === 'Lambda')
    expect(gateway).toMatchObject({ kind: 2, status: { code: 2 }, startTimeUnixNano: `${START.getTime()}000000` })
    expect(gateway?.attributes).toContainEqual({ key: 'http.response.status_code', value: { intValue: '503' } })
    expect(call).toMatchObject({ kind: 3, parentSpanId: gateway?.spanId })
    expect(spans.filter(({ name }) => name === 'Fn').map(({ parentSpanId }) => parentSpanId)).toContain(call?.spanId)
    expect(spans).toHaveLength(4)
  })

  test('a collector that is away is told of, and costs no request', async () => {
    const { backend } = await collector()
    await backend.stop()
    const gw = await emulate(api, { clock: START, otlp: `${backend.url}/v1/traces` })
    expect((await gw.fetch('/mock')).status).toBe(200)
    await gw.stop()
    expect(gw.diagnostics).toContainEqual(
      expect.objectContaining({ code: 'otlp', message: expect.stringContaining(`${backend.url}/v1/traces`) }),
    )
  })
})
