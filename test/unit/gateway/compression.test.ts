import { deflateSync, gunzipSync, gzipSync, inflateSync } from 'node:zlib'
import { emulate, type Gateway } from '../../../emulator/testing/index'
import { ECHO, mockOf, restTemplate } from '../../support/rest-template'

const LONG = 'a long text, '.repeat(20)
const ENCODED = "exports.handler = async () => ({ statusCode: 200, headers: { 'Content-Encoding': 'br' }, body: 'x'.repeat(500) })"

let gateway: Gateway
let plain: Gateway
beforeAll(async () => {
  const api = {
    routes: { 'GET /long': mockOf(LONG), 'GET /short': mockOf('short'), 'POST /echo': { fn: 'Echo' }, 'GET /encoded': { fn: 'Encoded' } },
    functions: { Echo: ECHO, Encoded: ENCODED },
  }
  gateway = await emulate(restTemplate({ ...api, api: { MinimumCompressionSize: 100 } }))
  plain = await emulate(restTemplate(api))
})
afterAll(async () => {
  await gateway.stop()
  await plain.stop()
})

/** The developer guide, page "Enable payload compression". */
test.each<[string, string | undefined, string, string | null]>([
  ['a client that takes gzip', 'gzip', '/long', 'gzip'],
  ['the first of several', 'deflate, gzip', '/long', 'deflate'],
  ['the one that is preferred', 'deflate;q=0.5, gzip;q=1.0', '/long', 'gzip'],
  ['anything', '*', '/long', 'gzip'],
  ['identity preferred', 'identity;q=1.0, gzip;q=0.1', '/long', null],
  ['a coding that the gateway does not know, preferred', 'br;q=1.0, gzip;q=0.8', '/long', null],
  ['a coding that is refused', 'gzip;q=0', '/long', null],
  ['a client that says nothing', undefined, '/long', null],
  ['a response below the threshold', 'gzip', '/short', null],
  ['a response that has a coding', 'gzip', '/encoded', 'br'],
])('responses: %s', async (_what, accept, path, coding) => {
  const response = await gateway.fetch(path, accept === undefined ? {} : { headers: { 'Accept-Encoding': accept } })
  expect(response.headers.get('content-encoding')).toBe(coding)
  const bytes = Buffer.from(await response.arrayBuffer())
  const decode = { gzip: gunzipSync, deflate: inflateSync }[coding ?? ''] ?? ((body: Buffer) => body)
  expect(decode(bytes).toString('utf8')).toBe({ '/long': LONG, '/short': 'short' }[path] ?? 'x'.repeat(500))
})

const echoed = async (on: Gateway, body: Buffer, coding: string) => {
  const response = await on.fetch('/echo', { method: 'POST', headers: { 'Content-Encoding': coding, 'Content-Type': 'text/plain' }, body })
  const text = await response.text()
  return response.status === 200
    ? (JSON.parse(text) as { body: string; headers: Record<string, string>; isBase64Encoded: boolean })
    : [response.status, text]
}

test('requests are decompressed before anything looks at them', async () => {
  for (const [coding, encode] of [
    ['gzip', gzipSync],
    ['deflate', deflateSync],
  ] as const) {
    const event = await echoed(gateway, encode(LONG), coding)
    expect(event).toMatchObject({
      body: LONG,
      isBase64Encoded: false,
      headers: expect.not.objectContaining({ 'Content-Encoding': expect.anything() }),
    })
  }
})

test('a body in no known coding, or not in the one that it names, is 415; without compression nothing looks', async () => {
  const refused = [415, '{"message":"Unsupported Media Type"}']
  expect(await echoed(gateway, gzipSync(LONG), 'br')).toEqual(refused)
  expect(await echoed(gateway, Buffer.from('not gzip'), 'gzip')).toEqual(refused)
  expect(await echoed(plain, gzipSync(LONG), 'gzip')).toMatchObject({ isBase64Encoded: true })
})

test('a body that grows beyond the limit is refused before it is there', async () => {
  expect(await echoed(gateway, gzipSync(Buffer.alloc(20_000_000)), 'gzip')).toEqual([413, '{"message":"Request Too Large"}'])
})
