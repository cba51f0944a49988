import { emulate, type Gateway, matchers } from '../../../emulator/testing/index'
import { keyed, keyValue, plans } from '../../support/plans'
import { mockOf, restTemplate, type TestApi } from '../../support/rest-template'

expect.extend(matchers)

const START = new Date('2026-01-31T23:59:00Z')
const limit = (ResourcePath: string, HttpMethod: string, rate: number, burst: number) => ({
  ResourcePath,
  HttpMethod,
  ThrottlingRateLimit: rate,
  ThrottlingBurstLimit: burst,
})
const withApi = async (api: TestApi, run: (gw: Gateway) => Promise<void>, more: Parameters<typeof emulate>[1] = {}) => {
  await using gw = await emulate(restTemplate(api), { clock: START, ...more })
  await run(gw)
}
/** How many of so many requests at once pass. */
const passed = async (gw: Gateway, count: number, path: string, key?: string): Promise<number> => {
  const init = key === undefined ? {} : { headers: { 'x-api-key': keyValue(key) } }
  const answers = await Promise.all(Array.from({ length: count }, () => gw.fetch(path, init)))
  return answers.filter(({ status }) => status === 200).length
}
const get = (gw: Gateway, path: string, key: string) => gw.fetch(path, { headers: { 'x-api-key': keyValue(key) } })

const settings = [limit('/*', '*', 10, 3), limit('/own', 'GET', 2, 1), limit('/free', 'GET', -1, -1), limit('/', 'GET', 1, 2)]
const routes = {
  'GET /a': mockOf('a'),
  'GET /b': mockOf('b'),
  'GET /own': mockOf('own'),
  'GET /free': mockOf('free'),
  'GET /': mockOf('root'),
}

test('a setting for all methods is a limit for each; one of its own takes its place; -1 lifts it', () =>
  withApi({ routes, stage: { MethodSettings: settings } }, async (gw) => {
    expect(await passed(gw, 9, '/a')).toBe(3)
    expect(await passed(gw, 9, '/b')).toBe(3)
    expect(await passed(gw, 9, '/own')).toBe(1)
    expect(await passed(gw, 9, '/free')).toBe(9)
    expect(await passed(gw, 9, '/')).toBe(2)
    await gw.clock.advance(100)
    expect([await passed(gw, 9, '/a'), await passed(gw, 9, '/own')]).toEqual([1, 0])
    await gw.clock.advance('PT1S')
    expect([await passed(gw, 9, '/a'), await passed(gw, 9, '/own')]).toEqual([3, 1])
  }))

test('the account has one bucket for all of its APIs, of the size that it is given', () =>
  withApi(
    { routes },
    async (gw) => {
      expect((await passed(gw, 4, '/a')) + (await passed(gw, 4, '/b'))).toBe(5)
      expect(await gw.fetch('/a')).toBeThrottled('account')
      await gw.clock.advance(100)
      expect(await passed(gw, 4, '/a')).toBe(2)
    },
    { accountThrottle: { rate: 20, burst: 5 } },
  ))

// Developer guide, "Account-level throttling": milliseconds and how many requests come then, and how many of all are served.
test.each<[string, readonly (readonly [number, number])[], number]>([
  ['10 every millisecond', Array.from({ length: 1000 }, (_, ms) => [ms, 10] as const), 10_000],
  ['10,000 in the first millisecond', [[0, 10_000]], 5000],
  ['5,000, then 5 every millisecond', [[0, 5000], ...Array.from({ length: 999 }, (_, ms) => [ms + 1, 5] as const)], 9995],
  [
    '5,000, then 5,000 in the 101st',
    [
      [0, 5000],
      [100, 5000],
    ],
    6000,
  ],
  [
    '5,000, then 1,000, then the rest evenly',
    [[0, 5000], [100, 1000], ...Array.from({ length: 899 }, (_, ms) => [ms + 101, 4] as const)],
    9596,
  ],
])('an account of AWS: %s', async (_title, schedule, served) => {
  await using gw = await emulate(restTemplate({ routes: { 'GET /a': mockOf('a') } }), { clock: START })
  let [now, count] = [0, 0]
  for (const [at, requests] of schedule) {
    if (at > now) await gw.clock.advance(at - now)
    now = at
    for (let i = 0; i < requests; i++) if ((await gw.fetch('/a')).status === 200) count++
  }
  expect(count).toBe(served)
})

