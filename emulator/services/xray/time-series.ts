import type { TimeSeriesServiceStatistics } from '@aws-sdk/client-xray'
import type { Segment } from '../../observe/traces'
import { page } from '../pages'
import { groupOf } from './groups'
import { invalidRequest, type XRayOperations } from './operations'
import { compileEntitySelector, type EntitySelector } from './selectors'
import { mapOf } from './service-map'
import { Tally } from './tally'
import { graphSpan } from './time-span'

/** Seconds of a window that nobody has chosen, and windows of a page. Uncertain, both. */
const PERIOD = 60
const PAGE = 100

/**
 * Statistics of services or edges, window by window: of those that are selected, else of all edges (API reference). Windows without any are
 * left out. Uncertain: that any period is taken.
 */
export const GetTimeSeriesServiceStatistics: XRayOperations['GetTimeSeriesServiceStatistics'] = (input, call) => {
  const { from, to } = graphSpan(input)
  const { EntitySelectorExpression: selection, Period = PERIOD, ForecastStatistics, NextToken } = input
  if (!(Period >= 1)) throw invalidRequest(`Period must be at least 1, found ${Period}.`)
  if (selection !== undefined && (selection === '' || selection.length > 500))
    throw invalidRequest(`EntitySelectorExpression must have 1 to 500 characters, found ${selection.length}.`)
  if (ForecastStatistics === true)
    throw invalidRequest(
      selection === undefined
        ? 'ForecastStatistics needs an EntitySelectorExpression.'
        : 'Not emulated by Portico yet: ForecastStatistics, which come of insights',
    )
  const selector = selection === undefined ? EVERY_EDGE : compileEntitySelector(selection, call.account)
  const group = groupOf(call, input)
  const windows = new Map<number, Tally>()
  for (const [, segments] of call.traces.in(call.account, call.region).all()) {
    if (!group.holds(segments)) continue
    for (const segment of selected(segments, selector)) {
      const at = Math.round(segment.start_time * 1000)
      if (at < from || at > to) continue
      const begin = at - (at % (Period * 1000))
      const window = windows.get(begin) ?? new Tally()
      windows.set(begin, window)
      window.add(segment)
    }
  }
  const all = [...windows].sort(([a], [b]) => a - b).map(([begin, tally]) => statisticsOf(begin, tally, selector))
  const { items, next } = page(all, NextToken, PAGE)
  return {
    TimeSeriesServiceStatistics: items,
    ContainsOldGroupVersions: group.hasChanged(from, to),
    ...(next === undefined ? {} : { NextToken: next }),
  }
}

const EVERY_EDGE: EntitySelector = { kind: 'edge', from: () => true, to: () => true }

function selected(segments: readonly Segment[], selector: EntitySelector): Segment[] {
  const { works, calls } = mapOf(segments)
  if (selector.kind === 'service') return works.filter(({ node }) => selector.node(node)).map(({ segment }) => segment)
  return calls.filter(({ from, to }) => selector.from(from) && selector.to(to)).map(({ seen }) => seen)
}

function statisticsOf(begin: number, tally: Tally, { kind }: EntitySelector): TimeSeriesServiceStatistics {
  return {
    Timestamp: new Date(begin),
    ...(kind === 'edge' ? { EdgeSummaryStatistics: tally.statistics } : { ServiceSummaryStatistics: tally.statistics }),
    ResponseTimeHistogram: tally.responseTimes,
  }
}
