import {
  GetServiceGraphCommand,
  type GetServiceGraphCommandInput,
  type GetTimeSeriesServiceStatisticsCommandInput,
  type Service,
  XRayClient,
} from '@aws-sdk/client-xray'
import type { Segment } from '../../../../emulator/observe/traces'
import { bind } from '../../../../emulator/services/operations'
import { xray } from '../../../../emulator/services/xray'
import { emulate } from '../../../../emulator/testing/index'
import { TEST_TIME, testCall } from '../../../support/call'
import { mockOf, restTemplate } from '../../../support/rest-template'
import { ROOT } from '../../../support/sign'

const SECOND = TEST_TIME / 1000
const SPAN = { StartTime: new Date(TEST_TIME), EndTime: new Date(TEST_TIME + 3_600_000) }
const traceId = (n: number) => `1-${SECOND.toString(16)}-${String(n).padStart(24, '0')}`
const hex = (n: number) => n.toString(16).padStart(16, '0')

type Part = Omit<Segment, 'end_time'> & { readonly took: number }

function ended({ took, subsegments, ...part }: Part & { readonly subsegments?: readonly Segment[] }): Segment {
  return { ...part, end_time: part.start_time + took, ...(subsegments === undefined ? {} : { subsegments }) }
}

/** A call of a service that sends no segments. */
const call = (name: string, took: number, members: Partial<Segment> = {}): Segment =>
  ended({ id: `${name}-call`, name, namespace: 'aws', start_time: SECOND, took, ...members })

function world(...traces: readonly (readonly Segment[])[]) {
  const testing = testCall()
  const service = bind(xray.operations, testing)
  const documents = traces.flatMap((segments, n) => segments.map((segment) => JSON.stringify({ trace_id: traceId(n), ...segment })))
  service.PutTraceSegments({ TraceSegmentDocuments: documents })
  const graph = async (input: Partial<GetServiceGraphCommandInput> = {}) => service.GetServiceGraph({ ...SPAN, ...input })
  const series = async (input: Partial<GetTimeSeriesServiceStatisticsCommandInput> = {}) =>
    service.GetTimeSeriesServiceStatistics({ ...SPAN, ...input })
  return { testing, service, graph, series, documents }
}

const histogram = (...values: number[]) => values.map((Value) => ({ Value, Count: 1 }))
const counts = (ok: number, total: number, time: number, failed: { error?: number; throttle?: number; fault?: number } = {}) => {
  const { error = 0, throttle = 0, fault = 0 } = failed
  return {
    OkCount: ok,
    ErrorStatistics: { ThrottleCount: throttle, OtherCount: error, TotalCount: error + throttle },
    FaultStatistics: { OtherCount: fault, TotalCount: fault },
    TotalCount: total,
    TotalResponseTime: time,
  }
}

/** The traces behind the example of the developer guide, "Getting data from AWS X-Ray". */
const NAME = 'xray-sample.elasticbeanstalk.com'
const TABLE = 'awseb-e-dixzws4s9p-stack-StartupSignupsTable-4IMSMHAYX2BA'
const EXAMPLE = [
  { took: 0.005, error: true },
  { took: 0.015 },
  { took: 0.157, subsegments: [call('DynamoDB', 0.076, { aws: { table_name: TABLE } }), call('SNS', 0.049)] },
  { took: 0.096, subsegments: [call('DynamoDB', 0.044, { aws: { table_name: TABLE } }), call('SNS', 0.076)] },
].map((members) => [ended({ id: hex(1), name: NAME, start_time: SECOND, origin: 'AWS::EC2::Instance', ...members })])

