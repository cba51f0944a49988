import type { ResourceType } from './resource-type'

/** A handle is a URL to signal to; its resource does nothing by itself. */
export const waitConditionHandle: ResourceType = {
  type: 'AWS::CloudFormation::WaitConditionHandle',
  properties: {},
  attributes: ['Id'],
  replaceOn: [],
  create: (_properties, { call, stackId, logicalId }) => {
    const key = encodeURIComponent(`${stackId}/${logicalId}`)
    const physicalId = `https://cloudformation-waitcondition-${call.region}.s3.amazonaws.com/${key}`
    return { physicalId, attributes: { Id: physicalId } }
  },
  update: (_properties, existing) => existing,
  delete: () => {},
}
