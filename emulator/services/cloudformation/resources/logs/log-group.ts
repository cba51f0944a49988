import type { LogGroupClass } from '@aws-sdk/client-cloudwatch-logs'
import { boolean, json, number, reported, string } from '../property-table'
import type { ResourceContext, ResourceType } from '../resource-type'
import { retag } from '../tags'

export const logGroup: ResourceType = {
  type: 'AWS::Logs::LogGroup',
  properties: {
    BearerTokenAuthenticationEnabled: reported(boolean, 'log groups take no bearer tokens', false),
    DataProtectionPolicy: reported(json, 'log lines are kept as they are written'),
    DeletionProtectionEnabled: reported(boolean, 'log groups are not protected from deletion', false),
    'FieldIndexPolicies[]': reported(json, 'log lines are not indexed'),
    KmsKeyId: reported(string, 'what is kept on this machine is not encrypted'),
    LogGroupClass: string,
    LogGroupName: string,
    ResourcePolicyDocument: reported(json, 'resource policies of log groups are not evaluated'),
    RetentionInDays: number,
    Tags: json,
  },
  attributes: ['Arn'],
  replaceOn: ['LogGroupName'],
  create: async (properties, context) => {
    const logGroupName = properties.text('LogGroupName') ?? context.physicalName(512)
    await context.services.logs.CreateLogGroup({
      logGroupName,
      logGroupClass: properties.text('LogGroupClass') as LogGroupClass | undefined,
      tags: context.tags(properties.raw['Tags']),
    })
    await retain(logGroupName, properties.number('RetentionInDays'), context)
    const arn = `${arnOf(logGroupName, context)}:*`
    return { physicalId: logGroupName, attributes: { Arn: arn }, subject: `/loggroups/${logGroupName}` }
  },
  update: async (properties, existing, context) => {
    const { logs } = context.services
    const days = properties.number('RetentionInDays')
    if (days === undefined) await logs.DeleteRetentionPolicy({ logGroupName: existing.physicalId })
    else await retain(existing.physicalId, days, context)
    const resourceArn = arnOf(existing.physicalId, context)
    await retag(existing, properties.raw['Tags'], context, {
      set: (tags) => logs.TagResource({ resourceArn, tags }),
      unset: (tagKeys) => logs.UntagResource({ resourceArn, tagKeys }),
    })
    return existing
  },
  delete: async (existing, { services }) => {
    await services.logs.DeleteLogGroup({ logGroupName: existing.physicalId })
  },
}

function arnOf(name: string, { call }: ResourceContext): string {
  return (call.records.logGroups.get(name)?.arn ?? '').replace(/:\*$/, '')
}

async function retain(logGroupName: string, retentionInDays: number | undefined, { services }: ResourceContext): Promise<void> {
  if (retentionInDays !== undefined) await services.logs.PutRetentionPolicy({ logGroupName, retentionInDays })
}