test('the example of the developer guide', async () => {
  const { graph } = world(...EXAMPLE)
  const { Services = [], ContainsOldGroupVersions } = await graph()
  const of = (type: string) => Services.find(({ Type }) => Type === type)
  const [client, root, table, topic] = ['client', 'AWS::EC2::Instance', 'AWS::DynamoDB::Table', 'AWS::SNS'].map(of)
  expect(Services).toHaveLength(4)
  expect(ContainsOldGroupVersions).toBe(false)
  expect(client).toEqual({
    ReferenceId: expect.any(Number),
    Name: NAME,
    Names: [NAME],
    Type: 'client',
    State: 'unknown',
    StartTime: new Date(TEST_TIME),
    EndTime: new Date(TEST_TIME + 157),
    Edges: [
      {
        ReferenceId: root?.ReferenceId,
        StartTime: new Date(TEST_TIME),
        EndTime: new Date(TEST_TIME + 157),
        SummaryStatistics: counts(3, 4, 0.273, { error: 1 }),
        ResponseTimeHistogram: histogram(0.005, 0.015, 0.096, 0.157),
        Aliases: [],
      },
    ],
  })
  expect(root).toMatchObject({ Name: NAME, Root: true, State: 'active', SummaryStatistics: counts(3, 4, 0.273, { error: 1 }) })
  expect(root?.Edges?.map((edge) => [edge.ReferenceId, edge.SummaryStatistics])).toEqual([
    [table?.ReferenceId, counts(2, 2, 0.12)],
    [topic?.ReferenceId, counts(2, 2, 0.125)],
  ])
  for (const [service, name, values] of [
    [table, TABLE, histogram(0.044, 0.076)],
    [topic, 'SNS', histogram(0.049, 0.076)],
  ] as const) {
    expect(service).toMatchObject({ Name: name, State: 'unknown', Edges: [], ResponseTimeHistogram: values, DurationHistogram: values })
    expect(service).not.toHaveProperty('Root')
  }
})

/** What nodes and edges there are: `name type -> name type`. */
function edgesOf(services: readonly Service[] = []): string[] {
  const label = (id: number | undefined) => {
    const found = services.find(({ ReferenceId }) => ReferenceId === id)
    return `${found?.Name} ${found?.Type}`
  }
  return services.flatMap(({ ReferenceId, Edges = [] }) => Edges.map((edge) => `${label(ReferenceId)} -> ${label(edge.ReferenceId)}`))
}

const SHOP = { id: hex(1), name: 'shop', start_time: SECOND, took: 1 }

test.each<[string, Segment[], string[]]>([
  ['a service by itself', [ended(SHOP)], ['shop client -> shop undefined']],
  [
    'a service that another has called: by the part that called it',
    [
      ended({ ...SHOP, subsegments: [call('stock.test', 0.5, { id: hex(9), namespace: 'remote' })] }),
      ended({ ...SHOP, id: hex(2), parent_id: hex(9), name: 'stock' }),
    ],
    ['shop client -> shop undefined', 'shop undefined -> stock undefined'],
  ],
  [
    'parts of parts, and local ones',
    [
      ended({
        ...SHOP,
        subsegments: [call('work', 1, { namespace: 'local', subsegments: [call('api.test', 0.5, { namespace: 'remote' })] })],
      }),
    ],
    ['shop client -> shop undefined', 'shop undefined -> api.test remote'],
  ],
  [
    'a part that came by itself',
    [ended(SHOP), { ...call('SQS', 0.1, { aws: { queue_url: 'https://q' } }), id: hex(3), parent_id: hex(1), type: 'subsegment' }],
    ['shop client -> shop undefined', 'shop undefined -> https://q AWS::SQS::Queue'],
  ],
  [
    'parts that are one another’s parents',
    [
      { ...call('a', 0.1), id: hex(3), parent_id: hex(4), type: 'subsegment' },
      { ...call('b', 0.1), id: hex(4), parent_id: hex(3), type: 'subsegment' },
    ],
    [],
  ],
])('who calls whom: %s', async (_name, segments, expected) => {
  const { service, graph } = world(segments)
  expect(edgesOf((await graph()).Services)).toEqual(expected)
  expect(edgesOf((await service.GetTraceGraph({ TraceIds: [traceId(0), traceId(7)] })).Services)).toEqual(expected)
})

