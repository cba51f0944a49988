import { formatMoney, type Money, parseMoney, priced, toNumber } from './money'
import { LABELS, type Price, type PriceList, type PriceName } from './prices'

/** How much of each thing there was in a month, in what is counted: requests, bytes, hours, megabyte-milliseconds. */
export type Usage = Readonly<Partial<Record<PriceName, bigint>>>

/** A part of a quantity that has one price. */
export interface BillTier {
  readonly quantity: bigint
  readonly price: string
  readonly amount: Money
}

/** One line of a bill. */
export interface BillLine {
  readonly name: PriceName
  readonly label: string
  /** In what is counted; `units` is that in the unit of the price. */
  readonly quantity: bigint
  readonly units: number
  readonly unit: string
  readonly tiers: readonly BillTier[]
  readonly amount: Money
}

/** What a usage costs. */
export interface Bill {
  readonly lines: readonly BillLine[]
  readonly total: Money
}

/** Makes a bill; with `freeTier`, what every account has for nothing each month is taken off. Money is exact until it is shown. */
export function billOf(usage: Usage, { prices }: PriceList, freeTier = false): Bill {
  const lines = (Object.keys(LABELS) as PriceName[]).flatMap((name) => {
    const quantity = usage[name] ?? 0n
    return quantity === 0n ? [] : [lineOf(name, quantity, prices[name], freeTier)]
  })
  return { lines, total: lines.reduce((sum, { amount }) => sum + amount, 0n) }
}

function lineOf(name: PriceName, quantity: bigint, price: Price, freeTier: boolean): BillLine {
  const per = BigInt(price.per)
  const free = freeTier ? unitsOf(price.free ?? 0, per) : 0n
  const tiers: BillTier[] = []
  let left = quantity > free ? quantity - free : 0n
  let from = 0n
  for (const tier of price.tiers) {
    const upTo = tier.upTo === undefined ? undefined : unitsOf(tier.upTo, per)
    const part = upTo === undefined || left < upTo - from ? left : upTo - from
    if (part > 0n) tiers.push({ quantity: part, price: tier.price, amount: priced(part, parseMoney(tier.price) ?? 0n, per) })
    left -= part
    from = upTo ?? from
  }
  const amount = tiers.reduce((sum, each) => sum + each.amount, 0n)
  return { name, label: LABELS[name], quantity, units: Number(quantity) / price.per, unit: price.unit, tiers, amount }
}

/** Units of a price in what is counted; a part of one down to a thousandth. */
function unitsOf(units: number, per: bigint): bigint {
  return (BigInt(Math.round(units * 1000)) * per) / 1000n
}

/** A bill as JSON can hold it: amounts in dollars. */
export function billJson({ lines, total }: Bill): unknown {
  return {
    total: toNumber(total),
    lines: lines.map(({ name, label, units, unit, tiers, amount, quantity }) => ({
      name,
      label,
      quantity: Number(quantity),
      units,
      unit,
      tiers: tiers.map((tier) => ({ quantity: Number(tier.quantity), price: tier.price, amount: toNumber(tier.amount) })),
      amount: toNumber(amount),
    })),
  }
}

/** A bill as aligned lines, the total last. */
export function billText({ lines, total }: Bill): string {
  const rows = lines.map(({ label, units, unit, tiers, amount }) => [
    label,
    `${units.toLocaleString('en-US', { maximumFractionDigits: 3 })} ${unit}`,
    tiers.map(({ price }) => `$${price}`).join(' + ') || 'free',
    formatMoney(amount),
  ])
  const all = [...rows, ['Total of a month', '', '', formatMoney(total)]]
  const widths = [0, 1, 2, 3].map((column) => Math.max(...all.map((row) => (row[column] as string).length)))
  return all
    .map(
      (row) => `  ${row.map((cell, at) => (at === 3 ? cell.padStart(widths[3] as number) : cell.padEnd(widths[at] as number))).join('  ')}`,
    )
    .join('\n')
}
