import { ECHO, type TestMethod } from '../../support/rest-template'
import {
  type Case,
  documented,
  functionUri,
  type Given,
  type Pause,
  type Request,
  recorded,
  rendering,
  type Source,
  type Then,
  uncertain,
} from '../case'

/** Answers by what the token says, and tells how often it was asked. */
const SAYS = `let asked = 0
const policy = (Effect, Resource, more) => ({ Version: '2012-10-17', Statement: [{ Action: 'execute-api:Invoke', Effect, Resource, ...more }] })
const allow = (Resource, more) => ({ principalId: 'ada', policyDocument: policy('Allow', Resource, more), context: { asked } })
exports.handler = async (event) => {
  asked++
  const any = event.methodArn.split('/').slice(0, 2).join('/')
  const said = event.authorizationToken ?? event.headers.who ?? event.queryStringParameters.who
  switch (said) {
    case 'unauthorized': throw new Error('Unauthorized')
    case 'lower case': throw new Error('unauthorized')
    case 'fails': throw new Error('no idea')
    case 'deny': return { principalId: 'ada', policyDocument: policy('Deny', '*') }
    case 'allow and deny': return { principalId: 'ada', policyDocument: { Version: '2012-10-17', Statement: [...policy('Allow', '*').Statement, ...policy('Deny', event.methodArn).Statement] } }
    case 'other method': return allow(any + '/POST/token')
    case 'other action': return allow('*', { Action: 'execute-api:ManageConnections' })
    case 'any action': return allow('*', { Action: '*' })
    case 'action in capitals': return allow('*', { Action: 'EXECUTE-API:INVOKE' })
    case 'across slashes': return allow(any + '/*/deep')
    case 'one character': return allow(any + '/GE?/token')
    case 'list': return allow(['arn:aws:execute-api:*:*:none/*', event.methodArn])
    case 'long resource': return allow(['*', any + '/GET/' + 'x'.repeat(512)])
    case 'exact': return allow(event.methodArn)
    case 'here': return allow('*', { Condition: { IpAddress: { 'aws:SourceIp': '127.0.0.0/8' } } })
    case 'elsewhere': return allow('*', { Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } })
    case 'context': return { ...allow('*'), context: { text: 'a', number: 1, fraction: 1.5, yes: true, no: false } }
    case 'no context': return { principalId: 'ada', policyDocument: policy('Allow', '*') }
    case 'object': return { ...allow('*'), context: { a: { b: 1 } } }
    case 'array': return { ...allow('*'), context: { a: [1] } }
    case 'unknown member': return { ...allow('*'), errorType: 'x' }
    case 'no principal': return { policyDocument: policy('Allow', '*') }
    case 'no policy': return { principalId: 'ada' }
    case 'text': return 'Allow'
    case 'nothing': return null
    case 'event': return { ...allow('*'), context: { event: JSON.stringify(event) } }
    default: return { ...allow('*'), context: { asked } }
  }
}`

const authorizer = (Type: string, name: string, more: object = {}, fn = 'Says') => ({
  Type: 'AWS::ApiGateway::Authorizer',
  Properties: {
    RestApiId: { Ref: 'Api' },
    Name: name,
    Type,
    AuthorizerUri: functionUri(fn),
    IdentitySource: 'method.request.header.Authorization',
    ...more,
  },
})
const guarded = (id: string, method: TestMethod = { fn: 'Echo' }): TestMethod => ({
  ...method,
  method: { ...method.method, AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: id } },
})
const permission = (fn: string, source: string) => ({
  Type: 'AWS::Lambda::Permission',
  Properties: {
    Action: 'lambda:InvokeFunction',
    FunctionName: { 'Fn::GetAtt': [fn, 'Arn'] },
    Principal: 'apigateway.amazonaws.com',
    SourceArn: { 'Fn::Sub': `arn:aws:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${Api}/authorizers/${source}` },
  },
})

