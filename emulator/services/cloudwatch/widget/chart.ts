import { Canvas, type Colour } from './canvas'
import type { Widget } from './definition'

/** One line of a chart: times in epoch milliseconds, ascending. */
export interface ChartSeries {
  readonly label: string
  readonly colour: Colour
  readonly points: readonly (readonly [at: number, value: number])[]
}

/** Colours of lines that have none of their own, one after the other. */
export const COLOURS: readonly Colour[] = [
  '#1f77b4',
  '#ff7f0e',
  '#2ca02c',
  '#d62728',
  '#9467bd',
  '#8c564b',
  '#e377c2',
  '#7f7f7f',
  '#bcbd22',
  '#17becf',
]
const INK = '#16191f'
const FAINT = '#687078'
const GRID = '#e4e7ea'
const MARGIN = { top: 30, right: 20, left: 62 }
const ROW = 14
/** Milliseconds between labels of the time axis: the smallest that leaves room for them. */
const STEPS = [1, 5, 10, 15, 30, 60, 180, 360, 720, 1440, 10_080, 43_200].map((minutes) => minutes * 60_000)

/** Draws a chart of lines: title, axes with labels, annotations, a legend. */
export function drawChart(widget: Widget, series: readonly ChartSeries[]): Uint8Array {
  const { width, height, from, to, title, left, lines } = widget
  const canvas = new Canvas(width, height)
  const legend = legendRows(series, width)
  const bottom = height - 22 - legend.length * ROW
  const drawn = widget.stacked ? stacked(series) : series
  const values = [...drawn.flatMap(({ points }) => points.map(([, value]) => value)), ...lines.map(({ value }) => value)]
  const scale = scaleOf(left.min ?? extreme(values, Math.min), left.max ?? extreme(values, Math.max))
  const x = (at: number) => MARGIN.left + ((at - from) / (to - from)) * (width - MARGIN.left - MARGIN.right)
  // What an axis of the user's leaves out lies on its edge.
  const y = (value: number) => {
    const share = (value - scale.min) / (scale.max - scale.min)
    return bottom - Math.min(1, Math.max(0, share)) * (bottom - MARGIN.top)
  }
  canvas.text(Math.max(8, (width - Canvas.widthOf(title)) / 2), 8, title, INK)
  if (left.label !== undefined) canvas.text(8, 18, left.label, FAINT)
  for (const tick of scale.ticks) {
    canvas.line([MARGIN.left, y(tick)], [width - MARGIN.right, y(tick)], GRID)
    const label = shown(tick)
    canvas.text(MARGIN.left - 6 - Canvas.widthOf(label), y(tick) - 3, label, FAINT)
  }
  const step = STEPS.find((each) => ((width - MARGIN.left - MARGIN.right) * each) / (to - from) >= 60) ?? to - from
  for (let at = Math.ceil(from / step) * step; at <= to; at += step) {
    canvas.line([x(at), bottom], [x(at), bottom + 4], FAINT)
    const label = timeLabel(at, step)
    canvas.text(x(at) - Canvas.widthOf(label) / 2, bottom + 8, label, FAINT)
  }
  canvas.line([MARGIN.left, bottom], [width - MARGIN.right, bottom], FAINT)
  for (const { points, colour } of [...drawn].reverse()) {
    const inside = points.filter(([at, value]) => at >= from && Number.isFinite(value))
    for (const [i, point] of inside.entries()) {
      const next = inside[i + 1]
      const here = [x(point[0]), y(point[1])] as const
      if (next === undefined) {
        if (inside.length === 1) canvas.rectangle(here[0] - 2, here[1] - 2, 5, 5, colour)
        continue
      }
      const there = [x(next[0]), y(next[1])] as const
      if (widget.stacked) fill(canvas, here, there, bottom, colour)
      canvas.line(here, there, colour, 2)
    }
  }
  for (const { value, label, colour } of lines) {
    canvas.line([MARGIN.left, y(value)], [width - MARGIN.right, y(value)], colour, 1, true)
    canvas.text(MARGIN.left + 4, y(value) - 10, label, colour)
  }
  for (const [row, entries] of legend.entries()) {
    let at = 12
    for (const { label, colour } of entries) {
      canvas.rectangle(at, bottom + 24 + row * ROW, 8, 8, colour)
      canvas.text(at + 12, bottom + 24 + row * ROW, label, INK)
      at += legendWidth(label)
    }
  }
  return canvas.toPng()
}

/** The least or the most of finite values, and 0. */
function extreme(values: readonly number[], pick: (a: number, b: number) => number): number {
  return values.reduce((found, value) => (Number.isFinite(value) ? pick(found, value) : found), 0)
}

/** Each series on top of those before it. */
function stacked(series: readonly ChartSeries[]): ChartSeries[] {
  const below = new Map<number, number>()
  return series.map((one) => ({
    ...one,
    points: one.points.map(([at, value]) => {
      const sum = (below.get(at) ?? 0) + value
      below.set(at, sum)
      return [at, sum] as const
    }),
  }))
}

function fill(canvas: Canvas, from: readonly [number, number], to: readonly [number, number], bottom: number, colour: Colour): void {
  for (let x = Math.round(from[0]); x < Math.round(to[0]); x++) {
    const y = from[1] + ((x - from[0]) / (to[0] - from[0])) * (to[1] - from[1])
    canvas.rectangle(x, y, 1, bottom - y, colour)
  }
}

function legendWidth(label: string): number {
  return Canvas.widthOf(label) + 28
}

/** Labels side by side, as many as the width takes; three rows at most. */
function legendRows(series: readonly ChartSeries[], width: number): ChartSeries[][] {
  const rows: ChartSeries[][] = [[]]
  let used = 12
  for (const one of series) {
    if (used + legendWidth(one.label) > width && (rows.at(-1)?.length ?? 0) > 0) {
      rows.push([])
      used = 12
    }
    rows.at(-1)?.push(one)
    used += legendWidth(one.label)
  }
  return rows.slice(0, 3)
}

/** Round numbers at a round distance that hold all values: four to eight of them. */
function scaleOf(least: number, most: number): { min: number; max: number; ticks: number[] } {
  const span = most - least > 1e-12 ? most - least : 1
  const power = 10 ** Math.floor(Math.log10(span / 4))
  const step = ([1, 2, 2.5, 5, 10].find((each) => span / (each * power) <= 6) ?? 10) * power
  const min = Math.floor(least / step + 1e-9) * step
  const count = Math.max(1, Math.ceil((least + span - min) / step - 1e-9))
  return { min, max: min + count * step, ticks: Array.from({ length: count + 1 }, (_, i) => min + i * step) }
}

/** `1.5k`, `2M`, `0.25`. */
function shown(value: number): string {
  const [by, letter] = (
    [
      [1e9, 'G'],
      [1e6, 'M'],
      [1e3, 'k'],
    ] as const
  ).find(([size]) => Math.abs(value) >= size) ?? [1, '']
  return `${Number((value / by).toPrecision(4))}${letter}`
}

function timeLabel(at: number, step: number): string {
  const text = new Date(at).toISOString()
  return step >= 24 * 3_600_000 ? text.slice(5, 10) : text.slice(11, 16)
}
