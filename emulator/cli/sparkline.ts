const BARS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const

/** Values as bars of one line, from 0 to the largest; a minute without a value is a blank. */
export function sparkline(values: readonly (number | undefined)[]): string {
  const largest = Math.max(0, ...values.map((value) => value ?? 0))
  return values
    .map((value) => {
      if (value === undefined) return ' '
      return BARS[largest <= 0 ? 0 : Math.max(0, Math.min(7, Math.round((value / largest) * 7)))] as string
    })
    .join('')
}
