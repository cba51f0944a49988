import type { Properties } from '../properties'
import type { Existing, Made, ResourceContext } from '../resource-type'
import { retag, tagList } from '../tags'

/** What both types of alarm answer when they were put. */
export function alarmMade(name: string, { call }: ResourceContext): Made {
  return { physicalId: name, attributes: { Arn: arnOf(name, call) }, subject: `/alarms/${name}` }
}

export async function deleteAlarm(existing: Existing, { services }: ResourceContext): Promise<void> {
  await services.cloudwatch.DeleteAlarms({ AlarmNames: [existing.physicalId] })
}

export function retagAlarm(properties: Properties, existing: Existing, context: ResourceContext): Promise<void> {
  const ResourceARN = arnOf(existing.physicalId, context.call)
  return retag(existing, properties.raw['Tags'], context, {
    set: (tags) => context.services.cloudwatch.TagResource({ ResourceARN, Tags: tagList(tags) }),
    unset: (TagKeys) => context.services.cloudwatch.UntagResource({ ResourceARN, TagKeys }),
  })
}

function arnOf(name: string, { region, account }: ResourceContext['call']): string {
  return `arn:aws:cloudwatch:${region}:${account}:alarm:${name}`
}
