import { App, CfnOutput, CfnResource, Duration, NestedStack, Stack, Stage } from 'aws-cdk-lib'
import * as apigateway from 'aws-cdk-lib/aws-apigateway'
import * as lambda from 'aws-cdk-lib/aws-lambda'
import { emulate } from '../../../emulator/testing/index'

const mock = (text: string) =>
  new apigateway.MockIntegration({
    requestTemplates: { 'application/json': '{"statusCode": 200}' },
    integrationResponses: [{ statusCode: '200', responseTemplates: { 'application/json': JSON.stringify(text) } }],
  })
const OK = { methodResponses: [{ statusCode: '200' }] }
const code = (text: string) =>
  lambda.Code.fromInline(`exports.handler = async () => ({ statusCode: 200, body: ${JSON.stringify(text)} + process.env.WHERE })`)

test('an app of the CDK alone: two stacks, one using the other, run from its objects', async () => {
  const app = new App()
  const functions = new Stack(app, 'Functions')
  const handler = new lambda.Function(functions, 'Fn', {
    runtime: lambda.Runtime.NODEJS_20_X,
    handler: 'index.handler',
    code: code('hello from '),
    environment: { WHERE: 'afar' },
    timeout: Duration.seconds(3),
  })
  const api = new apigateway.RestApi(new Stack(app, 'Front'), 'Api')
  api.root.addMethod('GET', new apigateway.LambdaIntegration(handler, { allowTestInvoke: false }))
  await using gateway = await emulate(app)
  expect(await (await gateway.fetch('/')).text()).toBe('hello from afar')
})

test('stages of the CDK are nested assemblies; each is a stack of its own', async () => {
  const app = new App()
  for (const name of ['Blue', 'Green']) {
    const api = new apigateway.RestApi(new Stack(new Stage(app, name), 'Api'), 'Api', { restApiName: name })
    api.root.addMethod('GET', mock(name), OK)
  }
  await using gateway = await emulate(app)
  await expect(gateway.fetch('/')).rejects.toThrow(/several-stages.*'Blue'.*'Green'/s)
  for (const name of ['Blue', 'Green']) expect(await (await gateway.at({ api: name }).fetch('/')).json()).toBe(name)
})

test('nested stacks, and outputs', async () => {
  const app = new App()
  const stack = new Stack(app, 'Outer')
  const api = new apigateway.RestApi(new NestedStack(stack, 'Inner'), 'Api')
  api.root.addMethod('GET', mock('nested'), OK)
  new CfnOutput(stack, 'Url', { value: api.url })
  await using gateway = await emulate(stack)
  expect(await (await gateway.fetch('/')).json()).toBe('nested')
  expect(gateway.outputs['Url']).toMatch(/^https:\/\/[a-z0-9]{10}\.execute-api\.us-east-1\.amazonaws\.com\/prod\/$/)
})

test('a diagnostic names the construct and the line of the test that made it', async () => {
  const app = new App()
  const stack = new Stack(app, 'Shop')
  const api = new apigateway.RestApi(stack, 'Api')
  api.root.addMethod('GET', mock('#set($x = )'), OK)
  new CfnResource(stack, 'Table', { type: 'AWS::DynamoDB::GlobalTable', properties: {} })
  await using gateway = await emulate(app)
  const told = gateway.diagnostics.map(({ code: name, place }) => [name, place?.construct])
  expect(told).toEqual(
    expect.arrayContaining([
      ['template-syntax', 'Shop/Api/Default/GET'],
      ['type-not-emulated', 'Shop/Table'],
    ]),
  )
  const [broken] = gateway.diagnostics.filter(({ code: name }) => name === 'template-syntax')
  expect(broken?.place?.file).toMatch(/assembly\.test\.ts$/)
})

test('strict: what is not done as on AWS fails, with its place', async () => {
  const app = new App()
  const api = new apigateway.RestApi(new Stack(app, 'Shop'), 'Api')
  api.root.addMethod('GET', mock('#set($x = )'), OK)
  await expect(emulate(app, { strict: true })).rejects.toThrow(/template-syntax[\s\S]*Shop\/Api\/Default\/GET/)
})