const planned = {
  routes: { 'GET /a': keyed('a'), 'GET /b': keyed('b'), 'GET /open': mockOf('open'), 'GET /': keyed('root') },
  resources: plans({
    Partner: {
      keys: ['acme', 'beta'],
      Throttle: { RateLimit: 1, BurstLimit: 4 },
      ApiStages: [
        {
          ApiId: { Ref: 'Api' },
          Stage: 'test',
          Throttle: { '/b/GET': { RateLimit: 1, BurstLimit: 2 }, '//GET': { RateLimit: 1, BurstLimit: 1 } },
        },
      ],
    },
  }),
}

test('each key has a bucket of the plan, and one for each method that the plan limits', () =>
  withApi(planned, async (gw) => {
    expect(await passed(gw, 9, '/b', 'acme')).toBe(2)
    expect(await get(gw, '/b', 'acme')).toBeThrottled('plan-method')
    expect(await passed(gw, 9, '/a', 'acme')).toBe(2)
    expect(await get(gw, '/a', 'acme')).toBeThrottled('plan')
    expect(await passed(gw, 9, '/a', 'beta')).toBe(4)
    expect(await passed(gw, 9, '/open', 'acme')).toBe(9)
    await gw.clock.advance({ seconds: 1 })
    expect(await passed(gw, 9, '/', 'acme')).toBe(1)
  }))

test('the layers refuse in their order, each by its own bucket: what an outer one refuses, the inner ones have taken', () =>
  withApi(
    { ...planned, stage: { MethodSettings: [limit('/*', '*', 1, 7)] } },
    async (gw) => {
      const refusal = async (path: string, key: string) => {
        for (;;) {
          const response = await get(gw, path, key)
          if (response.status !== 200) return response
        }
      }
      expect(await refusal('/b', 'acme')).toBeThrottled('plan-method')
      expect(await refusal('/a', 'acme')).toBeThrottled('plan')
      expect(await refusal('/a', 'beta')).toBeThrottled('plan')
      // 2 of 7 by acme, 4 by beta: one is left, and the plan has none.
      expect(await refusal('/b', 'beta')).toBeThrottled('plan')
      await gw.clock.advance(1000)
      expect(await passed(gw, 9, '/a', 'acme')).toBe(1)
      expect(await passed(gw, 3, '/open')).toBe(3)
      for (let i = 0; i < 4; i++) expect(await gw.fetch('/open')).toBeThrottled('account')
      expect(await gw.fetch('/open')).toBeThrottled('method')
    },
    { accountThrottle: { rate: 1, burst: 11 } },
  ))

test('the refusals of each layer, as the list of requests shows them', () =>
  withApi(
    { ...planned, stage: { MethodSettings: [{ ...limit('/*', '*', 1, 5), LoggingLevel: 'INFO' }] } },
    async (gw) => {
      const errors = async () => {
        const { requests } = (await (await fetch(`${gw.url}/_portico/requests`)).json()) as {
          requests: { error?: object; executionLog?: string[] }[]
        }
        return requests[0]
      }
      const [api, plan] = [gw.outputs['ApiId'], expect.stringMatching(/^[a-z0-9]{6}$/)]
      expect([api, plan]).toHaveLength(2)
      await gw.throttle.exhaust('GET /a', { apiKey: 'acme' })
      expect(await get(gw, '/a', 'acme')).toBeThrottled('plan')
      const masked = `${'*'.repeat(keyValue('acme').length - 6)}acters`
      const shown = await errors()
      expect(shown?.error).toEqual({
        type: 'THROTTLED',
        layer: 'plan',
        log: expect.stringMatching(
          new RegExp(
            `^API Key ${masked.replaceAll('*', '\\*')} exceeded throttle limit for API Stage ${api}/test: Key throttle limit exceeded for Usage Plan ID [a-z0-9]{6}, RestApi ${api}, Stage test, Resource [a-z0-9]{6}, HttpMethod GET\\. Limit: 1\\.00 Burst: 4$`,
          ),
        ),
      })
      expect(shown?.executionLog?.map((line) => line.replace(/[0-9a-f-]{36}/, 'ID').replace(/[A-Za-z0-9]+=$/, 'EXTENDED'))).toEqual([
        'Extended Request Id: EXTENDED',
        `Verifying Usage Plan for request: ID. API Key: ${masked} API Stage: ${api}/test`,
        expect.stringContaining('Key throttle limit exceeded for Usage Plan ID'),
        'Method completed with status: 429',
      ])
      await gw.throttle.exhaust('GET /open')
      expect(await gw.fetch('/open')).toBeThrottled('method')
      expect((await errors())?.error).toMatchObject({
        log: expect.stringMatching(
          /^Key throttle limit exceeded for RestApi \w+, Stage test, Resource \w+, HttpMethod GET\. Limit: 1\.00 Burst: 5$/,
        ),
      })
    },
    { port: 0 },
  ))

