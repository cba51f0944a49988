import { Canvas } from './canvas'
import type { Widget } from './definition'
import { drawLegend } from './legend'
import type { View } from './picture'
import type { Series } from './series'
import { THEMES, type Theme } from './theme'
import { bar } from './views/bar'
import type { ViewName } from './views/names'
import { pie } from './views/pie'
import { singleValue } from './views/single-value'
import { timeSeries } from './views/time-series'

const VIEWS: Readonly<Record<ViewName, View>> = { timeSeries, bar, pie, singleValue }
const MARGIN = 10
/** Letters of a title are twice as high as others where it has the room. */
const LARGE = 2

/** Draws a widget: title, legend, and what its view makes of the values. Uncertain: how AWS draws. */
export function drawWidget(widget: Widget, series: readonly Series[]): Uint8Array {
  const { width, height } = widget
  const [theme, view] = [THEMES[widget.theme], VIEWS[widget.view]]
  const canvas = new Canvas(width, height, theme.paper)
  const top = drawTitle(canvas, theme, widget.title)
  const page = { left: MARGIN, top, right: width - MARGIN, bottom: height - MARGIN }
  const box = drawLegend(canvas, theme, widget.legend, view.legend(series), page)
  view.draw({ canvas, theme, widget, series, box })
  return canvas.toPng()
}

/** Answers where the rest begins. */
function drawTitle(canvas: Canvas, theme: Theme, title: string): number {
  if (title === '') return MARGIN
  const room = canvas.width - 2 * MARGIN
  const scale = Canvas.widthOf(title, LARGE) <= room ? LARGE : 1
  const shown = Canvas.shortened(title, room, scale)
  canvas.text(Math.max(MARGIN, (canvas.width - Canvas.widthOf(shown, scale)) / 2), MARGIN, shown, theme.ink, scale)
  return MARGIN + 7 * scale + 10
}
