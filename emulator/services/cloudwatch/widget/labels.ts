import type { MetricDataQuery } from '@aws-sdk/client-cloudwatch'
import type { WidgetMetric } from './metrics'

/** What tells metrics apart, in the order in which it is tried: dimensions and name, then the statistic as well, then the namespace. */
const TELLING = [
  ({ name, dimensions }: Parts) => [name, ...dimensions],
  ({ name, dimensions, stat }: Parts) => [stat, name, ...dimensions],
  ({ name, dimensions, stat, namespace }: Parts) => [namespace, stat, name, ...dimensions],
]

interface Parts {
  readonly namespace: string
  readonly name: string
  readonly stat: string
  readonly dimensions: readonly string[]
}

/**
 * Gives metrics without a label one "that distinguishes it from the other metrics in the widget": what is not the same for all of those that
 * are seen, or the name where nothing is. `${LABEL}` in a label of the user's is the same. Uncertain: AWS's own way of telling them apart.
 */
export function labelMetrics(metrics: readonly WidgetMetric[]): MetricDataQuery[] {
  const own = distinguish(metrics.flatMap(({ query }) => (query.ReturnData === false ? [] : (partsOf(query) ?? []))))
  return metrics.map(({ query }, at) => {
    const parts = partsOf(query)
    const told = parts === undefined ? expressionName(query, at) : (own.get(JSON.stringify(parts)) ?? parts.name)
    if (told === undefined) return query
    return { ...query, Label: query.Label === undefined ? told : query.Label.replaceAll('${LABEL}', () => told) }
  })
}

/** Labels by the metric: the first way of telling them apart that does so, or the last. */
function distinguish(all: readonly Parts[]): Map<string, string> {
  const keys = new Set(all.map((parts) => JSON.stringify(parts)))
  let labels = new Map<string, string>()
  for (const telling of TELLING) {
    const rows = all.map(telling)
    const most = Math.max(0, ...rows.map((row) => row.length))
    const differing = Array.from({ length: most }, (_, i) => i).filter((i) => new Set(rows.map((row) => row[i])).size > 1)
    labels = new Map(all.map((parts, at) => [JSON.stringify(parts), differing.flatMap((i) => rows[at]?.[i] ?? []).join(' ') || parts.name]))
    if (new Set(labels.values()).size === keys.size) break
  }
  return labels
}

function partsOf({ MetricStat }: MetricDataQuery): Parts | undefined {
  if (MetricStat === undefined) return undefined
  const { Metric, Stat = '' } = MetricStat
  const dimensions = (Metric?.Dimensions ?? []).map(({ Value = '' }) => Value)
  return { namespace: Metric?.Namespace ?? '', name: Metric?.MetricName ?? '', stat: Stat, dimensions }
}

/** Searches find series that have names of their own; other expressions have their id, or the number of their row. */
function expressionName({ Expression = '', Id = '' }: MetricDataQuery, at: number): string | undefined {
  if (/^\s*SEARCH\s*\(/i.test(Expression)) return undefined
  return /^q_\d+$/.test(Id) ? `Expression${at + 1}` : Id
}

/** The series of one query by name: where all would have the same, what each is of stands behind it. */
export function namesOf(labels: readonly string[], own: readonly string[]): string[] {
  return labels.length > 1 && new Set(labels).size === 1 ? labels.map((label, i) => `${label} ${own[i] ?? ''}`.trim()) : [...labels]
}
