import { Canvas } from '../canvas'
import { drawDisc } from '../disc'
import { short } from '../numbers'
import type { View } from '../picture'
import { latest, type Series } from '../series'

/** The smallest share of the whole that has its percentage written in it. */
const WRITTEN = 0.05

/** A part of a disc for each metric, by its share of all latest values. What is not above 0 has none, and the legend says what it is. */
export const pie: View = {
  legend: (series) => {
    const total = totalOf(series)
    return series.map((one) => {
      const value = latest(one)
      const share = value !== undefined && value > 0 ? ` (${percent(value / total)})` : ''
      return { label: `${one.label}: ${value === undefined ? '--' : short(value)}${share}`, colour: one.colour }
    })
  },
  draw: ({ canvas, theme, series, box }) => {
    const total = totalOf(series)
    const middle = [(box.left + box.right) / 2, (box.top + box.bottom) / 2] as const
    const radius = Math.max(1, Math.min(box.right - box.left, box.bottom - box.top) / 2 - 4)
    if (total === 0) {
      canvas.text(middle[0] - Canvas.widthOf('No data') / 2, middle[1] - 3, 'No data', theme.faint)
      return
    }
    const shares = series.map((one) => Math.max(0, latest(one) ?? 0) / total)
    const ends = shares.map((_, i) => shares.slice(0, i + 1).reduce((sum, share) => sum + share, 0))
    // The last one ends where the first begins, whatever sums of fractions come to.
    const last = shares.findLastIndex((share) => share > 0)
    const sectors = series.map(({ colour }, i) => ({ colour, end: i >= last ? 1.01 : (ends[i] as number) }))
    drawDisc(canvas, middle, radius, sectors)
    for (const [i, share] of shares.entries()) {
      if (share < WRITTEN || radius < 30) continue
      const angle = ((ends[i] as number) - share / 2) * 2 * Math.PI
      const [x, y] = [middle[0] + Math.sin(angle) * radius * 0.65, middle[1] - Math.cos(angle) * radius * 0.65]
      const text = percent(share)
      const width = Canvas.widthOf(text)
      canvas.rectangle(x - width / 2 - 3, y - 6, width + 5, 13, theme.paper, 0.85)
      canvas.text(x - width / 2, y - 3, text, theme.ink)
    }
  },
}

function totalOf(series: readonly Series[]): number {
  return series.reduce((sum, one) => sum + Math.max(0, latest(one) ?? 0), 0)
}

function percent(share: number): string {
  return `${Number((share * 100).toFixed(1))}%`
}
