import { ECHO } from '../../support/rest-template'
import {
  type Case,
  documented,
  functionUri,
  type Given,
  http,
  named,
  recorded,
  rendering,
  type Source,
  type Then,
  uncertain,
} from '../case'

const response = (type: string, properties: object = {}) => ({
  Type: 'AWS::ApiGateway::GatewayResponse',
  Properties: { RestApiId: { Ref: 'Api' }, ResponseType: type, ...properties },
})
const header = (name: string, source: string) => ({ ResponseParameters: { [`gatewayresponse.header.${name}`]: source } })
const validator = {
  Type: 'AWS::ApiGateway::RequestValidator',
  Properties: { RestApiId: { Ref: 'Api' }, ValidateRequestBody: true, ValidateRequestParameters: true },
}
const NEVER = { PassthroughBehavior: 'NEVER' }

/** Routes that are refused, each for its own reason. */
const routes: Given['routes'] = {
  'GET /key/{id}': named('key', { ApiKeyRequired: true }),
  'GET /params/{id}': named('params', {
    RequestValidatorId: { Ref: 'Validator' },
    RequestParameters: { 'method.request.querystring.needed': true },
  }),
  'POST /body': named('body', {
    RequestValidatorId: { Ref: 'Validator' },
    RequestModels: { 'application/json': { Ref: 'Model' } },
  }),
  'POST /media': rendering('', NEVER),
  'GET /broken-template': rendering('#set($x = )'),
  'GET /no-status': rendering('', { RequestTemplates: { 'application/json': '{}' } }),
  'GET /no-match': http('/teapot', { IntegrationResponses: [{ StatusCode: '200', SelectionPattern: '2\\d{2}' }] }),
  'GET /no-method-response': http('/teapot', { IntegrationResponses: [{ StatusCode: '418' }] }),
  'GET /reset': http('/reset'),
  'GET /hang': http('/hang', { TimeoutInMillis: 2000 }),
  'GET /wrong-verb': { integration: { Type: 'AWS_PROXY', IntegrationHttpMethod: 'GET', Uri: functionUri('Echo') } },
  'GET /unset': http('', { Uri: 'http://${stageVariables.nobody}/x' }),
}
const backend: Given['backend'] = { '/teapot': { status: 418 }, '/reset': { fails: 'reset' }, '/hang': { fails: 'never' } }
const resources = {
  Validator: validator,
  Model: {
    Type: 'AWS::ApiGateway::Model',
    Properties: {
      RestApiId: { Ref: 'Api' },
      Name: 'Model',
      ContentType: 'application/json',
      Schema: { $schema: 'http://json-schema.org/draft-04/schema#', type: 'object', required: ['name'] },
    },
  },
}
const functions = { Echo: ECHO }
const plain: Given = { routes, backend, resources, functions }
const stage = { Variables: { colour: 'blue' } }

const TEMPLATE =
  '{"m":"$context.error.message","s":$context.error.messageString,"t":"$context.error.responseType","p":"$context.path","i":"$method.request.path.id","q":"$method.request.querystring.q","h":"$method.request.header.X-Mine","v":"$stageVariables.colour","n":"$context.nothing","x":"#if(1)"}'
