import { type Box, Canvas } from './canvas'
import type { Widget } from './definition'
import type { Colour, Theme } from './theme'

/** What the legend says of one colour. */
export interface LegendEntry {
  readonly label: string
  readonly colour: Colour
}

const ROW = 14
const SWATCH = 12
const GAP = 16
/** The part of the room that a legend takes at most. */
const LARGEST = { width: 0.4, height: 0.2 }
/** A picture lower than so many rows has none below. */
const LOWEST = 3

/** Draws the legend where it has its place, and answers what is left for the chart. What finds no room is counted: `+3 more`. */
export function drawLegend(canvas: Canvas, theme: Theme, position: Widget['legend'], entries: readonly LegendEntry[], box: Box): Box {
  if (position === 'hidden' || entries.length === 0) return box
  return position === 'right' ? drawRight(canvas, theme, entries, box) : drawBottom(canvas, theme, entries, box)
}

function drawRight(canvas: Canvas, theme: Theme, entries: readonly LegendEntry[], box: Box): Box {
  const widest = Math.max(...entries.map(({ label }) => Canvas.widthOf(label))) + SWATCH
  const width = Math.min(widest, (box.right - box.left) * LARGEST.width)
  const rows = Math.max(1, Math.floor((box.bottom - box.top) / ROW))
  const shown = within(entries, rows, theme)
  const left = box.right - width
  for (const [row, entry] of shown.entries()) drawEntry(canvas, theme, entry, left, box.top + row * ROW, width)
  return { ...box, right: left - GAP }
}

function drawBottom(canvas: Canvas, theme: Theme, entries: readonly LegendEntry[], box: Box): Box {
  const width = box.right - box.left
  const widthOf = ({ label }: LegendEntry) => Math.min(SWATCH + Canvas.widthOf(label), width)
  const rows: LegendEntry[][] = [[]]
  let used = 0
  for (const entry of entries) {
    if (used > 0 && used + widthOf(entry) > width) {
      rows.push([])
      used = 0
    }
    rows.at(-1)?.push(entry)
    used += widthOf(entry) + GAP
  }
  const height = box.bottom - box.top
  if (height < LOWEST * ROW) return box
  const most = Math.max(1, Math.floor((height * LARGEST.height) / ROW))
  const left = rows.slice(most).flat().length
  const shown = rows.slice(0, most)
  if (left > 0) {
    // The last of the last row makes way for the count.
    const last = shown.at(-1) ?? []
    const gone = last.length > 1 ? last.splice(-1).length : 0
    last.push({ label: `+${left + gone} more`, colour: theme.paper })
  }
  const top = box.bottom - shown.length * ROW
  for (const [row, line] of shown.entries()) {
    let at = box.left
    for (const entry of line) {
      drawEntry(canvas, theme, entry, at, top + row * ROW + 4, box.right - at)
      at += widthOf(entry) + GAP
    }
  }
  return { ...box, bottom: top }
}

function within(entries: readonly LegendEntry[], rows: number, theme: Theme): readonly LegendEntry[] {
  if (entries.length <= rows) return entries
  return [...entries.slice(0, rows - 1), { label: `+${entries.length - rows + 1} more`, colour: theme.paper }]
}

function drawEntry(canvas: Canvas, theme: Theme, { label, colour }: LegendEntry, x: number, y: number, width: number): void {
  canvas.rectangle(x, y, 8, 8, colour)
  canvas.text(x + SWATCH, y, Canvas.shortened(label, width - SWATCH), theme.ink)
}
