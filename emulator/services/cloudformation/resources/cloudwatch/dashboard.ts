import type { Properties } from '../properties'
import { json, required, string } from '../property-table'
import type { Made, ResourceContext, ResourceType } from '../resource-type'
import { retag, tagList } from '../tags'

export const dashboard: ResourceType = {
  type: 'AWS::CloudWatch::Dashboard',
  properties: { DashboardBody: required(string), DashboardName: string, Tags: json },
  attributes: [],
  replaceOn: ['DashboardName'],
  create: (properties, context) => put(properties.text('DashboardName') ?? context.physicalName(255), properties, context),
  update: async (properties, existing, context) => {
    const { services, call } = context
    const made = await put(existing.physicalId, properties, context)
    const ResourceARN = call.records.dashboards.get(existing.physicalId)?.arn
    await retag(existing, properties.raw['Tags'], context, {
      set: (tags) => services.cloudwatch.TagResource({ ResourceARN, Tags: tagList(tags) }),
      unset: (TagKeys) => services.cloudwatch.UntagResource({ ResourceARN, TagKeys }),
    })
    return made
  },
  delete: async (existing, { services }) => {
    await services.cloudwatch.DeleteDashboards({ DashboardNames: [existing.physicalId] })
  },
}

async function put(DashboardName: string, properties: Properties, { services, tags }: ResourceContext): Promise<Made> {
  const DashboardBody = properties.needed('DashboardBody')
  await services.cloudwatch.PutDashboard({ DashboardName, DashboardBody, Tags: tagList(tags(properties.raw['Tags'])) })
  return { physicalId: DashboardName, subject: `/dashboards/${DashboardName}` }
}
