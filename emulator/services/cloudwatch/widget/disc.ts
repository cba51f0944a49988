import type { Canvas } from './canvas'
import type { Colour } from './theme'

/** A part of a disc, from where the one before ends to its own end: in turns, clockwise from the top. */
export interface Sector {
  readonly end: number
  readonly colour: Colour
}

/** Points on an edge are looked at in so many rows and columns. */
const SAMPLES = 3

/** Draws a disc of sectors, with smooth edges. What lies wholly in one sector is looked at by its corners only. */
export function drawDisc(canvas: Canvas, [x, y]: readonly [number, number], radius: number, sectors: readonly Sector[]): void {
  const sectorAt = (dx: number, dy: number): number => {
    if (dx * dx + dy * dy > radius * radius) return -1
    const turn = Math.atan2(dx, -dy) / (2 * Math.PI)
    return sectors.findIndex(({ end }) => (turn < 0 ? turn + 1 : turn) < end)
  }
  const [left, top] = [Math.max(0, Math.floor(x - radius)), Math.max(0, Math.floor(y - radius))]
  const [right, bottom] = [Math.min(canvas.width, Math.ceil(x + radius)), Math.min(canvas.height, Math.ceil(y + radius))]
  const cornersOf = (row: number) => Array.from({ length: Math.max(0, right - left) + 1 }, (_, i) => sectorAt(left + i - x, row - y))
  let above = cornersOf(top)
  for (let row = top; row < bottom; row++) {
    const below = cornersOf(row + 1)
    for (let column = left; column < right; column++) {
      const i = column - left
      const corners = [above[i], above[i + 1], below[i], below[i + 1]]
      const seen = corners.every((corner) => corner === corners[0]) ? [corners[0]] : samplesOf(column - x, row - y, sectorAt)
      drawMixed(canvas, column, row, seen, sectors)
    }
    above = below
  }
}

function samplesOf(dx: number, dy: number, sectorAt: (dx: number, dy: number) => number): number[] {
  const middle = (n: number) => (n + 0.5) / SAMPLES
  return Array.from({ length: SAMPLES * SAMPLES }, (_, n) => sectorAt(dx + middle(n % SAMPLES), dy + middle(Math.floor(n / SAMPLES))))
}

/** A point in the colours of the sectors that were seen there, each by how often it was; outside there is what was there before. */
function drawMixed(canvas: Canvas, x: number, y: number, seen: readonly (number | undefined)[], sectors: readonly Sector[]): void {
  let mixed = seen.filter((at) => at === -1).length
  for (const at of seen) {
    const colour = sectors[at ?? -1]?.colour
    if (colour === undefined) continue
    mixed += 1
    canvas.rectangle(x, y, 1, 1, colour, 1 / mixed)
  }
}
