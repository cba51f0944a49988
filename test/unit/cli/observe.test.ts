import { main } from '../../../emulator/cli/main'
import { sparkline } from '../../../emulator/cli/sparkline'
import { emulate, type Gateway } from '../../../emulator/testing/index'
import { mockOf, restTemplate } from '../../support/rest-template'

const START = new Date('2026-01-01T10:00:00Z')
const LOGS = {
  DestinationArn: 'arn:aws:logs:us-east-1:000000000000:log-group:access',
  Format: '$context.requestId $context.status $context.path',
}

/** Runs a command; the lines that it printed, and its exit code. */
async function run(...argv: string[]) {
  const printed: string[] = []
  const spies = (['log', 'error'] as const).map((name) =>
    jest.spyOn(console, name).mockImplementation((...texts: unknown[]) => void printed.push(texts.join(' '))),
  )
  try {
    return { code: await main(argv), lines: printed.join('\n').split('\n'), printed }
  } finally {
    for (const spy of spies) spy.mockRestore()
  }
}

describe('against a running emulator', () => {
  let gw: Gateway
  beforeAll(async () => {
    const routes = { 'GET /ok': mockOf('ok'), 'GET /broken': mockOf('x', '500') }
    gw = await emulate(restTemplate({ routes, stage: { AccessLogSetting: LOGS } }), { clock: START, port: 0 })
    for (const requests of [1, 2, 4, 0, 8]) {
      for (let i = 0; i < requests; i++) await gw.fetch(i === 0 ? '/broken' : '/ok')
      await gw.clock.advance('1 minute')
    }
  })
  afterAll(() => gw.stop())
  const url = () => gw.url as string

  test('metrics are drawn minute by minute, with their numbers', async () => {
    const { code, lines } = await run('metrics', '--url', url(), '--minutes', '6')
    expect(code).toBe(0)
    const from = lines.indexOf('AWS/ApiGateway  ApiName=test-api  Stage=test')
    // Eight requests are the highest bar; a minute without any has no value, and so has the one that has just begun.
    expect(lines.slice(from + 1, from + 5)).toEqual([
      '  4XXError  ▁▁▁ ▁   sum 0  of 15',
      '  5XXError  ███ █   sum 4  of 15',
      '  Count     ▂▃▅ █   sum 15  of 15',
      '  Latency   ▁▁▁ ▁   average 0  p99 0  max 0',
    ])
  })

  test('metrics as JSON lines', async () => {
    const { lines } = await run('metrics', '--url', url(), '--minutes', '5', '--namespace', 'AWS/ApiGateway', '--json')
    const rows = lines.map((line) => JSON.parse(line) as { metric: string; dimensions: Record<string, string> })
    expect(rows.find(({ metric, dimensions }) => metric === 'Count' && dimensions['Stage'] === 'test')).toEqual({
      namespace: 'AWS/ApiGateway',
      metric: 'Count',
      dimensions: { ApiName: 'test-api', Stage: 'test' },
      statistic: 'Sum',
      minutes: [2, 4, null, 8, null],
      whole: { Sum: 14, SampleCount: 14 },
    })
  })

  test('nothing there, and what cannot be meant', async () => {
    expect((await run('metrics', '--url', url(), '--namespace', 'Mine')).lines).toEqual(['No metrics in the last 30 minutes.'])
    expect((await run('metrics', '--url', url(), '--minutes', 'many')).code).toBe(2)
    expect((await run('logs', '--url', url(), '--since', 'long ago')).code).toBe(2)
    expect(await run('metrics', '--url', 'http://127.0.0.1:1')).toMatchObject({
      code: 2,
      lines: expect.arrayContaining([expect.stringContaining('No emulator answers')]),
    })
  })

  test('logs: of a group, by a filter, since a time', async () => {
    const all = await run('logs', 'access', '--url', url())
    expect(all.lines).toHaveLength(15)
    expect(all.lines[0]).toMatch(/^2026-01-01T10:00:00\.000Z {2}access {2}[0-9a-f-]{36} 500 \/test\/broken$/)
    expect((await run('logs', '--url', url(), '--filter', '500')).lines).toHaveLength(4)
    const late = await run('logs', 'access', '--url', url(), '--since', '2 minutes', '--json')
    expect(late.lines.map((line) => JSON.parse(line).time)).toEqual(Array(8).fill('2026-01-01T10:04:00.000Z'))
    expect((await run('logs', 'no-such-group', '--url', url())).printed).toEqual([])
  })

  test('logs --follow prints what comes, once, until it is interrupted', async () => {
    const printed: string[] = []
    const came = (count: number) =>
      new Promise<void>((done) => {
        log.mockImplementation((text: string) => {
          printed.push(text)
          if (printed.length === count) done()
        })
      })
    const log = jest.spyOn(console, 'log')
    try {
      const first = came(8)
      const ended = main(['logs', 'access', '--follow', '--since', '2 minutes', '--url', url()])
      await first
      const next = came(9)
      await gw.fetch('/ok')
      await next
      process.emit('SIGINT')
      expect(await ended).toBe(0)
    } finally {
      log.mockRestore()
    }
    expect(printed).toHaveLength(9)
    expect(printed[8]).toMatch(/ 200 \/test\/ok$/)
  })
})

test.each<[(number | undefined)[], string]>([
  [[], ''],
  [[0, 0], '▁▁'],
  [[1, undefined, 8], '▂ █'],
  [[0, 1, 2, 3, 4, 5, 6, 7], '▁▂▃▄▅▆▇█'],
  [[-1, 5], '▁█'],
])('a sparkline of %j', (values, expected) => {
  expect(sparkline(values)).toBe(expected)
})
