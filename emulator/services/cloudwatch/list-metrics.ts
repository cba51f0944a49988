import { lastAt } from '../../observe/metrics'
import { page } from '../pages'
import { type CloudWatchOperations, constraint } from './operations'

const HOUR = 3_600_000
const PAGE = 500

/** Metrics that got a value in the last two weeks, or with `RecentlyActive` in the last three hours. */
export const ListMetrics: CloudWatchOperations['ListMetrics'] = (input, call) => {
  if (input.RecentlyActive !== undefined && input.RecentlyActive !== 'PT3H') {
    throw constraint('recentlyActive', input.RecentlyActive, 'Member must satisfy enum value set: [PT3H]')
  }
  const since = call.clock.now() - (input.RecentlyActive === undefined ? 14 * 24 * HOUR : 3 * HOUR)
  const found = call.metrics
    .in(call.account, call.region)
    .list()
    .filter(
      (metric) =>
        lastAt(metric) >= since &&
        (input.Namespace === undefined || metric.namespace === input.Namespace) &&
        (input.MetricName === undefined || metric.name === input.MetricName) &&
        (input.Dimensions ?? []).every(({ Name, Value }) =>
          metric.dimensions.some((dimension) => dimension.Name === Name && (Value === undefined || dimension.Value === Value)),
        ),
    )
  const { items, next } = page(found, input.NextToken, PAGE)
  const Metrics = items.map(({ namespace, name, dimensions }) => ({
    Namespace: namespace,
    MetricName: name,
    Dimensions: dimensions.map(({ Name, Value }) => ({ Name, Value })),
  }))
  return {
    Metrics,
    ...(input.IncludeLinkedAccounts ? { OwningAccounts: Metrics.map(() => call.account) } : {}),
    ...(next === undefined ? {} : { NextToken: next }),
  }
}
