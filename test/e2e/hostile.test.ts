import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface, type Interface } from 'node:readline'
import { mockOf, restTemplate, type TestMethod } from '../support/rest-template'

// Requests and templates made to take the process: each is answered as AWS answers, soon, and nothing of it stays.

/** Renders a request template over the body; what it comes to does not matter, as long as it comes to an end. */
const over = (template: string): TestMethod => ({
  integration: {
    Type: 'MOCK',
    RequestTemplates: { 'application/json': `{"statusCode": 200}${template}` },
    IntegrationResponses: [{ StatusCode: '200', ResponseTemplates: { 'application/json': '{"ok":true}' } }],
  },
  method: { MethodResponses: [{ StatusCode: '200' }] },
})
const set = (expression: string): TestMethod => over(`#set($x = ${expression})`)

/** Templates that are hostile by themselves. */
const TEMPLATES: Readonly<Record<string, string>> = {
  range: '#foreach($i in [1..30000000])x#end',
  'range-in-a-set': '#set($r = [1..2147483647])',
  loops: '#foreach($i in [1..999])#foreach($j in [1..999])#foreach($k in [1..999])x#end#end#end',
  doubling: '#set($a = "xxxxxxxxxx")#foreach($i in [1..900])#set($a = "$a$a")#end',
  'growing-list': '#set($l = [1])#foreach($i in [1..900])#set($x = $l.addAll($l))#end',
  'shared-values': '#set($l = [1])#foreach($i in [1..60])#set($l = [$l, $l])#end$l',
  'a-list-in-itself': '#set($l = [1])#set($m = [$l])#set($x = $l.add($m))$l',
  numbers: '#set($n = 99999999999)#foreach($i in [1..900])#set($n = $n * $n)#end',
  repeat: "#set($s = 'a')$s.repeat(2000000000)",
  format: "#set($s = '%2000000000d')$s.format($s, 5)",
  backreferences: `#set($s = '${'a'.repeat(50_000)}')$s.matches('(a+)\\1+b')`,
  'texts-in-a-loop': "#set($s = $input.body)#foreach($i in [1..1000])#foreach($j in [1..1000])#set($x = $s.contains('zz'))#end#end",
  'long-needle': '#set($s = $input.body)#set($n = $s.concat("b").concat($s))#foreach($i in [1..900])#set($x = $s.indexOf($n))#end',
}
/** Those that come to an end by themselves. */
const HARMLESS: Readonly<Record<string, string>> = {
  backtracking: `#set($s = '${'a'.repeat(50_000)}b')$s.matches('(a+)+$')`,
  recursion: '#define($a)$b$b#end#define($b)$a$a#end$a',
  macros: '#macro(m)#m()#m()#end#m()',
}
/** Templates that cannot be parsed. */
const BROKEN: Readonly<Record<string, string>> = {
  brackets: `#set($x = ${'('.repeat(100_000)}`,
  lists: `#set($x = ${'['.repeat(100_000)}`,
  strings: '#set($x = "$a.b(""'.repeat(20_000),
  directives: '#if(true)'.repeat(30_000),
  comments: '#*'.repeat(100_000),
}
const READERS: Readonly<Record<string, TestMethod>> = {
  json: set("$input.json('$')"),
  path: set("$input.path('$')"),
  scan: set("$input.path('$..*')"),
  filter: set(`$input.path("$[?(@ =~ /(a+)+$/)]")`),
  print: set('"$input.path(\'$\')"'),
  keys: over("#foreach($k in $input.path('$').keySet())$k#end"),
  'paths-in-a-loop': over("#foreach($i in [1..1000])#set($x = $input.path('$..a'))#end"),
  'texts-of-json-in-a-loop': over("#foreach($i in [1..1000])#set($x = $input.json('$'))#end"),
  'parse-json': set('$util.parseJson($input.body)'),
  escape: set('$util.escapeJavaScript($input.body)'),
  split: set("$input.body.split('')"),
  replace: set("$input.body.replaceAll('(a+)+b', '')"),
}

const routes: Record<string, TestMethod> = {
  'GET /alive': mockOf('{"ok":true}'),
  // Without a template the body is the client's, and read for its statusCode.
  'POST /mock': {
    integration: { Type: 'MOCK', IntegrationResponses: [{ StatusCode: '200' }] },
    method: { MethodResponses: [{ StatusCode: '200' }] },
  },
  'POST /fn': { fn: 'Fn' },
  'POST /model': {
    ...mockOf('{"ok":true}'),
    method: {
      MethodResponses: [{ StatusCode: '200' }],
      RequestValidatorId: { Ref: 'Validator' },
      RequestModels: { 'application/json': { Ref: 'Model' } },
    },
  },
}
for (const [name, template] of Object.entries({ ...TEMPLATES, ...HARMLESS, ...BROKEN })) routes[`POST /${name}`] = over(template)
for (const [name, method] of Object.entries(READERS)) routes[`POST /${name}`] = method

