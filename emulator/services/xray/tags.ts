import { AwsError } from '../../model/errors'
import type { Call } from '../operations'
import { findGroup } from './groups'
import type { XRayOperations } from './operations'
import { findRule } from './sampling-rules'
import { checkTags, type Tags } from './tag-table'

export const TagResource: XRayOperations['TagResource'] = (input, call) => {
  const { tags, put } = tagged(call, input.ResourceARN)
  put(checkTags(input.Tags, tags))
  return {}
}

export const UntagResource: XRayOperations['UntagResource'] = (input, call) => {
  const { tags, put } = tagged(call, input.ResourceARN)
  put(Object.fromEntries(Object.entries(tags).filter(([key]) => !input.TagKeys?.includes(key))))
  return {}
}

export const ListTagsForResource: XRayOperations['ListTagsForResource'] = (input, call) => ({
  Tags: Object.entries(tagged(call, input.ResourceARN).tags).map(([Key, Value]) => ({ Key, Value })),
})

/** What an ARN names, a group or a sampling rule: its tags, and how they are kept. */
function tagged(call: Call, arn = ''): { readonly tags: Tags; readonly put: (tags: Tags) => void } {
  const { traceGroups, samplingRules } = call.records
  const group = findGroup(call, arn)
  if (group !== undefined) return { tags: group.tags, put: (tags) => traceGroups.put({ ...group, tags }, group.group.GroupName) }
  const rule = findRule(call, arn)
  if (rule !== undefined)
    return { tags: rule.tags ?? {}, put: (tags) => samplingRules.put({ ...rule, tags }, rule.SamplingRule.RuleName ?? '') }
  throw new AwsError('ResourceNotFoundException', `The resource ${arn} does not exist.`, 404)
}
