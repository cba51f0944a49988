/** In bits: the most that is kept for one text. */
export const LARGEST_MEMORY = 2 ** 26

/** Where instructions of a program failed in a text. An instruction without a number (-1) is not remembered. */
export class Failures {
  private readonly bits: Uint32Array

  constructor(
    instructions: number,
    /** How many places the text has. */
    private readonly places: number,
  ) {
    this.bits = new Uint32Array(((instructions * places) >> 5) + 1)
  }

  has(instruction: number, at: number): boolean {
    if (instruction < 0) return false
    const bit = instruction * this.places + at
    return ((this.bits[bit >> 5] as number) & (1 << (bit & 31))) !== 0
  }

  add(instruction: number, at: number): void {
    if (instruction < 0) return
    const bit = instruction * this.places + at
    this.bits[bit >> 5] = (this.bits[bit >> 5] as number) | (1 << (bit & 31))
  }
}
