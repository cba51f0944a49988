import { existsSync, readFileSync } from 'node:fs'
import { synthesize } from '../assembly/run-app'
import { userError } from '../base/diagnostics'
import { readPrices } from '../cost/price-file'
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
  if (traffic === undefined) {
    if (prices !== undefined)
      throw userError('bad-option', '--prices is given without --traffic: a running emulator has its own prices.', {
        fix: 'Give --traffic <file>.',
      })
    const query = new URLSearchParams({ ...(requests === undefined ? {} : { requests }), ...(freeTier ? { 'free-tier': '' } : {}) })
    const found = (await askPortico(given, url, `cost?${query}`)) as { readonly text: string }
    const { text, ...rest } = found
    console.log(given.json === true ? JSON.stringify(rest) : text)
    return 0
  }
  const list = prices === undefined ? {} : { prices: readPrices(readable(prices, 'price list')) }
  const profile = readProfile(readFileSync(readable(traffic, 'traffic profile'), 'utf8'), traffic)
  const { app, sources } = readInputs(given)
  if (app !== undefined) await synthesize(app)
  await using emulator = createEmulator(given)
  for (const source of sources) await emulator.deployments.deploy(source, { strict: given.strict === true })
  const workload = workloadOfProfile(profile, emulator.call(), emulator.stages.all())
  print(costReport(workload, { freeTier, ...list }), given.json === true)
  return 0
}

function print(report: CostReport, json: boolean): void {
  console.log(json ? JSON.stringify(report) : report.toString())
}

function readable(file: string, what: string): string {
  if (!existsSync(file)) throw userError('missing-file', `There is no ${what} ${file}.`, { fix: 'Give the path of a JSON file.' })
  return file
}
