import type { CloudWatchClient, Metric, MetricDataQuery } from '@aws-sdk/client-cloudwatch'
import { userError } from '../base/diagnostics'
import type { Given } from '../options'
import { clientOf, timeOf } from './running'
import { sparkline } from './sparkline'

/** What `portico metrics` takes besides where the emulator runs. */
export interface MetricFlags {
  readonly url?: string
  readonly namespace?: string
  readonly minutes?: string
}

/** One metric over the last minutes. */
interface Row {
  readonly namespace: string
  readonly metric: string
  readonly dimensions: Readonly<Record<string, string>>
  readonly statistic: string
  /** Oldest first; undefined where there was nothing. */
  readonly minutes: readonly (number | undefined)[]
  /** Of all of them, by statistic. */
  readonly whole: Readonly<Record<string, number>>
}

const MINUTE = 60_000
/** Queries of one call of GetMetricData. */
const MOST = 500
const SPANS = /Latency|Duration/
const WIDEST = 1440

/** `portico metrics`: the metrics of a running emulator, minute by minute, as sparklines and as numbers. */
export async function metrics(given: Given, { url, namespace, minutes = '30' }: MetricFlags): Promise<number> {
  const count = Number(minutes)
  if (!Number.isInteger(count) || count < 1 || count > WIDEST)
    throw userError('bad-option', `--minutes is ${minutes}: expected a number from 1 to ${WIDEST}.`, { fix: 'Leave it out for 30.' })
  const now = await timeOf(given, url)
  const sdk = require('@aws-sdk/client-cloudwatch') as typeof import('@aws-sdk/client-cloudwatch')
  const client = new sdk.CloudWatchClient(clientOf(given, url))
  try {
    const found: Metric[] = []
    let NextToken: string | undefined
    do {
      const page = await client.send(
        new sdk.ListMetricsCommand({ ...(namespace === undefined ? {} : { Namespace: namespace }), NextToken }),
      )
      found.push(...(page.Metrics ?? []))
      NextToken = page.NextToken
    } while (NextToken !== undefined)
    const rows = await readRows(client, found, now, count)
    if (given.json === true)
      for (const row of rows) console.log(JSON.stringify({ ...row, minutes: row.minutes.map((value) => value ?? null) }))
    else console.log(rows.length === 0 ? `No metrics in the last ${count} minutes.` : table(rows))
  } finally {
    client.destroy()
  }
  return 0
}

async function readRows(client: CloudWatchClient, found: readonly Metric[], now: number, count: number): Promise<Row[]> {
  const { GetMetricDataCommand } = require('@aws-sdk/client-cloudwatch') as typeof import('@aws-sdk/client-cloudwatch')
  const end = (Math.floor(now / MINUTE) + 1) * MINUTE
  const span = { StartTime: new Date(end - count * MINUTE), EndTime: new Date(end) }
  const wishes = found.flatMap((metric, at) =>
    statisticsOf(metric).flatMap((stat, which) => [
      { metric, at, which, stat, period: 60, id: `m${at}_${which}` },
      { metric, at, which, stat, period: count * 60, id: `w${at}_${which}` },
    ]),
  )
  const values = new Map<string, ReadonlyMap<number, number>>()
  for (let from = 0; from < wishes.length; from += MOST) {
    const MetricDataQueries = wishes
      .slice(from, from + MOST)
      .map(({ metric, stat, period, id }): MetricDataQuery => ({ Id: id, MetricStat: { Metric: metric, Stat: stat, Period: period } }))
    const { MetricDataResults = [] } = await client.send(new GetMetricDataCommand({ MetricDataQueries, ...span }))
    for (const { Id = '', Timestamps = [], Values = [] } of MetricDataResults)
      values.set(Id, new Map(Timestamps.map((time, at) => [time.getTime(), Values[at] as number])))
  }
  return found.flatMap((metric, at) => {
    const [statistic = ''] = statisticsOf(metric)
    const own = values.get(`m${at}_0`) ?? new Map<number, number>()
    if (own.size === 0) return []
    const whole = statisticsOf(metric).map((stat, which) => [stat, merged(values.get(`w${at}_${which}`), stat)])
    return [
      {
        namespace: metric.Namespace ?? '',
        metric: metric.MetricName ?? '',
        dimensions: Object.fromEntries((metric.Dimensions ?? []).map(({ Name = '', Value = '' }) => [Name, Value])),
        statistic,
        minutes: Array.from({ length: count }, (_, minute) => own.get(end - (count - minute) * MINUTE)),
        whole: Object.fromEntries(whole),
      },
    ]
  })
}

/** The first one is drawn. */
function statisticsOf({ MetricName = '', Namespace = '' }: Metric): string[] {
  if (SPANS.test(MetricName)) return ['Average', 'p99', 'Maximum']
  return Namespace.startsWith('AWS/') ? ['Sum', 'SampleCount'] : ['Sum', 'SampleCount', 'Maximum']
}

/** A span that is not aligned to its period comes in two parts. */
function merged(parts: ReadonlyMap<number, number> | undefined, statistic: string): number {
  const values = [...(parts?.values() ?? [])]
  if (statistic === 'Sum' || statistic === 'SampleCount') return values.reduce((sum, value) => sum + value, 0)
  return Math.max(...values)
}

/** Metrics by what they are of. */
function table(rows: readonly Row[]): string {
  const groups = new Map<string, Row[]>()
  for (const row of rows) {
    const name = [row.namespace, ...Object.entries(row.dimensions).map(([key, value]) => `${key}=${value}`)].join('  ')
    groups.set(name, [...(groups.get(name) ?? []), row])
  }
  const width = Math.max(...rows.map(({ metric }) => metric.length))
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, group]) => {
      const lines = group
        .sort((a, b) => (a.metric < b.metric ? -1 : 1))
        .map(({ metric, minutes, whole }) => {
          const numbers = Object.entries(whole).map(([stat, value]) => `${LABELS[stat] ?? stat} ${shown(value)}`)
          return `  ${metric.padEnd(width)}  ${sparkline(minutes)}  ${numbers.join('  ')}`
        })
      return [name, ...lines].join('\n')
    })
    .join('\n')
}

const LABELS: Readonly<Record<string, string>> = { Sum: 'sum', SampleCount: 'of', Average: 'average', Maximum: 'max' }

function shown(value: number): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 2 })
}
