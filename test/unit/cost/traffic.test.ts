import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { main } from '../../../emulator/cli/main'
import { emulate } from '../../../emulator/testing/index'
import { mockOf, restTemplate, type TestApi } from '../../support/rest-template'

const folder = mkdtempSync(join(tmpdir(), 'portico-cost-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** `portico cost` with a profile: what it prints, read back when it is JSON. */
async function cost(profile: unknown, api: TestApi | undefined, ...flags: string[]) {
  const file = (name: string, content: unknown) => {
    writeFileSync(join(folder, name), JSON.stringify(content))
    return join(folder, name)
  }
  const printed: string[] = []
  const log = jest.spyOn(console, 'log').mockImplementation((text: string) => void printed.push(text))
  const error = jest.spyOn(console, 'error').mockImplementation((text: string) => void printed.push(text))
  try {
    const inputs = api === undefined ? [] : ['--template', file('template.json', restTemplate(api))]
    const code = await main(['cost', '--traffic', file('traffic.json', profile), ...inputs, ...flags])
    return { code, text: printed.join('\n') }
  } finally {
    log.mockRestore()
    error.mockRestore()
  }
}

type Lines = Record<string, number>
function quantities(text: string): Lines {
  const { lines } = JSON.parse(text) as { lines: { name: string; quantity: number }[] }
  return Object.fromEntries(lines.map(({ name, quantity }) => [name, quantity]))
}

const HANDLER = 'exports.handler = async () => ({ statusCode: 200, body: "0123456789" })'

test("AWS's example from a template: 5 million calls of 3 KB to a mock", async () => {
  const profile = { requests: 5_000_000, defaults: { responseBytes: 3072 } }
  const { code, text } = await cost(profile, { routes: { 'GET /': mockOf('x') } })
  expect(code).toBe(0)
  expect(text).toContain('5,000,000 requests, prices of us-east-1 (2026-02):')
  expect(text).toMatch(/REST API requests +5 million requests +\$3\.50 +\$17\.50\n/)
  expect(text).toMatch(/Total of a month +\$18\.79\n/)
  expect(text).toMatch(/-\$12\.50 {2}An HTTP API in place of the REST API/)
})

test('333,000,001 requests cross the tier', async () => {
  const { text } = await cost({ requests: 333_000_001, defaults: { responseBytes: 0 } }, { routes: { 'GET /': mockOf('x') } }, '--json')
  expect(JSON.parse(text)).toMatchObject({
    total: 1165.5000028,
    lines: [{ tiers: [{ quantity: 333_000_000 }, { quantity: 1, price: '2.80', amount: 0.0000028 }] }],
  })
})

test('routes, functions, caches, logs, metrics, alarms of the template', async () => {
  const api: TestApi = {
    routes: { 'GET /orders': { fn: 'Orders' }, 'POST /orders': { fn: 'Orders' }, 'GET /ping': mockOf('x') },
    functions: { Orders: HANDLER },
    stage: {
      CacheClusterEnabled: true,
      CacheClusterSize: '1.6',
      AccessLogSetting: {
        DestinationArn: 'arn:aws:logs:us-east-1:000000000000:log-group:access',
        Format: '$context.requestId $context.status',
      },
      MethodSettings: [
        { ResourcePath: '/*', HttpMethod: '*', LoggingLevel: 'INFO' },
        { ResourcePath: '/orders', HttpMethod: 'POST', MetricsEnabled: true },
      ],
    },
    resources: {
      Alarm: {
        Type: 'AWS::CloudWatch::Alarm',
        Properties: {
          Namespace: 'AWS/ApiGateway',
          MetricName: '5XXError',
          Statistic: 'Sum',
          Period: 60,
          EvaluationPeriods: 1,
          Threshold: 1,
          ComparisonOperator: 'GreaterThanThreshold',
        },
      },
    },
  }
  const routes = {
    'GET /orders': { requests: 1_000_000, durationMs: 100, cacheHitRate: 0.75, responseBytes: 2000 },
    'POST /orders': { requests: 200_000, durationMs: 40, responseBytes: 100 },
  }
  const { code, text } = await cost({ requests: 300_000, routes }, api, '--json')
  expect(code).toBe(0)
  const invocations = 250_000 + 200_000
  expect(quantities(text)).toMatchObject({
    'rest-requests': 1_500_000,
    'data-out': 1_000_000 * 2000 + 200_000 * 100 + 300_000 * 1024,
    'cache-1.6': 730,
    'lambda-requests': invocations,
    'lambda-x86_64': 128 * (250_000 * 100 + 200_000 * 40),
    // Two variables of 20 characters, a space, 26 bytes an event.
    'logs-access': 1_500_000 * 67,
    'metrics-detailed': 7,
    alarms: 1,
  })
})

test('the same traffic as an HTTP API, and a WebSocket API without a template', async () => {
  const http = await cost({ type: 'HTTP', requests: 432_000_000, defaults: { responseBytes: 600_000 } }, undefined, '--json')
  expect(quantities(http.text)).toMatchObject({ 'http-requests': 864_000_000 })
  const socket = { type: 'WEBSOCKET', messages: 10_000_000, messageBytes: 33 * 1024, connectionMinutes: 4_000_000 }
  const { text } = await cost(socket, undefined, '--json')
  expect(JSON.parse(text)).toMatchObject({ total: 21 })
})

test.each<[unknown, RegExp]>([
  [{ request: 5 }, /request is unknown: expected api, stage, type/],
  [{ requests: 1.5 }, /requests is 1\.5: expected a whole number/],
  [{ routes: { 'GET /x': { requests: 1 } } }, /The traffic profile names GET \/x, which is no route\.\n.*GET \/\./s],
  [{ routes: { 'GET /': { requests: 1, cacheHitRate: 75 } } }, /routes\["GET \/"\]\.cacheHitRate is 75: expected a share/],
  [{ routes: { 'GET /': {} } }, /routes\["GET \/"\] has no requests/],
  [{ type: 'SOAP' }, /type is "SOAP"/],
  [{ stage: 'prod', requests: 1 }, /names no stage\. There are: test-api test/],
  [[], /is no JSON object/],
])('a profile that cannot be meant: %j', async (profile, message) => {
  const { code, text } = await cost(profile, { routes: { 'GET /': mockOf('x') } })
  expect(code).toBe(2)
  expect(text).toMatch(message)
})

test('what the emulator really saw: gw.cost(), and /_portico/cost', async () => {
  const api: TestApi = {
    routes: {
      'GET /': { fn: 'Fn' },
      'GET /mock': mockOf('0123456789'),
      'GET /closed': { ...mockOf('x'), method: { ...mockOf('x').method, AuthorizationType: 'AWS_IAM' } },
    },
    functions: { Fn: HANDLER },
    stage: {
      CacheClusterEnabled: true,
      CacheClusterSize: '0.5',
      AccessLogSetting: {
        DestinationArn: 'arn:aws:logs:us-east-1:000000000000:log-group:access',
        Format: '$context.status $context.requestId',
      },
    },
  }
  await using gw = await emulate(restTemplate(api), { clock: 'manual', port: 0 })
  for (const path of ['/', '/', '/mock']) expect((await gw.fetch(path)).status).toBe(200)
  // Nobody pays for what is refused.
  expect((await gw.fetch('/closed')).status).toBe(403)
  await gw.clock.advance({ minutes: 90 })
  const { lines } = gw.cost().bill
  const found = Object.fromEntries(lines.map(({ name, quantity }) => [name, Number(quantity)]))
  // Access logs: the status, a space, the id, and 26 bytes for each of the four lines.
  expect(found).toMatchObject({
    'rest-requests': 3,
    'data-out': 30,
    'lambda-requests': 2,
    'logs-access': 4 * (3 + 1 + 36 + 26),
    'cache-0.5': 2,
  })
  const billed = gw.logs('/aws/lambda/Fn').flatMap((line) => /^REPORT .*\tBilled Duration: (\d+) ms\t/.exec(line)?.slice(1) ?? [])
  expect(billed).toHaveLength(2)
  expect(found['lambda-x86_64']).toBe(128 * (Number(billed[0]) + Number(billed[1])))
  const month = gw.cost({ requests: 3_000_000 })
  expect(month.requests).toBe(3_000_000)
  expect(month.total).toBeGreaterThan(14.6 + 10.5)
  const answer = await fetch(`${gw.url}/_portico/cost?requests=3000000`)
  expect(await answer.json()).toEqual({ ...JSON.parse(JSON.stringify(month)), text: month.toString() })
  expect((await fetch(`${gw.url}/_portico/cost?requests=many`)).status).toBe(400)
  const printed: string[] = []
  const log = jest.spyOn(console, 'log').mockImplementation((text: string) => void printed.push(text))
  try {
    expect(await main(['cost', '--url', gw.url as string, '--requests', '3000000'])).toBe(0)
    writeFileSync(join(folder, 'prices.json'), JSON.stringify({ region: 'here', prices: { 'rest-requests': { tiers: [{ price: '7' }] } } }))
    expect(await main(['cost', '--url', gw.url as string, '--requests', '3000000', '--prices', join(folder, 'prices.json')])).toBe(0)
  } finally {
    log.mockRestore()
  }
  expect(printed[0]).toBe(month.toString())
  expect(printed[1]).toMatch(/^3,000,000 requests, prices of here .*\n {2}REST API requests +3 million requests +\$7 +\$21\.00\n/)
  expect(gw.cost({ requests: 3_000_000, prices: join(folder, 'prices.json') }).total).toBeCloseTo(month.total + 10.5, 6)
  await fetch(`${gw.url}/_portico/reset`, { method: 'POST' })
  expect(gw.cost().bill.lines.map(({ name }) => name)).toEqual(['cache-0.5'])
})

test('no emulator there', async () => {
  const error = jest.spyOn(console, 'error').mockImplementation(() => {})
  try {
    expect(await main(['cost', '--url', 'http://127.0.0.1:1'])).toBe(2)
    expect(error.mock.calls.join()).toMatch(/No emulator answers at http:\/\/127\.0\.0\.1:1\./)
  } finally {
    error.mockRestore()
  }
})
