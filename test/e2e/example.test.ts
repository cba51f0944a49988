import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { emulate, matchers } from '../../emulator/testing/index'
import { portico, ROOT, type Started, startPortico } from '../support/cli'

expect.extend(matchers)

/** A copy of what a user of the example edits, so that the watcher has something to see. */
const project = mkdtempSync(join(tmpdir(), 'portico-example-'))
const KEY = { 'x-api-key': 'portico-example-key-000000000000', 'content-type': 'application/json' }
const ORDER = JSON.stringify({ customer: 'Ada', items: [{ sku: 'tea', quantity: 1 }] })

let started: Started
beforeAll(async () => {
  for (const part of ['bin', 'checks', 'lib', 'lambda', 'cdk.json', 'tsconfig.json', 'package.json'])
    cpSync(join(ROOT, part), join(project, part), { recursive: true })
  symlinkSync(join(ROOT, 'node_modules'), join(project, 'node_modules'))
  started = await startPortico(['--app', 'npx tsx bin/app.ts', '--watch'], { cwd: project })
}, 60_000)
afterAll(async () => {
  await started?.stop()
  rmSync(project, { recursive: true, force: true })
})

test('the real create handler runs, and what it keeps can be listed', async () => {
  const url = started.stages['dev'] as string
  const created = await fetch(`${url}/orders`, { method: 'POST', headers: KEY, body: ORDER })
  expect(created.status).toBe(201)
  const { id } = (await created.json()) as { id: string }
  expect(created.headers.get('location')).toBe(`/dev/orders/${id}`)
  const listed = (await (await fetch(`${url}/orders`)).json()) as { orders: { id: string }[] }
  expect(listed.orders.map((order) => order.id)).toContain(id)
  expect((await fetch(`${url}/orders/${id}`, { method: 'DELETE', headers: KEY })).status).toBe(204)
  expect((await fetch(`${url}/orders/${id}`)).status).toBe(404)
})

test("the gateway refuses in AWS's words", async () => {
  const url = started.stages['prod'] as string
  const answers = await Promise.all([
    fetch(`${url}/orders`, { method: 'POST', body: ORDER }),
    fetch(`${url}/orders`, { method: 'POST', headers: KEY, body: '{}' }),
    fetch(`${url}/nothing`),
    fetch(`${started.base}/_aws/execute-api/unknownapi/dev/orders`),
  ])
  expect(await Promise.all(answers.map(async (answer) => [answer.status, await answer.text()]))).toEqual([
    [403, '{"message":"Forbidden"}'],
    [400, '{"message":"Invalid request body"}'],
    [403, '{"message":"Missing Authentication Token"}'],
    [403, '{"message":"Forbidden"}'],
  ])
})

test('what was sold: 401 without a token, 403 without a key, 200 with both; and nobody gets in elsewhere', async () => {
  await using gateway = await emulate(join(project, 'cdk.out'), { stage: 'prod' })
  const Authorization = await gateway.token({ sub: 'grace' })
  const ask = async (headers: Record<string, string>) => {
    const answer = await gateway.fetch('/sales', { headers })
    return [answer.status, answer.headers.get('x-amzn-errortype'), await answer.json()]
  }
  expect(await ask({})).toEqual([401, 'UnauthorizedException', { message: 'Unauthorized' }])
  expect(await ask({ ...KEY, Authorization: `${Authorization.slice(0, -8)}AAAAAAAA` })).toEqual([
    401,
    'UnauthorizedException',
    { message: 'Unauthorized' },
  ])
  expect(await ask({ Authorization })).toEqual([403, 'ForbiddenException', { message: 'Forbidden' }])
  expect(await ask({ ...KEY, Authorization })).toEqual([200, null, { sold: 8, seenBy: 'grace' }])
  await expect(gateway).toBeClosedExcept(['GET /health', 'GET /orders', 'GET /orders/{id}'])
})

