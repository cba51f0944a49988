import { type Case, documented, type Given, http, recorded, type Source, uncertain, type WantedReceived } from '../case'

const DECLARED = ['path.id', 'path.proxy', 'querystring.q', 'querystring.none', 'header.X-Mine', 'header.X-None']
/** A POST to `/m` of the backend with these mappings, keys without `integration.request.`. */
const mapped = (mappings: Record<string, string>, uri = '/m') =>
  http(
    uri,
    { RequestParameters: Object.fromEntries(Object.entries(mappings).map(([key, value]) => [`integration.request.${key}`, value])) },
    { RequestParameters: Object.fromEntries(DECLARED.map((name) => [`method.request.${name}`, false])) },
  )
const response = (mappings: Record<string, string>) =>
  http(
    '/answer',
    {
      IntegrationResponses: [
        {
          StatusCode: '200',
          ResponseParameters: Object.fromEntries(
            Object.entries(mappings).map(([name, value]) => [`method.response.header.${name}`, value]),
          ),
        },
      ],
    },
    {
      MethodResponses: [
        {
          StatusCode: '200',
          ResponseParameters: Object.fromEntries(Object.keys(mappings).map((name) => [`method.response.header.${name}`, false])),
        },
      ],
    },
  )

const given: Given = {
  routes: {
    'POST /path/{id}': mapped({ 'header.X-Sent': 'method.request.path.id' }),
    'POST /query': mapped({ 'header.X-Sent': 'method.request.querystring.q' }),
    'POST /header': mapped({ 'header.X-Sent': 'method.request.header.X-Mine' }),
    'POST /multi-query': mapped({ 'querystring.sent': 'method.request.multivaluequerystring.q' }),
    'POST /multi-header': mapped({ 'header.X-Sent': 'method.request.multivalueheader.X-Mine' }),
    'POST /body': mapped({ 'header.X-Sent': 'method.request.body' }),
    'POST /json-path': mapped({ 'header.X-Sent': 'method.request.body.$.user.name', 'header.X-List': 'method.request.body.$.list' }),
    'POST /member': mapped({ 'header.X-Sent': 'method.request.body.user.name' }),
    'POST /variable': mapped({ 'header.X-Sent': 'stageVariables.colour', 'header.X-None': 'stageVariables.nothing' }),
    'POST /context': mapped({ 'header.X-Sent': 'context.stage', 'header.X-Ip': 'context.identity.sourceIp' }),
    'POST /static': mapped({ 'header.X-Sent': "'fixed value'" }),
    'POST /missing': mapped({ 'header.X-Sent': 'method.request.header.X-None', 'querystring.q': 'method.request.querystring.none' }),
    'POST /to-query': mapped({ 'querystring.sent': 'method.request.querystring.q', 'querystring.more': "'1'" }),
    'POST /to-path/{id}': mapped({ 'path.place': 'method.request.path.id' }, '/a/{place}/b'),
    'POST /greedy/{proxy+}': mapped({ 'path.rest': 'method.request.path.proxy' }, '/all/{rest}'),
    'POST /own-query': mapped({ 'querystring.sent': "'2'" }, '/m?fixed=1'),
    'GET /response': response({
      'X-Header': 'integration.response.header.X-Back',
      'X-Body': 'integration.response.body.$.a',
      'X-Member': 'integration.response.body.a',
      'X-List': 'integration.response.body.$.l',
      'X-Static': "'fixed'",
      'X-Context': 'context.stage',
      'X-Variable': 'stageVariables.colour',
      'X-None': 'integration.response.header.X-Nobody',
      ETag: 'integration.response.header.ETag',
    }),
    'GET /case': response({ 'X-Header': 'integration.response.header.x-back' }),
    'GET /multi': response({ 'X-Header': 'integration.response.multivalueheader.X-Two' }),
  },
  backend: {
    '/answer': { headers: { 'X-Back': 'b', 'X-Two': ['1', '2'], ETag: '"7"', 'X-Unmapped': 'no' }, body: '{"a":"text","l":[1,2]}' },
  },
  stage: { Variables: { colour: 'blue' } },
}
const sent = (what: string, path: string, wanted: WantedReceived, source: Source, more: object = {}): Case => ({
  id: `rest.parameter-mapping.${what}`,
  given,
  when: { method: 'POST', path, ...more },
  then: { status: 200, received: wanted },
  source,
})
const answered = (what: string, path: string, headers: Record<string, string>, source: Source, absent: readonly string[] = []): Case => ({
  id: `rest.parameter-mapping.${what}`,
  given,
  when: { path },
  then: { status: 200, headers, absent },
  source,
})

