import type { Architecture, Runtime } from '@aws-sdk/client-lambda'
import { reported, required, string } from '../property-table'
import type { ResourceType } from '../resource-type'

const OBJECT_VERSION = 'the object at hand is taken, whatever its version'

export const layerVersion: ResourceType = {
  type: 'AWS::Lambda::LayerVersion',
  properties: {
    'CompatibleArchitectures[]': string,
    'CompatibleRuntimes[]': string,
    'Content.S3Bucket': required(string),
    'Content.S3Key': required(string),
    'Content.S3ObjectStorageMode': reported(string, OBJECT_VERSION),
    'Content.S3ObjectVersion': reported(string, OBJECT_VERSION),
    Description: string,
    LayerName: string,
    LicenseInfo: string,
  },
  attributes: ['LayerVersionArn'],
  replaceOn: ['CompatibleArchitectures', 'CompatibleRuntimes', 'Content', 'Description', 'LayerName', 'LicenseInfo'],
  create: async (properties, context) => {
    const content = properties.entry('Content')
    const LayerName = properties.text('LayerName') ?? context.physicalName(64)
    const made = await context.services.lambda.PublishLayerVersion({
      LayerName,
      CompatibleArchitectures: properties.texts('CompatibleArchitectures') as Architecture[] | undefined,
      CompatibleRuntimes: properties.texts('CompatibleRuntimes') as Runtime[] | undefined,
      Content: { S3Bucket: content?.text('S3Bucket'), S3Key: content?.text('S3Key') },
      Description: properties.text('Description'),
      LicenseInfo: properties.text('LicenseInfo'),
    })
    const arn = made.LayerVersionArn ?? ''
    return { physicalId: arn, attributes: { LayerVersionArn: arn }, subject: `/layers/${LayerName}/versions/${made.Version}` }
  },
  delete: async (existing, { services }) => {
    const [name, number] = existing.physicalId.split(':').slice(-2)
    await services.lambda.DeleteLayerVersion({ LayerName: name, VersionNumber: Number(number) })
  },
}
