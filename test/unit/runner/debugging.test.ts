import { createServer } from 'node:net'
import { WebSocket } from 'undici'
import { emulate, type TemplateObject } from '../../../emulator/testing/index'
import { prices } from '../../support/handlers/quote'
import { restTemplate } from '../../support/rest-template'
import { Bench } from './function-fixture'

// Handlers under a debugger, and in the process of a test.

function template(handler = 'index.handler'): TemplateObject {
  const made = restTemplate({
    routes: { 'GET /': { fn: 'Quote' }, 'GET /bundle': { fn: 'Bundled' } },
    functions: {
      Quote: 'exports.handler = async () => ({ statusCode: 200, body: "the bundle" })',
      Bundled: 'exports.handler = async () => ({ statusCode: 200, body: "the bundle" })',
    },
  })
  const quote = made.Resources['Quote'] as { Properties: Record<string, unknown>; Metadata?: unknown }
  quote.Properties['Environment'] = { Variables: { TABLE: 'quotes' } }
  quote.Properties['Handler'] = handler
  quote.Metadata = { 'portico:handler': { entry: 'test/support/handlers/quote.ts', bundle: {} } }
  return made
}

afterEach(() => {
  jest.restoreAllMocks()
})

test('inProcess: a spy of the test reaches the handler, which sees its own variables', async () => {
  await using gateway = await emulate(template(), { inProcess: true })
  jest.spyOn(console, 'log').mockImplementation(() => {})
  const before = process.env['TABLE']
  jest.spyOn(prices, 'of').mockReturnValue(42)
  expect(await (await gateway.fetch('/?sku=tea')).json()).toEqual({ price: 42, table: 'quotes', name: 'Quote' })
  expect(prices.of).toHaveBeenCalledWith('tea')
  expect(process.env['TABLE']).toBe(before)
})

test('inProcess: errors fail the event, and log lines are those of the function', async () => {
  await using gateway = await emulate(template(), { inProcess: true })
  jest.spyOn(console, 'log').mockImplementation(() => {})
  expect((await gateway.fetch('/?sku=bad')).status).toBe(502)
  expect((await gateway.fetch('/?sku=tea')).status).toBe(200)
})

test('inProcess: a callback does not wait for what the test has running; code without a source is loaded as it is', async () => {
  await using gateway = await emulate(template('index.called'), { inProcess: true })
  expect(await (await gateway.fetch('/')).text()).toBe('function')
  expect(await (await gateway.fetch('/bundle')).text()).toBe('the bundle')
})

test('inProcess: a handler that does not end is timed out on the clock', async () => {
  await using gateway = await emulate(
    restTemplate({ routes: { 'GET /': { fn: 'Stuck' } }, functions: { Stuck: 'exports.handler = () => new Promise(() => {})' } }),
    { inProcess: true, clock: 'manual' },
  )
  const response = gateway.fetch('/')
  await new Promise((resolve) => setTimeout(resolve, 20))
  await gateway.clock.advance({ seconds: 3 })
  expect((await response).status).toBe(502)
})

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** Attaches to the inspector on a port as soon as it is there; answers a way to send and to hear. */
async function attach(
  port: number,
): Promise<{ send: (method: string) => Promise<void>; heard: (method: string) => Promise<void>; close: () => void }> {
  for (;;) {
    const listed = await fetch(`http://127.0.0.1:${port}/json/list`).catch(() => undefined)
    const [found] = listed === undefined ? [] : ((await listed.json()) as { webSocketDebuggerUrl: string }[])
    if (found === undefined) {
      await new Promise((resolve) => setTimeout(resolve, 10))
      continue
    }
    const socket = new WebSocket(found.webSocketDebuggerUrl)
    await new Promise((resolve) => socket.addEventListener('open', resolve))
    let id = 0
    // What was heard: events by their method, answers by the number of what was sent.
    const methods: string[] = []
    let check = () => {}
    socket.addEventListener('message', ({ data }) => {
      const { method, id: answered } = JSON.parse(String(data)) as { method?: string; id?: number }
      methods.push(method ?? String(answered))
      check()
    })
    const heard = (method: string) =>
      new Promise<void>((resolve) => {
        check = () => methods.includes(method) && resolve()
        check()
      })
    const send = (method: string) => {
      socket.send(JSON.stringify({ id: ++id, method, params: {} }))
      return heard(String(id))
    }
    return { send, heard, close: () => socket.close() }
  }
}

test('--inspect: a debugger attaches, and the time of the event stands still at a breakpoint', async () => {
  const port = await freePort()
  const bench = new Bench({ inspect: port })
  try {
    const target = bench.make(
      { 'index.js': 'exports.handler = async (event) => { if (event.stop) debugger; return "went on" }' },
      { timeout: 400 },
    )
    expect(await bench.run(target)).toBe('went on')
    const debuggerClient = await attach(port)
    await debuggerClient.send('Debugger.enable')
    const answer = bench.run(target, { stop: true })
    await debuggerClient.heard('Debugger.paused')
    await new Promise((resolve) => setTimeout(resolve, 600))
    await debuggerClient.send('Debugger.resume')
    expect(await answer).toBe('went on')
    debuggerClient.close()
  } finally {
    await bench.close()
  }
})
