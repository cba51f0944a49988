import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Deployed, deleteStack, deployStack } from '../../../../emulator/services/cloudformation'
import { type TestCall, testCall } from '../../../support/call'

const FOLDER = join(__dirname, '../../../fixtures/templates')
const templates = readdirSync(FOLDER).filter((name) => !name.includes('.nested.'))

let call: TestCall
beforeEach(() => {
  call = testCall()
})

const deploy = (name: string, parameters: Record<string, string> = {}, tags: Record<string, string> = {}): Promise<Deployed> => {
  const file = join(FOLDER, name)
  return deployStack({ stackName: 'Shop', templateBody: readFileSync(file, 'utf8'), file, parameters, tags }, call)
}
/** Every record of the account but the stacks themselves. */
const everything = () =>
  Object.entries(call.records).flatMap(([table, records]) =>
    table === 'stacks'
      ? []
      : records.parents().flatMap((parent: string) => records.ids(parent).map((id: string) => `${table} ${parent}/${id}`)),
  )

test.each(templates)('%s can be made, made again without a change, and deleted without a trace', async (name) => {
  const made = await deploy(name)
  expect(made.failures).toEqual([])
  expect(made.stack.StackStatus).toBe('CREATE_COMPLETE')
  const before = everything()
  expect((await deploy(name)).changed).toBe(false)
  expect(everything()).toEqual(before)
  await deleteStack('Shop', call)
  expect(call.records.stacks.list().map(({ StackStatus }) => StackStatus)).not.toContain('DELETE_FAILED')
  // The account keeps its role (facts/13, 352).
  expect(everything().filter((record) => record !== 'account /account')).toEqual([])
  expect(call.diagnostics.all()).toEqual([])
})

test('an API as the CDK writes it needs no warning', async () => {
  const { diagnostics, stack } = await deploy('plain-cdk-api.json')
  expect(diagnostics).toEqual([])
  const [api] = call.records.restApis.list()
  expect(stack.Outputs).toEqual([{ OutputKey: 'Endpoint', OutputValue: `https://${api?.id}.execute-api.us-east-1.amazonaws.com/prod/` }])
  expect(stack.resources['ApiordersGET7']?.subject).toBe(
    `/restapis/${api?.id}/resources/${stack.resources['Apiorders6']?.physicalId}/methods/GET`,
  )
})

