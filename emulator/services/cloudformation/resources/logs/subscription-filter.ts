import type { Distribution } from '@aws-sdk/client-cloudwatch-logs'
import type { Properties } from '../properties'
import { boolean, reported, required, string } from '../property-table'
import type { Made, ResourceContext, ResourceType } from '../resource-type'

const FIELDS = 'system fields are not sent'

export const subscriptionFilter: ResourceType = {
  type: 'AWS::Logs::SubscriptionFilter',
  properties: {
    ApplyOnTransformedLogs: reported(boolean, 'log lines are not transformed', false),
    DestinationArn: required(string),
    Distribution: string,
    'EmitSystemFields[]': reported(string, FIELDS),
    FieldSelectionCriteria: reported(string, FIELDS),
    FilterName: string,
    FilterPattern: required(string),
    LogGroupName: required(string),
    RoleArn: string,
  },
  attributes: [],
  replaceOn: ['FilterName', 'LogGroupName'],
  create: (properties, context) => put(properties.text('FilterName') ?? context.physicalName(512), properties, context),
  update: (properties, existing, context) => put(existing.physicalId, properties, context),
  delete: async (existing, { services }) => {
    const logGroupName = existing.properties.needed('LogGroupName')
    await services.logs.DeleteSubscriptionFilter({ logGroupName, filterName: existing.physicalId })
  },
}

async function put(filterName: string, properties: Properties, { services }: ResourceContext): Promise<Made> {
  const logGroupName = properties.needed('LogGroupName')
  await services.logs.PutSubscriptionFilter({
    logGroupName,
    filterName,
    filterPattern: properties.text('FilterPattern'),
    destinationArn: properties.needed('DestinationArn'),
    distribution: properties.text('Distribution') as Distribution | undefined,
    roleArn: properties.text('RoleArn'),
  })
  return { physicalId: filterName, subject: `/loggroups/${logGroupName}` }
}
