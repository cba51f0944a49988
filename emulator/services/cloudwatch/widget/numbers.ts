const SIZES = [
  [1e12, 'T'],
  [1e9, 'G'],
  [1e6, 'M'],
  [1e3, 'k'],
] as const
const LARGEST = 1e15

/** A number in few letters: `1.5k`, `2M`, `0.25`, `3e+20`. */
export function short(value: number): string {
  const [by, letter] = SIZES.find(([size]) => Math.abs(value) >= size && Math.abs(value) < LARGEST) ?? [1, '']
  return `${Number((value / by).toPrecision(4))}${letter}`
}
