import { execFile, spawnSync } from 'node:child_process'
import { promisify } from 'node:util'
import { CloudWatchClient, GetMetricDataCommand, GetMetricStatisticsCommand, ListMetricsCommand } from '@aws-sdk/client-cloudwatch'
import { CloudWatchLogsClient, FilterLogEventsCommand, GetQueryResultsCommand, StartQueryCommand } from '@aws-sdk/client-cloudwatch-logs'
import { emulate, type Gateway } from '../../emulator/testing/index'
import { type Backend, startBackend } from '../support/backend'
import { mockOf, restTemplate } from '../support/rest-template'

const START = Date.UTC(2026, 2, 1, 10)
const MINUTE = 60_000
const MINUTES = 60
const CREDENTIALS = { accessKeyId: 'AKIAPORTICO', secretAccessKey: 'portico' }

/** What happens in each minute of the hour: calls that are well, that fail, that nothing takes, and how long each of the slow ones takes (ms). */
const SCRIPT = Array.from({ length: MINUTES }, (_, minute) => ({
  well: minute % 7,
  failed: minute % 11 === 0 ? 3 : 0,
  lost: minute % 5 === 0 ? 1 : 0,
  slow: minute % 4 === 0 ? [10 * (minute + 1), 25 * (minute + 1)] : [],
}))

let gw: Gateway
let backend: Backend
let apiName: string

beforeAll(async () => {
  // The backend takes as long as it is asked to, on the clock of the emulator: its time is the latency.
  backend = await startBackend(async ({ url }, response) => {
    await gw.clock.advance(Number(/\d+$/.exec(url)?.[0]))
    response.end('done')
  })
  const proxied = {
    integration: {
      Type: 'HTTP_PROXY',
      IntegrationHttpMethod: 'GET',
      Uri: `${backend.url}/{ms}`,
      RequestParameters: { 'integration.request.path.ms': 'method.request.path.ms' },
    },
    method: { RequestParameters: { 'method.request.path.ms': true } },
  }
  apiName = 'observed'
  const template = restTemplate({
    api: { Name: apiName },
    routes: { 'GET /well': mockOf('well'), 'GET /failed': mockOf('failed', '500'), 'GET /slow/{ms}': proxied },
    stage: {
      AccessLogSetting: {
        DestinationArn: 'arn:aws:logs:us-east-1:000000000000:log-group:access',
        Format: '{"path":"$context.path","status":$context.status}',
      },
    },
  })
  gw = await emulate(template, { clock: new Date(START), port: 0 })
  for (const [minute, { well, failed, lost, slow }] of SCRIPT.entries()) {
    for (let i = 0; i < well; i++) await gw.fetch('/well')
    for (let i = 0; i < failed; i++) await gw.fetch('/failed')
    for (let i = 0; i < lost; i++) await gw.fetch('/nowhere')
    for (const ms of slow) expect((await gw.fetch(`/slow/${ms}`)).status).toBe(200)
    await gw.clock.advance(START + (minute + 1) * MINUTE - gw.clock.now().getTime())
  }
}, 60_000)

afterAll(async () => {
  await gw?.stop()
  await backend?.stop()
})

/** What a client says, in one form for all of them. */
interface Answers {
  /** By five minutes: begin in minutes, sum, samples. */
  readonly counts: readonly (readonly [minute: number, sum: number, samples: number])[]
  /** Errors by five minutes: begin, sum, average. */
  readonly errors: readonly (readonly [minute: number, sum: number, average: number])[]
  /** The latency of the hour. */
  readonly latency: { readonly average: number; readonly max: number; readonly p90: number; readonly samples: number }
  /** Of the integration, which only the slow ones have. */
  readonly integration: { readonly average: number; readonly p50: number; readonly samples: number }
  /** Failed requests in per cent of all, minute by minute, where there were any. */
  readonly rate: readonly (readonly [minute: number, percent: number])[]
  readonly metrics: readonly string[]
  readonly failedLines: number
}

