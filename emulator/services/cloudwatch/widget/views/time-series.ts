import { drawAxes, type Plot } from '../axes'
import type { Canvas } from '../canvas'
import { drawAnnotations, shadeAnnotations } from '../draw-annotations'
import type { View } from '../picture'
import type { Series } from '../series'
import { drawTimeAxis } from '../time-axis'

/** A point of a line: what it lies on (0, or the sum of those below in a stack), and where it is itself. */
interface Layer {
  readonly at: number
  readonly base: number
  readonly top: number
}

const AREA = 0.55

/** Lines over time; stacked, areas on top of each other. A line has a gap where a period has no value. */
export const timeSeries: View = {
  legend: (series) => series,
  draw: (picture) => {
    const { canvas, widget, series } = picture
    const layers = widget.stacked ? stacked(series) : series.map(({ points }) => points.map(([at, top]) => ({ at, base: 0, top })))
    const valuesOn = (side: Series['axis']) =>
      series.flatMap(({ axis }, i) => (axis === side ? (layers[i] ?? []).map(({ top }) => top) : []))
    const plot = drawAxes(picture, valuesOn)
    const x = drawTimeAxis(picture, plot.box)
    shadeAnnotations(picture, plot, x)
    // The first lies on top of the others.
    for (let i = series.length - 1; i >= 0; i--) {
      const [one, points] = [series[i], layers[i]]
      if (one === undefined || points === undefined) continue
      const inside = points.filter(({ at }) => at >= widget.from && at <= widget.to)
      drawLine(canvas, one, inside, plot, x, widget.stacked)
    }
    drawAnnotations(picture, plot, x)
  },
}

function drawLine(
  canvas: Canvas,
  series: Series,
  points: readonly Layer[],
  plot: Plot,
  x: (at: number) => number,
  isStacked: boolean,
): void {
  const { colour, axis, period } = series
  const y = (value: number) => plot.y(value, axis)
  for (const [i, here] of points.entries()) {
    const [before, next] = [points[i - 1], points[i + 1]]
    const joins = (a: Layer | undefined, b: Layer | undefined) => a !== undefined && b !== undefined && b.at - a.at <= period
    if (next !== undefined && joins(here, next)) {
      if (isStacked) fillBetween(canvas, [here, next], x, y, colour)
      canvas.line([x(here.at), y(here.top)], [x(next.at), y(next.top)], colour, 2)
    } else if (!joins(before, here)) canvas.rectangle(x(here.at) - 2, y(here.top) - 2, 5, 5, colour)
  }
}

/** The area between what a line lies on and the line itself, from one point to the next. */
function fillBetween(
  canvas: Canvas,
  [a, b]: readonly [Layer, Layer],
  x: (at: number) => number,
  y: (value: number) => number,
  colour: string,
): void {
  const [left, right] = [x(a.at), x(b.at)]
  for (let column = Math.round(left); column < Math.round(right); column++) {
    const share = (column - left) / (right - left)
    const [top, base] = [a.top + share * (b.top - a.top), a.base + share * (b.base - a.base)].map(y) as [number, number]
    canvas.rectangle(column, Math.min(top, base), 1, Math.abs(base - top), colour, AREA)
  }
}

/** Each series on top of those before it on its axis; one that has no value at a time adds nothing there. */
function stacked(series: readonly Series[]): Layer[][] {
  const sums = { left: new Map<number, number>(), right: new Map<number, number>() }
  return series.map(({ axis, points }) =>
    points.map(([at, value]) => {
      const base = sums[axis].get(at) ?? 0
      sums[axis].set(at, base + value)
      return { at, base, top: base + value }
    }),
  )
}
