import { removeUnpackedCode } from '../../../../emulator/services/lambda'
import { emulate } from '../../../../emulator/testing/index'
import { testCall } from '../../../support/call'
import { failure } from '../../../support/failure'
import { accountWithOrders } from '../../../support/lambda-account'

afterAll(() => removeUnpackedCode(testCall().objects))

const ResourceArn = 'arn:aws:lambda:us-east-1:123456789012:function:orders'
const allowing = (Resource: string) => ({
  Version: '2012-10-17',
  Id: 'mine',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'apigateway.amazonaws.com' }, Action: 'lambda:InvokeFunction', Resource }],
})
const Policy = JSON.stringify(allowing(ResourceArn))

test('a policy put as a whole takes the place of what AddPermission made, and the other way round', async () => {
  const operations = await accountWithOrders()
  const permission = { StatementId: 's', Action: 'lambda:InvokeFunction', Principal: 's3.amazonaws.com', FunctionName: 'orders' }
  await operations.AddPermission(permission)
  const put = await operations.PutResourcePolicy({ ResourceArn, Policy })
  expect(JSON.parse(String(put.Policy))).toEqual(allowing(ResourceArn))
  expect(await operations.GetResourcePolicy({ ResourceArn })).toEqual(put)
  expect(await operations.GetPolicy({ FunctionName: 'orders' })).toEqual(put)
  await operations.AddPermission(permission)
  const { Policy: both = '', RevisionId } = await operations.GetResourcePolicy({ ResourceArn })
  expect(JSON.parse(both)).toMatchObject({ Id: 'mine', Statement: [{ Effect: 'Allow' }, { Sid: 's' }] })
  expect(await failure(() => operations.DeleteResourcePolicy({ ResourceArn, RevisionId: String(put.RevisionId) }))).toMatch(
    /^412 PreconditionFailedException/,
  )
  await operations.DeleteResourcePolicy({ ResourceArn, RevisionId })
  expect(await failure(() => operations.GetResourcePolicy({ ResourceArn }))).toMatch(/^404 ResourceNotFoundException/)
})

test.each([
  ['a name', { ResourceArn: 'orders', Policy }, /^400 InvalidParameterValueException/],
  ['no such function', { ResourceArn: `${ResourceArn}s`, Policy }, /^404 ResourceNotFoundException/],
  ['no JSON', { ResourceArn, Policy: '{' }, /^400 InvalidParameterValueException/],
  ['an effect that there is not', { ResourceArn, Policy: Policy.replace('Allow', 'Maybe') }, /^400 InvalidParameterValueException/],
  [
    'a policy of another function',
    { ResourceArn, Policy: JSON.stringify(allowing(`${ResourceArn}s`)) },
    /^400 InvalidParameterValueException/,
  ],
  ['a revision where there is no policy', { ResourceArn, Policy, RevisionId: 'x' }, /^412 PreconditionFailedException/],
])('%s is refused', async (_name, input, expected) => {
  const { PutResourcePolicy } = await accountWithOrders()
  expect(await failure(() => PutResourcePolicy(input))).toMatch(expected)
})

test('of a template: the API may invoke the function that AWS::Lambda::ResourcePolicy lets it; a layer is shared', async () => {
  const invoke = (name: string) => ({
    'Fn::Sub': `arn:aws:apigateway:\${AWS::Region}:lambda:path/2015-03-31/functions/\${${name}.Arn}/invocations`,
  })
  const fn = {
    Type: 'AWS::Lambda::Function',
    Properties: {
      Runtime: 'nodejs20.x',
      Handler: 'index.handler',
      Role: 'arn:aws:iam::000000000000:role/r',
      Code: { ZipFile: 'exports.handler = async () => ({ statusCode: 200, body: "in" })' },
    },
  }
  const method = (name: string) => ({
    Type: 'AWS::ApiGateway::Method',
    Properties: {
      RestApiId: { Ref: 'Api' },
      ResourceId: { Ref: `${name}Path` },
      HttpMethod: 'GET',
      AuthorizationType: 'NONE',
      Integration: { Type: 'AWS_PROXY', IntegrationHttpMethod: 'POST', Uri: invoke(name) },
    },
  })
  const path = (name: string) => ({
    Type: 'AWS::ApiGateway::Resource',
    Properties: { RestApiId: { Ref: 'Api' }, ParentId: { 'Fn::GetAtt': ['Api', 'RootResourceId'] }, PathPart: name.toLowerCase() },
  })
  await using gw = await emulate({
    Resources: {
      Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'shop' } },
      Open: fn,
      Shut: fn,
      OpenPath: path('Open'),
      ShutPath: path('Shut'),
      OpenGet: method('Open'),
      ShutGet: method('Shut'),
      Policy: {
        Type: 'AWS::Lambda::ResourcePolicy',
        Properties: {
          ResourceArn: { 'Fn::GetAtt': ['Open', 'Arn'] },
          PolicyDocument: {
            Version: '2012-10-17',
            Statement: {
              Effect: 'Allow',
              Principal: { Service: 'apigateway.amazonaws.com' },
              Action: 'lambda:InvokeFunction',
              Resource: { 'Fn::GetAtt': ['Open', 'Arn'] },
            },
          },
        },
      },
      Deployment: {
        Type: 'AWS::ApiGateway::Deployment',
        DependsOn: ['OpenGet', 'ShutGet'],
        Properties: { RestApiId: { Ref: 'Api' }, StageName: 'prod' },
      },
    },
  })
  const statusOf = async (at: string) => (await gw.fetch(at)).status
  expect(await statusOf('/open')).toBe(200)
  expect(await statusOf('/shut')).toBe(500)
})
