import { type Case, documented, type Given, http, recorded, rendering, type Source, type Then, uncertain } from '../case'

const set = (what: string, value: string) => `#set($context.${what} = ${value})`
const request = (template: string, more: object = {}) =>
  http('/o', { RequestTemplates: { 'application/json': template }, ...more }, DECLARED)
const DECLARED = {
  RequestParameters: { 'method.request.header.X-Mine': false, 'method.request.querystring.q': false },
}
const STATUS = '{"statusCode": 200}'
const early = (overrides: string, template: string | undefined = 'body') =>
  rendering('', {
    RequestTemplates: { 'application/json': `${overrides}${STATUS}` },
    IntegrationResponses: [
      { StatusCode: '200', ...(template === undefined ? {} : { ResponseTemplates: { 'application/json': template } }) },
    ],
  })

const given: Given = {
  routes: {
    'POST /header': request(set('requestOverride.header.X-New', '"h"')),
    'POST /header-over-mapping': request(set('requestOverride.header.X-Sent', '"over"'), {
      RequestParameters: { 'integration.request.header.X-Sent': 'method.request.header.X-Mine' },
    }),
    'POST /query': request(set('requestOverride.querystring.q', '"1 2"')),
    'POST /query-over-mapping': request(set('requestOverride.querystring.q', '"over"'), {
      RequestParameters: { 'integration.request.querystring.q': 'method.request.querystring.q' },
    }),
    'POST /path': request(set('requestOverride.path.part', '"x"'), { Uri: 'http://${stageVariables.backend}/a/{part}/b' }),
    'POST /put': request('$context.requestOverride.querystring.put("p", "1")'),
    'POST /brackets': request('#set($name = "n")#set($context.requestOverride.querystring[$name] = "1")'),
    'POST /bracket-names': request('#set($context["requestOverride"].header["X-New"] = "b")'),
    'POST /list': request('#set($l = ["a", "b"])#set($context.requestOverride.header.X-List = $l)'),
    'GET /response-status': rendering(`${set('responseOverride.status', '418')}short`),
    'GET /response-header': rendering(`${set('responseOverride.header.X-Tea', '"pot"')}x`),
    'GET /response-content-type': rendering(`${set('responseOverride.header.Content-Type', '"text/html"')}<p>`),
    'GET /response-header-over-mapping': {
      integration: {
        Type: 'MOCK',
        RequestTemplates: { 'application/json': STATUS },
        IntegrationResponses: [
          {
            StatusCode: '200',
            ResponseParameters: { 'method.response.header.X-Tea': "'leaf'" },
            ResponseTemplates: { 'application/json': set('responseOverride.header.X-Tea', '"pot"') },
          },
        ],
      },
      method: { MethodResponses: [{ StatusCode: '200', ResponseParameters: { 'method.response.header.X-Tea': false } }] },
    },
    'GET /response-header-line-break': rendering(`${set('responseOverride.header.X-Tea', '$util.urlDecode("a%0Ab")')}x`),
    'POST /header-line-break': request(set('requestOverride.header.X-New', '$util.urlDecode("a%0Ab")')),
    'GET /status-informational': rendering(`${set('responseOverride.status', '103')}x`),
    'GET /status-text': rendering(`${set('responseOverride.status', '"404"')}x`),
    'GET /status-no-number': rendering(`${set('responseOverride.status', '"many"')}x`),
    'GET /status-too-small': rendering(`${set('responseOverride.status', '99')}x`),
    'GET /status-too-large': rendering(`${set('responseOverride.status', '600')}x`),
    'GET /by-condition/{id}': rendering(`#if($input.params('id') == "0")${set('responseOverride.status', '404')}none#{else}some#end`),
    'GET /early-status': early(set('responseOverride.status', '299')),
    'GET /early-header': early(set('responseOverride.header.X-Early', '"yes"')),
    'GET /early-without-template': early(
      set('responseOverride.status', '299') + set('responseOverride.header.X-Early', '"yes"'),
      undefined,
    ),
    'POST /kept/{id}': early(set('requestOverride.path.body', '$input.body'), '$context.requestOverride.path.body'),
    'GET /kept-value': early(set('requestOverride.header.a', '"1"'), '[$context.requestOverride.header.a]'),
    'GET /own-key': early(set('responseOverride.custom', '"mine"'), '$context.responseOverride.custom'),
  },
  backend: {},
}
const one = (what: string, route: string, then: Then, source: Source, more: object = {}): Case => {
  const [method, path] = route.split(' ') as [string, string]
  const body = method === 'POST' ? { body: '{"a":1}' } : {}
  return { id: `rest.overrides.${what}`, given, when: { method, path, ...body, ...more }, then, source }
}

