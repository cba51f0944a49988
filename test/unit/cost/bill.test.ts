import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { billOf, billText, type Usage } from '../../../emulator/cost/bill'
import { formatMoney, parseMoney, priced } from '../../../emulator/cost/money'
import { readPrices } from '../../../emulator/cost/price-file'
import { US_EAST_1 } from '../../../emulator/cost/prices'
import { costReport } from '../../../emulator/cost/report'
import { savingsOf } from '../../../emulator/cost/savings'
import { httpUnits, MONTH_HOURS, messageUnits, monthOf, NO_WORKLOAD } from '../../../emulator/cost/workload'

const total = (usage: Usage, freeTier = false) => formatMoney(billOf(usage, US_EAST_1, freeTier).total)
const KB = 1024n
const GB_SECOND = 1024n * 1000n

describe("AWS's worked examples, to the cent", () => {
  test.each<[string, Usage, string]>([
    // aws.amazon.com/api-gateway/pricing: 5 million calls of 3 KB, $17.50 + $1.29.
    ['REST, 5 million calls of 3 KB', { 'rest-requests': 5_000_000n, 'data-out': 5_000_000n * 3n * KB }, '$18.79'],
    // The same page's tiers of 15 billion calls: 333 million at 3.50, 667 million at 2.80, 14 billion at 2.38.
    ['REST, 15 billion calls', { 'rest-requests': 15_000_000_000n }, '$36,353.10'],
    // The same page: 300 million at 1.00, 132 million at 0.90.
    ['HTTP, 432 million calls', { 'http-requests': 432_000_000n }, '$418.80'],
    ['HTTP, 216 million calls', { 'http-requests': 216_000_000n }, '$216.00'],
    // The same page: a cache of 1.6 GB at $0.038 an hour.
    ['a cache of 1.6 GB for a month of 30 days', { 'cache-1.6': 720n }, '$27.36'],
    ['the smallest cache for a month', { 'cache-0.5': BigInt(MONTH_HOURS) }, '$14.60'],
    ['the largest cache for a month', { 'cache-237': BigInt(MONTH_HOURS) }, '$2,774.00'],
    ['WebSocket, 1.5 billion messages', { 'websocket-messages': 1_500_000_000n }, '$1,400.00'],
    ['WebSocket, a million users for a minute', { 'websocket-minutes': 1_000_000n }, '$0.25'],
  ])('%s', (_name, usage, expected) => {
    expect(total(usage)).toBe(expected)
  })

  test("Lambda's first example: 3 million events of a second in 512 MB, at the price of its page, free tier off", () => {
    const folder = mkdtempSync(join(tmpdir(), 'portico-prices-'))
    const file = join(folder, 'prices.json')
    writeFileSync(file, JSON.stringify({ asOf: '2020-11', prices: { 'lambda-x86_64': { tiers: [{ price: '0.00001667' }] } } }))
    const prices = readPrices(file)
    rmSync(folder, { recursive: true })
    const usage = { 'lambda-requests': 3_000_000n, 'lambda-x86_64': 3_000_000n * 1000n * 512n }
    const { lines, total: sum } = billOf(usage, prices, true)
    expect(lines.map(({ amount }) => formatMoney(amount))).toEqual(['$0.40', '$18.34'])
    expect(formatMoney(sum)).toBe('$18.74')
    expect(prices.asOf).toBe('2020-11')
    expect(prices.prices['rest-requests']).toEqual(US_EAST_1.prices['rest-requests'])
  })
})

test('the request after the first 333 million is the first of the next tier', () => {
  const [line] = billOf({ 'rest-requests': 333_000_001n }, US_EAST_1).lines
  expect(line?.tiers).toEqual([
    { quantity: 333_000_000n, price: '3.50', amount: parseMoney('1165.50') },
    { quantity: 1n, price: '2.80', amount: parseMoney('0.0000028') },
  ])
  expect(line?.amount).toBe(parseMoney('1165.5000028'))
})

test.each<[bigint, string]>([
  [333_000_000n, '1165.5'],
  [1_000_000_000n, '3033.1'],
  [1_000_000_001n, '3033.10000238'],
  [20_000_000_000n, '48253.1'],
  [20_000_000_001n, '48253.10000151'],
])('%d REST requests cost $%s', (requests, expected) => {
  expect(billOf({ 'rest-requests': requests }, US_EAST_1).total).toBe(parseMoney(expected))
})

test('every tier of every price: one unit more than its end costs what the next tier says', () => {
  for (const [name, price] of Object.entries(US_EAST_1.prices)) {
    for (const [at, { upTo }] of price.tiers.entries()) {
      if (upTo === undefined) continue
      const end = BigInt(upTo) * BigInt(price.per)
      const cost = (quantity: bigint) => billOf({ [name]: quantity }, US_EAST_1).total
      const next = price.tiers[at + 1]?.price as string
      expect(`${name} ${cost(end + BigInt(price.per)) - cost(end)}`).toBe(`${name} ${parseMoney(next)}`)
    }
  }
})

