import type { Scope } from '@aws-sdk/client-wafv2'
import type { Awaitable } from '../../../../base/awaitable'
import type { Properties } from '../properties'
import { reported, string } from '../property-table'
import type { Existing, ResourceContext } from '../resource-type'
import { retag, tagList } from '../tags'

/** Why properties about what WAF tells of requests have no effect. */
export const NOT_TOLD = 'metrics and samples of web ACLs are not recorded'
export const VISIBILITY = {
  'VisibilityConfig.CloudWatchMetricsEnabled': reported({ kind: 'boolean' }, NOT_TOLD, false),
  'VisibilityConfig.MetricName': string,
  'VisibilityConfig.SampledRequestsEnabled': reported({ kind: 'boolean' }, NOT_TOLD, false),
} as const

/** What names an item of AWS WAF from Ref on: `name|id|scope`. */
export function itemOf({ physicalId }: Pick<Existing, 'physicalId'>): {
  readonly Name: string
  readonly Id: string
  readonly Scope: Scope
} {
  const [Name = '', Id = '', scope = ''] = physicalId.split('|')
  return { Name, Id, Scope: scope as Scope }
}

/** What every new item is made with. */
export function commonOf(properties: Properties, context: ResourceContext) {
  return {
    Name: properties.text('Name') ?? context.physicalName(128),
    Scope: properties.needed('Scope') as Scope,
    Description: properties.text('Description'),
    Tags: tagList(context.tags(properties.raw['Tags'])),
  }
}

/** The item as it stands now, for its lock token: changing one needs the latest. */
export async function latest<Answer extends { readonly LockToken?: string | undefined }>(get: Awaitable<Answer>): Promise<string> {
  return (await get).LockToken ?? ''
}

export async function retagItem(properties: Properties, existing: Existing, context: ResourceContext): Promise<void> {
  const ResourceARN = String(existing.attributes['Arn'])
  await retag(existing, properties.raw['Tags'], context, {
    set: (tags) => context.services.wafv2.TagResource({ ResourceARN, Tags: tagList(tags) }),
    unset: (TagKeys) => context.services.wafv2.UntagResource({ ResourceARN, TagKeys }),
  })
}
