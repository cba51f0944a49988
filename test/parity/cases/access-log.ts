import { type Case, documented, functionUri, type Given, named, type Request, type Source, type Then, uncertain } from '../case'

const GROUP = { 'Fn::Sub': 'arn:aws:logs:${AWS::Region}:${AWS::AccountId}:log-group:access:*' }
const DOCS = documented('docs: set-up-logging')
const VARIABLES = documented('docs: api-gateway-variables-for-access-logging')
const DASH = uncertain('facts/03, section 1')

const functions = {
  Ok: 'exports.handler = async () => ({ statusCode: 201, body: "made" })',
  Fails: 'exports.handler = async () => { throw new Error("no") }',
  Allows: `exports.handler = async ({ methodArn, authorizationToken }) => ({
    principalId: 'ada',
    context: { tier: 'gold' },
    policyDocument: { Version: '2012-10-17', Statement: [{ Action: '*', Effect: authorizationToken === 'no' ? 'Deny' : 'Allow', Resource: '*' }] },
  })`,
}
const routes: Given['routes'] = {
  'GET /mock': named('five!'),
  'POST /orders/{id}': { fn: 'Ok' },
  'GET /fails': { fn: 'Fails' },
  'GET /private': named('secret', { AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: 'Authorizer' } }),
  'GET /checked': named('ok', {
    RequestValidatorId: { Ref: 'Validator' },
    RequestParameters: { 'method.request.querystring.a': true },
  }),
}
const resources = {
  Validator: { Type: 'AWS::ApiGateway::RequestValidator', Properties: { RestApiId: { Ref: 'Api' }, ValidateRequestParameters: true } },
  Asked: {
    Type: 'AWS::Lambda::Permission',
    Properties: { Action: 'lambda:InvokeFunction', FunctionName: { Ref: 'Allows' }, Principal: 'apigateway.amazonaws.com' },
  },
  Authorizer: {
    Type: 'AWS::ApiGateway::Authorizer',
    Properties: {
      Name: 'allows',
      RestApiId: { Ref: 'Api' },
      Type: 'TOKEN',
      IdentitySource: 'method.request.header.Authorization',
      AuthorizerUri: functionUri('Allows'),
    },
  },
}
const api = { EndpointConfiguration: { Types: ['REGIONAL'] } }
const logging = (format: string): Given => ({
  api,
  routes,
  functions,
  resources,
  stage: { AccessLogSetting: { DestinationArn: GROUP, Format: format } },
})

const FORMATS: Readonly<Record<string, readonly [format: string, line: string]>> = {
  clf: [
    '$context.identity.sourceIp $context.identity.caller $context.identity.user [$context.requestTime] "$context.httpMethod $context.resourcePath $context.protocol" $context.status $context.responseLength $context.requestId $context.extendedRequestId',
    '127.0.0.1 - - [02/Jan/2026:03:04:05 +0000] "GET /mock HTTP/1.1" 200 5 {@x-amzn-requestid} {@x-amz-apigw-id}',
  ],
  json: [
    '{"requestId":"$context.requestId","extendedRequestId":"$context.extendedRequestId","ip":"$context.identity.sourceIp","caller":"$context.identity.caller","user":"$context.identity.user","requestTime":"$context.requestTime","httpMethod":"$context.httpMethod","resourcePath":"$context.resourcePath","status":"$context.status","protocol":"$context.protocol","responseLength":"$context.responseLength"}',
    '{"requestId":"{@x-amzn-requestid}","extendedRequestId":"{@x-amz-apigw-id}","ip":"127.0.0.1","caller":"-","user":"-","requestTime":"02/Jan/2026:03:04:05 +0000","httpMethod":"GET","resourcePath":"/mock","status":"200","protocol":"HTTP/1.1","responseLength":"5"}',
  ],
  xml: [
    '<request id="$context.requestId"> <ip>$context.identity.sourceIp</ip> <caller>$context.identity.caller</caller> <user>$context.identity.user</user> <requestTime>$context.requestTime</requestTime> <httpMethod>$context.httpMethod</httpMethod> <resourcePath>$context.resourcePath</resourcePath> <status>$context.status</status> <protocol>$context.protocol</protocol> <responseLength>$context.responseLength</responseLength> </request>',
    '<request id="{@x-amzn-requestid}"> <ip>127.0.0.1</ip> <caller>-</caller> <user>-</user> <requestTime>02/Jan/2026:03:04:05 +0000</requestTime> <httpMethod>GET</httpMethod> <resourcePath>/mock</resourcePath> <status>200</status> <protocol>HTTP/1.1</protocol> <responseLength>5</responseLength> </request>',
  ],
  csv: [
    '$context.identity.sourceIp,$context.identity.caller,$context.identity.user,$context.requestTime,$context.httpMethod,$context.resourcePath,$context.protocol,$context.status,$context.responseLength,$context.requestId,$context.extendedRequestId',
    '127.0.0.1,-,-,02/Jan/2026:03:04:05 +0000,GET,/mock,HTTP/1.1,200,5,{@x-amzn-requestid},{@x-amz-apigw-id}',
  ],
}

const formats = Object.entries(FORMATS).map(
  ([name, [format, accessLog]]): Case => ({
    id: `rest.access-log.${name}`,
    given: logging(format),
    when: { path: '/mock' },
    then: { status: 200, accessLog },
    source: DOCS,
  }),
)

