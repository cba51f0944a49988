import type { CacheClusterSize, PatchOperation } from '@aws-sdk/client-api-gateway'
import { Properties } from '../properties'
import { json, required, string } from '../property-table'
import type { ResourceType } from '../resource-type'
import { retagApiGateway } from './arn'
import { canaryOf, stagePatches, stageRows } from './stage-settings'

export const stage: ResourceType = {
  type: 'AWS::ApiGateway::Stage',
  properties: {
    ...stageRows(),
    'CanarySetting.DeploymentId': string,
    DeploymentId: string,
    RestApiId: required(string),
    StageName: string,
    Tags: json,
  },
  attributes: [],
  replaceOn: ['RestApiId', 'StageName'],
  create: async (properties, context) => {
    const restApiId = properties.needed('RestApiId')
    const stageName = properties.needed('StageName')
    const { apigateway } = context.services
    await apigateway.CreateStage({
      restApiId,
      stageName,
      deploymentId: properties.text('DeploymentId'),
      cacheClusterEnabled: properties.flag('CacheClusterEnabled'),
      cacheClusterSize: properties.text('CacheClusterSize') as CacheClusterSize | undefined,
      canarySettings: canaryOf(properties),
      description: properties.text('Description'),
      documentationVersion: properties.text('DocumentationVersion'),
      tracingEnabled: properties.flag('TracingEnabled'),
      variables: properties.map('Variables'),
      tags: context.tags(properties.raw['Tags']),
    })
    const { AccessLogSetting, ClientCertificateId, MethodSettings } = properties.raw
    const patchOperations = stagePatches(new Properties({}), new Properties({ AccessLogSetting, ClientCertificateId, MethodSettings }))
    try {
      if (patchOperations.length > 0) await apigateway.UpdateStage({ restApiId, stageName, patchOperations })
    } catch (error) {
      await apigateway.DeleteStage({ restApiId, stageName })
      throw error
    }
    return { physicalId: stageName, subject: `/restapis/${restApiId}/stages/${stageName}` }
  },
  update: async (properties, existing, context) => {
    const restApiId = properties.needed('RestApiId')
    const stageName = existing.physicalId
    const moved = existing.properties.text('DeploymentId') !== properties.text('DeploymentId')
    const move: PatchOperation = { op: 'replace', path: '/deploymentId', value: properties.text('DeploymentId') }
    const patchOperations = [...stagePatches(existing.properties, properties), ...(moved ? [move] : [])]
    if (patchOperations.length > 0) await context.services.apigateway.UpdateStage({ restApiId, stageName, patchOperations })
    await retagApiGateway(`/restapis/${restApiId}/stages/${stageName}`, properties, existing, context)
    return existing
  },
  delete: async (existing, { services }) => {
    const restApiId = existing.properties.needed('RestApiId')
    await services.apigateway.DeleteStage({ restApiId, stageName: existing.physicalId })
  },
}
