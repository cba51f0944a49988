import type { Clock } from '../../base/clock'
import { once } from '../../base/once'
import type { MetricFilterRecord, SubscriptionFilterRecord } from '../../model/account-services'
import type { Registry } from '../../model/registry'
import type { LogEvent, Logs } from '../../observe/logs'
import type { Metrics } from '../../observe/metrics'
import type { Call } from '../operations'
import { countEmbedded } from './metric-format'
import type { FilterPattern } from './pattern'

/** Loaded with the first filter. */
const patterns = once(() => require('./filter-pattern') as typeof import('./filter-pattern'))
const destinations = once(() => require('./destinations') as typeof import('./destinations'))

const MINUTE = 60_000
/** Milliseconds that events wait for others to be delivered with them. */
const GATHERING = 1000
/** Events of one delivery. */
const MOST_EVENTS = 500

interface MetricCounter {
  readonly pattern: FilterPattern
  readonly filter: MetricFilterRecord
  /** The minute that has had a match, or the default value already. */
  minute: number
}

interface Subscription {
  readonly pattern: FilterPattern
  readonly filter: SubscriptionFilterRecord
}

/** What the filters of one group do. */
interface Filters {
  readonly metrics: readonly MetricCounter[]
  readonly subscriptions: readonly Subscription[]
}

/** Carries log events on as they are written: to metrics, by filters and by the embedded format; to functions and streams, by subscriptions. */
export class LogDelivery {
  readonly #filters = new Map<string, Filters>()
  readonly #waiting = new Map<string, { readonly subscription: Subscription; readonly call: Call; events: LogEvent[] }>()

  constructor(
    private readonly observed: { readonly registry: Registry; readonly clock: Clock; readonly logs: Logs; readonly metrics: Metrics },
    private readonly callFor: (account: string, region: string) => Call,
  ) {
    const { registry, clock, logs, metrics } = observed
    registry.subscribe(({ table, account, region, parent }) => {
      if (table !== 'metricFilters' && table !== 'subscriptionFilters') return
      this.#filters.delete(`${account}/${region}/${parent}`)
      logs.refresh()
    })
    logs.subscribe(
      (event) => countEmbedded(event, metrics, clock),
      // The gateway's own lines hold no metrics.
      ({ group }) => !group.startsWith('API-Gateway-Execution-Logs_'),
    )
    logs.subscribe(
      (event) => this.#filter(event),
      ({ account, region, group }) => {
        const filters = this.#filtersOf(account, region, group)
        return filters.metrics.length + filters.subscriptions.length > 0
      },
    )
  }

  #filtersOf(account: string, region: string, group: string): Filters {
    const key = `${account}/${region}/${group}`
    let filters = this.#filters.get(key)
    if (filters === undefined) {
      const { metricFilters, subscriptionFilters } = this.observed.registry.records(account, region)
      filters = {
        metrics: metricFilters.list(group).map((filter) => ({ ...compiled(filter), minute: -1 })),
        subscriptions: subscriptionFilters.list(group).map(compiled),
      }
      this.#filters.set(key, filters)
    }
    return filters
  }

  #filter(event: LogEvent): void {
    const { account, region, group, message } = event
    const { metrics, subscriptions } = this.#filtersOf(account, region, group)
    const call = this.callFor(account, region)
    for (const counter of metrics) count(counter, event, call)
    for (const subscription of subscriptions) if (subscription.pattern.matches(message)) this.#wait(call, subscription, event)
  }

  /** Events of one stream go together. A function's own log does not go to the function: that would go on for ever. */
  #wait(call: Call, subscription: Subscription, event: LogEvent): void {
    const { destinationArn, filterName } = subscription.filter
    if (destinationArn.includes(`:function:${event.group.replace('/aws/lambda/', '')}`)) return
    const key = [event.account, event.region, event.group, event.stream, filterName].join('\0')
    const waiting = this.#waiting.get(key)
    if (waiting !== undefined && waiting.events.length < MOST_EVENTS) {
      waiting.events.push(event)
      return
    }
    this.#flush(key)
    this.#waiting.set(key, { subscription, call, events: [event] })
    this.observed.clock.after(GATHERING, () => this.#flush(key))
  }

  #flush(key: string): void {
    const waiting = this.#waiting.get(key)
    if (waiting === undefined) return
    this.#waiting.delete(key)
    const { subscription, call, events } = waiting
    destinations()
      .deliver(call, subscription.filter, events)
      .catch((error: unknown) => {
        const { filterName, logGroupName, destinationArn } = subscription.filter
        const message = `The subscription filter ${filterName} of the log group ${logGroupName} could not deliver to ${destinationArn}: ${error instanceof Error ? error.message : error}`
        call.diagnostics.replace(`delivery of ${filterName} of ${logGroupName}`, [
          { code: 'subscription-filter-failed', severity: 'warning', message, subject: `/loggroups/${logGroupName}` },
        ])
      })
  }
}

/** Patterns were checked when they were put. */
function compiled<Filter extends { readonly filterPattern: string }>(
  filter: Filter,
): { readonly filter: Filter; readonly pattern: FilterPattern } {
  return { filter, pattern: patterns().filterPattern(filter.filterPattern) }
}

/** Adds the value of a matching event; of a minute whose events do not match, the default value, once. */
function count(counter: MetricCounter, { message, at }: LogEvent, { account, region, metrics }: Call): void {
  const { pattern, filter } = counter
  const [transformation] = filter.metricTransformations
  if (transformation === undefined) return
  const { metricName = '', metricNamespace = '', metricValue = '', defaultValue, dimensions = {}, unit = 'None' } = transformation
  const minute = Math.floor(at / MINUTE)
  const matched = pattern.matches(message)
  const value = matched ? Number(metricValue.startsWith('$') ? pattern.read(metricValue, message) : metricValue) : defaultValue
  if (value === undefined || !Number.isFinite(value) || (!matched && counter.minute === minute)) return
  counter.minute = minute
  const named = Object.entries(dimensions).map(([Name, selector]) => ({ Name, Value: pattern.read(selector, message) ?? '' }))
  if (named.some(({ Value }) => Value === '')) return
  metrics.in(account, region).series(metricNamespace, metricName, named, unit).point(at).add(value)
}
