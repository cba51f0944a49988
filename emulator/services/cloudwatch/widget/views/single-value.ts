import { Canvas } from '../canvas'
import { short } from '../numbers'
import type { View } from '../picture'
import { latest } from '../series'

/** How many times larger than others the letters of a value are, at most. */
const LARGEST = 6
const LETTERS = 7
/** The narrowest cell of a row of values. */
const NARROWEST = 120

/** The latest value of each metric as a number, its label below. The reference of pictures does not list this view; dashboards have it. */
export const singleValue: View = {
  legend: () => [],
  draw: ({ canvas, theme, widget, series, box }) => {
    const columns = Math.max(1, Math.min(series.length, Math.floor((box.right - box.left) / NARROWEST)))
    const rows = Math.ceil(series.length / columns)
    const [width, height] = [(box.right - box.left) / columns, (box.bottom - box.top) / Math.max(1, rows)]
    const cells = series.map((one) => {
      const value = latest(one)
      const unit = value === undefined || !widget.axes[one.axis].showUnits || one.unit === undefined ? '' : ` ${one.unit}`
      const room = width - 24 - Canvas.widthOf(unit)
      return { one, unit, number: value === undefined ? '--' : numberOf(value, widget.fullPrecision, room), room }
    })
    // All in letters of one size.
    const fits = cells.map(({ number, room }) => room / Canvas.widthOf(number))
    const scale = Math.max(1, Math.min(LARGEST, Math.floor(Math.min(...fits, (height - 3 * LETTERS) / LETTERS))))
    for (const [i, { one, unit, number }] of cells.entries()) {
      const [left, top] = [box.left + (i % columns) * width, box.top + Math.floor(i / columns) * height]
      const [wide, high] = [Canvas.widthOf(number, scale), LETTERS * scale]
      const x = left + Math.max(0, (width - wide - Canvas.widthOf(unit)) / 2)
      const y = top + Math.max(0, (height - high - 2 * LETTERS - 4) / 2)
      canvas.text(x, y, number, theme.ink, scale)
      canvas.text(x + wide, y + high - LETTERS, unit, theme.faint)
      const label = Canvas.shortened(one.label, width - 24)
      const under = left + Math.max(0, (width - Canvas.widthOf(label) - 12) / 2)
      canvas.rectangle(under, y + high + LETTERS + 3, 8, 8, one.colour)
      canvas.text(under + 12, y + high + LETTERS + 3, label, theme.faint)
    }
  },
}

/** A number in few letters, or in as many digits as there is room for. */
function numberOf(value: number, full: boolean, room: number): string {
  for (let digits = 17; full && digits >= 4; digits--) {
    const text = String(Number(value.toPrecision(digits)))
    if (Canvas.widthOf(text) <= room) return text
  }
  return short(value)
}
