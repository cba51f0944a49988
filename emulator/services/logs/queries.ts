import type { QueryInfo, QueryStatus, ResultField } from '@aws-sdk/client-cloudwatch-logs'
import { AwsError } from '../../model/errors'
import type { Call } from '../operations'
import { page } from '../pages'
import { readRows } from './fields'
import { compileQuery } from './insights/commands'
import { runQuery } from './insights/run'
import { constraint, identifiedGroup, invalid, type LogsOperations } from './operations'
import { MOST_CHARACTERS } from './query-definitions'

const SECOND = 1000
const MOST_GROUPS = 50
const MOST_RESULTS = 10_000
/** Queries whose results are kept. */
const MOST_QUERIES = 100

interface KeptQuery {
  readonly info: QueryInfo & { readonly queryId: string }
  readonly results: ResultField[][]
  readonly statistics: { readonly recordsMatched: number; readonly recordsScanned: number; readonly bytesScanned: number }
}

const QUERIES = new WeakMap<Call['records'], Map<string, KeptQuery>>()

function queriesOf({ records }: Call): Map<string, KeptQuery> {
  let queries = QUERIES.get(records)
  if (queries === undefined) {
    queries = new Map()
    QUERIES.set(records, queries)
  }
  return queries
}

/** A query of CloudWatch Logs Insights. It has run when it is answered; AWS takes some seconds. */
export const StartQuery: LogsOperations['StartQuery'] = async (input, call) => {
  if (input.queryLanguage !== undefined && input.queryLanguage !== 'CWLI') {
    throw invalid(`Not emulated by Portico yet: queries in ${input.queryLanguage}`)
  }
  const names = [
    ...(input.logGroupName === undefined ? [] : [input.logGroupName]),
    ...(input.logGroupNames ?? []),
    ...(input.logGroupIdentifiers ?? []),
  ]
  if (names.length === 0) throw invalid('A log group must be specified.')
  if (names.length > MOST_GROUPS)
    throw constraint('logGroupNames', `[${names.length}]`, `Member must have length less than or equal to ${MOST_GROUPS}`)
  const { startTime = 0, endTime = 0, limit, queryString = '' } = input
  if (startTime > endTime) throw invalid('End time should not be before start time.')
  if (limit !== undefined && (limit < 1 || limit > MOST_RESULTS))
    throw constraint('limit', limit, `Member must have value between 1 and ${MOST_RESULTS}`)
  if (queryString.length > MOST_CHARACTERS)
    throw constraint('queryString', queryString.slice(0, 100), `Member must have length less than or equal to ${MOST_CHARACTERS}`)
  const now = call.clock.now()
  const steps = compileQuery(queryString, now)
  const groups = names.map((name) => identifiedGroup(call, { logGroupIdentifier: name }))
  const rows = []
  let bytesScanned = 0
  for (const group of groups) {
    for (const { event, row } of await readRows(call, group, startTime * SECOND, (endTime + 1) * SECOND)) {
      bytesScanned += event.record.length
      rows.push(row)
    }
  }
  const results = runQuery(steps, rows, limit)
  const queryId = call.ids.uuid()
  const queries = queriesOf(call)
  queries.set(queryId, {
    info: { queryId, queryLanguage: 'CWLI', queryString, status: 'Complete', createTime: now, logGroupName: groups[0]?.logGroupName ?? '' },
    results,
    statistics: { recordsMatched: results.length, recordsScanned: rows.length, bytesScanned },
  })
  for (const oldest of queries.keys()) {
    if (queries.size <= MOST_QUERIES) break
    queries.delete(oldest)
  }
  return { queryId }
}

export const GetQueryResults: LogsOperations['GetQueryResults'] = (input, call) => {
  const { results, statistics, info } = find(call, input.queryId)
  return { queryLanguage: 'CWLI', results, statistics, status: info.status as QueryStatus }
}

/** Too late: a query has run when it was started. */
export const StopQuery: LogsOperations['StopQuery'] = (input, call) => {
  find(call, input.queryId)
  throw invalid('Query has ended and cannot be canceled')
}

export const DescribeQueries: LogsOperations['DescribeQueries'] = (input, call) => {
  const all = [...queriesOf(call).values()]
    .map(({ info }) => info)
    .filter(
      ({ logGroupName, status }) =>
        (input.logGroupName === undefined || logGroupName === input.logGroupName) &&
        (input.status === undefined || status === input.status),
    )
    .reverse()
  const { items, next } = page(all, input.nextToken, input.maxResults ?? 1000)
  return { queries: items, ...(next === undefined ? {} : { nextToken: next }) }
}

function find(call: Call, queryId = ''): KeptQuery {
  const query = queriesOf(call).get(queryId)
  if (query === undefined) throw new AwsError('ResourceNotFoundException', 'Query does not exist.', 400)
  return query
}
