import { type Box, Canvas } from './canvas'
import type { Picture } from './picture'

const SECOND = 1000
const MINUTE = 60 * SECOND
const DAY = 1440 * MINUTE
/** Milliseconds between labels: the smallest that leaves room for them is taken. */
const STEPS = [
  ...[1, 5, 15, 30].map((seconds) => seconds * SECOND),
  ...[1, 5, 10, 15, 30, 60, 180, 360, 720].map((minutes) => minutes * MINUTE),
  ...[1, 7, 30, 90, 365].map((days) => days * DAY),
]
/** Points from one label to the next, at least. */
const APART = 60

/** Labels the times under a plot, in the widget's time zone, and answers where a time lies. */
export function drawTimeAxis({ canvas, theme, widget }: Picture, { left, right, bottom }: Box): (at: number) => number {
  const { from, to, ahead } = widget
  const x = (at: number) => left + ((at - from) / (to - from)) * (right - left)
  const step = STEPS.find((each) => ((right - left) * each) / (to - from) >= APART) ?? to - from
  for (let at = Math.ceil((from + ahead) / step) * step - ahead; at <= to; at += step) {
    const label = labelOf(at + ahead, step)
    const width = Canvas.widthOf(label)
    canvas.line([x(at), bottom], [x(at), bottom + 4], theme.faint)
    canvas.text(Math.max(0, Math.min(canvas.width - width, x(at) - width / 2)), bottom + 8, label, theme.faint)
  }
  return x
}

/** The time; the day where there is none, and at midnight. */
function labelOf(local: number, step: number): string {
  const text = new Date(local).toISOString()
  if (step > 300 * DAY) return text.slice(0, 10)
  if (step >= DAY || local % DAY === 0) return text.slice(5, 10)
  return step < MINUTE ? text.slice(11, 19) : text.slice(11, 16)
}