/** The same by plain sums over the script. */
function expected(): Answers {
  const calls = SCRIPT.map(({ well, failed, lost, slow }) => ({ all: well + failed + lost + slow.length, failed, slow }))
  const fives = Array.from({ length: MINUTES / 5 }, (_, i) => calls.slice(i * 5, i * 5 + 5))
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
  const slow = calls.flatMap((minute) => minute.slow)
  const all = [...slow, ...Array(sum(calls.map((minute) => minute.all)) - slow.length).fill(0)].sort((a, b) => a - b) as number[]
  const ranked = (values: readonly number[], percent: number) => values[Math.ceil((percent / 100) * values.length) - 1] as number
  const whole = fives.map((minutes) => sum(minutes.map((minute) => minute.all)))
  const broken = fives.map((minutes) => sum(minutes.map((minute) => minute.failed)))
  return {
    counts: whole.map((count, i) => [i * 5, count, count]),
    errors: broken.map((count, i) => [i * 5, count, count / (whole[i] as number)]),
    latency: { average: sum(all) / all.length, max: Math.max(...all), p90: ranked(all, 90), samples: all.length },
    integration: {
      average: sum(slow) / slow.length,
      p50: ranked(
        [...slow].sort((a, b) => a - b),
        50,
      ),
      samples: slow.length,
    },
    rate: calls.flatMap(({ all: count, failed }, minute) => (count === 0 ? [] : [[minute, (100 * failed) / count] as const])),
    metrics: ['4XXError', '5XXError', 'Count', 'IntegrationLatency', 'Latency'],
    failedLines: sum(calls.map((minute) => minute.failed)),
  }
}

/** To the ninth digit: clients print numbers in their own ways. */
const rounded = (answers: unknown) =>
  JSON.parse(JSON.stringify(answers, (_key, value) => (typeof value === 'number' ? Number(value.toPrecision(9)) : value)))

const DIMENSIONS = [
  { Name: 'ApiName', Value: 'observed' },
  { Name: 'Stage', Value: 'test' },
]
const SPAN = { StartTime: new Date(START), EndTime: new Date(START + MINUTES * MINUTE) }
/** The AWS CLI prints seconds, or ISO 8601, as its version has it. */
const minuteOf = (time: Date | string | number) => (new Date(typeof time === 'number' ? time * 1000 : time).getTime() - START) / MINUTE

test('the JavaScript SDK', async () => {
  const options = { endpoint: gw.url as string, region: 'us-east-1', credentials: CREDENTIALS }
  const client = new CloudWatchClient(options)
  const logs = new CloudWatchLogsClient(options)
  const statistics = async (MetricName: string, Period: number, simple: readonly string[], percentiles?: string[]) => {
    const { Datapoints = [] } = await client.send(
      new GetMetricStatisticsCommand({
        Namespace: 'AWS/ApiGateway',
        MetricName,
        Dimensions: DIMENSIONS,
        ...SPAN,
        Period,
        Statistics: simple as never,
        ...(percentiles === undefined ? {} : { ExtendedStatistics: percentiles }),
      }),
    )
    return Datapoints.sort((a, b) => minuteOf(a.Timestamp as Date) - minuteOf(b.Timestamp as Date))
  }
  // Either simple statistics or percentiles in one call, as on AWS.
  const [simple] = await statistics('Latency', 3600, ['Average', 'Maximum', 'SampleCount'])
  const [extended] = await statistics('Latency', 3600, undefined as never, ['p90'])
  const [integration] = await statistics('IntegrationLatency', 3600, ['Average', 'SampleCount'])
  const [median] = await statistics('IntegrationLatency', 3600, undefined as never, ['p50'])
  const stat = (Id: string, MetricName: string, Stat: string) => ({
    Id,
    MetricStat: { Metric: { Namespace: 'AWS/ApiGateway', MetricName, Dimensions: DIMENSIONS }, Period: 60, Stat },
    ReturnData: false,
  })
  const { MetricDataResults: [rate] = [] } = await client.send(
    new GetMetricDataCommand({
      ...SPAN,
      ScanBy: 'TimestampAscending',
      MetricDataQueries: [stat('e', '5XXError', 'Sum'), stat('r', 'Count', 'SampleCount'), { Id: 'rate', Expression: '100 * e / r' }],
    }),
  )
  const { Metrics = [] } = await client.send(new ListMetricsCommand({ Namespace: 'AWS/ApiGateway', Dimensions: DIMENSIONS }))
  const { events = [] } = await logs.send(new FilterLogEventsCommand({ logGroupName: 'access', filterPattern: '{ $.status = 500 }' }))
  const answers: Answers = {
    counts: (await statistics('Count', 300, ['Sum', 'SampleCount'])).map((point) => [
      minuteOf(point.Timestamp as Date),
      point.Sum ?? -1,
      point.SampleCount ?? -1,
    ]),
    errors: (await statistics('5XXError', 300, ['Sum', 'Average'])).map((point) => [
      minuteOf(point.Timestamp as Date),
      point.Sum ?? -1,
      point.Average ?? -1,
    ]),
    latency: {
      average: simple?.Average ?? -1,
      max: simple?.Maximum ?? -1,
      p90: extended?.ExtendedStatistics?.['p90'] ?? -1,
      samples: simple?.SampleCount ?? -1,
    },
    integration: {
      average: integration?.Average ?? -1,
      p50: median?.ExtendedStatistics?.['p50'] ?? -1,
      samples: integration?.SampleCount ?? -1,
    },
    rate: (rate?.Timestamps ?? []).map((time, at) => [minuteOf(time), rate?.Values?.[at] ?? -1]),
    metrics: [...new Set(Metrics.map(({ MetricName = '' }) => MetricName))].sort(),
    failedLines: events.length,
  }
  const seconds = { startTime: START / 1000, endTime: START / 1000 + 3600 }
  const queryString = 'filter status = 500 | stats count(*) as failed'
  const { queryId } = await logs.send(new StartQueryCommand({ logGroupName: 'access', ...seconds, queryString }))
  const { results } = await logs.send(new GetQueryResultsCommand({ queryId }))
  client.destroy()
  logs.destroy()
  expect(rounded(answers)).toEqual(rounded(expected()))
  expect(results?.[0]?.[0]?.value).toBe(String(expected().failedLines))
})

