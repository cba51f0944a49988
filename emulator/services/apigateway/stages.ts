import type * as sdk from '@aws-sdk/client-api-gateway'
import { type Awaitable, isPromise } from '../../base/awaitable'
import { authorizerCachePrefix } from '../../gateway/authorizers/cache-prefix'
import { stageCache } from '../../gateway/cache/stage-cache'
import type { StageRecord } from '../../model/apigateway'
import type { Call } from '../operations'
import { badRequest, conflict } from './errors'
import { restApiOf, stageOf } from './lookup'
import { filled, nonEmpty, present, timestamp } from './members'
import { type ApiGateway, NOTHING } from './service'
import { checkDeployment, checkPercent, patchStage, withCache } from './stage-patch'
import { detachFromUsagePlans } from './usage-plan-stages'

/** Makes a stage with AWS's defaults (facts/13, 157). */
export function createStage(call: Call, restApiId: string, input: Omit<sdk.CreateStageRequest, 'restApiId'>): StageRecord {
  const stageName = input.stageName as string
  // The wording is uncertain.
  if (!/^[a-zA-Z0-9_-]{1,128}$/.test(stageName)) throw badRequest('Stage name only allows a-zA-Z0-9_-')
  if (call.records.stages.get(stageName, restApiId) !== undefined) throw conflict('Stage already exists')
  const stage = present({
    deploymentId: checkDeployment(call, restApiId, input.deploymentId),
    stageName,
    description: nonEmpty(input.description),
    cacheClusterEnabled: false,
    cacheClusterStatus: 'NOT_AVAILABLE' as const,
    methodSettings: {},
    variables: filled(input.variables),
    documentationVersion: nonEmpty(input.documentationVersion),
    canarySettings: canary(call, restApiId, input),
    tracingEnabled: input.tracingEnabled ?? false,
    tags: filled(input.tags),
    createdDate: timestamp(call),
    lastUpdatedDate: timestamp(call),
  })
  return call.records.stages.put(withCache(stage, input.cacheClusterEnabled ?? false, input.cacheClusterSize), stageName, restApiId)
}

function canary(
  call: Call,
  restApiId: string,
  { canarySettings, deploymentId }: Pick<sdk.CreateStageRequest, 'canarySettings' | 'deploymentId'>,
): sdk.CanarySettings | undefined {
  if (canarySettings === undefined) return undefined
  return present({
    deploymentId: checkDeployment(call, restApiId, canarySettings.deploymentId ?? deploymentId),
    percentTraffic: checkPercent(canarySettings.percentTraffic ?? 0),
    stageVariableOverrides: filled(canarySettings.stageVariableOverrides),
    useStageCache: canarySettings.useStageCache ?? false,
  })
}

/** Operations on stages (facts/13, 157-176), and on their caches. */
export const stages = {
  CreateStage: (input, call) => createStage(call, restApiOf(call, input.restApiId).id, input),

  GetStage: ({ restApiId, stageName }, call) => stageOf(call, restApiId, stageName),

  GetStages({ restApiId, deploymentId }, call) {
    const { id } = restApiOf(call, restApiId)
    const all = call.records.stages.list(id)
    return { item: deploymentId === undefined ? all : all.filter((stage) => stage.deploymentId === deploymentId) }
  },

  UpdateStage({ restApiId, stageName, patchOperations }, call) {
    const patched = patchStage(call, restApiId as string, stageOf(call, restApiId, stageName), patchOperations)
    return call.records.stages.put({ ...patched, lastUpdatedDate: timestamp(call) }, patched.stageName, restApiId)
  },

  DeleteStage({ restApiId, stageName }, call) {
    const stage = stageOf(call, restApiId, stageName)
    detachFromUsagePlans(call, restApiId as string, stage.stageName)
    call.records.stages.delete(stage.stageName, restApiId)
    return NOTHING
  },

  /** The answers that the store keeps for the stage. */
  FlushStageCache({ restApiId, stageName }, call): Awaitable<typeof NOTHING> {
    const stage = stageOf(call, restApiId, stageName)
    const flushed = call.store.delete(stageCache(restApiId as string, stage.stageName))
    return isPromise(flushed) ? flushed.then(() => NOTHING) : NOTHING
  },

  /** The answers of authorizers that the store keeps for the stage. */
  async FlushStageAuthorizersCache({ restApiId, stageName }, call) {
    const stage = stageOf(call, restApiId, stageName)
    await call.store.delete(authorizerCachePrefix(restApiId as string, stage.stageName))
    return NOTHING
  },
} satisfies Partial<ApiGateway>
