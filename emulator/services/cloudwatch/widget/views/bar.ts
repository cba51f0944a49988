import { drawAxes } from '../axes'
import { Canvas } from '../canvas'
import { drawAnnotations, shadeAnnotations } from '../draw-annotations'
import { short } from '../numbers'
import type { View } from '../picture'
import { latest } from '../series'

/** Points of the widest bar. */
const WIDEST = 80

/** A bar for each metric, of its latest value, which stands above it. Uncertain: that AWS's bars stand upright. */
export const bar: View = {
  legend: (series) => series,
  draw: (picture) => {
    const { canvas, theme, series } = picture
    const plot = drawAxes(picture, (side) => series.flatMap((one) => (one.axis === side ? (latest(one) ?? []) : [])))
    shadeAnnotations(picture, plot)
    const room = (plot.box.right - plot.box.left) / Math.max(1, series.length)
    const width = Math.max(1, Math.min(WIDEST, room * 0.7))
    for (const [i, one] of series.entries()) {
      const value = latest(one)
      const middle = plot.box.left + (i + 0.5) * room
      const write = (text: string, y: number, colour: string) => canvas.text(middle - Canvas.widthOf(text) / 2, y, text, colour)
      write(Canvas.shortened(one.label, room - 6), plot.box.bottom + 8, theme.faint)
      if (value === undefined) continue
      const [zero, end] = [plot.y(0, one.axis), plot.y(value, one.axis)]
      canvas.rectangle(middle - width / 2, Math.min(zero, end), width, Math.abs(zero - end), one.colour)
      canvas.line([middle - room / 2, zero], [middle + room / 2, zero], theme.faint)
      // A number is whole or not there.
      if (Canvas.widthOf(short(value)) <= room)
        write(short(value), Math.max(plot.box.top + 2, value < 0 ? Math.min(end + 4, plot.box.bottom - 9) : end - 10), theme.ink)
    }
    drawAnnotations(picture, plot)
  },
}
