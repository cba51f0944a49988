import { type Box, Canvas } from './canvas'
import type { Side } from './metrics'
import { short } from './numbers'
import type { Picture } from './picture'
import { type Scale, scaleOf, shareOf } from './scale'

/** The part of a picture where values are drawn, and how high each lies in it. */
export interface Plot {
  readonly box: Box
  /** The side whose lines go across. */
  readonly y: (value: number, side: Side) => number
}

const SIDES = ['left', 'right'] as const
/** Points for what stands under the chart. */
const BELOW = 18
const ROW = 14
/** Points between the labels of an axis: what is aimed at, and what there has to be. */
const APART = 24
const LINE = 9

/** Draws the axes that values need, with their labels and the lines of the first, and answers where the values go. */
export function drawAxes(picture: Picture, valuesOn: (side: Side) => readonly number[]): Plot {
  const { canvas, theme, widget, box } = picture
  const used = SIDES.filter((side) => isUsed(picture, side))
  const titles = used.map((side) => titleOf(picture, side))
  const top = box.top + (titles.some((title) => title !== '') ? ROW : 4)
  const bottom = Math.max(top + 1, box.bottom - BELOW)
  const lines = widget.annotations.horizontal
  const scales = Object.fromEntries(
    SIDES.map((side) => {
      const edges = lines.filter(({ axis }) => axis === side).flatMap((line) => line.edges.map(({ value }) => value))
      const most = Math.min(6, Math.max(2, Math.floor((bottom - top) / APART)))
      return [side, scaleOf([...valuesOn(side), ...edges], widget.axes[side], most)]
    }),
  ) as Record<Side, Scale>
  const widthOf = (side: Side) =>
    used.includes(side) ? Math.max(...scales[side].ticks.map((tick) => Canvas.widthOf(short(tick))), 0) + 8 : 4
  const plot: Box = {
    left: box.left + widthOf('left'),
    top,
    right: Math.max(box.left + widthOf('left') + 1, box.right - widthOf('right')),
    bottom,
  }
  const y = (value: number, side: Side) => plot.bottom - shareOf(value, scales[side]) * (plot.bottom - plot.top)
  for (const [i, side] of used.entries()) {
    const title = Canvas.shortened(titles[i] ?? '', (box.right - box.left) / used.length - 8)
    canvas.text(side === 'left' ? box.left : box.right - Canvas.widthOf(title), box.top, title, theme.faint)
    let below = Number.POSITIVE_INFINITY
    for (const tick of scales[side].ticks) {
      if (i === 0) canvas.line([plot.left, y(tick, side)], [plot.right, y(tick, side)], theme.grid)
      if (below - y(tick, side) < LINE) continue
      below = y(tick, side)
      const label = short(tick)
      const x = side === 'left' ? plot.left - 6 - Canvas.widthOf(label) : plot.right + 6
      canvas.text(x, y(tick, side) - 3, label, theme.faint)
    }
  }
  canvas.line([plot.left, plot.bottom], [plot.right, plot.bottom], theme.faint)
  return { box: plot, y }
}

/** The left axis is there when nothing else is. */
function isUsed({ series, widget }: Picture, side: Side): boolean {
  const on = (wanted: Side) => [...series, ...widget.annotations.horizontal].some(({ axis }) => axis === wanted)
  return on(side) || (side === 'left' && !on('right'))
}

/** The label of an axis, and the unit of its values where they have one. Uncertain: how AWS puts both together. */
function titleOf({ series, widget }: Picture, side: Side): string {
  const { label = '', showUnits } = widget.axes[side]
  const own = series.filter(({ axis }) => axis === side)
  const units = [...new Set(own.map(({ unit }) => unit))]
  const unit = showUnits && units.length === 1 ? (units[0] ?? '') : ''
  return label === '' || unit === '' ? label || unit : `${label} (${unit})`
}
