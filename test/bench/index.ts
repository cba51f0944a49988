import { authorizers } from './authorizers'
import { functions } from './functions'
import { limits } from './limits'
import { observability } from './observability'
import { passthrough } from './passthrough'
import { reload } from './reload'
import { routing } from './routing'
import { startUp } from './start-up'
import { synthesis } from './synthesis'
import { throughput } from './throughput'

/**
 * What Portico costs, as ratios measured in one run: absolute figures of a shared machine say little.
 * `npm run bench -- --seconds 1` shortens it, `npm run bench -- --only throughput,routing` leaves out the rest.
 */
const MEASUREMENTS: Readonly<Record<string, () => void | Promise<void>>> = {
  throughput,
  limits,
  functions,
  authorizers,
  observability,
  passthrough,
  routing,
  'start-up': startUp,
  reload,
  synthesis,
}

async function main(): Promise<void> {
  const at = process.argv.indexOf('--only')
  const wanted = at < 0 ? Object.keys(MEASUREMENTS) : (process.argv[at + 1] ?? '').split(',')
  for (const name of wanted) {
    const measure = MEASUREMENTS[name]
    if (measure === undefined) throw new Error(`There is no measurement ${name}, only ${Object.keys(MEASUREMENTS).join(', ')}.`)
    await measure()
  }
}

main().catch((error) => {
  console.error(error)
  process.exit(1)
})