describe('every type of AWS::ApiGateway', () => {
  test('is made through the operations of the service', async () => {
    const { stack } = await deploy('every-apigateway-type.yaml')
    const [api] = call.records.restApis.list()
    const id = api?.id ?? ''
    expect(api).toMatchObject({
      name: 'Shop-api',
      binaryMediaTypes: ['image/png', 'application/first'],
      endpointConfiguration: { types: ['REGIONAL'] },
    })
    expect(stack.resources['Api']?.attributes).toEqual({ RestApiId: id, RootResourceId: api?.rootResourceId })
    const system = (logical: string) => ({
      'aws:cloudformation:logical-id': logical,
      'aws:cloudformation:stack-id': stack.StackId,
      'aws:cloudformation:stack-name': 'Shop',
    })
    expect(api?.tags).toEqual({ note: 'first', ...system('Api') })
    expect(api?.policy).toContain('execute-api')
    const stage = call.records.stages.get('prod', id)
    expect(stage).toMatchObject({
      variables: { note: 'first' },
      accessLogSettings: { format: '$context.requestId' },
      documentationVersion: '1',
      tags: system('Stage'),
    })
    expect(stage?.methodSettings['*/*']).toMatchObject({ throttlingRateLimit: 10, throttlingBurstLimit: 20, cachingEnabled: false })
    expect(Object.entries(stage?.methodSettings ?? {}).find(([key]) => key.includes('orders'))?.[1]).toMatchObject({ loggingLevel: 'INFO' })
    const orders = call.records.resources.list(id).find(({ path }) => path === '/orders')
    expect(orders?.resourceMethods?.['POST']).toMatchObject({
      apiKeyRequired: true,
      authorizationType: 'CUSTOM',
      requestParameters: { 'method.request.header.X-Trace': false },
      methodResponses: { '200': { responseParameters: { 'method.response.header.Location': true } } },
      methodIntegration: { type: 'MOCK', integrationResponses: { '200': { responseTemplates: { 'application/json': '{"ok": true}' } } } },
    })
    expect(call.records.usagePlans.list()[0]).toMatchObject({
      name: 'partner',
      quota: { limit: 100, period: 'DAY' },
      apiStages: [{ apiId: id, stage: 'prod' }],
      tags: system('Plan'),
    })
    expect(call.records.account.get('account')?.cloudwatchRoleArn).toBe(stack.resources['Role']?.attributes['Arn'])
    expect(Object.keys(call.records.domainNames.list())).toHaveLength(2)
    expect(stack.exports['Shop-url']).toBe(`https://${id}.execute-api.us-east-1.amazonaws.com/prod`)
  })

  test('changes in place what AWS changes in place', async () => {
    const first = await deploy('every-apigateway-type.yaml')
    const { stack, failures } = await deploy('every-apigateway-type.yaml', { Note: 'second', Rate: '20' }, { team: 'orders' })
    expect(failures).toEqual([])
    const physical = (deployed: typeof first.stack) =>
      Object.fromEntries(Object.values(deployed.resources).map(({ logicalId, physicalId }) => [logicalId, physicalId]))
    expect(physical(stack)).toEqual(physical(first.stack))
    const [api] = call.records.restApis.list()
    const id = api?.id ?? ''
    expect(api).toMatchObject({
      description: 'second',
      binaryMediaTypes: ['image/png', 'application/second'],
      tags: { note: 'second', team: 'orders' },
    })
    expect(call.records.stages.get('prod', id)).toMatchObject({
      description: 'second',
      variables: { note: 'second' },
      tags: { note: 'second', team: 'orders' },
    })
    expect(call.records.stages.get('prod', id)?.methodSettings['*/*']).toMatchObject({ throttlingRateLimit: 20, throttlingBurstLimit: 20 })
    expect(call.records.resources.list(id).find(({ path }) => path === '/orders')?.resourceMethods?.['POST']?.operationName).toBe(
      'create-second',
    )
    expect(call.records.gatewayResponses.get('THROTTLED', id)?.responseTemplates).toEqual({ 'application/json': '{"note":"second"}' })
    expect(call.records.usagePlans.list()[0]).toMatchObject({
      description: 'second',
      throttle: { rateLimit: 20, burstLimit: 5 },
      tags: { team: 'orders' },
    })
    expect(call.records.authorizers.list(id)[0]?.name).toBe('token-second')
    expect(call.records.models.get('Order', id)?.description).toBe('second')
    expect(call.records.vpcLinks.list()[0]?.name).toBe('link-second')
    expect(call.records.logGroups.list()[0]?.tags).toMatchObject({ note: 'second', team: 'orders' })
  })
})

test('a function with its inline code, versions, aliases and permissions', async () => {
  const { stack } = await deploy('lambda.yaml')
  const [fn] = call.records.functions.list()
  const name = fn?.configuration.FunctionName ?? ''
  expect(name).toMatch(/^Shop-Fn-[A-Z0-9]{12}$/)
  expect(fn?.configuration).toMatchObject({ Timeout: 7, Environment: { Variables: { NOTE: 'first', COUNT: '1' } } })
  expect(readFileSync(join(fn?.code.directory ?? '', 'index.js'), 'utf8')).toContain("body: 'first'")
  expect(stack.resources['Alias']?.physicalId).toBe(`arn:aws:lambda:us-east-1:123456789012:function:${name}:live`)
  expect(call.records.functionPolicies.get('live', name)?.statements).toHaveLength(1)
  const again = await deploy('lambda.yaml', { Note: 'second' })
  expect(again.failures).toEqual([])
  const [changed] = call.records.functions.list()
  expect(readFileSync(join(changed?.code.directory ?? '', 'index.js'), 'utf8')).toContain("body: 'second'")
  expect(changed?.configuration.Environment).toEqual({ Variables: { NOTE: 'second', COUNT: '1' } })
})

