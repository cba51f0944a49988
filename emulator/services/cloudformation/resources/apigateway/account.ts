import { string } from '../property-table'
import type { ResourceType } from '../resource-type'

/** One per account and region. Deleting it leaves the role in place, as on AWS (facts/13, 352). */
export const account: ResourceType = {
  type: 'AWS::ApiGateway::Account',
  properties: { CloudWatchRoleArn: string },
  attributes: ['Id'],
  replaceOn: [],
  create: async (properties, context) => {
    await setRole(properties.text('CloudWatchRoleArn'), context)
    const physicalId = context.physicalName(64)
    return { physicalId, attributes: { Id: physicalId }, subject: '/account' }
  },
  update: async (properties, existing, context) => {
    await setRole(properties.text('CloudWatchRoleArn'), context)
    return existing
  },
  delete: () => {},
}

async function setRole(arn: string | undefined, context: Parameters<ResourceType['create']>[1]): Promise<void> {
  if (arn === undefined) return
  await context.services.apigateway.UpdateAccount({ patchOperations: [{ op: 'replace', path: '/cloudwatchRoleArn', value: arn }] })
}