const given: Given = {
  functions: { Echo: ECHO, Says: SAYS, Named: SAYS, Other: SAYS },
  stage: { Variables: { tenant: 'acme' } },
  routes: {
    'GET /': guarded('Token'),
    'GET /token': guarded('Token'),
    'GET /very/deep': guarded('Token'),
    'GET /fresh': guarded('Fresh'),
    'GET /looks': guarded('Looks'),
    'GET /long/{value}': guarded('Token'),
    'GET /template': guarded(
      'Token',
      rendering('$context.authorizer.principalId|$context.authorizer.number|$context.authorizer.none|$context.authorizer.yes'),
    ),
    'GET /request/{id}': guarded('Request'),
    'GET /request-fresh': guarded('RequestFresh'),
    'GET /sources': guarded('Sources'),
    'GET /named': guarded('NamedToken'),
    'GET /other': guarded('OtherToken'),
  },
  resources: {
    Token: authorizer('TOKEN', 'token'),
    Fresh: authorizer('TOKEN', 'fresh', { AuthorizerResultTtlInSeconds: 0 }),
    Looks: authorizer('TOKEN', 'looks', { IdentityValidationExpression: '^ok-[0-9]+$' }),
    Request: authorizer('REQUEST', 'request', { IdentitySource: 'method.request.header.who, method.request.querystring.q' }),
    RequestFresh: authorizer('REQUEST', 'request-fresh', { IdentitySource: 'method.request.header.who', AuthorizerResultTtlInSeconds: 0 }),
    Sources: authorizer('REQUEST', 'sources', {
      IdentitySource: 'method.request.querystring.who, stageVariables.tenant, context.httpMethod',
    }),
    NamedToken: authorizer('TOKEN', 'named', {}, 'Named'),
    OtherToken: authorizer('TOKEN', 'other', {}, 'Other'),
    SaysAsked: permission('Says', '*'),
    NamedAsked: permission('Named', '${NamedToken}'),
    OtherAsked: permission('Other', '${NamedToken}'),
  },
}

const said = (token: string, path = '/token'): Request => ({ path, headers: { Authorization: token } })
const one = (what: string, when: Case['when'], then: Then, source: Source, own: Given = given): Case => ({
  id: `rest.lambda-authorizer.${what}`,
  given: own,
  when,
  then,
  source,
})
/** With an emulator of its own, so that what is kept, and how often it was asked, is this case's. */
const alone = (what: string, when: readonly (Request | Pause)[], then: Then, source: Source): Case =>
  one(what, when, then, source, { ...given })

const refused = (status: number, body: string, type: string): Then => ({ status, body, headers: { 'x-amzn-ErrorType': type } })
const UNAUTHORIZED = refused(401, '{"message":"Unauthorized"}', 'UnauthorizedException')
const BROKEN = refused(500, '{"message":null}', 'AuthorizerConfigurationException')
const SILENT = refused(403, '{"Message":"User is not authorized to access this resource"}', 'AccessDeniedException')
const DENIED = refused(
  403,
  '{"Message":"User is not authorized to access this resource with an explicit deny in an identity-based policy"}',
  'AccessDeniedException',
)
const told = (authorizer: object): Then => ({ status: 200, json: { requestContext: { authorizer } } })
const asked = (times: string): Then => told({ asked: times })

const GUIDE = documented('docs: apigateway-use-lambda-authorizer')
const OUTPUT = documented('docs: api-gateway-lambda-authorizer-output')
const CACHE = documented('docs: configure-api-gateway-lambda-authorization-with-console')
const OBSERVED = recorded('facts/04, section 1')
const GUESSED = uncertain('facts/04, section 1')
const ARN = 'arn:aws:execute-api:us-east-1:000000000000:{ApiId}/test/GET'

