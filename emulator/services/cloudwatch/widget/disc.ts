import type { Canvas } from './canvas'
import type { Colour } from './theme'

/** A part of a disc, from where the one before ends to its own end: in turns, clockwise from the top. */
export interface Sector {
  readonly end: number
  readonly colour: Colour
}

/** Points on an edge are looked at in so many rows and columns. */
const SAMPLES = 3

/** Outside the disc. */
const NONE = -1

/** Draws a disc of sectors, with smooth edges. Points whose corners lie in one sector are not looked at more closely. */
export function drawDisc(canvas: Canvas, [x, y]: readonly [number, number], radius: number, sectors: readonly Sector[]): void {
  const ends = Float64Array.from(sectors, ({ end }) => end)
  const sectorAt = (dx: number, dy: number): number => (dx * dx + dy * dy > radius * radius ? NONE : firstBeyond(ends, turnOf(dx, dy)))
  const [left, top] = [Math.max(0, Math.floor(x - radius)), Math.max(0, Math.floor(y - radius))]
  const [right, bottom] = [Math.min(canvas.width, Math.ceil(x + radius)), Math.min(canvas.height, Math.ceil(y + radius))]
  const cornersOf = (row: number) => {
    const corners = new Int16Array(Math.max(0, right - left) + 1)
    for (let i = 0; i < corners.length; i++) corners[i] = sectorAt(left + i - x, row - y)
    return corners
  }
  let above = cornersOf(top)
  for (let row = top; row < bottom; row++) {
    const below = cornersOf(row + 1)
    for (let i = 0; i < right - left; ) {
      const first = above[i] as number
      let length = 0
      while (i + length < right - left && isWithin(first, above, below, i + length)) length += 1
      const colour = sectors[first]?.colour
      if (colour !== undefined) canvas.rectangle(left + i, row, length, 1, colour)
      i += length
      if (length > 0) continue
      drawMixed(canvas, left + i, row, samplesOf(left + i - x, row - y, sectorAt), sectors)
      i += 1
    }
    above = below
  }
}

function isWithin(sector: number, above: Int16Array, below: Int16Array, i: number): boolean {
  return above[i] === sector && above[i + 1] === sector && below[i] === sector && below[i + 1] === sector
}

/** From the top, clockwise, from 0 to 1. */
function turnOf(dx: number, dy: number): number {
  const turn = Math.atan2(dx, -dy) / (2 * Math.PI)
  return turn < 0 ? turn + 1 : turn
}

/** The first of ascending ends that lies beyond a turn. */
function firstBeyond(ends: Float64Array, turn: number): number {
  let [low, high] = [0, ends.length - 1]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((ends[middle] as number) > turn) high = middle
    else low = middle + 1
  }
  return low
}

/** Which sectors are seen at a point, and how often each. */
function samplesOf(dx: number, dy: number, sectorAt: (dx: number, dy: number) => number): Map<number, number> {
  const seen = new Map<number, number>()
  for (let row = 0; row < SAMPLES; row++) {
    for (let column = 0; column < SAMPLES; column++) {
      const at = sectorAt(dx + (column + 0.5) / SAMPLES, dy + (row + 0.5) / SAMPLES)
      seen.set(at, (seen.get(at) ?? 0) + 1)
    }
  }
  return seen
}

/** A point in the colours of the sectors that were seen there, each by how often it was; outside there is what was there before. */
function drawMixed(canvas: Canvas, x: number, y: number, seen: ReadonlyMap<number, number>, sectors: readonly Sector[]): void {
  let mixed = seen.get(NONE) ?? 0
  for (const [at, count] of seen) {
    const colour = sectors[at]?.colour
    if (colour === undefined) continue
    mixed += count
    canvas.rectangle(x, y, 1, 1, colour, count / mixed)
  }
}
