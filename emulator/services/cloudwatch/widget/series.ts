import type { Call } from '../../operations'
import { Queries, type Query } from '../math/evaluate'
import { returnedSeries } from '../metric-data'
import { labelOf } from '../metric-label'
import { roundStart } from '../read-metric'
import type { Widget } from './definition'
import { labelMetrics, namesOf } from './labels'
import type { Side, WidgetMetric } from './metrics'
import { COLOURS, type Colour } from './theme'

/** A value at a time in epoch milliseconds. */
export type Point = readonly [at: number, value: number]

/** What a widget shows of one metric, or of one of those that a search found. */
export interface Series {
  readonly label: string
  readonly colour: Colour
  readonly axis: Side
  /** Of metrics whose values all have one. */
  readonly unit?: string
  /** Milliseconds from one point to the next. */
  readonly period: number
  /** Oldest first. */
  readonly points: readonly Point[]
}

/** Live data is of the last minute: without it a point is seen a minute after its period (CloudWatch user guide, "Using live data"). */
const LIVE = 60_000

/** The values of a widget's metrics in its span, those that are not visible left out. */
export function readSeries({ wholeSpan, liveData, ...widget }: Widget, metrics: readonly WidgetMetric[], call: Call): Series[] {
  const queries = new Queries(labelMetrics(metrics))
  const now = call.clock.now()
  const settled = liveData ? Number.POSITIVE_INFINITY : now - LIVE
  const from = roundStart(widget.from, now, queries.period)
  const to = wholeSpan ? Math.min(widget.to, settled) : widget.to
  const found = queries.all.flatMap((query, at) => {
    const metric = metrics[at]
    if (metric === undefined || !query.returned || from >= to) return []
    const all = returnedSeries(queries, query, call, { from, to }, wholeSpan)
    const names = namesOf(
      all.map((series) => labelOf(query, series)),
      all.map(({ label }) => label),
    )
    return all.map((series, i) => ({
      label: names[i] ?? '',
      axis: metric.axis,
      ...unitOf(query, call),
      period: series.period,
      points: [...series.values].filter(([time, value]) => Number.isFinite(value) && (wholeSpan || time + series.period <= settled)),
      ...(metric.colour === undefined ? {} : { colour: metric.colour }),
    }))
  })
  return found.map((series, at) => ({ colour: COLOURS[at % COLOURS.length] as Colour, ...series }))
}

/** The value of a series that a view of single values shows: the latest in the span. */
export function latest({ points }: Series): number | undefined {
  return points.at(-1)?.[1]
}

function unitOf({ metric, unit }: Query, call: Call): { readonly unit?: string } {
  if (unit !== undefined) return { unit }
  if (metric === undefined) return {}
  const units = [...(call.metrics.in(call.account, call.region).find(metric)?.units.keys() ?? [])]
  return units.length === 1 && units[0] !== undefined && units[0] !== 'None' ? { unit: units[0] } : {}
}
