import { required, string } from '../property-table'
import type { ResourceType } from '../resource-type'

/** Kept: within one account nobody asks for it. */
export const layerVersionPermission: ResourceType = {
  type: 'AWS::Lambda::LayerVersionPermission',
  properties: {
    Action: required(string),
    LayerVersionArn: required(string),
    OrganizationId: string,
    Principal: required(string),
  },
  attributes: ['Id'],
  replaceOn: ['Action', 'LayerVersionArn', 'OrganizationId', 'Principal'],
  create: async (properties, context) => {
    const arn = properties.needed('LayerVersionArn')
    const StatementId = context.physicalName(100)
    await context.services.lambda.AddLayerVersionPermission({
      ...layerOf(arn),
      StatementId,
      Action: properties.needed('Action'),
      OrganizationId: properties.text('OrganizationId'),
      Principal: properties.needed('Principal'),
    })
    const id = `${arn}#${StatementId}`
    return { physicalId: id, attributes: { Id: id } }
  },
  delete: async (existing, { services }) => {
    const [arn = '', StatementId] = existing.physicalId.split('#')
    await services.lambda.RemoveLayerVersionPermission({ ...layerOf(arn), StatementId })
  },
}

function layerOf(arn: string): { LayerName: string; VersionNumber: number } {
  const at = arn.lastIndexOf(':')
  return { LayerName: arn.slice(0, at), VersionNumber: Number(arn.slice(at + 1)) }
}
