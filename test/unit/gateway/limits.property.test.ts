import fc from 'fast-check'
import { ManualClock } from '../../../emulator/base/clock'
import { type Ids, seededIds } from '../../../emulator/base/ids'
import type { CompiledStage } from '../../../emulator/gateway/compile'
import { type Outcome, runRequest } from '../../../emulator/gateway/run'
import { Emulator } from '../../../emulator/index'
import { keyed, keyValue, plans } from '../../support/plans'
import { mockOf, restTemplate } from '../../support/rest-template'

/** Schedules, and requests in each: a million in all. */
const [RUNS, REQUESTS] = [25, 40_000]
const START = Date.UTC(2027, 11, 30, 22)
const KEYS = ['acme', 'beta', 'gamma', 'delta'] as const
const DAY = 86_400_000

interface Limit {
  readonly rate: number
  readonly burst: number
}
interface Quota {
  readonly limit: number
  readonly period: 'DAY' | 'WEEK' | 'MONTH'
}
interface Limits {
  readonly account: Limit
  readonly methodA: Limit
  readonly methodOpen: Limit
  readonly plan: Limit
  readonly planMethod: Limit
  readonly quotas: readonly [Quota, Quota]
}

/** A token bucket in millionths of a token: rates have three decimals at most, so that every number is whole. */
class Bucket {
  #held: number
  #at: number

  constructor(
    private readonly limit: Limit,
    now: number,
  ) {
    this.#held = limit.burst * 1e6
    this.#at = now
  }

  take(now: number): boolean {
    this.#held = Math.min(this.limit.burst * 1e6, this.#held + (now - this.#at) * Math.round(this.limit.rate * 1000))
    this.#at = now
    if (this.#held < 1e6) return false
    this.#held -= 1e6
    return true
  }
}

/** The layers as AWS documents them, as plainly as they can be said: who refuses, or undefined. */
class Model {
  readonly #buckets = new Map<string, Bucket>()
  readonly #used = new Map<string, number>()

  constructor(private readonly limits: Limits) {}

