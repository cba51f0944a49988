import type * as sdk from '@aws-sdk/client-api-gateway'
import type { DeploymentRecord, RestApiDefinition, StageRecord } from '../../model/apigateway'
import type { Call } from '../operations'
import { badRequest } from './errors'
import { deploymentOf, restApiOf } from './lookup'
import { filled, nonEmpty, present, timestamp, withMember, without } from './members'
import { page } from './paging'
import { listPaths, patcher, setText } from './patch'
import { type ApiGateway, NOTHING } from './service'
import { checkPercent, withCache } from './stage-patch'
import { createStage } from './stages'

/** A deployment as AWS answers it, with a summary of its methods when that is asked for. */
function describe(deployment: DeploymentRecord, embed?: readonly string[]): sdk.Deployment & { id: string; createdDate: Date } {
  const answer = without(deployment, 'definition')
  return embed?.some((name) => name.toLowerCase() === 'apisummary') ? { ...answer, apiSummary: summary(deployment.definition) } : answer
}

function summary(definition: RestApiDefinition): Record<string, Record<string, sdk.MethodSnapshot>> {
  const withMethods = definition.resources.filter((resource) => resource.resourceMethods !== undefined)
  return Object.fromEntries(
    withMethods.map(({ path, resourceMethods }) => {
      const methods = Object.entries(resourceMethods ?? {})
      const snapshots = methods.map(([name, { authorizationType, apiKeyRequired }]) => [name, { authorizationType, apiKeyRequired }])
      return [path, Object.fromEntries(snapshots)]
    }),
  )
}

/** All of an API as it stands. Records are never changed in place, so this keeps hold of them as they are. */
export function freeze(call: Call, restApiId: string): RestApiDefinition {
  const { resources, models, requestValidators, authorizers, gatewayResponses } = call.records
  return {
    api: restApiOf(call, restApiId),
    resources: resources.list(restApiId),
    models: models.list(restApiId),
    requestValidators: requestValidators.list(restApiId),
    authorizers: authorizers.list(restApiId),
    gatewayResponses: gatewayResponses.list(restApiId),
  }
}

function checkDeployable({ resources }: RestApiDefinition): void {
  const methods = resources.flatMap((resource) => Object.values(resource.resourceMethods ?? {}))
  if (methods.length === 0) throw badRequest("The REST API doesn't contain any methods")
  if (methods.some((method) => method.methodIntegration === undefined)) throw badRequest('No integration defined for method')
}

function checkCanaryStage(call: Call, { restApiId, stageName, canarySettings }: sdk.CreateDeploymentRequest): void {
  if (canarySettings === undefined) return
  if (stageName === undefined || stageName === '') {
    throw badRequest(
      `Invalid deployment content specified.Non null and non empty stageName must be provided for canary deployment. Provided value is ${stageName ?? 'null'}`,
    )
  }
  if (call.records.stages.get(stageName, restApiId) === undefined) {
    throw badRequest(
      `Invalid deployment content specified.Stage ${stageName} must already be created before making a canary release deployment`,
    )
  }
}

/** Makes the stage that a deployment names, points it to the deployment, or puts the deployment behind its canary (facts/13, 172). */
function deployToStage(call: Call, input: sdk.CreateDeploymentRequest, deploymentId: string): void {
  const { stageName, canarySettings } = input
  const restApiId = input.restApiId as string
  if (stageName === undefined || stageName === '') return
  const stage = call.records.stages.get(stageName, restApiId)
  if (stage === undefined) {
    createStage(call, restApiId, { ...input, stageName, deploymentId, description: input.stageDescription, canarySettings: undefined })
    return
  }
  const changed = canarySettings === undefined ? repoint(stage, input, deploymentId) : withCanary(stage, canarySettings, deploymentId)
  call.records.stages.put({ ...changed, lastUpdatedDate: timestamp(call) }, stageName, restApiId)
}

/** The stage on a new deployment. That variables are merged over those it has is uncertain. */
function repoint(stage: StageRecord, input: sdk.CreateDeploymentRequest, deploymentId: string): StageRecord {
  const enabled = input.cacheClusterEnabled ?? stage.cacheClusterEnabled
  const moved = present({
    ...stage,
    deploymentId,
    description: nonEmpty(input.stageDescription) ?? stage.description,
    variables: filled({ ...stage.variables, ...input.variables }),
    tracingEnabled: input.tracingEnabled ?? stage.tracingEnabled,
  })
  return withCache(moved, enabled, input.cacheClusterSize ?? stage.cacheClusterSize)
}

function withCanary(stage: StageRecord, settings: sdk.DeploymentCanarySettings, deploymentId: string): StageRecord {
  const canarySettings = present({
    deploymentId,
    percentTraffic: checkPercent(settings.percentTraffic ?? 0),
    stageVariableOverrides: filled(settings.stageVariableOverrides),
    useStageCache: settings.useStageCache ?? false,
  })
  return withMember(stage, 'canarySettings', canarySettings)
}

const patchDeployment = patcher<DeploymentRecord>({ '/description': { replace: setText('description') } }, listPaths)

/** Operations on deployments (facts/13, 152-156, 172, 173). */
export const deployments = {
  CreateDeployment(input, call) {
    const { id: restApiId } = restApiOf(call, input.restApiId)
    checkCanaryStage(call, input)
    const definition = freeze(call, restApiId)
    checkDeployable(definition)
    const id = call.ids.short()
    const deployment = present({ id, description: nonEmpty(input.description), createdDate: timestamp(call), definition })
    call.records.deployments.put(deployment, id, restApiId)
    try {
      deployToStage(call, input, id)
    } catch (error) {
      call.records.deployments.delete(id, restApiId)
      throw error
    }
    return describe(deployment)
  },

  GetDeployment: ({ restApiId, deploymentId, embed }, call) => describe(deploymentOf(call, restApiId, deploymentId), embed),

  GetDeployments(input, call) {
    const { id } = restApiOf(call, input.restApiId)
    return page(
      call.records.deployments.list(id).map((deployment) => describe(deployment)),
      input,
    )
  },

  UpdateDeployment({ restApiId, deploymentId, patchOperations }, call) {
    const deployment = patchDeployment(deploymentOf(call, restApiId, deploymentId), patchOperations, undefined)
    return describe(call.records.deployments.put(deployment, deployment.id, restApiId))
  },

  DeleteDeployment({ restApiId, deploymentId }, call) {
    const { id } = deploymentOf(call, restApiId, deploymentId)
    const isActive = call.records.stages
      .list(restApiId)
      .some((stage) => stage.deploymentId === id || stage.canarySettings?.deploymentId === id)
    if (isActive) throw badRequest('Active stages pointing to this deployment must be moved or deleted')
    call.records.deployments.delete(id, restApiId)
    return NOTHING
  },
} satisfies Partial<ApiGateway>
