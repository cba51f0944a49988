import { emulate, type Gateway } from '../../../emulator/testing/index'
import { type Backend, startBackend } from '../../support/backend'
import { restTemplate, type TestMethod } from '../../support/rest-template'

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0xff, 0x00])
const BASE64 = PNG.toString('base64')
const CORRUPT = PNG.toString('utf8')

const http = (uri: string, request: object, response: object): TestMethod => ({
  integration: {
    Type: 'HTTP',
    IntegrationHttpMethod: 'POST',
    Uri: uri,
    ...request,
    IntegrationResponses: [{ StatusCode: '200', ...response }],
  },
  method: { MethodResponses: [{ StatusCode: '200' }] },
})

let gateway: Gateway
let backend: Backend
let sent: Buffer
beforeAll(async () => {
  backend = await startBackend((received, response) => {
    sent = received.bytes
    const answers: Record<string, [string, Buffer]> = {
      '/png': ['image/png', PNG],
      '/text': ['text/plain', Buffer.from('plain text')],
      '/base64': ['text/plain', Buffer.from(BASE64)],
    }
    const [type, body] = answers[received.url] ?? ['text/plain', Buffer.from('')]
    response.writeHead(200, { 'Content-Type': type })
    response.end(body)
  })
  const routes: Record<string, TestMethod> = {}
  for (const handling of ['', 'CONVERT_TO_TEXT', 'CONVERT_TO_BINARY']) {
    const given = handling === '' ? {} : { ContentHandling: handling }
    const name = handling === '' ? 'none' : handling
    routes[`POST /request/${name}`] = http(`${backend.url}/`, given, {})
    for (const answer of ['png', 'text', 'base64']) routes[`POST /${answer}/${name}`] = http(`${backend.url}/${answer}`, {}, given)
  }
  const template = { RequestTemplates: { 'application/octet-stream': '$input.body', 'image/png': '$input.body' } }
  routes['POST /template/text'] = http(`${backend.url}/`, { ...template, ContentHandling: 'CONVERT_TO_TEXT' }, {})
  routes['POST /template/binary'] = http(`${backend.url}/`, { ...template, ContentHandling: 'CONVERT_TO_BINARY' }, {})
  gateway = await emulate(restTemplate({ api: { BinaryMediaTypes: ['image/png'] }, routes }))
})
afterAll(async () => {
  await gateway.stop()
  await backend.stop()
})

/** The tables of the developer guide, page "Content type conversions in API Gateway". */
test.each<[string, string, string, Buffer | string, number, string | undefined]>([
  ['text stays text', '/request/none', 'text/plain', 'hé', 200, 'hé'],
  ['bytes of a type that is not binary are read as UTF-8', '/request/none', 'image/gif', PNG, 200, CORRUPT],
  ['binary stays binary', '/request/none', 'image/png', PNG, 200, PNG.toString('latin1')],
  ['binary to text is base64', '/request/CONVERT_TO_TEXT', 'image/png', PNG, 200, BASE64],
  ['text to binary is decoded', '/request/CONVERT_TO_BINARY', 'text/plain', BASE64, 200, PNG.toString('latin1')],
  ['text that is no base64', '/request/CONVERT_TO_BINARY', 'text/plain', 'no base64!', 500, undefined],
  ['a template sees base64', '/template/text', 'image/png', PNG, 200, BASE64],
  ['binary cannot enter a template', '/template/binary', 'image/png', PNG, 500, undefined],
])('request: %s', async (_what, path, type, body, status, expected) => {
  sent = Buffer.alloc(0)
  const response = await gateway.fetch(path, { method: 'POST', headers: { 'Content-Type': type }, body })
  expect(response.status).toBe(status)
  if (expected !== undefined) {
    const encoding = expected === PNG.toString('latin1') ? 'latin1' : 'utf8'
    expect(sent.toString(encoding)).toBe(expected)
  }
})

test.each<[string, string, string, number, string]>([
  ['text for text', '/text/none', 'text/plain', 200, 'plain text'],
  ['text for binary is decoded', '/base64/none', 'image/png', 200, PNG.toString('latin1')],
  ['text for binary that is no base64', '/text/none', 'image/png', 500, '{"message": "Internal server error"}'],
  ['binary for text is base64', '/png/none', 'text/plain', 200, BASE64],
  ['binary for binary', '/png/none', 'image/png,text/html', 200, PNG.toString('latin1')],
  ['only the first type of Accept counts', '/png/none', 'text/html,image/png', 200, BASE64],
  ['binary to text, whatever is accepted', '/png/CONVERT_TO_TEXT', 'image/png', 200, BASE64],
  ['text to text, whatever is accepted', '/base64/CONVERT_TO_TEXT', 'image/png', 200, BASE64],
  ['binary to binary, whatever is accepted', '/png/CONVERT_TO_BINARY', 'text/plain', 200, PNG.toString('latin1')],
  ['text to binary, whatever is accepted', '/base64/CONVERT_TO_BINARY', 'text/plain', 200, PNG.toString('latin1')],
])('response: %s', async (_what, path, accept, status, expected) => {
  const response = await gateway.fetch(path, { method: 'POST', headers: { Accept: accept } })
  const bytes = Buffer.from(await response.arrayBuffer())
  expect([response.status, bytes.toString('latin1')]).toEqual([status, expected])
})
