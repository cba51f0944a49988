import { type Case, documented, type Given, http, recorded, type Source, type Then, uncertain } from '../case'

const status = (path: string, responses: readonly object[]) =>
  http(
    path,
    { IntegrationHttpMethod: 'GET', IntegrationResponses: responses },
    { MethodResponses: ['200', '201', '400', '500'].map((StatusCode) => ({ StatusCode })) },
  )
const template = (StatusCode: string, SelectionPattern?: string) => ({
  StatusCode,
  ...(SelectionPattern === undefined ? {} : { SelectionPattern }),
  ResponseTemplates: { 'application/json': `${StatusCode}` },
})
const bare = (path: string, method: string) => http(path, { IntegrationHttpMethod: method })

const given: Given = {
  routes: {
    'ANY /any': bare('/echo', 'ANY'),
    'ANY /post': bare('/echo', 'POST'),
    'GET /get': bare('/echo', 'GET'),
    'POST /template': http('/echo', { RequestTemplates: { 'application/json': '{"made": true}' } }),
    'GET /template-of-get': http('/echo', { RequestTemplates: { 'application/json': '{"made": true}' } }),
    'GET /path/{id}': http('/items/{id}', { IntegrationHttpMethod: 'GET' }),
    'GET /passthrough-400': status('/400', [{ StatusCode: '200' }]),
    'GET /selected-404': status('/404', [{ StatusCode: '200' }, template('400', '4\\d{2}')]),
    'GET /default-201': status('/201', [template('200'), template('400', '4\\d{2}')]),
    'GET /first-match': status('/404', [template('400', '4\\d{2}'), template('500', '404')]),
    'GET /partial-pattern': status('/404', [template('200'), template('400', '40')]),
    'GET /nothing-matches': status('/404', [template('200', '2\\d{2}')]),
    'GET /redirect': status('/302', [{ StatusCode: '200' }, template('400', '3\\d{2}')]),
    'GET /server-error': status('/503', [template('200'), template('500', '5\\d{2}')]),
    'GET /answer': status('/answer', [{ StatusCode: '200' }]),
    'GET /answer-template': status('/answer', [{ StatusCode: '200', ResponseTemplates: { 'application/json': "<$input.path('$.a')>" } }]),
    'GET /empty-template': status('/answer', [{ StatusCode: '200', ResponseTemplates: { 'application/json': '' } }]),
    'GET /by-accept': status('/answer', [
      { StatusCode: '200', ResponseTemplates: { 'application/json': 'as json', 'text/xml': 'as xml' } },
    ]),
    'GET /unset': http('', { IntegrationHttpMethod: 'GET', Uri: 'http://${stageVariables.nobody}/x' }),
  },
  backend: {
    '/400': { status: 400, body: 'bad' },
    '/404': { status: 404, body: 'none' },
    '/201': { status: 201 },
    '/302': { status: 302, headers: { Location: '/elsewhere' } },
    '/503': { status: 503 },
    '/answer': { headers: { 'Content-Type': 'application/json', 'X-Own': 'theirs' }, body: '{"a": "text"}' },
  },
}
const one = (what: string, request: string, then: Then, source: Source, more: object = {}): Case => {
  const [method, path] = request.split(' ') as [string, string]
  return { id: `rest.http.${what}`, given, when: { method, path, ...more }, then, source }
}

const OWN = recorded('facts/13, 309')
const SELECTION = recorded('facts/13, 320')
const ACCEPT = documented('docs: request-response-data-mappings')
const NO_CLIENT = ['X-Mine', 'Cookie', 'Referer', 'Origin', 'X-Forwarded-For']