test('an API from a definition, and again when the definition changes', async () => {
  const { stack } = await deploy('openapi.yaml')
  const [api] = call.records.restApis.list()
  expect(api).toMatchObject({ name: 'pets', description: 'from a definition' })
  const paths = () => call.records.resources.list(api?.id).map(({ path }) => path)
  expect(paths()).toContain('/pets')
  expect(call.records.stages.get('live', api?.id)).toMatchObject({
    deploymentId: stack.resources['Deployment']?.physicalId,
    variables: { title: 'pets' },
  })
  expect(call.records.stages.get('live', api?.id)?.methodSettings['*/*']).toMatchObject({ throttlingRateLimit: 3 })
  await deploy('openapi.yaml', { Title: 'cats' })
  expect(call.records.restApis.list()).toMatchObject([{ id: api?.id, name: 'cats' }])
})

test('a deployment of a new logical id takes the stage of the old one over', async () => {
  const template = (deployment: string) => ({
    Resources: {
      Api: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'a' } },
      Get: {
        Type: 'AWS::ApiGateway::Method',
        Properties: {
          RestApiId: { Ref: 'Api' },
          ResourceId: { 'Fn::GetAtt': ['Api', 'RootResourceId'] },
          HttpMethod: 'GET',
          AuthorizationType: 'NONE',
          Integration: { Type: 'MOCK' },
        },
      },
      [deployment]: { Type: 'AWS::ApiGateway::Deployment', DependsOn: 'Get', Properties: { RestApiId: { Ref: 'Api' }, StageName: 'live' } },
    },
  })
  const put = (deployment: string) => deployStack({ stackName: 'Shop', templateBody: JSON.stringify(template(deployment)) }, call)
  const first = await put('DeploymentA')
  const second = await put('DeploymentB')
  expect(second.failures).toEqual([])
  const api = second.stack.resources['Api']?.physicalId ?? ''
  expect(call.records.stages.list(api)).toMatchObject([
    { stageName: 'live', deploymentId: second.stack.resources['DeploymentB']?.physicalId },
  ])
  expect(call.records.deployments.ids(api)).toEqual([second.stack.resources['DeploymentB']?.physicalId])
  expect(second.stack.resources['Api']?.physicalId).toBe(first.stack.resources['Api']?.physicalId)
})

