import type { FunctionRecord } from '../../model/lambda'
import type { Call } from '../operations'
import { findFunction, functionName } from './names'
import { invalidParameter, type LambdaOperations, required } from './operations'

export const TagResource: LambdaOperations['TagResource'] = (input, call) => {
  const { record, name } = tagged(call, input.Resource)
  const tags = { ...record.tags, ...required(input.Tags, 'tags') }
  if (Object.keys(tags).length > 50) throw invalidParameter('Number of tags exceeds resource tag limit.')
  call.records.functions.put({ ...record, tags }, name)
  return {}
}

export const UntagResource: LambdaOperations['UntagResource'] = (input, call) => {
  const { record, name } = tagged(call, input.Resource)
  const dropped = new Set(required(input.TagKeys, 'tagKeys'))
  const tags = Object.fromEntries(Object.entries(record.tags).filter(([key]) => !dropped.has(key)))
  call.records.functions.put({ ...record, tags }, name)
  return {}
}

export const ListTags: LambdaOperations['ListTags'] = (input, call) => ({ Tags: { ...tagged(call, input.Resource).record.tags } })

/** Only functions have tags here: a version or alias has none on AWS either. */
function tagged(call: Call, arn: string | undefined): { record: FunctionRecord; name: string } {
  const { name, qualifier } = functionName(call, required(arn, 'resource'))
  if (qualifier !== undefined) {
    throw invalidParameter('Tags on function aliases and versions are not supported. Please specify a function ARN.')
  }
  return { record: findFunction(call, name), name }
}