const OVERRIDE = documented('docs: apigateway-override-request-response-parameters')
const ASSIGNED = recorded('facts/03, section 5')
const EARLY = recorded('facts/02, section 5')
const KEPT = recorded('facts/13, 261')
const UNSENDABLE: Then = { status: 500, body: '{"message": "Internal server error"}' }
const MINE = { headers: { 'X-Mine': 'mine' } }

export const OVERRIDES: readonly Case[] = [
  one('request-header', 'POST /header', { received: { headers: { 'X-New': 'h' } } }, OVERRIDE),
  one('request-header-over-its-mapping', 'POST /header-over-mapping', { received: { headers: { 'X-Sent': 'over' } } }, OVERRIDE, MINE),
  one('query-string', 'POST /query', { received: { url: /^\/o\?q=1(%20|\+)2$/ } }, OVERRIDE),
  one('query-string-over-its-mapping', 'POST /query-over-mapping?q=given', { received: { url: '/o?q=over' } }, OVERRIDE),
  one('path', 'POST /path', { received: { url: '/a/x/b' } }, OVERRIDE),
  one('by-put', 'POST /put', { received: { url: '/o?p=1' } }, ASSIGNED),
  one('by-brackets', 'POST /brackets', { received: { url: '/o?n=1' } }, ASSIGNED),
  one('by-bracketed-names', 'POST /bracket-names', { received: { headers: { 'X-New': 'b' } } }, ASSIGNED),
  one('list-is-a-multi-value-header', 'POST /list', { received: { headers: { 'X-List': /^a, ?b$/ } } }, OVERRIDE),
  one('response-status', 'GET /response-status', { status: 418, body: 'short' }, OVERRIDE),
  one('response-header', 'GET /response-header', { status: 200, headers: { 'X-Tea': 'pot' } }, OVERRIDE),
  one('response-content-type', 'GET /response-content-type', { headers: { 'Content-Type': 'text/html' } }, OVERRIDE),
  one('response-header-over-its-mapping', 'GET /response-header-over-mapping', { headers: { 'X-Tea': 'pot' } }, OVERRIDE),
  one('response-header-with-a-line-break', 'GET /response-header-line-break', UNSENDABLE, uncertain('facts/02, section 7')),
  one('request-header-with-a-line-break', 'POST /header-line-break', { ...UNSENDABLE, received: false }, uncertain('facts/02, section 7')),
  one('status-informational', 'GET /status-informational', { status: 200 }, uncertain('facts/02, section 7')),
  one('status-as-text', 'GET /status-text', { status: 404 }, uncertain('facts/02, section 7')),
  one('status-that-is-no-number', 'GET /status-no-number', { status: 200 }, uncertain('facts/02, section 7')),
  one('status-too-small', 'GET /status-too-small', { status: 200 }, uncertain('facts/02, section 7')),
  one('status-too-large', 'GET /status-too-large', { status: 200 }, uncertain('facts/02, section 7')),
  one('under-a-condition', 'GET /by-condition/0', { status: 404, body: 'none' }, OVERRIDE),
  one('under-a-condition-that-does-not-hold', 'GET /by-condition/1', { status: 200, body: 'some' }, OVERRIDE),
  one('response-status-in-the-request-template', 'GET /early-status', { status: 299, body: 'body' }, EARLY),
  one('response-header-in-the-request-template', 'GET /early-header', { headers: { 'X-Early': 'yes' } }, EARLY),
  one('request-template-only', 'GET /early-without-template', { status: 299, headers: { 'X-Early': 'yes' } }, EARLY),
  one('kept-for-the-response-template', 'POST /kept/7', { body: '{"a":1}' }, KEPT),
  one('kept-value-of-a-header', 'GET /kept-value', { body: '[1]' }, KEPT),
  one('own-keys-are-kept', 'GET /own-key', { body: 'mine' }, EARLY),
]
