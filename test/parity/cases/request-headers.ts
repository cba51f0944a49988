import { ECHO } from '../../support/rest-template'
import { type Case, functionUri, type Given, http, httpProxy, recorded, rendering, type Source, uncertain } from '../case'

/** Headers that nobody behind the gateway sees, those that pass, and those whose mapping is refused. */
const DROPPED = ['Content-MD5', 'Expect', 'Max-Forwards', 'Proxy-Authenticate', 'Server', 'TE', 'Upgrade', 'WWW-Authenticate']
const VISIBLE = [
  'Accept',
  'Accept-Charset',
  'Accept-Encoding',
  'Age',
  'Authorization',
  'Content-Encoding',
  'Content-Type',
  'Date',
  'Pragma',
  'Range',
  'Referer',
  'User-Agent',
  'Via',
  'Warn',
]
const ILLEGAL = ['Content-Length', 'Transfer-Encoding']
const ILLEGAL_FOR_AWS = [...ILLEGAL, 'Authorization', 'Connection', 'Expect', 'Proxy-Authenticate', 'TE']
/** What a header has to say where its value is looked at. */
const VALUES: Readonly<Record<string, string>> = {
  Expect: '100-continue',
  'Content-Encoding': 'identity',
  'Content-Type': 'application/json',
  TE: 'trailers',
}
const written = (name: string) => VALUES[name] ?? `a-${name}`
const lower = (name: string) => name.toLowerCase()

const mapping = (name: string) => ({ RequestParameters: { [`integration.request.header.${name}`]: "'mapped'" } })
const lambda = (Type: string, more: object) => ({ integration: { Type, IntegrationHttpMethod: 'POST', Uri: functionUri('Echo'), ...more } })
const OF_THE_GATEWAY = ['X-Amzn-Trace-Id', 'x-amzn-apigateway-api-id']

const given: Given = {
  routes: {
    ...Object.fromEntries(
      [...DROPPED, ...VISIBLE, 'Connection', 'Content-Length', 'Transfer-Encoding', 'Trailer', 'Host'].map((name) => [
        `GET /seen/${lower(name)}`,
        rendering(`[$input.params('${name}')]`),
      ]),
    ),
    'ANY /proxy': httpProxy('/echo'),
    'POST /lambda': { fn: 'Echo' },
    ...Object.fromEntries(
      [...ILLEGAL, ...OF_THE_GATEWAY].flatMap((name) => [
        [`GET /http/${lower(name)}`, http('/echo', mapping(name))],
        [`GET /http-proxy/${lower(name)}`, httpProxy('/echo', mapping(name))],
      ]),
    ),
    ...Object.fromEntries(
      ILLEGAL_FOR_AWS.flatMap((name) => [
        [`GET /aws-proxy/${lower(name)}`, lambda('AWS_PROXY', mapping(name))],
        [`GET /aws/${lower(name)}`, lambda('AWS', mapping(name))],
      ]),
    ),
    'GET /mapped': http('/echo', {
      RequestParameters: Object.fromEntries(
        ['Date', 'Host', 'User-Agent', 'Accept', 'Authorization', 'Content-MD5', 'Range', 'Via', 'X-Any'].map((name) => [
          `integration.request.header.${name}`,
          `'a-${name}'`,
        ]),
      ),
    }),
  },
  functions: { Echo: ECHO },
  api: { EndpointConfiguration: { Types: ['REGIONAL'] } },
  backend: {},
}

const ARRIVING = recorded('facts/13, 307')
const PASSING = recorded('facts/13, 308')
const REFUSED = recorded('facts/13, 312')
const FORWARDED = recorded('facts/13, 310')

const seen = (name: string, headers: Record<string, string>, rendered: string, source: Source): Case => ({
  id: `rest.request-headers.${rendered === '[]' ? 'dropped' : 'visible'}-${lower(name)}`,
  given,
  when: { path: `/seen/${lower(name)}`, headers },
  then: { status: 200, body: rendered },
  source,
})
const refused = (type: string, name: string, source = REFUSED): Case => ({
  id: `rest.request-headers.illegal-${type}-${lower(name)}`,
  given,
  when: { path: `/${type}/${lower(name)}` },
  then: {
    status: 500,
    body: '{"message": "Internal server error"}',
    headers: { 'x-amzn-ErrorType': 'InternalServerErrorException' },
    received: false,
  },
  source,
})
const set = (what: string, name: string, value: string | undefined, source: Source): Case => ({
  id: `rest.request-headers.${what}`,
  given,
  when: { path: '/mapped', headers: { 'X-Client': 'not mapped' } },
  then: { status: 200, received: value === undefined ? { absent: [name] } : { headers: { [name]: value } } },
  source,
})

