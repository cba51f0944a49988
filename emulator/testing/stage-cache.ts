import { stageCache } from '../gateway/cache/stage-cache'
import type { CompiledStage } from '../gateway/compile'
import type { GatewayResponse } from '../gateway/exchange'

/** An answer that the cache of a stage holds. */
export interface CachedAnswer {
  /** `GET /orders/{id}`; absent when the route has a namespace of its own, or is of another deployment. */
  readonly route?: string
  /** Deployment, namespace, verb, then the names and the values of the key parameters. */
  readonly key: string
  readonly status: number
  readonly body: string | Uint8Array
  /** What it takes of the cache's capacity. */
  readonly bytes: number
  readonly expiresAt: Date
}

/** The cache of a stage, in a test. */
export interface CacheControl {
  /** What it holds, longest unused first. */
  entries(): Promise<CachedAnswer[]>
  /** Empties it, as FlushStageCache does. */
  flush(): Promise<void>
}

/** The cache of a stage. */
export function cacheControl(findStage: () => CompiledStage): CacheControl {
  return {
    async entries() {
      const stage = findStage()
      const { store, clock } = stage.ports
      const kept = await store.remembered(stageCache(stage.apiId, stage.stageName), clock.now())
      return kept.map(({ key, value, bytes, expiresAt }) => {
        const { status, body } = value as GatewayResponse
        const route = routeOf(stage, key)
        return { ...(route === undefined ? {} : { route }), key, status, body, bytes, expiresAt: new Date(expiresAt) }
      })
    },
    async flush() {
      const { ports, apiId, stageName } = findStage()
      await ports.store.delete(stageCache(apiId, stageName))
    },
  }
}

function routeOf({ routes, deploymentId }: CompiledStage, key: string): string | undefined {
  const [, deployment, namespace, verb] = /^([^/]*)\/([^/]*)\/([A-Z]+)\|/.exec(key) ?? []
  if (deployment !== deploymentId) return undefined
  const route = routes.find(
    ({ resourceId, httpMethod }) => resourceId === namespace && (httpMethod === verb || (httpMethod === 'ANY' && verb === 'GET')),
  )
  return route === undefined ? undefined : `${route.httpMethod} ${route.resourcePath}`
}
