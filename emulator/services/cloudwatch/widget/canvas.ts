import { FONT } from './font'
import { encodePng } from './png'
import type { Colour } from './theme'

/** A part of a picture, in points from its upper left corner; `right` and `bottom` lie outside. */
export interface Box {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/** Points of a letter with the gap behind it. */
const WIDTH = 6
/** Bytes leave out what is behind the point. */
const ROUND = 0.5

/** A picture to draw on. What lies outside is not drawn; `opacity` lets what is there already shine through. */
export class Canvas {
  readonly #pixels: Uint8Array

  constructor(
    readonly width: number,
    readonly height: number,
    paper: Colour,
  ) {
    this.#pixels = new Uint8Array(width * height * 3)
    this.rectangle(0, 0, width, height, paper)
  }

  rectangle(x: number, y: number, width: number, height: number, colour: Colour, opacity = 1): void {
    const [left, top] = [Math.max(0, Math.round(x)), Math.max(0, Math.round(y))]
    const [right, bottom] = [Math.min(this.width, Math.round(x + width)), Math.min(this.height, Math.round(y + height))]
    const [red, green, blue] = partsOf(colour)
    const pixels = this.#pixels
    const rest = 1 - opacity
    for (let row = top; row < bottom; row++) {
      for (let at = (row * this.width + left) * 3, end = at + (right - left) * 3; at < end; at += 3) {
        pixels[at] = red * opacity + (pixels[at] as number) * rest + ROUND
        pixels[at + 1] = green * opacity + (pixels[at + 1] as number) * rest + ROUND
        pixels[at + 2] = blue * opacity + (pixels[at + 2] as number) * rest + ROUND
      }
    }
  }

  fill({ left, top, right, bottom }: Box, colour: Colour, opacity = 1): void {
    this.rectangle(left, top, right - left, bottom - top, colour, opacity)
  }

  /** A line of some width, `dashed` with gaps. */
  line(from: readonly [number, number], to: readonly [number, number], colour: Colour, thickness = 1, dashed = false): void {
    const [x, y] = from
    const [dx, dy] = [to[0] - x, to[1] - y]
    const steps = Math.max(1, Math.ceil(Math.max(Math.abs(dx), Math.abs(dy))))
    for (let i = 0; i <= steps; i++) {
      if (dashed && i % 8 >= 5) continue
      const [at, down] = [x + (dx * i) / steps, y + (dy * i) / steps]
      this.rectangle(at - (thickness - 1) / 2, down - (thickness - 1) / 2, thickness, thickness, colour)
    }
  }

  /** Writes a text, its upper left corner there; what the font lacks is a question mark. */
  text(x: number, y: number, text: string, colour: Colour, scale = 1): void {
    for (const [at, letter] of [...text].entries()) {
      const rows = (Object.hasOwn(FONT, letter) ? FONT[letter] : undefined) ?? (FONT['?'] as string)
      for (let row = 0; row < rows.length; row++) {
        const bits = Number.parseInt(rows[row] as string, 32)
        for (let column = 0; column < 5; column++)
          if ((bits >> (4 - column)) & 1) this.rectangle(x + (at * WIDTH + column) * scale, y + row * scale, scale, scale, colour)
      }
    }
  }

  /** How wide a text is. */
  static widthOf(text: string, scale = 1): number {
    return [...text].length * WIDTH * scale
  }

  /** A text that is no wider than so many points, its end left out where it has to be. */
  static shortened(text: string, width: number, scale = 1): string {
    if (Canvas.widthOf(text, scale) <= width) return text
    const letters = Math.floor(width / (WIDTH * scale)) - 2
    return letters < 1 ? '' : `${[...text].slice(0, letters).join('')}..`
  }

  toPng(): Uint8Array {
    return encodePng(this.width, this.height, this.#pixels)
  }
}

function partsOf(colour: Colour): readonly [number, number, number] {
  const rgb = Number.parseInt(colour.slice(1), 16)
  return [rgb >> 16, (rgb >> 8) & 255, rgb & 255]
}