test.each<[string, object, RegExp, string, RegExp]>([
  ['AWS::S3::Bucket', {}, /^shop-x-[a-z0-9]{12}$/, 'Arn', /^arn:aws:s3:::shop-x-/],
  ['AWS::DynamoDB::Table', { TableName: 'orders' }, /^orders$/, 'Arn', /^arn:aws:dynamodb:us-east-1:123456789012:table\/orders$/],
  [
    'AWS::SQS::Queue',
    {},
    /^https:\/\/sqs\.us-east-1\.amazonaws\.com\/123456789012\/Shop-X-/,
    'Arn',
    /^arn:aws:sqs:us-east-1:123456789012:Shop-X-/,
  ],
  ['AWS::SNS::Topic', {}, /^arn:aws:sns:us-east-1:123456789012:Shop-X-/, 'TopicName', /^Shop-X-/],
  ['AWS::Cognito::IdentityPool', {}, /^us-east-1:[0-9a-f-]{36}$/, 'Id', /^us-east-1:[0-9a-f-]{36}$/],
  ['AWS::EC2::VPC', {}, /^vpc-[0-9a-f]{17}$/, 'CidrBlock', /^10\.0\.0\.0\/16$/],
  ['AWS::KMS::Key', {}, /^[0-9a-f]{8}-[0-9a-f]{4}-4/, 'Arn', /^arn:aws:kms:us-east-1:123456789012:key\//],
  ['AWS::StepFunctions::StateMachine', {}, /^arn:aws:states:us-east-1:123456789012:stateMachine:Shop-X-/, 'Name', /^Shop-X-/],
  ['AWS::CertificateManager::Certificate', {}, /^arn:aws:acm:us-east-1:123456789012:certificate\/[0-9a-f-]{36}$/, 'Arn', /^arn:aws:acm/],
  [
    'AWS::ApiGatewayV2::Api',
    { ProtocolType: 'WEBSOCKET' },
    /^[a-z0-9]{10}$/,
    'ApiEndpoint',
    /^wss:\/\/[a-z0-9]{10}\.execute-api\.us-east-1\.amazonaws\.com$/,
  ],
  ['AWS::Glue::Job', {}, /^Shop-X-/, 'JobArn', /^arn:aws:glue:us-east-1:123456789012:job\/Shop-X-/],
])(
  '%s is tolerated: its Ref and attributes have the shape of AWS, stay, and are told of once',
  async (type, properties, ref, attribute, shape) => {
    const template = (note: string) => ({
      Resources: {
        X: { Type: type, Properties: { ...properties, Anything: note } },
        P: {
          Type: 'AWS::SSM::Parameter',
          Properties: { Name: 'p', Type: 'String', Value: { 'Fn::Join': [' ', [{ Ref: 'X' }, { 'Fn::GetAtt': ['X', attribute] }]] } },
        },
      },
    })
    const put = (note: string) => deployStack({ stackName: 'Shop', templateBody: JSON.stringify(template(note)) }, call)
    const first = await put('a')
    const value = call.records.parameters.get('p')?.Value ?? ''
    const [made = '', of = ''] = value.split(' ')
    expect(made).toMatch(ref)
    expect(of).toMatch(shape)
    const second = await put('b')
    expect(call.records.parameters.get('p')?.Value).toBe(value)
    for (const { diagnostics } of [first, second])
      expect(diagnostics.map(({ code, severity }) => [code, severity])).toEqual([['type-not-emulated', 'warning']])
  },
)

test('an unknown property is told with the nearest known one, and a wrong one fails the resource', async () => {
  const put = (Properties: object) =>
    deployStack(
      { stackName: 'Shop', templateBody: JSON.stringify({ Resources: { Api: { Type: 'AWS::ApiGateway::RestApi', Properties } } }) },
      call,
    )
  const { diagnostics } = await put({ Name: 'a', BinaryMediaType: ['x'] })
  expect(diagnostics).toMatchObject([
    {
      code: 'unknown-property',
      severity: 'warning',
      fix: "Did you mean 'BinaryMediaTypes'?",
      place: { element: 'Resources.Api.Properties.BinaryMediaType' },
    },
  ])
  const { stack, failures } = await put({ Name: 'a', MinimumCompressionSize: 'big' })
  expect(stack.StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE')
  expect(failures).toMatchObject([{ code: 'bad-properties', place: { element: 'Resources.Api.Properties.MinimumCompressionSize' } }])
})

test('a custom resource is tolerated, and said not to be run', async () => {
  const template = {
    Resources: {
      C: { Type: 'Custom::Thing', Properties: { ServiceToken: 'arn' } },
      P: { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Value: { 'Fn::GetAtt': ['C', 'Answer'] } } },
    },
  }
  const { diagnostics, failures } = await deployStack({ stackName: 'Shop', templateBody: JSON.stringify(template) }, call)
  expect(failures).toEqual([])
  expect(diagnostics.map(({ code }) => code)).toEqual(['custom-resource-not-run'])
})
