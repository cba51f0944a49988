import type { Query } from './math/evaluate'
import type { TimeSeries } from './math/values'

const SUMMARIES: Readonly<Record<string, (values: readonly number[]) => number | undefined>> = {
  AVG: (values) => sum(values) / values.length,
  DATAPOINT_COUNT: (values) => values.length,
  FIRST: ([first]) => first,
  LAST: (values) => values.at(-1),
  MAX: (values) => Math.max(...values),
  MIN: (values) => Math.min(...values),
  SUM: sum,
}

/**
 * What a result is called: its query's label with `${MAX}`, `${PROP('Dim.Stage')}` and the like filled in; else the metric's name, the id of
 * an expression, or what a search found. Uncertain: AWS's own default for expressions.
 */
export function labelOf(query: Query, series: TimeSeries): string {
  const { given, metric, id } = query
  const own = metric?.name ?? (/^\s*SEARCH\s*\(/i.test(given.Expression ?? '') ? series.label : id)
  if (given.Label === undefined) return own
  const values = [...series.values.values()]
  return given.Label.replace(/\$\{([A-Z_]+)(?:\('([^']*)'\))?\}/g, (whole, name: string, argument: string | undefined) => {
    if (name === 'LABEL') return own
    if (name === 'PROP') return propertyOf(argument ?? '', query)
    const summary = SUMMARIES[name]
    if (summary === undefined) return whole
    return values.length === 0 ? '--' : shown(summary(values) ?? Number.NaN)
  })
}

function propertyOf(name: string, { given, metric }: Query): string {
  switch (name) {
    case 'MetricName':
      return metric?.name ?? ''
    case 'Namespace':
      return metric?.namespace ?? ''
    case 'Stat':
      return given.MetricStat?.Stat ?? ''
    case 'Period':
      return String(given.MetricStat?.Period ?? '')
    default:
      return metric?.dimensions.find(({ Name }) => `Dim.${Name}` === name)?.Value ?? ''
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

function shown(value: number): string {
  return String(Math.round(value * 1000) / 1000)
}
