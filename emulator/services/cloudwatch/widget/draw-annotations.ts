import type { Annotation } from './annotations'
import type { Plot } from './axes'
import { type Box, Canvas } from './canvas'
import type { Picture } from './picture'

const SHADE = 0.15
/** Lets labels stand out from what they lie on. */
const BEHIND = 0.75
const LETTERS = 7
/** Where times lie in a view that has none. */
const NOWHERE = () => Number.NaN

/** Shades what annotations fill: drawn before the values. `x` is where a time lies, in views that have times. */
export function shadeAnnotations({ canvas, widget }: Picture, plot: Plot, x: (at: number) => number = NOWHERE): void {
  const { left, top, right, bottom } = plot.box
  for (const line of widget.annotations.horizontal) {
    const [first, second] = line.edges.map(({ value }) => plot.y(value, line.axis))
    const span = spanOf(line, first, second, bottom, top)
    if (span !== undefined) canvas.fill({ left, right, top: Math.min(...span), bottom: Math.max(...span) }, line.colour, SHADE)
  }
  for (const line of x === NOWHERE ? [] : widget.annotations.vertical) {
    const [first, second] = line.edges.map(({ value }) => between(x(value), left, right))
    const span = spanOf(line, first, second, left, right)
    if (span !== undefined) canvas.fill({ top, bottom, left: Math.min(...span), right: Math.max(...span) }, line.colour, SHADE)
  }
}

/** Draws the lines of annotations and what they are called, each where nothing else is written if there is such a place. */
export function drawAnnotations({ canvas, widget, theme }: Picture, plot: Plot, x: (at: number) => number = NOWHERE): void {
  const { left, top, right, bottom } = plot.box
  const taken: Box[] = [
    ...widget.annotations.horizontal.flatMap(({ edges, axis }) => edges.map(({ value }) => lineAt(plot.y(value, axis), plot.box))),
    ...(x === NOWHERE ? [] : widget.annotations.vertical).flatMap(({ edges }) =>
      edges.map(({ value }) => ({ left: x(value), right: x(value), top, bottom })),
    ),
  ]
  const write = (label: string, places: (width: number) => readonly (readonly [number, number])[], colour: string) => {
    const shown = Canvas.shortened(label, right - left - 8)
    const width = Canvas.widthOf(shown)
    const boxes = places(width).map(([at, down]) => ({ left: at, top: down, right: at + width, bottom: down + LETTERS }))
    const inside = boxes.filter((box) => box.left >= left && box.right <= right && box.top >= top && box.bottom <= bottom)
    const box = inside.find((each) => !taken.some((other) => overlap(each, other))) ?? inside[0]
    if (box === undefined || shown === '') return
    taken.push(box)
    canvas.rectangle(box.left - 1, box.top - 1, width + 1, LETTERS + 2, theme.paper, BEHIND)
    canvas.text(box.left, box.top, shown, colour)
  }
  for (const { edges, colour, axis } of widget.annotations.horizontal) {
    for (const { value, label } of edges) {
      const y = plot.y(value, axis)
      canvas.line([left, y], [right, y], colour, 1, true)
      const places = (width: number) => {
        const [near, far] = [left + 4, right - width - 4]
        const sides = axis === 'left' ? [near, far] : [far, near]
        return [y - LETTERS - 3, y + 4].flatMap((down) => sides.map((at) => [at, down] as const))
      }
      write(label, places, colour)
    }
  }
  for (const { edges, colour } of x === NOWHERE ? [] : widget.annotations.vertical) {
    for (const { value, label } of edges) {
      const at = x(value)
      if (at < left || at > right) continue
      canvas.line([at, top], [at, bottom], colour, 1, true)
      const places = (width: number) =>
        [0, 1, 2, 3, 4].flatMap((row) => [at + 4, at - width - 5].map((across) => [across, top + 4 + row * (LETTERS + 4)] as const))
      write(label, places, colour)
    }
  }
}

/** From where to where an annotation is shaded, when it is: a band between its edges, any other from its line to the end of its side. */
function spanOf(
  { fill }: Annotation,
  first = 0,
  second: number | undefined,
  least: number,
  greatest: number,
): [number, number] | undefined {
  if (second !== undefined) return [first, second]
  return fill === 'none' ? undefined : [first, fill === 'greater' ? greatest : least]
}

function lineAt(y: number, { left, right }: Box): Box {
  return { left, right, top: y, bottom: y }
}

function between(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value))
}

function overlap(a: Box, b: Box): boolean {
  return a.left < b.right + 4 && b.left < a.right + 4 && a.top < b.bottom + 2 && b.top < a.bottom + 2
}
