import type { Group, InsightsConfiguration } from '@aws-sdk/client-xray'
import type { Properties } from '../properties'
import { boolean, json, type PropertyTable, reported, required, string } from '../property-table'
import type { Made, ResourceType } from '../resource-type'
import { retag, tagList } from '../tags'

const INSIGHTS = 'insights are not made'
const SETTINGS: PropertyTable = {
  'InsightsConfiguration.InsightsEnabled': reported(boolean, INSIGHTS, false),
  'InsightsConfiguration.NotificationsEnabled': reported(boolean, INSIGHTS, false),
}

/** A group cannot be renamed (X-Ray developer guide, "Configuring groups"). Uncertain: that CloudFormation makes a new one then. */
export const traceGroup: ResourceType = {
  type: 'AWS::XRay::Group',
  properties: { FilterExpression: string, GroupName: required(string), ...SETTINGS, Tags: json },
  attributes: ['GroupARN'],
  replaceOn: ['GroupName'],
  create: async (properties, { services, tags }) => {
    const GroupName = properties.needed('GroupName')
    const FilterExpression = properties.text('FilterExpression')
    const Tags = tagList(tags(properties.raw['Tags']))
    const { Group } = await services.xray.CreateGroup({ GroupName, FilterExpression, InsightsConfiguration: insights(properties), Tags })
    return made(Group)
  },
  update: async (properties, existing, context) => {
    const { xray } = context.services
    const GroupARN = existing.physicalId
    const FilterExpression = properties.text('FilterExpression') ?? ''
    const InsightsConfiguration = { InsightsEnabled: false, NotificationsEnabled: false, ...insights(properties) }
    const { Group } = await xray.UpdateGroup({ GroupARN, FilterExpression, InsightsConfiguration })
    await retag(existing, properties.raw['Tags'], context, {
      set: (tags) => xray.TagResource({ ResourceARN: GroupARN, Tags: tagList(tags) }),
      unset: (TagKeys) => xray.UntagResource({ ResourceARN: GroupARN, TagKeys }),
    })
    return made(Group)
  },
  delete: async (existing, { services }) => {
    await services.xray.DeleteGroup({ GroupARN: existing.physicalId })
  },
}

/** Ref answers the ARN, which is the type's primary identifier. */
function made(group: Group | undefined): Made {
  const physicalId = group?.GroupARN ?? ''
  return { physicalId, attributes: { GroupARN: physicalId }, subject: `/tracegroups/${group?.GroupName}` }
}

function insights(properties: Properties): InsightsConfiguration | undefined {
  return properties.entry('InsightsConfiguration')?.raw
}
