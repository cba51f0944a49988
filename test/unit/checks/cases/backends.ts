import { ECHO, mockOf, restTemplate, type TestMethod } from '../../../support/rest-template'
import { casesOf, of, resources } from './case'

const fn = { routes: { 'GET /a': { fn: 'Orders' } }, functions: { Orders: ECHO } }
const permission = (SourceArn: unknown, FunctionName: unknown = { 'Fn::GetAtt': ['Orders', 'Arn'] }) =>
  of('AWS::Lambda::Permission', { Action: 'lambda:InvokeFunction', FunctionName, Principal: 'apigateway.amazonaws.com', SourceArn })
const arn = (rest: string) => ({
  'Fn::Join': [
    '',
    ['arn:', { Ref: 'AWS::Partition' }, ':execute-api:', { Ref: 'AWS::Region' }, ':', { Ref: 'AWS::AccountId' }, ':', { Ref: 'Api' }, rest],
  ],
})
const may = (rest: string, api: object = fn) =>
  restTemplate({ ...(api as typeof fn), resources: { OrdersPermission: permission(arn(rest)) } })
const byStage = (rest: unknown[]) =>
  restTemplate({
    ...fn,
    resources: { OrdersPermission: permission({ 'Fn::Join': ['', ['arn:aws:execute-api:us-east-1:1:', { Ref: 'Api' }, '/', ...rest]] }) },
  })
/** An alias that a route calls, and a permission for what is named. */
const aliased = (FunctionName: unknown) =>
  restTemplate({
    routes: {
      'GET /a': {
        integration: {
          Type: 'AWS_PROXY',
          IntegrationHttpMethod: 'POST',
          Uri: { 'Fn::Sub': 'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${Live}/invocations' },
        },
      },
    },
    functions: { Orders: ECHO },
    resources: {
      Live: of('AWS::Lambda::Alias', { FunctionName: { Ref: 'Orders' }, FunctionVersion: '1', Name: 'live' }),
      OrdersPermission: permission(arn('/*'), FunctionName),
    },
  })
const MISSING = 'error Method0: GET /a of test-api is answered 500: nothing lets API Gateway invoke Orders for it.'

const lambda = { Runtime: 'nodejs20.x', Handler: 'index.handler', Role: 'arn:aws:iam::1:role/r' }
const authorizer = (Properties: object) => ({
  Judge: of('AWS::ApiGateway::Authorizer', {
    RestApiId: { Ref: 'Api' },
    Name: 'judge',
    Type: 'TOKEN',
    AuthorizerUri: { 'Fn::Sub': 'arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Judges.Arn}/invocations' },
    IdentitySource: 'method.request.header.Authorization',
    ...Properties,
  }),
})
const judged: TestMethod = { ...mockOf('a'), method: { AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: 'Judge' } } }
const withJudge = (code: string, properties: object = {}, more: Record<string, unknown> = {}) =>
  restTemplate({
    routes: { 'GET /a': judged, 'POST /a': judged },
    functions: { Judges: code },
    resources: { ...authorizer(properties), ...more },
  })
const NAMES_ARN = 'exports.handler = async (event) => policy(event.methodArn)'

const http = (Integration: object, verb = 'GET', method: Record<string, unknown> = {}) =>
  restTemplate({
    routes: {
      [`${verb} /a`]: {
        integration: { Type: 'HTTP_PROXY', IntegrationHttpMethod: verb, Uri: 'https://a.example', ...Integration },
        method,
      },
    },
  })
const model = { Order: of('AWS::ApiGateway::Model', { RestApiId: { Ref: 'Api' }, Name: 'Order', Schema: { type: 'object' } }) }
const validator = { Checks: of('AWS::ApiGateway::RequestValidator', { RestApiId: { Ref: 'Api' }, ValidateRequestBody: true }) }
const posts = (method: Record<string, unknown>, more: Record<string, unknown> = {}) =>
  restTemplate({
    routes: { 'POST /a': { integration: { Type: 'HTTP_PROXY', IntegrationHttpMethod: 'POST', Uri: 'https://a.example' }, method } },
    resources: more,
  })
