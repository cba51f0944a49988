import { type Case, documented, functionUri, type Given, recorded, type Source, type Then, uncertain } from '../case'

const OBEY = `exports.handler = async (event) => {
  if (event.fail !== undefined) throw new Error(event.fail)
  return event.answer === undefined ? event : event.answer
}`
const STATUSES = ['200', '400', '404', '405', '502']
const lambda = (more: object = {}) => ({
  integration: {
    Type: 'AWS',
    IntegrationHttpMethod: 'POST',
    Uri: functionUri('Obey'),
    IntegrationResponses: [{ StatusCode: '200' }],
    ...more,
  },
  method: {
    MethodResponses: STATUSES.map((StatusCode) => ({ StatusCode, ResponseParameters: { 'method.response.header.X-Tag': false } })),
  },
})
const selecting = (...pairs: readonly (readonly [status: string, pattern?: string])[]) =>
  lambda({
    IntegrationResponses: pairs.map(([StatusCode, SelectionPattern]) => ({
      StatusCode,
      ...(SelectionPattern === undefined ? {} : { SelectionPattern }),
    })),
  })
const responding = (more: object, pattern?: string) =>
  lambda({ IntegrationResponses: [{ StatusCode: '200', ...(pattern === undefined ? {} : { SelectionPattern: pattern }), ...more }] })
const template = (text: string) => responding({ ResponseTemplates: { 'application/json': text } })
const named =
  'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:${stageVariables.fn}/invocations'

const given: Given = {
  routes: {
    'POST /plain': lambda(),
    'POST /request-template': lambda({
      RequestTemplates: { 'application/json': '{"name": $input.json("$.n"), "verb": "$context.httpMethod", "q": "$input.params(\'q\')"}' },
    }),
    'POST /response-template': template("$input.path('$.name') of $input.params('q')"),
    'POST /response-params': template("$input.params().keySet() $input.params().querystring.q $input.params('none')"),
    'POST /patterns': selecting(['200'], ['405', '.*four hundred.*'], ['502', '.+']),
    'POST /by-status': selecting(['404'], ['200', '200'], ['502', '.+']),
    'POST /dot-star': selecting(['404', '.*']),
    'POST /no-default': selecting(['502', 'never']),
    'POST /whole-message': selecting(['200'], ['400', 'Bad'], ['404', 'Bad Request.*']),
    'POST /header-of-body': responding({ ResponseParameters: { 'method.response.header.X-Tag': 'integration.response.body.name' } }),
    'POST /header-of-error': responding(
      { ResponseParameters: { 'method.response.header.X-Tag': 'integration.response.body.errorMessage.reason' } },
      '.*reason.*',
    ),
    'POST /event': lambda({ RequestParameters: { 'integration.request.header.X-Amz-Invocation-Type': "'Event'" } }),
    'POST /variable': lambda({ Uri: named }),
    'GET /get': lambda(),
    'POST /wrong-verb': lambda({ IntegrationHttpMethod: 'GET' }),
  },
  functions: { Obey: OBEY },
  stage: { Variables: { fn: 'Obey' } },
}
const one = (what: string, path: string, body: unknown, then: Then, source: Source, query = ''): Case => ({
  id: `rest.lambda-custom.${what}`,
  given,
  when: {
    method: 'POST',
    path: `${path}${query}`,
    headers: { 'Content-Type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  },
  then,
  source,
})

const RESULT = recorded('facts/13, 300')
const SELECTION = recorded('facts/13, 301')
const FIRST = recorded('facts/13, 302')
const ERRORS = documented('docs: handle-errors-in-lambda-integration')

export const LAMBDA_CUSTOM: readonly Case[] = [
  one(
    'result-is-the-body',
    '/plain',
    { answer: { a: 1 } },
    { status: 200, body: '{"a":1}', headers: { 'Content-Type': 'application/json' } },
    RESULT,
  ),
  one(
    'result-is-not-interpreted',
    '/plain',
    { answer: { statusCode: 418, body: 'x' } },
    { status: 200, body: '{"statusCode":418,"body":"x"}' },
    RESULT,
  ),
  one('text-is-json', '/plain', { answer: 'text' }, { status: 200, body: '"text"' }, RESULT),
  one('body-is-the-event', '/plain', { a: { b: [1] } }, { status: 200, json: { a: { b: [1] } } }, RESULT),
  {
    id: 'rest.lambda-custom.no-body-is-an-empty-event',
    given,
    when: { path: '/get' },
    then: { status: 200, body: '{}' },
    source: recorded('facts/13, 237'),
  },
  one(
    'request-template',
    '/request-template',
    { n: 'Ada' },
    { status: 200, json: { name: 'Ada', verb: 'POST', q: '1' } },
    documented('docs: set-up-lambda-custom-integrations'),
    '?q=1',
  ),
  one('response-template', '/response-template', { name: 'Ada' }, { status: 200, body: 'Ada of 1' }, recorded('facts/13, 260'), '?q=1'),
  one(
    'params-in-the-response-template',
    '/response-params',
    {},
    { body: '[path, querystring, header] 1 ' },
    recorded('facts/13, 260'),
    '?q=1',
  ),
  one('trace-id', '/plain', {}, { headers: { 'X-Amzn-Trace-Id': /^Root=1-/ } }, recorded('facts/13, 245')),
  one('success-takes-the-default', '/patterns', {}, { status: 200 }, SELECTION),
  one('status-is-no-selection', '/by-status', { answer: { statusCode: 200 } }, { status: 404 }, SELECTION),
  one(
    'error-message-by-pattern',
    '/patterns',
    { fail: 'this is four hundred' },
    { status: 405, json: { errorMessage: 'this is four hundred', errorType: 'Error' } },
    FIRST,
  ),
  one('any-error-message', '/patterns', { fail: 'oops' }, { status: 502, json: { errorMessage: 'oops', errorType: 'Error' } }, FIRST),
  one(
    'error-without-a-pattern-passes-as-success',
    '/plain',
    { fail: 'oops' },
    { status: 200, json: { errorMessage: 'oops' } },
    recorded('facts/02, section 2'),
  ),
  one('dot-star-takes-success-too', '/dot-star', {}, { status: 404 }, ERRORS),
  one(
    'nothing-matches',
    '/no-default',
    {},
    { status: 500, body: '{"message": "Internal server error"}' },
    documented('docs: supported-gateway-response-types'),
  ),
  one('pattern-matches-the-whole-message', '/whole-message', { fail: 'Bad Request: x' }, { status: 404 }, uncertain('facts/02, section 2')),
  one(
    'header-of-the-result',
    '/header-of-body',
    { name: 'Ada' },
    { headers: { 'X-Tag': 'Ada' } },
    documented('docs: request-response-data-mappings'),
  ),
  one('header-of-an-error-message-in-json', '/header-of-error', { fail: '{"reason":"gone"}' }, { headers: { 'X-Tag': 'gone' } }, ERRORS),
  one('event-is-not-waited-for', '/event', {}, { status: 200, body: '' }, recorded('facts/13, 303')),
  one('stage-variable-in-the-uri', '/variable', { a: 1 }, { status: 200, body: '{"a":1}' }, recorded('facts/13, 305')),
  one(
    'wrong-integration-method',
    '/wrong-verb',
    {},
    { status: 500, body: '{"message": "Internal server error"}' },
    uncertain('facts/13, 285'),
  ),
]
