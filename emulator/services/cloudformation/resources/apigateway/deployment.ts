import type { CacheClusterSize } from '@aws-sdk/client-api-gateway'
import { changedValues } from '../patches'
import { Properties } from '../properties'
import { boolean, json, number, required, string } from '../property-table'
import type { ResourceContext, ResourceType } from '../resource-type'
import { apiGatewayArn } from './arn'
import { methodSettingRows, stagePatches, stageRows } from './stage-settings'

export const deployment: ResourceType = {
  type: 'AWS::ApiGateway::Deployment',
  properties: {
    'DeploymentCanarySettings.PercentTraffic': number,
    'DeploymentCanarySettings.StageVariableOverrides.*': string,
    'DeploymentCanarySettings.UseStageCache': boolean,
    Description: string,
    RestApiId: required(string),
    ...stageRows('StageDescription.'),
    ...methodSettingRows('StageDescription.'),
    'StageDescription.Tags': json,
    StageName: string,
  },
  attributes: ['DeploymentId'],
  replaceOn: ['DeploymentCanarySettings', 'RestApiId'],
  create: async (properties, context) => {
    const restApiId = properties.needed('RestApiId')
    const stageName = properties.text('StageName')
    const stage = properties.entry('StageDescription')
    const canary = properties.entry('DeploymentCanarySettings')
    const { apigateway } = context.services
    const made = await apigateway.CreateDeployment({
      restApiId,
      stageName,
      description: properties.text('Description'),
      cacheClusterEnabled: stage?.flag('CacheClusterEnabled'),
      cacheClusterSize: stage?.text('CacheClusterSize') as CacheClusterSize | undefined,
      canarySettings:
        canary === undefined
          ? undefined
          : {
              percentTraffic: canary.number('PercentTraffic'),
              stageVariableOverrides: canary.map('StageVariableOverrides'),
              useStageCache: canary.flag('UseStageCache'),
            },
      stageDescription: stage?.text('Description'),
      tracingEnabled: stage?.flag('TracingEnabled'),
      variables: stage?.map('Variables'),
    })
    const id = made.id ?? ''
    if (stageName !== undefined) await describeStage(new Properties({}), stage, { restApiId, stageName }, context)
    return { physicalId: id, attributes: { DeploymentId: id }, subject: `/restapis/${restApiId}/deployments/${id}` }
  },
  update: async (properties, existing, context) => {
    const restApiId = properties.needed('RestApiId')
    const { apigateway } = context.services
    const patchOperations = changedValues(existing.properties, properties, { '/description': 'Description' })
    if (patchOperations.length > 0) {
      await apigateway.UpdateDeployment({ restApiId, deploymentId: existing.physicalId, patchOperations })
    }
    const stageName = properties.text('StageName')
    if (stageName === undefined) return existing
    const before = existing.properties.entry('StageDescription') ?? new Properties({})
    const renamed = existing.properties.text('StageName') !== stageName
    // What AWS does with the stage of the old name is uncertain; here both go on.
    if (renamed) await apigateway.CreateStage({ restApiId, stageName, deploymentId: existing.physicalId })
    const stage = properties.entry('StageDescription')
    await describeStage(renamed ? new Properties({}) : before, stage, { restApiId, stageName }, context)
    return existing
  },
  // The stage that came with the deployment goes with it, unless a later deployment has taken it over (facts/13, 351).
  delete: async (existing, { call, services }) => {
    const restApiId = existing.properties.needed('RestApiId')
    const deploymentId = existing.physicalId
    const stageName = existing.properties.text('StageName')
    const stage = stageName === undefined ? undefined : call.records.stages.get(stageName, restApiId)
    if (stageName !== undefined && stage?.deploymentId === deploymentId) {
      await services.apigateway.DeleteStage({ restApiId, stageName })
    }
    await services.apigateway.DeleteDeployment({ restApiId, deploymentId })
  },
}

async function describeStage(
  before: Properties,
  stage: Properties | undefined,
  place: { restApiId: string; stageName: string },
  context: ResourceContext,
): Promise<void> {
  const { apigateway } = context.services
  const after = stage ?? new Properties({})
  const patchOperations = stagePatches(before, after)
  if (patchOperations.length > 0) await apigateway.UpdateStage({ ...place, patchOperations })
  const tags = context.tags(after.raw['Tags'])
  const resourceArn = apiGatewayArn(`/restapis/${place.restApiId}/stages/${place.stageName}`, context)
  if (Object.keys(tags).length > 0) await apigateway.TagResource({ resourceArn, tags })
}