  ask(route: string, key: string | undefined, now: number): string | undefined {
    const { account, methodA, methodOpen, plan, planMethod, quotas } = this.limits
    if (key !== undefined) {
      if (route === 'b' && !this.#take(`plan-method ${key}`, planMethod, now)) return 'plan-method'
      if (!this.#take(`plan ${key}`, plan, now)) return 'plan'
      const { limit, period } = quotas[KEYS.indexOf(key as 'acme') % 2 === 0 ? 0 : 1]
      const counter = `${key} ${windowOf(period, now)}`
      const used = (this.#used.get(counter) ?? 0) + 1
      this.#used.set(counter, used)
      if (used > limit) return 'quota'
    }
    if (route === 'a' && !this.#take('a', methodA, now)) return 'method'
    if (route === 'open' && !this.#take('open', methodOpen, now)) return 'method'
    return this.#take('account', account, now) ? undefined : 'account'
  }

  #take(name: string, limit: Limit, now: number): boolean {
    const bucket = this.#buckets.get(name) ?? new Bucket(limit, now)
    this.#buckets.set(name, bucket)
    return bucket.take(now)
  }
}

function windowOf(period: Quota['period'], now: number): string {
  if (period === 'WEEK') return `week ${Math.floor((now / DAY + 4) / 7)}`
  return new Date(now).toISOString().slice(0, period === 'DAY' ? 10 : 7)
}

const throttle = ({ rate, burst }: Limit) => ({ RateLimit: rate, BurstLimit: burst })
const setting = (path: string, { rate, burst }: Limit) => ({
  ResourcePath: path,
  HttpMethod: 'GET',
  ThrottlingRateLimit: rate,
  ThrottlingBurstLimit: burst,
})

async function serve({ account, methodA, methodOpen, plan, planMethod, quotas }: Limits, clock: ManualClock): Promise<Emulator> {
  const planned = (keys: readonly string[], { limit, period }: Quota) => ({
    keys,
    Throttle: throttle(plan),
    Quota: { Limit: limit, Period: period },
    ApiStages: [{ ApiId: { Ref: 'Api' }, Stage: 'test', Throttle: { '/b/GET': throttle(planMethod) } }],
  })
  const template = restTemplate({
    routes: { 'GET /a': keyed('a'), 'GET /b': keyed('b'), 'GET /open': mockOf('open') },
    stage: { MethodSettings: [setting('/a', methodA), setting('/open', methodOpen)] },
    resources: plans({ Even: planned(['acme', 'gamma'], quotas[0]), Odd: planned(['beta', 'delta'], quotas[1]) }),
  })
  const emulator = new Emulator({ clock, ids: fewIds(), accountThrottle: account })
  await emulator.deployments.deploy({ kind: 'template', name: 'test', body: JSON.stringify(template), file: undefined }, { strict: true })
  return emulator
}

/** Ids of requests are all the same: a million of them would take longer than all else. */
function fewIds(): Ids {
  const ids = seededIds(1)
  const [uuid, extended] = [ids.uuid(), ids.extendedRequestId()]
  return {
    long: () => ids.long(),
    short: () => ids.short(),
    uuid: () => uuid,
    extendedRequestId: () => extended,
    keyValue: () => ids.keyValue(),
    lower: (size) => ids.lower(size),
    mixed: (size) => ids.mixed(size),
    suffix: (size) => ids.suffix(size),
    hex: (size) => 'a'.repeat(size),
    fraction: () => ids.fraction(),
  }
}

function ask(stage: CompiledStage, route: string, key: string | undefined): string | undefined {
  const path = `/${route}`
  const headers = key === undefined ? [] : ['x-api-key', keyValue(key)]
  const request = {
    method: 'GET',
    path,
    fullPath: `/test${path}`,
    queryString: '',
    headers,
    body: undefined,
    sourceIp: '127.0.0.1',
    domainName: 'test',
  }
  const { exchange, response } = runRequest(stage, request) as Outcome
  if (response.status === 200) return undefined
  return exchange.error?.options.layer ?? String(response.status)
}

const limit = (most: number): fc.Arbitrary<Limit> =>
  fc.record({
    rate: fc.oneof(
      fc.integer({ min: 1, max: most }),
      fc.integer({ min: 1, max: most * 1000 }).map((thousandths) => thousandths / 1000),
    ),
    burst: fc.integer({ min: 1, max: most }),
  })
const quota: fc.Arbitrary<Quota> = fc.record({
  limit: fc.integer({ min: 1, max: 2000 }),
  period: fc.constantFrom('DAY' as const, 'WEEK' as const, 'MONTH' as const),
})
const limits: fc.Arbitrary<Limits> = fc.record({
  account: limit(60),
  methodA: limit(30),
  methodOpen: limit(30),
  plan: limit(15),
  planMethod: limit(10),
  quotas: fc.tuple(quota, quota),
})

Error.stackTraceLimit = 0
test(`over ${(RUNS * REQUESTS).toLocaleString('en')} requests, each layer admits what a plain model of it admits`, async () => {
  const seen = new Map<string, number>()
  let count = 0
  await fc.assert(
    fc.asyncProperty(limits, fc.nat(), async (given, seed) => {
      const clock = new ManualClock(START)
      await using emulator = await serve(given, clock)
      const stage = emulator.stages.all()[0] as CompiledStage
      const model = new Model(given)
      let state = seed
      const pick = (most: number) => {
        state = (state * 1_103_515_245 + 12_345) % 2 ** 31
        return (state >>> 8) % most
      }
      for (let i = 0; i < REQUESTS; i++) {
        // Mostly bursts; then pauses of milliseconds, seconds, and now and then of days.
        const pause = pick(1000)
        if (pause < 60) await clock.advance(pick(pause < 40 ? 50 : pause < 58 ? 3000 : pause < 59 ? DAY / 2 : 9 * DAY))
        const route = (['a', 'b', 'open'] as const)[pick(3)] as string
        const key = route === 'open' ? undefined : KEYS[pick(KEYS.length)]
        const [said, wanted] = [ask(stage, route, key), model.ask(route, key, clock.now())]
        if (said !== wanted)
          throw new Error(
            `Request ${i} (${route}, ${key}) at ${clock.now() - START} ms: ${said ?? 'admitted'}, expected ${wanted ?? 'admitted'}`,
          )
        seen.set(said ?? 'admitted', (seen.get(said ?? 'admitted') ?? 0) + 1)
        count++
      }
    }),
    { numRuns: RUNS, endOnFailure: true },
  )
  expect(count).toBe(RUNS * REQUESTS)
  // Each layer had its say: otherwise the schedules show nothing of it.
  expect([...seen.keys()].sort()).toEqual(['account', 'admitted', 'method', 'plan', 'plan-method', 'quota'])
}, 120_000)
