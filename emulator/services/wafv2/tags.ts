import type { Call } from '../operations'
import { KINDS, type Kind, nonexistent, type RecordOf, tagsOf, type WafOperations } from './operations'

export const TagResource: WafOperations['TagResource'] = (input, call) =>
  retag(call, input.ResourceARN, (tags) => ({ ...tags, ...tagsOf(input.Tags) }))

export const UntagResource: WafOperations['UntagResource'] = (input, call) =>
  retag(call, input.ResourceARN, (tags) => Object.fromEntries(Object.entries(tags).filter(([key]) => !input.TagKeys?.includes(key))))

export const ListTagsForResource: WafOperations['ListTagsForResource'] = ({ ResourceARN }, call) => {
  const { record } = find(call, ResourceARN)
  const TagList = Object.entries(record.tags).map(([Key, Value]) => ({ Key, Value }))
  return { TagInfoForResource: { ResourceARN, TagList } }
}

function retag(
  call: Call,
  arn: string | undefined,
  change: (tags: Readonly<Record<string, string>>) => Record<string, string>,
): Record<string, never> {
  const { kind, record } = find(call, arn)
  const table = call.records[kind] as { put(record: unknown, id: string): unknown }
  table.put({ ...record, tags: change(record.tags) }, String(record.item.Id))
  return {}
}

function find(call: Call, arn = ''): { kind: Kind; record: RecordOf<Kind> } {
  const [, word, id = ''] = /\/([a-z]+)\/[^/]+\/([^/]+)$/.exec(arn) ?? []
  const kind = (Object.keys(KINDS) as Kind[]).find((one) => KINDS[one] === word)
  const record = kind === undefined ? undefined : call.records[kind].get(id)
  if (kind === undefined || record === undefined) throw nonexistent()
  return { kind, record }
}
