import { App, aws_apigateway as apigateway, aws_iam as iam, Stack } from 'aws-cdk-lib'
import { Template } from 'aws-cdk-lib/assertions'
import { emulate } from '../../../emulator/testing/index'
import { Auth, type ImportedGatewayProps, RestGateway, Target } from '../../../lib'
import { OPEN, type TemplateResource } from './synthesize'

/** An API made with `aws-apigateway` in one stack, and routes that another adds. */
function apps(props: Partial<ImportedGatewayProps> = {}) {
  const app = new App()
  const first = new Stack(app, 'First')
  const api = new apigateway.RestApi(first, 'Api', { deployOptions: { stageName: 'live' }, cloudWatchRole: false })
  const mock = new apigateway.MockIntegration({
    requestTemplates: { 'application/json': '{"statusCode":200}' },
    integrationResponses: [{ statusCode: '200' }],
  })
  const orders = api.root.addResource('orders')
  orders.addMethod('GET', mock, { methodResponses: [{ statusCode: '200' }] })
  const second = new Stack(app, 'Second')
  const gateway = RestGateway.fromAttributes(second, 'Shop', {
    restApiId: api.restApiId,
    rootResourceId: api.restApiRootResourceId,
    resources: { '/orders': orders.resourceId },
    stage: 'live',
    routes: { 'GET /health': OPEN, 'GET /orders/{id}': { ...OPEN, target: Target.mock(200, { one: true }) } },
    ...props,
  })
  return { app, second, gateway }
}

test('what is added to an API of another stack is deployed to its stage, beside what was there', async () => {
  const { app, second, gateway } = apps()
  gateway.addRoute('DELETE /orders', { target: Target.mock(204), auth: Auth.iam() })
  gateway.grantInvoke(new iam.User(second, 'User'))
  expect(gateway.route('DELETE /orders').path).toBe('/orders')
  await using served = await emulate(app, { stage: 'live' })
  const statuses = await Promise.all(['/orders', '/orders/1', '/health'].map(async (path) => (await served.fetch(path)).status))
  expect(statuses).toEqual([200, 200, 200])
  expect((await served.fetch('/orders', { method: 'DELETE' })).status).toBe(403)
})

test('it owns its deployment: content-addressed, waiting for its methods, kept when it goes', () => {
  const deploymentOf = (change?: (gateway: ReturnType<typeof apps>['gateway']) => void) => {
    const { second, gateway } = apps()
    change?.(gateway)
    const template = Template.fromStack(second)
    const [[id, deployment]] = Object.entries(template.findResources('AWS::ApiGateway::Deployment')) as [[string, TemplateResource]]
    return { id, deployment, methods: Object.keys(template.findResources('AWS::ApiGateway::Method')) }
  }
  const { id, deployment, methods } = deploymentOf()
  expect(deployment).toMatchObject({ Properties: { StageName: 'live' }, DeletionPolicy: 'Retain' })
  expect(methods).toHaveLength(2)
  expect(deployment.DependsOn).toEqual(expect.arrayContaining(methods))
  expect(deploymentOf().id).toBe(id)
  expect(deploymentOf((gateway) => void gateway.addRoute('GET /new', OPEN)).id).not.toBe(id)
  const override = (gateway: ReturnType<typeof apps>['gateway']) =>
    (gateway.route('GET /health').method.node.defaultChild as apigateway.CfnMethod).addPropertyOverride('ApiKeyRequired', true)
  expect(deploymentOf(override).id).not.toBe(id)
})

test('a route says who may call it, and leaves the settings of the stage alone', () => {
  expect(() => apps({ routes: { 'GET /a': { target: Target.mock(200) } } })).toThrow('Nothing says who may call "GET /a"')
  expect(() => apps({ routes: { 'GET /a': { ...OPEN, throttle: { rate: 1, burst: 1 } } } })).toThrow(
    'settings of the stage, and that is not of this stack',
  )
  const { second } = apps({ defaultAuth: Auth.iam(), cors: { origins: ['*'] }, routes: { 'GET /a': { target: Target.mock(200) } } })
  const methods = Object.values(Template.fromStack(second).findResources('AWS::ApiGateway::Method')) as TemplateResource[]
  expect(methods.map(({ Properties: p }) => [p['HttpMethod'], p['AuthorizationType']])).toEqual([
    ['GET', 'AWS_IAM'],
    ['OPTIONS', 'NONE'],
  ])
})