const models = (Properties: object) => resources({ Order: of('AWS::ApiGateway::Model', { RestApiId: 'abc', ...Properties }) })
const role = (Properties: object, service = 'apigateway.amazonaws.com') =>
  resources({
    Role: of('AWS::IAM::Role', {
      AssumeRolePolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: service } }] },
      ...Properties,
    }),
  })
const policies = (Action: unknown, Resource: unknown) => ({
  Policies: [{ PolicyName: 'p', PolicyDocument: { Statement: { Effect: 'Allow', Action, Resource } } }],
})

/** A route that calls a durable function, or one that is none, by what is named. */
const flow = (named: string, config: object = { DurableConfig: { ExecutionTimeout: 60 } }, more: object = {}) =>
  restTemplate({
    routes: {
      'GET /a': {
        integration: {
          Type: 'AWS_PROXY',
          IntegrationHttpMethod: 'POST',
          Credentials: 'arn:aws:iam::1:role/r',
          Uri: { 'Fn::Sub': `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${named}/invocations` },
          ...more,
        },
      },
    },
    resources: {
      Flow: of('AWS::Lambda::Function', { ...lambda, Code: { ZipFile: ECHO }, ...config }),
      Version: of('AWS::Lambda::Version', { FunctionName: { Ref: 'Flow' } }),
      Live: of('AWS::Lambda::Alias', { FunctionName: { Ref: 'Flow' }, FunctionVersion: '1', Name: 'live' }),
    },
  })

const LONG = { DurableConfig: { ExecutionTimeout: 901 } }
const EVENT = { 'integration.request.header.X-Amz-Invocation-Type': "'Event'" }
const WAITS = 'error Method0: GET /a of test-api is answered 500: it waits for the durable function Flow, which may take 901 seconds.'

