import type { AlarmRecord } from '../../model/cloudwatch'
import { AwsError } from '../../model/errors'
import type { Call } from '../operations'
import type { CloudWatchOperations } from './operations'

type Tags = Readonly<Record<string, string>>

export const TagResource: CloudWatchOperations['TagResource'] = (input, call) => {
  const { tags, put } = tagged(call, input.ResourceARN)
  put({ ...tags, ...Object.fromEntries((input.Tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value])) })
  return {}
}

export const UntagResource: CloudWatchOperations['UntagResource'] = (input, call) => {
  const { tags, put } = tagged(call, input.ResourceARN)
  put(Object.fromEntries(Object.entries(tags).filter(([key]) => !input.TagKeys?.includes(key))))
  return {}
}

export const ListTagsForResource: CloudWatchOperations['ListTagsForResource'] = (input, call) => ({
  Tags: Object.entries(tagged(call, input.ResourceARN).tags).map(([Key, Value]) => ({ Key, Value })),
})

/** What an ARN names, an alarm or a dashboard: its tags, and how they are kept. */
function tagged(call: Call, arn = ''): { readonly tags: Tags; readonly put: (tags: Tags) => void } {
  const [, kind, name = ''] = /^arn:[^:]+:cloudwatch:[^:]*:\d*:(alarm:|dashboard\/)(.+)$/.exec(arn) ?? []
  const { alarms, dashboards } = call.records
  const alarm = kind === 'alarm:' ? alarms.get(name) : undefined
  if (alarm !== undefined) return { tags: alarm.tags, put: (tags) => alarms.put({ ...alarm, tags } as AlarmRecord, name) }
  const dashboard = kind === 'dashboard/' ? dashboards.get(name) : undefined
  if (dashboard !== undefined) return { tags: dashboard.tags, put: (tags) => dashboards.put({ ...dashboard, tags }, name) }
  throw new AwsError('ResourceNotFoundException', `The resource ${arn} does not exist.`, 404)
}
