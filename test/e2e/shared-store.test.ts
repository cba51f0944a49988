import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { emulate, matchers } from '../../emulator/testing/index'
import { startPortico } from '../support/cli'
import { keyed, keyValue, plans } from '../support/plans'
import { mockOf, restTemplate } from '../support/rest-template'
import { describeWithServer, Server } from '../support/valkey'

expect.extend(matchers)

const folder = mkdtempSync(join(tmpdir(), 'portico-store-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const template = restTemplate({
  routes: {
    'GET /throttled': keyed('throttled'),
    'GET /counted': keyed('counted'),
    'GET /method': mockOf('method'),
    'GET /cached': mockOf('$context.requestId'),
  },
  stage: {
    CacheClusterEnabled: true,
    CacheClusterSize: '0.5',
    MethodSettings: [
      { ResourcePath: '/method', HttpMethod: 'GET', ThrottlingRateLimit: 10, ThrottlingBurstLimit: 120 },
      { ResourcePath: '/cached', HttpMethod: 'GET', CachingEnabled: true },
    ],
  },
  resources: plans({
    Throttled: { keys: ['fast'], Throttle: { RateLimit: 10, BurstLimit: 300 } },
    Counted: { keys: ['spent'], Quota: { Limit: 250, Period: 'DAY' } },
  }),
})

describeWithServer('emulators on one server', () => {
  let server: Server
  beforeAll(async () => {
    server = await Server.start()
  })
  afterAll(() => server.kill())

  test('two processes admit together exactly what one would, under 10,000 requests at once', async () => {
    const file = join(folder, 'shared.json')
    writeFileSync(file, JSON.stringify(template))
    const args = [
      '--template',
      file,
      '--seed',
      '1',
      '--clock',
      'manual=2026-05-05T10:00:00Z',
      '--store',
      `${server.url}?prefix=two`,
      '--account-throttle',
      '1000000,1000000',
    ]
    await using one = await startPortico(args)
    await using two = await startPortico(args)
    const agent = new Agent({ keepAlive: true, maxSockets: 250 })
    const ask = (url: string, key?: string) =>
      new Promise<number>((done, fail) => {
        const headers = key === undefined ? {} : { 'x-api-key': keyValue(key) }
        const sent = request(url, { agent, headers }, (response) => {
          response.resume()
          response.on('end', () => done(response.statusCode ?? 0))
        })
        sent.on('error', fail)
        sent.end()
      })
    const routes = [
      ['throttled', 'fast'],
      ['counted', 'spent'],
      ['method', undefined],
    ] as const
    const answers = await Promise.all(
      Array.from({ length: 10_000 }, async (_, i) => {
        const [path, key] = routes[i % 3] as (typeof routes)[number]
        return [path, await ask(`${(i % 2 === 0 ? one : two).stages['test']}/${path}`, key)] as const
      }),
    )
    agent.destroy()
    const count = (path: string, status: number) => answers.filter(([asked, got]) => asked === path && got === status).length
    expect(answers.filter(([, status]) => status !== 200 && status !== 429)).toEqual([])
    expect(routes.map(([path]) => count(path, 200))).toEqual([300, 250, 120])
    const [kept, found] = [await fetch(`${one.stages['test']}/cached`), await fetch(`${two.stages['test']}/cached`)]
    expect(await found.text()).toBe(await kept.text())
  }, 60_000)

  test.each(['open', 'closed'] as const)(
    'a server that is killed under load and comes back, with --store-loss %s',
    async (storeLoss) => {
      await using gw = await emulate(template, {
        clock: new Date('2026-05-05T10:00:00Z'),
        store: `${server.url}?prefix=${storeLoss}`,
        storeLoss,
      })
      const load = async (count: number) => {
        const answers = await Promise.all(Array.from({ length: count }, () => gw.fetch('/method')))
        return (status: number) => answers.filter((response) => response.status === status).length
      }
      const during = storeLoss === 'open' ? 200 : 500
      const before = await load(400)
      expect([before(200), before(429)]).toEqual([120, 280])
      // In flight while it dies: each is answered once, refused by the empty bucket or treated as the option says.
      const [dying] = await Promise.all([load(400), server.kill()])
      expect(dying(429) + dying(during)).toBe(400)
      const lost = await load(50)
      expect(lost(during)).toBe(50)
      expect(gw.diagnostics).toContainEqual(expect.objectContaining({ code: 'store-lost', message: expect.stringContaining(server.url) }))
      expect([await gw.fetch('/cached'), await gw.fetch('/cached')].filter((response) => response.status === during)).toHaveLength(2)
      await server.restart()
      while (gw.diagnostics.some(({ code }) => code === 'store-lost')) await new Promise((later) => setTimeout(later, 20))
      const after = await load(400)
      expect([after(200), after(429)]).toEqual([120, 280])
      await gw.fetch('/cached')
      expect(await gw.fetch('/cached')).toBeCacheHit()
    },
    30_000,
  )

  test('what a stopped emulator left is there for the next one', async () => {
    const options = { clock: new Date('2026-05-05T10:00:00Z'), seed: 3, store: `${server.url}?prefix=next` }
    const get = (gw: Awaited<ReturnType<typeof emulate>>) => gw.fetch('/counted', { headers: { 'x-api-key': keyValue('spent') } })
    {
      await using gw = await emulate(template, options)
      for (let i = 0; i < 5; i++) await get(gw)
    }
    await using gw = await emulate(template, options)
    expect(await gw.usage('spent')).toMatchObject({ used: 5, remaining: 245 })
    expect((await gw.throttle.exhaust('GET /throttled', { apiKey: 'fast' })).taken).toBe(300)
  })
})
