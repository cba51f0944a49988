import type { QueryDefinition } from '@aws-sdk/client-cloudwatch-logs'
import { AwsError } from '../../model/errors'
import type { Call } from '../operations'
import { page } from '../pages'
import { constraint, type LogsOperations } from './operations'

/** Of a query. */
export const MOST_CHARACTERS = 10_000
const MOST = 1000

/** Keeps a query under a name. With an id, all members of that definition are replaced (CloudWatch Logs API reference). */
export const PutQueryDefinition: LogsOperations['PutQueryDefinition'] = (input, call) => {
  const { name = '', queryString = '', queryLanguage = 'CWLI', logGroupNames, parameters } = input
  if (name === '' || name.length > 255) throw constraint('name', name, 'Member must have length between 1 and 255')
  if (queryString === '' || queryString.length > MOST_CHARACTERS)
    throw constraint('queryString', queryString.slice(0, 100), `Member must have length between 1 and ${MOST_CHARACTERS}`)
  const { queryDefinitions } = call.records
  if (input.queryDefinitionId !== undefined) find(call, input.queryDefinitionId)
  else if (queryDefinitions.list().length >= MOST) throw new AwsError('LimitExceededException', 'Resource limit exceeded.', 400)
  const queryDefinitionId = input.queryDefinitionId ?? call.ids.uuid()
  queryDefinitions.put(
    {
      queryDefinitionId,
      queryLanguage,
      name,
      queryString,
      lastModified: call.clock.now(),
      ...(logGroupNames === undefined ? {} : { logGroupNames: [...logGroupNames] }),
      ...(parameters === undefined ? {} : { parameters: [...parameters] }),
    },
    queryDefinitionId,
  )
  return { queryDefinitionId }
}

export const DescribeQueryDefinitions: LogsOperations['DescribeQueryDefinitions'] = (input, call) => {
  const { queryDefinitionNamePrefix: prefix = '', queryLanguage, maxResults = MOST } = input
  if (maxResults < 1 || maxResults > MOST) throw constraint('maxResults', maxResults, `Member must have value between 1 and ${MOST}`)
  const all = call.records.queryDefinitions
    .list()
    .filter((one) => one.name.startsWith(prefix) && (queryLanguage === undefined || one.queryLanguage === queryLanguage))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
  const { items, next } = page(all, input.nextToken, maxResults)
  const queryDefinitions: QueryDefinition[] = items.map((one) => ({ ...one }))
  return { queryDefinitions, ...(next === undefined ? {} : { nextToken: next }) }
}

export const DeleteQueryDefinition: LogsOperations['DeleteQueryDefinition'] = (input, call) => {
  call.records.queryDefinitions.delete(find(call, input.queryDefinitionId))
  return { success: true }
}

/** The id of a definition that is there. Uncertain: the wording of the refusal. */
function find(call: Call, id = ''): string {
  if (call.records.queryDefinitions.get(id) === undefined)
    throw new AwsError('ResourceNotFoundException', `Unable to find query definition with id ${id}.`, 400)
  return id
}
