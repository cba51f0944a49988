import { emulate, type Gateway } from '../../../emulator/testing/index'
import { type Backend, type Received, startBackend } from '../../support/backend'
import { restTemplate, type TestMethod } from '../../support/rest-template'

let backend: Backend
let gateway: Gateway

/** Answers what a template makes of the request: facts/13, by number. */
const shown = (template: string, more: object = {}): TestMethod => ({
  integration: {
    Type: 'MOCK',
    RequestTemplates: { 'application/json': '{"statusCode": 200}' },
    IntegrationResponses: [{ StatusCode: '200', ResponseTemplates: { 'application/json': template } }],
    ...more,
  },
  method: { MethodResponses: [{ StatusCode: '200' }] },
})
/** Answers what a backend got of a request template. */
const sent = (template: string, uri = '/'): TestMethod => ({
  integration: {
    Type: 'HTTP',
    IntegrationHttpMethod: 'POST',
    Uri: `${backend.url}${uri}`,
    RequestTemplates: { 'application/json': template },
    IntegrationResponses: [{ StatusCode: '200' }],
  },
  method: { MethodResponses: [{ StatusCode: '200' }] },
})

beforeAll(async () => {
  backend = await startBackend()
  gateway = await emulate(
    restTemplate({
      routes: {
        'GET /params/{id}': shown(
          "$input.params('id')|$input.params().querystring.q|$input.params('X-Mine')|$input.params('x-mine')|$input.params('none')|$input.params().keySet()",
        ),
        'GET /context': shown(
          '$context.httpMethod $context.stage $context.resourcePath $context.apiId $context.identity.sourceIp [$context.identity.caller] [$context.none] $context.requestTimeEpoch',
        ),
        'GET /variables': shown("$stageVariables.colour $stageVariables['colour'] ${stageVariables.colour} [$stageVariables.none]"),
        'POST /mock-body': shown("$input.json('$')"),
        'POST /body': sent('$input.body'),
        'POST /path': sent(
          "$input.path('$.a.b') $input.path('$.list') $input.json('$.a') [$input.path('$.none')] #foreach($x in $input.path('$.list'))$x#if($foreach.hasNext),#end#end",
        ),
        'POST /util': sent(
          "$util.escapeJavaScript($input.body)|$util.base64Encode('hi')|$util.base64Decode('aGk=')|$util.urlEncode($input.body)|$util.urlDecode('a+b%21')|$util.parseJson('{\"x\":[1]}').x[0]",
        ),
        'POST /request-override': sent(
          '#set($context.requestOverride.header.X-Over = "h")#set($context.requestOverride.querystring.q = "1 2")#set($context.requestOverride.path.part = "a/b")body',
          '/x/{part}',
        ),
        'GET /response-override': shown(
          '#set($context.responseOverride.status = 418)#set($context.responseOverride.header.X-Tea = "pot")short',
        ),
        'GET /early-override': shown('late', {
          RequestTemplates: {
            'application/json':
              '#set($context.responseOverride.header.X-Early = "yes")#set($context.responseOverride.status = 299){"statusCode": 200}',
          },
        }),
        'GET /fails': shown("$util.base64Decode('%')"),
        'GET /endless': shown('#foreach($i in [1..30000000])x#end'),
        'GET /constructor': shown('[$context.constructor][$input.constructor.prototype][$util["__proto__"]][$stageVariables.constructor]'),
      },
      stage: { Variables: { colour: 'blue' } },
    }),
    { clock: new Date('2026-03-05T06:07:08.009Z') },
  )
})
afterAll(async () => {
  await gateway?.stop()
  await backend.stop()
})

const text = async (path: string, init?: RequestInit) => (await gateway.fetch(path, init)).text()
const post = async (path: string, body: string) =>
  JSON.parse(await text(path, { method: 'POST', body, headers: { 'Content-Type': 'application/json' } })) as Received

test('$input.params: path, query string, header in its case; what is missing is empty (260)', async () => {
  expect(await text('/params/a%20b?q=1&q=2', { headers: { 'X-Mine': 'h' } })).toBe('a b|2|h|||[path, querystring, header]')
})

test('$context and $stageVariables; what is missing or null is empty (274)', async () => {
  expect(await text('/context')).toBe(`GET test /context ${gateway.outputs['ApiId']} 127.0.0.1 [] [] ${Date.UTC(2026, 2, 5, 6, 7, 8, 9)}`)
  expect(await text('/variables')).toBe('blue blue blue []')
})

test('a MOCK does not see the body in its response template (257)', async () => {
  expect(await text('/mock-body', { method: 'POST', body: '{"a":1}', headers: { 'Content-Type': 'application/json' } })).toBe('{}')
})

test.each([
  ['/body', '{"a": 1}', '{"a": 1}'],
  ['/body', '', '{}'],
  ['/body', 'no json', 'no json'],
  ['/path', '{"a":{"b":"x"},"list":[1,2]}', 'x [1,2] {"b":"x"} [] 1,2'],
  ['/util', '{"a": "b"}', '{\\"a\\": \\"b\\"}|aGk=|hi|%7B%22a%22%3A+%22b%22%7D|a b!|1'],
])('%s of %j sends %j (264-270)', async (path, body, expected) => {
  expect((await post(path, body)).body).toBe(expected)
})

test('requestOverride sets header, query string and path of the integration request', async () => {
  const got = await post('/request-override', '{}')
  expect([got.url, got.headers['x-over'], got.body]).toEqual(['/x/a/b?q=1%202', 'h', 'body'])
})

test('responseOverride sets status and header, from either template (261)', async () => {
  const late = await gateway.fetch('/response-override')
  expect([late.status, late.headers.get('x-tea'), await late.text()]).toEqual([418, 'pot', 'short'])
  const early = await gateway.fetch('/early-override')
  expect([early.status, early.headers.get('x-early'), await early.text()]).toEqual([299, 'yes', 'late'])
})

test.each(['/fails', '/endless'])('%s: a template that fails is a 500', async (path) => {
  const response = await gateway.fetch(path)
  expect([response.status, await response.text()]).toEqual([500, '{"message": "Internal server error"}'])
})

test('no property of JavaScript is reachable', async () => {
  expect(await text('/constructor')).toBe('[][][][]')
})