test('what failed is told apart; what is not over counts nothing', async () => {
  const outcomes: Partial<Segment>[] = [{}, { error: true }, { error: true, throttle: true }, { fault: true }, { fault: true, error: true }]
  const { took: _took, ...begun } = { ...SHOP, in_progress: true }
  const { graph } = world(...outcomes.map((outcome) => [ended({ ...SHOP, ...outcome })]), [begun])
  const [, shop] = (await graph()).Services ?? []
  expect(shop?.SummaryStatistics).toEqual(counts(1, 5, 5, { error: 1, throttle: 1, fault: 2 }))
})

test('work that goes on behind the response is in the durations', async () => {
  const { graph } = world([ended({ ...SHOP, subsegments: [call('SNS', 3)] })])
  const [, shop] = (await graph()).Services ?? []
  expect([shop?.ResponseTimeHistogram, shop?.DurationHistogram]).toEqual([histogram(1), histogram(3)])
})

test('graphs are of a span of time, of a group, and come in pages', async () => {
  const names = Array.from({ length: 60 }, (_, n) => `s${n}`)
  const { testing, service, graph, documents } = world(...names.map((name) => [ended({ ...SHOP, name })]))
  const first = await graph()
  const second = await graph({ NextToken: first.NextToken })
  expect([first.Services?.length, second.Services?.length, second.NextToken]).toEqual([100, 20, undefined])
  const later = { StartTime: new Date(TEST_TIME + 1), EndTime: new Date(TEST_TIME + 1000) }
  expect((await graph(later)).Services).toEqual([])
  await service.CreateGroup({ GroupName: 'seven', FilterExpression: 'service("s7")' })
  expect(edgesOf((await graph({ GroupName: 'seven' })).Services)).toEqual(['s7 client -> s7 undefined'])
  await testing.clock.advance(5000)
  await service.UpdateGroup({ GroupName: 'seven', FilterExpression: 'service("s8")' })
  expect((await graph({ GroupName: 'seven' })).ContainsOldGroupVersions).toBe(true)
  expect((await graph({ GroupName: 'seven', ...later })).ContainsOldGroupVersions).toBe(false)
  expect(documents).toHaveLength(60)
})

test.each<[string, (of: ReturnType<typeof world>) => unknown, RegExp]>([
  ['an end before the start', ({ graph }) => graph({ EndTime: new Date(0) }), /StartTime must not be after EndTime/],
  ['seven hours', ({ graph }) => graph({ EndTime: new Date(TEST_TIME + 7 * 3_600_000) }), /longer than 6 hours/],
  ['a group that is not there', ({ graph }) => graph({ GroupName: 'gone' }), /Group does not exist/],
  ['a graph of no traces', ({ service }) => service.GetTraceGraph({ TraceIds: [] }), /TraceIds/],
  ['a period of 0', ({ series }) => series({ Period: 0 }), /Period/],
  ['a selector that is none', ({ series }) => series({ EntitySelectorExpression: 'fault' }), /Invalid filter expression/],
  ['more than one selector', ({ series }) => series({ EntitySelectorExpression: 'service() service()' }), /Invalid filter expression/],
  ['forecasts of nothing', ({ series }) => series({ ForecastStatistics: true }), /needs an EntitySelectorExpression/],
  [
    'forecasts',
    ({ series }) => series({ ForecastStatistics: true, EntitySelectorExpression: 'service()' }),
    /Not emulated by Portico yet: ForecastStatistics/,
  ],
])('%s is refused', async (_name, run, message) => {
  const refused = world()
  await expect(async () => run(refused)).rejects.toThrow(message)
})

