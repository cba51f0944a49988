/** Exact money: whole picodollars (1e-12 of a dollar), so that no sum drifts. */
export type Money = bigint

const DIGITS = 12
const DOLLAR = 10n ** BigInt(DIGITS)

/** A price as it is written: `3.50`, `0.0000166667`. Undefined when it is no such number, or finer than a picodollar. */
export function parseMoney(text: string): Money | undefined {
  const [, whole, fraction = ''] = /^(\d{1,12})(?:\.(\d{1,12}))?$/.exec(text) ?? []
  return whole === undefined ? undefined : BigInt(whole) * DOLLAR + BigInt(fraction.padEnd(DIGITS, '0'))
}

/** What a quantity costs at a price for so many, to the nearest picodollar. */
export function priced(quantity: bigint, price: Money, per: bigint): Money {
  return (2n * quantity * price + per) / (2n * per)
}

/** To the cent, half a cent up: `$18.79`; amounts below a cent as they are, `$0.000350`. */
export function formatMoney(amount: Money): string {
  const sign = amount < 0n ? '-' : ''
  const size = amount < 0n ? -amount : amount
  if (size > 0n && size < DOLLAR / 100n) return `${sign}$${Number(size) / Number(DOLLAR) < 1e-6 ? '0.000001' : toNumber(size).toFixed(6)}`
  const cents = (size + DOLLAR / 200n) / (DOLLAR / 100n)
  const whole = String(cents / 100n).replace(/\B(?=(\d{3})+$)/g, ',')
  return `${sign}$${whole}.${String(cents % 100n).padStart(2, '0')}`
}

/** Dollars as a number, for comparisons. */
export function toNumber(amount: Money): number {
  return Number(amount) / Number(DOLLAR)
}
