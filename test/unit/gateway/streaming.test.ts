import { request } from 'node:http'
import { emulate, type Gateway } from '../../../emulator/testing/index'
import { type Backend, startBackend } from '../../support/backend'
import { restTemplate, type TestMethod } from '../../support/rest-template'

const streaming = (fn: string): TestMethod => ({
  integration: {
    Type: 'AWS_PROXY',
    IntegrationHttpMethod: 'POST',
    ResponseTransferMode: 'STREAM',
    Uri: { 'Fn::Sub': `arn:aws:apigateway:\${AWS::Region}:lambda:path/2021-11-15/functions/\${${fn}.Arn}/response-streaming-invocations` },
  },
})
const streamify = (body: string) => `exports.handler = awslambda.streamifyResponse(async (event, stream) => { ${body} })`

/** Answers a request only when the test says so. */
let proceed: () => void
let allowed: Promise<void>
beforeEach(() => {
  allowed = new Promise((resolve) => {
    proceed = resolve
  })
})
let backend: Backend
let gateway: Gateway
beforeAll(async () => {
  backend = await startBackend(async ({ url }, response) => {
    if (url === '/pieces') {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' })
      response.write('first ')
    }
    await allowed
    response.end('last')
  })
  gateway = await emulate(
    restTemplate({
      functions: {
        Pieces: streamify(`
          stream = awslambda.HttpResponseStream.from(stream, { statusCode: 201, headers: { 'Content-Type': 'text/event-stream' }, cookies: ['a=1', 'b=2'] })
          stream.write('first ')
          await fetch('${backend.url}/')
          stream.end('last')`),
        Large: streamify(`
          stream = awslambda.HttpResponseStream.from(stream, { statusCode: 200 })
          for (let i = 0; i < 12; i++) stream.write(Buffer.alloc(1024 * 1024, 'x'))
          stream.end()`),
        NoMetadata: streamify("stream.end('just text')"),
        Breaks: streamify("awslambda.HttpResponseStream.from(stream, { statusCode: 200 }).write('half'); throw new Error('broken')"),
        Throws: streamify("throw new Error('early')"),
        Plain: 'exports.handler = async () => ({ statusCode: 200, body: "whole" })',
      },
      routes: {
        'GET /pieces': streaming('Pieces'),
        'GET /large': streaming('Large'),
        'GET /no-metadata': streaming('NoMetadata'),
        'GET /breaks': streaming('Breaks'),
        'GET /throws': streaming('Throws'),
        'GET /plain': streaming('Plain'),
        'GET /buffered': { fn: 'NoMetadata' },
        'GET /http': {
          integration: { Type: 'HTTP_PROXY', IntegrationHttpMethod: 'GET', Uri: `${backend.url}/pieces`, ResponseTransferMode: 'STREAM' },
        },
      },
    }),
    { port: 0 },
  )
})
afterAll(async () => {
  await gateway.stop()
  await backend.stop()
})

/** Reads a response piece by piece over a socket; `onPiece` is called with each. */
const read = (path: string, onPiece: (text: string) => void = () => {}) =>
  new Promise<{ status: number; headers: Record<string, unknown>; body: string; complete: boolean }>((resolve, reject) => {
    const { hostname, port } = new URL(gateway.url ?? '')
    const apiId = gateway.outputs['ApiId']
    request({ hostname, port, path: `/_aws/execute-api/${apiId}/test${path}` }, (response) => {
      let body = ''
      const end = () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body, complete: response.complete })
      response.setEncoding('utf8').on('data', (text: string) => {
        body += text
        onPiece(text)
      })
      response.on('end', end).on('error', end)
    })
      .on('error', reject)
      .end()
  })

test.each([
  ['a function', '/pieces', 201],
  ['an HTTP backend', '/http', 200],
])('%s streams: the first piece is there before the last is made', async (_what, path, status) => {
  const answer = await read(path, () => proceed())
  expect(answer).toMatchObject({ status, body: 'first last', complete: true })
  expect(answer.headers).toMatchObject({ 'content-type': 'text/event-stream', 'transfer-encoding': 'chunked' })
  if (status === 201) expect(answer.headers['set-cookie']).toEqual(['a=1', 'b=2'])
})

test('a streamed response may be larger than one that is sent as a whole', async () => {
  expect((await read('/large')).body.length).toBe(12 * 1024 * 1024)
})

test.each([
  ['no metadata', '/no-metadata'],
  ['a handler that fails before it has written', '/throws'],
  ['a handler that does not stream', '/plain'],
  ['a streaming handler behind an integration that does not: its text is no proxy response', '/buffered'],
])('%s: 502', async (_what, path) => {
  expect(await read(path)).toMatchObject({ status: 502, body: '{"message": "Internal server error"}' })
})

test('a failure after the metadata cuts the body off', async () => {
  expect(await read('/breaks')).toMatchObject({ status: 200, body: 'half', complete: false })
})

test('fetch of a test reads it as a stream too', async () => {
  const response = await gateway.fetch('/large')
  expect([response.status, (await response.arrayBuffer()).byteLength]).toEqual([200, 12 * 1024 * 1024])
})
