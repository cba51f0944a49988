import { FONT } from './font'
import { encodePng } from './png'

/** `#rrggbb`. */
export type Colour = string

/** Points of a letter and the gap behind it. */
const LETTER = { width: 6, height: 7 }

/** A picture to draw on, white at first. What lies outside is not drawn. */
export class Canvas {
  readonly #pixels: Uint8Array

  constructor(
    readonly width: number,
    readonly height: number,
  ) {
    this.#pixels = new Uint8Array(width * height * 3).fill(255)
  }

  rectangle(x: number, y: number, width: number, height: number, colour: Colour): void {
    const [right, bottom] = [Math.min(this.width, Math.round(x + width)), Math.min(this.height, Math.round(y + height))]
    for (let row = Math.max(0, Math.round(y)); row < bottom; row++)
      for (let column = Math.max(0, Math.round(x)); column < right; column++) this.#dot(column, row, colour)
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
      const rows = FONT[letter] ?? (FONT['?'] as string)
      for (let row = 0; row < LETTER.height; row++) {
        const bits = Number.parseInt(rows[row] as string, 32)
        for (let column = 0; column < 5; column++)
          if ((bits >> (4 - column)) & 1) this.rectangle(x + (at * LETTER.width + column) * scale, y + row * scale, scale, scale, colour)
      }
    }
  }

  /** How wide a text is. */
  static widthOf(text: string, scale = 1): number {
    return [...text].length * LETTER.width * scale
  }

  toPng(): Uint8Array {
    return encodePng(this.width, this.height, this.#pixels)
  }

  #dot(x: number, y: number, colour: Colour): void {
    const rgb = Number.parseInt(colour.slice(1), 16)
    this.#pixels.set([rgb >> 16, (rgb >> 8) & 255, rgb & 255], (y * this.width + x) * 3)
  }
}