test('what passes has the lines of its plan in the log, and its key', () =>
  withApi(
    { ...planned, stage: { MethodSettings: [{ ResourcePath: '/*', HttpMethod: '*', LoggingLevel: 'INFO' }] } },
    async (gw) => {
      const log = async (): Promise<string[]> => {
        const { requests } = (await (await fetch(`${gw.url}/_portico/requests`)).json()) as { requests: { executionLog: string[] }[] }
        return requests[0]?.executionLog ?? []
      }
      const stage = `${gw.outputs['ApiId']}/test`
      const masked = `${'*'.repeat(keyValue('acme').length - 6)}acters`
      await get(gw, '/a', 'acme')
      const lines = await log()
      expect(lines[1]).toMatch(new RegExp(`API Key: \\**acters API Stage: ${stage}$`))
      expect(lines[2]).toBe(`Usage Plan check succeeded for API Key ${masked} and API Stage ${stage}`)
      expect(lines.slice(5, 7)).toEqual([`API Key: ${masked}`, expect.stringMatching(/^API Key ID: [a-z0-9]{10}$/)])
      await gw.fetch('/open')
      expect((await log()).slice(1, 4)).toEqual([
        expect.stringMatching(new RegExp(`^Verifying Usage Plan for request: .{36}\\. API Key:  API Stage: ${stage}$`)),
        "API Key  authorized because method 'GET /open' does not require API Key. Request will not contribute to throttle or quota limits",
        `Usage Plan check succeeded for API Key  and API Stage ${stage}`,
      ])
      await gw.fetch('/a', { headers: { 'x-api-key': 'wrong' } })
      expect((await log()).at(-2)).toBe(
        `API Key wrong not authorized because method 'GET /a' requires API Key and API Key is not associated with a Usage Plan for API Stage ${stage}: No Usage Plan found for key and API Stage`,
      )
    },
    { port: 0 },
  ))

test('a plan that names half a throttle takes the other half from the account', () =>
  withApi(
    { routes: planned.routes, resources: plans({ Plan: { keys: ['acme'], Throttle: { BurstLimit: 2 } } }) },
    async (gw) => {
      expect(await passed(gw, 9, '/a', 'acme')).toBe(2)
      await gw.clock.advance(10)
      expect(await passed(gw, 9, '/a', 'acme')).toBe(1)
    },
    { accountThrottle: { rate: 100, burst: 50 } },
  ))

test('exhaust empties the first bucket of a route, and says what cannot be exhausted', () =>
  withApi({ ...planned, stage: { MethodSettings: [limit('/*', '*', 1, 6)] } }, async (gw) => {
    expect(await gw.throttle.exhaust('GET /b', { apiKey: 'acme' })).toEqual({ layer: 'plan-method', taken: 2 })
    expect(await gw.throttle.exhaust('GET /a', { apiKey: keyValue('beta') })).toEqual({ layer: 'plan', taken: 4 })
    expect(await gw.throttle.exhaust('GET /open')).toEqual({ layer: 'method', taken: 6 })
    expect(await gw.fetch('/open')).toBeThrottled()
    await gw.clock.advance({ seconds: 1 })
    expect(await gw.fetch('/open')).not.toBeThrottled()
    await expect(gw.throttle.exhaust('GET /nothing')).rejects.toThrow(/no route GET \/nothing[\s\S]*GET \/open/)
    await expect(gw.throttle.exhaust('GET /a', { apiKey: 'nobody' })).rejects.toThrow(/no API key nobody.*acme, beta/)
  }))
