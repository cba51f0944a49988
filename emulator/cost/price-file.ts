import { readFileSync } from 'node:fs'
import { userError } from '../base/diagnostics'
import { parseMoney } from './money'
import { type Price, type PriceList, type PriceName, US_EAST_1 } from './prices'

/**
 * Prices from a JSON file, `{"region": ..., "asOf": ..., "prices": {"rest-requests": {"tiers": [...]}}}`: what it does not name stays as it
 * is. Throws a `UserError` that names what is wrong in it.
 */
export function readPrices(file: string): PriceList {
  const bad = (message: string) =>
    userError('bad-prices', message, {
      place: { file },
      fix: 'E.g. {"asOf": "2026-11", "prices": {"rest-requests": {"tiers": [{"upTo": 333, "price": "3.50"}, {"price": "2.80"}]}}}.',
    })
  let given: Partial<PriceList> | null
  try {
    given = JSON.parse(readFileSync(file, 'utf8')) as Partial<PriceList> | null
  } catch (error) {
    throw bad(`The prices cannot be read: ${(error as Error).message}.`)
  }
  const prices: Record<PriceName, Price> = { ...US_EAST_1.prices }
  for (const [name, price] of Object.entries(given?.prices ?? {})) {
    if (!Object.hasOwn(prices, name)) throw bad(`There is no price ${name}: expected ${Object.keys(prices).join(', ')}.`)
    const merged = { ...prices[name as PriceName], ...price }
    const wrong = merged.tiers.find((tier) => typeof tier.price !== 'string' || parseMoney(tier.price) === undefined)
    if (wrong !== undefined) throw bad(`A price of ${name} is ${JSON.stringify(wrong.price)}: expected a decimal text like "3.50".`)
    const bounds = merged.tiers.slice(0, -1).map(({ upTo }) => upTo ?? 0)
    if (merged.tiers.at(-1)?.upTo !== undefined || bounds.some((upTo, at) => !(upTo > (bounds[at - 1] ?? 0))))
      throw bad(`The tiers of ${name} do not rise: each needs a larger "upTo" than the one before, and the last has none.`)
    prices[name as PriceName] = merged
  }
  const { region = 'as given', asOf = 'as given' } = given ?? {}
  return { region, asOf, source: file, prices }
}
