import type { Properties } from '../properties'
import { json, required, string } from '../property-table'
import type { ResourceContext, ResourceType } from '../resource-type'

export const resourcePolicy: ResourceType = {
  type: 'AWS::Lambda::ResourcePolicy',
  properties: {
    PolicyDocument: required(json),
    ResourceArn: required(string),
  },
  attributes: [],
  replaceOn: ['ResourceArn'],
  create: async (properties, context) => {
    await put(properties, context)
    return { physicalId: properties.needed('ResourceArn') }
  },
  update: async (properties, existing, context) => {
    await put(properties, context)
    return existing
  },
  delete: async (existing, { services }) => {
    await services.lambda.DeleteResourcePolicy({ ResourceArn: existing.physicalId })
  },
}

async function put(properties: Properties, { services }: ResourceContext): Promise<void> {
  const document = properties.raw['PolicyDocument']
  await services.lambda.PutResourcePolicy({
    ResourceArn: properties.needed('ResourceArn'),
    Policy: typeof document === 'string' ? document : JSON.stringify(document),
  })
}
