import { billOf } from './bill'
import { formatMoney, type Money, toNumber } from './money'
import type { PriceList } from './prices'
import { usageOf, type Workload } from './workload'

/** What would change the bill, and by how much: a negative amount is saved. */
export interface Saving {
  readonly name: 'http-api' | 'fewer-logs' | 'cache'
  readonly what: string
  readonly change: Money
}

/** The share of requests that a cache is thought to answer, in per cent: the traffic itself does not tell. */
const HITS = 80n
const SMALLEST_CACHE = '0.5'

interface Idea {
  readonly name: Saving['name']
  readonly what: string
  /** The workload as it would be; undefined when the idea changes nothing. */
  readonly apply: (workload: Workload) => Workload | undefined
}

const IDEAS: readonly Idea[] = [
  {
    name: 'http-api',
    what: 'An HTTP API in place of the REST API (it has no cache, usage plans, validation and execution logs)',
    apply: (workload) => (workload.type === 'REST' ? { ...workload, type: 'HTTP', caches: {}, executionLogBytes: 0n } : undefined),
  },
  {
    name: 'fewer-logs',
    what: 'Execution logs of errors only',
    apply: (workload) => (workload.executionLogBytes === 0n ? undefined : { ...workload, executionLogBytes: 0n }),
  },
  {
    name: 'cache',
    what: `A cache of ${SMALLEST_CACHE} GB that answers ${HITS} % of the GETs`,
    apply: (workload) => {
      if (workload.type !== 'REST' || workload.cacheable === 0n || Object.keys(workload.caches).length > 0) return undefined
      const hits = (workload.cacheable * HITS) / 100n
      const less = (quantity: bigint) => quantity - (quantity * hits) / workload.invocations
      return {
        ...workload,
        caches: { [SMALLEST_CACHE]: 1n },
        invocations: workload.invocations - hits,
        compute: { x86_64: less(workload.compute.x86_64), arm64: less(workload.compute.arm64) },
        functionLogBytes: less(workload.functionLogBytes),
      }
    },
  },
]

/** What each idea would change, those that save most first. */
export function savingsOf(workload: Workload, prices: PriceList, freeTier = false): Saving[] {
  const now = billOf(usageOf(workload), prices, freeTier).total
  return IDEAS.flatMap(({ name, what, apply }) => {
    const other = apply(workload)
    return other === undefined ? [] : [{ name, what, change: billOf(usageOf(other), prices, freeTier).total - now }]
  }).sort((a, b) => (a.change < b.change ? -1 : 1))
}

export function savingsJson(savings: readonly Saving[]): unknown {
  return savings.map(({ name, what, change }) => ({ name, what, change: toNumber(change) }))
}

export function savingsText(savings: readonly Saving[]): string {
  const width = Math.max(0, ...savings.map(({ change }) => signed(change).length))
  return savings.map(({ what, change }) => `  ${signed(change).padStart(width)}  ${what}`).join('\n')
}

function signed(change: Money): string {
  return change > 0n ? `+${formatMoney(change)}` : formatMoney(change)
}
