import { ECHO, mockOf } from '../../support/rest-template'
import { type Case, documented, functionUri, type Given, http, named, recorded, type Source, type Then, uncertain } from '../case'

const REMAPPED = [
  'Authorization',
  'Connection',
  'Content-Length',
  'Content-MD5',
  'Date',
  'Expect',
  'Host',
  'Max-Forwards',
  'Proxy-Authenticate',
  'Server',
  'Trailer',
  'Upgrade',
  'User-Agent',
  'WWW-Authenticate',
]
const KEPT = ['Accept', 'Accept-Charset', 'Accept-Encoding', 'Age', 'Content-Type', 'Pragma', 'Range', 'Referer', 'TE', 'Via', 'Warn']
const ANSWERS = `exports.handler = async (event) => JSON.parse(event.body)`

const names = [...REMAPPED, ...KEPT, 'Content-Encoding', 'Transfer-Encoding']
const parameters = Object.fromEntries(
  names.map((name) => [`method.response.header.${name}`, name === 'Content-Encoding' ? "'identity'" : `'a-${name}'`]),
)
const declared = Object.fromEntries(names.map((name) => [`method.response.header.${name}`, false]))

const given: Given = {
  routes: {
    'GET /mapped': http(
      '/answer',
      { IntegrationHttpMethod: 'GET', IntegrationResponses: [{ StatusCode: '200', ResponseParameters: parameters }] },
      { MethodResponses: [{ StatusCode: '200', ResponseParameters: declared }] },
    ),
    'GET /mapped-aws': {
      integration: {
        Type: 'AWS',
        IntegrationHttpMethod: 'POST',
        Uri: functionUri('Echo'),
        IntegrationResponses: [{ StatusCode: '200', ResponseParameters: parameters }],
      },
      method: { MethodResponses: [{ StatusCode: '200', ResponseParameters: declared }] },
    },
    'ANY /mock': mockOf('mock'),
    'GET /http': http('/answer', { IntegrationHttpMethod: 'GET' }),
    'POST /lambda': { fn: 'Answers' },
    'GET /lambda': { fn: 'Echo' },
    'GET /key': named('key', { ApiKeyRequired: true }),
  },
  functions: { Answers: ANSWERS, Echo: ECHO },
  api: { EndpointConfiguration: { Types: ['REGIONAL'] } },
  backend: { '/answer': { body: '{}' } },
}

const edge: Given = {
  routes: { 'GET /mock': mockOf("$input.params('CloudFront-Forwarded-Proto')") },
  api: { EndpointConfiguration: { Types: ['EDGE'] } },
}
const CLOUDFRONT = ['X-Cache', 'Via', 'X-Amz-Cf-Pop', 'X-Amz-Cf-Id']

const RULES = recorded('facts/13, 313')
const EVERY = recorded('facts/13, 244')
const one = (what: string, when: object, then: Then, source: Source): Case => ({
  id: `rest.response-headers.${what}`,
  given,
  when: { path: '/mock', ...when },
  then,
  source,
})
const mapped = (what: string, then: Then, source = RULES): Case => one(what, { path: '/mapped' }, then, source)
const answered = (what: string, headers: Record<string, string>, then: Then, source: Source): Case =>
  one(what, { method: 'POST', path: '/lambda', body: JSON.stringify({ headers }) }, then, source)
const traced = (what: string, trace: string | undefined, then: Then, source: Source): Case =>
  one(what, { path: '/lambda', headers: trace === undefined ? {} : { 'X-Amzn-Trace-Id': trace } }, then, source)

const ROOT = 'Root=1-5e66d96f-7491f0911112222233334444'
const WHOLE = `${ROOT};Parent=1111222233334444;Sampled=1`