test('what every account has for nothing is taken off where it is asked for', () => {
  const usage: Usage = { 'data-out': 101n * 1024n ** 3n, 'lambda-requests': 1_000_000n, 'traces-recorded': 100_000n, alarms: 11n }
  expect(total(usage)).toBe('$10.89')
  expect(total(usage, true)).toBe('$0.19')
})

test('money is exact: a price for a million, a hundred thousand times', () => {
  let sum = 0n
  for (let i = 0; i < 100_000; i++) sum += priced(1n, parseMoney('3.50') as bigint, 1_000_000n)
  expect(formatMoney(sum)).toBe('$0.35')
  expect(formatMoney(priced(3n * GB_SECOND, parseMoney('0.0000166667') as bigint, GB_SECOND))).toBe('$0.000050')
  expect([parseMoney('1.2345678901234'), parseMoney('-1'), parseMoney('1e3'), parseMoney('')]).toEqual(Array(4).fill(undefined))
  expect([0n, 5_000_000_000n, 14_999_999_999n, 15_000_000_000n, -1_234_567_890_000_000_000n].map(formatMoney)).toEqual([
    '$0.00',
    '$0.005000',
    '$0.01',
    '$0.02',
    '-$1,234,567.89',
  ])
})

test('HTTP APIs are metered in steps of 512 KB, messages in steps of 32 KB', () => {
  expect([httpUnits(0, 0), httpUnits(0, 524_288), httpUnits(1, 524_288), httpUnits(0, 1_572_864)]).toEqual([1n, 1n, 2n, 3n])
  expect([0, 32_768, 33 * 1024, 131_072].map(messageUnits)).toEqual([1n, 1n, 2n, 4n])
})

test('a month of so many requests is the same mix', () => {
  const seen = { ...NO_WORKLOAD, requests: 3n, httpUnits: 3n, bytesOut: 3072n, hours: 1n, caches: { '0.5': 1n }, invocations: 2n }
  expect(monthOf(seen, 3_000_000n)).toMatchObject({ requests: 3_000_000n, bytesOut: 3_072_000_000n, invocations: 2_000_000n, hours: 730n })
})

test('what would change the bill', () => {
  const workload = {
    ...NO_WORKLOAD,
    requests: 100_000_000n,
    httpUnits: 100_000_000n,
    invocations: 100_000_000n,
    cacheable: 50_000_000n,
    compute: { x86_64: 100_000_000n * 100n * 1024n, arm64: 0n },
    executionLogBytes: 100n * 1024n ** 3n,
  }
  const changes = Object.fromEntries(savingsOf(workload, US_EAST_1).map(({ name, change }) => [name, formatMoney(change)]))
  // 40 of 100 million invocations less: 40 x 0.20 and 4 million GB-seconds; the cache costs 14.60.
  expect(changes).toEqual({ 'http-api': '-$300.00', 'fewer-logs': '-$50.00', cache: '-$60.07' })
  expect(savingsOf({ ...NO_WORKLOAD, type: 'HTTP', httpUnits: 5n }, US_EAST_1)).toEqual([])
})

test('a bill as text and as JSON', () => {
  const workload = { ...NO_WORKLOAD, requests: 5_000_000n, bytesOut: 5_000_000n * 3072n }
  expect(billText(billOf({ 'rest-requests': 5_000_000n, 'data-out': 5_000_000n * 3072n }, US_EAST_1))).toBe(
    [
      '  REST API requests     5 million requests  $3.50  $17.50',
      '  Data to the internet  14.305 GB           $0.09   $1.29',
      '  Total of a month                                 $18.79',
    ].join('\n'),
  )
  const report = JSON.parse(JSON.stringify(costReport(workload)))
  expect(report).toMatchObject({ currency: 'USD', requests: 5_000_000, prices: { region: 'us-east-1' } })
  expect(report.total).toBeCloseTo(18.7875, 3)
  expect(report.lines.map(({ name }: { name: string }) => name)).toEqual(['rest-requests', 'data-out'])
})

test.each<[unknown, RegExp]>([
  [{ prices: { 'soap-requests': {} } }, /There is no price soap-requests/],
  [{ prices: { alarms: { tiers: [{ price: 0.1 }] } } }, /A price of alarms is 0\.1: expected a decimal text/],
  [{ prices: { alarms: { tiers: [{ upTo: 5, price: '1' }] } } }, /The tiers of alarms do not rise/],
  [
    {
      prices: {
        alarms: {
          tiers: [{ upTo: 5, price: '1' }, { upTo: 5, price: '1' }, { price: '2' }],
        },
      },
    },
    /do not rise/,
  ],
  ['no object', /There is no price|expected/],
])('prices that cannot be meant: %j', (content, message) => {
  const folder = mkdtempSync(join(tmpdir(), 'portico-prices-'))
  const file = join(folder, 'prices.json')
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
  try {
    if (typeof content === 'string') expect(() => readPrices(file)).toThrow(/cannot be read/)
    else expect(() => readPrices(file)).toThrow(message)
  } finally {
    rmSync(folder, { recursive: true })
  }
})
