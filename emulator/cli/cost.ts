import { existsSync, readFileSync } from 'node:fs'
import { synthesize } from '../assembly/run-app'
import { userError } from '../base/diagnostics'
import { billJson, billOf, billText } from '../cost/bill'
import { readPrices } from '../cost/price-file'
import type { PriceList, PriceName } from '../cost/prices'
import { readProfile } from '../cost/profile'
import { type CostReport, costReport } from '../cost/report'
import { workloadOfProfile } from '../cost/template-workload'
import type { Given } from '../options'
import { createEmulator, readInputs } from './inputs'
import { askPortico } from './running'

/** What `portico cost` takes besides the inputs. */
export interface CostFlags {
  readonly traffic?: string
  readonly prices?: string
  readonly freeTier?: boolean
  readonly url?: string
  readonly requests?: string
}

/**
 * `portico cost`: what a month of the traffic in a profile costs, through what the inputs make; without a profile, what the traffic that a
 * running emulator has seen would cost.
 */
export async function cost(given: Given, { traffic, prices, freeTier = false, url, requests }: CostFlags): Promise<number> {
  const list = prices === undefined ? {} : { prices: readPrices(readable(prices, 'price list')) }
  if (traffic === undefined) {
    const query = new URLSearchParams({ ...(requests === undefined ? {} : { requests }), ...(freeTier ? { 'free-tier': '' } : {}) })
    const { text, ...rest } = (await askPortico(given, url, `cost?${query}`)) as SeenCost
    if (list.prices !== undefined) again(rest, list.prices, freeTier, given.json === true)
    else console.log(given.json === true ? JSON.stringify(rest) : text)
    return 0
  }
  const profile = readProfile(readFileSync(readable(traffic, 'traffic profile'), 'utf8'), traffic)
  const { app, sources } = readInputs(given)
  if (app !== undefined) await synthesize(app)
  await using emulator = createEmulator(given)
  for (const source of sources) await emulator.deployments.deploy(source, { strict: given.strict === true })
  const workload = workloadOfProfile(profile, emulator.call(), emulator.stages.all())
  print(costReport(workload, { freeTier, ...list }), given.json === true)
  return 0
}

/** What `GET /_portico/cost` answers, as far as it is used here. */
interface SeenCost {
  readonly text: string
  readonly requests: number
  readonly lines: readonly { readonly name: PriceName; readonly quantity: number }[]
}

/** What was seen, at other prices than those of the emulator that saw it. */
function again({ requests, lines }: Pick<SeenCost, 'requests' | 'lines'>, prices: PriceList, freeTier: boolean, json: boolean): void {
  const bill = billOf(Object.fromEntries(lines.map(({ name, quantity }) => [name, BigInt(quantity)])), prices, freeTier)
  const { region, asOf } = prices
  if (json) console.log(JSON.stringify({ currency: 'USD', prices: { region, asOf }, requests, ...(billJson(bill) as object) }))
  else console.log(`${requests.toLocaleString('en-US')} requests, prices of ${region} (${asOf}):\n${billText(bill)}`)
}

function print(report: CostReport, json: boolean): void {
  console.log(json ? JSON.stringify(report) : report.toString())
}

function readable(file: string, what: string): string {
  if (!existsSync(file)) throw userError('missing-file', `There is no ${what} ${file}.`, { fix: 'Give the path of a JSON file.' })
  return file
}
