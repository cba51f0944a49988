import { emulate, type Gateway } from '../../../emulator/testing/index'
import { rendering } from '../../parity/case'
import { keyed, keyValue, plans } from '../../support/plans'
import { restTemplate } from '../../support/rest-template'

const template = restTemplate({
  routes: {
    'GET /cached': rendering('$context.requestId'),
    'GET /keyed': keyed('keyed'),
  },
  stage: {
    CacheClusterEnabled: true,
    MethodSettings: [
      {
        ResourcePath: '/cached',
        HttpMethod: 'GET',
        CachingEnabled: true,
        CacheTtlInSeconds: 1,
        ThrottlingRateLimit: 10,
        ThrottlingBurstLimit: 5,
      },
    ],
  },
  resources: plans({ Plan: { keys: ['acme'], Throttle: { RateLimit: 25, BurstLimit: 4 }, Quota: { Limit: 40, Period: 'DAY' } } }),
})

interface Seen {
  readonly at: number
  readonly path: string
  readonly status: number
  readonly cache?: string
  readonly error?: { readonly layer?: string }
}
/** The requests that an emulator with a port remembers, oldest first. */
async function seen(gw: Gateway): Promise<Seen[]> {
  const { requests } = (await (await fetch(`${gw.url}/_portico/requests`)).json()) as { requests: (Seen & { at: string })[] }
  return requests.reverse().map(({ at, path, status, cache, error }) => ({
    at: Date.parse(at),
    path,
    status,
    ...(cache === undefined ? {} : { cache }),
    ...(error?.layer === undefined ? {} : { error: { layer: error.layer } }),
  }))
}
const ask = (gw: Gateway, path: string) => gw.fetch(path, { headers: { 'x-api-key': keyValue('acme') } })

test('what the machine’s clock let happen happens again on a manual one', async () => {
  await using real = await emulate(template, { port: 0 })
  const started = real.clock.now().getTime()
  for (let i = 0; i < 100; i++) {
    // Twelve milliseconds a round, without a request in the middle of one.
    while (real.clock.now().getTime() < started + i * 12) await new Promise((later) => setImmediate(later))
    await ask(real, i % 2 === 0 ? '/cached' : '/keyed')
  }
  const happened = await seen(real)
  const layers = new Set(happened.map(({ error }) => error?.layer ?? 'served'))
  expect(happened).toHaveLength(100)
  // A day that ends meanwhile would renew the quota; all else has to be there for this to show anything.
  for (const layer of ['plan', 'method', 'served']) expect(layers).toContain(layer)
  await using manual = await emulate(template, { port: 0, clock: new Date(happened[0]?.at ?? 0) })
  for (const { at, path } of happened) {
    await manual.clock.advance(at - manual.clock.now().getTime())
    await ask(manual, path.replace('/test', ''))
  }
  // What a cache keeps expires counted from when it was kept, which is later than the request by what the machine took for it.
  const withoutCache = (requests: readonly Seen[]) => requests.map(({ cache: _cache, ...request }) => request)
  expect(withoutCache(await seen(manual))).toEqual(withoutCache(happened))
})

test('one long step and many short ones are the same', async () => {
  const spans = [0, 5, 0, 30, 170, 20, 999, 1, 0, 3_600_000, 250, 82_800_000, 86_399_999, 1]
  const run = async (advance: (gw: Gateway, ms: number) => Promise<void>) => {
    await using gw = await emulate(template, { port: 0, clock: new Date('2028-02-28T00:00:00Z') })
    for (const span of spans) {
      await advance(gw, span)
      for (const path of ['/cached', '/keyed', '/keyed']) await ask(gw, path)
    }
    return await seen(gw)
  }
  const long = await run((gw, ms) => gw.clock.advance(ms))
  const short = await run(async (gw, ms) => {
    const step = Math.max(1, Math.floor(ms / 25))
    for (let left = ms; left > 0; left -= step) await gw.clock.advance(Math.min(step, left))
  })
  expect(short).toEqual(long)
  expect(new Set(long.map(({ status }) => status))).toEqual(new Set([200, 429]))
})

test('the clock is advanced over HTTP in words and in ISO durations', async () => {
  await using gw = await emulate(template, { port: 0, clock: new Date('2028-02-28T00:00:00Z') })
  const advance = async (span: unknown) => {
    const response = await fetch(`${gw.url}/_portico/clock`, { method: 'POST', body: JSON.stringify({ advance: span }) })
    return [response.status, ((await response.json()) as { now?: string }).now]
  }
  expect(await advance('PT24H')).toEqual([200, '2028-02-29T00:00:00.000Z'])
  expect(await advance('24 hours')).toEqual([200, '2028-03-01T00:00:00.000Z'])
  expect(await advance('P1DT1S')).toEqual([200, '2028-03-02T00:00:01.000Z'])
  expect(await advance({ minutes: 2 })).toEqual([200, '2028-03-02T00:02:01.000Z'])
  expect(await advance('a while')).toEqual([400, undefined])
})