const template = restTemplate({
  routes,
  functions: { Fn: 'exports.handler = async (event) => ({ statusCode: 200, body: String((event.body ?? "").length) })' },
  resources: {
    Model: {
      Type: 'AWS::ApiGateway::Model',
      Properties: {
        RestApiId: { Ref: 'Api' },
        Name: 'Model',
        ContentType: 'application/json',
        Schema: { uniqueItems: true, items: { pattern: '^(a+)+$' } },
      },
    },
    Validator: { Type: 'AWS::ApiGateway::RequestValidator', Properties: { RestApiId: { Ref: 'Api' }, ValidateRequestBody: true } },
  },
})

jest.setTimeout(60_000)

const folder = mkdtempSync(join(tmpdir(), 'portico-hostile-'))
let server: ChildProcess
let lines: Interface
let url: URL
let quiet: number

async function told(): Promise<{ readonly url: string; readonly heap: number; readonly cpu: number }> {
  const [line] = (await once(lines, 'line')) as [string]
  return JSON.parse(line)
}

async function ask(what: 'heap' | 'cpu'): Promise<number> {
  server.stdin?.write(`${what}\n`)
  return (await told())[what]
}

beforeAll(async () => {
  const file = join(folder, 'template.json')
  writeFileSync(file, JSON.stringify(template))
  server = spawn(process.execPath, ['--expose-gc', resolve(__dirname, '../support/hostile-server.cjs'), file], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  lines = createInterface({ input: server.stdout as NodeJS.ReadableStream })
  url = new URL((await told()).url)
  await post('/fn', '{}')
  quiet = await ask('heap')
})
afterAll(async () => {
  server.stdin?.end()
  await once(server, 'exit')
  rmSync(folder, { recursive: true, force: true })
})
afterEach(async () => {
  expect(await get('/alive')).toEqual([200, '{"ok":true}'])
})

type Answer = readonly [status: number | undefined, body: string]

function send(method: string, path: string, headers: Readonly<Record<string, string>>, body?: string | Buffer): Promise<Answer> {
  return new Promise((done, fail) => {
    const sent = request({ host: url.hostname, port: url.port, method, path: url.pathname + path, headers }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () => done([response.statusCode, Buffer.concat(chunks).toString('utf8')]))
    })
    // A refusal may come while the rest of the body is still on its way.
    sent.on('error', (error: NodeJS.ErrnoException) => (error.code === 'EPIPE' ? undefined : fail(error)))
    sent.end(body)
  })
}

const get = (path: string) => send('GET', path, {})
const post = (path: string, body: string | Buffer, type = 'application/json') => send('POST', path, { 'Content-Type': type }, body)

/** The answer, which takes less than a second: three of processor time, since several threads collect the garbage of ten megabytes. */
async function soon(answer: () => Promise<Answer>): Promise<Answer> {
  const before = await ask('cpu')
  const given = await answer()
  expect((await ask('cpu')) - before).toBeLessThan(3_000)
  return given
}

const FAILED: Answer = [500, '{"message": "Internal server error"}']
const DONE: Answer = [200, '{"ok":true}']
/** Uncertain how AWS hands bytes that are no UTF-8 to a function: here as base64, 8 characters of it. */
const DONE_BY_FUNCTION: Answer = [200, '8']
const UNREADABLE: Answer = [400, '{"message":"Could not process payload..."}']

test.each([...Object.keys(TEMPLATES), ...Object.keys(BROKEN)])('the template %s fails its request', async (name) => {
  expect(await soon(() => post(`/${name}`, JSON.stringify({ a: 'a'.repeat(1_000_000) })))).toEqual(FAILED)
})

test.each(Object.keys(HARMLESS))('the template %s is answered', async (name) => {
  expect(await soon(() => post(`/${name}`, '{}'))).toEqual(DONE)
})

const MB = 1_000_000
const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth)

