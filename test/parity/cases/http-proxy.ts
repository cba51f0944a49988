import { type Case, documented, type Given, httpProxy, recorded, type Source, type Then, uncertain } from '../case'

const path = (name: string) => ({ RequestParameters: { [`method.request.path.${name}`]: true } })
const mapping = (more: Record<string, string>) => ({
  RequestParameters: Object.fromEntries(Object.entries(more).map(([key, value]) => [`integration.request.${key}`, value])),
})

const given: Given = {
  routes: {
    'ANY /p/{proxy+}': httpProxy('/{proxy}', mapping({ 'path.proxy': 'method.request.path.proxy' }), path('proxy')),
    'ANY /echo': httpProxy('/echo'),
    'ANY /post': httpProxy('/echo', { IntegrationHttpMethod: 'POST' }),
    'GET /mapped': httpProxy(
      '/echo',
      mapping({
        'header.X-Mapped': "'fixed'",
        'header.X-Mine': "'replaced'",
        'header.X-None': 'method.request.header.X-Absent',
        'querystring.testVar': "'foobar'",
      }),
      { RequestParameters: { 'method.request.header.X-Absent': false } },
    ),
    'GET /items/{id}': httpProxy('/things/{id}', mapping({ 'path.id': 'method.request.path.id' }), path('id')),
    'GET /answer': httpProxy('/answer'),
    'GET /mapped-answer': httpProxy('/answer', {
      IntegrationResponses: [{ StatusCode: '418', ResponseTemplates: { 'application/json': 'mapped' } }],
    }),
    ...Object.fromEntries(['201', '302', '400', '404', '500', '503'].map((code) => [`GET /${code}`, httpProxy(`/${code}`)])),
  },
  api: { EndpointConfiguration: { Types: ['REGIONAL'] } },
  backend: {
    '/answer': {
      headers: {
        Connection: 'close',
        Date: 'Thu, 01 Jan 1970 00:00:00 GMT',
        Server: 'theirs',
        Via: 'a proxy',
        'x-amzn-requestid': 'theirs',
        'Access-Control-Allow-Origin': '*',
        'Set-Cookie': ['a=1', 'b=2'],
        'X-Own': 'kept',
        'WWW-Authenticate': 'Basic',
        'Content-Type': 'text/plain',
      },
      body: 'text',
    },
    '/201': { status: 201, body: 'made' },
    '/302': { status: 302, headers: { Location: 'http://elsewhere/x' } },
    '/400': { status: 400, body: 'bad' },
    '/404': { status: 404, body: 'none' },
    '/500': { status: 500, body: 'broken' },
    '/503': { status: 503, body: 'busy' },
  },
}
const one = (what: string, request: string, then: Then, source: Source, more: object = {}): Case => {
  const [method, target] = request.split(' ') as [string, string]
  return { id: `rest.http-proxy.${what}`, given, when: { method, path: target, ...more }, then, source }
}

const PASSES = recorded('facts/13, 310')
const MERGED = recorded('facts/02, section 4')
const STATUS = recorded('facts/13, 319')
const BACK = recorded('facts/13, 314')
const GUIDE = documented('docs: setup-http-integrations')

