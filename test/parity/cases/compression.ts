import { deflateSync, gzipSync } from 'node:zlib'
import { ECHO, mockOf } from '../../support/rest-template'
import { type Case, documented, type Given, http, type Source, type Then, uncertain } from '../case'

const LONG = 'a long text, '.repeat(20)
const ENCODED = "exports.handler = async () => ({ statusCode: 200, headers: { 'Content-Encoding': 'br' }, body: 'x'.repeat(500) })"
const api: Given = {
  routes: {
    'GET /long': mockOf(LONG),
    'GET /short': mockOf('short'),
    'POST /echo': { fn: 'Echo' },
    'GET /encoded': { fn: 'Encoded' },
    'POST /template': http('/', { RequestTemplates: { 'application/json': "<$input.path('$.a')>" } }),
  },
  functions: { Echo: ECHO, Encoded: ENCODED },
  backend: {},
}
const given: Given = { ...api, api: { MinimumCompressionSize: 100 } }
const everything: Given = { ...api, api: { MinimumCompressionSize: 0 } }
const off: Given = { ...api }

const asks = (what: string, path: string, accept: string | undefined, then: Then, source: Source, on = given): Case => ({
  id: `rest.compression.${what}`,
  given: on,
  when: { path, headers: accept === undefined ? {} : { 'Accept-Encoding': accept } },
  then,
  source,
})
const sends = (what: string, path: string, coding: string, body: Uint8Array, then: Then, source: Source, on = given): Case => ({
  id: `rest.compression.${what}`,
  given: on,
  when: { method: 'POST', path, headers: { 'Content-Encoding': coding, 'Content-Type': 'application/json' }, body },
  then,
  source,
})
const coded = (coding: string): Then => ({ status: 200, headers: { 'Content-Encoding': coding } })
const PLAIN: Then = { status: 200, body: LONG, absent: ['Content-Encoding'] }

const ENABLED = documented('docs: api-gateway-enable-compression')
const ASKING = documented('docs: api-gateway-make-request-with-compressed-payload')
const REFUSED: Then = { status: 415, body: '{"message":"Unsupported Media Type"}' }

export const COMPRESSION: readonly Case[] = [
  asks('gzip', '/long', 'gzip', coded('gzip'), ENABLED),
  asks('deflate', '/long', 'deflate', coded('deflate'), ENABLED),
  asks('anything', '/long', '*', coded('gzip'), uncertain('facts/05, section 5')),
  asks('preferred', '/long', 'deflate;q=0.5, gzip;q=1.0', coded('gzip'), ENABLED),
  asks('identity-preferred', '/long', 'identity;q=1.0, gzip;q=0.1', PLAIN, ENABLED),
  asks('unknown-preferred', '/long', 'br;q=1.0, gzip;q=0.8', PLAIN, ENABLED),
  asks('not-asked-for', '/long', undefined, PLAIN, ENABLED),
  asks('empty-header', '/long', '', PLAIN, uncertain('facts/05, section 5')),
  asks('below-the-threshold', '/short', 'gzip', { status: 200, body: 'short', absent: ['Content-Encoding'] }, ENABLED),
  asks('threshold-of-nothing', '/short', 'gzip', coded('gzip'), ENABLED, everything),
  asks(
    'answer-that-has-a-coding',
    '/encoded',
    'gzip',
    { status: 200, headers: { 'Content-Encoding': 'br' }, body: 'x'.repeat(500) },
    ENABLED,
  ),
  asks('not-enabled', '/long', 'gzip', PLAIN, ENABLED, off),
  asks('content-type-stays', '/long', 'gzip', { headers: { 'Content-Type': 'application/json' } }, ENABLED),
  sends(
    'gzip-of-a-request',
    '/echo',
    'gzip',
    gzipSync('{"a":1}'),
    { status: 200, json: { body: '{"a":1}', isBase64Encoded: false } },
    ASKING,
  ),
  sends('deflate-of-a-request', '/echo', 'deflate', deflateSync('{"a":1}'), { status: 200, json: { body: '{"a":1}' } }, ASKING),
  sends('identity-of-a-request', '/echo', 'identity', Buffer.from('{"a":1}'), { status: 200, json: { body: '{"a":1}' } }, ASKING),
  sends('before-the-template', '/template', 'gzip', gzipSync('{"a":"x"}'), { status: 200, received: { body: '<x>' } }, ASKING),
  sends('unknown-coding', '/echo', 'br', gzipSync('{}'), REFUSED, ASKING),
  sends('broken-gzip', '/echo', 'gzip', Buffer.from('not gzip'), REFUSED, ASKING),
]
