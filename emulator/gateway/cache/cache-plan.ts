import type { MethodSetting } from '@aws-sdk/client-api-gateway'
import { methodSettings, ownMethodSettings } from '../method-settings'
import type { RestRoute } from '../phase'
import { cacheCapacity, stageCache } from './stage-cache'

/** How the answers of a route are kept. */
export interface CachePlan {
  /** The name of the stage's cache in the store. */
  readonly cache: string
  /** Bytes that the stage's cache holds. */
  readonly capacity: number
  /** Milliseconds that an answer is kept. */
  readonly ttl: number
  /** The only verb whose answers are kept. */
  readonly verb: string
  readonly settings: MethodSetting
}

/** Seconds that an answer is kept unless the settings say otherwise (facts/05, section 4). */
const USUAL_TTL = 300

/**
 * How the answers of a route are kept; undefined where they are not. A setting for all methods caches GET alone, a method's own caches
 * what the method takes (facts/05, section 4). Streamed answers are not kept, nor those of a canary that is not to use the stage's cache.
 * Uncertain: ANY, of which GET requests are cached, in either case.
 */
export function planCache({
  stage,
  resource,
  method,
  integration,
  isCanary,
  definition,
}: Pick<RestRoute, 'stage' | 'resource' | 'method' | 'integration' | 'isCanary' | 'definition'>): CachePlan | undefined {
  const capacity = cacheCapacity(stage)
  const settings = methodSettings(stage, resource.path, method.httpMethod)
  const ttl = (settings.cacheTtlInSeconds ?? USUAL_TTL) * 1000
  if (capacity === undefined || settings.cachingEnabled !== true || ttl === 0) return undefined
  if (integration.responseTransferMode === 'STREAM') return undefined
  if (isCanary === true && stage.canarySettings?.useStageCache !== true) return undefined
  const verb = method.httpMethod === 'ANY' ? 'GET' : method.httpMethod
  if (verb !== 'GET' && ownMethodSettings(stage, resource.path, method.httpMethod) === undefined) return undefined
  return { cache: stageCache(definition.api.id, stage.stageName), capacity, ttl, verb, settings }
}
