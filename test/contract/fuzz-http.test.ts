import { once } from 'node:events'
import { request } from 'node:http'
import { connect } from 'node:net'
import fc from 'fast-check'
import { emulate, type Gateway } from '../../emulator/testing/index'
import { cpuClock } from '../support/cpu-time'
import { mockOf, restTemplate } from '../support/rest-template'

// What a client sends: whatever it is, it is answered with a status, and soon. PORTICO_FUZZ=100000 makes a long run of it.

const LONG = process.env['PORTICO_FUZZ']
const runs = (usual: number): fc.Parameters<unknown> => ({ numRuns: LONG === undefined ? usual : Number(LONG) })
const TIMEOUT = LONG === undefined ? 30_000 : 3_600_000
/** Milliseconds on processors that an answer may take, the sending of it included. */
const SOON = 1_000
const LARGEST = 10_485_760

let gateway: Gateway
let base: URL

beforeAll(async () => {
  const reading = '#set($a = $input.params()){"statusCode": 200, "q": "$a.querystring", "h": "$a.header", "b": $input.json(\'$.a\')}'
  gateway = await emulate(
    restTemplate({
      routes: {
        'GET /a': mockOf('{"ok":true}'),
        'ANY /b/{id}/b': mockOf('$input.params("id") $context.path'),
        'POST /read': {
          ...mockOf('{"ok":true}'),
          integration: { ...mockOf('').integration, RequestTemplates: { 'application/json': reading } },
        },
        'ANY /{rest+}': mockOf('$context.identity.userAgent'),
      },
    }),
    { port: 0 },
  )
  base = new URL(`${gateway.url}/_aws/execute-api/${gateway.outputs['ApiId']}/test`)
})
afterAll(() => gateway.stop())

async function soon<Result>(run: () => Promise<Result>): Promise<Result> {
  const took = cpuClock()
  const result = await run()
  expect(took()).toBeLessThan(SOON)
  return result
}

function send(method: string, path: string, headers: Readonly<Record<string, string>>, body?: Buffer): Promise<number | undefined> {
  return new Promise((done, fail) => {
    const sent = request({ host: base.hostname, port: base.port, method, path, headers }, (response) => {
      response.resume()
      response.on('end', () => done(response.statusCode))
    })
    sent.on('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EPIPE' || error.code === 'ECONNRESET' ? done(undefined) : fail(error),
    )
    sent.end(body)
  })
}

const segment = fc.oneof(
  fc.constantFrom(
    '',
    'a',
    'b',
    'read',
    'test',
    '_aws',
    'execute-api',
    'restapis',
    '_user_request_',
    '_portico',
    'health',
    '..',
    '.',
    '%2e%2e',
    '%00',
    '%',
    '%zz',
    '%E0%A4%A',
    '{id}',
    '__proto__',
  ),
  fc.webSegment(),
)
const query = fc.array(fc.tuple(fc.constantFrom('a', 'a[]', '', '__proto__', '%', '+'), fc.webQueryParameters()), { maxLength: 4 })
const path = fc.tuple(fc.array(segment, { maxLength: 5 }), query, fc.boolean()).map(([segments, pairs, inStage]) => {
  const asked = `${segments.map((each) => `/${each}`).join('')}${pairs.length === 0 ? '' : `?${pairs.map(([name, value]) => `${name}=${value}`).join('&')}`}`
  return inStage ? `${base.pathname}${asked}` : asked === '' ? '/' : asked.startsWith('/') ? asked : `/${asked}`
})
const method = fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS', 'PROPFIND', 'TRACE')
const headerValue = fc.oneof(
  fc.string({
    unit: fc
      .integer({ min: 32, max: 255 })
      .filter((code) => code !== 127)
      .map((code) => String.fromCharCode(code)),
    maxLength: 40,
  }),
  fc.constantFrom(
    'application/json',
    'text/plain;charset=x',
    ';',
    ',,,',
    'AWS4-HMAC-SHA256 Credential=x',
    'Bearer x',
    'gzip',
    'chunked',
    'x.execute-api.us-east-1.amazonaws.com',
    '[::1]:99999',
    '*',
    '-1',
    '99999999999999999999',
  ),
)
const headers = fc.dictionary(
  fc.constantFrom(
    'Host',
    'Accept',
    'Accept-Encoding',
    'Content-Type',
    'Content-Encoding',
    'Authorization',
    'Expect',
    'X-Amz-Target',
    'X-Amz-Date',
    'X-HTTP-Method-Override',
    'x-amzn-RequestId',
    'X-Amzn-Trace-Id',
    'X-Forwarded-For',
    'x-api-key',
    'Range',
    'Cookie',
    'x-portico-source-ip',
    'If-None-Match',
  ),
  headerValue,
  { maxKeys: 5 },
)
const body = fc.option(
  fc.oneof(
    fc.json().map((text) => Buffer.from(text)),
    fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
  ),
  { nil: undefined },
)

