import type { LogGroupRecord } from '../../model/account-services'
import type { Call } from '../operations'
import { findByArn, findGroup, type LogsOperations } from './operations'

export const TagResource: LogsOperations['TagResource'] = (input, call) => add(call, findByArn(call, input.resourceArn), input.tags)
export const UntagResource: LogsOperations['UntagResource'] = (input, call) =>
  remove(call, findByArn(call, input.resourceArn), input.tagKeys)
export const ListTagsForResource: LogsOperations['ListTagsForResource'] = (input, call) => ({
  tags: { ...findByArn(call, input.resourceArn).tags },
})

/** The older operations, which name the group. */
export const TagLogGroup: LogsOperations['TagLogGroup'] = (input, call) => add(call, findGroup(call, input.logGroupName), input.tags)
export const UntagLogGroup: LogsOperations['UntagLogGroup'] = (input, call) => remove(call, findGroup(call, input.logGroupName), input.tags)
export const ListTagsLogGroup: LogsOperations['ListTagsLogGroup'] = (input, call) => ({
  tags: { ...findGroup(call, input.logGroupName).tags },
})

function add(call: Call, group: LogGroupRecord, tags: Readonly<Record<string, string>> | undefined): Record<string, never> {
  call.records.logGroups.put({ ...group, tags: { ...group.tags, ...tags } }, group.logGroupName)
  return {}
}

function remove(call: Call, group: LogGroupRecord, keys: readonly string[] | undefined): Record<string, never> {
  const dropped = new Set(keys)
  const tags = Object.fromEntries(Object.entries(group.tags).filter(([key]) => !dropped.has(key)))
  call.records.logGroups.put({ ...group, tags }, group.logGroupName)
  return {}
}