test.each<[string, () => string | Buffer, Readonly<Record<string, Answer>>]>([
  [
    'ten megabytes of [',
    () => '['.repeat(10 * MB),
    { json: UNREADABLE, path: UNREADABLE, 'parse-json': DONE, split: FAILED, mock: FAILED, fn: [200, '10000000'] },
  ],
  ['ten megabytes of {', () => '{'.repeat(10 * MB), { json: UNREADABLE, scan: UNREADABLE, mock: FAILED }],
  ['objects that never close', () => '{"a":'.repeat(2 * MB), { json: UNREADABLE, filter: UNREADABLE, mock: FAILED }],
  ['100,000 nested arrays', () => nested(100_000), { json: UNREADABLE, print: UNREADABLE, fn: [200, '200000'] }],
  ['400 nested arrays', () => nested(400), { json: DONE, path: DONE }],
  [
    '600,000 members',
    () => `{${Array.from({ length: 600_000 }, (_, i) => `"k${i}":1`)}}`,
    { json: DONE, path: DONE, keys: FAILED, filter: DONE },
  ],
  ['five million elements', () => `[${'1,'.repeat(4 * MB)}1]`, { json: DONE, scan: FAILED, print: FAILED, filter: FAILED }],
  [
    'a million objects',
    () => `[${'{"a":1},'.repeat(MB)}{}]`,
    { json: DONE, path: DONE, scan: FAILED, print: FAILED, 'paths-in-a-loop': FAILED, 'texts-of-json-in-a-loop': FAILED },
  ],
  ['a text that patterns backtrack on', () => `["${'a'.repeat(100_000)}!"]`, { filter: DONE, replace: DONE }],
  ['ten megabytes of quotes', () => '"'.repeat(10 * MB), { json: DONE, escape: FAILED }],
  ['ten megabytes of backslashes', () => '\\'.repeat(10 * MB), { escape: FAILED, 'parse-json': DONE }],
  ['ten megabytes of digits', () => '1'.repeat(10 * MB), { json: DONE, path: DONE }],
  ['numbers without bounds', () => '[1e999999999,-1e-99999999,12345678901234567890123]', { json: DONE, print: DONE }],
  ['the key of a status, again and again', () => '{ statusCode '.repeat(700_000), { mock: FAILED }],
  ['bytes that are no UTF-8', () => Buffer.from([0xff, 0xfe, 0xc3, 0x28, 0x80]), { json: DONE, escape: DONE, fn: DONE_BY_FUNCTION }],
])('%s', async (_what, make, expected) => {
  const body = make()
  for (const [route, answer] of Object.entries(expected))
    expect([route, ...(await soon(() => post(`/${route}`, body)))]).toEqual([route, ...answer])
})

test.each<[string, () => string]>([
  ['a text that the pattern backtracks on', () => JSON.stringify(['a'.repeat(50_000), `${'a'.repeat(50_000)}!`])],
  ['a million equal objects', () => `[${'{"a":1},'.repeat(MB)}{}]`],
  ['100,000 nested arrays', () => nested(100_000)],
  ['what is no JSON', () => '['.repeat(10 * MB)],
])('a model refuses %s', async (_what, body) => {
  expect(await soon(() => post('/model', body()))).toEqual([400, '{"message":"Invalid request body"}'])
})

test('a body of more than 10 MB is refused, declared or not', async () => {
  const refusal: Answer = [413, 'HTTP content length exceeded 10485760 bytes.']
  expect(await soon(() => post('/json', Buffer.alloc(10_485_761, '[')))).toEqual(refusal)
  expect(await soon(() => send('POST', '/json', { 'Transfer-Encoding': 'chunked' }, Buffer.alloc(10_485_761, '[')))).toEqual(refusal)
})

test('more header values, and a longer URL, than there may be', async () => {
  expect((await soon(() => send('GET', '/alive', { 'X-Long': 'x'.repeat(10_241) })))[0]).toBe(431)
  expect((await soon(() => get(`/alive?${'x'.repeat(10_241)}`)))[0]).toBe(414)
  const many = Object.fromEntries(Array.from({ length: 1_500 }, (_, i) => [`x-${i}`, '12345678']))
  expect((await soon(() => send('GET', '/alive', many)))[0]).toBe(431)
  const empty = Object.fromEntries(Array.from({ length: 1_500 }, (_, i) => [`x-${i}`, '']))
  expect(await soon(() => send('GET', '/alive', empty))).toEqual(DONE)
})

test.each([
  ['no HTTP at all', '\u0000\u0001\u0002\r\n\r\n'],
  ['a header without a name', 'GET /alive HTTP/1.1\r\n: x\r\n\r\n'],
  ['a megabyte of headers', `GET /alive HTTP/1.1\r\n${'x: y\r\n'.repeat(170_000)}\r\n`],
  ['two lengths', 'POST /json HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n12'],
  ['a chunk without a length', 'POST /json HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n'],
])('%s: a status all the same', async (_what, bytes) => {
  const socket = connect(Number(url.port), url.hostname)
  socket.on('error', () => {})
  socket.end(bytes, 'latin1')
  const [first] = (await once(socket, 'data')) as [Buffer]
  socket.destroy()
  expect(first.toString('latin1')).toMatch(/^HTTP\/1\.1 (400|403|413|431) /)
})

test('nothing of it stays in memory', async () => {
  for (let i = 0; i < 20; i++) await post('/path', `{"a":"${'x'.repeat(9 * MB)}"}`)
  expect((await ask('heap')) - quiet).toBeLessThan(20)
})