export const backends = [
  ...casesOf('durable-too-long', [
    ['within 15 minutes', flow('${Live}', { DurableConfig: { ExecutionTimeout: 900 } }), []],
    ['by an alias', flow('${Live}', LONG), [WAITS]],
    ['by a version', flow('${Version}', LONG), [WAITS]],
    ['by its ARN with a version', flow('${Flow.Arn}:1', LONG), [WAITS]],
    ['called asynchronously', flow('${Live}', LONG, { Type: 'AWS', RequestParameters: EVENT }), []],
    ['by a proxy, which always waits', flow('${Live}', LONG, { RequestParameters: EVENT }), [WAITS]],
    ['of a time that only the deployment knows', flow('${Live}', { DurableConfig: { ExecutionTimeout: { Ref: 'Later' } } }), []],
  ]),
  ...casesOf('durable-unqualified', [
    [
      'by its ARN',
      flow('${Flow.Arn}'),
      ['error Method0: GET /a of test-api is answered 500: it calls the durable function Flow without a version or alias.'],
    ],
    ['by its ARN with a version', flow('${Flow.Arn}:1'), []],
    ['by a stage variable of its ARN', flow('${Flow.Arn}:${!stageVariables.alias}'), []],
    ['by a version', flow('${Version}'), []],
    ['by an alias', flow('${Live}'), []],
    ['one that is not durable', flow('${Flow.Arn}', {}), []],
    ['one of which only the deployment knows', flow('${Flow.Arn}', { DurableConfig: { 'Fn::ImportValue': 'config' } }), []],
    [
      'by an authorizer',
      restTemplate({
        routes: { 'GET /a': judged },
        resources: {
          ...authorizer({}),
          Judges: of('AWS::Lambda::Function', { ...lambda, Code: { ZipFile: ECHO }, DurableConfig: { ExecutionTimeout: 60 } }),
        },
      }),
      ['error Judge: The authorizer Judge of test-api fails with 500: it calls the durable function Judges without a version or alias.'],
    ],
  ]),
  ...casesOf('missing-permission', [
    ['none', restTemplate({ ...fn, resources: { OrdersPermission: of('AWS::SNS::Topic', {}) } }), [MISSING]],
    ['one for another path', may('/*/GET/b'), [MISSING]],
    ['one for another stage', may('/prod/GET/a'), [MISSING]],
    ['one for another verb', may('/*/POST/a'), [MISSING]],
    [
      'one for another service',
      restTemplate({
        ...fn,
        resources: {
          OrdersPermission: of('AWS::Lambda::Permission', { ...permission(arn('/*')).Properties, Principal: 's3.amazonaws.com' }),
        },
      }),
      [MISSING],
    ],
    ['one for the API', may('/*/*/*'), []],
    ['one for all that is behind the API', may('/*'), []],
    ['one for the route', may('/test/GET/a'), []],
    ['one for the stage, by reference', byStage([{ Ref: 'Stage' }, '/GET/a']), []],
    ['one that ends with the API', may(''), [MISSING]],
    ['one for whatever calls', restTemplate({ ...fn, resources: { OrdersPermission: permission(undefined) } }), []],
    ['a parameter in the path', may('/test/GET/o/*', { ...fn, routes: { 'GET /o/{id}': { fn: 'Orders' } } }), []],
    [
      'a role',
      restTemplate({
        ...fn,
        routes: {
          'GET /a': {
            integration: {
              Type: 'AWS_PROXY',
              IntegrationHttpMethod: 'POST',
              Credentials: 'arn:aws:iam::1:role/r',
              Uri: { 'Fn::Sub': 'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${Orders.Arn}/invocations' },
            },
          },
        },
        resources: { OrdersPermission: of('AWS::SNS::Topic', {}) },
      }),
      [],
    ],
    ['one for the function by its name', restTemplate({ ...fn, resources: { OrdersPermission: permission(arn('/*'), 'Orders') } }), []],
    [
      'one for an alias alone',
      restTemplate({ ...fn, resources: { OrdersPermission: permission(arn('/*'), { 'Fn::Sub': '${Orders}:live' }) } }),
      [MISSING],
    ],
    ['the alias that is called', aliased({ 'Fn::Sub': '${Orders}:live' }), []],
    ['the alias that is called, by reference', aliased({ Ref: 'Live' }), []],
    [
      'the function of the alias that is called',
      aliased({ Ref: 'Orders' }),
      ['error Method0: GET /a of test-api is answered 500: nothing lets API Gateway invoke Live for it.'],
    ],
    [
      'an authorizer that may not be asked',
      withJudge(NAMES_ARN, {}, { JudgesPermission: of('AWS::SNS::Topic', {}) }),
      ['error Judge: The authorizer Judge of test-api fails with 500: nothing lets API Gateway invoke Judges for it.'],
    ],
  ]),
  ...casesOf('permission-without-route', [
    ['a route that is gone', may('/*/GET/gone'), ['warning OrdersPermission: The permission for */GET/gone fits no route of test-api.']],
    ['the console’s test of a route', may('/test-invoke-stage/GET/a'), []],
    ['a route', may('/*/GET/a'), []],
  ]),
  ...casesOf('time-out-over-limit', [
    [
      'too long',
      http({ TimeoutInMillis: 30_000 }),
      ['error Method0: The time-out of GET /a of test-api is 30000 ms: an integration has 50 to 29000 ms.'],
    ],
    [
      'too short',
      http({ TimeoutInMillis: 10 }),
      ['error Method0: The time-out of GET /a of test-api is 10 ms: an integration has 50 to 29000 ms.'],
    ],
    [
      'a Regional API may have a raised quota',
      restTemplate({
        routes: { 'GET /a': { integration: { Type: 'HTTP_PROXY', Uri: 'https://a.example', TimeoutInMillis: 60_000 } } },
        api: { EndpointConfiguration: { Types: ['REGIONAL'] } },
      }),
      ['warning Method0: The time-out of GET /a of test-api is 60000 ms: an integration has 50 to 29000 ms.'],
    ],
    [
      'a function that outlives its integration',
      restTemplate({
        ...fn,
        resources: { Orders: of('AWS::Lambda::Function', { ...lambda, Timeout: 60, Code: { ZipFile: ECHO } }) },
      }),
      ['warning Method0: Orders may run for 60 s, and GET /a of test-api waits 29 s: the caller gets 504 while the function goes on.'],
    ],
    ['29 s', http({ TimeoutInMillis: 29_000 }), []],
    ['five minutes of a stream', http({ TimeoutInMillis: 300_000, ResponseTransferMode: 'STREAM' }), []],
    ['nothing said', http({}), []],
  ]),
  ...casesOf('missing-body-validation', [
    ['nothing', posts({}), ['info Method0: POST /a of test-api checks no body.']],
    [
      'a model alone',
      posts({ RequestModels: { 'application/json': { Ref: 'Order' } } }, model),
      ['warning Method0: POST /a of test-api has a model and no validator that looks at bodies: they are not checked.'],
    ],
    [
      'a validator alone',
      posts({ RequestValidatorId: { Ref: 'Checks' } }, validator),
      ['warning Method0: POST /a of test-api has a validator and no model: bodies are not checked.'],
    ],
    [
      'both',
      posts({ RequestModels: { 'application/json': { Ref: 'Order' } }, RequestValidatorId: { Ref: 'Checks' } }, { ...model, ...validator }),
      [],
    ],
    ['no body', http({}), []],
    ['a mock', restTemplate({ routes: { 'POST /a': mockOf('a') } }), []],
  ]),
  ...casesOf('model-invalid', [
    [
      'a type that is none',
      models({ Schema: { type: 'text' } }),
      ['error Order: The model Order is not valid: #/type must be equal to one of the allowed values.'],
    ],
    [
      'a newer draft’s words',
      models({ Schema: { type: 'number', minimum: 0, exclusiveMinimum: 1 } }),
      ['error Order: The model Order is not valid: #/exclusiveMinimum must be boolean.'],
    ],
    [
      'a definition that is not there',
      models({ Schema: { $ref: '#/definitions/Item' } }),
      ['error Order: The model Order is not valid: it refers to #/definitions/Item, which is not there.'],
    ],
    ['no JSON', models({ Schema: '{"type": ' }), ['error Order: The model Order is not valid: its schema is no JSON.']],
    [
      'a name with a dash',
      models({ Name: 'new-order', Schema: {} }),
      ['error Order: The model new-order has a name of more than letters and digits.'],
    ],
    [
      'draft 4',
      models({
        Name: 'Order',
        Schema: { type: 'object', properties: { n: { type: 'number', minimum: 0, exclusiveMinimum: true } }, required: ['n'] },
      }),
      [],
    ],
    ['draft 4 as a text', models({ Schema: '{"definitions":{"Item":{}},"$ref":"#/definitions/Item"}' }), []],
  ]),
  ...casesOf('authorizer-cache-vs-method-arn', [
    [
      'a policy for one method',
      withJudge(NAMES_ARN),
      ['warning Judge: Judge keeps its answers for 300 s and 2 routes, and makes them for the methodArn of one.'],
    ],
    [
      'code that is elsewhere',
      withJudge(NAMES_ARN, {
        AuthorizerUri: 'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:1:function:j/invocations',
      }),
      ['info Judge: Judge keeps its answers for 300 s and 2 routes: they hold for all of them.'],
    ],
    ['not kept', withJudge(NAMES_ARN, { AuthorizerResultTtlInSeconds: 0 }), []],
    [
      'kept by route',
      withJudge(NAMES_ARN, {
        Type: 'REQUEST',
        IdentitySource: 'method.request.header.Authorization,context.httpMethod,context.resourcePath',
      }),
      [],
    ],
    ['a policy for the API', withJudge('exports.handler = async () => allow("*")'), []],
  ]),
  ...casesOf('wildcard-invoke-role', [
    [
      'every function',
      role(policies('lambda:InvokeFunction', '*')),
      ['warning Role: Role, which API Gateway takes, may do lambda:InvokeFunction on *.'],
    ],
    [
      'everything of a table',
      role(policies('dynamodb:*', 'arn:aws:dynamodb:us-east-1:1:table/orders')),
      ['warning Role: Role, which API Gateway takes, may do dynamodb:* on arn:aws:dynamodb:us-east-1:1:table/orders.'],
    ],
    [
      'a managed policy',
      role({ ManagedPolicyArns: ['arn:aws:iam::aws:policy/AmazonSQSFullAccess'] }),
      ['warning Role: Role, which API Gateway takes, has AmazonSQSFullAccess.'],
    ],
    ['one function', role(policies('lambda:InvokeFunction', { 'Fn::GetAtt': ['Orders', 'Arn'] })), []],
    ['logs', role(policies(['logs:CreateLogGroup', 'logs:PutLogEvents'], '*')), []],
    ['another service’s role', role(policies('lambda:InvokeFunction', '*'), 'states.amazonaws.com'), []],
  ]),
]
