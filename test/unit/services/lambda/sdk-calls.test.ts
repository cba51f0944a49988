import { emulate } from '../../../../emulator/testing/index'
import { ECHO, restTemplate } from '../../../support/rest-template'

// AWS as a handler sees it: an endpoint and the keys of its role.

const IDENTITY = `const { STSClient, GetCallerIdentityCommand } = require('@aws-sdk/client-sts')
const { LambdaClient, ListFunctionsCommand } = require('@aws-sdk/client-lambda')
exports.handler = async () => {
  const { Arn, Account, UserId } = await new STSClient().send(new GetCallerIdentityCommand())
  const { Functions } = await new LambdaClient().send(new ListFunctionsCommand())
  return { statusCode: 200, body: JSON.stringify({ Arn, Account, UserId, functions: Functions.map((each) => each.FunctionName), token: process.env.AWS_SESSION_TOKEN.length > 20 }) }
}`

const ROLE = {
  Type: 'AWS::IAM::Role',
  Properties: {
    RoleName: 'orders-role',
    AssumeRolePolicyDocument: {
      Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
    },
  },
}

test('SDK calls of a function reach the emulator as its execution role, also where no port was asked for', async () => {
  const template = restTemplate({
    routes: { 'GET /': { fn: 'Orders' } },
    functions: { Orders: IDENTITY, Other: ECHO },
    resources: { Role: ROLE },
  })
  const fn = template.Resources['Orders'] as { Properties: Record<string, unknown> }
  fn.Properties['Role'] = { 'Fn::GetAtt': ['Role', 'Arn'] }
  fn.Properties['Timeout'] = 15
  await using gateway = await emulate(template)
  const response = await gateway.fetch('/')
  expect(await response.json()).toEqual({
    Arn: 'arn:aws:sts::000000000000:assumed-role/orders-role/Orders',
    Account: '000000000000',
    UserId: expect.stringMatching(/^AROA\w+:Orders$/),
    functions: ['Orders', 'Other'],
    token: true,
  })
  expect(gateway.url).toBeUndefined()
})

test('a key that nobody has is the account itself', async () => {
  await using gateway = await emulate(restTemplate({ routes: { 'GET /': { fn: 'Echo' } }, functions: { Echo: ECHO } }), { port: 0 })
  const signed = 'AWS4-HMAC-SHA256 Credential=AKIDUNKNOWN/20260101/us-east-1/sts/aws4_request, SignedHeaders=host, Signature=0'
  const response = await fetch(`${gateway.url}/?Action=GetCallerIdentity&Version=2011-06-15`, { headers: { Authorization: signed } })
  expect(await response.text()).toContain('<Arn>arn:aws:iam::000000000000:root</Arn>')
})