export const HTTP_PROXY: readonly Case[] = [
  one('method', 'PATCH /echo', { received: { method: 'PATCH' } }, GUIDE),
  one('method-of-the-integration', 'GET /post', { received: { method: 'POST' } }, recorded('facts/13, 321')),
  one('body', 'POST /echo', { received: { body: 'text', headers: { 'Content-Type': 'text/plain' } } }, GUIDE, {
    headers: { 'Content-Type': 'text/plain' },
    body: 'text',
  }),
  one('greedy-path', 'GET /p/a/b', { received: { url: '/a/b' } }, GUIDE),
  one('path-variable', 'GET /items/7', { received: { url: '/things/7' } }, GUIDE),
  one('query-string', 'GET /echo?a=1&b=x%20y', { received: { url: /^\/echo\?a=1&b=x(%20|\+)y$/ } }, GUIDE),
  one('repeated-query-parameter', 'GET /echo?a=1&a=2', { received: { url: '/echo?a=1&a=2' } }, GUIDE),
  one('headers', 'GET /echo', { received: { headers: { 'X-Mine': 'mine', Cookie: 'a=1' } } }, PASSES, {
    headers: { 'X-Mine': 'mine', Cookie: 'a=1' },
  }),
  one(
    'accept-and-user-agent-are-the-clients',
    'GET /echo',
    { received: { headers: { 'User-Agent': 'browser', 'Accept-Encoding': 'br', Accept: 'text/html' } } },
    PASSES,
    {
      headers: { 'User-Agent': 'browser', 'Accept-Encoding': 'br', Accept: 'text/html' },
    },
  ),
  one(
    'own-headers',
    'GET /echo',
    { received: { headers: { 'X-Amzn-Apigateway-Api-Id': '{ApiId}', 'X-Amzn-Trace-Id': /^Root=1-/ } } },
    PASSES,
  ),
  one('host-is-the-backends', 'GET /echo', { received: { headers: { Host: /^127\.0\.0\.1:\d+$/ } } }, PASSES),
  one('content-encoding-is-not-passed', 'POST /echo', { received: { absent: ['Content-Encoding'] } }, PASSES, {
    headers: { 'Content-Encoding': 'identity' },
    body: 'x',
  }),
  one('repeated-header-is-joined', 'GET /echo', { received: { headers: { 'X-Two': /^1, ?2$/ } } }, recorded('facts/01, section 6'), {
    headers: { 'X-Two': ['1', '2'] },
  }),
  one('authorization', 'GET /echo', { received: { headers: { Authorization: 'Bearer x' } } }, PASSES, {
    headers: { Authorization: 'Bearer x' },
  }),
  one('signature-is-not-passed', 'GET /echo', { received: { absent: ['Authorization'] } }, documented('docs: api-gateway-known-issues'), {
    headers: {
      Authorization: 'AWS4-HMAC-SHA256 Credential=x/20260102/us-east-1/execute-api/aws4_request, SignedHeaders=host, Signature=0',
    },
  }),
  one('mapped-header', 'GET /mapped', { received: { headers: { 'X-Mapped': 'fixed' } } }, MERGED),
  one('mapped-header-replaces-the-clients', 'GET /mapped', { received: { headers: { 'X-Mine': 'replaced' } } }, MERGED, {
    headers: { 'X-Mine': 'mine' },
  }),
  one('mapping-without-a-value-is-skipped', 'GET /mapped', { received: { absent: ['X-None'] } }, MERGED),
  one(
    'mapped-query-parameter-is-added',
    'GET /mapped?other=1',
    { received: { url: /^\/echo\?(testVar=foobar&other=1|other=1&testVar=foobar)$/ } },
    MERGED,
  ),
  one(
    'mapped-query-parameter-beside-the-clients',
    'GET /mapped?testVar=bar',
    { received: { url: '/echo?testVar=foobar&testVar=bar' } },
    MERGED,
  ),
  ...['201', '400', '404', '500', '503'].map((code) =>
    one(`status-${code}`, `GET /${code}`, { status: Number(code) }, code === '400' ? STATUS : GUIDE),
  ),
  one('redirect-is-passed', 'GET /302', { status: 302, headers: { Location: 'http://elsewhere/x' } }, uncertain('facts/02, section 4')),
  one('body-of-the-backend', 'GET /answer', { status: 200, body: 'text', headers: { 'Content-Type': 'text/plain' } }, GUIDE),
  one('headers-of-the-backend', 'GET /answer', { headers: { 'Access-Control-Allow-Origin': '*', 'X-Own': 'kept' } }, BACK),
  one('cookies-are-lines', 'GET /answer', { lines: ['Set-Cookie: a=1', 'Set-Cookie: b=2'] }, uncertain('facts/13, 314')),
  one(
    'renamed-headers',
    'GET /answer',
    {
      headers: {
        'x-amzn-Remapped-Connection': 'close',
        'x-amzn-Remapped-Date': 'Thu, 01 Jan 1970 00:00:00 GMT',
        'x-amzn-Remapped-Server': 'theirs',
        'x-amzn-Remapped-Content-Length': '4',
      },
    },
    BACK,
  ),
  one(
    'request-id-is-renamed',
    'GET /answer',
    { headers: { 'x-amzn-remapped-x-amzn-requestid': 'theirs', 'x-amzn-RequestId': /^[0-9a-f-]{36}$/ } },
    BACK,
  ),
  one('via-is-dropped', 'GET /answer', { absent: ['Via'] }, uncertain('facts/01, section 6')),
  one('no-trace-id', 'GET /answer', { absent: ['X-Amzn-Trace-Id'] }, recorded('facts/13, 245')),
  one('integration-responses-are-ignored', 'GET /mapped-answer', { status: 200, body: 'text' }, BACK),
]
