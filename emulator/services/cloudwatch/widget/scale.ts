import type { AxisOptions } from './definition'

/** An axis from its least to its greatest value, and the round values in between that are labelled. */
export interface Scale {
  readonly min: number
  readonly max: number
  readonly ticks: readonly number[]
}

/** An axis that holds all values and 0, or from and to where its options say. Its own ends are round. */
export function scaleOf(values: readonly number[], options: AxisOptions, most = 6): Scale {
  const finite = values.filter(Number.isFinite)
  const given = [options.min, options.max]
  const least =
    options.min ??
    Math.min(
      finite.reduce((a, b) => Math.min(a, b), 0),
      options.max ?? 0,
    )
  const greatest =
    options.max ??
    Math.max(
      finite.reduce((a, b) => Math.max(a, b), 0),
      options.min ?? 0,
    )
  const span = greatest - least > Math.max(1e-12, Math.abs(greatest) * 1e-9) ? greatest - least : 1
  const top = greatest - least >= span ? greatest : least + span
  const power = 10 ** Math.floor(Math.log10(span / 4))
  const step = ([1, 2, 2.5, 5, 10].find((each) => span / (each * power) <= most) ?? 10) * power
  const [first, last] = [Math.floor(least / step + 1e-9), Math.ceil(top / step - 1e-9)]
  const [min, max] = [given[0] ?? first * step, given[1] ?? last * step]
  const ticks = Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)))
  return { min, max, ticks: ticks.filter((tick) => tick >= min - step * 1e-6 && tick <= max + step * 1e-6) }
}

/** Where a value lies between the ends of a scale, from 0 to 1: what the user's ends leave out lies on the edge. */
export function shareOf(value: number, { min, max }: Scale): number {
  return Math.min(1, Math.max(0, (value - min) / (max - min)))
}
