import { type Case, documented, functionUri, type Given, type Request, recorded, type Source, type Then, uncertain } from '../case'

/** Answers what the body of the event says: `{"answer": <result>}`, `{"throw": <message>}`, `{"hang": true}`. */
const OBEY = `exports.handler = async (event) => {
  const order = JSON.parse(event.body)
  if (order.throw !== undefined) throw new Error(order.throw)
  if (order.hang) await new Promise((done) => setTimeout(done, 600_000))
  return order.answer
}`
const ECHO_200 = "exports.handler = async () => ({ statusCode: 200, body: 'reached' })"
const integration = (more: object, fn = 'Obey') => ({
  integration: { Type: 'AWS_PROXY', IntegrationHttpMethod: 'POST', Uri: functionUri(fn), ...more },
})
const given: Given = {
  routes: {
    'POST /obey': { fn: 'Obey' },
    'POST /quick': integration({ TimeoutInMillis: 1000 }),
    'POST /get': integration({ IntegrationHttpMethod: 'GET' }),
    'POST /any': integration({ IntegrationHttpMethod: 'ANY' }),
    'POST /stranger': integration({}, 'Stranger'),
    'POST /nobody': integration({
      Uri: 'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:nobody/invocations',
    }),
    'POST /mapped': integration({
      IntegrationResponses: [{ StatusCode: '418', ResponseTemplates: { 'application/json': 'mapped' } }],
    }),
    'POST /variable': integration({
      Uri: 'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:${stageVariables.fn}/invocations',
    }),
  },
  functions: { Obey: OBEY, Stranger: ECHO_200, Named: ECHO_200 },
  stage: { Variables: { fn: 'Named' } },
  resources: {
    StrangerPermission: {
      Type: 'AWS::Lambda::Permission',
      Properties: {
        Action: 'lambda:InvokeFunction',
        FunctionName: { Ref: 'Stranger' },
        Principal: 'apigateway.amazonaws.com',
        SourceArn: 'arn:aws:execute-api:us-east-1:000000000000:another/*',
      },
    },
  },
}

const post = (order: unknown, more: Partial<Request> = {}): Request => ({
  method: 'POST',
  path: '/obey',
  body: JSON.stringify(order),
  ...more,
})
const answers = (what: string, answer: unknown, then: Then, source: Source): Case => ({
  id: `rest.lambda-response.${what}`,
  given,
  when: post({ answer }),
  then,
  source,
})
const BROKEN: Then = {
  status: 502,
  body: '{"message": "Internal server error"}',
  headers: { 'x-amzn-ErrorType': 'InternalServerErrorException', 'Content-Type': 'application/json' },
}
const refuses = (what: string, answer: unknown, source: Source): Case => answers(what, answer, BROKEN, source)
const fails = (what: string, when: Request, then: Then, source: Source): Case => ({
  id: `rest.lambda-response.${what}`,
  given,
  when,
  then,
  source,
})

const SHAPES = recorded('facts/13, 286')
const WRONG = recorded('facts/13, 287')
const VALUES = recorded('facts/13, 289')
const MULTI = recorded('facts/13, 290')
const INTERNAL = { status: 500, body: '{"message": "Internal server error"}' }

