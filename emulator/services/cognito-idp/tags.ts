import type { UserPoolRecord } from '../../model/cognito'
import type { Call } from '../operations'
import { type CognitoOperations, notFound } from './operations'

export const TagResource: CognitoOperations['TagResource'] = (input, call) => {
  const record = tagged(call, input.ResourceArn)
  retag(call, record, { ...record.pool.UserPoolTags, ...input.Tags })
  return {}
}

export const UntagResource: CognitoOperations['UntagResource'] = (input, call) => {
  const record = tagged(call, input.ResourceArn)
  const left = Object.entries(record.pool.UserPoolTags).filter(([key]) => !input.TagKeys?.includes(key))
  retag(call, record, Object.fromEntries(left))
  return {}
}

export const ListTagsForResource: CognitoOperations['ListTagsForResource'] = (input, call) => ({
  Tags: { ...tagged(call, input.ResourceArn).pool.UserPoolTags },
})

/** User pools are the only resources of Cognito here that have tags. */
function tagged(call: Call, arn = ''): UserPoolRecord {
  const record = call.records.userPools.list().find(({ pool }) => pool.Arn === arn)
  if (record === undefined) throw notFound(`User pool ${arn.split('/').at(-1)} does not exist.`)
  return record
}

function retag(call: Call, record: UserPoolRecord, UserPoolTags: Record<string, string>): void {
  call.records.userPools.put({ ...record, pool: { ...record.pool, UserPoolTags } }, record.pool.Id)
}
