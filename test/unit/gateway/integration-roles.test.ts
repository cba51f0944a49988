import { emulate, type Gateway } from '../../../emulator/testing/index'
import { type Backend, startBackend } from '../../support/backend'
import { ECHO, restTemplate, type TestMethod } from '../../support/rest-template'

const role = (service: string, ...actions: string[]) => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: { Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }] },
    Policies: [{ PolicyName: 'p', PolicyDocument: { Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] } }],
  },
})
const lambda = (credentials: unknown): TestMethod => ({
  integration: {
    Type: 'AWS_PROXY',
    IntegrationHttpMethod: 'POST',
    Credentials: credentials,
    Uri: { 'Fn::Sub': 'arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Echo.Arn}/invocations' },
  },
})
const queue = (credentials: unknown): TestMethod => ({
  integration: {
    Type: 'AWS',
    IntegrationHttpMethod: 'POST',
    Credentials: credentials,
    Uri: 'arn:aws:apigateway:us-east-1:dynamodb:action/ListTables',
    IntegrationResponses: [{ StatusCode: '200' }],
  },
  method: { MethodResponses: [{ StatusCode: '200' }] },
})
const arnOf = (name: string) => ({ 'Fn::GetAtt': [name, 'Arn'] })

let gateway: Gateway
let backend: Backend
beforeAll(async () => {
  backend = await startBackend()
  gateway = await emulate(
    restTemplate({
      functions: { Echo: ECHO },
      routes: {
        'GET /good': lambda(arnOf('Good')),
        'GET /silent': lambda(arnOf('Silent')),
        'GET /untrusted': lambda(arnOf('Untrusted')),
        'GET /unknown': lambda('arn:aws:iam::000000000000:role/elsewhere'),
        'GET /foreign': lambda('arn:aws:iam::111111111111:role/elsewhere'),
        'GET /service': queue(arnOf('Silent')),
        'GET /service-untrusted': queue(arnOf('Untrusted')),
      },
      resources: {
        Good: role('apigateway.amazonaws.com', 'lambda:InvokeFunction'),
        Silent: role('apigateway.amazonaws.com', 's3:GetObject'),
        Untrusted: role('lambda.amazonaws.com', 'lambda:InvokeFunction'),
      },
    }),
    { services: backend.url },
  )
})
afterAll(async () => {
  await gateway.stop()
  await backend.stop()
})

test.each([
  ['a role that permits the call', '/good', 200],
  ['a role that does not', '/silent', 500],
  ['a role that API Gateway may not assume', '/untrusted', 500],
  ['a role that is not here is trusted', '/unknown', 200],
  ['a role of another account too', '/foreign', 200],
  ['a service, by a role that may be assumed', '/service', 200],
  ['a service, by a role that may not', '/service-untrusted', 500],
])('%s', async (_what, path, status) => {
  expect((await gateway.fetch(path)).status).toBe(status)
})

test('what is not checked is told', () => {
  expect(gateway.diagnostics.map(({ code }) => code).sort()).toEqual(['cross-account-role', 'unknown-role'])
})