/** One variable after another, `name=value;`. */
const NAMES = [
  'accountId',
  'apiId',
  'authorizer.principalId',
  'authorizer.tier',
  'authorizer.status',
  'authorizer.latency',
  'awsEndpointRequestId',
  'deploymentId',
  'domainName',
  'domainPrefix',
  'endpointType',
  'error.message',
  'error.messageString',
  'error.responseType',
  'httpMethod',
  'identity.apiKeyId',
  'identity.userAgent',
  'integration.error',
  'integration.integrationStatus',
  'integration.latency',
  'integration.requestId',
  'integration.responseTransferMode',
  'integration.status',
  'integrationErrorMessage',
  'integrationLatency',
  'integrationStatus',
  'isCanaryRequest',
  'nothing',
  'path',
  'requestId',
  'requestTimeEpoch',
  'resourceId',
  'resourcePath',
  'responseLatency',
  'responseLength',
  'responseType',
  'stage',
  'status',
  'waf.status',
  'wafResponseCode',
  'webaclArn',
  'xrayTraceId',
]
const all = logging(NAMES.map((name) => `${name}=$context.${name};`).join(''))

/** What variables are for a request; texts are patterns of the whole value. */
const values = (what: string, when: Request, wanted: Readonly<Record<string, string>>, source: Source, then: Then = {}): Case => {
  const order = NAMES.filter((name) => wanted[name] !== undefined)
  const pattern = order.map((name) => `(?:^|;)${name.replace('.', '\\.')}=${wanted[name]};`).join('.*')
  return {
    id: `rest.access-log.${what}`,
    given: all,
    when,
    then: { ...then, accessLog: new RegExp(pattern.replaceAll('(?:^|;)', '(?:^|(?<=;))')) },
    source,
  }
}

const UUID = '[0-9a-f-]{36}'

export const ACCESS_LOG: readonly Case[] = [
  ...formats,
  values(
    'who-and-where',
    { path: '/mock', headers: { 'User-Agent': 'curl' } },
    {
      accountId: '000000000000',
      apiId: '[a-z0-9]{10}',
      deploymentId: '[a-z0-9]{6}',
      domainName: '[a-z0-9]{10}\\.execute-api\\.us-east-1\\.amazonaws\\.com',
      domainPrefix: '[a-z0-9]{10}',
      endpointType: 'REGIONAL',
      'identity.userAgent': 'curl',
      path: '/test/mock',
      requestTimeEpoch: '1767323045006',
      resourceId: '[a-z0-9]{6}',
      stage: 'test',
    },
    VARIABLES,
  ),
  values(
    'unset-variables-are-dashes',
    { path: '/mock' },
    {
      'authorizer.principalId': '-',
      'error.message': '-',
      'identity.apiKeyId': '-',
      'identity.userAgent': '-',
      integrationErrorMessage: '-',
      isCanaryRequest: '-',
      nothing: '-',
      'waf.status': '-',
      wafResponseCode: '-',
      webaclArn: '-',
      xrayTraceId: '-',
    },
    DASH,
  ),
  values(
    'a-mock-has-no-integration-latency',
    { path: '/mock' },
    { 'integration.latency': '-', integrationLatency: '-', status: '200' },
    DASH,
  ),
  values(
    'a-function-as-a-proxy',
    { method: 'POST', path: '/orders/7' },
    {
      awsEndpointRequestId: UUID,
      'integration.integrationStatus': '200',
      'integration.latency': '0',
      'integration.requestId': UUID,
      'integration.responseTransferMode': 'BUFFERED',
      'integration.status': '201',
      integrationLatency: '0',
      integrationStatus: '200',
      resourcePath: '/orders/\\{id\\}',
      responseLatency: '0',
      responseLength: '4',
      status: '201',
    },
    VARIABLES,
    { status: 201 },
  ),
  values(
    'a-function-that-fails',
    { path: '/fails' },
    {
      'error.message': 'Internal server error',
      'error.messageString': '"Internal server error"',
      'integration.integrationStatus': '200',
      status: '502',
    },
    VARIABLES,
    { status: 502 },
  ),
  values(
    'a-route-that-is-not-there',
    { path: '/nowhere' },
    {
      'error.message': 'Missing Authentication Token',
      'error.responseType': 'MISSING_AUTHENTICATION_TOKEN',
      httpMethod: 'GET',
      path: '/test/nowhere',
      resourcePath: '-',
      responseLength: '42',
      status: '403',
    },
    DASH,
    { status: 403 },
  ),
  values(
    'a-request-that-is-not-valid',
    { path: '/checked' },
    {
      'error.message': 'Missing required request parameters: \\[a\\]',
      'error.responseType': 'BAD_REQUEST_PARAMETERS',
      status: '400',
    },
    VARIABLES,
    { status: 400 },
  ),
  values(
    'an-authorizer-that-allows',
    { path: '/private', headers: { Authorization: 'yes' } },
    {
      'authorizer.principalId': 'ada',
      'authorizer.tier': 'gold',
      'authorizer.status': '200',
      'authorizer.latency': '\\d+',
    },
    VARIABLES,
    { status: 200 },
  ),
  values(
    'an-authorizer-that-denies',
    { path: '/private', headers: { Authorization: 'no' } },
    {
      'authorizer.status': '403',
      'error.responseType': 'ACCESS_DENIED',
      status: '403',
    },
    uncertain('facts/03, section 1'),
    { status: 403 },
  ),
  values(
    'a-clients-request-id',
    { path: '/mock', headers: { 'x-amzn-RequestId': '0a1b2c3d-0000-4000-8000-000000000000' } },
    {
      requestId: '0a1b2c3d-0000-4000-8000-000000000000',
    },
    DOCS,
  ),
  values(
    'a-request-id-that-is-none',
    { path: '/mock', headers: { 'x-amzn-RequestId': 'mine' } },
    {
      requestId: 'UUID_REPLACED_INVALID_REQUEST_ID',
    },
    DOCS,
  ),
]