export const RESPONSE_HEADERS: readonly Case[] = [
  one(
    'every-response',
    {},
    {
      headers: {
        Date: 'Fri, 02 Jan 2026 03:04:05 GMT',
        'Content-Type': 'application/json',
        'Content-Length': '4',
        Connection: 'keep-alive',
        'x-amzn-RequestId': /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
        'x-amz-apigw-id': /^[A-Za-z0-9+/_-]{15}=$/,
      },
      absent: ['Server', 'Keep-Alive', 'X-Powered-By', ...CLOUDFRONT],
    },
    EVERY,
  ),
  one(
    'names-as-they-are-spelled',
    {},
    {
      lines: [
        'x-amzn-RequestId: {@x-amzn-RequestId}',
        'x-amz-apigw-id: {@x-amz-apigw-id}',
        'Content-Type: application/json',
        'Connection: keep-alive',
      ],
    },
    EVERY,
  ),
  one('close-as-the-client-asks', { headers: { Connection: 'close' } }, { headers: { Connection: 'close' } }, EVERY),
  one(
    'of-a-refusal',
    { path: '/key' },
    { headers: { 'x-amzn-RequestId': /-/, 'x-amz-apigw-id': /=$/, 'Content-Length': '23' }, absent: ['X-Amzn-Trace-Id'] },
    EVERY,
  ),
  {
    ...one(
      'edge',
      {},
      {
        headers: { 'X-Cache': 'Miss from cloudfront', Via: /\.cloudfront\.net \(CloudFront\)$/, 'X-Amz-Cf-Pop': /./, 'X-Amz-Cf-Id': /./ },
      },
      recorded('facts/13, 247'),
    ),
    given: edge,
  },
  { ...one('edge-request', {}, { body: 'https' }, recorded('facts/01, section 5')), given: edge },
  {
    ...one(
      'edge-refusal',
      { path: '/nothing' },
      { status: 403, headers: { 'X-Cache': 'Error from cloudfront' } },
      recorded('facts/01, section 5'),
    ),
    given: edge,
  },
  one('no-trace-id-of-mock', {}, { absent: ['X-Amzn-Trace-Id'] }, recorded('facts/13, 245')),
  one(
    'trace-id-of-http',
    { path: '/http' },
    { headers: { 'X-Amzn-Trace-Id': /^Root=1-[0-9a-f]{8}-[0-9a-f]{24}/ } },
    recorded('facts/13, 245'),
  ),
  one(
    'trace-id-of-lambda',
    { path: '/lambda' },
    { headers: { 'X-Amzn-Trace-Id': /^Root=1-[0-9a-f]{8}-[0-9a-f]{24}/ } },
    recorded('facts/13, 245'),
  ),
  one('no-trace-id-of-errors', { path: '/nothing' }, { absent: ['X-Amzn-Trace-Id'] }, recorded('facts/13, 245')),
  one(
    'content-length-of-head',
    { method: 'HEAD' },
    { status: 200, headers: { 'Content-Length': '4' }, body: '' },
    uncertain('facts/13, 244'),
  ),
  ...REMAPPED.map((name) => mapped(`remapped-${name.toLowerCase()}`, { headers: { [`x-amzn-Remapped-${name}`]: `a-${name}` } })),
  mapped('remapped-names-as-they-are-spelled', {
    lines: ['x-amzn-Remapped-WWW-Authenticate: a-WWW-Authenticate', 'x-amzn-Remapped-Date: a-Date'],
  }),
  mapped('transfer-encoding-disappears', { absent: ['Transfer-Encoding', 'x-amzn-Remapped-Transfer-Encoding'] }),
  ...KEPT.map((name) => mapped(`kept-${name.toLowerCase()}`, { headers: { [name]: `a-${name}` }, absent: [`x-amzn-Remapped-${name}`] })),
  mapped('kept-content-encoding', { headers: { 'Content-Encoding': 'identity' } }),
  ...REMAPPED.map((name) =>
    one(`aws-remapped-${name.toLowerCase()}`, { path: '/mapped-aws' }, { headers: { [`x-amzn-Remapped-${name}`]: `a-${name}` } }, RULES),
  ),
  one('aws-kept', { path: '/mapped-aws' }, { headers: Object.fromEntries(KEPT.map((name) => [name, `a-${name}`])) }, RULES),
  one(
    'aws-transfer-encoding-disappears',
    { path: '/mapped-aws' },
    { absent: ['Transfer-Encoding', 'x-amzn-Remapped-Transfer-Encoding'] },
    RULES,
  ),
  ...['Connection', 'Content-Length', 'Date', 'Server'].map((name) =>
    answered(
      `lambda-remapped-${name.toLowerCase()}`,
      { [name]: '1' },
      { headers: { [`x-amzn-Remapped-${name}`]: '1' } },
      recorded('facts/01, section 6'),
    ),
  ),
  answered(
    'lambda-transfer-encoding-disappears',
    { 'Transfer-Encoding': 'chunked' },
    { absent: ['Transfer-Encoding', 'x-amzn-Remapped-Transfer-Encoding'] },
    recorded('facts/01, section 6'),
  ),
  answered(
    'lambda-www-authenticate',
    { 'WWW-Authenticate': 'Basic' },
    { headers: { 'x-amzn-Remapped-WWW-Authenticate': 'Basic' } },
    documented('docs: api-gateway-known-issues'),
  ),
  answered(
    'lambda-keeps-the-others',
    { 'X-Own': '1', 'Cache-Control': 'no-store', ETag: '"7"' },
    { headers: { 'X-Own': '1', 'Cache-Control': 'no-store', ETag: '"7"' } },
    documented('docs: set-up-lambda-proxy-integrations'),
  ),
  traced(
    'trace-id-of-the-client',
    WHOLE,
    { json: { headers: { 'X-Amzn-Trace-Id': WHOLE } }, headers: { 'X-Amzn-Trace-Id': ROOT } },
    recorded('facts/01, section 5'),
  ),
  traced(
    'trace-id-without-parent',
    ROOT,
    { json: { headers: { 'X-Amzn-Trace-Id': new RegExp(`^${ROOT};Parent=[0-9a-f]{16}`) } } },
    recorded('facts/01, section 5'),
  ),
  traced(
    'new-trace-id',
    undefined,
    { json: { headers: { 'X-Amzn-Trace-Id': /^Root=1-695735a5-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=[01]$/ } } },
    recorded('facts/01, section 5'),
  ),
]
