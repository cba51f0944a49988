import type * as sdk from '@aws-sdk/client-resource-groups-tagging-api'
import { AwsError } from '../../model/errors'
import type { Call, Operations } from '../operations'
import { page } from '../pages'
import { KINDS, type Tagged } from './kinds'

type Tagging = Operations<typeof sdk>

const MOST_ARNS = 20

/** What is tagged; untagged resources are told of only when they are asked for by ARN. */
export const GetResources: Tagging['GetResources'] = (input, call) => {
  const { ResourceARNList: arns, TagFilters = [], ResourceTypeFilters = [] } = input
  if (arns !== undefined && (TagFilters.length > 0 || ResourceTypeFilters.length > 0 || input.ResourcesPerPage !== undefined)) {
    throw invalid('ResourceARNList cannot be combined with other parameters')
  }
  const size = input.ResourcesPerPage ?? 50
  if (size < 1 || size > 100) throw invalid('ResourcesPerPage must be between 1 and 100')
  if (TagFilters.some(({ Key }) => Key === undefined || Key === '')) throw invalid('Tag filter key cannot be empty')
  const found = everything(call).filter(
    (one) =>
      (arns === undefined ? Object.keys(one.tags).length > 0 : arns.includes(one.arn)) &&
      (ResourceTypeFilters.length === 0 || ResourceTypeFilters.some((type) => isOf(one, type))) &&
      TagFilters.every(({ Key = '', Values = [] }) => {
        const value = Object.hasOwn(one.tags, Key) ? one.tags[Key] : undefined
        return value !== undefined && (Values.length === 0 || Values.includes(value))
      }),
  )
  const { items, next } = page(found, input.PaginationToken || undefined, size)
  return {
    ResourceTagMappingList: items.map(({ arn, tags }) => ({
      ResourceARN: arn,
      Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
    })),
    PaginationToken: next ?? '',
  }
}

export const TagResources: Tagging['TagResources'] = (input, call) => {
  const added = input.Tags ?? {}
  if (Object.keys(added).length < 1 || Object.keys(added).length > 50) throw invalid('Tags must have between 1 and 50 members')
  if (Object.keys(added).some((key) => key.startsWith('aws:'))) throw invalid('Tag keys cannot begin with aws:')
  return change(input.ResourceARNList, call, (tags) => ({ ...tags, ...added }))
}

export const UntagResources: Tagging['UntagResources'] = (input, call) => {
  const dropped = new Set(input.TagKeys)
  if (dropped.size === 0) throw invalid('TagKeys must have between 1 and 50 members')
  return change(input.ResourceARNList, call, (tags) => Object.fromEntries(Object.entries(tags).filter(([key]) => !dropped.has(key))))
}

export const GetTagKeys: Tagging['GetTagKeys'] = (input, call) => {
  const keys = new Set(everything(call).flatMap(({ tags }) => Object.keys(tags)))
  const { items, next } = page([...keys].sort(), input.PaginationToken || undefined, 1000)
  return { TagKeys: items, PaginationToken: next ?? '' }
}

export const GetTagValues: Tagging['GetTagValues'] = (input, call) => {
  const key = input.Key ?? ''
  const values = new Set(everything(call).flatMap(({ tags }) => (Object.hasOwn(tags, key) ? [tags[key] as string] : [])))
  const { items, next } = page([...values].sort(), input.PaginationToken || undefined, 1000)
  return { TagValues: items, PaginationToken: next ?? '' }
}

function everything(call: Call): Tagged[] {
  return KINDS.flatMap((kind) => kind(call))
}

/** A filter is a service, or a service and a type; what is below a type is of it too. */
function isOf({ type }: Tagged, filter: string): boolean {
  return type === filter || type.startsWith(`${filter}:`) || type.startsWith(`${filter}/`)
}

/** Changes the tags of each resource; those that cannot be changed are told of, and do not keep the others from it. */
function change(
  arns: readonly string[] | undefined,
  call: Call,
  changed: (tags: Tagged['tags']) => Tagged['tags'],
): { FailedResourcesMap: Record<string, sdk.FailureInfo> } {
  if (arns === undefined || arns.length < 1 || arns.length > MOST_ARNS) {
    throw invalid(`ResourceARNList must have between 1 and ${MOST_ARNS} members`)
  }
  const all = new Map(everything(call).map((one) => [one.arn, one]))
  const FailedResourcesMap: Record<string, sdk.FailureInfo> = {}
  for (const arn of arns) {
    const resource = all.get(arn.replace(/(:log-group:[^:]+):\*$/, '$1'))
    if (resource?.retag !== undefined) resource.retag(changed(resource.tags))
    else {
      const ErrorMessage = resource === undefined ? `There is no resource ${arn}` : `The tags of ${arn} change with the stack only`
      FailedResourcesMap[arn] = { StatusCode: 400, ErrorCode: 'InvalidParameterException', ErrorMessage }
    }
  }
  return { FailedResourcesMap }
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidParameterException', message, 400)
}