const configured: Given = {
  routes,
  backend,
  stage,
  functions,
  resources: {
    ...resources,
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

const refused = (what: string, request: string, then: Then, source: Source, given = plain, more: object = {}): Case => {
  const [method, path] = request.split(' ') as [string, string]
  return { id: `rest.gateway-responses.${what}`, given, when: { method, path, ...more }, then, source }
}
const builtIn = (what: string, request: string, status: number, errorType: string, body: string, source: Source, more: object = {}): Case =>
  refused(
    what,
    request,
    { status, body, headers: { 'x-amzn-ErrorType': errorType, 'Content-Type': 'application/json' } },
    source,
    plain,
    more,
  )

const INTERNAL = '{"message": "Internal server error"}'
const OBSERVED = recorded('facts/01, section 3')
const SUBSTITUTION = documented('docs: api-gateway-gatewayResponse-definition')
const TYPES = documented('docs: supported-gateway-response-types')
const SLOW = { timePasses: true }
const XML = { headers: { 'Content-Type': 'text/xml' }, body: '<x/>' }
const EMPTY = { body: '{}' }

export const GATEWAY_RESPONSES: readonly Case[] = [
  builtIn(
    'missing-authentication-token',
    'GET /no',
    403,
    'MissingAuthenticationTokenException',
    '{"message":"Missing Authentication Token"}',
    OBSERVED,
  ),
  builtIn('invalid-api-key', 'GET /key/1', 403, 'ForbiddenException', '{"message":"Forbidden"}', OBSERVED),
  builtIn(
    'bad-request-parameters',
    'GET /params/1',
    400,
    'BadRequestException',
    '{"message":"Missing required request parameters: [needed]"}',
    OBSERVED,
  ),
  builtIn('bad-request-body', 'POST /body', 400, 'BadRequestException', '{"message":"Invalid request body"}', OBSERVED, EMPTY),
  builtIn(
    'unsupported-media-type',
    'POST /media',
    415,
    'BadRequestException',
    '{"message":"Unsupported Media Type"}',
    uncertain('facts/01, section 3'),
    XML,
  ),
  builtIn('broken-template', 'GET /broken-template', 500, 'InternalServerErrorException', INTERNAL, recorded('facts/01, section 3')),
  builtIn('no-status-of-a-mock', 'GET /no-status', 500, 'InternalServerErrorException', INTERNAL, uncertain('facts/01, section 4')),
  builtIn('no-integration-response', 'GET /no-match', 500, 'InternalServerErrorException', INTERNAL, uncertain('facts/01, section 3')),
  builtIn(
    'no-method-response',
    'GET /no-method-response',
    500,
    'InternalServerErrorException',
    INTERNAL,
    documented('docs: api-gateway-integration-settings-integration-response'),
  ),
  builtIn(
    'integration-failure',
    'GET /reset',
    504,
    'InternalServerErrorException',
    '{"message": "Network error communicating with endpoint"}',
    uncertain('facts/01, section 4'),
  ),
  builtIn(
    'integration-timeout',
    'GET /hang',
    504,
    'InternalServerErrorException',
    '{"message": "Endpoint request timed out"}',
    OBSERVED,
    SLOW,
  ),
  builtIn('bad-endpoint', 'GET /unset', 500, 'InternalServerErrorException', INTERNAL, recorded('facts/13, 323')),
  refused(
    'every-reference',
    'GET /key/7?q=1',
    {
      status: 401,
      body: '{"m":"Forbidden","s":"Forbidden","t":"INVALID_API_KEY","p":"/test/key/7","i":"7","q":"1","h":"mine","v":"blue","n":"","x":"#if(1)"}',
    },
    SUBSTITUTION,
    configured,
    { headers: { 'X-Mine': 'mine' } },
  ),
  refused(
    'error-type-stays',
    'GET /key/7',
    { headers: { 'x-amzn-ErrorType': 'ForbiddenException' } },
    uncertain('facts/01, section 3'),
    configured,
  ),
  refused(
    'own-type-is-not-merged-with-the-default',
    'GET /key/7',
    { status: 401, absent: ['Access-Control-Allow-Origin'] },
    recorded('facts/01, section 3'),
    configured,
  ),
  refused(
    'validation-error',
    'POST /body',
    { status: 400, body: '{"why":"[object has missing required properties (["name"])]"}' },
    uncertain('facts/01, section 3'),
    configured,
    EMPTY,
  ),
  refused(
    'default-4xx-header',
    'GET /params/7',
    {
      status: 400,
      body: '{"message":"Missing required request parameters: [needed]"}',
      headers: { 'Access-Control-Allow-Origin': '*' },
    },
    TYPES,
    configured,
  ),
  refused(
    'headers-from-the-request',
    'GET /params/7?q=1',
    {
      headers: { 'X-Id': '7', 'X-Query': '1', 'X-Header': 'mine', 'X-Stage': 'test', 'X-Colour': 'blue' },
    },
    SUBSTITUTION,
    configured,
    { headers: { 'X-Mine': 'mine' } },
  ),
  refused('header-without-a-value-is-left-out', 'GET /params/7', { absent: ['X-Query'] }, uncertain('facts/01, section 3'), configured),
  refused('default-4xx-for-no-route', 'GET /no', { status: 403, headers: { 'Access-Control-Allow-Origin': '*' } }, TYPES, configured),
  refused(
    'default-4xx-keeps-the-status-of-the-type',
    'POST /media',
    { status: 415, headers: { 'Access-Control-Allow-Origin': '*' } },
    TYPES,
    configured,
    XML,
  ),
  refused(
    'default-5xx-replaces-the-status',
    'GET /no-match',
    { status: 599, headers: { 'X-Five': 'yes' } },
    recorded('facts/01, section 3'),
    configured,
  ),
  refused(
    'default-5xx-for-errors-without-a-type',
    'GET /no-status',
    { status: 599, headers: { 'X-Five': 'yes' } },
    uncertain('facts/01, section 3'),
    configured,
  ),
  refused('own-status-without-statuscode-is-the-types', 'GET /hang', { status: 504 }, recorded('facts/01, section 3'), configured, SLOW),
  refused(
    'own-content-type',
    'GET /hang',
    { body: 'too slow', headers: { 'Content-Type': 'text/plain', 'Retry-After': '5' } },
    uncertain('facts/01, section 3'),
    configured,
    SLOW,
  ),
  refused(
    'own-without-template-has-the-default-body',
    'GET /reset',
    {
      body: /^\{"message": ?"Network error communicating with endpoint"\}$/,
      headers: { 'X-Own': 'failure' },
    },
    recorded('facts/01, section 3'),
    configured,
  ),
  refused(
    'authorization-that-is-no-signature',
    'GET /no',
    {
      status: 403,
      body: `{"message":"Invalid key=value pair (missing equal-sign) in Authorization header (hashed with SHA-256 and encoded with Base64): 'w1Xc6WwWEogNEZQP/dkBTThsJT4MNlKmzQanIm970rY='."}`,
      headers: { 'x-amzn-ErrorType': 'IncompleteSignatureException' },
    },
    recorded('facts/04, section 4'),
    plain,
    { headers: { Authorization: 'Bearer abc' } },
  ),
  refused(
    'signature-on-no-route',
    'GET /no',
    { status: 403, body: '{"message":"Missing Authentication Token"}' },
    uncertain('facts/01, section 1'),
    plain,
    {
      headers: {
        Authorization: 'AWS4-HMAC-SHA256 Credential=x/20260102/us-east-1/execute-api/aws4_request, SignedHeaders=host, Signature=0',
      },
    },
  ),
]
