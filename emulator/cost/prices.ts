/** What a part of a quantity costs: up to so many units of the price, or all the rest. */
export interface Tier {
  readonly upTo?: number
  /** Dollars, as a decimal text. */
  readonly price: string
}

/** What something costs by the month. */
export interface Price {
  /** For people: `million requests`. */
  readonly unit: string
  /** How much of what is counted makes one unit. */
  readonly per: number
  /** Units that each account has for nothing every month; only taken off where that is asked for. */
  readonly free?: number
  readonly tiers: readonly Tier[]
}

/** Prices of one region, and where they come from. */
export interface PriceList {
  readonly region: string
  /** When they were read: `2026-02`. */
  readonly asOf: string
  readonly source: string
  readonly prices: Readonly<Record<PriceName, Price>>
}

const MILLION = 1_000_000
const GB = 1_073_741_824
/** Functions are counted in megabyte-milliseconds. */
const GB_SECOND = 1_024_000

function flat(unit: string, price: string, per = 1, free?: number): Price {
  return { unit, per, tiers: [{ price }], ...(free === undefined ? {} : { free }) }
}

const PRICES = {
  // First 333 million, next 667 million, next 19 billion, over 20 billion.
  'rest-requests': {
    unit: 'million requests',
    per: MILLION,
    tiers: [{ upTo: 333, price: '3.50' }, { upTo: 1000, price: '2.80' }, { upTo: 20_000, price: '2.38' }, { price: '1.51' }],
  },
  'http-requests': { unit: 'million requests', per: MILLION, tiers: [{ upTo: 300, price: '1.00' }, { price: '0.90' }] },
  'websocket-messages': { unit: 'million messages', per: MILLION, tiers: [{ upTo: 1000, price: '1.00' }, { price: '0.80' }] },
  'websocket-minutes': flat('million connection minutes', '0.25', MILLION),
  'cache-0.5': flat('hour', '0.020'),
  'cache-1.6': flat('hour', '0.038'),
  'cache-6.1': flat('hour', '0.200'),
  'cache-13.5': flat('hour', '0.250'),
  'cache-28.4': flat('hour', '0.500'),
  'cache-58.2': flat('hour', '1.000'),
  'cache-118': flat('hour', '1.900'),
  'cache-237': flat('hour', '3.800'),
  'data-out': {
    unit: 'GB',
    per: GB,
    free: 100,
    tiers: [{ upTo: 10_240, price: '0.09' }, { upTo: 51_200, price: '0.085' }, { upTo: 153_600, price: '0.07' }, { price: '0.05' }],
  },
  'lambda-requests': flat('million requests', '0.20', MILLION, 1),
  'lambda-x86_64': {
    unit: 'GB-second',
    per: GB_SECOND,
    free: 400_000,
    tiers: [{ upTo: 6e9, price: '0.0000166667' }, { upTo: 15e9, price: '0.000015' }, { price: '0.0000133334' }],
  },
  'lambda-arm64': {
    unit: 'GB-second',
    per: GB_SECOND,
    free: 400_000,
    tiers: [{ upTo: 7.5e9, price: '0.0000133334' }, { upTo: 18.75e9, price: '0.0000120001' }, { price: '0.0000106667' }],
  },
  'logs-access': flat('GB', '0.50', GB),
  'logs-execution': flat('GB', '0.50', GB),
  'logs-functions': flat('GB', '0.50', GB),
  'metrics-detailed': {
    unit: 'metric',
    per: 1,
    free: 10,
    tiers: [{ upTo: 10_000, price: '0.30' }, { upTo: 250_000, price: '0.10' }, { upTo: 1_000_000, price: '0.05' }, { price: '0.02' }],
  },
  alarms: flat('alarm', '0.10', 1, 10),
  'alarms-composite': flat('alarm', '0.50'),
  dashboards: flat('dashboard', '3.00', 1, 3),
  'traces-recorded': flat('million traces', '5.00', MILLION, 0.1),
} as const satisfies Readonly<Record<string, Price>>

export type PriceName = keyof typeof PRICES

/**
 * Prices of API Gateway by facts/06, section 6; of Lambda, CloudWatch, X-Ray and data transfer by their price pages. Uncertain, as that
 * section is: read them before money depends on them, and override what has changed (`--prices FILE`).
 */
export const US_EAST_1: PriceList = {
  region: 'us-east-1',
  asOf: '2026-02',
  source: 'aws.amazon.com: api-gateway/pricing, lambda/pricing, cloudwatch/pricing, xray/pricing, ec2/pricing/on-demand (data transfer)',
  prices: PRICES,
}

/** What each price is for, as a bill says it. */
export const LABELS: Readonly<Record<PriceName, string>> = {
  'rest-requests': 'REST API requests',
  'http-requests': 'HTTP API requests',
  'websocket-messages': 'WebSocket messages',
  'websocket-minutes': 'WebSocket connections',
  'cache-0.5': 'Cache of 0.5 GB',
  'cache-1.6': 'Cache of 1.6 GB',
  'cache-6.1': 'Cache of 6.1 GB',
  'cache-13.5': 'Cache of 13.5 GB',
  'cache-28.4': 'Cache of 28.4 GB',
  'cache-58.2': 'Cache of 58.2 GB',
  'cache-118': 'Cache of 118 GB',
  'cache-237': 'Cache of 237 GB',
  'data-out': 'Data to the internet',
  'lambda-requests': 'Lambda requests',
  'lambda-x86_64': 'Lambda duration (x86_64)',
  'lambda-arm64': 'Lambda duration (arm64)',
  'logs-access': 'Access logs and others',
  'logs-execution': 'Execution logs',
  'logs-functions': 'Logs of functions',
  'metrics-detailed': 'Detailed metrics',
  alarms: 'Alarms',
  'alarms-composite': 'Composite alarms',
  dashboards: 'Dashboards',
  'traces-recorded': 'X-Ray traces',
}