const MAPPING = documented('docs: request-response-data-mappings')
const SEMANTICS = uncertain('facts/02, section 7')
const header = (value: string): WantedReceived => ({ headers: { 'X-Sent': value } })
const NO_HEADER: WantedReceived = { absent: ['X-Sent'] }

export const PARAMETER_MAPPING: readonly Case[] = [
  sent('path', '/path/7', header('7'), MAPPING),
  sent('path-is-decoded', '/path/a%20b', header('a b'), documented('docs: api-gateway-known-issues')),
  sent('query-string', '/query?q=1', header('1'), MAPPING),
  sent('query-string-is-decoded', '/query?q=a%20b', header('a b'), documented('docs: api-gateway-known-issues')),
  sent('last-of-several-query-parameters', '/query?q=1&q=2', header('2'), SEMANTICS),
  sent('header', '/header', header('mine'), MAPPING, { headers: { 'X-Mine': 'mine' } }),
  sent('last-of-several-headers', '/header', header('two'), SEMANTICS, { headers: { 'X-Mine': ['one', 'two'] } }),
  sent('header-in-another-case', '/header', NO_HEADER, SEMANTICS, { headers: { 'x-mine': 'mine' } }),
  sent('multi-value-query-string', '/multi-query?q=1&q=2', { url: '/m?sent=1&sent=2' }, SEMANTICS),
  sent('multi-value-header', '/multi-header', { headers: { 'X-Sent': /^one, ?two$/ } }, SEMANTICS, {
    headers: { 'X-Mine': ['one', 'two'] },
  }),
  sent('body', '/body', header('text'), MAPPING, { headers: { 'Content-Type': 'text/plain' }, body: 'text' }),
  sent('body-by-json-path', '/json-path', { headers: { 'X-Sent': 'ada', 'X-List': '[1,2]' } }, MAPPING, {
    body: '{"user":{"name":"ada"},"list":[1,2]}',
  }),
  sent('body-by-members', '/member', header('ada'), MAPPING, { body: '{"user":{"name":"ada"}}' }),
  sent('body-that-is-no-json', '/json-path', NO_HEADER, SEMANTICS, { body: 'text' }),
  {
    id: 'rest.parameter-mapping.broken-json',
    given,
    when: { method: 'POST', path: '/json-path', body: '{"user":' },
    then: { status: 400, body: '{"message":"Invalid JSON in request body"}', headers: { 'x-amzn-ErrorType': 'BadRequestException' } },
    source: uncertain('facts/01, section 3'),
  },
  sent('stage-variable', '/variable', { headers: { 'X-Sent': 'blue' }, absent: ['X-None'] }, MAPPING),
  sent('context', '/context', { headers: { 'X-Sent': 'test', 'X-Ip': '127.0.0.1' } }, recorded('facts/13, 322')),
  sent('static', '/static', header('fixed value'), MAPPING),
  sent('missing-source-is-skipped', '/missing', { url: '/m', absent: ['X-Sent'] }, SEMANTICS),
  sent('empty-source-is-skipped', '/query?q=', NO_HEADER, SEMANTICS),
  sent('to-the-query-string', '/to-query?q=a%26b', { url: '/m?sent=a%26b&more=1' }, MAPPING),
  sent('to-the-path', '/to-path/7', { url: '/a/7/b' }, documented('docs: setup-http-integrations')),
  sent('to-the-path-with-slashes', '/greedy/x/y', { url: '/all/x/y' }, documented('docs: setup-http-integrations')),
  sent('beside-the-query-string-of-the-uri', '/own-query', { url: '/m?fixed=1&sent=2' }, SEMANTICS),
  answered('response-header', '/response', { 'X-Header': 'b' }, MAPPING),
  answered('response-body', '/response', { 'X-Body': 'text', 'X-Member': 'text', 'X-List': '[1,2]' }, MAPPING),
  answered('response-static', '/response', { 'X-Static': 'fixed' }, MAPPING),
  answered('response-context-and-stage-variable', '/response', { 'X-Context': 'test', 'X-Variable': 'blue' }, MAPPING),
  answered('response-missing-source', '/response', {}, SEMANTICS, ['X-None']),
  answered('response-header-in-another-case', '/case', { 'X-Header': 'b' }, uncertain('facts/02, section 7')),
  answered('response-multi-value-header', '/multi', { 'X-Header': '1,2' }, SEMANTICS),
  answered('response-etag', '/response', { ETag: '"7"' }, recorded('facts/13, 334')),
  answered('response-headers-that-are-not-mapped', '/response', {}, documented('docs: request-response-data-mappings'), [
    'X-Unmapped',
    'X-Back',
  ]),
]
