import { type Case, documented, type Given, recorded, type Source, type Then, uncertain } from '../case'

const OK = [{ StatusCode: '200', ResponseTemplates: { 'application/json': 'ok' } }]
const mock = (requestTemplate: string | undefined, responses: readonly object[] = OK, more: object = {}) => ({
  integration: {
    Type: 'MOCK',
    ...(requestTemplate === undefined ? {} : { RequestTemplates: { 'application/json': requestTemplate } }),
    IntegrationResponses: responses,
    ...more,
  },
  method: {
    MethodResponses: ['200', '201', '299', '404', '418'].map((StatusCode) => ({
      StatusCode,
      ResponseParameters: { 'method.response.header.X-Tag': false },
    })),
  },
})
const answers = (...pairs: readonly (readonly [status: string, pattern?: string])[]) =>
  pairs.map(([StatusCode, SelectionPattern]) => ({
    StatusCode,
    ...(SelectionPattern === undefined ? {} : { SelectionPattern }),
    ResponseTemplates: { 'application/json': `${StatusCode} of ${SelectionPattern ?? 'default'}` },
  }))
const BY_ID = '#if($input.params().path.id == \'lost\'){"statusCode": 404}#else{"statusCode": 200}#end'

const given: Given = {
  routes: {
    'ANY /plain': mock('{"statusCode": 200}'),
    'GET /empty': mock('{"statusCode": 200}', [{ StatusCode: '200' }]),
    'GET /lax': mock('{statusCode: 200}'),
    'GET /single-quotes': mock("{'statusCode': 200}"),
    'GET /more-members': mock('{"a": {"b": 1}, "statusCode": 200, "c": [1]}'),
    'GET /pattern': mock('{"statusCode": 204}', answers(['418'], ['201', '2\\d{2}'])),
    'GET /exact': mock('{"statusCode": 404}', answers(['200'], ['404', '404'])),
    'GET /partly': mock('{"statusCode": 404}', answers(['200'], ['404', '40'])),
    'GET /default': mock('{"statusCode": 500}', answers(['418'], ['201', '2\\d{2}'])),
    'GET /alternatives': mock('{"statusCode": 404}', answers(['200'], ['404', '403|404'])),
    'GET /unmatched': mock('{"statusCode": 500}', answers(['201', '2\\d{2}'])),
    'GET /quoted': mock('{"statusCode": "200"}'),
    'GET /no-status': mock('{"status": 200}'),
    'GET /not-json': mock('hello'),
    'GET /no-template': mock(undefined),
    'GET /by-path/{id}': mock(BY_ID, answers(['200'], ['404', '404'])),
    'GET /text-before': mock('mock\n{"statusCode": 200}'),
    'POST /sees-no-body': mock('{"statusCode": 200}', [
      { StatusCode: '200', ResponseTemplates: { 'application/json': "$input.json('$')" } },
    ]),
    'POST /request-body': mock('#set($s = $input.path(\'$.want\')){"statusCode": $s}', answers(['200'], ['404', '404'])),
    'GET /header': mock('{"statusCode": 200}', [{ StatusCode: '200', ResponseParameters: { 'method.response.header.X-Tag': "'tagged'" } }]),
    'GET /other-type': mock('{"statusCode": 200}', [{ StatusCode: '200', ResponseTemplates: { 'text/plain': 'plain' } }]),
  },
}

const one = (what: string, path: string, then: Then, source: Source, more: object = {}): Case => ({
  id: `rest.mock.${what}`,
  given,
  when: { path, ...more },
  then,
  source,
})
const JSON_BODY = (body: string) => ({ method: 'POST', headers: { 'Content-Type': 'application/json' }, body })

const BROKEN = { status: 500, body: '{"message": "Internal server error"}' }
const STATUS = recorded('facts/13, 255')
const PATTERN = recorded('facts/13, 258')

export const MOCK: readonly Case[] = [
  one('picks-by-status', '/plain', { status: 200, body: 'ok' }, STATUS),
  one(
    'no-template-no-body',
    '/empty',
    { status: 200, body: '', headers: { 'Content-Type': 'application/json', 'Content-Length': '0' } },
    STATUS,
  ),
  one('no-trace-id', '/plain', { absent: ['X-Amzn-Trace-Id'] }, recorded('facts/13, 245')),
  one('lax-json', '/lax', { status: 200, body: 'ok' }, recorded('facts/13, 256')),
  one('single-quoted-keys', '/single-quotes', { status: 200 }, uncertain('facts/02, section 5')),
  one('only-the-status-matters', '/more-members', { status: 200, body: 'ok' }, recorded('facts/13, 257')),
  one('pattern', '/pattern', { status: 201, body: '201 of 2\\d{2}' }, PATTERN),
  one('exact-pattern', '/exact', { status: 404, body: '404 of 404' }, PATTERN),
  one('pattern-has-to-match-the-whole-status', '/partly', { status: 200 }, uncertain('facts/02, section 2')),
  one('alternatives', '/alternatives', { status: 404 }, documented('docs: api-gateway-integration-settings-integration-response')),
  one('default-response', '/default', { status: 418, body: '418 of default' }, documented('docs: how-to-mock-integration')),
  one('nothing-matches', '/unmatched', BROKEN, documented('docs: supported-gateway-response-types')),
  one('quoted-status', '/quoted', BROKEN, uncertain('facts/02, section 5')),
  one('no-status', '/no-status', BROKEN, uncertain('facts/01, section 4')),
  one('template-that-is-no-json', '/not-json', BROKEN, uncertain('facts/01, section 4')),
  one('no-request-template-and-no-body', '/no-template', { status: 200, body: 'ok' }, documented('docs: how-to-mock-integration')),
  one('by-a-path-parameter', '/by-path/lost', { status: 404 }, STATUS),
  one('by-another-path-parameter', '/by-path/found', { status: 200 }, STATUS),
  one('text-before-the-object', '/text-before', { status: 200 }, recorded('facts/02, section 5')),
  one('response-template-sees-no-body', '/sees-no-body', { status: 200, body: '{}' }, recorded('facts/13, 257'), JSON_BODY('{"a":1}')),
  one('status-from-the-body', '/request-body', { status: 404 }, documented('docs: how-to-mock-integration'), JSON_BODY('{"want":404}')),
  one('mapped-header', '/header', { headers: { 'X-Tag': 'tagged' } }, documented('docs: how-to-mock-integration')),
  one('post-without-content-type', '/plain', { status: 200, body: 'ok' }, recorded('facts/13, 259'), { method: 'POST', body: '{}' }),
  one('accept-of-another-type', '/plain', { status: 200, body: 'ok' }, documented('docs: request-response-data-mappings'), {
    headers: { Accept: 'text/html' },
  }),
  one('only-another-type', '/other-type', { status: 200, body: 'plain' }, documented('docs: request-response-data-mappings')),
]