export const HTTP: readonly Case[] = [
  one(
    'default-headers',
    'GET /get',
    {
      received: {
        headers: {
          Accept: 'application/json',
          'User-Agent': 'AmazonAPIGateway_{ApiId}',
          'X-Amzn-Apigateway-Api-Id': '{ApiId}',
          'X-Amzn-Trace-Id': /^Root=1-/,
        },
      },
    },
    OWN,
  ),
  one('host-of-the-backend', 'GET /get', { received: { headers: { Host: /^127\.0\.0\.1:\d+$/ } } }, OWN),
  one(
    'no-headers-of-the-client',
    'POST /any',
    { received: { absent: NO_CLIENT, headers: { 'User-Agent': 'AmazonAPIGateway_{ApiId}', Accept: 'application/json' } } },
    OWN,
    {
      headers: {
        'X-Mine': '1',
        Cookie: 'a=1',
        Referer: 'x',
        Origin: 'y',
        'User-Agent': 'browser',
        Accept: 'text/html',
        'Content-Type': 'application/json',
      },
      body: '{}',
    },
  ),
  one('no-query-string-of-the-client', 'GET /get?q=1', { received: { url: '/echo' } }, OWN),
  one('content-type-of-a-body', 'POST /any', { received: { headers: { 'Content-Type': 'application/json' }, body: '{"a":1}' } }, OWN, {
    headers: { 'Content-Type': 'application/json' },
    body: '{"a":1}',
  }),
  one(
    'content-type-of-a-template',
    'POST /template',
    { received: { headers: { 'Content-Type': 'application/json' }, body: '{"made": true}' } },
    OWN,
    { body: '{}' },
  ),
  one('content-length-of-a-body', 'POST /template', { received: { headers: { 'Content-Length': '14' } } }, OWN, { body: '{}' }),
  one(
    'body-of-the-client',
    'POST /any',
    { received: { body: 'text', headers: { 'Content-Type': 'text/plain' } } },
    documented('docs: setup-http-integrations'),
    {
      headers: { 'Content-Type': 'text/plain' },
      body: 'text',
    },
  ),
  one('method-of-the-integration', 'GET /post', { received: { method: 'POST' } }, recorded('facts/13, 321')),
  one('method-of-the-integration-for-put', 'PUT /post', { received: { method: 'POST' } }, recorded('facts/13, 321')),
  one('method-any-is-the-clients', 'PUT /any', { received: { method: 'PUT' } }, uncertain('facts/02, section 0')),
  one(
    'template-of-get',
    'GET /template-of-get',
    { received: { method: 'POST', body: '{"made": true}' } },
    documented('docs: setup-http-integrations'),
  ),
  one(
    'unmapped-path-variable-stays',
    'GET /path/7',
    { received: { url: /^\/items\/(%7B|\{)id(%7D|\})$/ } },
    uncertain('facts/02, section 4'),
  ),
  one('status-of-the-backend-is-not-passed', 'GET /passthrough-400', { status: 200, body: 'bad' }, recorded('facts/13, 319')),
  one('pattern', 'GET /selected-404', { status: 400, body: '400' }, SELECTION),
  one('no-pattern-is-the-default', 'GET /default-201', { status: 200, body: '200' }, SELECTION),
  one('first-match', 'GET /first-match', { status: 400 }, uncertain('facts/02, section 2')),
  one('pattern-matches-the-whole-status', 'GET /partial-pattern', { status: 200 }, uncertain('facts/02, section 2')),
  one(
    'nothing-matches',
    'GET /nothing-matches',
    { status: 500, body: '{"message": "Internal server error"}' },
    documented('docs: supported-gateway-response-types'),
  ),
  one('redirect-is-not-followed', 'GET /redirect', { status: 400, absent: ['Location'] }, uncertain('facts/02, section 4')),
  one('server-error-by-pattern', 'GET /server-error', { status: 500, body: '500' }, SELECTION),
  one(
    'body-without-template',
    'GET /answer',
    { status: 200, body: '{"a": "text"}', headers: { 'Content-Type': 'application/json' } },
    documented('docs: request-response-data-mappings'),
  ),
  one('headers-of-the-backend-are-not-passed', 'GET /answer', { absent: ['X-Own'] }, documented('docs: request-response-data-mappings')),
  one('response-template', 'GET /answer-template', { body: '<text>' }, recorded('facts/13, 270')),
  one('empty-response-template', 'GET /empty-template', { status: 200, body: '' }, uncertain('facts/02, section 8')),
  one('template-by-accept', 'GET /by-accept', { body: 'as xml' }, ACCEPT, { headers: { Accept: 'text/xml' } }),
  one('template-without-accept', 'GET /by-accept', { body: 'as json' }, ACCEPT),
  one('template-of-another-accept', 'GET /by-accept', { body: 'as json' }, ACCEPT, { headers: { Accept: 'text/plain' } }),
  one('trace-id', 'GET /answer', { headers: { 'X-Amzn-Trace-Id': /^Root=1-/ } }, recorded('facts/13, 245')),
  one(
    'stage-variable-that-is-not-set',
    'GET /unset',
    {
      status: 500,
      body: '{"message": "Internal server error"}',
      headers: { 'x-amzn-ErrorType': 'InternalServerErrorException' },
      received: false,
    },
    recorded('facts/13, 323'),
  ),
]
