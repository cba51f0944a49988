import { type Case, documented, type Given, recorded, type Source, type Then, uncertain } from '../case'
import { REFUSING } from './refusals'

const response = (type: string, properties: object = {}) => ({
  Type: 'AWS::ApiGateway::GatewayResponse',
  Properties: { RestApiId: { Ref: 'Api' }, ResponseType: type, ...properties },
})
const header = (name: string, source: string) => ({ ResponseParameters: { [`gatewayresponse.header.${name}`]: source } })

const TEMPLATE =
  '{"m":"$context.error.message","s":$context.error.messageString,"t":"$context.error.responseType","p":"$context.path","i":"$method.request.path.id","q":"$method.request.querystring.q","h":"$method.request.header.X-Mine","v":"$stageVariables.colour","n":"$context.nothing","x":"#if(1)"}'
const given: Given = {
  ...REFUSING,
  stage: { Variables: { colour: 'blue' } },
  resources: {
    ...REFUSING.resources,
    OwnKey: response('INVALID_API_KEY', { StatusCode: '401', ResponseTemplates: { 'application/json': TEMPLATE } }),
    OwnBody: response('BAD_REQUEST_BODY', { ResponseTemplates: { 'application/json': '{"why":"$context.error.validationErrorString"}' } }),
    OwnTimeout: response('INTEGRATION_TIMEOUT', { ResponseTemplates: { 'text/plain': 'too slow' }, ...header('Retry-After', "'5'") }),
    OwnFailure: response('INTEGRATION_FAILURE', header('X-Own', "'failure'")),
    Default4: response('DEFAULT_4XX', {
      ResponseParameters: {
        'gatewayresponse.header.Access-Control-Allow-Origin': "'*'",
        'gatewayresponse.header.X-Id': 'method.request.path.id',
        'gatewayresponse.header.X-Query': 'method.request.querystring.q',
        'gatewayresponse.header.X-Header': 'method.request.header.X-Mine',
        'gatewayresponse.header.X-Stage': 'context.stage',
        'gatewayresponse.header.X-Colour': 'stageVariables.colour',
      },
    }),
    Default5: response('DEFAULT_5XX', { StatusCode: '599', ...header('X-Five', "'yes'") }),
  },
}

const refused = (what: string, request: string, then: Then, source: Source, more: object = {}): Case => {
  const [method, path] = request.split(' ') as [string, string]
  return { id: `rest.gateway-responses.${what}`, given, when: { method, path, ...more }, then, source }
}

const PUT = recorded('facts/01, section 3')
const GUESSED = uncertain('facts/01, section 3')
const SUBSTITUTION = documented('docs: api-gateway-gatewayResponse-definition')
const TYPES = documented('docs: supported-gateway-response-types')
const SLOW = { timePasses: true }
const XML = { headers: { 'Content-Type': 'text/xml' }, body: '<x/>' }
const EMPTY = { body: '{}' }
const MINE = { headers: { 'X-Mine': 'mine' } }
const EVERYTHING =
  '{"m":"Forbidden","s":"Forbidden","t":"INVALID_API_KEY","p":"/test/key/7","i":"7","q":"1","h":"mine","v":"blue","n":"","x":"#if(1)"}'
const OPEN = { 'Access-Control-Allow-Origin': '*' }

export const GATEWAY_RESPONSES: readonly Case[] = [
  refused('every-reference', 'GET /key/7?q=1', { status: 401, body: EVERYTHING }, SUBSTITUTION, MINE),
  refused('error-type-stays', 'GET /key/7', { headers: { 'x-amzn-ErrorType': 'ForbiddenException' } }, GUESSED),
  refused('own-type-is-not-merged-with-the-default', 'GET /key/7', { status: 401, absent: ['Access-Control-Allow-Origin'] }, PUT),
  refused(
    'validation-error',
    'POST /body',
    { status: 400, body: '{"why":"[object has missing required properties (["name"])]"}' },
    GUESSED,
    EMPTY,
  ),
  refused(
    'default-4xx-header',
    'GET /params/7',
    { status: 400, body: '{"message":"Missing required request parameters: [needed]"}', headers: OPEN },
    TYPES,
  ),
  refused(
    'headers-from-the-request',
    'GET /params/7?q=1',
    { headers: { 'X-Id': '7', 'X-Query': '1', 'X-Header': 'mine' } },
    SUBSTITUTION,
    MINE,
  ),
  refused('headers-from-context-and-stage', 'GET /params/7', { headers: { 'X-Stage': 'test', 'X-Colour': 'blue' } }, SUBSTITUTION),
  refused('header-that-cannot-be-sent-is-left-out', 'GET /params/7?q=a%0Ab', { status: 400, absent: ['X-Query'], headers: OPEN }, GUESSED),
  refused('header-without-a-value-is-left-out', 'GET /params/7', { absent: ['X-Query'] }, GUESSED),
  refused('default-4xx-for-no-route', 'GET /no', { status: 403, headers: OPEN }, TYPES),
  refused('default-4xx-keeps-the-status-of-the-type', 'POST /media', { status: 415, headers: OPEN }, TYPES, XML),
  refused('default-5xx-replaces-the-status', 'GET /no-match', { status: 599, headers: { 'X-Five': 'yes' } }, PUT),
  refused('default-5xx-for-errors-without-a-type', 'GET /no-status', { status: 599, headers: { 'X-Five': 'yes' } }, GUESSED),
  refused('own-without-status-has-the-types', 'GET /hang', { status: 504 }, PUT, SLOW),
  refused('own-content-type', 'GET /hang', { body: 'too slow', headers: { 'Content-Type': 'text/plain' } }, GUESSED, SLOW),
  refused('own-header', 'GET /hang', { headers: { 'Retry-After': '5' } }, SUBSTITUTION, SLOW),
  refused(
    'own-without-template-has-the-default-body',
    'GET /reset',
    { body: '{"message":"Network error communicating with endpoint"}', headers: { 'X-Own': 'failure' } },
    PUT,
  ),
  refused('own-integration-failure-of-the-gateway-itself', 'GET /wrong-verb', { status: 500, headers: { 'X-Own': 'failure' } }, PUT),
]
