import type { Box, Canvas } from './canvas'
import type { Widget } from './definition'
import type { LegendEntry } from './legend'
import type { Series } from './series'
import type { Theme } from './theme'

/** What a view draws, and where. */
export interface Picture {
  readonly canvas: Canvas
  readonly theme: Theme
  readonly widget: Widget
  readonly series: readonly Series[]
  /** What title and legend leave. */
  readonly box: Box
}

/** A way of drawing a widget. */
export interface View {
  readonly legend: (series: readonly Series[]) => readonly LegendEntry[]
  readonly draw: (picture: Picture) => void
}