describe('time series', () => {
  const at = (seconds: number, members: Partial<Segment> = {}) => [
    ended({ ...SHOP, start_time: SECOND + seconds, subsegments: [call('SNS', 0.5, { start_time: SECOND + seconds })], ...members }),
  ]
  const traces = [at(0), at(1, { fault: true }), at(60), at(600)]
  /** TEST_TIME is five seconds behind a minute. */
  const minute = (n: number) => new Date(TEST_TIME - 5000 + n * 60_000)

  test('of a service, by the minute', async () => {
    const { series } = world(...traces)
    const { TimeSeriesServiceStatistics, ContainsOldGroupVersions } = await series({ EntitySelectorExpression: 'service("shop")' })
    expect(TimeSeriesServiceStatistics).toEqual([
      { Timestamp: minute(0), ServiceSummaryStatistics: counts(1, 2, 2, { fault: 1 }), ResponseTimeHistogram: [{ Value: 1, Count: 2 }] },
      { Timestamp: minute(1), ServiceSummaryStatistics: counts(1, 1, 1), ResponseTimeHistogram: histogram(1) },
      { Timestamp: minute(10), ServiceSummaryStatistics: counts(1, 1, 1), ResponseTimeHistogram: histogram(1) },
    ])
    expect(ContainsOldGroupVersions).toBe(false)
  })

  test.each<[string, Partial<GetTimeSeriesServiceStatisticsCommandInput>, number[]]>([
    ['every edge', {}, [4, 2, 2]],
    ['one edge', { EntitySelectorExpression: 'edge("shop", "SNS")' }, [2, 1, 1]],
    ['the edge of clients', { EntitySelectorExpression: 'edge(id(type: "client"), "shop")' }, [2, 1, 1]],
    ['ten minutes', { Period: 600 }, [6, 2]],
    ['a shorter span', { StartTime: new Date(TEST_TIME + 1), EndTime: new Date(TEST_TIME + 60_000) }, [2, 2]],
    ['a group', { GroupName: 'failing' }, [2]],
  ])('of edges: %s', async (_name, input, expected) => {
    const { service, series } = world(...traces)
    await service.CreateGroup({ GroupName: 'failing', FilterExpression: 'fault' })
    const { TimeSeriesServiceStatistics = [] } = await series(input)
    expect(TimeSeriesServiceStatistics.map((each) => each.EdgeSummaryStatistics?.TotalCount)).toEqual(expected)
  })

  test('of nodes by the id function', async () => {
    const { series } = world(...traces)
    const { TimeSeriesServiceStatistics = [] } = await series({ EntitySelectorExpression: 'id(name: "SNS", type: "AWS::SNS")' })
    expect(TimeSeriesServiceStatistics[0]?.ServiceSummaryStatistics).toEqual(counts(2, 2, 1))
  })
})

test('a stage that traces, with what it calls: over HTTP', async () => {
  const gw = await emulate(
    restTemplate({
      routes: { 'GET /fn': { fn: 'Fn' }, 'GET /mock': mockOf('x') },
      functions: { Fn: 'exports.handler = async () => ({ statusCode: 503 })' },
      stage: { TracingEnabled: true },
    }),
    { port: 0, clock: new Date(TEST_TIME) },
  )
  for (const path of ['/fn', '/mock']) {
    await gw.fetch(path)
    await gw.clock.advance({ seconds: 1 })
  }
  const client = new XRayClient({ endpoint: gw.url ?? '', region: 'us-east-1', credentials: ROOT })
  const { Services } = await client.send(new GetServiceGraphCommand(SPAN))
  expect(edgesOf(Services).sort()).toEqual([
    'Fn AWS::Lambda -> Fn AWS::Lambda::Function',
    'test-api/test AWS::ApiGateway::Stage -> Fn AWS::Lambda',
    'test-api/test client -> test-api/test AWS::ApiGateway::Stage',
  ])
  const stage = Services?.find(({ Type }) => Type === 'AWS::ApiGateway::Stage')
  expect(stage?.SummaryStatistics).toMatchObject({ OkCount: 1, TotalCount: 2, FaultStatistics: { TotalCount: 1 } })
  client.destroy()
  await gw.stop()
})
