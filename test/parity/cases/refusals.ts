import { ECHO } from '../../support/rest-template'
import { type Case, documented, functionUri, type Given, http, named, recorded, rendering, type Source, uncertain } from '../case'

/** An API that refuses, on each route for its own reason; nothing of its gateway responses is configured. */
export const REFUSING: Given = {
  routes: {
    'GET /key/{id}': named('key', { ApiKeyRequired: true }),
    'GET /params/{id}': named('params', {
      RequestValidatorId: { Ref: 'Validator' },
      RequestParameters: { 'method.request.querystring.needed': true },
    }),
    'POST /body': named('body', {
      RequestValidatorId: { Ref: 'Validator' },
      RequestModels: { 'application/json': { Ref: 'Model' } },
    }),
    'POST /media': rendering('', { PassthroughBehavior: 'NEVER' }),
    'GET /broken-template': rendering('#set($x = )'),
    'GET /no-status': rendering('', { RequestTemplates: { 'application/json': '{}' } }),
    'GET /no-match': http('/teapot', { IntegrationResponses: [{ StatusCode: '200', SelectionPattern: '2\\d{2}' }] }),
    'GET /no-method-response': http('/teapot', { IntegrationResponses: [{ StatusCode: '418' }] }),
    'GET /reset': http('/reset'),
    'GET /hang': http('/hang', { TimeoutInMillis: 2000 }),
    'GET /wrong-verb': { integration: { Type: 'AWS_PROXY', IntegrationHttpMethod: 'GET', Uri: functionUri('Echo') } },
    'GET /unset': http('', { Uri: 'http://${stageVariables.nobody}/x' }),
  },
  backend: { '/teapot': { status: 418 }, '/reset': { fails: 'reset' }, '/hang': { fails: 'never' } },
  functions: { Echo: ECHO },
  resources: {
    Validator: {
      Type: 'AWS::ApiGateway::RequestValidator',
      Properties: { RestApiId: { Ref: 'Api' }, ValidateRequestBody: true, ValidateRequestParameters: true },
    },
    Model: {
      Type: 'AWS::ApiGateway::Model',
      Properties: {
        RestApiId: { Ref: 'Api' },
        Name: 'Model',
        ContentType: 'application/json',
        Schema: { $schema: 'http://json-schema.org/draft-04/schema#', type: 'object', required: ['name'] },
      },
    },
  },
}

/** AWS writes a blank behind the colon of its own errors of the 500s, and none in those of the 400s (facts/01, section 3). */
const refused = (
  what: string,
  request: string,
  status: number,
  error: string,
  message: string,
  source: Source,
  more: object = {},
): Case => {
  const [method, path] = request.split(' ') as [string, string]
  return {
    id: `rest.refusals.${what}`,
    given: REFUSING,
    when: { method, path, ...more },
    then: {
      status,
      body: `{"message":${status >= 500 ? ' ' : ''}"${message}"}`,
      headers: {
        'x-amzn-ErrorType': `${error}Exception`,
        'Content-Type': 'application/json',
        'x-amzn-RequestId': /^[0-9a-f-]{36}$/,
        'x-amz-apigw-id': /=$/,
      },
      absent: ['Server'],
    },
    source,
  }
}
const failed = (what: string, request: string, source: Source): Case =>
  refused(what, request, 500, 'InternalServerError', 'Internal server error', source)

const OBSERVED = recorded('facts/01, section 3')
const GUESSED = uncertain('facts/01, section 3')
const PARAMETERS = 'Missing required request parameters: [needed]'
const NO_EQUAL_SIGN =
  "Invalid key=value pair (missing equal-sign) in Authorization header (hashed with SHA-256 and encoded with Base64): 'w1Xc6WwWEogNEZQP/dkBTThsJT4MNlKmzQanIm970rY='."
const bearer = { headers: { Authorization: 'Bearer abc' } }
const signed = {
  headers: { Authorization: 'AWS4-HMAC-SHA256 Credential=x/20260102/us-east-1/execute-api/aws4_request, SignedHeaders=host, Signature=0' },
}

export const REFUSALS: readonly Case[] = [
  refused('no-route', 'GET /no', 403, 'MissingAuthenticationToken', 'Missing Authentication Token', OBSERVED),
  refused('api-key', 'GET /key/1', 403, 'Forbidden', 'Forbidden', OBSERVED),
  refused('parameters', 'GET /params/1', 400, 'BadRequest', PARAMETERS, OBSERVED),
  refused('body', 'POST /body', 400, 'BadRequest', 'Invalid request body', OBSERVED, { body: '{}' }),
  refused('media-type', 'POST /media', 415, 'BadRequest', 'Unsupported Media Type', GUESSED, {
    headers: { 'Content-Type': 'text/xml' },
    body: '<x/>',
  }),
  failed('broken-template', 'GET /broken-template', OBSERVED),
  failed('no-status-of-a-mock', 'GET /no-status', uncertain('facts/01, section 4')),
  failed('no-integration-response', 'GET /no-match', GUESSED),
  failed('no-method-response', 'GET /no-method-response', documented('docs: api-gateway-integration-settings-integration-response')),
  failed('bad-endpoint', 'GET /unset', recorded('facts/13, 323')),
  failed('lambda-without-post', 'GET /wrong-verb', recorded('facts/13, 285')),
  refused(
    'backend-breaks-off',
    'GET /reset',
    504,
    'InternalServerError',
    'Network error communicating with endpoint',
    uncertain('facts/01, section 4'),
  ),
  refused('backend-is-too-slow', 'GET /hang', 504, 'InternalServerError', 'Endpoint request timed out', OBSERVED, { timePasses: true }),
  refused(
    'authorization-that-is-no-signature',
    'GET /no',
    403,
    'IncompleteSignature',
    NO_EQUAL_SIGN,
    recorded('facts/04, section 4'),
    bearer,
  ),
  refused(
    'signature-on-no-route',
    'GET /no',
    403,
    'MissingAuthenticationToken',
    'Missing Authentication Token',
    uncertain('facts/01, section 1'),
    signed,
  ),
]
