import type { StageRecord } from '../../model/apigateway'

/** The name of a stage's cache in the store. */
export function stageCache(apiId: string, stageName: string): string {
  return `cache/${apiId}/${stageName}/`
}

/** Bytes that a stage's cache holds; undefined where it has none. Sizes are in GB: `0.5` (facts/05, section 4). */
export function cacheCapacity({ cacheClusterEnabled, cacheClusterSize = '0.5' }: StageRecord): number | undefined {
  return cacheClusterEnabled ? Number(cacheClusterSize) * 2 ** 30 : undefined
}
