import { ECHO, mockOf, restTemplate, type TestMethod } from '../../../support/rest-template'
import { casesOf, of } from './case'

const preflight = (headers: Readonly<Record<string, string>>): TestMethod => ({
  integration: {
    Type: 'MOCK',
    IntegrationResponses: [
      {
        StatusCode: '204',
        ResponseParameters: Object.fromEntries(
          Object.entries(headers).map(([name, value]) => [`method.response.header.${name}`, `'${value}'`]),
        ),
      },
    ],
  },
})
const STAR = { 'Access-Control-Allow-Origin': '*' }
const answers = (ResponseType: string, headers: object = { 'gatewayresponse.header.Access-Control-Allow-Origin': "'*'" }) =>
  of('AWS::ApiGateway::GatewayResponse', { RestApiId: { Ref: 'Api' }, ResponseType, ResponseParameters: headers })
const cors = (resources: Record<string, unknown>, headers: Readonly<Record<string, string>> = STAR) =>
  restTemplate({ routes: { 'OPTIONS /a': preflight(headers), 'GET /a': mockOf('a') }, resources })
const both = { 'Access-Control-Allow-Origin': '*', 'Access-Control-Allow-Credentials': 'true' }

const may = (path: string) =>
  of('AWS::Lambda::Permission', {
    Action: 'lambda:InvokeFunction',
    FunctionName: { Ref: 'Orders' },
    Principal: 'apigateway.amazonaws.com',
    SourceArn: { 'Fn::Sub': `arn:aws:execute-api:\${AWS::Region}:\${AWS::AccountId}:\${Api}/*/GET/${path}` },
  })
const permissions = (count: number) =>
  restTemplate({
    routes: { 'GET /a': { fn: 'Orders' } },
    functions: { Orders: ECHO },
    resources: Object.fromEntries(Array.from({ length: count }, (_item, index) => [`May${index}`, may(`path${index}`)])),
  })
const policy = (size: number) =>
  restTemplate({ routes: {}, api: { Policy: { Statement: [{ Effect: 'Allow', Resource: 'x'.repeat(size) }] } } })
const topics = (count: number) =>
  restTemplate({
    routes: {},
    resources: Object.fromEntries(Array.from({ length: count }, (_item, index) => [`Topic${index}`, of('AWS::SNS::Topic', {})])),
  })

const DIGEST = 'Deployment0123456789abcdef'
/** The template with its deployment under another logical id, depending on these. */
function deployed(id: string, DependsOn: readonly string[]) {
  const { Deployment, ...rest } = restTemplate({ routes: { 'GET /a': mockOf('a'), 'POST /a': mockOf('a') } }).Resources as Record<
    string,
    object
  >
  const Stage = of('AWS::ApiGateway::Stage', { RestApiId: { Ref: 'Api' }, DeploymentId: { Ref: id }, StageName: 'test' })
  return { Resources: { ...rest, Stage, [id]: { ...Deployment, DependsOn } } }
}

export const apis = [
  ...casesOf('cors-errors-uncovered', [
    [
      'no gateway responses',
      cors({}),
      ['warning Api: test-api answers preflights, and its DEFAULT_4XX and DEFAULT_5XX responses have no Access-Control-Allow-Origin.'],
    ],
    [
      'one of the two',
      cors({ Four: answers('DEFAULT_4XX') }),
      ['warning Api: test-api answers preflights, and its DEFAULT_5XX responses have no Access-Control-Allow-Origin.'],
    ],
    ['both', cors({ Four: answers('DEFAULT_4XX'), Five: answers('DEFAULT_5XX') }), []],
    ['no CORS', restTemplate({ routes: { 'GET /a': mockOf('a') } }), []],
  ]),
  ...casesOf('cors-star-with-credentials', [
    ['both headers', cors({}, both), ['warning Method0: OPTIONS /a of test-api allows every origin together with credentials.']],
    [
      'of an error',
      cors({
        Four: answers('DEFAULT_4XX', {
          'gatewayresponse.header.Access-Control-Allow-Origin': "'*'",
          'gatewayresponse.header.Access-Control-Allow-Credentials': "'true'",
        }),
      }),
      ['warning Api: The DEFAULT_4XX response of test-api allows every origin together with credentials.'],
    ],
    ['one origin', cors({}, { ...both, 'Access-Control-Allow-Origin': 'https://shop.example' }), []],
    ['no credentials', cors({}), []],
  ]),
  ...casesOf('policy-size', [
    [
      'a permission for each of many routes',
      permissions(60),
      [expect.stringMatching(/^error Orders: The policy of Orders has about 2\d{4} bytes of the 20480 that it may have\.$/)],
    ],
    ['nearly', permissions(42), [expect.stringMatching(/^warning Orders: The policy of Orders has about 1\d{4} bytes/)]],
    ['few', permissions(10), []],
    [
      'a resource policy',
      policy(9000),
      [expect.stringMatching(/^error Api: The resource policy of test-api has 90\d\d characters of the 8192 that it may have\.$/)],
    ],
    ['a short one', policy(100), []],
  ]),
  ...casesOf('resource-count', [
    ['too many', topics(500), ['error Api: The template has 503 of the 500 resources that it may have.']],
    ['nearly', topics(450), ['warning Api: The template has 453 of the 500 resources that it may have.']],
    [
      'paths of an API',
      restTemplate({ routes: Object.fromEntries(Array.from({ length: 250 }, (_item, index) => [`GET /p${index}`, mockOf('a')])) }),
      [
        'error Api: The template has 503 of the 500 resources that it may have.',
        'warning Api: test-api has 251 of the 300 paths that an API has unless its quota is raised.',
      ],
    ],
    ['few', topics(10), []],
  ]),
  ...casesOf('deployment-stale', [
    [
      'a method that comes later',
      deployed(DIGEST, ['Method0']),
      [`warning ${DIGEST}: ${DIGEST} may be made before POST /a: it does not depend on it.`],
    ],
    [
      'an id that stays',
      deployed('Deployment', ['Method0', 'Method1']),
      ['info Deployment: Deployment keeps its logical id: a change of the API alone is not deployed.'],
    ],
    [
      'routes of an API that is elsewhere',
      {
        Resources: {
          Get: of('AWS::ApiGateway::Method', { RestApiId: 'abc', ResourceId: 'def', HttpMethod: 'GET', AuthorizationType: 'AWS_IAM' }),
        },
      },
      ['info Get: Nothing in the template deploys the route that it adds to an API of another stack.'],
    ],
    ['all of it', deployed(DIGEST, ['Method0', 'Method1']), []],
  ]),
]
