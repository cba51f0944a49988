import type { MetricDataResult } from '@aws-sdk/client-cloudwatch'
import type { Call } from '../operations'
import { page } from '../pages'
import { Queries, type Query } from './math/evaluate'
import { isSeries, seriesOf, type TimeSeries, type Value } from './math/values'
import { labelOf } from './metric-label'
import { type CloudWatchOperations, invalidValue, oneOf } from './operations'
import { roundStart, type Span } from './read-metric'

const MOST_QUERIES = 500
const MOST_POINTS = 100_800

/** Values of metrics and of metric math, newest first unless asked otherwise. */
export const GetMetricData: CloudWatchOperations['GetMetricData'] = (input, call) => {
  const given = input.MetricDataQueries ?? []
  if (given.length > MOST_QUERIES) throw invalidValue(`The collection MetricDataQueries must not have a size greater than ${MOST_QUERIES}.`)
  const queries = new Queries(given)
  const [start, to] = [input.StartTime?.getTime() ?? 0, input.EndTime?.getTime() ?? 0]
  if (start >= to) throw invalidValue('The parameter StartTime must be less than the parameter EndTime.')
  const order = oneOf(input.ScanBy ?? 'TimestampDescending', ['TimestampDescending', 'TimestampAscending'], 'scanBy')
  const ascending = order === 'TimestampAscending'
  const from = roundStart(start, call.clock.now(), queries.period)
  const results = queries.all
    .filter(({ returned }) => returned)
    .flatMap((query) => returnedSeries(queries, query, call, { from, to }).map((series) => resultOf(query, series, ascending)))
  // Pages are of results as a whole.
  const { items, next } = page(results, input.NextToken, resultsWithin(results, input.MaxDatapoints ?? MOST_POINTS))
  return { MetricDataResults: items, Messages: [], ...(next === undefined ? {} : { NextToken: next }) }
}

/** The series that a query comes to, the span as one period if asked. A number alone is none. */
export function returnedSeries(queries: Queries, query: Query, call: Call, span: Span, whole = false): readonly TimeSeries[] {
  const value: Value = queries.evaluate(query.id, call, span, whole)
  if (typeof value === 'number') {
    throw invalidValue(`Error in expression '${query.id}': The expression must return a time series or an array of time series.`)
  }
  return isSeries(value) ? [value] : seriesOf(value, query.id)
}

function resultOf(query: Query, series: TimeSeries, ascending: boolean): MetricDataResult {
  const points = [...series.values]
  if (!ascending) points.reverse()
  return {
    Id: query.id,
    Label: labelOf(query, series),
    Timestamps: points.map(([at]) => new Date(at)),
    Values: points.map(([, value]) => value),
    StatusCode: 'Complete',
  }
}

/** How many results one answer holds, one at least. */
function resultsWithin(results: readonly MetricDataResult[], most: number): number {
  let points = 0
  const beyond = results.findIndex(({ Values }) => {
    points += Values?.length ?? 0
    return points > most
  })
  return beyond < 0 ? Math.max(1, results.length) : Math.max(1, beyond)
}