export const LAMBDA_RESPONSE: readonly Case[] = [
  answers(
    'status-and-body',
    { statusCode: 201, body: 'made' },
    { status: 201, body: 'made' },
    documented('docs: set-up-lambda-proxy-integrations'),
  ),
  answers('status-alone', { statusCode: 200 }, { status: 200, body: '' }, SHAPES),
  answers('empty-object', {}, { status: 200, body: '' }, SHAPES),
  answers('headers-alone', { headers: { 'X-Own': '1' } }, { status: 200, body: '', headers: { 'X-Own': '1' } }, SHAPES),
  answers('body-alone', { body: 'text' }, { status: 200, body: 'text' }, recorded('facts/02, section 1')),
  answers('null-body', { statusCode: 200, body: null }, { status: 200, body: '' }, uncertain('facts/02, section 1')),
  answers('status-as-text', { statusCode: '201' }, { status: 201 }, recorded('facts/13, 288')),
  refuses('status-that-is-no-number', { statusCode: 'x' }, WRONG),
  refuses('unknown-member', { statusCode: 200, wrongValue: 'x' }, WRONG),
  refuses('text', 'text', WRONG),
  refuses('number', 7, WRONG),
  refuses('list', [1], WRONG),
  refuses('null', null, recorded('facts/02, section 1')),
  refuses('multi-value-headers-without-lists', { multiValueHeaders: { a: 'x' } }, WRONG),
  refuses('header-that-is-an-object', { headers: { a: { b: 1 } } }, recorded('facts/02, section 1')),
  refuses('header-name-that-is-none', { headers: { 'X Own': '1' } }, uncertain('facts/02, section 1')),
  refuses('header-with-a-line-break', { headers: { 'X-Own': 'a\nb' } }, uncertain('facts/02, section 1')),
  refuses('body-that-is-an-object', { body: { a: 1 } }, uncertain('facts/02, section 1')),
  refuses('error-object', { errorMessage: 'oops', errorType: 'Error' }, recorded('facts/02, section 1')),
  fails('handler-error', post({ throw: 'oops' }), BROKEN, WRONG),
  answers('boolean-header', { headers: { 'X-Bool': true } }, { headers: { 'X-Bool': 'true' } }, VALUES),
  answers('null-headers', { headers: null, body: 'x' }, { status: 200, body: 'x' }, VALUES),
  answers('number-header', { headers: { 'X-Number': 5 } }, { headers: { 'X-Number': '5' } }, uncertain('facts/02, section 1')),
  answers('multi-value-headers-are-lines', { multiValueHeaders: { 'X-Two': ['a', 'b'] } }, { lines: ['X-Two: a', 'X-Two: b'] }, MULTI),
  answers(
    'header-in-both-maps',
    { multiValueHeaders: { 'X-Both': ['a', 'b'] }, headers: { 'x-both': 'c' } },
    { headers: { 'X-Both': 'a, b, c' } },
    MULTI,
  ),
  answers(
    'header-in-both-maps-is-spelled-as-in-multi',
    { multiValueHeaders: { 'X-Both': ['a'] }, headers: { 'x-both': 'c' } },
    { lines: ['X-Both: a', 'X-Both: c'] },
    MULTI,
  ),
  answers('default-content-type', { body: 'x' }, { headers: { 'Content-Type': 'application/json' } }, recorded('facts/13, 291')),
  answers('default-content-type-of-no-body', {}, { headers: { 'Content-Type': 'application/json' } }, recorded('facts/13, 291')),
  answers(
    'own-content-type',
    { headers: { 'content-type': 'text/html' }, body: '<p>' },
    { headers: { 'Content-Type': 'text/html' } },
    documented('docs: set-up-lambda-proxy-integrations'),
  ),
  answers(
    'set-cookie-lines',
    { multiValueHeaders: { 'Set-Cookie': ['a=1', 'b=2'] } },
    { lines: ['Set-Cookie: a=1', 'Set-Cookie: b=2'] },
    MULTI,
  ),
  answers('not-base64', { body: 'aGk=', isBase64Encoded: false }, { body: 'aGk=' }, recorded('facts/13, 296')),
  answers('base64-without-binary-types', { body: 'aGk=', isBase64Encoded: true }, { body: 'aGk=' }, recorded('facts/13, 293')),
  answers('trace-id', { body: 'x' }, { headers: { 'X-Amzn-Trace-Id': /^Root=1-[0-9a-f]{8}-[0-9a-f]{24}/ } }, recorded('facts/13, 245')),
  fails(
    'integration-responses-are-ignored',
    post({ answer: { body: 'own' } }, { path: '/mapped' }),
    { status: 200, body: 'own' },
    recorded('facts/13, 314'),
  ),
  fails(
    'timeout-of-the-integration',
    post({ hang: true }, { path: '/quick', timePasses: true }),
    { status: 504, body: '{"message": "Endpoint request timed out"}' },
    recorded('facts/01, section 3'),
  ),
  {
    // The first request starts the function, so that its own time is over before the integration's is.
    ...fails('timeout-of-the-function', post({}), BROKEN, recorded('facts/01, section 4')),
    when: [post({}), post({ hang: true }, { timePasses: true })],
  },
  fails('integration-method-get', post({ answer: {} }, { path: '/get' }), INTERNAL, recorded('facts/13, 285')),
  fails('integration-method-any', post({ answer: {} }, { path: '/any' }), INTERNAL, recorded('facts/13, 285')),
  fails('no-permission', post({}, { path: '/stranger' }), INTERNAL, recorded('facts/01, section 4')),
  fails(
    'no-such-function',
    post({}, { path: '/nobody' }),
    { status: 502, body: '{"message": "Internal server error"}' },
    uncertain('facts/01, section 4'),
  ),
  fails('stage-variable-in-the-uri', post({}, { path: '/variable' }), { status: 200, body: 'reached' }, recorded('facts/13, 305')),
]