const has = (command: string, ...args: readonly string[]) => spawnSync(command, args, { stdio: 'ignore' }).status === 0
const run = promisify(execFile)
const environment = () => ({
  ...process.env,
  AWS_ENDPOINT_URL: gw.url,
  AWS_ACCESS_KEY_ID: CREDENTIALS.accessKeyId,
  AWS_SECRET_ACCESS_KEY: CREDENTIALS.secretAccessKey,
  AWS_DEFAULT_REGION: 'us-east-1',
  AWS_CONFIG_FILE: '/dev/null',
  AWS_PAGER: '',
})

const BOTO = `
import boto3, json, datetime
cw, logs = boto3.client('cloudwatch'), boto3.client('logs')
start = datetime.datetime.fromtimestamp(${START / 1000}, datetime.timezone.utc)
span = dict(StartTime=start, EndTime=start + datetime.timedelta(hours=1))
dimensions = [dict(Name='ApiName', Value='observed'), dict(Name='Stage', Value='test')]
minute = lambda time: (time - start).total_seconds() / 60
def stats(name, period, simple=None, extended=None):
    wish = dict(Statistics=simple) if simple else dict(ExtendedStatistics=extended)
    points = cw.get_metric_statistics(Namespace='AWS/ApiGateway', MetricName=name, Dimensions=dimensions, Period=period, **span, **wish)
    return sorted(points['Datapoints'], key=lambda point: point['Timestamp'])
def stat(id, name, how):
    metric = dict(Namespace='AWS/ApiGateway', MetricName=name, Dimensions=dimensions)
    return dict(Id=id, MetricStat=dict(Metric=metric, Period=60, Stat=how), ReturnData=False)
latency, integration = stats('Latency', 3600, ['Average', 'Maximum', 'SampleCount'])[0], stats('IntegrationLatency', 3600, ['Average', 'SampleCount'])[0]
rate = cw.get_metric_data(ScanBy='TimestampAscending', **span, MetricDataQueries=[
    stat('e', '5XXError', 'Sum'), stat('r', 'Count', 'SampleCount'), dict(Id='rate', Expression='100 * e / r')])['MetricDataResults'][0]
print(json.dumps(dict(
    counts=[[minute(p['Timestamp']), p['Sum'], p['SampleCount']] for p in stats('Count', 300, ['Sum', 'SampleCount'])],
    errors=[[minute(p['Timestamp']), p['Sum'], p['Average']] for p in stats('5XXError', 300, ['Sum', 'Average'])],
    latency=dict(average=latency['Average'], max=latency['Maximum'], samples=latency['SampleCount'],
        p90=stats('Latency', 3600, extended=['p90'])[0]['ExtendedStatistics']['p90']),
    integration=dict(average=integration['Average'], samples=integration['SampleCount'],
        p50=stats('IntegrationLatency', 3600, extended=['p50'])[0]['ExtendedStatistics']['p50']),
    rate=[[minute(time), value] for time, value in zip(rate['Timestamps'], rate['Values'])],
    metrics=sorted({m['MetricName'] for m in cw.list_metrics(Namespace='AWS/ApiGateway', Dimensions=dimensions)['Metrics']}),
    failedLines=len(logs.filter_log_events(logGroupName='access', filterPattern='{ $.status = 500 }')['events']))))
`