export const LAMBDA_AUTHORIZER: readonly Case[] = [
  one('no-token', { path: '/token' }, UNAUTHORIZED, OBSERVED),
  one('empty-token', said(''), UNAUTHORIZED, GUIDE),
  one('token-that-does-not-look-right', said('ok-x', '/looks'), UNAUTHORIZED, GUIDE),
  one('token-that-looks-right', said('ok-1', '/looks'), { status: 200 }, GUIDE),
  one('case-of-the-header-name', { path: '/token', headers: { authorization: 'ada' } }, { status: 200 }, GUESSED),
  alone('no-question-without-a-token', [{ path: '/token' }, said(''), said('ada')], asked('1'), GUIDE),
  alone('no-question-for-a-wrong-token', [said('ok-x', '/looks'), said('ok-1', '/looks')], asked('1'), GUIDE),
  one(
    'event-of-a-token',
    said('event'),
    told({ event: `{"type":"TOKEN","methodArn":"${ARN}/token","authorizationToken":"event"}` }),
    documented('docs: api-gateway-lambda-authorizer-input'),
  ),
  alone(
    'event-of-the-root',
    [said('event', '/')],
    told({ event: `{"type":"TOKEN","methodArn":"${ARN}/","authorizationToken":"event"}` }),
    GUESSED,
  ),
  one('says-unauthorized', said('unauthorized'), UNAUTHORIZED, OBSERVED),
  one('says-unauthorized-in-small-letters', said('lower case'), BROKEN, GUIDE),
  one('fails', said('fails'), BROKEN, OBSERVED),
  one('may-not-be-invoked', said('ada', '/other'), BROKEN, recorded('facts/04, section 1')),
  one('invoked-by-its-own-arn', said('ada', '/named'), { status: 200 }, OBSERVED),
  one('denies', said('deny'), DENIED, OBSERVED),
  one('allows-and-denies', said('allow and deny'), DENIED, OUTPUT),
  one('allows-another-method', said('other method'), SILENT, OBSERVED),
  one('allows-another-action', said('other action'), SILENT, OUTPUT),
  one('allows-any-action', said('any action'), { status: 200 }, OUTPUT),
  one('action-in-capitals', said('action in capitals'), { status: 200 }, uncertain('facts/04, section 1')),
  one('star-crosses-slashes', said('across slashes', '/very/deep'), { status: 200 }, OUTPUT),
  one('star-and-another-end', said('across slashes'), SILENT, OUTPUT),
  one('question-mark', said('one character'), { status: 200 }, GUESSED),
  one('list-of-resources', said('list'), { status: 200 }, OUTPUT),
  one('condition-that-holds', said('here'), { status: 200 }, OUTPUT),
  one('condition-that-does-not-hold', said('elsewhere'), SILENT, OUTPUT),
  one('principal', said('no context'), told({ principalId: 'ada' }), OUTPUT),
  one('values-are-texts', said('context'), told({ text: 'a', number: '1', fraction: '1.5', yes: 'true', no: 'false' }), OUTPUT),
  one('values-in-a-template', said('context', '/template'), { status: 200, body: 'ada|1||true' }, OUTPUT),
  one('latency', said('ada'), { json: { requestContext: { authorizer: { integrationLatency: 0 } } } }, GUESSED),
  one('object-as-a-value', said('object'), BROKEN, GUESSED),
  one('array-as-a-value', said('array'), BROKEN, GUESSED),
  one('unknown-member', said('unknown member'), BROKEN, OBSERVED),
  one('no-principal', said('no principal'), BROKEN, GUESSED),
  one('no-policy', said('no policy'), BROKEN, GUESSED),
  one('resource-of-more-than-512-characters', said('long resource'), BROKEN, GUESSED),
  one('answers-a-text', said('text'), BROKEN, GUESSED),
  one('answers-nothing', said('nothing'), BROKEN, GUESSED),
  one(
    'arn-of-the-method-is-too-long',
    said('ada', `/long/${'x'.repeat(1600)}`),
    { status: 414, body: '{"message":"Request URI too long"}' },
    OUTPUT,
  ),
  alone('kept', [said('ada'), said('ada')], asked('1'), CACHE),
  alone('kept-by-token', [said('ada'), said('grace')], asked('2'), CACHE),
  alone('kept-for-five-minutes', [said('exact'), { advance: { seconds: 299 } }, said('exact', '/very/deep')], SILENT, CACHE),
  alone(
    'asked-anew-after-five-minutes',
    [said('exact'), { advance: { seconds: 300 } }, said('exact', '/very/deep')],
    { status: 200 },
    CACHE,
  ),
  alone('not-kept', [said('ada', '/fresh'), said('ada', '/fresh')], asked('2'), CACHE),
  alone('kept-for-every-method', [said('ada'), said('ada', '/very/deep')], asked('1'), CACHE),
  alone(
    'kept-policy-closes-another-method',
    [said('exact'), said('exact', '/very/deep')],
    SILENT,
    documented('docs: api-gateway-lambda-authorizer-output'),
  ),
  alone('kept-policy-opens-its-own-method', [said('exact', '/very/deep'), said('exact')], SILENT, OUTPUT),
  alone('refusal-is-kept', [said('deny'), said('deny')], DENIED, CACHE),
  alone('failure-is-not-kept', [said('fails'), said('ada')], asked('2'), GUESSED),
  one(
    'flushed',
    [said('ada'), { call: 'DELETE /restapis/{ApiId}/stages/test/cache/authorizers' }, said('ada')],
    asked('2'),
    documented('docs: configure-api-gateway-lambda-authorization-with-console'),
    { ...given },
  ),
  one('request-without-a-source', { path: '/request/1', headers: { who: 'ada' } }, UNAUTHORIZED, GUIDE),
  one('request-with-an-empty-source', { path: '/request/1?q=', headers: { who: 'ada' } }, UNAUTHORIZED, GUIDE),
  one('request-with-all-sources', { path: '/request/1?q=1', headers: { who: 'ada' } }, { status: 200 }, GUIDE),
  one('request-without-a-source-not-kept', { path: '/request-fresh?who=ada' }, { status: 200 }, CACHE),
  alone(
    'request-kept-by-all-sources',
    [
      { path: '/request/1?q=1', headers: { who: 'ada' } },
      { path: '/request/2?q=1', headers: { who: 'ada' } },
      { path: '/request/2?q=2', headers: { who: 'ada' } },
    ],
    asked('2'),
    CACHE,
  ),
  one('request-by-stage-variable-and-context', { path: '/sources?who=ada' }, { status: 200 }, GUIDE),
  one(
    'event-of-a-request',
    { path: '/request/7?q=1&q=2', headers: { who: 'event', 'X-Two': ['a', 'b'] } },
    told({
      event:
        /^\{"type":"REQUEST","methodArn":"arn:aws:execute-api:us-east-1:000000000000:[a-z0-9]{10}\/test\/GET\/request\/7","resource":"\/request\/\{id\}","path":"\/request\/7","httpMethod":"GET","headers":\{.*"X-Two":"b".*\},"multiValueHeaders":\{.*"X-Two":\["a","b"\].*\},"queryStringParameters":\{"q":"2"\},"multiValueQueryStringParameters":\{"q":\["1","2"\]\},"pathParameters":\{"id":"7"\},"stageVariables":\{"tenant":"acme"\},"requestContext":\{.*\}\}$/,
    }),
    documented('docs: api-gateway-lambda-authorizer-input'),
  ),
  one(
    'empty-maps-of-a-request',
    { path: '/request-fresh', headers: { who: 'event' } },
    told({ event: /"queryStringParameters":\{\},"multiValueQueryStringParameters":\{\},"pathParameters":\{\}/ }),
    OBSERVED,
  ),
  one(
    'of-an-unknown-api',
    {
      call: 'POST /restapis/unknown123/authorizers',
      body: { name: 'a', type: 'TOKEN', authorizerUri: 'arn:x', identitySource: 'method.request.header.A' },
    },
    refused(409, '{"message":"Unable to complete operation due to concurrent modification. Please try again later."}', 'ConflictException'),
    OBSERVED,
  ),
  one('list-of-an-unknown-api', { call: 'GET /restapis/unknown123/authorizers' }, { status: 404 }, OBSERVED),
  one(
    'tested',
    { call: 'POST /restapis/{ApiId}/authorizers/{Token}', body: { headers: { Authorization: 'ada' } } },
    { json: { clientStatus: 0, principalId: 'ada', policy: /"Effect":"Allow"/, log: /Using valid authorizer policy for principal/ } },
    documented('docs: apigateway-use-lambda-authorizer'),
  ),
  one(
    'tested-without-a-token',
    { call: 'POST /restapis/{ApiId}/authorizers/{Token}', body: { headers: {} } },
    { json: { clientStatus: 401 }, without: ['principalId', 'policy'] },
    GUESSED,
  ),
]
