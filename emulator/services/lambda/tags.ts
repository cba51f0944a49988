import type { Call } from '../operations'
import { findCapacityProvider } from './capacity-providers'
import { findConfig } from './code-signing'
import { findMapping } from './event-sources'
import { findFunction, functionName } from './names'
import { invalidParameter, type LambdaOperations, required } from './operations'

type Tags = Readonly<Record<string, string>>

export const TagResource: LambdaOperations['TagResource'] = (input, call) => {
  const resource = tagged(call, input.Resource)
  const tags = { ...resource.tags, ...required(input.Tags, 'tags') }
  if (Object.keys(tags).length > 50) throw invalidParameter('Number of tags exceeds resource tag limit.')
  resource.put(tags)
  return {}
}

export const UntagResource: LambdaOperations['UntagResource'] = (input, call) => {
  const resource = tagged(call, input.Resource)
  const dropped = new Set(required(input.TagKeys, 'tagKeys'))
  resource.put(Object.fromEntries(Object.entries(resource.tags).filter(([key]) => !dropped.has(key))))
  return {}
}

export const ListTags: LambdaOperations['ListTags'] = (input, call) => ({ Tags: { ...tagged(call, input.Resource).tags } })

/** What has tags, and how they are put: functions, event source mappings, code signing configurations and capacity providers; a version or alias has none on AWS either. */
function tagged(call: Call, resource: string | undefined): { readonly tags: Tags; readonly put: (tags: Tags) => void } {
  const arn = required(resource, 'resource')
  if (arn.includes(':code-signing-config:')) {
    const record = findConfig(call, arn)
    return { tags: record.tags, put: (tags) => call.records.codeSigningConfigs.put({ ...record, tags }, arn) }
  }
  if (arn.includes(':event-source-mapping:')) {
    const { UUID } = findMapping(call, arn.split(':').at(-1))
    const table = call.records.eventSourceMappingTags
    return { tags: table.get(UUID) ?? {}, put: (tags) => table.put(tags, UUID) }
  }
  if (arn.includes(':capacity-provider:')) {
    const { record, name } = findCapacityProvider(call, arn)
    return { tags: record.tags, put: (tags) => call.records.capacityProviders.put({ ...record, tags }, name) }
  }
  const { name, qualifier } = functionName(call, arn)
  if (qualifier !== undefined) {
    throw invalidParameter('Tags on function aliases and versions are not supported. Please specify a function ARN.')
  }
  const record = findFunction(call, name)
  return { tags: record.tags, put: (tags) => call.records.functions.put({ ...record, tags }, name) }
}
