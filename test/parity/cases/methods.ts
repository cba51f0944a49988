import { type Case, documented, type Given, named, recorded, type Source, uncertain } from '../case'

const ROUTES = [
  'GET /orders',
  'POST /orders',
  'ANY /any',
  'POST /any',
  'HEAD /head',
  'PATCH /patch',
  'PUT /put',
  'DELETE /delete',
  'OPTIONS /options',
]
const given: Given = { routes: Object.fromEntries(ROUTES.map((route) => [route, named(route)])) }

const taken = (what: string, request: string, by: string, source: Source, headers = {}): Case => {
  const [method, path] = request.split(' ') as [string, string]
  return { id: `rest.methods.${what}`, given, when: { method, path, headers }, then: { status: 200, body: by }, source }
}
const refused = (what: string, request: string, source: Source, body = '{"message":"Missing Authentication Token"}'): Case => {
  const [method, path] = request.split(' ') as [string, string]
  const then = { status: 403, body, headers: { 'x-amzn-ErrorType': 'MissingAuthenticationTokenException' } }
  return { id: `rest.methods.${what}`, given, when: { method, path }, then, source }
}

const ANY = documented('docs: api-gateway-method-settings-method-request')
const OVERRIDE = documented('docs: api-gateway-known-issues')

export const METHODS: readonly Case[] = [
  taken('one-of-two', 'POST /orders', 'POST /orders', ANY),
  ...['DELETE', 'GET', 'OPTIONS', 'PATCH', 'PUT'].map((verb) => taken(`any-takes-${verb.toLowerCase()}`, `${verb} /any`, 'ANY /any', ANY)),
  { id: 'rest.methods.any-takes-head', given, when: { method: 'HEAD', path: '/any' }, then: { status: 200, body: '' }, source: ANY },
  taken('own-method-beats-any', 'POST /any', 'POST /any', uncertain('facts/01, section 2')),
  taken('patch', 'PATCH /patch', 'PATCH /patch', ANY),
  taken('put', 'PUT /put', 'PUT /put', ANY),
  taken('delete', 'DELETE /delete', 'DELETE /delete', ANY),
  taken('options', 'OPTIONS /options', 'OPTIONS /options', ANY),
  { id: 'rest.methods.head-has-no-body', given, when: { method: 'HEAD', path: '/head' }, then: { status: 200, body: '' }, source: ANY },
  refused('wrong-method', 'DELETE /orders', recorded('facts/01, section 1')),
  refused('head-is-not-derived-from-get', 'HEAD /orders', recorded('facts/01, section 2'), ''),
  refused('options-is-not-automatic', 'OPTIONS /orders', recorded('facts/01, section 2')),
  refused('any-takes-no-trace', 'TRACE /any', uncertain('facts/01, section 2')),
  taken('override-header', 'GET /orders', 'POST /orders', OVERRIDE, { 'X-HTTP-Method-Override': 'POST' }),
  taken('override-header-of-post', 'POST /delete', 'DELETE /delete', OVERRIDE, { 'X-HTTP-Method-Override': 'DELETE' }),
]