test(
  'any request is answered with a status',
  async () => {
    await fc.assert(
      fc.asyncProperty(method, path, headers, body, async (verb, target, fields, bytes) => {
        const { Expect, ...others } = fields
        const sized = bytes === undefined ? others : { ...others, 'Content-Length': String(bytes.length) }
        const status = await soon(() => send(verb, target, Expect === undefined ? sized : { ...sized, Expect: '100-continue' }, bytes))
        expect(status).toBeGreaterThanOrEqual(200)
        expect(status).toBeLessThan(600)
      }),
      runs(600),
    )
  },
  TIMEOUT,
)

test(
  'bytes that are nearly HTTP are answered with a status, or the connection ends',
  async () => {
    const line = fc.constantFrom(
      'GET /a HTTP/1.1',
      'POST /read HTTP/1.1',
      'GET  /a HTTP/1.1',
      'GET /a HTTP/9.9',
      'GET /a',
      'PRI * HTTP/2.0',
      'CONNECT a:1 HTTP/1.1',
      '\u0016\u0003\u0001',
    )
    const field = fc.constantFrom(
      'Host: x',
      'Host: x\r\nHost: y',
      'Content-Length: 3',
      'Content-Length: -1',
      'Content-Length: 1e3',
      'Transfer-Encoding: chunked',
      'Transfer-Encoding: gzip, chunked',
      'Connection: close',
      'Connection: upgrade\r\nUpgrade: websocket',
      ' folded',
      ': none',
      'a b: c',
      'X: \u0000',
      'Expect: 100-continue',
      `X: ${'y'.repeat(20_000)}`,
    )
    const rest = fc.constantFrom(
      '',
      'abc',
      '3\r\nabc\r\n0\r\n\r\n',
      'zz\r\n',
      'ffffffffffffffffff\r\n',
      '{"a":',
      'GET /a HTTP/1.1\r\nHost: x\r\n\r\n',
    )
    const bytes = fc
      .tuple(line, fc.array(field, { maxLength: 4 }), rest)
      .map(([first, fields, end]) => `${first}\r\n${fields.map((each) => `${each}\r\n`).join('')}\r\n${end}`)
    await fc.assert(
      fc.asyncProperty(bytes, async (text) => {
        const socket = connect(Number(base.port), base.hostname)
        socket.on('error', () => {})
        socket.end(text, 'latin1')
        const chunks: Buffer[] = []
        socket.on('data', (chunk: Buffer) => chunks.push(chunk))
        await soon(() => once(socket, 'close'))
        const answer = Buffer.concat(chunks).toString('latin1')
        if (answer !== '') expect(answer).toMatch(/^HTTP\/1\.1 [1-5]\d\d /)
      }),
      runs(300),
    )
    expect(await send('GET', `${base.pathname}/a`, {})).toBe(200)
  },
  TIMEOUT,
)

test(
  'a body is taken up to 10 MB, to the byte, however it comes',
  async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: -2, max: 2 }),
        fc.boolean(),
        fc.constantFrom('a', '"', '[', '{', ' '),
        async (more, chunked, sign) => {
          const bytes = Buffer.alloc(LARGEST + more, sign)
          const status = await send('POST', `${base.pathname}/b/a/b`, chunked ? { 'Transfer-Encoding': 'chunked' } : {}, bytes)
          expect(status).toBe(more > 0 ? 413 : 200)
        },
      ),
      { numRuns: LONG === undefined ? 12 : Math.min(Number(LONG), 2_000) },
    )
  },
  TIMEOUT,
)
