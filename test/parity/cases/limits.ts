import { ECHO } from '../../support/rest-template'
import { type Case, documented, type Given, named, type Request, recorded, rendering, type Source, type Then, uncertain } from '../case'

const given: Given = {
  routes: {
    'POST /size': rendering('ok'),
    'GET /url/{proxy+}': named('ok'),
    'GET /headers': named('ok'),
    'POST /lambda': { fn: 'Large' },
    'POST /echo': { fn: 'Echo' },
  },
  functions: { Large: "exports.handler = async (event) => ({ body: 'x'.repeat(Number(event.body)) })", Echo: ECHO },
}
const regional: Given = { ...given, api: { EndpointConfiguration: { Types: ['REGIONAL'] } } }
const url = (length: number) => `/url/${'a'.repeat(length)}`
const LARGEST = 10_485_760

const one = (what: string, when: Request, then: Then, source: Source): Case => ({ id: `rest.limits.${what}`, given, when, then, source })
const TOO_LARGE: Then = {
  status: 413,
  body: 'HTTP content length exceeded 10485760 bytes.',
  headers: { 'Content-Type': 'text/plain' },
  absent: ['x-amzn-ErrorType'],
}

const LONG_URL: Then = { status: 414, body: 'Request URI too long' }

export const LIMITS: readonly Case[] = [
  one('largest-body', { method: 'POST', path: '/size', body: Buffer.alloc(LARGEST, 'x') }, { status: 200 }, documented('facts/10')),
  one(
    'body-too-large',
    { method: 'POST', path: '/size', body: Buffer.alloc(LARGEST + 1, 'x') },
    TOO_LARGE,
    recorded('facts/01, section 1'),
  ),
  one(
    'url-too-long',
    { path: `/url/${'a'.repeat(10_240)}` },
    { status: 414, body: 'Request URI too long' },
    uncertain('facts/01, section 1'),
  ),
  one('url-of-an-edge-api', { path: url(8_000) }, { status: 200 }, documented('facts/10')),
  one('url-of-an-edge-api-too-long', { path: url(8_200) }, LONG_URL, uncertain('facts/01, section 1')),
  { ...one('url-of-a-regional-api', { path: url(10_000) }, { status: 200 }, documented('facts/10')), given: regional },
  { ...one('url-of-a-regional-api-too-long', { path: url(10_240) }, LONG_URL, uncertain('facts/01, section 1')), given: regional },
  one('headers-within-the-limit', { path: '/headers', headers: { 'X-Long': 'a'.repeat(9_000) } }, { status: 200 }, documented('facts/10')),
  one(
    'headers-too-long',
    { path: '/headers', headers: { 'X-Long': 'a'.repeat(10_300) } },
    { status: 431 },
    uncertain('facts/01, section 1'),
  ),
  one('answer-of-a-function', { method: 'POST', path: '/lambda', body: '5000000' }, { status: 200 }, documented('facts/10')),
  one(
    'answer-of-a-function-too-large',
    { method: 'POST', path: '/lambda', body: '6300000' },
    { status: 502, body: '{"message": "Internal server error"}' },
    recorded('facts/10'),
  ),
]
