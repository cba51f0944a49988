import type { Properties } from '../properties'
import { boolean, json, number, required, string } from '../property-table'
import type { Made, ResourceContext, ResourceType } from '../resource-type'
import { tagList } from '../tags'
import { alarmMade, deleteAlarm, retagAlarm } from './alarm-parts'

export const compositeAlarm: ResourceType = {
  type: 'AWS::CloudWatch::CompositeAlarm',
  properties: {
    ActionsEnabled: boolean,
    ActionsSuppressor: string,
    ActionsSuppressorExtensionPeriod: number,
    ActionsSuppressorWaitPeriod: number,
    'AlarmActions[]': string,
    AlarmDescription: string,
    AlarmName: string,
    AlarmRule: required(string),
    'InsufficientDataActions[]': string,
    'OKActions[]': string,
    Tags: json,
  },
  attributes: ['Arn'],
  replaceOn: ['AlarmName'],
  create: (properties, context) => put(properties.text('AlarmName') ?? context.physicalName(255), properties, context),
  update: async (properties, existing, context) => {
    const made = await put(existing.physicalId, properties, context)
    await retagAlarm(properties, existing, context)
    return made
  },
  delete: deleteAlarm,
}

async function put(AlarmName: string, properties: Properties, context: ResourceContext): Promise<Made> {
  await context.services.cloudwatch.PutCompositeAlarm({
    AlarmName,
    ActionsEnabled: properties.flag('ActionsEnabled'),
    ActionsSuppressor: properties.text('ActionsSuppressor'),
    ActionsSuppressorExtensionPeriod: properties.number('ActionsSuppressorExtensionPeriod'),
    ActionsSuppressorWaitPeriod: properties.number('ActionsSuppressorWaitPeriod'),
    AlarmActions: properties.texts('AlarmActions'),
    AlarmDescription: properties.text('AlarmDescription'),
    AlarmRule: properties.needed('AlarmRule'),
    InsufficientDataActions: properties.texts('InsufficientDataActions'),
    OKActions: properties.texts('OKActions'),
    Tags: tagList(context.tags(properties.raw['Tags'])),
  })
  return alarmMade(AlarmName, context)
}
