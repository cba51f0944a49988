import { required, string } from '../property-table'
import type { ResourceType } from '../resource-type'

export const logStream: ResourceType = {
  type: 'AWS::Logs::LogStream',
  properties: { LogGroupName: required(string), LogStreamName: string },
  attributes: [],
  replaceOn: ['LogGroupName', 'LogStreamName'],
  create: async (properties, context) => {
    const logGroupName = properties.needed('LogGroupName')
    const logStreamName = properties.text('LogStreamName') ?? context.physicalName(512)
    await context.services.logs.CreateLogStream({ logGroupName, logStreamName })
    return { physicalId: logStreamName, subject: `/loggroups/${logGroupName}` }
  },
  delete: async (existing, { services }) => {
    const logGroupName = existing.properties.needed('LogGroupName')
    await services.logs.DeleteLogStream({ logGroupName, logStreamName: existing.physicalId })
  },
}