;(has('python3', '-c', 'import boto3') ? test : test.skip)(
  'boto3, which speaks CBOR to CloudWatch',
  async () => {
    const { stdout } = await run('python3', ['-c', BOTO], { env: environment() })
    expect(rounded(JSON.parse(stdout))).toEqual(rounded(expected()))
  },
  60_000,
)

interface Point {
  readonly Timestamp: string | number
  readonly Sum: number
  readonly Average: number
  readonly Maximum: number
  readonly SampleCount: number
  readonly ExtendedStatistics: Readonly<Record<string, number>>
}

;(has('aws', '--version') ? test : test.skip)(
  'the AWS CLI',
  async () => {
    const aws = async (...args: readonly string[]) =>
      JSON.parse((await run('aws', [...args, '--output', 'json'], { env: environment() })).stdout)
    const span = ['--start-time', new Date(START).toISOString(), '--end-time', SPAN.EndTime.toISOString()]
    const dimensions = ['--dimensions', ...DIMENSIONS.map(({ Name, Value }) => `Name=${Name},Value=${Value}`)]
    const of = (name: string) => ['--namespace', 'AWS/ApiGateway', '--metric-name', name, ...dimensions, ...span]
    const statistics = async (name: string, period: number, ...wish: readonly string[]): Promise<Point[]> => {
      const { Datapoints } = await aws('cloudwatch', 'get-metric-statistics', ...of(name), '--period', String(period), ...wish)
      return (Datapoints as Point[]).sort((a, b) => minuteOf(a.Timestamp) - minuteOf(b.Timestamp))
    }
    const stat = (Id: string, MetricName: string, Stat: string) => ({
      Id,
      MetricStat: { Metric: { Namespace: 'AWS/ApiGateway', MetricName, Dimensions: DIMENSIONS }, Period: 60, Stat },
      ReturnData: false,
    })
    const queries = [stat('e', '5XXError', 'Sum'), stat('r', 'Count', 'SampleCount'), { Id: 'rate', Expression: '100 * e / r' }]
    const [counts, errors, [latency], [p90], [integration], [p50], data, listed, filtered] = await Promise.all([
      statistics('Count', 300, '--statistics', 'Sum', 'SampleCount'),
      statistics('5XXError', 300, '--statistics', 'Sum', 'Average'),
      statistics('Latency', 3600, '--statistics', 'Average', 'Maximum', 'SampleCount'),
      statistics('Latency', 3600, '--extended-statistics', 'p90'),
      statistics('IntegrationLatency', 3600, '--statistics', 'Average', 'SampleCount'),
      statistics('IntegrationLatency', 3600, '--extended-statistics', 'p50'),
      aws('cloudwatch', 'get-metric-data', '--metric-data-queries', JSON.stringify(queries), '--scan-by', 'TimestampAscending', ...span),
      aws('cloudwatch', 'list-metrics', '--namespace', 'AWS/ApiGateway', ...dimensions),
      aws('logs', 'filter-log-events', '--log-group-name', 'access', '--filter-pattern', '{ $.status = 500 }'),
    ])
    const { Timestamps, Values } = data.MetricDataResults[0] as { Timestamps: (string | number)[]; Values: number[] }
    const answers = {
      counts: counts.map(({ Timestamp, Sum, SampleCount }) => [minuteOf(Timestamp), Sum, SampleCount]),
      errors: errors.map(({ Timestamp, Sum, Average }) => [minuteOf(Timestamp), Sum, Average]),
      latency: { average: latency?.Average, max: latency?.Maximum, p90: p90?.ExtendedStatistics['p90'], samples: latency?.SampleCount },
      integration: { average: integration?.Average, p50: p50?.ExtendedStatistics['p50'], samples: integration?.SampleCount },
      rate: Timestamps.map((time, at) => [minuteOf(time), Values[at]]),
      metrics: [...new Set((listed.Metrics as { MetricName: string }[]).map(({ MetricName }) => MetricName))].sort(),
      failedLines: filtered.events.length,
    }
    expect(rounded(answers)).toEqual(rounded(expected()))
  },
  60_000,
)
