import { emulate } from '../../../emulator/testing/index'
import { mockOf, restTemplate } from '../../support/rest-template'

// The role of a Lambda authorizer: facts/04, section 1.

const trusting = (service: string) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
})
const mayCall = (Action: string) => [
  { PolicyName: 'call', PolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] } },
]
const method = mockOf('{"ok":true}')

function template(service: string, action: string) {
  return restTemplate({
    stage: { MethodSettings: [{ ResourcePath: '/*', HttpMethod: '*', LoggingLevel: 'ERROR' }] },
    functions: {
      Judge: `exports.handler = async () => ({ principalId: 'me', policyDocument: { Version: '2012-10-17', Statement: [{ Action: '*', Effect: 'Allow', Resource: '*' }] } })`,
    },
    routes: { 'GET /': { ...method, method: { ...method.method, AuthorizationType: 'CUSTOM', AuthorizerId: { Ref: 'Asks' } } } },
    resources: {
      Role: { Type: 'AWS::IAM::Role', Properties: { AssumeRolePolicyDocument: trusting(service), Policies: mayCall(action) } },
      Asks: {
        Type: 'AWS::ApiGateway::Authorizer',
        Properties: {
          RestApiId: { Ref: 'Api' },
          Name: 'asks',
          Type: 'TOKEN',
          IdentitySource: 'method.request.header.Authorization',
          AuthorizerCredentials: { 'Fn::GetAtt': ['Role', 'Arn'] },
          AuthorizerUri: { 'Fn::Sub': 'arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Judge.Arn}/invocations' },
        },
      },
    },
  })
}

test.each([
  ['trusts API Gateway and permits the call', 'apigateway.amazonaws.com', 'lambda:InvokeFunction', 200, undefined],
  [
    'trusts somebody else',
    'ec2.amazonaws.com',
    'lambda:InvokeFunction',
    500,
    /API Gateway does not have permission to assume the provided role arn:aws:iam::000000000000:role\//,
  ],
  ['permits something else', 'apigateway.amazonaws.com', 's3:GetObject', 500, /Invalid permissions on Lambda function/],
])('a role that %s', async (_what, service, action, status, log) => {
  await using gw = await emulate(template(service, action))
  const answer = await gw.fetch('/', { headers: { Authorization: 'x' } })
  expect(answer.status).toBe(status)
  if (log === undefined) return
  expect([answer.headers.get('x-amzn-errortype'), await answer.json()]).toEqual(['AuthorizerConfigurationException', { message: null }])
  expect(gw.logs.execution(answer).join('\n')).toMatch(log)
})
