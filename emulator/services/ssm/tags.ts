import type { ParameterRecord } from '../../model/account-services'
import type { Call } from '../operations'
import { type SsmOperations, ssmError } from './parameter-records'

const MOST_TAGS = 50

export const AddTagsToResource: SsmOperations['AddTagsToResource'] = (input, call) => {
  const record = tagged(call, input.ResourceType, input.ResourceId)
  const tags = { ...record.tags, ...Object.fromEntries((input.Tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value])) }
  if (Object.keys(tags).length > MOST_TAGS) {
    throw ssmError('TooManyTagsError', `The number of tags exceeds the limit of ${MOST_TAGS} tags per resource.`)
  }
  call.records.parameters.put({ ...record, tags }, record.Name)
  return {}
}

export const RemoveTagsFromResource: SsmOperations['RemoveTagsFromResource'] = (input, call) => {
  const record = tagged(call, input.ResourceType, input.ResourceId)
  const tags = Object.fromEntries(Object.entries(record.tags ?? {}).filter(([key]) => !input.TagKeys?.includes(key)))
  call.records.parameters.put({ ...record, tags }, record.Name)
  return {}
}

export const ListTagsForResource: SsmOperations['ListTagsForResource'] = (input, call) => ({
  TagList: Object.entries(tagged(call, input.ResourceType, input.ResourceId).tags ?? {}).map(([Key, Value]) => ({ Key, Value })),
})

/** Parameters are the only resources of Systems Manager here. */
function tagged(call: Call, type: string | undefined, id = ''): ParameterRecord {
  if (type !== 'Parameter') throw ssmError('InvalidResourceType', `Not emulated by Portico yet: tags of Systems Manager's ${type ?? ''}`)
  const record = call.records.parameters.get(id)
  if (record === undefined) throw ssmError('InvalidResourceId', `The resource ID "${id}" is not valid. Verify the ID and try again.`)
  return record
}