test("curl reaches a stage by its host name, and the headers on the wire are AWS's", () => {
  const [, id, port] =
    /execute-api\/([a-z0-9]+)/.exec(started.stages['dev'] as string) === null
      ? []
      : [null, /execute-api\/([a-z0-9]+)/.exec(started.stages['dev'] as string)?.[1], started.base.split(':').at(-1)]
  const text = execFileSync('curl', [
    '-si',
    '-H',
    `Host: ${id}.execute-api.localhost:${port}`,
    `http://127.0.0.1:${port}/dev/health`,
  ]).toString()
  const [head, body] = text.split('\r\n\r\n') as [string, string]
  expect(body).toBe('{"status":"ok"}')
  expect(head.split('\r\n')[0]).toBe('HTTP/1.1 200 OK')
  const names = head
    .split('\r\n')
    .slice(1)
    .map((line) => line.split(':')[0])
  expect(names.sort()).toEqual(['Connection', 'Content-Length', 'Content-Type', 'Date', 'x-amz-apigw-id', 'x-amzn-RequestId'])
})

test('saving a handler: the next requests meet the new code; a broken save is told and the old code stays', async () => {
  const url = started.stages['dev'] as string
  const handler = join(project, 'lambda/orders.ts')
  const source = readFileSync(handler, 'utf8')
  writeFileSync(handler, source.replace('{ orders: listOrders() }', '{ renamed: listOrders() }'))
  await started.until(/reloaded /)
  expect(Object.keys((await (await fetch(`${url}/orders`)).json()) as object)).toEqual(['renamed'])
  writeFileSync(handler, `${source}\nconst broken = (`)
  await started.until(/build-failed[\s\S]*lambda\/orders\.ts:\d+/)
  expect(Object.keys((await (await fetch(`${url}/orders`)).json()) as object)).toEqual(['renamed'])
  writeFileSync(handler, source)
  await started.until(/reloaded [\s\S]*reloaded /)
  expect(Object.keys((await (await fetch(`${url}/orders`)).json()) as object)).toEqual(['orders'])
})

test('saving the app: the difference is deployed', async () => {
  const app = join(project, 'bin/app.ts')
  writeFileSync(
    app,
    readFileSync(app, 'utf8').replace(
      "'GET /health':",
      "'GET /alive': { target: Target.mock(200, { alive: true }), auth: 'open', openReason: 'new' },\n      'GET /health':",
    ),
  )
  await started.until(/deployed the difference/)
  const answer = await fetch(`${started.stages['dev']}/alive`)
  expect([answer.status, await answer.json()]).toEqual([200, { alive: true }])
}, 30_000)

test('emulate() runs the same assembly without a port', async () => {
  await using gateway = await emulate(join(project, 'cdk.out'), { stage: 'prod', clock: new Date('2026-01-01T00:00:00Z') })
  expect(await (await gateway.fetch('/health')).json()).toEqual({ status: 'ok' })
  const created = await gateway.fetch('/orders', { method: 'POST', headers: KEY, body: ORDER })
  expect(await created.json()).toMatchObject({ customer: 'Ada', createdAt: '2026-01-01T00:00:00.000Z' })
  expect(gateway.url).toBeUndefined()
})

test('portico routes prints every route, and with --phases what it goes through', async () => {
  const { code, stdout } = await portico(['routes', '--cdk-out', join(project, 'cdk.out'), '--phases'])
  expect(code).toBe(0)
  expect(stdout).toMatch(/^ {2}POST +\/orders +AWS_PROXY .* api-key > usage-plan > throttle > validate > integrate > map-response$/m)
  expect(stdout).toMatch(/^ {2}GET +\/health +MOCK +throttle > map-request > integrate > map-response$/m)
})

test('portico run gives a command the endpoint, and ends with its code', async () => {
  const script =
    'fetch(process.env.AWS_ENDPOINT_URL + "/_portico/health").then(r => r.json()).then(b => { console.log(b.status, process.env.AWS_CONFIG_FILE); process.exit(7) })'
  const { code, stdout } = await portico([
    'run',
    '--port',
    '0',
    '--cdk-out',
    join(project, 'cdk.out'),
    '--',
    process.execPath,
    '-e',
    script,
  ])
  expect([code, stdout]).toEqual([7, 'ready /dev/null\n'])
  const refused = await portico(['run', '--', 'cdk', 'deploy', '--profile', 'prod'])
  expect([refused.code, refused.stderr]).toEqual([2, expect.stringMatching(/error profile: .*real AWS/)])
})
