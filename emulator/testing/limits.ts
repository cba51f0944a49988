import { userError } from '../base/diagnostics'
import type { Emulator } from '../emulator'
import type { CompiledStage } from '../gateway/compile'
import type { LimitLayer } from '../gateway/errors'
import { findKey } from './key-usage'

/** Tokens that `exhaust` takes at most: nobody tests with such a burst. */
const MOST = 1_000_000

/** Limits of routes, in a test. */
export interface ThrottleControl {
  /**
   * Empties the first bucket that a request of the route takes from, as so many requests would, without calling the backend: the next one is
   * throttled, until the clock moves on. `apiKey` is the key, called as for `usage`, for a route that requires one.
   */
  exhaust(route: string, options?: { readonly apiKey?: string }): Promise<{ readonly layer: LimitLayer; readonly taken: number }>
}

/** The limits of a stage's routes. */
export function throttleControl(emulator: Emulator, findStage: () => CompiledStage): ThrottleControl {
  return {
    async exhaust(wanted, { apiKey } = {}) {
      const stage = findStage()
      const route = stage.routes.find(({ httpMethod, resourcePath }) => `${httpMethod} ${resourcePath}` === wanted)
      if (route === undefined) {
        const routes = stage.routes.map(({ httpMethod, resourcePath }) => `${httpMethod} ${resourcePath}`).sort()
        throw userError('no-route', `${stage.apiName} ${stage.stageName} has no route ${wanted}.`, {
          fix: `Name one of ${routes.join(', ')}.`,
        })
      }
      const { keys, accounts, store } = stage.ports
      const account = accounts.in(stage.account, stage.region)
      const find = keys.of(stage.account, stage.region, stage.apiId, stage.stageName)
      const member = apiKey === undefined ? undefined : find(findKey(emulator, apiKey).value)
      if (apiKey !== undefined && member === undefined)
        throw userError('no-plan', `The key ${apiKey} opens nothing in the stage ${stage.stageName}.`, {
          fix: 'Enable it, and put it into a usage plan of the stage.',
        })
      const [first] = [...(member?.throttles(`${route.resourcePath}/${route.httpMethod}`, account) ?? []), ...route.throttles]
      if (first === undefined || first.burst > MOST)
        throw userError('no-limit', `${wanted} has no limit that a test could exhaust.`, { fix: 'Give it a throttle.' })
      const now = stage.ports.clock.now()
      let taken = 0
      while (await store.take(first.bucket, first, now)) taken++
      return { layer: first.layer, taken }
    },
  }
}