export const REQUEST_HEADERS: readonly Case[] = [
  ...DROPPED.map((name) => seen(name, { [name]: written(name) }, '[]', ARRIVING)),
  seen('Connection', { Connection: 'close' }, '[]', ARRIVING),
  { ...seen('Content-Length', {}, '[]', ARRIVING), when: { path: '/seen/content-length', body: 'four' } },
  {
    ...seen('Transfer-Encoding', {}, '[]', ARRIVING),
    when: { path: '/seen/transfer-encoding', headers: { 'Transfer-Encoding': 'chunked' }, body: 'x' },
  },
  {
    ...seen('Trailer', {}, '[]', ARRIVING),
    when: { path: '/seen/trailer', headers: { 'Transfer-Encoding': 'chunked', Trailer: 'X-Sum' }, body: 'x' },
  },
  ...VISIBLE.map((name) => seen(name, { [name]: written(name) }, `[${written(name)}]`, PASSING)),
  seen('Host', {}, '[{ApiId}.execute-api.us-east-1.amazonaws.com]', PASSING),
  {
    id: 'rest.request-headers.http-proxy-passes',
    given,
    when: {
      path: '/proxy',
      headers: Object.fromEntries(
        [
          'Accept',
          'Accept-Charset',
          'Accept-Encoding',
          'Age',
          'Authorization',
          'Date',
          'Pragma',
          'Range',
          'Referer',
          'User-Agent',
          'Warn',
        ].map((name) => [name, written(name)]),
      ),
    },
    then: {
      received: {
        headers: Object.fromEntries(
          [
            'Accept',
            'Accept-Charset',
            'Accept-Encoding',
            'Age',
            'Authorization',
            'Date',
            'Pragma',
            'Range',
            'Referer',
            'User-Agent',
            'Warn',
          ].map((name) => [name, written(name)]),
        ),
      },
    },
    source: FORWARDED,
  },
  {
    id: 'rest.request-headers.http-proxy-does-not-pass',
    given,
    when: {
      method: 'POST',
      path: '/proxy',
      headers: Object.fromEntries(
        ['Content-MD5', 'Max-Forwards', 'Server', 'TE', 'WWW-Authenticate', 'Content-Encoding'].map((name) => [name, written(name)]),
      ),
      body: 'x',
    },
    then: { received: { absent: ['Content-MD5', 'Max-Forwards', 'Server', 'TE', 'WWW-Authenticate', 'Content-Encoding'] } },
    source: FORWARDED,
  },
  {
    id: 'rest.request-headers.lambda-does-not-get',
    given,
    when: {
      method: 'POST',
      path: '/lambda',
      headers: { 'Content-MD5': 'x', 'Max-Forwards': '1', Server: 'x', TE: 'trailers', 'WWW-Authenticate': 'x' },
      body: 'x',
    },
    then: {
      status: 200,
      without: ['Content-MD5', 'Max-Forwards', 'Server', 'TE', 'WWW-Authenticate', 'Content-Length'].map((name) => `headers.${name}`),
    },
    source: ARRIVING,
  },
  ...ILLEGAL.flatMap((name) => [refused('http', name), refused('http-proxy', name)]),
  ...ILLEGAL_FOR_AWS.flatMap((name) => [refused('aws-proxy', name), refused('aws', name)]),
  ...OF_THE_GATEWAY.map((name) => refused('http', name, uncertain('facts/01, section 4'))),
  set('mapped-user-agent', 'User-Agent', 'a-User-Agent', recorded('facts/01, section 6')),
  set('mapped-accept', 'Accept', 'a-Accept', recorded('facts/01, section 6')),
  set('mapped-host', 'Host', 'a-Host', recorded('facts/01, section 6')),
  set('mapped-date', 'Date', 'a-Date', recorded('facts/01, section 6')),
  set('mapped-authorization', 'Authorization', 'a-Authorization', recorded('facts/01, section 6')),
  set('mapped-content-md5', 'Content-MD5', 'a-Content-MD5', recorded('facts/01, section 6')),
  set('mapped-via-is-not-sent', 'Via', undefined, recorded('facts/01, section 6')),
  set('mapped-header-of-its-own', 'X-Any', 'a-X-Any', recorded('facts/13, 309')),
  set('unmapped-header', 'X-Client', undefined, recorded('facts/13, 309')),
]
