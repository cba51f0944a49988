import type * as sdk from '@aws-sdk/client-resource-groups-tagging-api'
import type { Operations, Service } from '../operations'
import * as resources from './resources'

/** AWS Resource Groups Tagging API: every operation that is served. */
const operations = {
  GetResources: resources.GetResources,
  GetTagKeys: resources.GetTagKeys,
  GetTagValues: resources.GetTagValues,
  TagResources: resources.TagResources,
  UntagResources: resources.UntagResources,
}

export const tagging = { name: 'tagging', operations } satisfies Service<Partial<Operations<typeof sdk>>>
