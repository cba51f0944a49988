import { type Case, documented, type Given, httpProxy, recorded, type Source, type Then, uncertain } from '../case'

const streaming = (fn: string) => ({
  integration: {
    Type: 'AWS_PROXY',
    IntegrationHttpMethod: 'POST',
    ResponseTransferMode: 'STREAM',
    Uri: { 'Fn::Sub': `arn:aws:apigateway:\${AWS::Region}:lambda:path/2021-11-15/functions/\${${fn}.Arn}/response-streaming-invocations` },
  },
})
const streamify = (body: string) => `exports.handler = awslambda.streamifyResponse(async (event, stream) => { ${body} })`
const start = (metadata: string) => `stream = awslambda.HttpResponseStream.from(stream, ${metadata});`
const LARGE = 12 * 1024 * 1024

const given: Given = {
  functions: {
    Whole: streamify(
      `${start("{ statusCode: 201, headers: { 'Content-Type': 'text/event-stream' }, cookies: ['a=1', 'b=2'] }")} stream.write('first '); stream.end('last')`,
    ),
    Multi: streamify(`${start("{ statusCode: 200, multiValueHeaders: { 'X-Two': ['1', '2'] } }")} stream.end('x')`),
    Event: streamify(`${start('{ statusCode: 200 }')} stream.end(JSON.stringify(event))`),
    Large: streamify(
      `${start('{ statusCode: 200 }')} for (let i = 0; i < 12; i++) stream.write(Buffer.alloc(1024 * 1024, 'x')); stream.end()`,
    ),
    Bytes: streamify(`${start("{ statusCode: 200, headers: { 'Content-Type': 'image/png' } }")} stream.end(Buffer.from([0x89, 0xff, 0]))`),
    NoMetadata: streamify("stream.end('just text')"),
    Throws: streamify("throw new Error('early')"),
    Plain: 'exports.handler = async () => ({ statusCode: 200, body: "whole" })',
  },
  routes: {
    ...Object.fromEntries(['Whole', 'Multi', 'Large', 'Bytes', 'NoMetadata', 'Throws', 'Plain'].map((fn) => [`GET /${fn}`, streaming(fn)])),
    'POST /Event': streaming('Event'),
    'GET /http': httpProxy('/answer', { ResponseTransferMode: 'STREAM' }),
    'GET /http-large': httpProxy('/large', { ResponseTransferMode: 'STREAM' }),
    'GET /buffered': { fn: 'NoMetadata' },
  },
  backend: {
    '/answer': { status: 418, headers: { 'X-Own': 'kept' }, body: 'text' },
    '/large': { body: Buffer.alloc(LARGE, 'x') },
  },
  api: { MinimumCompressionSize: 0 },
}
const one = (what: string, path: string, then: Then, source: Source, more: object = {}): Case => ({
  id: `rest.streaming.${what}`,
  given,
  when: { path, ...more },
  then,
  source,
})

const LAMBDA = documented('docs: response-transfer-mode-lambda')
const MODE = documented('docs: response-transfer-mode')
const FORM = recorded('facts/02, section 10')
const GUESSED = uncertain('facts/02, section 10')
const BROKEN: Then = { status: 502, body: '{"message": "Internal server error"}' }

export const STREAMING: readonly Case[] = [
  one('status-and-body', '/Whole', { status: 201, body: 'first last' }, FORM),
  one(
    'headers',
    '/Whole',
    { headers: { 'Content-Type': 'text/event-stream', 'Transfer-Encoding': 'chunked' }, absent: ['Content-Length'] },
    LAMBDA,
  ),
  one('cookies', '/Whole', { lines: ['Set-Cookie: a=1', 'Set-Cookie: b=2'] }, LAMBDA),
  one('multi-value-headers', '/Multi', { lines: ['X-Two: 1', 'X-Two: 2'] }, LAMBDA),
  one(
    'event-is-the-same',
    '/Event',
    { json: { resource: '/Event', httpMethod: 'POST', body: 'text', requestContext: { stage: 'test' } } },
    LAMBDA,
    { method: 'POST', body: 'text' },
  ),
  one('larger-than-a-whole-response', '/Large', { status: 200, size: LARGE }, MODE),
  one('bytes-need-no-binary-types', '/Bytes', { status: 200, body: new Uint8Array([0x89, 0xff, 0]) }, MODE),
  one('not-compressed', '/Whole', { body: 'first last', absent: ['Content-Encoding'] }, MODE, { headers: { 'Accept-Encoding': 'gzip' } }),
  one('no-metadata', '/NoMetadata', BROKEN, GUESSED),
  one('error-before-the-metadata', '/Throws', BROKEN, GUESSED),
  one('handler-that-does-not-stream', '/Plain', BROKEN, GUESSED),
  one('streaming-handler-without-streaming', '/buffered', BROKEN, GUESSED),
  one('http-backend', '/http', { status: 418, body: 'text', headers: { 'X-Own': 'kept' } }, MODE),
  one('large-http-backend', '/http-large', { status: 200, size: LARGE }, MODE),
]
