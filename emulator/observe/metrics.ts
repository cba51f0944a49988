import type { Clock } from '../base/clock'
import { MetricSeries } from './metric-series'

/** Name and value of what a metric is told apart by. */
export interface Dimension {
  readonly Name: string
  readonly Value: string
}

/** What names a metric. Dimensions in the order of their names. */
export interface MetricName {
  readonly namespace: string
  readonly name: string
  readonly dimensions: readonly Dimension[]
}

/** A metric: its values by unit. */
export interface Metric extends MetricName {
  readonly units: ReadonlyMap<string, MetricSeries>
}

/** Metrics of users' own beyond this many in one account and region give way, those written to longest ago first: dimensions can be anything. */
const MOST = 20_000

/** The metrics of one account in one region. */
export class MetricScope {
  readonly #metrics = new Map<string, MetricName & { readonly units: Map<string, MetricSeries> }>()

  constructor(private readonly clock: Clock) {}

  /** Where the values of a metric in a unit are added; those of AWS's own namespaces may be held on to. */
  series(namespace: string, name: string, dimensions: readonly Dimension[], unit: string): MetricSeries {
    const named = { namespace, name, dimensions: [...dimensions].sort((a, b) => (a.Name < b.Name ? -1 : 1)) }
    const key = keyOf(named)
    let metric = this.#metrics.get(key)
    if (metric === undefined) {
      if (this.#metrics.size >= MOST) this.#makeRoom()
      metric = { ...named, units: new Map() }
      this.#metrics.set(key, metric)
    }
    let series = metric.units.get(unit)
    if (series === undefined) {
      series = new MetricSeries(unit, this.clock)
      metric.units.set(unit, series)
    }
    return series
  }

  find(metric: MetricName): Metric | undefined {
    return this.#metrics.get(keyOf(metric))
  }

  /** Every metric that has had values, in the order in which they came to be. */
  list(): readonly Metric[] {
    return [...this.#metrics.values()].filter((metric) => lastAt(metric) > Number.NEGATIVE_INFINITY)
  }

  clear(): void {
    for (const { units } of this.#metrics.values()) for (const series of units.values()) series.clear()
  }

  #makeRoom(): void {
    const own = [...this.#metrics].filter(([, { namespace }]) => !namespace.startsWith('AWS/'))
    const byAge = own.sort(([, a], [, b]) => lastAt(a) - lastAt(b))
    for (const [key] of byAge.slice(0, MOST / 10)) this.#metrics.delete(key)
  }
}

/** When a metric got its latest value. */
export function lastAt({ units }: Metric): number {
  let latest = Number.NEGATIVE_INFINITY
  for (const series of units.values()) latest = Math.max(latest, series.lastAt)
  return latest
}

/** Every metric: of the gateway, of functions, and those that users put. In memory, by the emulator's clock. */
export class Metrics {
  readonly #scopes = new Map<string, MetricScope>()

  constructor(private readonly clock: Clock) {}

  in(account: string, region: string): MetricScope {
    const key = `${account}/${region}`
    let scope = this.#scopes.get(key)
    if (scope === undefined) {
      scope = new MetricScope(this.clock)
      this.#scopes.set(key, scope)
    }
    return scope
  }

  /** Forgets every value. */
  clear(): void {
    for (const scope of this.#scopes.values()) scope.clear()
  }
}

function keyOf({ namespace, name, dimensions }: MetricName): string {
  return JSON.stringify([namespace, name, ...dimensions.flatMap(({ Name, Value }) => [Name, Value])])
}
