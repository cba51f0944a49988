import { type Bill, billJson, billOf, billText } from './bill'
import { toNumber } from './money'
import { readPrices } from './price-file'
import { type PriceList, US_EAST_1 } from './prices'
import { type Saving, savingsJson, savingsOf, savingsText } from './savings'
import { monthOf, usageOf, type Workload } from './workload'

/** How a bill is wanted. */
export interface CostWish {
  /** The traffic as a month of so many requests, in the same mix; as it was unless given. */
  readonly requests?: number
  /** Take off what every account has for nothing each month. */
  readonly freeTier?: boolean
  /** In place of those of us-east-1: prices, or the path of a JSON file that overrides some. */
  readonly prices?: PriceList | string
}

/** What a workload costs, and what would change that. */
export interface CostReport {
  readonly requests: number
  /** Dollars. */
  readonly total: number
  readonly bill: Bill
  readonly savings: readonly Saving[]
  /** As JSON can hold it. */
  toJSON(): unknown
  /** As aligned text. */
  toString(): string
}

export function costReport(workload: Workload, { requests, freeTier = false, prices: wanted = US_EAST_1 }: CostWish = {}): CostReport {
  const prices = typeof wanted === 'string' ? readPrices(wanted) : wanted
  const month = requests === undefined ? workload : monthOf(workload, BigInt(requests))
  const bill = billOf(usageOf(month), prices, freeTier)
  const savings = savingsOf(month, prices, freeTier)
  const { region, asOf, source } = prices
  return {
    requests: Number(month.requests),
    total: toNumber(bill.total),
    bill,
    savings,
    toJSON: () => ({
      currency: 'USD',
      prices: { region, asOf, source },
      requests: Number(month.requests),
      ...(billJson(bill) as object),
      savings: savingsJson(savings),
    }),
    toString: () => {
      const other = savings.length === 0 ? '' : `\n\nWhat would change it, by the month:\n${savingsText(savings)}`
      const head = `${Number(month.requests).toLocaleString('en-US')} requests, prices of ${region} (${asOf}):`
      return `${head}\n${billText(bill)}${other}`
    },
  }
}
