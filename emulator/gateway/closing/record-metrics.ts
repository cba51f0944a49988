import type { MetricSeries } from '../../observe/metric-series'
import type { Dimension, MetricScope } from '../../observe/metrics'
import type { CompiledRoute, Exchange } from '../exchange'
import { methodSettings } from '../method-settings'
import type { ClosingPhase, RestStage } from '../phase'

const NAMESPACE = 'AWS/ApiGateway'

/**
 * Counts the request in the metrics of its API and stage, and of its method where the stage asks for that (facts/06, section 1).
 * A datum a request: 1 or 0 for errors, so that their average is the rate.
 */
export const recordMetrics: ClosingPhase = {
  name: 'record-metrics',
  plan: (stage, { metrics }) => {
    const scope = metrics.in(stage.account, stage.region)
    const name = { Name: 'ApiName', Value: apiName(stage) }
    const common = [
      new RequestSeries(scope, [name]),
      new RequestSeries(scope, [name, { Name: 'Stage', Value: stage.stage.stageName }]),
    ] as const
    const detailed = new Map<CompiledRoute, RequestSeries | undefined>()
    return (exchange, { status }) => {
      const { route, endedAt: now } = exchange
      common[0].record(now, status, exchange)
      common[1].record(now, status, exchange)
      let own = detailed.get(route)
      if (own === undefined && !detailed.has(route)) {
        own = methodSeries(stage, route, scope, name)
        detailed.set(route, own)
      }
      own?.record(now, status, exchange)
    }
  },
}

/** The series of a method that has detailed metrics. Uncertain: that `Method` is ANY where the method is. */
function methodSeries(
  { stage }: RestStage,
  { resourcePath, httpMethod }: CompiledRoute,
  scope: MetricScope,
  name: Dimension,
): RequestSeries | undefined {
  if (httpMethod === '' || methodSettings(stage, resourcePath, httpMethod).metricsEnabled !== true) return undefined
  const dimensions = { Method: httpMethod, Resource: resourcePath, Stage: stage.stageName }
  return new RequestSeries(scope, [name, ...Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }))])
}

/** The name without what is not ASCII; an API that has nothing left of it goes by its id. */
function apiName({ definition: { api } }: RestStage): string {
  const ascii = api.name.replace(/[^\x20-\x7e]/g, '')
  return ascii.trim() === '' ? api.id : ascii
}

/** The metrics of requests with one set of dimensions. */
class RequestSeries {
  readonly #count: MetricSeries
  readonly #clientErrors: MetricSeries
  readonly #serverErrors: MetricSeries
  readonly #latency: MetricSeries
  readonly #integrationLatency: MetricSeries
  readonly #hits: MetricSeries
  readonly #misses: MetricSeries

  constructor(scope: MetricScope, dimensions: readonly Dimension[]) {
    const series = (name: string, unit = 'Count') => scope.series(NAMESPACE, name, dimensions, unit)
    this.#count = series('Count')
    this.#clientErrors = series('4XXError')
    this.#serverErrors = series('5XXError')
    this.#latency = series('Latency', 'Milliseconds')
    this.#integrationLatency = series('IntegrationLatency', 'Milliseconds')
    this.#hits = series('CacheHitCount')
    this.#misses = series('CacheMissCount')
  }

  record(now: number, status: number, { receivedAt, integrationLatency, cache }: Exchange): void {
    this.#count.add(now, 1)
    this.#clientErrors.add(now, status >= 400 && status < 500 ? 1 : 0)
    this.#serverErrors.add(now, status >= 500 ? 1 : 0)
    this.#latency.add(now, now - receivedAt)
    // Uncertain: that a mock, and a request refused before the integration, have none (facts/06, section 1).
    if (integrationLatency !== undefined) this.#integrationLatency.add(now, integrationLatency)
    if (cache === undefined) return
    this.#hits.add(now, cache === 'hit' ? 1 : 0)
    this.#misses.add(now, cache === 'miss' ? 1 : 0)
  }
}
