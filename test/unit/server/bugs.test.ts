import { RealClock } from '../../../emulator/base/clock'
import type { GatewayResponse } from '../../../emulator/gateway/exchange'
import type { Front } from '../../../emulator/server/front'
import { type HttpServer, listen } from '../../../emulator/server/http-server'

// A bug of the emulator's own costs the request that meets it, and nothing else.

const bug = new TypeError('a bug')
const fail = () => {
  throw bug
}
const fine: GatewayResponse = { status: 200, headers: [], body: 'fine' }
const FRONTS: Record<string, () => ReturnType<Front['handle']>> = {
  '/throws': fail,
  '/rejects': () => Promise.reject(bug),
  '/unsendable': () => ({ status: 200, headers: ['X-A', '\n'], body: '' }),
  '/unsendable-later': async () => ({ status: 200, headers: ['X-A', '\n'], body: '' }),
  '/fine': () => fine,
}
const front = {
  handle: ({ target }: { target: string }) => FRONTS[target]?.() ?? fine,
  largestBody: ({ target }: { target: string }) => (target === '/size' ? fail() : 100),
} as unknown as Front

let server: HttpServer
const onConsole = jest.spyOn(console, 'error').mockImplementation(() => {})
beforeAll(async () => {
  server = await listen(front, new RealClock(), { host: '127.0.0.1', port: 0 })
})
afterAll(async () => {
  onConsole.mockRestore()
  await server.stop()
})

test.each(['/throws', '/rejects', '/unsendable', '/unsendable-later', '/size'])('%s', async (path) => {
  onConsole.mockClear()
  const answer = await fetch(server.url + path, { method: 'POST', body: 'x' })
  expect([answer.status, await answer.text()]).toEqual([500, '{"message": "Internal server error"}'])
  expect(onConsole).toHaveBeenCalledTimes(1)
  expect(await (await fetch(`${server.url}/fine`)).text()).toBe('fine')
})
